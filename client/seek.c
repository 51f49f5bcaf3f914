/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/seek.h"

#include <stdlib.h>
#include <string.h>

#include "client/scan.h"
#include "common/mem.h"

void
seek_begin(struct seek *k, struct room *r, uint64_t from)
{
	*k = (struct seek){.active = true,
	    .room = r->id,
	    .text = mem_strdup(""),
	    .from = from,
	    .anchor = r->anchor,
	    .anchor_hidden = r->anchor_hidden,
	    .selected = r->selected};
	r->find = &k->pattern;
}

/* The nearest line that matches, from number i on in the direction of by;
 * r->count where there is none. */
static size_t
nearest(const struct seek *k, const struct room *r, size_t i, int by)
{
	struct buf clean = {0};

	while (i < r->count && !scan_has(room_line(r, i), &k->pattern, &clean))
		i = by < 0 && i == 0 ? r->count : by < 0 ? i - 1 : i + 1;
	buf_free(&clean);
	return i < r->count ? i : r->count;
}

static void
show(struct seek *k, struct room *r, size_t i)
{
	k->found = i < r->count ? room_line(r, i)->id : 0;
	r->selected = k->found;
	if (k->found)
		r->jump = k->found;
}

void
seek_type(struct seek *k, struct room *r, const char *text)
{
	size_t from = room_index(r, k->from), i = r->count;

	mem_replace(&k->text, text);
	pattern_set(&k->pattern, text, strlen(text));
	k->trouble = NULL;
	if (!k->pattern.len) {
		show(k, r, r->count);
		return;
	}
	if (from == r->count && from > 0)
		from--;
	i = nearest(k, r, from, -1);
	if (i == r->count)
		i = nearest(k, r, from + 1, 1);
	if (i == r->count)
		k->trouble = "nothing found";
	show(k, r, i);
}

void
seek_step(struct seek *k, struct room *r, int by)
{
	size_t at = room_index(r, k->found), i = r->count;

	if (!k->found || !k->pattern.len)
		return;
	if (by > 0)
		i = nearest(k, r, at + 1, 1);
	else if (at > 0)
		i = nearest(k, r, at - 1, -1);
	k->trouble = NULL;
	if (i < r->count)
		show(k, r, i);
	else
		k->trouble = by < 0 ? "no other above" : "no other below";
}

void
seek_end(struct seek *k, struct room *r, bool back)
{
	if (r)
		r->find = NULL;
	if (r && back) {
		r->jump = 0;
		r->selected = k->selected;
		room_scroll(r, k->anchor, k->anchor_hidden);
	}
	free(k->text);
	*k = (struct seek){0};
}
