/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ANSWER_ROWS_H
#define SERVER_ANSWER_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/* Answers (answer.h) that go through all there are of one kind. */
enum answer_of { ANSWER_USERS, ANSWER_CHANNELS, ANSWER_SESSIONS };

struct answer_rows {
	enum answer_of of;
	/* Writes a row about this struct user, channel or session, where it
	 * is to be shown; whether it was. */
	bool (*row)(struct server *srv, struct session *s, const void *one);
	/* What comes behind them. */
	void (*last)(struct server *srv, struct session *s, size_t rows);
};

void answer_rows(
    struct server *srv, struct session *s, const struct answer_rows *what);

#endif
