/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/block.h"
#include "common/clock.h"
#include "common/mem.h"
#include "server/answer.h"
#include "server/author.h"
#include "server/caps.h"
#include "server/correspondent.h"
#include "server/dated.h"
#include "server/place.h"
#include "server/playback.h"
#include "server/reply.h"
#include "server/rights.h"
#include "server/search.h"
#include "server/speaker.h"

enum { TIME_MS = 2000, LOOK = 20000 };

/* What is asked for, as it is read. */
struct wish {
	struct server *srv;
	struct session *s;
	struct search_query q;
	struct buf in;      /* the name of a place; "": all */
	const char *faulty; /* the first attribute that cannot be */
};

static bool
wish_in(struct wish *w, const char *value)
{
	buf_reset(&w->in);
	buf_adds(&w->in, value);
	return *value;
}

static bool
wish_from(struct wish *w, const char *value)
{
	mem_replace(&w->q.from, value);
	return *value;
}

static bool
wish_text(struct wish *w, const char *value)
{
	search_words_free(&w->q.words);
	return search_words_parse(&w->q.words, value) == 0;
}

static bool
wish_after(struct wish *w, const char *value)
{
	w->q.oldest = true;
	return clock_read_iso(value, &w->q.after_ms);
}

static bool
wish_before(struct wish *w, const char *value)
{
	return clock_read_iso(value, &w->q.before_ms);
}

static bool
wish_limit(struct wish *w, const char *value)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || n < 1)
		return false;
	w->q.limit = n < SEARCH_MOST && !errno ? (size_t)n : SEARCH_MOST;
	return true;
}

static const struct attribute {
	const char *name;
	/* Whether it can be so. */
	bool (*read)(struct wish *w, const char *value);
} attributes[] = {
    {"after", wish_after},
    {"before", wish_before},
    {"from", wish_from},
    {"in", wish_in},
    {"limit", wish_limit},
    {"text", wish_text},
};

static const struct attribute *
find_attribute(const char *name)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (!strcmp(attributes[i].name, name))
			return &attributes[i];
	return NULL;
}

static void
read_attribute(struct wish *w, char *word)
{
	const struct attribute *a;
	char *value = strchr(word, '=');

	if (value)
		*value++ = '\0';
	else
		value = word + strlen(word);
	irc_unescape_tag(value);
	a = find_attribute(word);
	if ((!a || !a->read(w, value)) && !w->faulty)
		w->faulty = a ? a->name : "*";
}

static void
read_attributes(struct wish *w, const char *text)
{
	char *copy = mem_strdup(text), *rest = copy, *word;

	while ((word = strsep(&rest, ";")))
		if (*word)
			read_attribute(w, word);
	free(copy);
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
every_place(struct wish *w)
{
	struct buf owner = {0};
	const struct member *m;
	size_t n = 0;

	for (m = w->s->user->members; m; m = m->user_next)
		n++;
	w->q.channels = mem_alloc((n + 1) * sizeof(*w->q.channels));
	for (m = w->s->user->members; m; m = m->user_next)
		if (can_act(w->s->user, ACT_READ, m->channel, NULL) == 0)
			w->q.channels[w->q.nchannels++] = m->channel->id;
	qsort(w->q.channels, w->q.nchannels, sizeof(*w->q.channels), by_number);
	correspondent_owner(w->s->user, &owner);
	w->q.owner = owner.data;
}

/* None that is absent, or may not be read. */
static void
one_place(struct wish *w)
{
	struct place p;

	w->q.channels = mem_alloc(sizeof(*w->q.channels));
	if (!place_find(w->srv, w->s->user, w->in.data, &p))
		return;
	if (p.channel_id)
		w->q.channels[w->q.nchannels++] = p.channel_id;
	else
		w->q.owner = mem_strdup(p.owner);
	w->q.peer = mem_strdup(p.peer);
	place_free(&p);
}

/* Rights are asked for now, and again when it is shown. */
static void
choose_places(struct wish *w)
{
	if (w->in.len > 0)
		one_place(w);
	else
		every_place(w);
}

/* What is found, on its way to the session: one line or several for each. */
struct page {
	struct server *srv;
	struct session *s;
	struct view view;
	const struct search_hit *hit; /* that is being read */
	const struct channel *channel;
	struct buf lines[SEARCH_MOST];
	size_t n;
};

/* What one said oneself in a talk comes under one's present nick, as clients
 * know their own by it. */
static void
rename_talk(const struct page *p, struct event *e)
{
	const struct user *u = p->s->user;

	if (author_is(p->srv, e, u))
		e->source.nick = u->nick;
	else
		e->target = u->nick;
}

static void
add_line(struct page *p, struct event *e)
{
	struct buf dated = {0};

	if (!session_has(p->s, CAP_SERVER_TIME)) {
		dated_text(&dated, e);
		e->body = dated.data;
	}
	p->view.sight = speaker_recalls(p->srv, p->s, e);
	p->s->dialect->encode(&p->lines[p->n++], e, &p->view);
	buf_free(&dated);
}

static void
add_found(const struct event *kept, void *context)
{
	struct page *p = context;
	struct place place = {.channel_id = p->hit->channel_id};
	const struct playback playback = {p->srv, p->s, &place, NULL};
	struct event e = *kept;

	if (e.seq != p->hit->at.seq || !playback_shows(&playback, &e))
		return;
	if (p->channel)
		e.target = p->channel->name;
	else
		rename_talk(p, &e);
	add_line(p, &e);
}

/* As it is now: it may have been taken back meanwhile. */
static void
read_found(struct page *p, const struct search_hit *h)
{
	p->hit = h;
	p->channel = NULL;
	if (h->channel_id) {
		p->channel = world_channel_by_id(&p->srv->world, h->channel_id);
		if (can_act(p->s->user, ACT_READ, p->channel, NULL) != 0)
			return;
	}
	p->srv->store->ops->find(
	    p->srv->store, h->channel_id, h->id, add_found, p);
}

/* Which of the lines fit in a quarter of what may wait for the session: from
 * the end that was asked for. */
static size_t
page_fit(const struct page *p, bool oldest)
{
	size_t room = p->s->conn.out_max / 4, n = 0;

	if (p->s->conn.out_max == 0)
		return p->n;
	while (n < p->n) {
		size_t len = p->lines[oldest ? n : p->n - 1 - n].len;

		if (n > 0 && len > room)
			break;
		room = len < room ? room - len : 0;
		n++;
	}
	return n;
}

/* One block, so that it is the one answer that a label is for. */
static void
page_send(const struct page *p, bool oldest)
{
	const struct dialect *d = p->s->dialect;
	const char *server = p->srv->settings->server_name;
	size_t n = page_fit(p, oldest), first = oldest ? 0 : p->n - n;
	const struct view around = session_view(p->s);
	struct buf out = {0};
	struct block *b;

	buf_adds(&out, "");
	if (p->view.batch)
		d->batch(&out, server, p->view.batch, "soju.im/search", NULL,
		    &around);
	for (size_t i = first; i < first + n; i++)
		buf_add(&out, p->lines[i].data, p->lines[i].len);
	if (p->view.batch)
		d->batch(&out, server, p->view.batch, NULL, NULL, &around);
	if (out.len > 0) {
		b = block_new(out.data, out.len);
		session_send(p->s, b);
		block_release(b);
	}
	buf_free(&out);
}

static void
note_incomplete(struct server *srv, struct session *s,
    const struct search_query *q, const struct search_result *r)
{
	char iso[CLOCK_ISO_LEN];

	if (r->reached_ms <= 0) {
		reply_standard(srv, s, "NOTE", "SEARCH", "INCOMPLETE", NULL,
		    "The index is being brought up to date: some of what was "
		    "said may not be found yet");
		return;
	}
	clock_iso(r->reached_ms, iso);
	reply_standard(srv, s, "NOTE", "SEARCH", "INCOMPLETE", iso,
	    "Only what was said %s that time was searched: go on from there",
	    q->oldest ? "before" : "after");
}

/* No part of what a label is for: that is the batch, whose start then has the
 * label. */
static void
say_incomplete(struct server *srv, struct session *s,
    const struct search_query *q, const struct search_result *r)
{
	bool was = session_label_pause(s);

	note_incomplete(srv, s, q, r);
	session_label_resume(s, was);
}

static void
show(struct server *srv, struct session *s, const struct search_query *q,
    const struct search_result *r)
{
	struct page p = {.srv = srv, .s = s, .view = session_view(s)};

	if (r->failed) {
		reply_standard(srv, s, "FAIL", "SEARCH", "INTERNAL_ERROR", NULL,
		    "The search could not be run; try again later");
		answer_whole(srv, s);
		return;
	}
	if (r->partial)
		say_incomplete(srv, s, q, r);
	if (session_has(s, CAP_BATCH))
		p.view.batch = session_batch_ref(s);
	for (size_t i = 0; i < r->n; i++)
		read_found(&p, &r->hits[i]);
	page_send(&p, q->oldest);
	for (size_t i = 0; i < p.n; i++)
		buf_free(&p.lines[i]);
	answer_whole(srv, s);
}

static void
start(struct wish *w)
{
	choose_places(w);
	w->q.time_ms = TIME_MS;
	w->q.look = LOOK;
	if (search_ask(w->srv, w->s, &w->q, show) < 0)
		reply_standard(w->srv, w->s, "FAIL", "SEARCH", "INTERNAL_ERROR",
		    NULL, "Too many search now; try again later");
}

void
cmd_search(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct wish w = {.srv = srv, .s = s};

	if (!session_has(s, CAP_SEARCH)) {
		reply(srv, s, ERR_UNKNOWNCOMMAND, "SEARCH", NULL);
		return;
	}
	w.q.after_ms = INT64_MIN;
	w.q.before_ms = INT64_MAX;
	w.q.limit = SEARCH_MOST;
	read_attributes(&w, m->params[0]);
	if (m->nparams > 1)
		w.faulty = "*";
	if (w.faulty) {
		reply_standard(srv, s, "FAIL", "SEARCH", "INVALID_PARAMS",
		    w.faulty, "Invalid parameters");
		search_query_free(&w.q);
	} else {
		start(&w);
	}
	buf_free(&w.in);
}
