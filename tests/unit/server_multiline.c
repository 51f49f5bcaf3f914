/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/multiline.h"

#include <string.h>

#include "server/caps.h"
#include "server/dialect.h"
#include "tests/suites.h"

static const struct multiline_limits most = {20, 4};
static struct multiline *b;

static void
set_up(void)
{
	b = multiline_new("1", 0);
}

static void
tear_down(void)
{
	multiline_free(b);
}

static enum multiline_result
add(const char *text, bool joined)
{
	return multiline_add(b, &most, EVENT_MESSAGE, text, joined);
}

START_TEST(lines_are_joined_as_they_were_sent)
{
	ck_assert_int_eq(add("hello", false), MULTILINE_OK);
	ck_assert_int_eq(add("", false), MULTILINE_OK);
	ck_assert_int_eq(add("how ", false), MULTILINE_OK);
	ck_assert_int_eq(add("are you", true), MULTILINE_OK);
	ck_assert_str_eq(b->body.data, "hello\n\nhow \rare you");
	ck_assert_uint_eq(b->bytes, strlen("hello\n\nhow are you"));
}
END_TEST

START_TEST(a_joint_costs_nothing_and_a_line_feed_one_byte)
{
	ck_assert_int_eq(add("1234567890", false), MULTILINE_OK);
	ck_assert_int_eq(add("1234567890", false), MULTILINE_MAX_BYTES);
	ck_assert_int_eq(add("1234567890", true), MULTILINE_OK);
	ck_assert_int_eq(add("1", true), MULTILINE_MAX_BYTES);
	ck_assert_str_eq(b->body.data, "1234567890\r1234567890");
}
END_TEST

START_TEST(a_line_too_many_is_refused)
{
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(add("", false), MULTILINE_OK);
	ck_assert(multiline_is_blank(b));
	ck_assert_int_eq(add("", false), MULTILINE_MAX_LINES);
}
END_TEST

START_TEST(limits_that_have_shrunk_are_kept_too)
{
	static const struct multiline_limits less = {3, 4};

	ck_assert_int_eq(add("12345", false), MULTILINE_OK);
	ck_assert_int_eq(multiline_add(b, &less, EVENT_MESSAGE, "1", true),
	    MULTILINE_MAX_BYTES);
}
END_TEST

START_TEST(kinds_are_not_mixed_and_ctcp_and_blank_joints_are_refused)
{
	ck_assert(multiline_is_blank(b));
	ck_assert_int_eq(add("hi", false), MULTILINE_OK);
	ck_assert(!multiline_is_blank(b));
	ck_assert_int_eq(
	    multiline_add(b, &most, EVENT_NOTICE, "x", false), MULTILINE_MIXED);
	ck_assert_int_eq(add("", true), MULTILINE_BLANK);
	ck_assert_int_eq(add("\001PING\001", false), MULTILINE_CTCP);
}
END_TEST

START_TEST(a_refused_one_keeps_nothing_but_its_reference)
{
	add("hi", false);
	multiline_refuse(b);
	ck_assert(b->refused);
	ck_assert_str_eq(b->ref, "1");
	ck_assert_ptr_null(b->body.data);
}
END_TEST

START_TEST(limits_follow_what_may_wait_for_a_session)
{
	struct settings set = {
	    .multiline_bytes = 16384, .multiline_lines = 100};
	struct multiline_limits l = multiline_limits(&set);

	ck_assert_uint_eq(l.bytes, 16384);
	ck_assert_uint_eq(l.lines, 100);
	set.output_max = 4096;
	l = multiline_limits(&set);
	ck_assert_uint_eq(l.bytes, 1024);
	ck_assert_uint_eq(l.lines, 2);
}
END_TEST

static struct event
make(const char *body)
{
	struct event e = {.kind = EVENT_MESSAGE, .id = "abc", .body = body};

	e.source = (struct event_actor){.nick = "al",
	    .user = "a",
	    .host = "h",
	    .account = "acc",
	    .bot = true};
	e.target = "#x";
	e.tags = "+t=1";
	return e;
}

static void
shows(const char *body, const struct view *v, const char *want)
{
	struct event e = make(body);
	struct buf out = {0};

	dialect_irc.encode(&out, &e, v);
	ck_assert_str_eq(out.data ? out.data : "", want);
	buf_free(&out);
}

START_TEST(a_view_with_multiline_shows_a_batch)
{
	struct view v = {.caps = CAP_MULTILINE | CAP_BATCH};

	shows("a\n\nb \rc", &v,
	    ":al!a@h BATCH +abc draft/multiline #x\r\n"
	    "@batch=abc :al!a@h PRIVMSG #x :a\r\n"
	    "@batch=abc :al!a@h PRIVMSG #x :\r\n"
	    "@batch=abc :al!a@h PRIVMSG #x :b \r\n"
	    "@batch=abc;draft/multiline-concat :al!a@h PRIVMSG #x :c\r\n"
	    ":al!a@h BATCH -abc\r\n");
}
END_TEST

START_TEST(tags_stand_on_the_start_of_the_batch)
{
	struct view v = {.caps = CAP_MULTILINE | CAP_BATCH | CAP_MESSAGE_TAGS |
		CAP_ACCOUNT_TAG,
	    .batch = "7"};

	shows("a\nb", &v,
	    "@batch=7;msgid=abc;account=acc;bot;+t=1 :al!a@h BATCH +abc "
	    "draft/multiline #x\r\n"
	    "@batch=abc :al!a@h PRIVMSG #x :a\r\n"
	    "@batch=abc :al!a@h PRIVMSG #x :b\r\n"
	    "@batch=7 :al!a@h BATCH -abc\r\n");
}
END_TEST

START_TEST(other_views_show_lines_and_no_blank_ones)
{
	struct view v = {.caps = CAP_MESSAGE_TAGS | CAP_ACCOUNT_TAG};

	shows("\na\n\nb\n", &v,
	    "@msgid=abc;account=acc;bot;+t=1 :al!a@h PRIVMSG #x :a\r\n"
	    "@account=acc;bot;+t=1 :al!a@h PRIVMSG #x :b\r\n");
	v.caps = 0;
	shows("a\rb", &v, ":al!a@h PRIVMSG #x :a\r\n:al!a@h PRIVMSG #x :b\r\n");
}
END_TEST

START_TEST(one_line_is_no_batch)
{
	struct view v = {.caps = CAP_MULTILINE | CAP_BATCH};

	shows("a", &v, ":al!a@h PRIVMSG #x :a\r\n");
}
END_TEST

START_TEST(a_batch_is_known_by_its_first_line)
{
	static const char *const no[] = {"", "@a=b", ":x", "@a=b :x",
	    ":al!a@h PRIVMSG #x :BATCH +1\r\n", ":s BATCH -1\r\n"};
	static const char *const yes[] = {
	    "BATCH +1 x\r\n", ":s BATCH +1\r\n", "@a=b :s BATCH +1\r\n"};

	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		ck_assert(!dialect_irc.batched(no[i], strlen(no[i])));
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		ck_assert(dialect_irc.batched(yes[i], strlen(yes[i])));
}
END_TEST

static TCase *
encode_case(void)
{
	TCase *tc = tcase_create("encode");

	tcase_add_test(tc, a_view_with_multiline_shows_a_batch);
	tcase_add_test(tc, tags_stand_on_the_start_of_the_batch);
	tcase_add_test(tc, other_views_show_lines_and_no_blank_ones);
	tcase_add_test(tc, one_line_is_no_batch);
	tcase_add_test(tc, a_batch_is_known_by_its_first_line);
	return tc;
}

Suite *
suite_server_multiline(void)
{
	Suite *s = suite_create("server_multiline");
	TCase *tc = tcase_create("gather");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, lines_are_joined_as_they_were_sent);
	tcase_add_test(tc, a_joint_costs_nothing_and_a_line_feed_one_byte);
	tcase_add_test(tc, a_line_too_many_is_refused);
	tcase_add_test(tc, limits_that_have_shrunk_are_kept_too);
	tcase_add_test(
	    tc, kinds_are_not_mixed_and_ctcp_and_blank_joints_are_refused);
	tcase_add_test(tc, a_refused_one_keeps_nothing_but_its_reference);
	tcase_add_test(tc, limits_follow_what_may_wait_for_a_session);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, encode_case());
	return s;
}
