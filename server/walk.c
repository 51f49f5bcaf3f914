/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/walk.h"

#include <stddef.h>
#include <utlist.h>

void
walk_begin(struct walk *w, struct walk **all, void *first, void *last)
{
	w->at = first;
	w->last = last;
	w->all = all;
	DL_APPEND(*all, w);
}

void
walk_step(struct walk *w, void *next)
{
	w->at = w->at == w->last ? NULL : next;
}

void
walk_end(struct walk *w)
{
	if (w->all)
		DL_DELETE(*w->all, w);
	w->all = NULL;
	w->at = NULL;
}

void
walks_skip(struct walk *all, const void *gone, void *prev, void *next)
{
	struct walk *w;

	DL_FOREACH (all, w) {
		if (w->at == gone)
			walk_step(w, next);
		if (w->last == gone)
			w->last = prev;
	}
}

void
walks_close(struct walk **all)
{
	struct walk *w, *next;

	DL_FOREACH_SAFE (*all, w, next)
		walk_end(w);
}
