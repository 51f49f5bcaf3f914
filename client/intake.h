/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_INTAKE_H
#define CLIENT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * Lines out of the bytes that a program writes, in bounded memory: one that
 * is longer than INTAKE_LINE_MAX is handed out in parts, of which each ends
 * at a space, or else between two characters. Nothing is dropped. All zero
 * is an empty one.
 */
enum { INTAKE_LINE_MAX = 16384 };

struct intake {
	struct buf held;
	size_t start;    /* of what was not yet handed out */
	uint64_t number; /* of the line handed out last, from 1 */
	bool inside;     /* that was a part of it; more comes */
};

void intake_free(struct intake *in);
/* Bytes that were read; all that intake_next gives is taken before. */
void intake_add(struct intake *in, const char *bytes, size_t len);
/* A line, or a part of one, borrowed until the next call of any of these;
 * `ended`: no more bytes come, so that what has no LF is a line too. */
bool intake_next(struct intake *in, bool ended, const char **line, size_t *len);

#endif
