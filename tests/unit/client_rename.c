/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle.h"

#include <string.h>

#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;

static void
setup(void)
{
	talker_setup(&t);
	talker_welcome(&t, "draft/channel-rename standard-replies");
}

static void
teardown(void)
{
	talker_teardown(&t);
}

#define hear(line)          talker_hear(&t, line)
#define assert_sent(str)    ck_assert_str_eq(talker_sent(&t), str)
#define assert_last(r, str) ck_assert_str_eq(talker_last(r, 0)->text, str)

START_TEST(a_channel_with_another_name_keeps_its_window)
{
	struct room *r = talker_join(&t, "#old");

	hear(":bob!u@h PRIVMSG #old :before");
	hear(":bob!u@h RENAME #old #new :Typo");
	assert_last(r, "bob renamed #old to #new: Typo");
	ck_assert_str_eq(r->name, "#new");
	ck_assert(r->joined);
	ck_assert_ptr_null(state_find(&t.state, t.n, "#old"));
	hear(":bob!u@h PRIVMSG #NEW :after");
	assert_last(r, "after");
	ck_assert_str_eq(talker_last(r, 2)->text, "before");
}
END_TEST

START_TEST(only_the_case_of_a_name_may_change)
{
	struct room *r = talker_join(&t, "#old");

	hear(":bob!u@h RENAME #old #Old :");
	ck_assert_str_eq(r->name, "#Old");
	assert_last(r, "bob renamed #old to #Old");
}
END_TEST

START_TEST(a_window_that_had_the_new_name_makes_room)
{
	struct room *r = talker_join(&t, "#old");

	talker_join(&t, "#new");
	hear(":me!u@h PART #new");
	hear(":bob!u@h RENAME #old #new :");
	ck_assert_ptr_eq(state_find(&t.state, t.n, "#new"), r);
	ck_assert_ptr_eq(t.state.current, r);
	ck_assert_uint_eq(t.state.nrooms, 2);
}
END_TEST

START_TEST(a_rename_of_what_is_not_open_or_to_no_name_changes_nothing)
{
	struct room *r = talker_join(&t, "#old");
	char line[600] = ":bob!u@h RENAME #old #";

	hear(":bob!u@h RENAME #other #new :");
	ck_assert_ptr_null(state_find(&t.state, t.n, "#new"));
	memset(line + strlen(line), 'x', ROOM_NAME_MAX);
	hear(line);
	hear(":bob!u@h RENAME #old :");
	ck_assert_str_eq(r->name, "#old");
}
END_TEST

START_TEST(no_channel_takes_the_place_of_a_talk_with_somebody)
{
	struct room *r = talker_join(&t, "#old");

	hear(":bob!u@h PRIVMSG me :psst");
	hear(":srv RENAME #old bob :");
	ck_assert_str_eq(r->name, "#old");
	ck_assert_int_eq(state_find(&t.state, t.n, "bob")->kind, ROOM_QUERY);
	hear(":srv FAIL JOIN CHANNEL_RENAMED #gone bob :moved");
	ck_assert_ptr_null(strstr(talker_sent(&t), "JOIN"));
}
END_TEST

START_TEST(who_asks_for_the_old_name_joins_the_new_one)
{
	mem_replace(&t.n->joining, "#old");
	hear(":irc.net FAIL JOIN CHANNEL_RENAMED #old #new :Renamed");
	assert_sent("JOIN #new\r\n");
	hear(":me!u@h JOIN #new");
	ck_assert_str_eq(t.state.current->name, "#new");
}
END_TEST

START_TEST(a_channel_that_was_left_is_found_again_under_its_new_name)
{
	struct room *r = talker_join(&t, "#old");

	mem_replace(&r->key, "sesame");
	hear(":me!u@h PART #old");
	hear(":irc.net FAIL JOIN CHANNEL_RENAMED #old #new :Renamed");
	assert_sent("JOIN #new sesame\r\n");
	ck_assert_str_eq(r->name, "#new");
}
END_TEST

START_TEST(a_window_that_is_joined_does_not_follow_a_refusal)
{
	struct room *r = talker_join(&t, "#old");

	hear(":irc.net FAIL JOIN CHANNEL_RENAMED #old #new :Renamed");
	ck_assert_str_eq(r->name, "#old");
}
END_TEST

START_TEST(another_refusal_is_shown_and_nothing_is_joined)
{
	struct room *r = talker_join(&t, "#old");

	hear(":irc.net FAIL JOIN SOMETHING #old #new :No");
	assert_sent("");
	assert_last(r, "JOIN: No (#old #new)");
}
END_TEST

Suite *
suite_client_rename(void)
{
	Suite *s = suite_create("client_rename");
	TCase *tc = tcase_create("rename");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_channel_with_another_name_keeps_its_window);
	tcase_add_test(tc, only_the_case_of_a_name_may_change);
	tcase_add_test(tc, a_window_that_had_the_new_name_makes_room);
	tcase_add_test(
	    tc, a_rename_of_what_is_not_open_or_to_no_name_changes_nothing);
	tcase_add_test(tc, no_channel_takes_the_place_of_a_talk_with_somebody);
	tcase_add_test(tc, who_asks_for_the_old_name_joins_the_new_one);
	tcase_add_test(
	    tc, a_channel_that_was_left_is_found_again_under_its_new_name);
	tcase_add_test(tc, a_window_that_is_joined_does_not_follow_a_refusal);
	tcase_add_test(tc, another_refusal_is_shown_and_nothing_is_joined);
	suite_add_tcase(s, tc);
	return s;
}
