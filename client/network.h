/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_NETWORK_H
#define CLIENT_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/persona.h"
#include "common/buf.h"
#include "common/conf.h"
#include "common/fingerprint.h"
#include "common/url.h"

/*
 * What we know of one network, and what we want of it. No socket here: what
 * is to be sent waits in `out`, and the link (which moves it) derives from
 * `want` what to do.
 */
enum network_status {
	NETWORK_OFFLINE,     /* nothing going on */
	NETWORK_WAITING,     /* will try again at retry_at_ms */
	NETWORK_CONNECTING,  /* looking up or connecting */
	NETWORK_REGISTERING, /* connected, not yet welcomed */
	NETWORK_ONLINE
};

enum network_cap {
	CAP_SERVER_TIME = 1 << 0,
	CAP_MESSAGE_TAGS = 1 << 1,
	CAP_ECHO_MESSAGE = 1 << 2,
	CAP_BATCH = 1 << 3,
	CAP_LABELED_RESPONSE = 1 << 4,
	CAP_MULTI_PREFIX = 1 << 5,
	CAP_USERHOST_IN_NAMES = 1 << 6,
	CAP_EXTENDED_JOIN = 1 << 7,
	CAP_AWAY_NOTIFY = 1 << 8,
	CAP_ACCOUNT_NOTIFY = 1 << 9,
	CAP_ACCOUNT_TAG = 1 << 10,
	CAP_SETNAME = 1 << 11,
	CAP_CAP_NOTIFY = 1 << 12,
	CAP_STANDARD_REPLIES = 1 << 13,
	CAP_CHGHOST = 1 << 14,
	CAP_INVITE_NOTIFY = 1 << 15,
	CAP_CHANNEL_RENAME = 1 << 16,
	CAP_SEARCH = 1 << 17,
	CAP_CHATHISTORY = 1 << 18,
	CAP_EVENT_PLAYBACK = 1 << 19,
	CAP_READ_MARKER = 1 << 20,
	CAP_SASL = 1 << 21,
	CAP_ACCOUNT_REGISTRATION = 1 << 22,
	CAP_MULTILINE = 1 << 23, /* asked for where `multiline` says so */
	CAP_NONCE = 1 << 24
};

enum {
	NETWORK_BATCHES_MAX = 16,
	NETWORK_TARGETS_MAX = 50,
	NETWORK_OUT_MAX = 1 << 20,
	NETWORK_MEMBERS_MAX = 400000 /* in all its channels */
};

/* Who can read what goes over the connection, and how the server is known. */
enum network_guard {
	GUARD_NONE,   /* everybody on the way */
	GUARD_LOCAL,  /* it does not leave this machine */
	GUARD_SSH,    /* ssh has looked after it */
	GUARD_KEY,    /* TLS; the server's key is known */
	GUARD_VOUCHED /* TLS; an authority vouches for the server */
};

struct offer;
struct page;
struct room;
struct takeout;

struct batch {
	char id[64];     /* "" = free */
	uint64_t serial; /* grows with each */
	bool history;
	bool search;       /* what was found, */
	bool wanted;       /* by the last search */
	bool whole;        /* all of that, not a part */
	uint64_t room;     /* the window that asked for it, 0 = unknown */
	char label[24];    /* of what it answers, or "" */
	struct page *page; /* its lines go there, or NULL */
	bool owner;        /* of the page, which is complete with it */
	bool targets;      /* of CHATHISTORY TARGETS */
};

/* Somebody with whom there were messages, until it is known whether they
 * were read. */
struct target {
	char *nick;      /* NULL = free */
	int64_t time_ms; /* of the last one */
};

struct network {
	struct network *prev, *next;
	uint64_t id;
	char *name;   /* short, for people */
	char *server; /* as told: host, host:port, a URL; "" = the local one */
	struct room *room; /* its own window */

	/* what is wanted */
	bool want;  /* to be connected */
	bool again; /* at once: drop what is there and connect */
	char *wish; /* the nick we would like */
	char *realname;
	char *password;            /* the server's, or "" */
	struct conf_list channels; /* to join after the welcome */
	char *quit;                /* the reason, while leaving */
	char *farewell; /* what its ERROR said before it closed, or "" */
	struct fingerprint told; /* what the server's key must be; nothing
				  * known: nothing told */
	bool told_once;          /* until that was seen */
	char upgrade_port[6]; /* with TLS, as the server said in plain; or "" */
	int64_t sts_duration_s; /* of its policy, as said last; or 0 */
	struct offer *offer;    /* what was not trusted, or NULL (offer.h) */

	/* how it stands (the link writes the first five;
	 * the welcome makes the status ONLINE) */
	enum network_status status;
	int64_t retry_at_ms; /* monotonic, while WAITING */
	int64_t lag_ms;      /* -1 = unknown */
	int64_t ping_ms;     /* monotonic: when an unanswered PING went, or 0 */
	bool local;          /* over a Unix socket */
	enum network_guard guard;
	struct url place; /* where it is connected, or was last */
	char *voucher;    /* the authority's name, or "" */
	bool deaf;        /* nothing is to be read: what comes would be lost */
	bool shut; /* not to be tried again by itself once it has closed */
	bool certificate; /* the connection shows a certificate of ours */
	char *address;    /* where it leads (way_address), "" unknown */
	char *nick;       /* ours; the wish until the welcome */
	bool away;
	unsigned caps;      /* enum network_cap, acknowledged */
	unsigned offered;   /* the same, as listed by the server */
	bool negotiating;   /* CAP END not yet sent */
	bool requested;     /* a CAP REQ waits for its answer */
	unsigned nick_try;  /* attempts at another nick */
	char refused[4];    /* the last numeric that refused one */
	bool keeps_history; /* the server does */
	bool logged;        /* something of it goes into a log, */
	bool log_told;      /* and that was told */
	bool ready;         /* welcomed, and channels are being joined */
	bool welcomed_before;
	char *userhost;  /* ours, "user@host" as last seen, "" unknown */
	char *joining;   /* the channel asked for last: shown when joined */
	int64_t ctcp_ms; /* monotonic: when answers to CTCP may go on */
	struct batch batches[NETWORK_BATCHES_MAX];
	uint64_t batch_serial; /* of the last one */

	uint64_t reply_room;   /* while a command of that window runs */
	uint64_t concern_room; /* where a service was told something last */
	unsigned searches;     /* SEARCHes in all */
	unsigned searching;    /* those without an answer */
	char label[24];        /* of the next lines, instead; or "" */
	size_t nmembers;       /* in all its channels */
	size_t listed;         /* lines of the LIST answer that is coming in */
	size_t ctcp_answers;   /* in this period */

	/* history (history.h, targets.h) */
	int64_t ahead_ms;   /* of the server's wall clock to ours */
	int64_t heard_ms;   /* its wall clock: the last line from it, or 0 */
	int64_t left_ms;    /* the same when a connection was lost */
	bool no_history;    /* the server knows no CHATHISTORY after all */
	bool no_msgids;     /* it takes no msgid= */
	bool timestamps;    /* it says that it takes timestamp= */
	size_t history_max; /* messages it gives at once, 0 = unknown */
	struct target targets[NETWORK_TARGETS_MAX];

	struct persona persona;
	char *software; /* the server's, from 004, or "" */

	struct takeout *takeout; /* what we said is coming; or NULL */

	bool multiline; /* messages of several lines are understood */
	size_t multiline_bytes, multiline_lines; /* of one; 0 = not told */

	/* ISUPPORT */
	char *chantypes;
	char *prefix_modes; /* "ov" */
	char *prefixes;     /* "@+" */
	char *chanmodes;    /* "b,k,l,imnst" */
	char *statusmsg;
	char *casemapping;
	char *lobby;    /* "" = none */
	size_t linelen; /* bytes of a line with CR LF: 512 */
	char bot_mode;  /* the user mode that marks a bot, or 0 */

	struct buf out; /* whole lines that wait to be sent */
};

struct network *network_new(const char *name, const char *server);
void network_free(struct network *n);

void network_set_nick(struct network *n, const char *nick); /* the wish */
void network_set_channels(struct network *n, char *const *names, size_t count);

/* The connection that is there leads to that address: who one wanted to be at
 * another one is forgotten. */
void network_reached(struct network *n, const char *address);
/* Before each registration: forgets what the last server had said. */
void network_reset(struct network *n);
/* One token of a 005: NAME, NAME=VALUE, or -NAME, which takes it back. */
void network_isupport(struct network *n, const char *token);
/* The open batch of that id, or a free slot for ""; NULL where none is. */
struct batch *network_batch(struct network *n, const char *id);
/* Frees the slot of a batch, and the page where it is the owner's. */
void network_end_batch(struct batch *b);
bool network_is_channel(const struct network *n, const char *name);
bool network_is_me(const struct network *n, const char *nick);

/* Appends one line to `out`: "CMD p1 p2 :last" from strings, NULL-ended; the
 * last is written with ':' where it needs one. -1 when `out` is full. */
int network_send(struct network *n, ...) __attribute__((sentinel));
/* JOIN, with the key where it is not "". */
void network_join(struct network *n, const char *channel, const char *key);
/* One line as it stands that holds a password; it is wiped. -1 where `out` is
 * full. Whoever empties `out` leaves nothing of it. */
int network_send_secret(struct network *n, char *line);
/* CAP END, where it is still to come and nothing was asked for. */
void network_cap_end(struct network *n);
/* One line as it stands; CR and LF in it are dropped. */
int network_send_raw(struct network *n, const char *line);

/* Appends who can read it: "encrypted, known key"; nothing where that goes
 * without saying, on this machine. */
void network_guard_text(const struct network *n, struct buf *out);
/* Appends how it stands in words: "connected", "next try in 12 s". */
void network_status_text(
    const struct network *n, int64_t now_ms, struct buf *out);

#endif
