/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DIALECT_H
#define SERVER_DIALECT_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/irc.h"
#include "server/event.h"

/*
 * How a peer writes and reads: IRC, or plain lines. A codec: it knows events
 * and messages, no session, no world.
 */
enum decode_result {
	DECODE_OK,
	DECODE_EMPTY,        /* nothing on the line */
	DECODE_TOO_LONG,     /* tags or body over their limit: 417 */
	DECODE_INVALID_UTF8, /* the command and tags are readable */
	DECODE_MALFORMED
};

/* What one recipient's copy depends on; equal views share one rendering. */
struct view {
	uint64_t caps;     /* effective CAP_ bits that matter */
	const char *batch; /* its reference, or NULL */
	unsigned sight;    /* what struct speech_ops.see said; 0 without */
};

/* An answer to one session: a numeric or a standard reply. */
struct reply {
	const char *command;                /* "433", "FAIL", "PONG" */
	const char *params[IRC_PARAMS_MAX]; /* target first for numerics */
	size_t nparams;
	const char *text; /* the last parameter, always with ':'; or NULL */
};

/* Who types, as far as a codec is told. Borrowed for the call. */
struct speaker {
	uint64_t user_id;
	const char *nick;        /* NULL until it has registered */
	const char *user, *host; /* as others see it, then */
	const char
	    *login; /* the account that the kernel vouches for, or NULL */
	const char *network, *lobby; /* "" none */
	size_t nick_max;             /* bytes */
	const void *where;           /* for the next two */
	bool (*is_in)(const void *where, const char *channel);
	/* The channel it came to last, or NULL where it is in none. */
	const char *(*last)(const void *where);
};

/*
 * What a peer that types lines, not messages, has in mind: which channel it
 * talks in, what is still to be done of what it typed. As a client would, it
 * makes messages, of which one after the other goes through the gate as those
 * of all others do, and hears what is answered. One for each session.
 */
struct speech;

enum speech_next {
	SPEECH_NONE,
	SPEECH_MESSAGE, /* *m, which points into the speech until the next */
	SPEECH_TEXT     /* whole lines in *text, to be shown to the peer */
};

struct speech_ops {
	/* What it begins with is there at once: next() is called before
	 * anything is taken, once it is known whose login it is. */
	struct speech *(*open)(uint64_t session_id);
	void (*close)(struct speech *sp); /* wiped, as there may be passwords */
	/* A line without its end, any bytes; or one that was too long, of
	 * which nothing is there (line NULL). All of it that was taken before
	 * has been handed out by next(). */
	void (*take)(struct speech *sp, const char *line, size_t len);
	/* The peer has finished sending, and all is done; it ends by what
	 * next() then gives, or by itself. */
	void (*finish)(struct speech *sp, const struct speaker *who);
	/* What is to be done next. */
	enum speech_next (*next)(struct speech *sp, const struct speaker *who,
	    struct irc_msg *m, struct buf *text);
	/* The event is about to be shown to it (of an event that is kept:
	 * again): what of it matters to how. After it was applied, or before
	 * for those that leave (struct event_def). */
	unsigned (*see)(struct speech *sp, const struct speaker *who,
	    const struct event *e);
	/* An answer is about to be shown to it: whether it is shown. */
	bool (*hear)(struct speech *sp, const struct reply *r);
};

struct dialect {
	const char *name;
	size_t line_max; /* for line assembly, without the line's end */
	uint64_t views;  /* the caps that change a rendering */
	uint64_t caps;   /* what its peers have from the start */
	bool pings;      /* its peers answer PING */
	/* Of those whose peers type lines, which decode is not given; or
	 * NULL. */
	const struct speech_ops *speech;
	enum decode_result (*decode)(struct irc_msg *m, char *line, size_t len);
	/* Appends the event as bytes; nothing where this view has no form
	 * for it (a TAGMSG without message-tags). */
	void (*encode)(
	    struct buf *out, const struct event *e, const struct view *v);
	void (*reply)(struct buf *out, const char *server,
	    const struct reply *r, const struct view *v, int64_t time_ms);
	/* BATCH +ref type params, and its end (type NULL). Nothing where
	 * the view has no batches. */
	void (*batch)(struct buf *out, const char *server, const char *ref,
	    const char *type, const char *param, const struct view *v);
	/* Whether these lines are one batch, from its start to its end. */
	bool (*batched)(const char *lines, size_t len);
	/* Appends lines rendered before, with this tag in front of each
	 * that has none of that key; without a value where that is "". */
	void (*retag)(struct buf *out, const char *lines, size_t len,
	    const char *key, const char *value);
};

extern const struct dialect dialect_irc, dialect_plain;

/* The bytes of ":nick!user@host COMMAND target :" and what the body may
 * still hold on a relayed line of 512 bytes. */
size_t dialect_irc_room(
    const struct event_actor *source, const char *command, const char *target);

#endif
