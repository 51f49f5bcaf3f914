/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/intake.h"

#include <string.h>

void
intake_free(struct intake *in)
{
	buf_free(&in->held);
}

void
intake_add(struct intake *in, const char *bytes, size_t len)
{
	size_t left = in->held.len - in->start;

	if (in->start) {
		memmove(in->held.data, in->held.data + in->start, left);
		buf_cut(&in->held, left);
		in->start = 0;
	}
	buf_add(&in->held, bytes, len);
}

static bool
continues_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where a line that is too long is parted. The spaces of the second half
 * only, or one space at its beginning would make a part of a word. */
static size_t
part(const char *s)
{
	size_t cut = INTAKE_LINE_MAX;

	for (size_t i = cut; i > INTAKE_LINE_MAX / 2; i--)
		if (s[i - 1] == ' ')
			return i;
	for (int i = 0; i < 3 && continues_character(s[cut]); i++)
		cut--;
	return cut;
}

static bool
hand_out(struct intake *in, size_t len, bool whole, const char **line,
    size_t *line_len)
{
	*line = in->held.data + in->start;
	*line_len = len;
	in->start += len + whole;
	if (!in->inside)
		in->number++;
	in->inside = !whole;
	return true;
}

bool
intake_next(struct intake *in, bool ended, const char **line, size_t *len)
{
	const char *s = in->held.data ? in->held.data + in->start : "";
	size_t left = in->held.len - in->start;
	const char *end = memchr(s, '\n', left);

	if (end && end - s <= INTAKE_LINE_MAX)
		return hand_out(in, (size_t)(end - s), true, line, len);
	if (left > INTAKE_LINE_MAX)
		return hand_out(in, part(s), false, line, len);
	if (!ended || !left)
		return false;
	hand_out(in, left, false, line, len);
	in->inside = false;
	return true;
}
