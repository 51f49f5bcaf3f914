/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/nicklist.h"

#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"

static const struct style dim = {STYLE_DIM, STYLE_NONE, STYLE_NONE};

static void
draw_member(struct cells c, const struct member *m)
{
	char prefix[2] = {m->prefixes[0] ? m->prefixes[0] : ' ', '\0'};
	struct style style = paint_nick(c.paint, m->nick);
	struct buf nick = {0};

	if (m->away)
		style.attrs |= STYLE_DIM;
	text_visible(&nick, m->nick, strlen(m->nick), NULL);
	cells_str(&c, prefix, &style_plain);
	cells_text(&c, nick.data ? nick.data : "", nick.len, &style);
	buf_free(&nick);
}

void
nicklist_draw(struct room *r, struct cells c)
{
	struct member *const *sorted = room_sorted(r);
	size_t rows = c.win ? (size_t)getmaxy(c.win) : 0;
	bool all = r->nmembers <= rows;
	char more[32];

	for (size_t i = 0; i < rows; i++) {
		c.row = (int)i;
		c.col = 0;
		cells_str(&c, c.ascii ? "|" : "\xe2\x94\x82", &dim);
		if (!all && i + 1 == rows) {
			snprintf(
			    more, sizeof(more), " +%zu more", r->nmembers - i);
			cells_str(&c, more, &dim);
		} else if (i < r->nmembers) {
			draw_member(c, sorted[i]);
		}
	}
}
