/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mode_run.h"

#include <string.h>

#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *owner;
static struct channel *tea;

/* owner is op of #tea; ann and bob are in it. */
static void
set_up(void)
{
	scene_begin(&sc);
	owner = scene_user(&sc, "owner", NULL, 0);
	scene_join(&sc, owner, "#tea");
	scene_join(&sc, scene_user(&sc, "ann", NULL, 0), "#tea");
	scene_join(&sc, scene_user(&sc, "bob", NULL, 0), "#tea");
	tea = world_channel(&sc.srv.world, "#tea");
	scene_output(&sc, owner);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
run(const char *modes, const char *a, const char *b)
{
	const char *words[] = {modes, a, b};

	mode_run(&sc.srv, owner, tea, words, b ? 3 : a ? 2 : 1);
}

static unsigned
modes_of(const char *nick)
{
	return world_member(tea, world_user(&sc.srv.world, nick))->modes;
}

START_TEST(there_is_room_in_a_full_list_for_what_the_line_took_off)
{
	sc.srv.settings->list_entries = 2;
	run("+bb", "ann", "bob");
	run("-b+b", "ann", "carl");
	ck_assert_ptr_nonnull(channel_mask(tea, 0, "carl!*@*"));
	ck_assert_uint_eq(tea->nmasks, 2);
	scene_output(&sc, owner);
	run("+e", "ann", NULL);
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, owner), " 478 "));
}
END_TEST

START_TEST(a_mask_that_an_older_server_kept_is_taken_off_as_it_is_shown)
{
	scene_mode(&sc, NULL, "#tea", true, 'b', "*!@host");
	scene_mode(&sc, NULL, "#tea", true, 'b', "$x:y");
	run("-bb", "*!@host", "$x:y");
	ck_assert_uint_eq(tea->nmasks, 0);
}
END_TEST

START_TEST(a_mask_goes_as_it_came_however_it_is_spelt)
{
	run("+b", "ann", NULL);
	run("-b", "ANN", NULL);
	scene_output(&sc, owner);
	run("+b-b", "ann", "ANN");
	scene_expect(
	    &sc, owner, ":owner!owner@host MODE #tea +b-b ann!*@* ann!*@*\r\n");
}
END_TEST

START_TEST(an_operator_makes_one_founder_where_there_is_none)
{
	run("+qq", "ann", "bob");
	ck_assert_uint_eq(modes_of("ann"), MEMBER_FOUNDER);
	ck_assert_uint_eq(modes_of("bob"), 0);
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, owner), " 482 "));
}
END_TEST

START_TEST(who_takes_their_own_rank_off_does_no_more_with_it)
{
	run("-o+v", "owner", "ann");
	ck_assert_uint_eq(modes_of("owner"), 0);
	ck_assert_uint_eq(modes_of("ann"), 0);
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, owner), " 482 "));
}
END_TEST

START_TEST(who_makes_themselves_founder_goes_on_as_one)
{
	run("+qa", "owner", "ann");
	ck_assert_uint_eq(modes_of("owner"), MEMBER_FOUNDER | MEMBER_OP);
	ck_assert_uint_eq(modes_of("ann"), MEMBER_ADMIN);
}
END_TEST

Suite *
suite_mode_run(void)
{
	Suite *s = suite_create("mode_run");
	TCase *tc = tcase_create("mode_run");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, there_is_room_in_a_full_list_for_what_the_line_took_off);
	tcase_add_test(
	    tc, a_mask_that_an_older_server_kept_is_taken_off_as_it_is_shown);
	tcase_add_test(tc, a_mask_goes_as_it_came_however_it_is_spelt);
	tcase_add_test(tc, an_operator_makes_one_founder_where_there_is_none);
	tcase_add_test(tc, who_takes_their_own_rank_off_does_no_more_with_it);
	tcase_add_test(tc, who_makes_themselves_founder_goes_on_as_one);
	suite_add_tcase(s, tc);
	return s;
}
