/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/replay.h"

#include "common/mem.h"
#include "server/acknowledge.h"
#include "server/caps.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/returning.h"

START_TEST(who_comes_for_the_first_time_is_shown_the_last_messages)
{
	sc.settings.history_lines = 3;
	numbers(1, 9);
	joins("JOIN #tea");
	assert_numbers(7, 9);
}
END_TEST

START_TEST(who_comes_back_is_shown_what_was_missed_and_nothing_else)
{
	numbers(1, 3);
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	numbers(4, 80);
	joins("JOIN #tea");
	assert_numbers(4, 80);
}
END_TEST

START_TEST(what_was_not_acknowledged_is_shown_again)
{
	numbers(1, 3);
	joins("JOIN #tea");
	leaves_and_comes();
	numbers(4, 5);
	joins("JOIN #tea");
	assert_numbers(1, 5);
}
END_TEST

START_TEST(what_was_said_live_and_acknowledged_is_not_shown_again)
{
	joins("JOIN #tea");
	numbers(1, 3);
	listen_to_the_end();
	acknowledges();
	leaves_and_comes();
	numbers(4, 5);
	joins("JOIN #tea");
	assert_numbers(4, 5);
}
END_TEST

START_TEST(what_is_said_while_the_past_is_shown_comes_behind_it)
{
	numbers(1, 40);
	says(bob, "JOIN #tea");
	for (int i = 41; i <= 50; i++) {
		numbers(i, i);
		turn();
	}
	listen_to_the_end();
	numbers(51, 51);
	turn();
	assert_numbers(1, 51);
}
END_TEST

START_TEST(an_answer_covers_only_what_was_written_before_it_was_asked)
{
	numbers(1, 3);
	joins("JOIN #tea");
	numbers(4, 5);
	acknowledges();
	leaves_and_comes();
	joins("JOIN #tea");
	assert_numbers(4, 5);
}
END_TEST

START_TEST(a_burst_that_came_after_the_question_is_not_covered_by_its_answer)
{
	scene_join(&sc, alice, "#milk");
	numbers(1, 2);
	joins("JOIN #milk");
	scene_say(&sc, alice, "#milk", "moo");
	turn();
	says(bob, "JOIN #tea");
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "PING :"), 1);
	acknowledges();
	leaves_and_comes();
	joins("JOIN #tea");
	assert_numbers(1, 2);
}
END_TEST

START_TEST(who_parts_and_comes_back_is_shown_what_was_said_meanwhile)
{
	joins("JOIN #tea");
	numbers(1, 3);
	turn();
	says(bob, "PART #tea");
	numbers(4, 6);
	joins("JOIN #tea");
	assert_numbers(4, 6);
}
END_TEST

START_TEST(who_is_kicked_amid_the_past_is_shown_the_rest_another_time)
{
	struct event e;
	char first[] = "n64.";

	sc.settings.history_lines = 100;
	numbers(1, 90);
	says(bob, "JOIN #tea");
	while (!said.data || !strstr(said.data, first))
		turn();
	e = hub_event(&sc.srv, EVENT_KICK, alice);
	e.target = "#tea";
	e.arg = "bob";
	hub_publish(&sc.srv, &e);
	listen_to_the_end();
	assert_numbers(1, 64);
	joins("JOIN #tea");
	assert_numbers(65, 90);
}
END_TEST

START_TEST(more_than_the_most_is_left_out_and_counted)
{
	sc.settings.history_catch_up = 10;
	numbers(1, 1);
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	numbers(2, 31);
	joins("JOIN #tea");
	assert_numbers(22, 31);
	ck_assert_uint_eq(
	    scene_count(said.data, "#tea: 20 older messages that you missed"),
	    1);
	ck_assert_uint_eq(
	    scene_count(said.data, "CHATHISTORY AFTER #tea timestamp=20"), 1);
}
END_TEST

START_TEST(each_device_has_a_place_of_its_own)
{
	numbers(1, 2);
	mem_replace(&bob->device, "laptop");
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	mem_replace(&bob->device, "phone");
	joins("JOIN #tea");
	assert_numbers(1, 2);
	acknowledges();
	leaves_and_comes();
	mem_replace(&bob->device, "laptop");
	joins("JOIN #tea");
	assert_numbers(1, 0);
}
END_TEST

static void
is_called(struct session *s, const char *nick)
{
	struct event e = hub_event(&sc.srv, EVENT_NICK, s);

	e.arg = nick;
	hub_publish(&sc.srv, &e);
}

/* The first bob has another nick by then, and goes on. */
START_TEST(who_comes_under_a_nick_that_was_given_up_has_places_of_its_own)
{
	struct session *first = bob;

	numbers(1, 2);
	joins("JOIN #tea");
	acknowledges();
	is_called(bob, "robert");
	is_called(bob, "rob");
	bob = comes("bob", NULL);
	joins("JOIN #tea");
	assert_numbers(1, 0);
	scene_quit(&sc, bob);
	bob = first;
	numbers(3, 4);
	sc.srv.now_ms += ACKNOWLEDGE_MS;
	turn();
	acknowledges();
	bob = comes("bob", NULL);
	joins("JOIN #tea");
	assert_numbers(3, 4);
}
END_TEST

START_TEST(who_was_called_otherwise_in_the_end_goes_on_where_it_was)
{
	numbers(1, 1);
	joins("JOIN #tea");
	acknowledges();
	is_called(bob, "rob");
	numbers(2, 2);
	sc.srv.now_ms += ACKNOWLEDGE_MS;
	turn();
	acknowledges();
	leaves_and_comes();
	numbers(3, 4);
	joins("JOIN #tea");
	assert_numbers(3, 4);
}
END_TEST

START_TEST(a_renamed_channel_keeps_the_places)
{
	struct event e = hub_event(&sc.srv, EVENT_RENAME, alice);

	numbers(1, 2);
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	e.target = "#tea";
	e.arg = "#coffee";
	e.body = "";
	hub_publish(&sc.srv, &e);
	scene_say(&sc, alice, "#coffee", "x");
	joins("JOIN #coffee");
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #coffee :"), 1);
}
END_TEST

START_TEST(places_survive_a_kill)
{
	numbers(1, 3);
	joins("JOIN #tea");
	acknowledges();
	scene_reopen(&sc);
	alice = comes("alice", NULL);
	bob = comes("bob", NULL);
	scene_join(&sc, alice, "#tea");
	numbers(4, 5);
	joins("JOIN #tea");
	assert_numbers(4, 5);
}
END_TEST

START_TEST(the_first_time_it_is_told_that_the_channel_is_kept)
{
	joins("JOIN #tea");
	ck_assert_uint_eq(scene_count(said.data,
			      "NOTICE bob :What is said in "
			      "#tea is kept"),
	    1);
	leaves_and_comes();
	joins("JOIN #tea");
	ck_assert_uint_eq(scene_count(said.data, "is kept"), 0);
}
END_TEST

START_TEST(a_channel_that_is_kept_later_is_told_of_then)
{
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	joins("JOIN #tea");
	ck_assert_uint_eq(scene_count(said.data, "is kept"), 0);
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	leaves_and_comes();
	joins("JOIN #tea");
	ck_assert_uint_eq(scene_count(said.data, "is kept"), 1);
}
END_TEST

START_TEST(with_standard_replies_it_is_told_as_a_note)
{
	bob->caps |= CAP_STANDARD_REPLIES;
	joins("JOIN #tea");
	ck_assert_uint_eq(
	    scene_count(said.data, "NOTE JOIN HISTORY_KEPT #tea :"), 1);
}
END_TEST

START_TEST(at_most_one_question_at_a_time_and_one_in_two_seconds)
{
	joins("JOIN #tea");
	buf_reset(&said);
	numbers(1, 1);
	turn();
	numbers(2, 2);
	turn();
	ck_assert_uint_eq(scene_count(said.data, "PING :"), 1);
	acknowledges();
	turn();
	ck_assert_int_eq(
	    acknowledge_at(&sc.srv, bob), sc.srv.now_ms + ACKNOWLEDGE_MS);
	sc.srv.now_ms += ACKNOWLEDGE_MS;
	turn();
	ck_assert_uint_eq(scene_count(said.data, "PING :"), 2);
	acknowledges();
	sc.srv.now_ms += ACKNOWLEDGE_MS;
	ck_assert_int_eq(acknowledge_at(&sc.srv, bob), -1);
}
END_TEST

START_TEST(what_one_said_oneself_is_not_shown_again)
{
	bob->caps = 0;
	joins("JOIN #tea");
	scene_say(&sc, bob, "#tea", "n1.");
	turn();
	acknowledges();
	leaves_and_comes();
	joins("JOIN #tea");
	assert_numbers(1, 0);
}
END_TEST

/* bob has an account from here on. */
static void
with_account(void)
{
	scene_quit(&sc, bob);
	bob = comes("bob", "bobby");
}

START_TEST(private_messages_that_were_missed_come_once_to_an_account)
{
	with_account();
	replay_talks(&sc.srv, bob);
	listen_to_the_end();
	scene_say(&sc, alice, "bob", "first");
	turn();
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG bob :first"), 1);
	acknowledges();
	scene_say(&sc, alice, "bob", "second");
	scene_quit(&sc, bob);
	bob = comes("rob", "bobby");
	buf_reset(&said);
	replay_talks(&sc.srv, bob);
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG rob :second"), 1);
	ck_assert_uint_eq(scene_count(said.data, "first"), 0);
}
END_TEST

START_TEST(what_one_said_to_somebody_is_shown_to_who_can_tell)
{
	with_account();
	scene_say(&sc, bob, "alice", "mine");
	scene_quit(&sc, bob);
	bob = scene_user(&sc, "bob", "bobby", 0);
	replay_talks(&sc.srv, bob);
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "mine"), 0);
	scene_quit(&sc, bob);
	bob = scene_user(&sc, "bob", "bobby", CAP_SELF_MESSAGE);
	mem_replace(&bob->device, "other");
	replay_talks(&sc.srv, bob);
	listen_to_the_end();
	ck_assert_uint_eq(
	    scene_count(said.data, ":bob!bob@host PRIVMSG alice :"), 1);
}
END_TEST

START_TEST(a_small_output_gets_all_of_it_in_pieces)
{
	char text[512];

	bob->conn.out_max = 4096;
	memset(text, 'x', 400);
	text[400] = '\0';
	for (int i = 0; i < 50; i++)
		scene_say(&sc, alice, "#tea", text);
	joins("JOIN #tea");
	ck_assert_ptr_null(bob->doom);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :"), 50);
}
END_TEST

START_TEST(another_device_in_the_channel_is_shown_what_it_missed_too)
{
	struct session *second = scene_device(&sc, bob, CAP_SERVER_TIME);

	mem_replace(&second->device, "second");
	numbers(1, 2);
	joins("JOIN #tea");
	assert_numbers(1, 2);
	buf_reset(&said);
	buf_adds(&said, scene_output(&sc, second));
	assert_numbers(1, 2);
}
END_TEST

static TCase *
order_case(void)
{
	TCase *tc = tcase_create("order");

	tcase_add_checked_fixture(tc, returning_set_up, returning_tear_down);
	tcase_add_test(
	    tc, who_comes_for_the_first_time_is_shown_the_last_messages);
	tcase_add_test(
	    tc, who_comes_back_is_shown_what_was_missed_and_nothing_else);
	tcase_add_test(tc, what_was_not_acknowledged_is_shown_again);
	tcase_add_test(
	    tc, what_was_said_live_and_acknowledged_is_not_shown_again);
	tcase_add_test(
	    tc, what_is_said_while_the_past_is_shown_comes_behind_it);
	tcase_add_test(
	    tc, an_answer_covers_only_what_was_written_before_it_was_asked);
	tcase_add_test(tc,
	    a_burst_that_came_after_the_question_is_not_covered_by_its_answer);
	tcase_add_test(
	    tc, who_parts_and_comes_back_is_shown_what_was_said_meanwhile);
	tcase_add_test(
	    tc, who_is_kicked_amid_the_past_is_shown_the_rest_another_time);
	tcase_add_test(
	    tc, at_most_one_question_at_a_time_and_one_in_two_seconds);
	tcase_add_test(tc, a_small_output_gets_all_of_it_in_pieces);
	return tc;
}

static TCase *
places_case(void)
{
	TCase *tc = tcase_create("places");

	tcase_add_checked_fixture(tc, returning_set_up, returning_tear_down);
	tcase_add_test(tc, more_than_the_most_is_left_out_and_counted);
	tcase_add_test(tc, each_device_has_a_place_of_its_own);
	tcase_add_test(
	    tc, who_comes_under_a_nick_that_was_given_up_has_places_of_its_own);
	tcase_add_test(
	    tc, who_was_called_otherwise_in_the_end_goes_on_where_it_was);
	tcase_add_test(tc, a_renamed_channel_keeps_the_places);
	tcase_add_test(tc, places_survive_a_kill);
	tcase_add_test(tc, the_first_time_it_is_told_that_the_channel_is_kept);
	tcase_add_test(tc, a_channel_that_is_kept_later_is_told_of_then);
	tcase_add_test(tc, with_standard_replies_it_is_told_as_a_note);
	tcase_add_test(tc, what_one_said_oneself_is_not_shown_again);
	tcase_add_test(
	    tc, private_messages_that_were_missed_come_once_to_an_account);
	tcase_add_test(tc, what_one_said_to_somebody_is_shown_to_who_can_tell);
	tcase_add_test(
	    tc, another_device_in_the_channel_is_shown_what_it_missed_too);
	return tc;
}

Suite *
suite_server_replay(void)
{
	Suite *s = suite_create("server_replay");

	suite_add_tcase(s, order_case());
	suite_add_tcase(s, places_case());
	return s;
}
