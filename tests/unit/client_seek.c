/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/seek.h"

#include <stdio.h>
#include <string.h>

#include "client/network.h"
#include "tests/suites.h"

static struct network *network;
static struct room *r;
static struct seek k;

static void
add(const char *text)
{
	room_add(r,
	    &(struct said_line){
		.kind = SAID_MESSAGE, .nick = "bob", .text = text});
}

static void
setup(void)
{
	network = network_new("net", "");
	r = room_new(network, ROOM_CHANNEL, "#a", 100);
	r->id = 7;
	add("the first cat");
	add("a dog");
	add("\002C\002at again");
	add("a bird");
	add("cats");
}

static void
teardown(void)
{
	if (k.active)
		seek_end(&k, r, false);
	room_free(r);
	network_free(network);
}

static uint64_t
id(size_t i)
{
	return room_line(r, i)->id;
}

static void
assert_found(size_t i)
{
	ck_assert_uint_eq(k.found, id(i));
	ck_assert_uint_eq(r->selected, id(i));
	ck_assert_uint_eq(r->jump, id(i));
	ck_assert_ptr_null(k.trouble);
}

START_TEST(the_nearest_match_above_is_shown_while_one_types)
{
	seek_begin(&k, r, id(3));
	seek_type(&k, r, "c");
	assert_found(2);
	seek_type(&k, r, "ca");
	assert_found(2);
	seek_type(&k, r, "cat");
	assert_found(2);
	ck_assert_ptr_eq(r->find, &k.pattern);
	seek_type(&k, r, "do");
	assert_found(1);
}
END_TEST

START_TEST(where_nothing_is_above_the_nearest_below_is_shown)
{
	seek_begin(&k, r, id(1));
	seek_type(&k, r, "bird");
	assert_found(3);
}
END_TEST

START_TEST(what_is_not_there_is_told_and_nothing_stands_out)
{
	seek_begin(&k, r, id(4));
	seek_type(&k, r, "cat");
	seek_type(&k, r, "catx");
	ck_assert_uint_eq(k.found, 0);
	ck_assert_uint_eq(r->selected, 0);
	ck_assert_str_eq(k.trouble, "nothing found");
	seek_type(&k, r, "cat");
	assert_found(4);
}
END_TEST

START_TEST(other_matches_are_reached_in_both_directions)
{
	seek_begin(&k, r, id(4));
	seek_type(&k, r, "cat");
	assert_found(4);
	seek_step(&k, r, -1);
	assert_found(2);
	seek_step(&k, r, -1);
	assert_found(0);
	seek_step(&k, r, -1);
	ck_assert_uint_eq(k.found, id(0));
	ck_assert_str_eq(k.trouble, "no other above");
	seek_step(&k, r, 1);
	assert_found(2);
	seek_step(&k, r, 1);
	seek_step(&k, r, 1);
	ck_assert_uint_eq(k.found, id(4));
	ck_assert_str_eq(k.trouble, "no other below");
}
END_TEST

START_TEST(one_stays_there_or_goes_back_to_where_one_was)
{
	room_scroll(r, id(3), 1);
	seek_begin(&k, r, id(3));
	seek_type(&k, r, "first");
	seek_end(&k, r, false);
	ck_assert(!k.active);
	ck_assert_ptr_null(r->find);
	ck_assert_uint_eq(r->selected, id(0));
	ck_assert_uint_eq(r->jump, id(0));

	r->selected = 0;
	seek_begin(&k, r, id(3));
	seek_type(&k, r, "first");
	room_scroll(r, id(0), 0);
	seek_end(&k, r, true);
	ck_assert_uint_eq(r->anchor, id(3));
	ck_assert_uint_eq(r->anchor_hidden, 1);
	ck_assert_uint_eq(r->selected, 0);
	ck_assert_uint_eq(r->jump, 0);
}
END_TEST

START_TEST(a_window_that_is_empty_or_gone_does_no_harm)
{
	room_clear(r);
	seek_begin(&k, r, 0);
	seek_type(&k, r, "cat");
	ck_assert_str_eq(k.trouble, "nothing found");
	seek_step(&k, r, -1);
	seek_step(&k, r, 1);
	seek_type(&k, r, "");
	seek_end(&k, NULL, true);
	ck_assert(!k.active);
}
END_TEST

START_TEST(a_match_that_left_the_scrollback_is_passed_over)
{
	seek_begin(&k, r, id(4));
	seek_type(&k, r, "first");
	assert_found(0);
	room_forget(r);
	seek_step(&k, r, -1);
	ck_assert_str_eq(k.trouble, "no other above");
	seek_type(&k, r, "cat");
	seek_step(&k, r, -1);
	assert_found(1);
}
END_TEST

Suite *
suite_client_seek(void)
{
	Suite *s = suite_create("client_seek");
	TCase *tc = tcase_create("seek");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_nearest_match_above_is_shown_while_one_types);
	tcase_add_test(tc, where_nothing_is_above_the_nearest_below_is_shown);
	tcase_add_test(tc, what_is_not_there_is_told_and_nothing_stands_out);
	tcase_add_test(tc, other_matches_are_reached_in_both_directions);
	tcase_add_test(tc, one_stays_there_or_goes_back_to_where_one_was);
	tcase_add_test(tc, a_window_that_is_empty_or_gone_does_no_harm);
	tcase_add_test(tc, a_match_that_left_the_scrollback_is_passed_over);
	suite_add_tcase(s, tc);
	return s;
}
