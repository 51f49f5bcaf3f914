/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;

static void
setup(void)
{
	talker_setup(&t);
}

static void
teardown(void)
{
	talker_teardown(&t);
}

static void
ck_last(const struct room *r, const char *text)
{
	ck_assert_str_eq(talker_last(r, 0)->text, text);
}

START_TEST(every_rank_is_shown_and_named)
{
	struct room *r;

	talker_welcome(&t, "");
	talker_hear(&t,
	    ":irc 005 me PREFIX=(qaohv)~&@%+ :are supported by this server");
	r = talker_join(&t, "#a");
	talker_hear(&t, ":irc 353 me = #a :~&@%+bob &ada %hal me");
	ck_assert_str_eq(room_member(r, "bob")->prefixes, "~&@%+");
	ck_assert_str_eq(room_member(r, "ada")->prefixes, "&");
	ck_assert_str_eq(room_member(r, "hal")->prefixes, "%");
	talker_hear(&t, ":irc MODE #a -qa bob bob");
	ck_assert_str_eq(room_member(r, "bob")->prefixes, "@%+");
	talker_hear(&t, ":irc MODE #a +q ada");
	ck_assert_str_eq(room_member(r, "ada")->prefixes, "~&");
	ck_last(r, "irc made ada a founder");
	talker_hear(&t, ":irc MODE #a -a ada");
	ck_last(r, "irc made ada no longer admin");
	talker_hear(&t, ":irc MODE #a +h me");
	ck_last(r, "irc made you a halfop");
}
END_TEST

START_TEST(who_is_sent_on_to_another_channel_sees_that_one)
{
	struct room *r;

	talker_welcome(&t, "");
	mem_replace(&t.n->joining, "#a");
	talker_hear(&t, ":irc 470 me #a #b :Forwarding to another channel");
	ck_last(
	    t.n->room, "#a sends you on to #b: Forwarding to another channel");
	talker_hear(&t, ":me!u@h JOIN #b");
	r = state_find(&t.state, t.n, "#b");
	ck_assert_ptr_eq(t.state.current, r);
	ck_assert(r->joined);
	ck_assert_ptr_null(state_find(&t.state, t.n, "#a"));
	ck_assert_str_eq(t.n->joining, "");
}
END_TEST

Suite *
suite_client_ranks(void)
{
	Suite *s = suite_create("client_ranks");
	TCase *tc = tcase_create("ranks");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_rank_is_shown_and_named);
	tcase_add_test(tc, who_is_sent_on_to_another_channel_sees_that_one);
	suite_add_tcase(s, tc);
	return s;
}
