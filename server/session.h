/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SESSION_H
#define SERVER_SESSION_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/conn.h"
#include "common/hash.h"
#include "common/sock.h"
#include "server/dialect.h"
#include "server/limit.h"
#include "server/policy.h"
#include "server/world.h"

/* Registration is a set of unmet needs, not a state machine. */
enum session_need {
	NEED_NICK = 1 << 0,
	NEED_USER = 1 << 1,
	NEED_CAP_END = 1 << 2, /* set by CAP LS and CAP REQ */
	NEED_LOGIN = 1 << 3,   /* who is at the Unix socket (worker) */
	NEED_TLS = 1 << 4      /* the handshake */
};

struct monitor_watch;
struct webirc_claim;
struct multiline;
struct exchange;

struct answer;
struct catchup;

/* Lines held back while a labelled command runs (labeled-response), until
 * they are too many: then they go out at once, in a batch that is open. */
struct capture {
	bool active;
	bool open;
	char ref[12]; /* of the batch */
	char label[65];
	struct block **lines;
	size_t count, cap;
	size_t bytes;
	unsigned noted; /* its number, where it may be changed later; or 0 */
};

/* A labelled answer that waits to be written, and may still be changed. */
struct answered {
	struct capture capture;
	struct capture aside; /* the session's, while this one is open again */
	struct block *sent;
	struct answered *next;
};

/*
 * One connected peer: its connection, its dialect, what it negotiated, its
 * limits. A user has several, one or none.
 */
struct session {
	uint64_t id;
	struct conn conn;
	const struct dialect *dialect;
	struct speech *speech; /* the dialect's own, or NULL */
	bool finished;         /* it was told that the peer sends no more */
	struct user *user;     /* NULL until registered */
	unsigned needs;
	uint64_t caps; /* asked for; caps_effective says what works */
	bool cap_302;
	bool local;     /* the kernel says whose login it is */
	bool loopback;  /* that over TCP: sock_owner.h; else on a Unix socket */
	bool forwarded; /* over TCP, by a daemon or root: whosever it is */
	uid_t uid;      /* of a local one */
	bool secure;    /* nobody on the way can read it */
	bool asked_name; /* over TLS, for a name of our certificate (SNI) */
	char *sts;       /* the last value of sts that it was told, or NULL */
	char address[SOCK_NAME_MAX];
	char *gateway; /* the WEBIRC section it came through, or NULL */
	struct webirc_claim *claim; /* while its password is looked at */
	char *host;                 /* as others see it; NULL: its address */
	char *nick, *username, *realname, *password; /* before registration */
	char *wanted_nick; /* while its owner is looked up */
	bool nick_open;    /* nick is somebody's, whom it may yet prove to be */
	char *next_password; /* once the one of now is proved; NULL: none */
	char *refused_login; /* whose account is not this one's */
	char *account;       /* known before registration (login.h) */
	char *login;         /* the account that the kernel vouches for */
	struct exchange *exchange; /* of SASL, or NULL */
	bool sasl_done;            /* one succeeded before registration */
	char *certificate;         /* its fingerprint (account.h), or NULL */
	char *away;                /* what it says; NULL: here, or absent */
	bool absent;               /* nobody is at it (presence.h) */
	uint64_t away_no;          /* grows with each time it says so */
	char *doom;                /* why it ends; NULL: it lives */
	bool quit;                 /* doomed by its own QUIT */
	bool lost;                 /* doomed as its connection was lost */
	bool waiting;              /* for a worker: no further line is taken */
	int64_t since_ms;          /* monotonic */
	int64_t heard_ms;          /* monotonic, any input */
	int64_t pinged_ms;         /* monotonic, 0: no PING is unanswered */
	int64_t spoke_ms;          /* monotonic, last message: WHOIS idle */
	struct allowance
	    *allowance; /* its own, or that of its login (share.h) */
	struct allowance own_allowance;
	struct limit_key limit_key;
	struct limit_count *share; /* with others of its login, or NULL */
	uint64_t served;           /* when a line of it was taken, in there */
	uint64_t heard;            /* lines that were acted on */
	uint64_t said;             /* pieces of output that were queued */
	bool pending;              /* lines may stand in its buffer */
	bool unmet;          /* no line of it was looked at (wrong_port.h) */
	int64_t greet_at_ms; /* monotonic, 0: no more (plain_port.h) */
	bool told; /* why it ends, in what it speaks: nothing is added */
	struct capture capture;
	struct answered *answered; /* since the last commit; utlist LL */
	struct answered *reopened; /* of them, or NULL */
	unsigned notes;
	struct answer *answer;   /* being given: no further line is taken */
	uint64_t answer_end;     /* nor before so many bytes are written */
	char *device;            /* as its USER named it; NULL: not */
	struct catchup *catchup; /* NULL until something is shown of history */
	bool shown; /* something that no PING is behind (acknowledge.h) */
	struct monitor_watch *watches; /* hash by target: MONITOR */
	struct multiline *multiline;   /* a batch that it sends, or NULL */
	uint32_t batches;              /* counter for references */
	char batch_ref[12];
	char reply_batch[12]; /* open for answers; "" none (reply.h) */
	char **subscriptions; /* keys of metadata, as asked for */
	size_t nsubscriptions;
	struct metadata *metadata;             /* before registration */
	struct session *prev, *next;           /* of the server */
	struct session *user_prev, *user_next; /* of the user */
	struct session *share_prev, *share_next;
	UT_hash_handle hh; /* by id */
};

/* A new one for an accepted descriptor (its own from now on), linked
 * nowhere; and its end. It must be detached by then. */
struct session *session_new(uint64_t id, int fd, const struct transport *t,
    const struct dialect *d, size_t out_max);
void session_free(struct session *s);

/* Appends one rendered line (or several) to the session's output; holds it
 * back while a labelled command runs. Over the bound the session is doomed
 * ("SendQ exceeded"). Nothing for a doomed one. */
void session_send(struct session *s, struct block *b);
/* The same, past the capture: what is not part of the answer. */
void session_send_aside(struct session *s, struct block *b);

/* Takes out of its output what is void (common/block.h). */
void session_drop_void(struct session *s);

/* Labeled responses: begin before the handler, end after it (after the
 * worker's answer where it waits); the end sends ACK, one labelled line, or
 * a labelled batch. Nothing happens without a label, or where the session
 * has no labeled-response. */
void session_label_begin(struct session *s, const char *label);
void session_label_end(struct session *s, const char *server_name);
/* Takes the label off the command that runs, which is answered later: then
 * session_label_begin with it. NULL: it has none. The caller frees it. */
char *session_label_take(struct session *s);
/* A long answer goes on: what was held of it, if anything, goes out in a batch
 * which stays open until the end; others may speak before that. */
void session_label_stream(struct session *s, const char *server_name);
/* Sends a line as part of the batch that is open. */
void session_label_send(struct session *s, const struct block *b);

/* The labelled answer that is being given may have to be changed until
 * session_label_forget. Its number, or 0 where none is given. */
unsigned session_label_note(struct session *s);
/* What is sent between the two becomes the end of that answer, in its place in
 * the output; what was taken back leaves it. False, and nothing to close:
 * there is no such answer. */
bool session_label_reopen(struct session *s, unsigned noted);
void session_label_close(struct session *s, const char *server_name);
void session_label_forget(struct session *s);

/* What is sent between the two is no part of a labelled answer; the second
 * takes what the first gave. */
bool session_label_pause(struct session *s);
void session_label_resume(struct session *s, bool was);

/* Marks it to end at the end of the turn; the first reason stays. */
void session_doom(struct session *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for one that is thrown out: whatever it was to end by before, its
 * user does not stay by that. */
void session_expel(struct session *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for a connection that is lost, whose user may come back to it. */
void session_lose(struct session *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* PING with that token, past the capture. */
void session_ping(struct session *s, const char *token, int64_t time_ms);

void session_attach(struct session *s, struct user *u);
void session_detach(struct session *s);

/* Keys of metadata that it wants to hear of; adding one that is there, or
 * taking one that is not, changes nothing. The bound is the caller's. */
bool session_subscribed(const struct session *s, const char *key);
void session_subscribe(struct session *s, const char *key);
void session_unsubscribe(struct session *s, const char *key);
void session_subscribe_none(struct session *s);

/* The view of what this session gets (without a batch). */
struct view session_view(const struct session *s);
/* Whether it is shown by itself what it missed: not who asks for history
 * (draft/chathistory), nor a bot, which would do again what it was told. */
bool session_catches_up(const struct session *s);
bool session_has(const struct session *s, uint64_t cap);
/* What it is to what the settings let it do about accounts. Where the system
 * cannot say whose a connection over loopback is, it is that of somebody here
 * all the same; what a daemon or root forwards is not. */
struct standing session_standing(const struct session *s);
/* A fresh batch reference, borrowed until the next call. */
const char *session_batch_ref(struct session *s);
/* What others see as its host when it registers. */
const char *session_host(const struct session *s);
/* The account that it, or its user, is logged in to; or NULL. */
const char *session_account(const struct session *s);
/* What numerics call it: its nick, or "*". */
const char *session_name(const struct session *s);

#endif
