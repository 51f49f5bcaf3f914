/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/search.h"

#include <stdio.h>
#include <string.h>

#include "client/handle.h"
#include "client/input.h"
#include "client/results.h"
#include "tests/suites.h"
#include "tests/unit/client_searcher.h"

static struct talker t;

static void
setup(void)
{
	searcher_setup(&t);
}

static void
teardown(void)
{
	searcher_teardown(&t);
}

#define hear(line)         talker_hear(&t, line)
#define assert_sent(str)   ck_assert_str_eq(talker_sent(&t), str)
#define type(line)         searcher_type(&t, line)
#define shown()            searcher_shown(&t)
#define assert_state(part) searcher_state(&t, part)
#define enter()            searcher_enter(&t)
#define select_first()     searcher_select_first(&t)

static void
said(const char *nick, const char *target, const char *text)
{
	struct buf line = {0};

	buf_addf(&line, ":%s!u@h PRIVMSG %s :%s", nick, target, text);
	hear(line.data);
	buf_free(&line);
}

START_TEST(the_scrollback_of_all_windows_is_searched_where_the_server_cannot)
{
	talker_welcome(&t, "message-tags server-time");
	talker_join(&t, "#a");
	talker_join(&t, "#b");
	hear("@time=2026-01-01T10:00:02.000Z :bob!u@h PRIVMSG #a :the Cat");
	hear("@time=2026-01-01T10:00:01.000Z :eve!u@h PRIVMSG #b :a "
	     "\002c\002at");
	hear("@time=2026-01-01T10:00:03.000Z :cat!u@h PRIVMSG me :no dog");
	hear("@time=2026-01-01T10:00:04.000Z :eve!u@h PRIVMSG me "
	     ":\001ACTION cats\001");
	type("/search cat");
	ck_assert_str_eq(shown(),
	    "eve (#b) a \026cat\026\nbob (#a) the \026Cat\026\n"
	    ">eve (eve) \026cat\026s\n");
	ck_assert_str_eq(t.state.current->topic, "cat");
	assert_state("3 results");
	assert_state("net has no search");
	assert_sent("");
}
END_TEST

START_TEST(filters_and_phrases_hold_in_the_scrollback)
{
	talker_welcome(&t, "message-tags server-time");
	talker_join(&t, "#a");
	hear("@time=2026-01-01T10:00:00.000Z :bob!u@h PRIVMSG #a :one two");
	hear("@time=2026-01-02T10:00:00.000Z :bob!u@h PRIVMSG #a :one two");
	hear("@time=2026-01-02T10:00:00.000Z :eve!u@h PRIVMSG #a :one two");
	hear("@time=2026-01-03T10:00:00.000Z :bob!u@h PRIVMSG #a :two one");
	hear("@time=2026-01-03T10:00:00.000Z :bob!u@h PRIVMSG me :one two");
	type("/search \"one two\" from:BOB in:#A after:2026-01-02");
	ck_assert_str_eq(shown(), ">bob (#a) \026one two\026\n");
	type("/search from:bob before:2026-01-02");
	ck_assert_str_eq(shown(), ">bob (#a) one two\n");
}
END_TEST

START_TEST(joins_notes_and_other_networks_are_not_found)
{
	struct network *other = state_add_network(&t.state, "other", "x");
	struct room *r = state_open(&t.state, other, ROOM_CHANNEL, "#a");

	talker_welcome(&t, "");
	talker_join(&t, "#a");
	hear(":cat!u@h JOIN #a");
	state_say(&t.state, NULL, SAID_CLIENT, "cat");
	state_add(&t.state, r,
	    &(struct said_line){
		.kind = SAID_MESSAGE, .nick = "x", .text = "cat"});
	type("/search cat");
	ck_assert_str_eq(shown(), "");
	assert_state("Nothing was found");
}
END_TEST

START_TEST(what_stands_in_two_windows_is_found_where_it_belongs)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	type("/msg bob a cat");
	ck_assert_str_eq(
	    talker_last(t.state.current, 0)->text, "(to bob) a cat");
	type("/search cat");
	ck_assert_str_eq(shown(), ">me (bob) a \026cat\026\n");
}
END_TEST

START_TEST(enter_goes_to_the_line_in_its_window)
{
	struct room *a;

	talker_welcome(&t, "");
	a = talker_join(&t, "#a");
	said("bob", "#a", "first cat");
	said("bob", "#a", "second cat");
	said("bob", "#a", "end");
	type("/search cat");
	results_move(&t.state, t.state.current, -1);
	enter();
	ck_assert_ptr_eq(t.state.current, a);
	ck_assert_str_eq(
	    room_line(a, room_index(a, a->jump))->text, "first cat");
	ck_assert_uint_eq(a->selected, a->jump);
	state_switch(&t.state, t.n->room);
	ck_assert_uint_eq(a->selected, 0);
}
END_TEST

START_TEST(a_line_that_is_gone_is_told_as_that)
{
	struct room *a;

	talker_welcome(&t, "");
	a = talker_join(&t, "#a");
	said("bob", "#a", "cat");
	type("/search cat");
	room_clear(a);
	enter();
	ck_assert_int_eq(t.state.current->kind, ROOM_RESULTS);
	assert_state(
	    "not in the window of #a any more, and no server keeps it");
	hear(":me!u@h PART #a");
	enter();
	assert_state("/join it first");
}
END_TEST

START_TEST(a_conversation_is_found_though_its_nick_changed)
{
	talker_welcome(&t, "");
	said("bob", "me", "cat");
	type("/search cat");
	hear(":bob!u@h NICK :robert");
	enter();
	ck_assert_str_eq(t.state.current->name, "robert");
}
END_TEST

START_TEST(the_scrollbacks_results_come_by_pages_to_a_bound)
{
	struct found *f;

	talker_welcome(&t, "");
	talker_join(&t, "#a");
	for (int i = 0; i < FOUND_MAX + 10; i++) {
		char text[32];

		snprintf(text, sizeof(text), "cat %d", i);
		said("bob", "#a", text);
	}
	type("/search cat");
	f = t.state.current->found;
	ck_assert_uint_eq(f->count, FOUND_MAX);
	ck_assert_str_eq(f->items[0]->text, "cat 10");
	ck_assert_ptr_nonnull(strstr(shown(), "bob (#a) \026cat\026 960\n"));
	ck_assert_ptr_null(strstr(shown(), "959\n"));
	select_first();
	enter();
	ck_assert_ptr_nonnull(strstr(shown(), ">bob (#a) \026cat\026 959\n"));
	ck_assert_ptr_null(strstr(shown(), "909\n"));
	for (int i = 2; i < FOUND_MAX / FOUND_PAGE; i++)
		type("/search");
	assert_state("1000 results in what your windows hold");
	assert_state("the most of one search; before:DATE finds others");
	type("/search");
	assert_state("no other page");
}
END_TEST

START_TEST(after_a_date_the_oldest_come_first)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	for (int i = 0; i < FOUND_PAGE + 2; i++)
		said("bob", "#a", i ? "cat" : "cat 0");
	type("/search cat after:yesterday");
	ck_assert_ptr_eq(strstr(shown(), ">bob (#a) \026cat\026 0\n"), shown());
	ck_assert_uint_eq(t.state.current->count, FOUND_PAGE + 2);
	results_move(&t.state, t.state.current, FOUND_MAX);
	enter();
	ck_assert_uint_eq(t.state.current->count, FOUND_PAGE + 3);
}
END_TEST

START_TEST(a_bad_query_stays_in_the_input_with_an_example)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	ck_assert_int_eq(
	    input_line(&t.state, "/search cat before:soon"), INPUT_REFUSED);
	ck_assert_str_eq(t.state.current->name, "#a");
	assert_state("before:soon is no date");
	assert_state("/search release");
	ck_assert_int_eq(input_line(&t.state, "/search"), INPUT_REFUSED);
	assert_state("What is to be searched for?");
}
END_TEST

START_TEST(text_in_the_window_of_results_is_sent_to_nobody)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	type("/search cat");
	ck_assert_int_eq(input_line(&t.state, "hello"), INPUT_REFUSED);
	assert_state("nothing was sent");
	assert_sent("");
	ck_assert_int_eq(input_line(&t.state, "/me waves"), INPUT_REFUSED);
}
END_TEST

START_TEST(each_network_has_one_window_of_results)
{
	struct room *r;

	talker_welcome(&t, "");
	talker_join(&t, "#a");
	type("/search cat");
	r = t.state.current;
	type("/search dog");
	ck_assert_ptr_eq(t.state.current, r);
	ck_assert_str_eq(r->topic, "dog");
	type("/close");
	ck_assert_str_eq(t.state.current->name, "#a");
}
END_TEST

START_TEST(what_the_server_tells_does_not_go_among_results)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	type("/search cat");
	hear(":irc 401 me x :No such nick");
	hear(":bob!u@h NOTICE me :psst");
	assert_state("Nothing was found");
	handle_lost(&t.state, t.n, "gone");
	assert_state("Nothing was found");
}
END_TEST

START_TEST(a_long_text_is_shown_around_what_was_found)
{
	struct buf text = {0};

	talker_welcome(&t, "");
	talker_join(&t, "#a");
	for (int i = 0; i < 3000; i++)
		buf_addc(&text, i == 2000 ? '!' : 'x');
	said("bob", "#a", text.data);
	type("/search !");
	ck_assert_ptr_nonnull(strstr(shown(), "x\026!\026x"));
	ck_assert_uint_lt(strlen(shown()), 600);
	buf_free(&text);
}
END_TEST

Suite *
suite_client_search(void)
{
	Suite *s = suite_create("client_search");
	TCase *tc = tcase_create("search");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	    the_scrollback_of_all_windows_is_searched_where_the_server_cannot);
	tcase_add_test(tc, filters_and_phrases_hold_in_the_scrollback);
	tcase_add_test(tc, joins_notes_and_other_networks_are_not_found);
	tcase_add_test(
	    tc, what_stands_in_two_windows_is_found_where_it_belongs);
	tcase_add_test(tc, enter_goes_to_the_line_in_its_window);
	tcase_add_test(tc, a_line_that_is_gone_is_told_as_that);
	tcase_add_test(tc, a_conversation_is_found_though_its_nick_changed);
	tcase_add_test(tc, the_scrollbacks_results_come_by_pages_to_a_bound);
	tcase_add_test(tc, after_a_date_the_oldest_come_first);
	tcase_add_test(tc, a_bad_query_stays_in_the_input_with_an_example);
	tcase_add_test(tc, text_in_the_window_of_results_is_sent_to_nobody);
	tcase_add_test(tc, each_network_has_one_window_of_results);
	tcase_add_test(tc, what_the_server_tells_does_not_go_among_results);
	tcase_add_test(tc, a_long_text_is_shown_around_what_was_found);
	suite_add_tcase(s, tc);
	return s;
}
