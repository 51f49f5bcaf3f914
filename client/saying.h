/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SAYING_H
#define CLIENT_SAYING_H

#include "client/network.h"
#include "client/outbox.h"

/* A message of an outbox as lines to a server. */
enum {
	SAYING_ROWS_MAX = 64, /* of one message, whatever the server allows */
	SAYING_SPARE = 16     /* bytes by which our name may grow later */
};

/* How it is known what became of a message. */
enum saying_answer {
	SAYING_LABEL, /* the server answers it by its label */
	SAYING_ECHO,  /* it comes back */
	SAYING_PING /* it is not refused before a PING behind it is answered */
};
enum saying_answer saying_answer(const struct network *n);

/* What a message may be that begins with that line: of one row unless `rows`,
 * the most that may go now, is more and the server takes it. */
void saying_limits(const struct network *n, const struct out_line *line,
    size_t rows, struct out_limits *most);

/* Queues it. -1: not now. */
int saying_send(struct network *n, struct out *m);

/* The message that a label of ours is about, or NULL. */
struct out *saying_labeled(const struct outbox *o, const char *label);
/* By whom a resend is known again: the account, or else the nick. */
const char *saying_owner(const struct network *n);

#endif
