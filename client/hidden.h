/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HIDDEN_H
#define CLIENT_HIDDEN_H

#include "client/demux.h"
#include "client/secret.h"

/*
 * A secret as it is typed. readline has no part in it: what it does not see
 * it cannot keep for undo, yank or recall. Nothing of it is shown, not how
 * long it is either.
 */
struct hidden {
	struct secret secret;
	size_t len;
	bool over; /* more was typed than has room */
};

enum hidden_result {
	HIDDEN_NOT, /* no key for it; the secret is as it was */
	HIDDEN_TYPED,
	HIDDEN_DONE,
	HIDDEN_CANCELLED /* Escape, Ctrl-C, Ctrl-G, Ctrl-D where it is empty */
};

/* Backspace takes one character back, Ctrl-U and Ctrl-W all; of a paste the
 * first line counts. */
enum hidden_result hidden_event(struct hidden *h, const struct demux_event *ev);
void hidden_wipe(struct hidden *h);

#endif
