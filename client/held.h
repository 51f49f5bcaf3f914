/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HELD_H
#define CLIENT_HELD_H

#include <stdbool.h>

#include "common/buf.h"

/*
 * A paste that waits until its user says what to do with it. A zeroed one
 * holds nothing.
 */
struct held {
	struct buf text;
	struct buf question;
};

/* Adds a paste without the ends of line at its end; a second one joins the
 * first. What would make it longer than max is left out. */
void held_add(struct held *h, const char *text, size_t len, size_t max);
/* Keeps the first line. */
void held_first_line(struct held *h);
size_t held_lines(const struct held *h);
/* Makes the question; cut: not all of the paste is there. */
void held_ask(struct held *h, bool cut);
void held_drop(struct held *h);
void held_free(struct held *h);

#endif
