/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TYPING_H
#define CLIENT_TYPING_H

#include <stdbool.h>
#include <stdint.h>

#include "client/editor.h"
#include "client/seek.h"
#include "client/state.h"

/*
 * Whose text the input holds: each window's half-written line, one that was
 * refused, or what is searched for in the window.
 */
struct typing {
	struct editor *editor; /* borrowed, like s */
	struct state *s;
	uint64_t shown;   /* the window whose text it is */
	char *put_back;   /* a refused line */
	struct seek seek; /* has the input while it is active */
};

void typing_open(struct typing *t, struct editor *editor, struct state *s);
void typing_free(struct typing *t);

/* A line is to be in the input again once the editor has returned. */
void typing_refuse(struct typing *t, const char *line);
/* After a key. */
void typing_typed(struct typing *t);
/* The window may be another. What was begun in a server's window goes along
 * when a channel opens by itself (not by_user). */
void typing_follow(struct typing *t, bool by_user);
void typing_prompt(struct typing *t);

/* A key did that to the password which the window asks for. */
void typing_hidden(struct typing *t, enum hidden_result result);

/* ACTION_FIND: begins to search the window, or goes to the next match. */
void typing_find(struct typing *t);
/* Another match; false where nothing is searched for. */
bool typing_move(struct typing *t, int by);
void typing_end_find(struct typing *t, bool back);

#endif
