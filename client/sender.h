/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SENDER_H
#define CLIENT_SENDER_H

#include "client/doubt.h"
#include "client/incoming.h"
#include "client/outbox.h"
#include "client/pace.h"

/*
 * Says lines in their order, and finds out what became of each. On a tcpchat
 * server, which reads no faster than it allows, so much is in flight as
 * SENDER_WINDOW rows; elsewhere the pace of RFC 1459 is kept. What was in
 * flight when a connection was lost is said once (doubt.h). Nothing here knows
 * a socket; times are monotonic.
 */
enum {
	SENDER_WINDOW = 128,         /* rows in flight */
	SENDER_BYTES_MAX = 64 << 10, /* of lines that wait, beyond which none
				      * is taken */
	SENDER_PINGED = 4, /* messages behind which a PING goes, where there
			    * is no other answer */
	SENDER_QUIET_MS = 10000 /* without the answer that there should be: a
				 * PING goes behind it as well */
};

enum sender_verdict {
	SENDER_SAID,    /* it stands */
	SENDER_REFUSED, /* it does not */
	SENDER_SILENT,  /* the server answered what came after it only */
	SENDER_UNKNOWN  /* nobody knows; it is not said again */
};

/* What became of a message; borrowed. */
struct sender_result {
	uint64_t first, last; /* refs of its lines */
	enum sender_verdict verdict;
	const char *target;
	const char *text; /* of its first row */
	size_t len;
	const char *code; /* of REFUSED: a numeric or that of a FAIL, or "" */
	const char *why;  /* of what is not SAID */
};

struct sender_text {
	const char *target;
	const char *command; /* "PRIVMSG" or "NOTICE", which live longer */
	const char *text;    /* lines with LF between them */
	size_t len;
	uint64_t ref;    /* the caller's number of it */
	uint64_t group;  /* above 0: lines of one group may be one message */
	int64_t hold_ms; /* until when more of its group may come; 0: none */
};

struct sender {
	struct outbox box;
	struct doubt doubt;
	struct pace pace;
	void (*settled)(void *arg, const struct sender_result *r);
	void *arg;
	bool ready;
	bool paced;
	uint64_t pings;  /* that were sent */
	uint64_t pinged; /* the last message before the one that is
			  * unanswered, or 0 */
	int64_t wait_ms; /* when something can be sent, -1 = not by time */
	char *former;    /* a name that a channel had, */
	char *renamed;   /* and its new one; or NULL */
	bool hurry;      /* nothing is held back for more of its group */
};

struct sender *sender_new(
    void (*settled)(void *arg, const struct sender_result *r), void *arg);
void sender_free(struct sender *s); /* NULL is allowed */

/* Takes a copy; empty lines are left out. -1: more than SENDER_BYTES_MAX
 * wait, and nothing was taken. */
int sender_say(struct sender *s, const struct sender_text *t);
size_t sender_bytes(const struct sender *s);
/* Nothing waits, and nothing is in flight or in doubt. */
bool sender_is_idle(const struct sender *s);
/* The first line of which it is not known that it stands: its ref, and what
 * is left of its text; false where there is none. */
bool sender_first(const struct sender *s, struct sender_result *r);

/* A connection is there and may be spoken on. */
void sender_ready(struct sender *s, struct network *n, int64_t now_ms);
void sender_lost(struct sender *s);
/* What was a target is called so now, also for what comes back refused as it
 * was sent to the old name. Before sender_heard of that line. */
void sender_rename(struct sender *s, const char *from, const char *to);
/* Each line of the server, also before that. */
void sender_heard(struct sender *s, const struct incoming *in);
/* Once a turn: says what may be said. */
void sender_turn(struct sender *s, struct network *n, int64_t now_ms);
/* When that has something to do though nothing came; -1 = never. */
int64_t sender_deadline(const struct sender *s);

#endif
