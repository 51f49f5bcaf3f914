/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/crowd.h"

START_TEST(who_of_everybody_comes_in_bounded_pieces_each_row_once)
{
	crowd_says(crowd.asker, "WHO *");
	crowd_all_pieces();
	crowd_count_numbers(" 352 ", " srv u");
	crowd_all_seen_once(0, CROWD_USERS);
	ck_assert_uint_eq(crowd_lines_like(" 352 "), CROWD_USERS + 2);
	ck_assert_uint_eq(crowd_lines_like(" 315 asker * "), 1);
	ck_assert_uint_ge(crowd.pieces, 30);
}
END_TEST

START_TEST(names_of_a_big_channel_come_in_bounded_pieces_each_once)
{
	crowd_says(crowd.asker, "NAMES #big");
	crowd_all_pieces();
	crowd_count_numbers(" 353 ", "u");
	crowd_all_seen_once(0, CROWD_USERS);
	ck_assert_uint_eq(crowd_lines_like(" 366 asker #big "), 1);
	ck_assert_uint_ge(crowd.pieces, 4);
}
END_TEST

START_TEST(list_of_all_channels_comes_in_bounded_pieces_each_once)
{
	crowd_says(crowd.asker, "LIST");
	crowd_all_pieces();
	crowd_count_numbers(" 322 ", " #c");
	crowd_all_seen_once(0, CROWD_CHANNELS);
	ck_assert_uint_eq(crowd_lines_like(" 322 "), CROWD_CHANNELS + 1);
	ck_assert_uint_eq(crowd_lines_like(" 323 "), 1);
	ck_assert_uint_ge(crowd.pieces, 2);
}
END_TEST

START_TEST(a_long_scan_that_finds_little_takes_many_turns_too)
{
	crowd_says(crowd.asker, "WHO u0999?");
	ck_assert_ptr_nonnull(crowd.asker->answer);
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 352 "), 10);
	ck_assert_uint_ge(crowd.pieces, 30);
}
END_TEST

/* In each piece, of the next hundred: one quits, one changes nick, one parts
 * and joins again; and somebody comes. */
static void
disturb(int i)
{
	char nick[16], fresh[16];
	int from = i * 100 % CROWD_USERS;

	if (i >= CROWD_USERS / 100)
		return;
	snprintf(nick, sizeof(nick), "u%05d", from);
	crowd_quits(nick);
	snprintf(nick, sizeof(nick), "u%05d", from + 50);
	snprintf(fresh, sizeof(fresh), "z%05d", from + 50);
	crowd_renames(nick, fresh);
	snprintf(nick, sizeof(nick), "u%05d", from + 70);
	crowd_parts(nick, "#big");
	crowd_joins(nick, "#big");
	snprintf(nick, sizeof(nick), "n%05d", i);
	crowd_comes(nick);
	crowd_joins(nick, "#big");
}

static void
disturbed_once(void)
{
	for (size_t i = 0; i < CROWD_USERS; i++)
		if (i % 100 != 0 && i % 100 != 70)
			ck_assert_msg(crowd.seen[i] == 1, "%zu: %u times", i,
			    crowd.seen[i]);
		else
			ck_assert_uint_le(crowd.seen[i], 1);
}

START_TEST(whatever_people_do_meanwhile_who_says_nobody_twice)
{
	crowd_says(crowd.asker, "WHO *");
	for (int i = 0; crowd_piece(); i++)
		disturb(i);
	crowd_count_numbers(" 352 ", " srv u");
	crowd_count_numbers(" 352 ", " srv z");
	disturbed_once();
	ck_assert_uint_eq(crowd_lines_like(" 315 "), 1);
}
END_TEST

START_TEST(whatever_people_do_meanwhile_names_says_nobody_twice)
{
	crowd_says(crowd.asker, "NAMES #big");
	for (int i = 0; crowd_piece(); i++)
		for (int k = 0; k < 20; k++)
			disturb(i * 20 + k);
	crowd_count_numbers(" 353 ", "u");
	crowd_count_numbers(" 353 ", "z");
	disturbed_once();
	ck_assert_uint_eq(crowd_lines_like(" 366 "), 1);
}
END_TEST

START_TEST(channels_that_end_or_begin_meanwhile_do_not_harm_a_list)
{
	char nick[16];
	int i = 0;

	crowd_says(crowd.asker, "LIST");
	while (crowd_piece()) {
		for (int k = 0; k < 10; k++) {
			snprintf(nick, sizeof(nick), "u%05d",
			    CROWD_CHANNELS - 1 + k * CROWD_CHANNELS);
			crowd_parts(
			    nick, crowd_name_of("#c", CROWD_CHANNELS - 1));
		}
		crowd_joins("u00000", crowd_name_of("#d", i++));
	}
	crowd_count_numbers(" 322 ", " #c");
	crowd_all_seen_once(0, CROWD_CHANNELS - 1);
	ck_assert_uint_eq(crowd_lines_like(" #d"), 0);
	ck_assert_uint_eq(crowd_lines_like(" 323 "), 1);
}
END_TEST

START_TEST(a_channel_may_end_while_its_names_are_told)
{
	char nick[16];

	crowd_says(crowd.asker, "NAMES #big");
	crowd_piece();
	for (int i = 0; i < CROWD_USERS; i++) {
		snprintf(nick, sizeof(nick), "u%05d", i);
		crowd_quits(nick);
	}
	ck_assert_ptr_null(world_channel(&crowd.sc.srv.world, "#big"));
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 366 asker #big "), 1);
}
END_TEST

Suite *
suite_server_answer(void)
{
	Suite *s = suite_create("server_answer");
	TCase *tc = tcase_create("answer");

	tcase_set_timeout(tc, 30);
	tcase_add_unchecked_fixture(tc, crowd_fill, crowd_empty);
	tcase_add_checked_fixture(tc, crowd_set_up, crowd_tear_down);
	tcase_add_test(
	    tc, who_of_everybody_comes_in_bounded_pieces_each_row_once);
	tcase_add_test(
	    tc, names_of_a_big_channel_come_in_bounded_pieces_each_once);
	tcase_add_test(
	    tc, list_of_all_channels_comes_in_bounded_pieces_each_once);
	tcase_add_test(tc, a_long_scan_that_finds_little_takes_many_turns_too);
	tcase_add_test(tc, whatever_people_do_meanwhile_who_says_nobody_twice);
	tcase_add_test(
	    tc, whatever_people_do_meanwhile_names_says_nobody_twice);
	tcase_add_test(
	    tc, channels_that_end_or_begin_meanwhile_do_not_harm_a_list);
	tcase_add_test(tc, a_channel_may_end_while_its_names_are_told);
	suite_add_tcase(s, tc);
	return s;
}
