/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_searcher.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/input.h"
#include "client/results.h"
#include "client/search.h"

static struct buf screen;

void
searcher_setup(struct talker *t)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	talker_setup(t);
}

void
searcher_teardown(struct talker *t)
{
	talker_teardown(t);
	buf_free(&screen);
	unsetenv("TZ");
	tzset();
}

void
searcher_type(struct talker *t, const char *line)
{
	ck_assert_int_eq(input_line(&t->state, line), INPUT_TAKEN);
}

const char *
searcher_shown(const struct talker *t)
{
	struct room *r = t->state.current;

	ck_assert_int_eq(r->kind, ROOM_RESULTS);
	buf_reset(&screen);
	buf_adds(&screen, "");
	for (size_t i = 0; i < r->count; i++) {
		const struct line *l = room_line(r, i);

		if (l->kind <= SAID_NOTICE)
			buf_addf(&screen, "%s%s %s\n",
			    l->id == r->selected ? ">" : "", l->nick, l->text);
	}
	return screen.len ? screen.data : "";
}

void
searcher_state(const struct talker *t, const char *part)
{
	const struct line *l = talker_last(t->state.current, 0);

	ck_assert_msg(strstr(l->text, part) != NULL, "%s", l->text);
}

void
searcher_enter(struct talker *t)
{
	search_enter(&t->state, t->state.current);
}

void
searcher_select_first(struct talker *t)
{
	results_move(&t->state, t->state.current, -2 * FOUND_MAX);
}
