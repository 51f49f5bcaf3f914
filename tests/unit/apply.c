/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/apply.h"

#include "tests/suites.h"

static const struct mode_change plus_v = {true, 'v', "bob"};
static const struct mode_change plus_b = {true, 'b', "*!*@bad"};

/* An afternoon: who is 1 and who is 2 follows from the order of arrival. */
static const struct event afternoon[] = {
    {.kind = EVENT_CONNECT, .time_ms = 1, .source = {.nick = "alice"}},
    {.kind = EVENT_CONNECT, .time_ms = 2, .source = {.nick = "bob"}},
    {.kind = EVENT_JOIN,
	.time_ms = 3,
	.target = "#tea",
	.source = {.nick = "alice", .user_id = 1}},
    {.kind = EVENT_JOIN,
	.time_ms = 4,
	.target = "#tea",
	.source = {.nick = "bob", .user_id = 2}},
    {.kind = EVENT_MODE,
	.time_ms = 5,
	.target = "#tea",
	.modes = &plus_v,
	.nmodes = 1,
	.source = {.nick = "alice", .user = "a", .user_id = 1}},
    {.kind = EVENT_MODE,
	.time_ms = 6,
	.target = "#tea",
	.modes = &plus_b,
	.nmodes = 1,
	.source = {.nick = "alice", .user = "a", .user_id = 1}},
    {.kind = EVENT_TOPIC,
	.time_ms = 7,
	.target = "#tea",
	.body = "leaves",
	.source = {.nick = "alice", .user = "a", .user_id = 1}},
    {.kind = EVENT_NICK,
	.time_ms = 8,
	.arg = "rob",
	.source = {.nick = "bob", .user_id = 2}},
    {.kind = EVENT_AWAY,
	.time_ms = 9,
	.body = "lunch",
	.source = {.nick = "rob", .user_id = 2}},
    {.kind = EVENT_QUIT,
	.time_ms = 10,
	.source = {.nick = "alice", .user_id = 1}},
};

static void
describe(struct buf *out, const struct world *w)
{
	const struct channel *c = world_channel(w, "#tea");
	const struct user *u = world_user(w, "rob");

	buf_addf(out, "%zu %zu %zu %s %s %d ", w->nusers, w->nchannels,
	    c->nmembers, c->topic, c->topic_by, (int)c->topic_ms);
	channel_modes_text(c, true, out);
	buf_addf(out, " %s %s %u %d %s", c->lists[0]->mask, u->away,
	    world_member(c, u)->modes, (int)u->since_ms, w->whowas->nick);
}

static void
live_through(struct buf *out)
{
	struct world w;

	world_init(&w);
	for (size_t i = 0; i < sizeof(afternoon) / sizeof(*afternoon); i++)
		world_apply(&w, &afternoon[i]);
	describe(out, &w);
	world_free(&w);
}

START_TEST(the_same_events_give_the_same_world)
{
	struct buf once = {0}, again = {0};

	live_through(&once);
	live_through(&again);
	ck_assert_str_eq(once.data, again.data);
	ck_assert_str_eq(
	    once.data, "1 1 1 leaves alice!a@ 7 +nt *!*@bad lunch 1 2 alice");
	buf_free(&once);
	buf_free(&again);
}
END_TEST

Suite *
suite_apply(void)
{
	Suite *s = suite_create("apply");
	TCase *tc = tcase_create("apply");

	tcase_add_test(tc, the_same_events_give_the_same_world);
	suite_add_tcase(s, tc);
	return s;
}
