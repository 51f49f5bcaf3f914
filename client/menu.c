/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/menu.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"

static size_t
common_prefix(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && text_fold_char(a[n]) == text_fold_char(b[n]))
		n++;
	while (n > 0 && ((unsigned char)a[n] & 0xc0) == 0x80)
		n--;
	return n;
}

char **
menu_open(struct menu *m, struct completion *c)
{
	char **matches;
	size_t shared, n;
	struct buf b = {0};

	if (!c->count)
		return NULL;
	matches = mem_alloc((c->count + 2) * sizeof(*matches));
	shared = strlen(c->items[0]);
	for (size_t i = 0; i < c->count; i++) {
		n = common_prefix(c->items[0], c->items[i]);
		shared = n < shared ? n : shared;
		buf_reset(&b);
		buf_adds(&b, c->items[i]);
		buf_adds(&b, c->suffix);
		matches[c->count == 1 ? 0 : i + 1] = mem_strdup(b.data);
	}
	if (c->count > 1)
		matches[0] = mem_strndup(c->items[0], shared);
	buf_free(&b);
	*m = (struct menu){c->items, c->count, c->start};
	c->items = NULL;
	c->count = 0;
	return matches;
}

void
menu_close(struct menu *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->items[i]);
	free(m->items);
	*m = (struct menu){0};
}

size_t
menu_chosen(const struct menu *m, const char *line, size_t point)
{
	size_t n, len;

	if (m->start >= point)
		return m->count;
	len = point - m->start;
	for (size_t i = 0; i < m->count; i++) {
		n = strlen(m->items[i]);
		/* with the suffix, which has two characters at most */
		if (n <= len && len <= n + 2 &&
		    !strncmp(line + m->start, m->items[i], n))
			return i;
	}
	return m->count;
}
