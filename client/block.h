/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_BLOCK_H
#define CLIENT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/room.h"
#include "client/style.h"
#include "client/wrap.h"

/*
 * A line of a room laid out for a width: its text in styles and rows. A
 * bounded cache; what it gives is good until the next call.
 */
enum { BLOCK_CACHE = 512, BLOCK_WHO_MAX = 16, BLOCK_TIME_MAX = 40 };

/* How lines stand in the pane. Another look makes other blocks. */
struct block_form {
	int width;      /* of the pane */
	int time_cells; /* 0 = no times */
	int who_cells;  /* of the nick column; 0 = nicks stand in the text */
	bool ascii;     /* the signs of lines that are nobody's */
	char time_format[BLOCK_TIME_MAX];
};

struct block {
	uint64_t room, line; /* the key; line ids begin at 1 */
	unsigned version;    /* of the line */
	char time[BLOCK_TIME_MAX];
	struct buf who;  /* in the nick column, fits it; or empty */
	struct buf head; /* before the text in its first row */
	bool head_is_nick;
	int head_cells;
	int indent; /* where the text's rows begin */
	struct styled text;
	struct wrap rows;
};

struct blocks {
	struct block_form form;
	struct block slots[BLOCK_CACHE];
};

/* Forgets all blocks where the form is another than before. */
void blocks_form(struct blocks *b, const struct block_form *form);
const struct block *blocks_get(
    struct blocks *b, const struct room *r, const struct line *line);
void blocks_free(struct blocks *b);

/* Appends a time as the format says, never empty. */
void block_time(struct buf *out, int64_t wall_ms, const char *format);

#endif
