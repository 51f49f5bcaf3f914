/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ENTRY_H
#define SERVER_ENTRY_H

#include "server/names.h"
#include "server/replay.h"
#include "server/server.h"

/*
 * What a session is shown of a channel that its user is in, behind the JOIN:
 * the topic, the names, what is set of it (metadata), what was missed. A step
 * is a row, or a piece, of an answer (answer.h).
 */
struct entry {
	struct names names;
	struct replay replay;
	bool begun;                /* the topic is shown */
	bool named;                /* its names are */
	bool quiet;                /* its names are not */
	struct entry *prev, *next; /* of showing.c */
};

/* From now on what is said there waits for its turn in the session. */
void entry_begin(
    struct server *srv, struct session *s, struct entry *e, struct channel *c);
/* Whether its user is not there any more. */
bool entry_left(
    const struct server *srv, const struct session *s, const struct entry *e);
/* false after the last; at once where it is left and not begun. */
bool entry_step(struct server *srv, struct session *s, struct entry *e);
/* Shown or not; also for one that never began. */
void entry_end(struct session *s, struct entry *e);

#endif
