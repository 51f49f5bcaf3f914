/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_KEYS_H
#define CLIENT_KEYS_H

#include <stddef.h>

/*
 * What keys do. One table (keys.def) makes readline's functions with their
 * first bindings (~/.inputrc may bind them elsewhere), /help and the test
 * against the man page.
 */
enum key_action {
#define KEY(action, name, seqs, label, help) ACTION_##action,
#include "client/keys.def"
#undef KEY
	ACTION_COUNT
};

struct key {
	enum key_action action;
	const char *name; /* for inputrc; "" = readline or the signal does it */
	const char *seqs; /* in inputrc's notation, separated by spaces */
	const char *label; /* for people */
	const char *help;
};

/* ACTION_COUNT of them, by action. */
extern const struct key keys[];

/* The sequence of *seqs that comes next, copied to out; NULL after the last.
 * Call it with *seqs = key->seqs first. */
enum { KEY_SEQ_LEN = 32 };
const char *key_next_seq(const char **seqs, char out[KEY_SEQ_LEN]);

#endif
