/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_search.h"

#include "client/search.h"

/* Alone, in the window of results, it turns the page. */
void
command_search(struct call *c)
{
	struct buf err = {0};

	if (!*c->args && c->room->kind == ROOM_RESULTS && c->room->found) {
		if (c->room->found->more)
			search_more(c->s, c->room);
		else
			call_say(c, "There is no other page");
		return;
	}
	if (search_begin(c->s, c->n, c->args, &err) < 0)
		call_fail(c,
		    "%s. For example: /search release \"next week\" "
		    "from:ada in:#lobby after:2026-11-03 before:today",
		    err.data);
	buf_free(&err);
}
