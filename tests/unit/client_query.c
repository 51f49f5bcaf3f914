/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/query.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "tests/suites.h"

static const int64_t now = 1764241200000; /* 2025-11-27T11:00:00Z */
static struct query q;
static struct buf err;

static void
setup(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	q = (struct query){0};
}

static void
teardown(void)
{
	query_free(&q);
	buf_free(&err);
	unsetenv("TZ");
	tzset();
}

static void
parse(const char *typed)
{
	query_free(&q);
	buf_reset(&err);
	ck_assert_msg(query_parse(&q, typed, now, &err) == 0, "%s", err.data);
}

static bool
takes(const char *text)
{
	return query_takes(&q,
	    &(struct query_subject){.nick = "Ada",
		.room = "#Chan",
		.time_ms = now,
		.text = text,
		.len = strlen(text)});
}

static void
assert_refused(const char *typed, const char *why)
{
	query_free(&q);
	buf_reset(&err);
	ck_assert_msg(query_parse(&q, typed, now, &err) < 0, "%s", typed);
	ck_assert_msg(strstr(err.data, why), "%s: %s", typed, err.data);
}

/* What of text is found, in brackets. */
static const char *
marked(const char *text)
{
	static struct buf out;
	size_t at = 0, len = strlen(text);
	struct match m;

	buf_free(&out);
	for (; query_find(&q, text, len, at, &m); at = m.start + m.len) {
		buf_add(&out, text + at, m.start - at);
		buf_addf(&out, "[%.*s]", (int)m.len, text + m.start);
	}
	buf_adds(&out, text + at);
	return out.data;
}

START_TEST(a_message_must_have_all_words_and_phrases)
{
	parse("red \"big house\"");
	ck_assert(takes("a BIG HOUSE that is Red"));
	ck_assert(!takes("a big red house"));
	ck_assert(!takes("a big house"));
	ck_assert_str_eq(q.words.data, "red \"big house\"");
}
END_TEST

START_TEST(words_are_found_in_any_case_and_with_other_accents)
{
	parse("cafe ÄRGER");
	ck_assert(takes("Café ärger"));
	ck_assert(takes("CAFE\xcc\x81 arger"));
	ck_assert(!takes("caffe ärger"));
	parse("СЛОВО");
	ck_assert(takes("одно слово"));
	parse("検索");
	ck_assert(takes("全文検索です"));
	ck_assert(!takes("検 索"));
}
END_TEST

START_TEST(what_is_found_is_marked_where_it_stands)
{
	parse("cafe the");
	ck_assert_str_eq(marked("The cafe\xcc\x81, cafés: THE cafe"),
	    "[The] [cafe\xcc\x81], [café]s: [THE] [cafe]");
	parse("ab abc");
	ck_assert_str_eq(marked("xabcab"), "x[abc][ab]");
	parse("from:ada");
	ck_assert_str_eq(marked("ada"), "ada");
}
END_TEST

START_TEST(filters_choose_nick_room_and_time)
{
	parse("from:ada in:#chan after:2025-11-27 before:12:00");
	ck_assert(takes("anything"));
	parse("from:adam");
	ck_assert(!takes("anything"));
	parse("IN:#other");
	ck_assert(!takes("anything"));
	parse("after:11:00");
	ck_assert(takes("anything"));
	parse("before:11:00");
	ck_assert(!takes("anything"));
	parse("after:11:01 anything");
	ck_assert(!takes("anything"));
}
END_TEST

START_TEST(what_only_looks_like_a_filter_is_a_word)
{
	parse("\"from:ada\" https://example.org");
	ck_assert_ptr_null(q.from);
	ck_assert(takes("see https://example.org, from:ada"));
	parse("\"not closed");
	ck_assert(takes("this is not closed"));
}
END_TEST

START_TEST(a_query_that_means_nothing_is_explained)
{
	assert_refused("", "searched for");
	assert_refused("  \"\" \" \"", "searched for");
	assert_refused("from:", "from: needs a name");
	assert_refused("in:#a in:#b", "in: stands there twice");
	assert_refused("x before:soon", "before:soon is no date");
	assert_refused("x before:soon", "before:2026-11-03");
	assert_refused("after:", "after: is no date");
	assert_refused("after:today before:yesterday", "Nothing lies");
	assert_refused("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7", "At most 16");
}
END_TEST

Suite *
suite_client_query(void)
{
	Suite *s = suite_create("client_query");
	TCase *tc = tcase_create("query");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_message_must_have_all_words_and_phrases);
	tcase_add_test(tc, words_are_found_in_any_case_and_with_other_accents);
	tcase_add_test(tc, what_is_found_is_marked_where_it_stands);
	tcase_add_test(tc, filters_choose_nick_room_and_time);
	tcase_add_test(tc, what_only_looks_like_a_filter_is_a_word);
	tcase_add_test(tc, a_query_that_means_nothing_is_explained);
	suite_add_tcase(s, tc);
	return s;
}
