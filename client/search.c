/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/search.h"

#include <stdio.h>
#include <utlist.h>

#include "client/history.h"
#include "client/results.h"
#include "client/scan.h"
#include "common/clock.h"
#include "common/irc.h"
#include "common/mem.h"

static struct room *
window_of(struct state *s, const struct network *n)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && r->kind == ROOM_RESULTS)
			return r->found ? r : NULL;
	return NULL;
}

/* Without a batch nobody could tell where the answer ends. */
static bool
can_search(const struct network *n)
{
	return n->status == NETWORK_ONLINE && (n->caps & CAP_SEARCH) &&
	    (n->caps & CAP_BATCH);
}

static void
add_attribute(struct buf *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_addf(out, "%s%s=", out->len ? ";" : "", name);
	irc_escape_tag(out, value);
}

static void
add_time(struct buf *out, const char *name, int64_t time_ms)
{
	char iso[CLOCK_ISO_LEN];

	if (time_ms <= 0)
		return;
	clock_iso(time_ms, iso);
	add_attribute(out, name, iso);
}

/* The server's before and after are both inclusive. */
static void
add_attributes(struct buf *out, const struct found *f)
{
	const struct query *q = &f->query;
	const struct result *last = found_last(f);
	int64_t after = q->after_ms, before = q->before_ms - 1;
	int64_t next = f->reached_ms ? f->reached_ms
	    : last ? last->time_ms + (f->forward ? 1 : -1) * (f->ties > 1)
		   : 0;

	if (next && f->forward)
		after = next;
	else if (next)
		before = next;
	add_attribute(out, "text", q->words.data);
	add_attribute(out, "from", q->from);
	add_attribute(out, "in", q->in);
	add_time(out, "after", after);
	add_time(out, "before", before);
	buf_addf(out, "%slimit=%d", out->len ? ";" : "",
	    f->ties == 1 ? FOUND_MAX : FOUND_PAGE);
}

static void
ask(struct state *s, struct room *r)
{
	struct found *f = r->found;
	struct network *n = r->network;
	struct buf attributes = {0};

	add_attributes(&attributes, f);
	f->reached_ms = 0;
	mem_replace(&f->note, NULL);
	f->serial = ++n->searches;
	f->waiting = true;
	f->more = false;
	f->came = f->news = 0;
	f->asked++;
	snprintf(n->label, sizeof(n->label), "s%u", f->serial);
	if (network_send(n, "SEARCH", attributes.data, NULL) == 0)
		n->searching++;
	else
		search_failed(s, n, "too much waits to be sent; try again");
	n->label[0] = '\0';
	buf_free(&attributes);
}

/* Shows another page of what the scrollback had. */
static void
turn_page(struct found *f, size_t showing)
{
	f->showing = showing < FOUND_MAX ? showing : FOUND_MAX;
	f->more = f->count > f->showing;
}

static size_t
none(const struct found *f)
{
	return f->count;
}

int
search_begin(
    struct state *s, struct network *n, const char *typed, struct buf *err)
{
	struct query q = {0};
	struct room *r;

	if (query_parse(&q, typed, clock_wall_ms(), err) < 0) {
		query_free(&q);
		return -1;
	}
	r = state_results(s, n);
	if (!r) {
		query_free(&q);
		buf_adds(err, "Too many windows; /close some first");
		return -1;
	}
	found_free(r->found);
	r->found = found_new(typed, &q);
	r->found->server = can_search(n);
	state_switch(s, r);
	if (r->found->server) {
		r->found->showing = FOUND_MAX;
		ask(s, r);
	} else {
		scan(s, n, r->found);
		turn_page(r->found, FOUND_PAGE);
	}
	results_draw(s, r, none(r->found));
	return 0;
}

/* The result next to those that were shown. */
static size_t
next_of(const struct found *f, size_t first, size_t n)
{
	return f->forward ? first + n : first ? first - 1 : none(f);
}

void
search_more(struct state *s, struct room *r)
{
	struct found *f = r->found;
	size_t first, n = found_shown(f, &first);

	if (!f->more || f->waiting)
		return;
	if (!f->server) {
		turn_page(f, f->showing + FOUND_PAGE);
		results_draw(s, r, next_of(f, first, n));
		return;
	}
	mem_replace(&f->trouble, NULL);
	if (can_search(r->network))
		ask(s, r);
	else
		search_failed(s, r->network, "it is not connected");
	results_draw(s, r, next_of(f, first, n));
}

/* What is not here any more is asked of the server, where it keeps it. */
static bool
reach(struct room *to, const struct result *res)
{
	const struct line *line = scan_line(to, res);

	if (!line)
		return history_goto(to, res->msgid, res->time_ms);
	to->selected = to->jump = line->id;
	return true;
}

static struct room *
room_for(struct state *s, struct network *n, const struct result *res)
{
	struct room *to = res->room_id ? state_by_id(s, res->room_id) : NULL;

	if (to || (to = state_find(s, n, res->room)) ||
	    network_is_channel(n, res->room))
		return to;
	to = state_open(s, n, ROOM_QUERY, res->room);
	if (to)
		history_opened(to);
	return to;
}

static void
go_to(struct state *s, struct room *r, const struct result *res)
{
	struct room *to = room_for(s, r->network, res);

	if (!to)
		state_say(s, r, SAID_ERROR,
		    "There is no window of %s; /join it first", res->room);
	else if (!reach(to, res))
		state_say(s, r, SAID_ERROR,
		    to->kind == ROOM_CHANNEL && !to->joined
			? "That line is not in the window of %s; /join it "
			  "first"
			: "That line is not in the window of %s any more, and "
			  "no server keeps it",
		    res->room);
	else
		state_switch(s, to);
}

void
search_enter(struct state *s, struct room *r)
{
	bool paging;
	const struct result *res = results_selected(r, &paging);

	if (paging)
		search_more(s, r);
	else if (res)
		go_to(s, r, res);
}

/* With labels each answer names its question; without, the last answer is
 * that to the last question. */
bool
search_answers(struct state *s, struct network *n, unsigned serial)
{
	struct room *r = window_of(s, n);

	if (n->searching)
		n->searching--;
	if (!r || !r->found->waiting)
		return false;
	return serial ? serial == r->found->serial : !n->searching;
}

/* Results of one page keep the order in which they came. */
static uint64_t
rank_of(const struct found *f)
{
	uint64_t page = f->forward ? f->asked : UINT32_MAX - f->asked;

	return page << 32 | f->came;
}

void
search_hit(struct state *s, struct network *n, const struct result *res)
{
	struct room *r = window_of(s, n);
	struct result own = *res;

	if (!r || !r->found->waiting)
		return;
	own.rank = rank_of(r->found);
	r->found->came++;
	r->found->news += found_add(r->found, &own);
}

/* The number of the result that a page which ended brought first, or of the
 * one that it begins after. */
static size_t
first_of_page(const struct found *f)
{
	if (f->asked < 2)
		return none(f);
	if (!f->news)
		return f->forward ? f->count - 1 : 0;
	return f->forward ? f->count - f->news : f->news - 1;
}

void
search_done(struct state *s, struct network *n)
{
	struct room *r = window_of(s, n);
	struct found *f = r ? r->found : NULL;
	bool full;

	if (!f || !f->waiting)
		return;
	f->waiting = false;
	full = f->came >= FOUND_PAGE || f->reached_ms;
	if (full && !f->news && !f->reached_ms && f->ties < 2 &&
	    can_search(n)) {
		f->ties++;
		ask(s, r);
	} else {
		f->more = full && f->count < FOUND_MAX;
		f->ties = 0;
	}
	results_draw(s, r, first_of_page(f));
}

void
search_noted(struct state *s, struct network *n, unsigned serial,
    int64_t reached_ms, const char *note)
{
	struct room *r = window_of(s, n);

	if (!r || !r->found->waiting || (serial && serial != r->found->serial))
		return;
	r->found->reached_ms = reached_ms;
	mem_replace(&r->found->note, note);
}

void
search_failed(struct state *s, struct network *n, const char *why)
{
	struct room *r = window_of(s, n);
	struct buf text = {0};

	if (!r || !r->found->waiting)
		return;
	buf_addf(&text, "%s did not search: %s", n->name, why);
	r->found->waiting = false;
	r->found->more = r->found->count > 0;
	mem_replace(&r->found->trouble, text.data);
	buf_free(&text);
	results_draw(s, r, none(r->found));
}

void
search_lost(struct state *s, struct network *n)
{
	n->searching = 0;
	search_failed(s, n, "the connection was lost");
}
