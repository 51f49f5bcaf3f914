/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/share.h"

#include <utlist.h>

#include "server/answer.h"

enum { LINE = 1000 };

static void
use_own(const struct server *srv, struct session *s)
{
	s->share = NULL;
	s->allowance = &s->own_allowance;
	allowance_init(s->allowance, srv->settings->flood_burst, srv->now_ms);
}

static void
use_share(const struct server *srv, struct session *s, struct limit_count *c)
{
	s->share = c;
	s->allowance = &c->allowance;
	s->served = c->lines;
	DL_APPEND2(c->sessions, s, share_prev, share_next);
	if (!c->allowance.at_ms)
		allowance_init(
		    s->allowance, srv->settings->flood_burst, srv->now_ms);
}

void
share_join(struct server *srv, struct session *s)
{
	struct limit_count *c = limit_add(&srv->limits, &s->limit_key);

	srv->nloopback += s->limit_key.kind == LIMIT_NOBODY;
	if (c && s->limit_key.kind == LIMIT_LOGIN)
		use_share(srv, s, c);
	else
		use_own(srv, s);
}

void
share_leave(struct server *srv, struct session *s)
{
	if (s->share)
		DL_DELETE2(s->share->sessions, s, share_prev, share_next);
	use_own(srv, s);
	limit_drop(&srv->limits, &s->limit_key);
	srv->nloopback -= s->limit_key.kind == LIMIT_NOBODY;
}

/* Whether lines of it stand there and only its allowance is missing. */
static bool
wants(const struct session *s)
{
	return s->pending && !s->doom && !s->waiting && !answer_holds(s);
}

static bool
is_its_turn(const struct session *s)
{
	const struct limit_count *c = s->share;
	const struct session *x;

	if (!c || c->allowance.left >= (int64_t)c->count * LINE)
		return true;
	DL_FOREACH2 (c->sessions, x, share_next)
		if (x->served < s->served && wants(x))
			return false;
	return true;
}

bool
share_may_take(const struct server *srv, const struct session *s)
{
	const struct settings *set = srv->settings;

	if (set->flood_burst == 0 || set->flood_rate == 0)
		return true;
	return allowance_wait_ms(
		   s->allowance, set->flood_burst, set->flood_rate) == 0 &&
	    is_its_turn(s);
}

int64_t
share_wait_ms(const struct server *srv, const struct session *s)
{
	struct allowance now = *s->allowance;
	const struct settings *set = srv->settings;

	allowance_refill(&now, set->flood_burst, set->flood_rate, srv->now_ms);
	return allowance_wait_ms(&now, set->flood_burst, set->flood_rate);
}

void
share_took(struct session *s)
{
	if (s->share)
		s->served = ++s->share->lines;
}

void
share_refill(const struct server *srv, struct session *s)
{
	const struct settings *set = srv->settings;

	allowance_refill(
	    s->allowance, set->flood_burst, set->flood_rate, srv->now_ms);
}
