/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer_rows.h"

#include <stdlib.h>

#include "common/mem.h"
#include "server/answer.h"

struct rows {
	struct answer answer;
	const struct answer_rows *what;
	struct walk walk;
	size_t n;
};

static const void *
next_session(struct walk *k)
{
	const struct session *s = k->at;

	if (s)
		walk_step(k, s->next);
	return s;
}

static const void *
next_one(struct rows *r)
{
	switch (r->what->of) {
	case ANSWER_USERS:
		return world_walk_user(&r->walk);
	case ANSWER_CHANNELS:
		return world_walk_channel(&r->walk);
	case ANSWER_SESSIONS:
		break;
	}
	return next_session(&r->walk);
}

static void
begin(struct server *srv, struct rows *r)
{
	switch (r->what->of) {
	case ANSWER_USERS:
		world_walk_users(&srv->world, &r->walk);
		break;
	case ANSWER_CHANNELS:
		world_walk_channels(&srv->world, &r->walk);
		break;
	case ANSWER_SESSIONS:
		walk_begin(&r->walk, &srv->session_walks, srv->sessions,
		    srv->sessions ? srv->sessions->prev : NULL);
		break;
	}
}

static bool
rows_step(struct server *srv, struct session *s, struct answer *a)
{
	struct rows *r = (struct rows *)a;
	const void *one = next_one(r);

	if (one)
		r->n += r->what->row(srv, s, one);
	else
		r->what->last(srv, s, r->n);
	return one;
}

static void
rows_end(struct answer *a)
{
	struct rows *r = (struct rows *)a;

	walk_end(&r->walk);
	free(r);
}

static const struct answer_kind rows_kind = {rows_step, rows_end};

void
answer_rows(
    struct server *srv, struct session *s, const struct answer_rows *what)
{
	struct rows *r = mem_alloc(sizeof(*r));

	r->answer.kind = &rows_kind;
	r->what = what;
	begin(srv, r);
	answer_begin(srv, s, &r->answer);
}
