/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACKNOWLEDGE_H
#define SERVER_ACKNOWLEDGE_H

#include "server/catchup.h"
#include "server/server.h"

/*
 * How far it is known that a session was shown what it was shown: a PING with
 * a token ("catch-up-7") behind it, whose PONG covers all that was written
 * before. At once behind what was missed; else at most one in two seconds, and
 * only after something was said; never two at once. Who does not answer is not
 * asked again, and keeps its place where it was: it is shown the same another
 * time. Who is shown nothing by itself is not asked.
 */
#define ACKNOWLEDGE_TOKEN "catch-up-"
enum { ACKNOWLEDGE_MS = 2000 };

/* When the session is to be asked, monotonic; -1: it is not. */
int64_t acknowledge_at(const struct server *srv, const struct session *s);
void acknowledge_ask(struct server *srv, struct session *s);
/* What it answers; other PONGs mean nothing here. */
void acknowledge_heard(
    struct server *srv, struct session *s, const struct irc_msg *pong);

/* Before the event is applied: who leaves a channel by it was shown what was
 * said until then. */
void acknowledge_left(struct server *srv, const struct event *e);

#endif
