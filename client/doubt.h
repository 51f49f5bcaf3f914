/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_DOUBT_H
#define CLIENT_DOUBT_H

#include "client/incoming.h"
#include "client/outbox.h"

/*
 * After a lost connection: which of the messages that were in flight had
 * arrived. Where the server knows a message again by its nonce they are just
 * sent again. Else its history is asked what stands of ours since the last
 * one of which that is known (CHATHISTORY AFTER), target by target, until a
 * page tells of nothing more (a short one is not the last: what a server
 * leaves out of it may count). Both tell of who we were then: while another
 * has our name, which is the connection that was lost until the server
 * notices, it is asked for. Nobody knows where there is neither, the name is
 * not free in DOUBT_NAME_MS, no answer comes in DOUBT_ANSWER_MS, or not all
 * is told in DOUBT_PAGES_MAX.
 */
enum {
	DOUBT_ANSWER_MS = 20000,
	DOUBT_NAME_MS = 150000,
	DOUBT_NICK_MS = 10000, /* from one NICK to the next */
	DOUBT_PAGES_MAX = 100
};

struct doubt {
	char *target; /* about which it is asked, or NULL */
	uint64_t serial;
	char batch[64];   /* the answer that comes in, or "" */
	int64_t asked_ms; /* of a reference by time, else 0 */
	bool moved;       /* it tells of something after that */
	unsigned pages;
	int64_t until_ms;
	int64_t nameless_ms; /* since when another has our name, or 0 */
	int64_t nick_ms;     /* when it is asked for next */
	/* The last message that is known to stand. */
	char *known_target, *known_id;
	int64_t known_ms;
	char *last_id; /* of the answer, or NULL */
	int64_t last_ms;
};

void doubt_free(struct doubt *d);
/* A message stands, with that id ("" unknown) and the server's time. */
void doubt_knows(
    struct doubt *d, const char *target, const char *msgid, int64_t time_ms);

/*
 * Settles what can be at once, and else asks, one thing at a time; to be
 * called each turn while anything is in doubt and the server is ready. The
 * states become READY (to be sent again) and FOUND. False: of the first that
 * is in doubt nobody knows, and *why says it.
 */
bool doubt_turn(struct doubt *d, struct outbox *o, struct network *n,
    int64_t now_ms, const char **why);
/* When that has something to do though nothing came; -1 = never. */
int64_t doubt_deadline(const struct doubt *d);
/* Each line of the server. */
void doubt_heard(struct doubt *d, struct outbox *o, const struct incoming *in);
/* The connection is gone. */
void doubt_lost(struct doubt *d);

#endif
