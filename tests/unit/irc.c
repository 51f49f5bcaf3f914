/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/irc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"
#include "tests/suites.h"

static struct irc_msg m;
static struct buf out;
static char line[20000];

static void
setup(void)
{
	out = (struct buf){0};
}

static void
teardown(void)
{
	buf_free(&out);
}

static enum irc_parse_result
parse(const char *s)
{
	snprintf(line, sizeof(line), "%s", s);
	return irc_parse(&m, line, strlen(line));
}

static void
expect_params(size_t n, const char *first, const char *second)
{
	ck_assert_uint_eq(m.nparams, n);
	if (n > 0)
		ck_assert_str_eq(m.params[0], first);
	if (n > 1)
		ck_assert_str_eq(m.params[1], second);
}

START_TEST(a_message_has_tags_source_command_and_params)
{
	ck_assert_int_eq(
	    parse("@id=1;+x/y=z :nick!u@h PRIVMSG #x :hello all"), IRC_OK);
	ck_assert_str_eq(irc_tag(&m, "id"), "1");
	ck_assert_str_eq(irc_tag(&m, "+x/y"), "z");
	ck_assert_ptr_null(irc_tag(&m, "none"));
	ck_assert_str_eq(m.source, "nick!u@h");
	ck_assert_str_eq(m.command, "PRIVMSG");
	expect_params(2, "#x", "hello all");
	ck_assert_str_eq(irc_param(&m, 1), "hello all");
	ck_assert_ptr_null(irc_param(&m, 2));
	ck_assert_uint_eq(m.tags_len, strlen("id=1;+x/y=z"));
	ck_assert_uint_eq(
	    m.body_len, strlen(":nick!u@h PRIVMSG #x :hello all"));
}
END_TEST

START_TEST(a_command_may_stand_alone)
{
	ck_assert_int_eq(parse("QUIT"), IRC_OK);
	ck_assert_str_eq(m.command, "QUIT");
	ck_assert_ptr_null(m.source);
	ck_assert_uint_eq(m.nparams, 0);
	ck_assert_uint_eq(m.ntags, 0);
}
END_TEST

START_TEST(an_empty_trailing_parameter_is_kept)
{
	ck_assert_int_eq(parse("TOPIC #x :"), IRC_OK);
	expect_params(2, "#x", "");
}
END_TEST

START_TEST(a_last_word_with_a_colon_equals_one_without)
{
	parse("JOIN :#x");
	expect_params(1, "#x", NULL);
	parse("JOIN #x");
	expect_params(1, "#x", NULL);
}
END_TEST

START_TEST(a_colon_inside_a_word_is_part_of_it)
{
	parse("MODE a:b ::c");
	expect_params(2, "a:b", ":c");
}
END_TEST

START_TEST(spaces_may_be_repeated_between_and_after_params)
{
	ck_assert_int_eq(parse("@a=b  :src   PRIVMSG   #x  y  "), IRC_OK);
	ck_assert_str_eq(m.source, "src");
	expect_params(2, "#x", "y");
	parse("PRIVMSG  #x   : two  words ");
	expect_params(2, "#x", " two  words ");
}
END_TEST

START_TEST(only_a_space_separates)
{
	parse("PRIVMSG #x a\tb");
	expect_params(2, "#x", "a\tb");
}
END_TEST

START_TEST(params_past_the_last_are_one_trailing_parameter)
{
	char many[1024] = "CMD";

	for (int i = 0; i < 80; i++)
		strcat(many, " p");
	ck_assert_int_eq(parse(many), IRC_OK);
	ck_assert_uint_eq(m.nparams, IRC_PARAMS_MAX);
	ck_assert_str_eq(m.params[IRC_PARAMS_MAX - 2], "p");
	ck_assert_uint_eq(strlen(m.params[IRC_PARAMS_MAX - 1]), 2 * 17 - 1);
}
END_TEST

START_TEST(fifteen_params_are_fifteen)
{
	parse("CMD 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 x");
	ck_assert_uint_eq(m.nparams, 15);
	ck_assert_str_eq(m.params[14], "15 x");
}
END_TEST

START_TEST(a_line_of_nothing_but_spaces_is_empty)
{
	ck_assert_int_eq(parse(""), IRC_EMPTY);
	ck_assert_int_eq(parse("    "), IRC_EMPTY);
}
END_TEST

START_TEST(a_line_without_command_is_malformed)
{
	ck_assert_int_eq(parse("@a=b"), IRC_MALFORMED);
	ck_assert_int_eq(parse("@a=b "), IRC_MALFORMED);
	ck_assert_int_eq(parse("@"), IRC_MALFORMED);
	ck_assert_int_eq(parse(":source"), IRC_MALFORMED);
	ck_assert_int_eq(parse("@a=b :source "), IRC_MALFORMED);
	ck_assert_int_eq(parse(":"), IRC_MALFORMED);
}
END_TEST

START_TEST(a_command_is_printable_ascii)
{
	ck_assert_int_eq(parse("PRIV_MSG-2 x"), IRC_OK);
	ck_assert_int_eq(parse("\x01PING"), IRC_MALFORMED);
	ck_assert_int_eq(parse("@% @a x"), IRC_MALFORMED);
	ck_assert_int_eq(parse(":src :PING x"), IRC_MALFORMED);
	ck_assert_int_eq(parse("\xc3\xa9 x"), IRC_MALFORMED);
	ck_assert_int_eq(parse("001 x"), IRC_OK);
}
END_TEST

START_TEST(tag_values_are_unescaped)
{
	parse("@a=\\:\\s\\\\\\r\\n\\b;b=x\\ CMD");
	ck_assert_str_eq(irc_tag(&m, "a"), "; \\\r\nb");
	ck_assert_str_eq(irc_tag(&m, "b"), "x");
}
END_TEST

START_TEST(a_lone_backslash_at_the_end_of_a_value_is_dropped)
{
	parse("@a=\\;b=c\\ CMD");
	ck_assert_str_eq(irc_tag(&m, "a"), "");
	ck_assert_str_eq(irc_tag(&m, "b"), "c");
}
END_TEST

START_TEST(a_tag_with_an_empty_value_equals_one_without)
{
	parse("@k=;l CMD");
	ck_assert_str_eq(irc_tag(&m, "k"), "");
	ck_assert_str_eq(irc_tag(&m, "l"), "");
	parse("@k=a=b CMD");
	ck_assert_str_eq(irc_tag(&m, "k"), "a=b");
}
END_TEST

START_TEST(the_last_of_two_tags_with_one_key_wins)
{
	parse("@k=1;K=2;k=3 CMD");
	ck_assert_uint_eq(m.ntags, 2);
	ck_assert_str_eq(irc_tag(&m, "k"), "3");
	ck_assert_str_eq(irc_tag(&m, "K"), "2");
}
END_TEST

START_TEST(a_tag_whose_key_is_none_is_ignored)
{
	ck_assert_int_eq(parse("@=x;;+;a b=c;\xc3\xa9=1 CMD"), IRC_MALFORMED);
	ck_assert_int_eq(parse("@=x;;+;\x1b[m=2;\xc3\xa9=1;ok CMD"), IRC_OK);
	ck_assert_uint_eq(m.ntags, 1);
	ck_assert_str_eq(irc_tag(&m, "ok"), "");
}
END_TEST

START_TEST(more_tags_than_the_bound_are_refused)
{
	struct buf tags = {0};

	for (int i = 0; i < IRC_TAGS_MAX; i++)
		buf_addf(&tags, "%ck%d", i ? ';' : '@', i);
	buf_adds(&tags, " CMD");
	ck_assert_int_eq(parse(tags.data), IRC_OK);
	ck_assert_uint_eq(m.ntags, IRC_TAGS_MAX);
	buf_cut(&tags, tags.len - strlen(" CMD"));
	buf_adds(&tags, ";one CMD");
	ck_assert_int_eq(parse(tags.data), IRC_TOO_MANY_TAGS);
	buf_free(&tags);
}
END_TEST

static void
expect_source(
    const char *s, const char *nick, const char *user, const char *host)
{
	struct irc_source source;

	irc_source_parse(&source, s);
	ck_assert_str_eq(source.nick, nick);
	ck_assert_str_eq(source.user, user);
	ck_assert_str_eq(source.host, host);
}

START_TEST(a_numeric_has_three_digits_and_nothing_else)
{
	ck_assert_int_eq(irc_numeric("404"), 404);
	ck_assert_int_eq(irc_numeric("001"), 1);
	ck_assert_int_eq(irc_numeric("40"), 0);
	ck_assert_int_eq(irc_numeric("4040"), 0);
	ck_assert_int_eq(irc_numeric("404x"), 0);
	ck_assert_int_eq(irc_numeric("4x4"), 0);
	ck_assert_int_eq(irc_numeric("FAIL"), 0);
}
END_TEST

START_TEST(a_source_is_split_into_nick_user_and_host)
{
	expect_source("n!u@h", "n", "u", "h");
	expect_source("n@h", "n", "", "h");
	expect_source("n!u", "n", "u", "");
	expect_source("irc.example.org", "irc.example.org", "", "");
	expect_source("n!~u@h\x03"
		      "5",
	    "n", "~u",
	    "h\x03"
	    "5");
	expect_source("!@", "", "", "");
	expect_source("", "", "", "");
}
END_TEST

START_TEST(a_long_part_of_a_source_is_cut_at_a_character)
{
	struct irc_source source;
	struct buf s = {0};

	for (int i = 0; i < 200; i++)
		buf_adds(&s, "\xe2\x82\xac");
	irc_source_parse(&source, s.data);
	ck_assert_uint_eq(strlen(source.nick), 126);
	ck_assert(utf8_valid(source.nick, 126));
	buf_free(&s);
}
END_TEST

static void
write_message(const char *source, const char *param, const char *text)
{
	struct irc_writer w;

	buf_reset(&out);
	irc_write(&w, &out);
	irc_begin(&w, source, "PRIVMSG");
	irc_add_param(&w, param);
	irc_add_text(&w, text);
	irc_end(&w);
}

START_TEST(a_message_is_written_as_it_is_read)
{
	struct irc_writer w;

	buf_adds(&out, "before");
	irc_write(&w, &out);
	irc_add_tag(&w, "time", "now");
	irc_add_tag(&w, "+a", NULL);
	irc_add_tag(&w, "b", "");
	irc_begin(&w, "n!u@h", "PRIVMSG");
	irc_add_param(&w, "#x");
	irc_add_text(&w, "hi all");
	ck_assert_uint_eq(
	    irc_body_len(&w), strlen(":n!u@h PRIVMSG #x :hi all"));
	irc_end(&w);
	ck_assert_str_eq(
	    out.data, "before@time=now;+a;b :n!u@h PRIVMSG #x :hi all\r\n");
}
END_TEST

START_TEST(no_argument_can_split_a_line)
{
	write_message("n\r\nQUIT", "#x\r\nQUIT", "hi\r\nQUIT :\n\r");
	ck_assert_str_eq(out.data, ":nQUIT PRIVMSG #xQUIT :hiQUIT :\r\n");
}
END_TEST

START_TEST(a_middle_parameter_that_is_none_becomes_a_star)
{
	write_message("n", "two words", "");
	ck_assert_str_eq(out.data, ":n PRIVMSG * :\r\n");
	write_message("n", "", "");
	ck_assert_str_eq(out.data, ":n PRIVMSG * :\r\n");
	write_message("n", "\r:x", "");
	ck_assert_str_eq(out.data, ":n PRIVMSG * :\r\n");
}
END_TEST

START_TEST(a_source_cannot_bring_a_command_with_it)
{
	write_message("n QUIT", "#x", "hi");
	ck_assert_str_eq(out.data, ":nQUIT PRIVMSG #x :hi\r\n");
}
END_TEST

START_TEST(tag_values_are_escaped)
{
	struct irc_writer w;

	irc_escape_tag(&out, "; \\\r\n:x");
	ck_assert_str_eq(out.data, "\\:\\s\\\\\\r\\n:x");
	buf_reset(&out);
	irc_write(&w, &out);
	irc_add_tag(&w, "bad key", "x");
	irc_add_tag(&w, "bad;key", "x");
	irc_begin(&w, NULL, "PING");
	irc_end(&w);
	ck_assert_str_eq(out.data, "PING\r\n");
}
END_TEST

Suite *
suite_irc(void)
{
	Suite *s = suite_create("irc");
	TCase *parsing = tcase_create("parse");
	TCase *writing = tcase_create("write");

	tcase_add_test(parsing, a_message_has_tags_source_command_and_params);
	tcase_add_test(parsing, a_command_may_stand_alone);
	tcase_add_test(parsing, an_empty_trailing_parameter_is_kept);
	tcase_add_test(parsing, a_last_word_with_a_colon_equals_one_without);
	tcase_add_test(parsing, a_colon_inside_a_word_is_part_of_it);
	tcase_add_test(
	    parsing, spaces_may_be_repeated_between_and_after_params);
	tcase_add_test(parsing, only_a_space_separates);
	tcase_add_test(
	    parsing, params_past_the_last_are_one_trailing_parameter);
	tcase_add_test(parsing, fifteen_params_are_fifteen);
	tcase_add_test(parsing, a_line_of_nothing_but_spaces_is_empty);
	tcase_add_test(parsing, a_line_without_command_is_malformed);
	tcase_add_test(parsing, a_command_is_printable_ascii);
	tcase_add_test(parsing, tag_values_are_unescaped);
	tcase_add_test(
	    parsing, a_lone_backslash_at_the_end_of_a_value_is_dropped);
	tcase_add_test(parsing, a_tag_with_an_empty_value_equals_one_without);
	tcase_add_test(parsing, the_last_of_two_tags_with_one_key_wins);
	tcase_add_test(parsing, a_tag_whose_key_is_none_is_ignored);
	tcase_add_test(parsing, more_tags_than_the_bound_are_refused);
	tcase_add_test(parsing, a_numeric_has_three_digits_and_nothing_else);
	tcase_add_test(parsing, a_source_is_split_into_nick_user_and_host);
	tcase_add_test(parsing, a_long_part_of_a_source_is_cut_at_a_character);
	tcase_add_checked_fixture(writing, setup, teardown);
	tcase_add_test(writing, a_message_is_written_as_it_is_read);
	tcase_add_test(writing, no_argument_can_split_a_line);
	tcase_add_test(writing, a_middle_parameter_that_is_none_becomes_a_star);
	tcase_add_test(writing, a_source_cannot_bring_a_command_with_it);
	tcase_add_test(writing, tag_values_are_escaped);
	suite_add_tcase(s, parsing);
	suite_add_tcase(s, writing);
	return s;
}
