/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/lines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

void
lines_init(struct lines *l, size_t max)
{
	*l = (struct lines){.max = max};
}

void
lines_free(struct lines *l)
{
	if (l->data)
		explicit_bzero(l->data, l->len);
	free(l->data);
	l->data = NULL;
	l->len = l->start = l->wiped = l->seen = l->cap = 0;
}

/* The lines that were taken. */
static void
lines_wipe(struct lines *l)
{
	if (l->start > l->wiped)
		explicit_bzero(l->data + l->wiped, l->start - l->wiped);
	l->wiped = l->start;
}

/* As realloc, which might leave what is held where it was. */
static void
lines_resize(struct lines *l, size_t cap)
{
	char *data = mem_resize(NULL, cap);

	if (l->len)
		memcpy(data, l->data, l->len);
	if (l->data)
		explicit_bzero(l->data, l->len);
	free(l->data);
	l->data = data;
	l->cap = cap;
}

/* Moves what waits to the front and gives back memory it does not need. */
static void
lines_pack(struct lines *l, size_t cap)
{
	size_t held = l->len - l->start, moved = l->start;

	if (moved && held)
		memmove(l->data, l->data + moved, held);
	if (moved)
		explicit_bzero(l->data + held, moved);
	l->seen -= moved;
	l->len = held;
	l->start = l->wiped = 0;
	if (cap != l->cap)
		lines_resize(l, cap);
}

char *
lines_room(struct lines *l, size_t *len)
{
	size_t held = l->len - l->start;

	*len = 0;
	if (held > l->max)
		return NULL;
	/* one more for the NUL of a last line without its end */
	lines_pack(l, held + LINES_CHUNK + 1);
	*len = LINES_CHUNK;
	return l->data + l->len;
}

static void
lines_shrink(struct lines *l)
{
	size_t held = l->len - l->start;

	if (held)
		lines_pack(l, held + 1);
	else
		lines_free(l);
}

void
lines_filled(struct lines *l, size_t len)
{
	char *from = l->data + l->len, *to = from;

	assert(l->len + len < l->cap);
	/* a CR before LF belongs to the line's end, any other is dropped: so
	 * none is ever kept, wherever the reads have cut the stream */
	for (size_t i = 0; i < len; i++)
		if (from[i] != '\0' && from[i] != '\r')
			*to++ = from[i];
	explicit_bzero(to, (size_t)(from + len - to));
	l->len = (size_t)(to - l->data);
	if (from == to)
		lines_shrink(l);
}

/* No line is whole: keeps what waits, or nothing at all. */
static enum line_result
lines_wait(struct lines *l)
{
	size_t held = l->len - l->start;

	bool too_long = held > l->max;

	l->seen = l->len;
	if (l->skipping || too_long)
		lines_free(l);
	else
		lines_shrink(l);
	if (!too_long || l->skipping)
		return LINE_NONE;
	l->skipping = true;
	return LINE_TOO_LONG;
}

/* The line from start to end, which its LF or the stream's end follows. */
static enum line_result
lines_take(struct lines *l, size_t end, char **line, size_t *len)
{
	*line = l->data + l->start;
	*len = end - l->start;
	l->data[end] = '\0';
	l->start = l->seen = end < l->len ? end + 1 : end;
	return *len > l->max ? LINE_TOO_LONG : LINE_READY;
}

enum line_result
lines_next(struct lines *l, char **line, size_t *len)
{
	lines_wipe(l);
	while (l->seen < l->len) {
		enum line_result got;
		char *lf = memchr(l->data + l->seen, '\n', l->len - l->seen);

		if (!lf)
			break;
		got = lines_take(l, (size_t)(lf - l->data), line, len);
		if (!l->skipping)
			return got;
		l->skipping = false;
	}
	return lines_wait(l);
}

enum line_result
lines_rest(struct lines *l, char **line, size_t *len)
{
	enum line_result got = lines_next(l, line, len);

	if (got != LINE_NONE || l->start == l->len)
		return got;
	return lines_take(l, l->len, line, len);
}
