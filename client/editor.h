/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EDITOR_H
#define CLIENT_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "client/complete.h"
#include "client/demux.h"
#include "client/hidden.h"
#include "client/keys.h"

/*
 * The line that is being typed: readline without its drawing and without the
 * terminal. It calls up through struct editor_ops only, from inside
 * editor_event. One a process, since readline is.
 */
enum { EDITOR_LINE_MAX = 2 << 20 };

struct editor_ops {
	/* Enter: what was typed, not empty; rows end in \n, each a message. */
	void (*line)(void *arg, const char *line);
	/* A key of keys.def; number is 1 to 10 for ACTION_WINDOW. */
	void (*key)(void *arg, enum key_action action, int number);
	/* While nothing is typed: Enter; Up (by < 0) and Down, false where
	 * there is no use for them. NULL is allowed. */
	void (*enter)(void *arg);
	bool (*move)(void *arg, int by);
	/* Whether a line tells a password, and is not to be remembered. NULL
	 * is allowed. */
	bool (*secret)(void *arg, const char *line);
	/* While a secret is typed: what a key did to it. */
	void (*hidden)(void *arg, enum hidden_result result);
	/* While the input is lent: Enter (stay), or Escape, Ctrl-G, Ctrl-C. */
	void (*answer)(void *arg, bool stay);
	void (*complete)(
	    void *arg, struct completion *c, const char *line, size_t point);
};

/* What the view draws of it; good until the editor is called again. */
struct editor_look {
	const char *prompt; /* the one set, or readline's (reverse search) */
	const char *text;
	size_t len;
	size_t point;               /* bytes of text before the cursor */
	const char *question;       /* instead of prompt and text, or NULL */
	const char *const *choices; /* candidates, or NULL */
	size_t nchoices;
	size_t chosen; /* the one in the text; nchoices = none */
};

/*
 * `history` is the file that keeps sent lines across runs (see recall.h), at
 * most max of them; NULL keeps them for this run. Call it after tty_open.
 */
struct editor *editor_open(
    const struct editor_ops *ops, void *arg, const char *history, size_t max);
void editor_close(struct editor *e); /* NULL is allowed */

/* DEMUX_KEY, DEMUX_ESCAPE and DEMUX_PASTE; others do nothing. */
void editor_event(struct editor *e, const struct demux_event *ev);
/* A paste of so many lines asks before it is sent; 0 = it never asks, and
 * stands in the input as rows. */
void editor_set_paste_confirm(struct editor *e, size_t lines);
/* The size of the screen; width is that of the input in cells. */
void editor_resize(struct editor *e, int rows, int width);
void editor_set_prompt(struct editor *e, const char *prompt);

/* What is typed, borrowed until the next call; and another in its place
 * (NULL = nothing): for the drafts of windows. */
const char *editor_text(const struct editor *e, size_t *point);
void editor_set_text(struct editor *e, const char *text, size_t point);

/* Lends the input to something else than a line to send: what is typed is set
 * aside until it is given back, Up and Down always go to ops->move, TAB does
 * nothing and Enter sends nothing. */
void editor_lend(struct editor *e);
void editor_give_back(struct editor *e);

/* Until this is called with NULL, what is typed goes to h and never near
 * readline; of the other keys those work that need no input line. What was
 * typed before stays as it is. */
void editor_hide(struct editor *e, struct hidden *h);
/* The line to draw meanwhile; copied. */
void editor_set_question(struct editor *e, const char *question);

void editor_look(const struct editor *e, struct editor_look *look);
/* Whether there is something to draw since the last call. */
bool editor_changed(struct editor *e);

#endif
