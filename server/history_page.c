/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/history_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/reply.h"
#include "server/scan.h"

struct page {
	struct answer answer;
	struct place place;
	char *command;
	struct scan scan;
	struct store_range ranges[2]; /* the last ones */
	size_t nranges;               /* still to look through */
	size_t limit;
	bool end;                   /* nothing lies behind */
	struct store_point *points; /* the page, in order */
	size_t npoints, next;
	bool found; /* all of it */
	char batch[12];
};

static struct playback
playback_of(struct server *srv, struct session *s, const struct page *p)
{
	return (struct playback){
	    srv, s, &p->place, session_has(s, CAP_BATCH) ? p->batch : NULL};
}

static int
by_place(const void *a, const void *b)
{
	return store_point_cmp(a, b);
}

/* One more than was asked for was looked for: whether there is one. */
static void
keep_found(struct page *p, size_t most)
{
	size_t n = p->scan.npoints < most ? p->scan.npoints : most;

	p->end = p->end && p->scan.npoints <= most;
	memcpy(p->points + p->npoints, p->scan.points, n * sizeof(*p->points));
	p->npoints += n;
	scan_end(&p->scan);
}

/* Of the page, for the range that is looked through. */
static size_t
share(const struct page *p)
{
	return p->nranges > 1 ? p->limit - p->limit / 2 : p->limit - p->npoints;
}

static void
look_through(struct page *p)
{
	struct store_range *r = &p->ranges[2 - p->nranges];

	place_range(&p->place, r);
	scan_begin(&p->scan, r, share(p) + 1);
}

static void
begin_batch(struct server *srv, struct session *s, struct page *p)
{
	snprintf(p->batch, sizeof(p->batch), "%s", session_batch_ref(s));
	reply_batch_last(
	    srv, s, p->batch, "chathistory", p->place.name, p->end);
}

static void
look_done(struct server *srv, struct session *s, struct page *p)
{
	keep_found(p, share(p));
	if (--p->nranges > 0) {
		look_through(p);
		return;
	}
	qsort(p->points, p->npoints, sizeof(*p->points), by_place);
	p->found = true;
	begin_batch(srv, s, p);
}

static void
fail(struct server *srv, struct session *s, const struct page *p,
    const char *code)
{
	reply_fail(srv, s, "CHATHISTORY", code,
	    WORDS(p->command, p->place.name),
	    "Messages could not be retrieved");
}

static bool
look(struct server *srv, struct session *s, struct page *p)
{
	const struct playback playback = playback_of(srv, s, p);
	int more = scan_step(&p->scan, &playback);

	if (more < 0)
		fail(srv, s, p, "MESSAGE_ERROR");
	if (more == 0)
		look_done(srv, s, p);
	return more >= 0;
}

static void
write_event(const struct event *e, void *context)
{
	const struct playback *p = context;

	if (playback_shows(p, e))
		playback_send(p, e);
}

/* Exactly the one at that point. */
static int
write_at(struct server *srv, struct session *s, const struct page *p,
    const struct store_point *at)
{
	struct playback playback = playback_of(srv, s, p);
	struct store_range r = {.after = {at->time_ms, at->seq - 1},
	    .before = {at->time_ms, at->seq + 1},
	    .said = playback_said_only(s),
	    .max = 1};

	place_range(&p->place, &r);
	return srv->store->ops->read(srv->store, &r, write_event, &playback);
}

static bool
page_step(struct server *srv, struct session *s, struct answer *a)
{
	struct page *p = (struct page *)a;
	int result = 0;

	if (!p->found) {
		if (place_readable(srv, s->user, &p->place))
			return look(srv, s, p);
		fail(srv, s, p, "INVALID_TARGET");
		return false;
	}
	if (p->next < p->npoints && place_readable(srv, s->user, &p->place))
		result = write_at(srv, s, p, &p->points[p->next++]);
	else
		p->next = p->npoints + 1;
	if (result == 0 && p->next <= p->npoints)
		return true;
	reply_batch_line(srv, s, p->batch, NULL, NULL);
	if (result < 0)
		fail(srv, s, p, "MESSAGE_ERROR");
	return false;
}

static void
page_end(struct answer *a)
{
	struct page *p = (struct page *)a;

	place_free(&p->place);
	scan_end(&p->scan);
	free(p->command);
	free(p->points);
	free(p);
}

void
history_page(struct server *srv, struct session *s, struct page_request *r)
{
	static const struct answer_kind kind = {page_step, page_end};
	struct page *p = mem_alloc(sizeof(*p));

	p->answer.kind = &kind;
	p->place = r->place;
	p->command = mem_strdup(r->command);
	p->limit = r->limit;
	p->end = true;
	p->points = mem_alloc(r->limit * sizeof(*p->points));
	p->nranges = r->nranges;
	for (size_t i = 0; i < r->nranges; i++) {
		p->ranges[2 - r->nranges + i] = r->ranges[i];
		p->ranges[2 - r->nranges + i].said = playback_said_only(s);
	}
	look_through(p);
	answer_begin(srv, s, &p->answer);
}
