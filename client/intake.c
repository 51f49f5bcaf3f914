/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/intake.h"

#include <string.h>

#include "common/split.h"

enum { CHARACTER_MAX = 4 };

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

/* Where a line that is too long is parted: so early that of no character there
 * a part is still to come. A space at the beginning of what follows would be
 * said. */
static size_t
part(const char *s, size_t len)
{
	size_t cut = split_length(s, len, INTAKE_LINE_MAX - CHARACTER_MAX);

	return cut + (s[cut] == ' ');
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
		return hand_out(in, part(s, left), false, line, len);
	if (!ended || !left)
		return false;
	hand_out(in, left, false, line, len);
	in->inside = false;
	return true;
}
