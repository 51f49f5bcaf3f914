/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/tail_write.h"
#include "common/json.h"
#include "common/utf8.h"
#include "tests/suites.h"

static struct tailed m;
static struct buf out;

static void
setup(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	m = (struct tailed){.time_ms = 1700000000123,
	    .id = "m1",
	    .channel = "#ops",
	    .nick = "bob",
	    .account = "",
	    .kind = "message",
	    .text = "hello"};
}

static void
teardown(void)
{
	buf_free(&out);
}

static void
expect_plain(bool with_channel, const char *wanted)
{
	buf_reset(&out);
	tail_write_plain(&out, &m, with_channel);
	ck_assert_str_eq(out.data, wanted);
}

static void
expect_json(const char *wanted)
{
	buf_reset(&out);
	tail_write_json(&out, &m);
	ck_assert_str_eq(out.data, wanted);
}

static void
expect_string(const char *s, size_t len, const char *wanted)
{
	buf_reset(&out);
	json_add_string(&out, s, len);
	ck_assert_str_eq(out.data, wanted);
}

START_TEST(each_kind_has_its_form)
{
	expect_plain(false, "2023-11-14 22:13:20 <bob> hello\n");
	m.kind = "action";
	expect_plain(false, "2023-11-14 22:13:20 * bob hello\n");
	m.kind = "notice";
	expect_plain(false, "2023-11-14 22:13:20 -bob- hello\n");
}
END_TEST

START_TEST(where_several_are_followed_the_channel_is_shown)
{
	expect_plain(true, "2023-11-14 22:13:20 #ops <bob> hello\n");
}
END_TEST

START_TEST(each_line_of_a_message_is_a_line)
{
	m.text = "one\n\nthree";
	expect_plain(false,
	    "2023-11-14 22:13:20 <bob> one\n"
	    "2023-11-14 22:13:20 <bob> \n"
	    "2023-11-14 22:13:20 <bob> three\n");
	m.text = "";
	expect_plain(false, "2023-11-14 22:13:20 <bob> \n");
}
END_TEST

START_TEST(nothing_in_a_line_steers_a_terminal)
{
	m.nick = "b\x1b[2Jb";
	m.channel = "#o\r\x9b";
	m.text = "\x1b]0;x\a \x02"
		 "bold\x02 \xe2\x80\xae"
		 "evil \xc2\x9b"
		 "31m\tt";
	expect_plain(true,
	    "2023-11-14 22:13:20 #o\xef\xbf\xbd\xef\xbf\xbd "
	    "<b\xef\xbf\xbd[2Jb> "
	    "\xef\xbf\xbd]0;x\xef\xbf\xbd bold \xef\xbf\xbd"
	    "evil \xef\xbf\xbd"
	    "31m\tt\n");
}
END_TEST

START_TEST(an_object_has_these_fields_in_this_order)
{
	expect_json("{\"time\":\"2023-11-14T22:13:20.123Z\",\"id\":\"m1\","
		    "\"channel\":\"#ops\",\"nick\":\"bob\",\"account\":null,"
		    "\"kind\":\"message\",\"text\":\"hello\",\"tags\":{}}\n");
	m.id = "";
	m.account = "robert";
	m.kind = "action";
	expect_json("{\"time\":\"2023-11-14T22:13:20.123Z\",\"id\":null,"
		    "\"channel\":\"#ops\",\"nick\":\"bob\","
		    "\"account\":\"robert\","
		    "\"kind\":\"action\",\"text\":\"hello\",\"tags\":{}}\n");
}
END_TEST

START_TEST(tags_that_are_no_fields_are_strings)
{
	static const struct irc_tag tags[] = {{"time", "t"}, {"msgid", "m1"},
	    {"+draft/reply", "m0"}, {"account", "a"}, {"batch", "1"},
	    {"bot", ""}, {"label", "t1"}, {"+x", "a\"b\n\x1b"}};

	m.tags = tags;
	m.ntags = sizeof(tags) / sizeof(*tags);
	buf_reset(&out);
	tail_write_json(&out, &m);
	ck_assert_ptr_nonnull(strstr(out.data,
	    "\"tags\":{\"+draft/reply\":\"m0\",\"bot\":\"\","
	    "\"+x\":\"a\\\"b\xef\xbf\xbd\xef\xbf\xbd\"}}\n"));
}
END_TEST

START_TEST(lines_of_a_message_are_one_text_in_an_object)
{
	m.text = "one\n\tt\x1b\n";
	buf_reset(&out);
	tail_write_json(&out, &m);
	ck_assert_ptr_nonnull(
	    strstr(out.data, "\"text\":\"one\\n\\tt\xef\xbf\xbd\\n\","));
}
END_TEST

START_TEST(an_object_is_one_line_of_valid_utf8_whatever_is_said)
{
	unsigned seed = 1;
	char text[200];

	for (int round = 0; round < 2000; round++) {
		size_t len = seed % (sizeof(text) - 1);

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = (char)(seed >> 16);
			if (!text[i])
				text[i] = 'x';
		}
		text[len] = '\0';
		seed = seed * 1103515245 + 12345;
		m.text = m.nick = m.id = text;
		buf_reset(&out);
		tail_write_json(&out, &m);
		ck_assert(utf8_valid(out.data, out.len));
		ck_assert_ptr_eq(
		    strchr(out.data, '\n'), out.data + out.len - 1);
		for (size_t i = 0; i + 1 < out.len; i++)
			ck_assert((unsigned char)out.data[i] >= ' ');
	}
}
END_TEST

START_TEST(a_string_is_escaped_where_it_must_be)
{
	expect_string("", 0, "\"\"");
	expect_string("a\"\\/\b\f\n\r\t", 9, "\"a\\\"\\\\/\\b\\f\\n\\r\\t\"");
	expect_string("\0\x1f\x7f", 3, "\"\\u0000\\u001f\\u007f\"");
	expect_string("\xc3\xa9\xff", 3, "\"\xc3\xa9\xef\xbf\xbd\"");
}
END_TEST

Suite *
suite_client_tail_write(void)
{
	Suite *s = suite_create("client_tail_write");
	TCase *tc = tcase_create("client_tail_write");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_kind_has_its_form);
	tcase_add_test(tc, where_several_are_followed_the_channel_is_shown);
	tcase_add_test(tc, each_line_of_a_message_is_a_line);
	tcase_add_test(tc, nothing_in_a_line_steers_a_terminal);
	tcase_add_test(tc, an_object_has_these_fields_in_this_order);
	tcase_add_test(tc, tags_that_are_no_fields_are_strings);
	tcase_add_test(tc, lines_of_a_message_are_one_text_in_an_object);
	tcase_add_test(
	    tc, an_object_is_one_line_of_valid_utf8_whatever_is_said);
	tcase_add_test(tc, a_string_is_escaped_where_it_must_be);
	suite_add_tcase(s, tc);
	return s;
}
