/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/lines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"

enum { MAX = 16 };

static struct lines l;

static void
setup(void)
{
	lines_init(&l, MAX);
}

static void
teardown(void)
{
	lines_free(&l);
}

static void
feed_bytes(const char *data, size_t len)
{
	size_t room;
	char *to = lines_room(&l, &room);

	ck_assert_ptr_nonnull(to);
	ck_assert_uint_ge(room, len);
	memcpy(to, data, len);
	lines_filled(&l, len);
}

static void
feed(const char *s)
{
	feed_bytes(s, strlen(s));
}

static void
expect(const char *want)
{
	char *line;
	size_t len;

	ck_assert_int_eq(lines_next(&l, &line, &len), LINE_READY);
	ck_assert_str_eq(line, want);
	ck_assert_uint_eq(len, strlen(want));
}

static void
expect_result(enum line_result want)
{
	char *line;
	size_t len;

	ck_assert_int_eq(lines_next(&l, &line, &len), want);
}

START_TEST(a_line_ends_with_lf_or_cr_lf)
{
	feed("one\ntwo\r\n");
	expect("one");
	expect("two");
	expect_result(LINE_NONE);
}
END_TEST

START_TEST(an_empty_line_is_a_line)
{
	feed("\n\r\nx\n");
	expect("");
	expect("");
	expect("x");
}
END_TEST

START_TEST(a_lone_cr_inside_a_line_is_dropped)
{
	feed("a\rb\r\rc\r\n");
	expect("abc");
}
END_TEST

START_TEST(a_nul_byte_inside_a_line_is_dropped)
{
	feed_bytes("a\0b\0\n", 5);
	expect("ab");
}
END_TEST

START_TEST(cr_lf_may_be_split_over_two_reads)
{
	feed("one\r");
	expect_result(LINE_NONE);
	feed("\ntwo\r\n");
	expect("one");
	expect("two");
}
END_TEST

START_TEST(a_line_may_arrive_byte_by_byte)
{
	for (const char *s = "hello\r"; *s; s++) {
		feed_bytes(s, 1);
		expect_result(LINE_NONE);
	}
	feed("\n");
	expect("hello");
}
END_TEST

START_TEST(a_line_of_exactly_the_bound_is_whole)
{
	feed("0123456789abcdef\r\n0123456789abcdef");
	expect("0123456789abcdef");
	expect_result(LINE_NONE);
	feed("\r");
	expect_result(LINE_NONE);
	feed("\n");
	expect("0123456789abcdef");
}
END_TEST

START_TEST(a_line_over_the_bound_is_reported_once_and_skipped)
{
	feed("0123456789abcdefX\nnext\n");
	expect_result(LINE_TOO_LONG);
	expect("next");
	expect_result(LINE_NONE);
}
END_TEST

START_TEST(an_endless_line_is_reported_once_and_takes_no_memory)
{
	char chunk[LINES_CHUNK];

	memset(chunk, 'x', sizeof(chunk));
	feed_bytes(chunk, sizeof(chunk));
	expect_result(LINE_TOO_LONG);
	for (int i = 0; i < 100; i++) {
		feed_bytes(chunk, sizeof(chunk));
		expect_result(LINE_NONE);
		ck_assert_uint_eq(l.cap, 0);
	}
	feed("end\nnext\n");
	expect("next");
}
END_TEST

START_TEST(bytes_that_are_dropped_do_not_count_against_the_bound)
{
	char noise[1000] = {0};

	memset(noise, '\r', sizeof(noise) / 2);
	feed("0123456789abcdef");
	feed_bytes(noise, sizeof(noise));
	feed("\n");
	expect("0123456789abcdef");
}
END_TEST

START_TEST(memory_is_released_when_nothing_waits)
{
	feed("one\ntwo\n");
	expect("one");
	expect("two");
	ck_assert_ptr_nonnull(l.data);
	expect_result(LINE_NONE);
	ck_assert_ptr_null(l.data);
}
END_TEST

START_TEST(half_a_line_holds_little_more_than_its_bytes)
{
	feed("one\nhalf");
	expect("one");
	expect_result(LINE_NONE);
	ck_assert_uint_le(l.cap, 8);
	feed(" a line\n");
	expect("half a line");
}
END_TEST

START_TEST(room_that_was_not_used_is_given_back)
{
	feed("");
	ck_assert_ptr_null(l.data);
}
END_TEST

START_TEST(no_more_is_read_while_many_lines_wait)
{
	size_t room;

	feed("0123456789\n0123456789\n");
	ck_assert_ptr_null(lines_room(&l, &room));
	ck_assert_uint_eq(room, 0);
	expect("0123456789");
	ck_assert_ptr_nonnull(lines_room(&l, &room));
	expect("0123456789");
}
END_TEST

START_TEST(the_rest_of_a_stream_is_handed_out_once)
{
	char *line;
	size_t len;

	feed("one\nrest");
	ck_assert_int_eq(lines_rest(&l, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "one");
	ck_assert_int_eq(lines_rest(&l, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "rest");
	ck_assert_int_eq(lines_rest(&l, &line, &len), LINE_NONE);
	ck_assert_ptr_null(l.data);
}
END_TEST

/* Whether a text stands in the memory that is held. */
static bool
is_held(const char *text)
{
	return l.data && memmem(l.data, l.cap, text, strlen(text));
}

START_TEST(nothing_of_a_line_stays_once_the_next_one_is_asked_for)
{
	feed("one\r\npass");
	expect("one");
	ck_assert(is_held("one"));
	expect_result(LINE_NONE);
	ck_assert(!is_held("one"));
	feed("word\r\ntwo\nthree");
	ck_assert(is_held("password"));
	expect("password");
	expect("two");
	ck_assert(!is_held("pass") && !is_held("word"));
	ck_assert(is_held("three"));
	expect_result(LINE_NONE);
	ck_assert(!is_held("two"));
}
END_TEST

Suite *
suite_lines(void)
{
	Suite *s = suite_create("lines");
	TCase *tc = tcase_create("lines");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_line_ends_with_lf_or_cr_lf);
	tcase_add_test(tc, an_empty_line_is_a_line);
	tcase_add_test(tc, a_lone_cr_inside_a_line_is_dropped);
	tcase_add_test(tc, a_nul_byte_inside_a_line_is_dropped);
	tcase_add_test(tc, cr_lf_may_be_split_over_two_reads);
	tcase_add_test(tc, a_line_may_arrive_byte_by_byte);
	tcase_add_test(tc, a_line_of_exactly_the_bound_is_whole);
	tcase_add_test(tc, a_line_over_the_bound_is_reported_once_and_skipped);
	tcase_add_test(
	    tc, an_endless_line_is_reported_once_and_takes_no_memory);
	tcase_add_test(
	    tc, bytes_that_are_dropped_do_not_count_against_the_bound);
	tcase_add_test(tc, memory_is_released_when_nothing_waits);
	tcase_add_test(tc, half_a_line_holds_little_more_than_its_bytes);
	tcase_add_test(tc, room_that_was_not_used_is_given_back);
	tcase_add_test(tc, no_more_is_read_while_many_lines_wait);
	tcase_add_test(
	    tc, nothing_of_a_line_stays_once_the_next_one_is_asked_for);
	tcase_add_test(tc, the_rest_of_a_stream_is_handed_out_once);
	suite_add_tcase(s, tc);
	return s;
}
