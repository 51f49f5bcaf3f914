/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "client/cleaning.h"
#include "client/intake.h"
#include "client/pace.h"
#include "common/utf8.h"
#include "tests/suites.h"

static struct outbox o;
static struct intake in;

static void
setup(void)
{
	outbox_init(&o, "seed");
	in = (struct intake){.start = 0};
}

static void
teardown(void)
{
	outbox_free(&o);
	intake_free(&in);
}

static void
ck_clean(const char *line, size_t len, const char *clean)
{
	struct buf out = {0};

	buf_adds(&out, "x");
	cleaning_add(&out, line, len);
	ck_assert_str_eq(out.data + 1, clean);
	buf_free(&out);
}

#define CLEAN(line, clean) ck_clean(line, sizeof(line) - 1, clean)

START_TEST(what_a_program_prints_becomes_text)
{
	CLEAN("  as it is", "  as it is");
	CLEAN("a\tb\rc\0d\x07"
	      "e\x7f"
	      "f",
	    "a bcdef");
	CLEAN("\xc3\xb6 \xe2\x82\xac", "\xc3\xb6 \xe2\x82\xac");
	CLEAN("a\xff\xc3z", "a\xef\xbf\xbd\xef\xbf\xbdz");
	CLEAN("a\xc2\x9b"
	      "31mb",
	    "a31mb");
	CLEAN("at its end \t ", "at its end");
	CLEAN(" \t\r", "");
}
END_TEST

START_TEST(sequences_for_terminals_go_and_what_is_none_stays)
{
	CLEAN("\033[1;31mred\033[0m.", "red.");
	CLEAN("\033(B\033[mplain", "plain");
	CLEAN("\033]0;title\007text\033]8;;http://x\033\\link", "textlink");
	CLEAN("\0337save\033M", "save");
	CLEAN("cut \033[31", "cut [31");
	CLEAN("cut \033]0;title", "cut ]0;title");
	CLEAN("end\033", "end");
	CLEAN("\033[3\xc3\xb6", "[3\xc3\xb6");
}
END_TEST

static void
feed(const char *text)
{
	intake_add(&in, text, strlen(text));
}

static void
ck_line(bool ended, uint64_t number, const char *text)
{
	const char *line;
	size_t len;

	ck_assert(intake_next(&in, ended, &line, &len));
	ck_assert_uint_eq(len, strlen(text));
	ck_assert(!memcmp(line, text, len));
	ck_assert_uint_eq(in.number, number);
}

static void
ck_no_line(bool ended)
{
	const char *line;
	size_t len;

	ck_assert(!intake_next(&in, ended, &line, &len));
}

START_TEST(lines_come_out_as_they_are_complete_and_the_last_at_the_end)
{
	feed("one\n\ntw");
	ck_line(false, 1, "one");
	ck_line(false, 2, "");
	ck_no_line(false);
	feed("o\nthree");
	ck_line(false, 3, "two");
	ck_no_line(false);
	ck_line(true, 4, "three");
	ck_no_line(true);
}
END_TEST

/* The parts of one line put together, of which none is longer; it comes byte by
 * byte. */
static void
ck_parts(const struct buf *all, bool at_spaces)
{
	struct buf parts = {0};
	const char *line;
	size_t len;

	for (size_t i = 0; i < all->len; i++) {
		intake_add(&in, all->data + i, 1);
		if (!intake_next(&in, i + 1 == all->len, &line, &len))
			continue;
		ck_assert_uint_le(len, INTAKE_LINE_MAX);
		ck_assert_uint_eq(in.number, 1);
		ck_assert(utf8_valid(line, len));
		buf_add(&parts, line, len);
		if (at_spaces && parts.len < all->len)
			ck_assert_int_eq(line[len - 1], ' ');
	}
	ck_assert_str_eq(parts.data, all->data);
	buf_free(&parts);
}

START_TEST(a_line_without_end_comes_in_parts_and_nothing_of_it_is_lost)
{
	struct buf all = {0};

	while (all.len < 5 * INTAKE_LINE_MAX)
		buf_addf(&all, "w\xc3\xb6rd%zu ", all.len);
	ck_parts(&all, true);
	teardown();
	setup();
	buf_reset(&all);
	buf_adds(&all, "xx");
	while (all.len < 5 * INTAKE_LINE_MAX)
		buf_adds(&all, "\xf0\x9f\x98\x80");
	ck_parts(&all, false);
	buf_free(&all);
}
END_TEST

START_TEST(after_a_line_in_parts_the_next_has_the_next_number)
{
	struct buf all = {0};
	const char *line;
	size_t len;

	while (all.len < INTAKE_LINE_MAX)
		buf_addc(&all, 'x');
	buf_adds(&all, " the rest\nnext\n");
	intake_add(&in, all.data, all.len);
	ck_assert(intake_next(&in, false, &line, &len));
	ck_line(false, 1, "xxxx the rest");
	ck_line(false, 2, "next");
	buf_free(&all);
}
END_TEST

START_TEST(five_lines_go_at_once_and_then_one_in_two_seconds)
{
	struct pace p;

	pace_begin(&p, 1000, 0);
	for (int i = 0; i < PACE_BURST; i++) {
		ck_assert_int_eq(pace_wait_ms(&p, 1000, 1), 0);
		pace_take(&p, 1000, 1);
	}
	ck_assert_int_eq(pace_wait_ms(&p, 1000, 1), PACE_LINE_MS);
	ck_assert_int_eq(pace_wait_ms(&p, 2500, 1), 500);
	ck_assert_int_eq(pace_wait_ms(&p, 3000, 1), 0);
	ck_assert_int_eq(pace_wait_ms(&p, 3000, 2), PACE_LINE_MS);
	/* Silence does not save up more than that. */
	ck_assert_int_eq(pace_wait_ms(&p, 900000, PACE_BURST), 0);
	pace_take(&p, 900000, PACE_BURST);
	ck_assert_int_eq(pace_wait_ms(&p, 900000, 1), PACE_LINE_MS);
}
END_TEST

static void
add(const char *text, uint64_t ref, uint64_t group)
{
	struct out_line line = {.target = (char *)"#c",
	    .command = "PRIVMSG",
	    .text = (char *)text,
	    .len = strlen(text),
	    .ref = ref,
	    .group = group};

	ck_assert(outbox_add(&o, &line));
}

static struct out *
make(size_t row, size_t rows, size_t bytes)
{
	struct out_limits most = {.row = row, .rows = rows, .bytes = bytes};
	struct out_plan p;

	ck_assert_ptr_nonnull(o.lines);
	outbox_plan(&o, &most, &p);
	return outbox_make(&o, &p);
}

static void
ck_made(const struct out *m, const char *body, uint64_t first, uint64_t last)
{
	ck_assert_str_eq(m->body, body);
	ck_assert_uint_eq(m->first, first);
	ck_assert_uint_eq(m->last, last);
}

START_TEST(each_line_is_a_message_and_a_long_one_is_several)
{
	add("one", 1, 0);
	add("some words that are too long", 2, 0);
	ck_made(make(100, 1, 0), "one", 1, 1);
	ck_made(make(12, 1, 0), "some words", 2, 2);
	ck_made(make(12, 1, 0), "that are too", 2, 2);
	ck_made(make(12, 1, 0), "long", 2, 2);
	ck_assert_ptr_null(o.lines);
	ck_assert_uint_eq(o.bytes, 0);
}
END_TEST

START_TEST(lines_of_a_group_are_one_message_within_its_limits)
{
	for (uint64_t i = 1; i <= 5; i++)
		add("12345", i, 1);
	add("other", 6, 2);
	ck_made(make(100, 3, 1000), "12345\n12345\n12345", 1, 3);
	/* Two lines and the LF between them are 11 bytes. */
	ck_made(make(100, 3, 10), "12345", 4, 4);
	ck_made(make(100, 3, 11), "12345", 5, 5);
	ck_made(make(100, 3, 1000), "other", 6, 6);
	add("12345", 7, 3);
	add("12345", 8, 3);
	ck_made(make(100, 3, 11), "12345\n12345", 7, 8);
}
END_TEST

START_TEST(in_a_message_of_several_lines_a_long_one_goes_on_with_its_space)
{
	const char *row;

	add("some words that are long", 1, 1);
	add("next", 2, 1);
	ck_made(make(12, 10, 1000), "some words\r that are\r long\nnext", 1, 2);
	ck_assert_uint_eq(o.messages->rows, 4);
	ck_assert_uint_eq(outbox_row(o.messages->body, 3, &row), 4);
	ck_assert_str_eq(row, "next");
	/* The message ends in the middle of a line: no space is lost or kept.
	 */
	add("some words that are long", 3, 2);
	ck_made(make(12, 2, 1000), "some words\r that are", 3, 3);
	ck_made(make(12, 2, 1000), "long", 3, 3);
}
END_TEST

START_TEST(more_of_a_group_is_waited_for_only_at_its_end)
{
	struct out_limits most = {.row = 100, .rows = 3, .bytes = 1000};
	struct out_line line = {.target = (char *)"#c",
	    .command = "PRIVMSG",
	    .text = (char *)"x",
	    .len = 1,
	    .group = 1,
	    .hold_ms = 500};
	struct out_plan p;

	outbox_add(&o, &line);
	outbox_add(&o, &line);
	outbox_plan(&o, &most, &p);
	ck_assert_int_eq(p.hold_ms, 500);
	outbox_drop_plan(&p);
	outbox_add(&o, &line);
	outbox_plan(&o, &most, &p);
	ck_assert_int_eq(p.hold_ms, 0);
	outbox_drop_plan(&p);
	outbox_free(&o);
	outbox_add(&o, &line);
	line.group = 2;
	outbox_add(&o, &line);
	outbox_plan(&o, &most, &p);
	ck_assert_int_eq(p.hold_ms, 0);
	outbox_drop_plan(&p);
}
END_TEST

static struct out *
fly(const char *text)
{
	struct out *m;

	add(text, o.last_id + 1, 0);
	m = make(100, 1, 0);
	outbox_set(&o, m, OUT_FLYING);
	return m;
}

START_TEST(what_is_sent_again_keeps_its_place)
{
	struct out *a = fly("a"), *b = fly("b"), *c = fly("c");

	ck_assert_uint_eq(o.flying, 3);
	ck_assert_ptr_null(outbox_again(&o));
	/* Refused, as its channel had another name: c is on its way. */
	outbox_set(&o, b, OUT_READY);
	ck_assert(outbox_is_held(&o));
	ck_assert_ptr_null(outbox_again(&o));
	outbox_set(&o, c, OUT_READY);
	ck_assert_ptr_eq(outbox_again(&o), b);
	outbox_set(&o, b, OUT_FLYING);
	ck_assert_ptr_eq(outbox_again(&o), c);
	outbox_remove(&o, a);
	outbox_set(&o, c, OUT_FLYING);
	ck_assert(!outbox_is_held(&o));
	ck_assert_uint_eq(o.flying, 2);
}
END_TEST

START_TEST(while_anything_is_in_doubt_nothing_goes)
{
	struct out *a = fly("a"), *b = fly("b");

	outbox_lost(&o);
	ck_assert_uint_eq(o.doubtful, 2);
	ck_assert_uint_eq(o.flying, 0);
	outbox_set(&o, a, OUT_READY);
	ck_assert_ptr_null(outbox_again(&o));
	outbox_set(&o, b, OUT_FOUND);
	ck_assert_ptr_eq(outbox_again(&o), a);
	ck_assert_ptr_eq(outbox_find(&o, b->id), b);
	outbox_remove(&o, b);
	ck_assert_ptr_null(outbox_find(&o, a->id + 1));
}
END_TEST

START_TEST(a_new_name_counts_for_what_is_not_on_its_way)
{
	struct out *a = fly("a"), *b = fly("b");

	outbox_set(&o, b, OUT_READY);
	add("c", 3, 0);
	outbox_rename(&o, "#C", "#longer");
	ck_assert_str_eq(a->target, "#c");
	ck_assert_str_eq(b->target, "#longer");
	ck_assert_str_eq(o.lines->target, "#longer");
	ck_made(make(100, 1, 0), "c", 3, 3);
	ck_assert_uint_eq(o.bytes, 0);
}
END_TEST

START_TEST(no_two_messages_have_the_same_nonce)
{
	ck_assert_str_eq(fly("a")->nonce, "seed-1");
	ck_assert_str_eq(fly("a")->nonce, "seed-2");
}
END_TEST

Suite *
suite_client_outbox(void)
{
	const TTest *const tests[] = {what_a_program_prints_becomes_text,
	    sequences_for_terminals_go_and_what_is_none_stays,
	    lines_come_out_as_they_are_complete_and_the_last_at_the_end,
	    a_line_without_end_comes_in_parts_and_nothing_of_it_is_lost,
	    after_a_line_in_parts_the_next_has_the_next_number,
	    five_lines_go_at_once_and_then_one_in_two_seconds,
	    each_line_is_a_message_and_a_long_one_is_several,
	    lines_of_a_group_are_one_message_within_its_limits,
	    in_a_message_of_several_lines_a_long_one_goes_on_with_its_space,
	    more_of_a_group_is_waited_for_only_at_its_end,
	    what_is_sent_again_keeps_its_place,
	    while_anything_is_in_doubt_nothing_goes,
	    a_new_name_counts_for_what_is_not_on_its_way,
	    no_two_messages_have_the_same_nonce};
	Suite *s = suite_create("client_outbox");
	TCase *tc = tcase_create("client_outbox");

	tcase_add_checked_fixture(tc, setup, teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(s, tc);
	return s;
}
