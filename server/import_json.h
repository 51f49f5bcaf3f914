/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_JSON_H
#define SERVER_IMPORT_JSON_H

#include "server/row.h"
#include "server/world.h"

/*
 * Lines as --export writes them (store_json.h): what happened, and what
 * channels are.
 */
struct import_json;

/* now_ms: nothing of a channel is later. */
struct import_json *import_json_new(int64_t now_ms);
void import_json_free(struct import_json *j);

enum import_json_line {
	IMPORT_JSON_WRONG, /* why is in err */
	IMPORT_JSON_ROW,   /* *row, borrowed until the next line */
	IMPORT_JSON_CHANNEL
};
enum import_json_line import_json_line(
    struct import_json *j, const char *line, struct row *row, struct buf *err);

/* After IMPORT_JSON_CHANNEL: makes that channel in the world, where there is
 * none of that name; *c is NULL where there was. -1 with why in err. */
int import_json_channel(struct import_json *j, struct world *w,
    struct channel **c, struct buf *err);

#endif
