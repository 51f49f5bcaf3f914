/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stranger.h"

#include <string.h>

#include "tests/suites.h"

static void
expect(const char *first, enum stranger want)
{
	enum stranger got = stranger_look(first, strlen(first), false);

	ck_assert_msg(got == want, "%s: %d, not %d", first, got, want);
}

START_TEST(requests_of_browsers_and_scanners_are_told)
{
	expect("GET / HTTP/1.1\n", STRANGER_HTTP);
	expect("\n\nPOST /x?y HTTP/1.0\nmore\n", STRANGER_HTTP);
	expect("OPTIONS * HTTP/1.1\n", STRANGER_HTTP);
	expect("CONNECT example.org:443 HTTP/1.1\n", STRANGER_HTTP);
	expect("GET http://example.org/ HTTP/1.1\n", STRANGER_HTTP);
	expect("PRI * HTTP/2.0\n", STRANGER_HTTP);
	expect("OPTIONS sip:nm SIP/2.0\n", STRANGER_HTTP);
	expect("OPTIONS / RTSP/1.0\n", STRANGER_HTTP);
}
END_TEST

START_TEST(lines_of_people_are_told_from_requests)
{
	expect("hello\n", STRANGER_NONE);
	expect("I like HTTP/2\n", STRANGER_NONE);
	expect("GET / is a request\n", STRANGER_NONE);
	expect("GET / HTTP/\n", STRANGER_NONE);
	expect("get / HTTP/1.1\n", STRANGER_NONE);
	expect("GET it HTTP/1.1\n", STRANGER_NONE);
	expect("GET /\n", STRANGER_NONE);
	expect("GET\n", STRANGER_NONE);
	expect("/ HTTP/1.1\n", STRANGER_NONE);
	expect("@nick GET\n", STRANGER_NONE);
	expect("\303\251\n", STRANGER_NONE);
	expect("\tindented\n", STRANGER_NONE);
	expect("\033[A\n", STRANGER_NONE);
	expect("nick bob\n", STRANGER_NONE);
	expect("NICK\n", STRANGER_NONE);
}
END_TEST

START_TEST(irc_clients_are_told)
{
	expect("CAP LS 302\n", STRANGER_IRC);
	expect("CAP LS\n", STRANGER_IRC);
	expect("NICK bob\n", STRANGER_IRC);
	expect("PASS secret\n", STRANGER_IRC);
	expect("USER bob 0 * :bob\n", STRANGER_IRC);
}
END_TEST

START_TEST(what_is_no_text_is_told_without_its_end)
{
	expect("\1", STRANGER_OTHER);
	expect("\x16\x03\x01", STRANGER_OTHER);
	expect("SSH-2.0-x\n", STRANGER_OTHER);
}
END_TEST

START_TEST(a_line_is_waited_for_where_it_may_yet_tell)
{
	expect("", STRANGER_LATER);
	expect("\n\n", STRANGER_LATER);
	expect("GET / HTTP/1.1", STRANGER_LATER);
	expect("hel", STRANGER_LATER);
	expect("\x16", STRANGER_LATER);
}
END_TEST

START_TEST(a_line_that_is_too_long_is_told_by_its_begin)
{
	ck_assert_int_eq(stranger_look("GET /aaaa", 9, true), STRANGER_HTTP);
	ck_assert_int_eq(stranger_look("aaaaaaaa", 8, true), STRANGER_NONE);
	ck_assert_int_eq(stranger_look("\x16", 1, true), STRANGER_OTHER);
	ck_assert_int_eq(stranger_look("\n", 1, true), STRANGER_LATER);
}
END_TEST

Suite *
suite_stranger(void)
{
	Suite *s = suite_create("stranger");
	TCase *tc = tcase_create("stranger");

	tcase_add_test(tc, requests_of_browsers_and_scanners_are_told);
	tcase_add_test(tc, lines_of_people_are_told_from_requests);
	tcase_add_test(tc, irc_clients_are_told);
	tcase_add_test(tc, what_is_no_text_is_told_without_its_end);
	tcase_add_test(tc, a_line_is_waited_for_where_it_may_yet_tell);
	tcase_add_test(tc, a_line_that_is_too_long_is_told_by_its_begin);
	suite_add_tcase(s, tc);
	return s;
}
