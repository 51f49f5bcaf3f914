/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/*
 * An answer that may be long: written row by row, a piece each turn while
 * little waits in the session's output, so that nobody else waits for it and
 * a slow reader just gets it slower; its silence is not held against it as long
 * as it takes what it is sent. What it has to say next stands in it as
 * a place (walk.h), not as text. While a session has one, no further line is
 * taken from it; what others say passes between two pieces. Rights are asked
 * for each row when it is written.
 *
 * The first member of a struct of the command's own, which mem_alloc made.
 */
struct answer {
	const struct answer_kind *kind;
	struct session *session;
	size_t work;                /* towards the next line that it costs */
	struct answer *later;       /* the session's next one */
	struct answer *prev, *next; /* of the server: whose turn it is */
};

struct answer_kind {
	/* Writes a row (or few, in a bounded number), or passes over one that
	 * is not to be shown. false when all is said: it is not called again.
	 */
	bool (*step)(struct server *srv, struct session *s, struct answer *a);
	/* Frees the whole, said or not. */
	void (*end)(struct answer *a);
};

/* Hands it over, and writes the first piece: short answers are through when
 * this returns, unless much was answered in this turn. Behind those that the
 * session has already, which come from what others do; the one over the bound
 * is dropped. */
enum { ANSWERS_MAX = 16 };
void answer_begin(struct server *srv, struct session *s, struct answer *a);
/* Each turn: one more piece for those whose turn it is. Ends the label of
 * what is through. */
void answers_turn(struct server *srv);
/* Whether it must still be said, or written, so that no further line is taken:
 * what QUIT would end goes out before. */
bool answer_holds(const struct session *s);
/* Whether the session's answer could go on now. */
bool answer_ready(const struct session *s);
/* What was said at once, to a command that waited: ends its label, and no
 * further line is taken until it is written. */
void answer_whole(struct server *srv, struct session *s);
/* A step has done as much as that many rows more. */
void answer_worked(struct server *srv, size_t rows);
/* The session ends, and they with it. */
void answers_drop(struct server *srv, struct session *s);

#endif
