/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DIALECT_H
#define SERVER_DIALECT_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/irc.h"
#include "server/event.h"

/*
 * How a peer writes and reads (IRC; plain text later). A codec: it knows
 * events and messages, no session, no world.
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
};

/* An answer to one session: a numeric or a standard reply. */
struct reply {
	const char *command;                /* "433", "FAIL", "PONG" */
	const char *params[IRC_PARAMS_MAX]; /* target first for numerics */
	size_t nparams;
	const char *text; /* the last parameter, always with ':'; or NULL */
};

struct dialect {
	const char *name;
	size_t line_max; /* for line assembly, without the line's end */
	uint64_t views;  /* the caps that change a rendering */
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

extern const struct dialect dialect_irc;

/* The bytes of ":nick!user@host COMMAND target :" and what the body may
 * still hold on a relayed line of 512 bytes. */
size_t dialect_irc_room(
    const struct event_actor *source, const char *command, const char *target);

#endif
