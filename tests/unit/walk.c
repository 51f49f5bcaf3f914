/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/walk.h"

#include <stdio.h>
#include <string.h>

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *people[5];
static struct walk walk;

static void
set_up(void)
{
	char nick[] = "n0";

	scene_begin(&sc);
	memset(&walk, 0, sizeof(walk));
	for (int i = 0; i < 5; i++) {
		nick[1] = (char)('0' + i);
		people[i] = scene_user(&sc, nick, NULL, 0);
	}
}

static void
tear_down(void)
{
	walk_end(&walk);
	scene_end(&sc);
}

static struct channel *
tea(void)
{
	return world_channel(&sc.srv.world, "#tea");
}

static void
join_all(void)
{
	for (int i = 0; i < 5; i++)
		scene_join(&sc, people[i], "#tea");
}

static void
rename_to(struct session *s, const char *nick)
{
	struct event e = hub_event(&sc.srv, EVENT_NICK, s);

	e.arg = nick;
	hub_publish(&sc.srv, &e);
}

static void
next_user_is(const char *nick)
{
	const struct user *u = world_walk_user(&walk);

	ck_assert_str_eq(u ? u->nick : "", nick);
}

static void
next_member_is(const char *nick)
{
	const struct member *m = channel_walk_member(&walk);

	ck_assert_str_eq(m ? m->user->nick : "", nick);
}

START_TEST(users_are_visited_in_the_order_in_which_they_came)
{
	world_walk_users(&sc.srv.world, &walk);
	for (int i = 0; i < 5; i++)
		next_user_is((char[]){'n', (char)('0' + i), '\0'});
	next_user_is("");
	next_user_is("");
}
END_TEST

START_TEST(who_changes_nick_is_visited_once)
{
	world_walk_users(&sc.srv.world, &walk);
	next_user_is("n0");
	rename_to(people[0], "zoe");
	rename_to(people[3], "anne");
	next_user_is("n1");
	next_user_is("n2");
	next_user_is("anne");
	next_user_is("n4");
	next_user_is("");
}
END_TEST

START_TEST(who_quits_is_stepped_over_wherever_the_place_is)
{
	world_walk_users(&sc.srv.world, &walk);
	next_user_is("n0");
	scene_quit(&sc, people[0]);
	scene_quit(&sc, people[1]);
	next_user_is("n2");
	scene_quit(&sc, people[4]);
	next_user_is("n3");
	next_user_is("");
}
END_TEST

START_TEST(the_last_one_at_the_place_may_quit)
{
	world_walk_users(&sc.srv.world, &walk);
	for (int i = 0; i < 4; i++)
		world_walk_user(&walk);
	scene_quit(&sc, people[4]);
	next_user_is("");
}
END_TEST

START_TEST(all_may_quit)
{
	world_walk_users(&sc.srv.world, &walk);
	for (int i = 4; i >= 0; i--)
		scene_quit(&sc, people[i]);
	next_user_is("");
	scene_user(&sc, "late", NULL, 0);
	next_user_is("");
}
END_TEST

START_TEST(who_comes_later_is_not_visited)
{
	world_walk_users(&sc.srv.world, &walk);
	scene_user(&sc, "late", NULL, 0);
	scene_quit(&sc, people[4]);
	for (int i = 0; i < 4; i++)
		ck_assert_ptr_nonnull(world_walk_user(&walk));
	next_user_is("");
}
END_TEST

START_TEST(who_parts_and_joins_again_is_not_visited_twice)
{
	join_all();
	channel_walk(tea(), &walk);
	next_member_is("n0");
	scene_part(&sc, people[0], "#tea");
	scene_join(&sc, people[0], "#tea");
	for (int i = 1; i < 5; i++)
		next_member_is((char[]){'n', (char)('0' + i), '\0'});
	next_member_is("");
}
END_TEST

START_TEST(a_channel_may_end_under_a_walk_through_it)
{
	join_all();
	channel_walk(tea(), &walk);
	next_member_is("n0");
	for (int i = 0; i < 5; i++)
		scene_part(&sc, people[i], "#tea");
	ck_assert_ptr_null(tea());
	next_member_is("");
}
END_TEST

START_TEST(channels_are_visited_but_those_that_end)
{
	scene_join(&sc, people[0], "#a");
	scene_join(&sc, people[0], "#b");
	scene_join(&sc, people[0], "#c");
	world_walk_channels(&sc.srv.world, &walk);
	scene_part(&sc, people[0], "#a");
	ck_assert_str_eq(world_walk_channel(&walk)->name, "#b");
	scene_part(&sc, people[0], "#c");
	scene_join(&sc, people[0], "#d");
	ck_assert_ptr_null(world_walk_channel(&walk));
}
END_TEST

START_TEST(a_channel_is_found_by_its_id_while_it_lives)
{
	uint64_t id;

	scene_join(&sc, people[0], "#tea");
	id = tea()->id;
	ck_assert_ptr_eq(world_channel_by_id(&sc.srv.world, id), tea());
	scene_part(&sc, people[0], "#tea");
	ck_assert_ptr_null(world_channel_by_id(&sc.srv.world, id));
}
END_TEST

START_TEST(entries_of_a_list_are_visited_but_those_that_are_taken_off)
{
	struct mask *m;

	scene_join(&sc, people[0], "#tea");
	scene_mode(&sc, people[0], "#tea", true, 'b', "a!*@*");
	scene_mode(&sc, people[0], "#tea", true, 'b', "b!*@*");
	scene_mode(&sc, people[0], "#tea", true, 'b', "c!*@*");
	channel_walk_list(tea(), 0, &walk);
	ck_assert_str_eq(channel_walk_mask(&walk)->mask, "a!*@*");
	scene_mode(&sc, people[0], "#tea", false, 'b', "b!*@*");
	m = channel_walk_mask(&walk);
	ck_assert_str_eq(m->mask, "c!*@*");
	scene_mode(&sc, people[0], "#tea", true, 'b', "b!*@*");
	ck_assert_ptr_null(channel_walk_mask(&walk));
}
END_TEST

START_TEST(somebodys_channels_are_visited_but_those_that_are_left)
{
	scene_join(&sc, people[0], "#a");
	scene_join(&sc, people[0], "#b");
	scene_join(&sc, people[0], "#c");
	channel_walk_of(people[0]->user, &walk);
	scene_part(&sc, people[0], "#a");
	ck_assert_str_eq(channel_walk_own(&walk)->channel->name, "#b");
	scene_quit(&sc, people[0]);
	ck_assert_ptr_null(channel_walk_own(&walk));
}
END_TEST

START_TEST(of_who_was_here_the_forgotten_are_stepped_over)
{
	sc.srv.world.whowas_max = 2;
	scene_quit(&sc, people[0]);
	scene_quit(&sc, people[1]);
	world_walk_whowas(&sc.srv.world, &walk);
	ck_assert_str_eq(world_walk_was(&walk)->nick, "n1");
	scene_quit(&sc, people[2]);
	ck_assert_ptr_null(world_walk_was(&walk));
}
END_TEST

Suite *
suite_walk(void)
{
	Suite *s = suite_create("walk");
	TCase *tc = tcase_create("walk");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, users_are_visited_in_the_order_in_which_they_came);
	tcase_add_test(tc, who_changes_nick_is_visited_once);
	tcase_add_test(tc, who_quits_is_stepped_over_wherever_the_place_is);
	tcase_add_test(tc, the_last_one_at_the_place_may_quit);
	tcase_add_test(tc, all_may_quit);
	tcase_add_test(tc, who_comes_later_is_not_visited);
	tcase_add_test(tc, who_parts_and_joins_again_is_not_visited_twice);
	tcase_add_test(tc, a_channel_may_end_under_a_walk_through_it);
	tcase_add_test(tc, channels_are_visited_but_those_that_end);
	tcase_add_test(tc, a_channel_is_found_by_its_id_while_it_lives);
	tcase_add_test(
	    tc, entries_of_a_list_are_visited_but_those_that_are_taken_off);
	tcase_add_test(
	    tc, somebodys_channels_are_visited_but_those_that_are_left);
	tcase_add_test(tc, of_who_was_here_the_forgotten_are_stepped_over);
	suite_add_tcase(s, tc);
	return s;
}
