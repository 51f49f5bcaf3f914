/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/retention.h"

#include <inttypes.h>

#include "common/clock.h"
#include "common/log.h"

/* Of limits, of which `none` is none. */
static int64_t
least(int64_t a, int64_t b, int64_t none)
{
	if (a == none || b == none)
		return a == none ? b : a;
	return a < b ? a : b;
}

struct store_bounds
retention_bounds(const struct server *srv, const struct channel *c)
{
	const struct settings *set = srv->settings;
	struct store_bounds b = {-1, set->history_age_ms};

	if (!c)
		return b;
	if (set->history_channel_lines)
		b.most = set->history_channel_lines;
	if (c->history)
		b.most = least(b.most, c->history_most, -1);
	b.age_ms = least(b.age_ms, c->history_ms, 0);
	return b;
}

/* A channel that the world does not know, though it is in the store, is left
 * as it is. */
static struct store_bounds
bounds_of(uint64_t channel_id, void *context)
{
	const struct server *srv = context;
	const struct channel *c =
	    channel_id ? world_channel_by_id(&srv->world, channel_id) : NULL;

	return retention_bounds(srv, c);
}

static void
due_within(struct server *srv, int64_t ms)
{
	int64_t at = srv->now_ms + ms;

	if (!srv->retain_at_ms || at < srv->retain_at_ms)
		srv->retain_at_ms = at ? at : 1;
}

/* One that goes on may have passed what changed. */
static void
ask_within(struct server *srv, int64_t ms)
{
	if (!srv->retaining)
		due_within(srv, ms);
	else if (srv->retain_again_ms < 0 || ms < srv->retain_again_ms)
		srv->retain_again_ms = ms;
}

void
retention_now(struct server *srv)
{
	ask_within(srv, 0);
}

void
retention_later(struct server *srv)
{
	ask_within(srv, RETENTION_ROUND_MS);
}

static void
begin(struct server *srv)
{
	srv->retention = (struct store_retention){
	    .of = bounds_of, .context = srv, .expires_ms = INT64_MAX};
	srv->retaining = true;
	srv->retain_again_ms = -1;
}

static void
log_round(const struct store_retention *r)
{
	if (r->lines)
		log_info("history: %" PRId64
			 " lines, too old or too many, are deleted",
		    r->lines);
}

/* When the next one is too old, where nothing else happens. */
static void
end(struct server *srv)
{
	const struct store_retention *r = &srv->retention;
	int64_t wait = r->expires_ms - r->now_ms;

	srv->retaining = false;
	log_round(r);
	if (srv->retain_again_ms >= 0)
		due_within(srv, srv->retain_again_ms);
	if (r->expires_ms == INT64_MAX)
		return;
	due_within(srv, wait > RETENTION_ROUND_MS ? wait : RETENTION_ROUND_MS);
}

/* Settings and clocks may have changed since the last one. */
static int
step(struct server *srv)
{
	const struct settings *set = srv->settings;
	struct store_retention *r = &srv->retention;

	r->most_lines = set->history_lines_max;
	r->most_bytes = set->history_bytes;
	r->now_ms = clock_wall_ms();
	return srv->store->ops->retain(srv->store, r);
}

void
retention_turn(struct server *srv)
{
	int result;

	if (!srv->retain_at_ms || srv->now_ms < srv->retain_at_ms)
		return;
	if (!srv->retaining)
		begin(srv);
	srv->retain_at_ms = 0;
	result = step(srv);
	if (result > 0) {
		end(srv);
		return;
	}
	if (result < 0)
		srv->retaining = false;
	due_within(srv, result < 0 ? RETENTION_ROUND_MS : RETENTION_STEP_MS);
}

int64_t
retention_wait(const struct server *srv)
{
	if (!srv->retain_at_ms)
		return -1;
	if (srv->retain_at_ms <= srv->now_ms)
		return 0;
	return srv->retain_at_ms - srv->now_ms;
}
