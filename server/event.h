/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_EVENT_H
#define SERVER_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What happens in a chat. The only way in which the shared world changes.
 * An event is self-contained: it names people as they were, so that it can
 * be applied, delivered, kept and shown again years later. Its strings are
 * borrowed for as long as it is published or shown.
 */
enum event_kind {
	EVENT_MESSAGE, /* target, body; in the store, where the target is a
			* person: arg = their account or NULL */
	EVENT_NOTICE,  /* the same */
	EVENT_TAGMSG,  /* target; tags */
	EVENT_CONNECT, /* source: a user comes to the network */
	EVENT_JOIN,    /* target */
	EVENT_PART,    /* target, body or NULL */
	EVENT_QUIT,    /* body */
	EVENT_KICK,    /* target, arg = the one kicked, body */
	EVENT_NICK,    /* arg = the new nick */
	EVENT_TOPIC,   /* target, body ("" clears) */
	EVENT_MODE,    /* target, modes, and body = the same as text */
	EVENT_UMODE,   /* modes of the source; body = the same as text; of +o
			* arg = the operator's title, and target = the hash of
			* the password that was given, or NULL */
	EVENT_INVITE,  /* target = a nick, arg = the channel */
	EVENT_AWAY,    /* body, NULL = here again */
	EVENT_ACCOUNT, /* source.account = the new one */
	EVENT_SETNAME, /* body */
	EVENT_CHGHOST, /* arg = the new user name, body = the new host */
	EVENT_KNOCK,   /* target; source: the server, arg = the nick of who
			* asks, body = nick!user@host */
	EVENT_KILL,    /* target = a nick, body: it is told before it goes */
	EVENT_WALLOPS, /* body: to user mode w */
	EVENT_CLOSE,   /* target: an empty channel ends to make room */
	EVENT_RENAME,  /* target = the old name, arg = the new one, body = why
			* or ""; both names are the publisher's own copies */
	EVENT_REDACT,  /* target, arg = the message's id, body or NULL */
	/* target, arg = the key, body = its value or NULL */
	EVENT_METADATA,
	EVENT_MARKREAD, /* target, arg = until when the source has read it, as
			 * server-time; of a talk, body = the peer's key
			 * (correspondent.h) */
	EVENT_REGISTER, /* target, arg = the account that founds it from now
			 * on; NULL: it is registered no more */
	EVENT_ACCESS,   /* target, arg = an account, body = its rank there
			 * (access.h) or NULL */
	EVENT_OFFER,    /* target, arg = the account that may found it, or
			 * NULL */
	EVENT_KINDS
};

struct store_nonce;

enum {
	EVENT_ID_LEN = 28, /* 26 characters, room to align */
	EVENT_MODES_MAX = 32
};

/* A person as they were, or a server (user NULL). */
struct event_actor {
	const char *nick;
	const char *user;
	const char *host;
	const char *realname;
	const char *account; /* NULL: none */
	bool bot;
	uint64_t user_id; /* in the world; 0: a server, or no longer there. Of
			   * an event from the store: in that run */
};

/* One mode, parsed and checked. param is NULL where the mode has none; for
 * o and v it is the member's nick, for lists the normalised mask. */
struct mode_change {
	bool add;
	char letter;
	const char *param;
};

struct event {
	enum event_kind kind;
	uint64_t seq;          /* order in the store, 0 where not kept */
	int64_t time_ms;       /* since 1970 UTC */
	char id[EVENT_ID_LEN]; /* msgid: unique for ever, [0-9a-z] */
	struct event_actor source;
	uint64_t session_id; /* the session that caused it, 0: none */
	const char *target;  /* a channel's name as it is spelt, or a nick */
	uint64_t target_id;  /* in the store: of the user it is for, or 0 */
	char status;         /* STATUSMSG: '@' or '+', else 0; in the store, of
			      * what an auditorium hides, the rank to see it */
	const char *arg;
	const char *body;
	const char *tags; /* client-only tags as on the wire, or NULL */
	const struct mode_change *modes;
	size_t nmodes;
	const struct store_nonce *nonce; /* of what is said: by what its sender
					  * knows it (nonce.h), or NULL */
};

/* What differs by kind, in one table. */
struct event_def {
	const char *name; /* in the store, stable for ever */
	bool kept;        /* in the store */
	bool leaves;      /* delivered before it is applied: its audience
			   * includes whoever it removes, or its source
			   * borrows what it changes */
};
extern const struct event_def event_defs[EVENT_KINDS];

/* Whether a line of a body (or NULL) is CTCP, other than ACTION ("/me"). */
bool event_has_ctcp(const char *body);
/* Whether the target is a channel. */
bool event_to_channel(const struct event *e);
/* Whether it is a message or notice, to a channel or a person. */
bool event_said(const struct event *e);
/* Whether it is a message or notice to a person. */
bool event_private(const struct event *e);
/* Whether the store keeps this one: of the kinds that are kept, no message
 * to a part of a channel (STATUSMSG), no CTCP but ACTION. */
bool event_kept(const struct event *e);
/* The same, where these are kept besides. EVENT_KEEP_TAGS keeps TAGMSG, if it
 * has a tag that means anything later (typing does not). */
enum event_keep {
	EVENT_KEEP_CTCP = 1 << 0,
	EVENT_KEEP_STATUS = 1 << 1,
	EVENT_KEEP_TAGS = 1 << 2
};
bool event_kept_with(const struct event *e, unsigned besides);

/*
 * The body of a message may have several lines (draft/multiline): LF begins
 * the next line, and CR goes on with the same line in another piece, as its
 * sender cut it to fit (multiline-concat). No other body holds either.
 */
struct event_line {
	const char *rest; /* begins as the body; NULL after the last */
	const char *text; /* not ended by NUL */
	size_t len;
	bool joined; /* to the piece before it */
	char end;
};
bool event_has_lines(const struct event *e);
/* The next piece; false after the last. */
bool event_next_line(struct event_line *l);

/* The time that an id holds, which is that of its event; -1: it is none of
 * ours. */
int64_t event_id_time(const char *id);
/* The id of that time with these 80 bits in place of chance. */
void event_id_at(
    char id[EVENT_ID_LEN], int64_t time_ms, const uint8_t rest[10]);

/* EVENT_KINDS for an unknown name. */
enum event_kind event_by_name(const char *name);

/*
 * Makes ids: 128 bits, the time first (so that they sort), never one twice
 * even when the clock steps back or the program restarts; and times that
 * never go backwards.
 */
struct event_clock {
	int64_t last_ms;
	uint64_t random_high;
	uint32_t counter;
};
void event_stamp(struct event_clock *c, struct event *e);
/* At start: nor behind the newest event of earlier runs, so that history stays
 * in order where the clock was set back meanwhile; by less than a day, as one
 * that is further ahead was wrong. */
void event_follow(struct event_clock *c, int64_t newest_ms);
/* The time for what is no event: not before the last one. */
int64_t event_now(const struct event_clock *c);

#endif
