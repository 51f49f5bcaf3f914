/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/pane.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/suites.h"

enum { NOON_MS = 43200000 };

static struct room *r;
static struct pane *p;
static struct settings settings;
static char format[] = "%H:%M";

static void
setup(void)
{
	setenv("TZ", "UTC", 1);
	r = room_new(NULL, ROOM_CHANNEL, "#lobby", 1000);
	p = mem_alloc(sizeof(*p));
	settings =
	    (struct settings){.timestamps = true, .timestamp_format = format};
}

static void
teardown(void)
{
	pane_free(p);
	free(p);
	room_free(r);
}

static void
say(const char *text)
{
	struct said_line line = {.kind = SAID_MESSAGE,
	    .nick = "bob",
	    .text = text,
	    .time_ms = NOON_MS};

	room_add(r, &line);
}

static void
fill(int lines)
{
	for (int i = 0; i < lines; i++)
		say("hello");
}

static const struct block *
block(size_t i)
{
	return blocks_get(&p->blocks, r, room_line(r, i));
}

/* The number of the line at the pane's end, from 1. */
static size_t
anchored(void)
{
	return room_index(r, r->anchor) + 1;
}

START_TEST(scrolling_up_holds_on_to_a_line_until_the_end_is_reached)
{
	fill(50);
	pane_size(p, 10, 80, &settings);
	pane_scroll(p, r, 5);
	ck_assert_uint_eq(anchored(), 45);
	fill(3);
	ck_assert_uint_eq(anchored(), 45);
	pane_scroll(p, r, -7);
	ck_assert_uint_eq(anchored(), 52);
	pane_scroll(p, r, -1);
	ck_assert_uint_eq(r->anchor, 0);
	pane_scroll(p, r, -1);
	ck_assert_uint_eq(r->anchor, 0);
}
END_TEST

START_TEST(scrolling_up_ends_with_the_oldest_line_on_top)
{
	fill(50);
	pane_size(p, 10, 80, &settings);
	pane_scroll(p, r, 1000);
	/* nine rows: the day and eight lines */
	ck_assert_uint_eq(anchored(), 8);
	room_scroll(r, 0, 0);
	pane_top(p, r);
	ck_assert_uint_eq(anchored(), 8);
}
END_TEST

START_TEST(what_fits_does_not_scroll)
{
	fill(3);
	pane_size(p, 10, 80, &settings);
	pane_scroll(p, r, 2);
	ck_assert_uint_eq(r->anchor, 0);
	pane_top(p, r);
	ck_assert_uint_eq(r->anchor, 0);
}
END_TEST

START_TEST(an_empty_room_does_not_scroll)
{
	pane_size(p, 10, 80, &settings);
	pane_scroll(p, r, 2);
	pane_scroll(p, r, -2);
	pane_top(p, r);
	ck_assert_uint_eq(r->anchor, 0);
}
END_TEST

START_TEST(rows_of_a_long_line_scroll_one_by_one)
{
	fill(20);
	say("a line of many words that needs more than a row in this pane "
	    "and more than two of them as well");
	pane_size(p, 5, 40, &settings);
	ck_assert_uint_ge(block(20)->rows.count, 3);
	pane_scroll(p, r, 1);
	ck_assert_uint_eq(anchored(), 21);
	ck_assert_uint_eq(r->anchor_hidden, 1);
}
END_TEST

START_TEST(another_width_keeps_the_line_one_was_reading)
{
	for (int i = 0; i < 50; i++)
		say("a line of many words that needs more than a row in a "
		    "narrow pane");
	pane_size(p, 10, 40, &settings);
	pane_scroll(p, r, 30);
	size_t anchor = anchored();
	pane_size(p, 3, 20, &settings);
	pane_size(p, 40, 200, &settings);
	pane_scroll(p, r, 1);
	ck_assert_uint_le(anchor - anchored(), 1);
}
END_TEST

START_TEST(lines_that_went_out_of_memory_leave_the_oldest_one)
{
	fill(50);
	pane_size(p, 10, 80, &settings);
	pane_scroll(p, r, 30);
	while (r->count > 5)
		room_forget(r);
	pane_scroll(p, r, -1);
	ck_assert_uint_ge(r->anchor, room_line(r, 0)->id);
}
END_TEST

START_TEST(wide_panes_have_a_nick_column_and_narrow_ones_none)
{
	fill(1);
	pane_size(p, 10, 80, &settings);
	ck_assert_str_eq(block(0)->who.data, "bob");
	ck_assert_uint_eq(block(0)->head.len, 0);
	pane_size(p, 10, 40, &settings);
	ck_assert_uint_eq(block(0)->who.len, 0);
	ck_assert_str_eq(block(0)->head.data, "bob: ");
	ck_assert_str_eq(block(0)->time, "12:00");
	pane_size(p, 10, 20, &settings);
	ck_assert_str_eq(block(0)->time, "");
	ck_assert_int_eq(block(0)->indent, 0);
}
END_TEST

START_TEST(a_pane_of_one_cell_lives)
{
	say("some words \xe6\x97\xa5\xe6\x9c\xac");
	for (int rows = 0; rows < 3; rows++) {
		for (int width = 1; width < 4; width++) {
			pane_size(p, rows, width, &settings);
			pane_scroll(p, r, 1);
			pane_scroll(p, r, 100);
			pane_scroll(p, r, -100);
			pane_top(p, r);
		}
	}
}
END_TEST

Suite *
suite_pane(void)
{
	Suite *s = suite_create("pane");
	TCase *tc = tcase_create("pane");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
	    tc, scrolling_up_holds_on_to_a_line_until_the_end_is_reached);
	tcase_add_test(tc, scrolling_up_ends_with_the_oldest_line_on_top);
	tcase_add_test(tc, what_fits_does_not_scroll);
	tcase_add_test(tc, an_empty_room_does_not_scroll);
	tcase_add_test(tc, rows_of_a_long_line_scroll_one_by_one);
	tcase_add_test(tc, another_width_keeps_the_line_one_was_reading);
	tcase_add_test(tc, lines_that_went_out_of_memory_leave_the_oldest_one);
	tcase_add_test(tc, wide_panes_have_a_nick_column_and_narrow_ones_none);
	tcase_add_test(tc, a_pane_of_one_cell_lives);
	suite_add_tcase(s, tc);
	return s;
}
