/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/held.h"

#include <string.h>

void
held_add(struct held *h, const char *text, size_t len, size_t max)
{
	while (len > 0 && text[len - 1] == '\n')
		len--;
	if (h->text.len + len >= max)
		return;
	if (h->text.len)
		buf_addc(&h->text, '\n');
	buf_add(&h->text, text, len);
}

void
held_first_line(struct held *h)
{
	if (h->text.len)
		buf_cut(&h->text, strcspn(h->text.data, "\n"));
}

size_t
held_lines(const struct held *h)
{
	size_t lines = 1;

	for (size_t i = 0; i < h->text.len; i++)
		lines += h->text.data[i] == '\n';
	return lines;
}

void
held_ask(struct held *h, bool cut)
{
	size_t lines = held_lines(h);

	buf_reset(&h->question);
	buf_addf(&h->question,
	    "Paste %zu lines%s? Enter sends them as %zu messages, "
	    "e edits, Esc drops",
	    lines, cut ? " (the rest was too much)" : "", lines);
}

void
held_drop(struct held *h)
{
	buf_reset(&h->text);
}

void
held_free(struct held *h)
{
	buf_free(&h->text);
	buf_free(&h->question);
}
