/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_OUTBOX_H
#define CLIENT_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * What is to be said, in its order: lines that wait, and the messages that
 * were made of them, until it is known what became of each. No socket and no
 * clock. It is filled by who looks at `bytes` first.
 */
enum { OUT_NONCE_MAX = 40 };

/* A line that waits, or what is left of one. */
struct out_line {
	struct out_line *prev, *next;
	char *target;
	const char *command; /* "PRIVMSG" or "NOTICE" */
	char *text;          /* valid UTF-8 without control characters */
	size_t len;
	size_t at;       /* what is before is in messages */
	uint64_t ref;    /* the caller's number of it */
	uint64_t group;  /* lines of one, but 0, may be one message */
	int64_t hold_ms; /* until when more of its group may come; 0 = none */
};

enum out_state {
	OUT_READY,  /* to be sent (again) */
	OUT_FLYING, /* sent on the connection that is there */
	OUT_DOUBT,  /* sent on one that was lost */
	OUT_FOUND   /* and it had arrived */
};

/* A message. */
struct out {
	struct out *prev, *next;
	uint64_t id;
	enum out_state state;
	char nonce[OUT_NONCE_MAX];
	bool nonced; /* the server was told the nonce */
	char *target;
	const char *command;
	char *body; /* its rows: before each but the first stands LF, or CR
		     * where it goes on with the line of the one before */
	size_t rows;
	uint64_t first, last; /* refs of its lines */
	char *owner; /* the account, or else the nick, that sent it; or NULL */
	char *nick;  /* under which it was sent, or NULL */
	int64_t sent_ms;   /* monotonic */
	int64_t server_ms; /* the server's wall clock then, 0 = unknown */
	size_t seen;       /* rows of it that were found in history */
};

struct outbox {
	struct out_line *lines; /* utlist, doubly linked */
	struct out *messages;   /* the same */
	size_t bytes;           /* of memory for lines */
	size_t flying;          /* rows in flight */
	size_t doubtful;        /* messages */
	uint64_t last_id;
	char seed[OUT_NONCE_MAX - 21]; /* of the nonces */
};

/* What one message may be. */
struct out_limits {
	size_t row;   /* bytes of text of a row */
	size_t rows;  /* above 1: a message may have several */
	size_t bytes; /* of such a message, with the LFs between its lines */
};

/* What the next message would be. */
struct out_plan {
	struct buf body;
	size_t rows, size;
	uint64_t first, last;
	struct out_line *line; /* where it ends, NULL: with all of them, */
	size_t at;             /* and where in that */
	int64_t hold_ms;       /* not before; 0 = at once */
};

/* seed: what no other outbox has. */
void outbox_init(struct outbox *o, const char *seed);
void outbox_free(struct outbox *o);

/* Adds a copy at the end; text is cleaned (cleaning.h). False: nothing of it
 * is left. */
bool outbox_add(struct outbox *o, const struct out_line *line);
bool outbox_is_empty(const struct outbox *o);

/* The message to be sent again, or NULL; never one before what is in flight
 * or in doubt has been settled that was sent after it. */
struct out *outbox_again(const struct outbox *o);
/* Whether nothing new may be sent before what was sent is settled. */
bool outbox_is_held(const struct outbox *o);
/* From the lines that wait, of which there must be some. */
void outbox_plan(
    const struct outbox *o, const struct out_limits *most, struct out_plan *p);
void outbox_drop_plan(struct out_plan *p);
/* The message of a plan since which nothing has changed; READY. */
struct out *outbox_make(struct outbox *o, struct out_plan *p);

/* What becomes of it. */
void outbox_set(struct outbox *o, struct out *m, enum out_state state);
void outbox_remove(struct outbox *o, struct out *m);
/* The connection is gone: what was in flight is in doubt. */
void outbox_lost(struct outbox *o);
/* What is not in flight goes to another name from now on. */
void outbox_rename(struct outbox *o, const char *from, const char *to);

struct out *outbox_find(const struct outbox *o, uint64_t id);
/* The i-th row of a body, borrowed, NUL or LF or CR behind it; its length. */
size_t outbox_row(const char *body, size_t i, const char **row);

#endif
