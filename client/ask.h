/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ASK_H
#define CLIENT_ASK_H

#include "client/hidden.h"

struct room;
struct state;

/*
 * Passwords that a window asks for, one after the other, typed hidden in the
 * place of its input. They belong to that window: another one has its usual
 * input meanwhile.
 */
enum { ASK_MAX = 3 };

struct ask;
typedef void ask_done(struct state *s, struct room *r, struct ask *a);

struct ask {
	char *questions[ASK_MAX]; /* "New password of ada" */
	size_t count, at;
	bool twice; /* the last two must be the same */
	struct hidden typed;
	struct secret answers[ASK_MAX];
	char *line; /* the question as it is shown */

	/* for who asked */
	char *account;
	char *extra;
	unsigned flags;
	ask_done *done; /* all is there; the ask is freed afterwards */
};

enum ask_result {
	ASK_GOES_ON,
	ASK_COMPLETE, /* call done, then ask_free */
	ASK_DROPPED   /* ask_free it */
};

struct ask *ask_new(const char *account, ask_done *done);
void ask_add(struct ask *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The line to show for it, borrowed. */
const char *ask_line(struct ask *a);
/* What hidden_event said of a key: HIDDEN_DONE or HIDDEN_CANCELLED. *why is
 * what is to be told about it, or NULL. */
enum ask_result ask_answer(
    struct ask *a, enum hidden_result result, const char **why);
void ask_free(struct ask *a); /* NULL is allowed */

#endif
