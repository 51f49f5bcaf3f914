/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reply.h"

#include <fcntl.h>
#include <string.h>

#include "common/block.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "tests/suites.h"

static char server_name[] = "chat.example";
static struct settings settings = {.server_name = server_name};
static struct server srv = {.settings = &settings};
static struct session *s;

static void
setup(void)
{
	s = session_new(1, open("/dev/null", O_RDWR | O_CLOEXEC),
	    &transport_plain, &dialect_irc, 0);
}

static void
teardown(void)
{
	session_free(s);
}

/* The first line that waits for the session, with its end. */
static const char *
sent(void)
{
	static char line[1024];
	struct iovec iov;

	ck_assert_int_eq(outq_iov(&s->conn.out, &iov, 1), 1);
	ck_assert_uint_lt(iov.iov_len, sizeof(line));
	memcpy(line, iov.iov_base, iov.iov_len);
	line[iov.iov_len] = '\0';
	return line;
}

START_TEST(a_numeric_has_three_digits_its_words_and_its_text)
{
	reply(&srv, s, ERR_NOSUCHNICK, "bob", NULL);
	ck_assert_str_eq(
	    sent(), ":chat.example 401 * bob :No such nick/channel\r\n");
}
END_TEST

START_TEST(a_small_numeric_is_filled_with_zeros)
{
	reply_text(&srv, s, RPL_WELCOME, NULL, "Welcome %s", "bob");
	ck_assert_str_eq(sent(), ":chat.example 001 * :Welcome bob\r\n");
}
END_TEST

START_TEST(an_empty_text_is_sent)
{
	reply_text(&srv, s, RPL_ISON, NULL, "%s", "");
	ck_assert_str_eq(sent(), ":chat.example 303 * :\r\n");
}
END_TEST

START_TEST(a_standard_reply_needs_no_context)
{
	reply_standard(&srv, s, "FAIL", "NICK", "RESERVED", NULL, "No");
	ck_assert_str_eq(sent(), ":chat.example FAIL NICK RESERVED :No\r\n");
}
END_TEST

START_TEST(a_text_that_is_too_long_is_cut_between_two_characters)
{
	char text[1000] = "x";
	const char *line;
	size_t len;

	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa9", 3);
	reply_text(&srv, s, RPL_TOPIC, WORDS("#a"), "%s", text);
	line = sent();
	len = strlen(line);
	ck_assert_uint_le(len, IRC_BODY_MAX + 2);
	ck_assert_uint_ge(len, IRC_BODY_MAX);
	ck_assert(utf8_valid(line, len));
	ck_assert_str_eq(line + len - 2, "\r\n");
}
END_TEST

START_TEST(a_word_that_is_too_long_is_cut_and_the_text_stays)
{
	char word[600];
	const char *line;

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	reply(&srv, s, ERR_UNKNOWNCOMMAND, word, NULL);
	line = sent();
	ck_assert_uint_eq(strlen(line), IRC_BODY_MAX + 2);
	ck_assert_ptr_nonnull(strstr(line, "xxx :Unknown command\r\n"));
}
END_TEST

START_TEST(a_word_that_would_be_a_text_cannot_split_the_line)
{
	reply(&srv, s, ERR_NOSUCHNICK, "a b\r\nQUIT", NULL);
	ck_assert_str_eq(
	    sent(), ":chat.example 401 * * :No such nick/channel\r\n");
}
END_TEST

Suite *
suite_server_reply(void)
{
	Suite *suite = suite_create("server_reply");
	TCase *tc = tcase_create("reply");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_numeric_has_three_digits_its_words_and_its_text);
	tcase_add_test(tc, a_small_numeric_is_filled_with_zeros);
	tcase_add_test(tc, an_empty_text_is_sent);
	tcase_add_test(tc, a_standard_reply_needs_no_context);
	tcase_add_test(
	    tc, a_text_that_is_too_long_is_cut_between_two_characters);
	tcase_add_test(tc, a_word_that_is_too_long_is_cut_and_the_text_stays);
	tcase_add_test(tc, a_word_that_would_be_a_text_cannot_split_the_line);
	suite_add_tcase(suite, tc);
	return suite;
}
