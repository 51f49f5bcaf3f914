/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <string.h>
#include <utlist.h>

#include "client/complete.h"
#include "client/handle.h"
#include "client/history.h"
#include "client/input.h"
#include "client/marker.h"
#include "client/results.h"
#include "client/search.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

/*
 * A whole client without socket and screen. Each line of the input is one
 * thing that happens, by its first byte: '<' the server says the rest, '>'
 * the user types it and presses Enter, '?' and then TAB, '!' the connection
 * is lost and there again, '+' the next window is shown, '=' Enter is pressed
 * where results of a search are shown, '^' and Up before that, '-' and '_'
 * somebody scrolls up or down, to the part of the window that its length tells,
 * '~' as many seconds pass as it is long. After each of them a turn ends.
 */
static int64_t now_ms;

static void
complete_line(struct state *s, const char *line)
{
	struct completion c;

	complete(&c, s, line, strlen(line));
	assert(c.start <= strlen(line));
	for (size_t i = 0; i < c.count; i++)
		assert(c.items[i]);
	complete_free(&c);
}

static void
choose(struct state *s, bool up)
{
	if (s->current->kind != ROOM_RESULTS)
		return;
	if (up)
		results_move(s, s->current, -1);
	search_enter(s, s->current);
}

static void
scroll(struct state *s, size_t len, bool up)
{
	struct room *r = s->current;
	size_t first = r->count ? len * 7 % r->count : 0;

	if (r->count)
		history_look(r, first,
		    first + 20 < r->count ? first + 20 : r->count - 1, up);
}

static void
end_turn(struct state *s)
{
	struct room *r;

	marker_touch(s);
	history_turn(s, now_ms);
	marker_turn(s, now_ms);
	DL_FOREACH (s->rooms, r)
		assert(r->past.asked == ASK_NONE || r->past.until_ms > now_ms);
}

static void
happen(struct state *s, struct network *n, const char *line, size_t len)
{
	struct buf text = {0};

	buf_add(&text, line + 1, len - 1);
	if (*line == '<')
		handle_line(s, n, line + 1, len - 1, now_ms);
	else if (*line == '>' && text.data)
		input_line(s, text.data);
	else if (*line == '?' && text.data)
		complete_line(s, text.data);
	else if (*line == '+')
		state_switch(s, state_step(s, 1));
	else if (*line == '=' || *line == '^')
		choose(s, *line == '^');
	else if (*line == '-' || *line == '_')
		scroll(s, len, *line == '-');
	else if (*line == '~')
		now_ms += (int64_t)len * 1000;
	else if (*line == '!') {
		handle_lost(s, n, "lost");
		handle_connected(n);
	}
	end_turn(s);
	buf_free(&text);
}

static void
check_room(struct room *r)
{
	struct member *const *sorted = room_sorted(r);

	assert(r->nmembers <= ROOM_MEMBERS_MAX &&
	    r->count <= r->max + ROOM_MORE_MAX);
	for (size_t i = 0; i < r->nmembers; i++)
		assert(room_member(r, sorted[i]->nick) == sorted[i]);
	for (size_t i = 0; i < r->count; i++) {
		const struct line *l = room_line(r, i);

		assert(utf8_valid(l->text, l->len) && l->len <= ROOM_TEXT_MAX);
		assert(room_index(r, l->id) == i);
		assert(!*l->msgid || room_find_msgid(r, l->msgid) < r->count);
	}
}

/* Whole lines only, and nothing more than there is room for. */
static void
check(const struct state *s)
{
	const struct network *n;
	struct room *r;
	size_t count = 0;

	DL_FOREACH (s->rooms, r) {
		check_room(r);
		count++;
	}
	assert(count == s->nrooms && count <= STATE_ROOMS_MAX);
	assert(s->current && state_number(s, s->current));
	DL_FOREACH (s->networks, n)
		assert(!n->out.len || n->out.data[n->out.len - 1] == '\n');
}

FUZZ_TARGET(client)
{
	struct settings settings = {0};
	struct state s;
	struct network *n;
	const char *at = (const char *)data, *end = at + len, *next;

	conf_defaults(&client_spec, &settings);
	state_init(&s, &settings);
	n = state_add_network(&s, "net", "");
	handle_connected(n);
	now_ms = 1000;
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (!next)
			next = end;
		if (next > at)
			happen(&s, n, at, (size_t)(next - at));
	}
	check(&s);
	state_free(&s);
	settings_free(&settings);
	return 0;
}
