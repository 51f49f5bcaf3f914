/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>

#include "common/mem.h"
#include "server/acknowledge.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/returning.h"

START_TEST(what_is_not_kept_after_all_is_said_at_once)
{
	numbers(1, 1);
	hub_commit(&sc.srv);
	says(bob, "JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	scene_say(&sc, alice, "#tea", "n2.");
	disk_fails(ENOSPC);
	hub_commit(&sc.srv);
	disk_works();
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n1."), 1);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n2."), 1);
}
END_TEST

START_TEST(what_cannot_be_kept_does_not_wait_for_its_turn)
{
	numbers(1, 1);
	says(bob, "JOIN #tea");
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "n2.");
	hub_commit(&sc.srv);
	scene_say(&sc, alice, "#tea", "n3.");
	disk_works();
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n2."), 1);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n3."), 1);
}
END_TEST

START_TEST(what_is_not_kept_passes_the_past)
{
	struct event e;

	bob->caps |= CAP_MESSAGE_TAGS;
	numbers(1, 40);
	says(bob, "JOIN #tea");
	e = hub_event(&sc.srv, EVENT_TAGMSG, alice);
	e.target = "#tea";
	e.tags = "+typing=active";
	hub_publish(&sc.srv, &e);
	scene_mode(&sc, alice, "#tea", true, 'm', NULL);
	turn();
	ck_assert_uint_eq(scene_count(said.data, "TAGMSG #tea"), 1);
	ck_assert_uint_eq(scene_count(said.data, "MODE #tea +m"), 1);
	ck_assert_uint_eq(scene_count(said.data, "n1."), 0);
}
END_TEST

static bool
has_moved(const char *pong)
{
	scene_quit(&sc, bob);
	bob = comes("bob", NULL);
	mem_replace(&bob->device, pong + 4);
	joins("JOIN #tea");
	says(bob, pong);
	scene_quit(&sc, bob);
	bob = comes("bob", NULL);
	mem_replace(&bob->device, pong + 4);
	joins("JOIN #tea");
	return scene_count(said.data, "n1.") == 0;
}

START_TEST(an_answer_is_known_by_its_token_in_any_of_its_forms)
{
	static const char *const good[] = {"PONG catch-up-1",
	    "PONG :catch-up-1", "PONG srv catch-up-1", "PONG srv :catch-up-1",
	    "PONG catch-up-1 srv", "PONG bob!bob@host :catch-up-1"};
	static const char *const bad[] = {"PONG", "PONG :", "PONG srv",
	    "PONG catch-up-2", "PONG catch-up-0", "PONG :srv catch-up-1",
	    "PONG catch-up-", "PONG catch-up-18446744073709551617"};

	numbers(1, 1);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		ck_assert_msg(has_moved(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(!has_moved(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(who_asks_for_history_is_shown_and_asked_nothing)
{
	bob->caps |= CAP_CHATHISTORY;
	numbers(1, 3);
	joins("JOIN #tea");
	assert_numbers(1, 0);
	ck_assert_uint_eq(scene_count(said.data, "is kept"), 1);
	numbers(4, 4);
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, "n4."), 1);
	ck_assert_uint_eq(scene_count(said.data, "PING"), 0);
	scene_quit(&sc, bob);
	bob = scene_user(&sc, "bob", "other",
	    CAP_CHATHISTORY | CAP_EVENT_PLAYBACK | CAP_BATCH);
	joins("JOIN #tea");
	ck_assert_uint_eq(scene_count(said.data, "is kept"), 0);
}
END_TEST

START_TEST(a_bot_that_is_none_any_more_is_shown_it_at_its_next_coming)
{
	numbers(1, 2);
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	numbers(3, 4);
	says(bob, "MODE bob +B");
	joins("JOIN #tea");
	assert_numbers(1, 0);
	says(bob, "MODE bob -B");
	numbers(5, 5);
	listen_to_the_end();
	acknowledges();
	leaves_and_comes();
	joins("JOIN #tea");
	assert_numbers(3, 5);
}
END_TEST

START_TEST(who_does_not_answer_is_not_asked_again)
{
	joins("JOIN #tea");
	for (int i = 0; i < 5; i++) {
		numbers(i, i);
		turn();
		sc.srv.now_ms += ACKNOWLEDGE_MS;
	}
	ck_assert_uint_eq(scene_count(said.data, "PING :"), 1);
}
END_TEST

START_TEST(a_device_that_waits_is_shown_all_that_another_one_joined)
{
	struct session *second = scene_device(&sc, bob, CAP_SERVER_TIME);
	char line[32];

	mem_replace(&second->device, "second");
	second->waiting = true; /* so that its answers wait */
	for (int i = 0; i < 2 * ANSWERS_MAX; i++) {
		snprintf(line, sizeof(line), "#c%d", i);
		scene_join(&sc, alice, line);
		scene_say(&sc, alice, line, "before");
		snprintf(line, sizeof(line), "JOIN #c%d", i);
		says(bob, line);
		listen_to_the_end();
		scene_output(&sc, second);
	}
	second->waiting = false;
	while (second->answer)
		answers_turn(&sc.srv);
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, second), ":before"), 2 * ANSWERS_MAX);
}
END_TEST

/* It is kept, but not shown again. */
START_TEST(a_ctcp_passes_the_past_too)
{
	static char word[] = "ctcp", *ctcp = word;

	sc.settings.history_keep = (struct conf_list){&ctcp, 1};
	numbers(1, 40);
	says(bob, "JOIN #tea");
	scene_say(&sc, alice, "#tea", "\001VERSION\001");
	turn();
	ck_assert_uint_eq(scene_count(said.data, "\001VERSION\001"), 1);
	listen_to_the_end();
	assert_numbers(1, 40);
	ck_assert_uint_eq(scene_count(said.data, "\001VERSION\001"), 1);
}
END_TEST

START_TEST(what_fails_to_be_kept_while_the_past_is_read_is_said_once)
{
	numbers(1, 1);
	hub_commit(&sc.srv);
	says(bob, "JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	numbers(2, 2);
	disk_fails(ENOSPC);
	listen_to_the_end();
	disk_works();
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n1."), 1);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :n2."), 1);
}
END_TEST

START_TEST(what_is_said_in_the_turn_that_fails_keeps_its_order)
{
	says(bob, "JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	numbers(1, 2);
	disk_fails(ENOSPC);
	scene_replay(&sc, alice, "#tea");
	numbers(3, 4);
	listen_to_the_end();
	disk_works();
	assert_numbers(1, 4);
}
END_TEST

static const struct store_ops *real;
static struct store_ops failing;

static int
cannot_load(struct store *s, struct store_cursor *c)
{
	(void)s;
	(void)c;
	return -1;
}

static int
cannot_skip(struct store *s, struct store_range *r, size_t *left_out)
{
	(void)s;
	(void)r;
	(void)left_out;
	return -1;
}

/* bob, who has seen 1 and 2, comes back, and his place cannot be read; later
 * it can. */
static void
comes_back_amid_failures(void)
{
	numbers(1, 2);
	joins("JOIN #tea");
	acknowledges();
	leaves_and_comes();
	numbers(3, 80);
	sc.srv.store->ops = &failing;
	joins("JOIN #tea");
	sc.srv.store->ops = real;
	assert_numbers(1, 0);
	numbers(81, 81);
	listen_to_the_end();
	assert_numbers(81, 81);
	says(bob, "PONG catch-up-1");
	leaves_and_comes();
	joins("JOIN #tea");
	assert_numbers(3, 81);
}

START_TEST(a_place_that_cannot_be_read_stays_where_it_was)
{
	real = sc.srv.store->ops;
	failing = *real;
	failing.cursor_load = cannot_load;
	comes_back_amid_failures();
}
END_TEST

START_TEST(where_the_past_cannot_be_looked_through_none_of_it_is_shown)
{
	real = sc.srv.store->ops;
	failing = *real;
	failing.skip = cannot_skip;
	comes_back_amid_failures();
}
END_TEST

/* The names come first, one in a turn. */
START_TEST(what_is_said_amid_the_names_is_shown_without_history_too)
{
	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	says(bob, "JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	numbers(1, 2);
	listen_to_the_end();
	numbers(3, 3);
	turn();
	assert_numbers(1, 3);
}
END_TEST

static TCase *
trouble_case(void)
{
	TCase *tc = tcase_create("trouble");

	tcase_add_checked_fixture(tc, returning_set_up, returning_tear_down);
	tcase_add_test(tc, what_is_not_kept_after_all_is_said_at_once);
	tcase_add_test(tc, what_cannot_be_kept_does_not_wait_for_its_turn);
	tcase_add_test(tc, what_is_not_kept_passes_the_past);
	tcase_add_test(tc, a_ctcp_passes_the_past_too);
	tcase_add_test(
	    tc, what_fails_to_be_kept_while_the_past_is_read_is_said_once);
	tcase_add_test(tc, what_is_said_in_the_turn_that_fails_keeps_its_order);
	tcase_add_test(tc, a_place_that_cannot_be_read_stays_where_it_was);
	tcase_add_test(
	    tc, where_the_past_cannot_be_looked_through_none_of_it_is_shown);
	tcase_add_test(
	    tc, what_is_said_amid_the_names_is_shown_without_history_too);
	tcase_add_test(tc, an_answer_is_known_by_its_token_in_any_of_its_forms);
	tcase_add_test(tc, who_asks_for_history_is_shown_and_asked_nothing);
	tcase_add_test(
	    tc, a_bot_that_is_none_any_more_is_shown_it_at_its_next_coming);
	tcase_add_test(tc, who_does_not_answer_is_not_asked_again);
	tcase_add_test(
	    tc, a_device_that_waits_is_shown_all_that_another_one_joined);
	return tc;
}

Suite *
suite_server_replay_trouble(void)
{
	Suite *s = suite_create("server_replay_trouble");

	suite_add_tcase(s, trouble_case());
	return s;
}
