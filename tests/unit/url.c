/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/url.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"

typedef int (*parser)(struct url *, const char *, const char **);

/* Reads s and writes it again. */
static void
expect(parser parse, const char *s, const char *want)
{
	struct buf out = {0};
	const char *why = NULL;
	struct url u;

	ck_assert_msg(parse(&u, s, &why) == 0, "%s: %s", s, why);
	url_format(&out, &u);
	ck_assert_str_eq(out.data, want);
	buf_free(&out);
}

static void
expect_refused(parser parse, const char *s, const char *want)
{
	const char *why = NULL;
	struct url u;

	ck_assert_msg(parse(&u, s, &why) == -1, "%s", s);
	ck_assert_msg(
	    why && strstr(why, want), "%s: %s", s, why ? why : "no reason");
}

START_TEST(each_scheme_has_its_port)
{
	expect(url_parse, "irc://host", "irc://host:6667");
	expect(url_parse, "ircs://host", "ircs://host:6697");
	expect(url_parse, "plain://host", "plain://host:6023");
	expect(url_parse, "IRC://host/", "irc://host:6667");
}
END_TEST

START_TEST(only_plain_lines_need_no_host)
{
	expect(url_parse, "plain://", "plain://:6023");
	expect(url_parse, "plain:///", "plain://:6023");
	expect(url_parse, "plain://:0", "plain://:0");
	expect_refused(url_parse, "plain://[]", "IPv6");
	expect_refused(url_parse, "irc://", "host is missing");
	expect_refused(url_parse, "ircs://:6697", "host is missing");
}
END_TEST

START_TEST(a_port_is_a_number_up_to_65535)
{
	expect(url_parse, "irc://host:0", "irc://host:0");
	expect(url_parse, "irc://host:65535", "irc://host:65535");
	expect(url_parse, "irc://host:00080", "irc://host:80");
	expect_refused(url_parse, "irc://host:65536", "65535");
	expect_refused(url_parse, "irc://host:", "65535");
	expect_refused(url_parse, "irc://host:-1", "65535");
	expect_refused(url_parse, "irc://host:66x", "65535");
	expect_refused(url_parse, "irc://host:99999999999999999", "65535");
}
END_TEST

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

START_TEST(an_ircs_address_may_carry_the_fingerprint)
{
	const char *why;
	struct url u;

	expect(url_parse_loose, "ircs://sha256:" HEX "@host",
	    "ircs://sha256:" HEX "@host:6697");
	expect(url_parse_loose,
	    "ircs://SHA256:00112233445566778899AABBCCDDEEFF"
	    "00112233445566778899AABBCCDDEEFF@[::1]:7000/",
	    "ircs://sha256:" HEX "@[::1]:7000");
	ck_assert_int_eq(
	    url_parse_loose(&u, "ircs://sha256:" HEX "@host", &why), 0);
	ck_assert_str_eq(u.fingerprint, HEX);
	ck_assert_str_eq(u.host, "host");
	expect_refused(url_parse_loose, "ircs://" HEX "@host", "sha256:HEX");
	expect_refused(url_parse_loose, "ircs://sha256:12@host", "64 hex");
	expect_refused(
	    url_parse_loose, "ircs://sha256:" HEX "0@host", "64 hex");
	expect_refused(url_parse_loose, "ircs://me@host", "fingerprint");
	expect_refused(url_parse_loose, "irc://sha256:" HEX "@host", "@");
	expect_refused(url_parse, "ircs://sha256:" HEX "@host", "clients");
}
END_TEST

START_TEST(a_bare_host_means_tls_unless_it_is_this_machine)
{
	expect(url_parse_loose, "chat.example.org",
	    "ircs://chat.example.org:6697");
	expect(url_parse_loose, "host:6667", "ircs://host:6667");
	expect(url_parse_loose, "10.0.0.5", "ircs://10.0.0.5:6697");
	expect(url_parse_loose, "2001:db8::1", "ircs://[2001:db8::1]:6697");
	expect(url_parse_loose, "[2001:db8::1]:7", "ircs://[2001:db8::1]:7");
	expect(url_parse_loose, "localhost.example.org",
	    "ircs://localhost.example.org:6697");
	expect(url_parse_loose, "localhost", "irc://localhost:6667");
	expect(url_parse_loose, "chat.LocalHost.:7", "irc://chat.LocalHost.:7");
	expect(url_parse_loose, "127.8.9.1", "irc://127.8.9.1:6667");
	expect(url_parse_loose, "::1", "irc://[::1]:6667");
	expect(url_parse_loose, "::ffff:127.0.0.1",
	    "irc://[::ffff:127.0.0.1]:6667");
	expect(url_parse_loose, "irc://host", "irc://host:6667");
}
END_TEST

START_TEST(an_ssh_address_has_a_login_a_port_and_a_path_or_none)
{
	const char *why;
	struct url u;

	expect(url_parse_loose, "ssh://host", "ssh://host");
	expect(url_parse_loose, "ssh://host/", "ssh://host");
	expect(url_parse_loose, "ssh://ada@host:2222", "ssh://ada@host:2222");
	expect(url_parse_loose, "ssh://ada@host/run/x", "ssh://ada@host/run/x");
	expect(url_parse_loose, "ssh://[::1]:22/run/x", "ssh://[::1]:22/run/x");
	expect(url_parse_loose, "ssh://host/run/a@b", "ssh://host/run/a@b");
	expect(url_parse_loose, "ssh://ada@host/run/a@b",
	    "ssh://ada@host/run/a@b");
	ck_assert_int_eq(url_parse_loose(&u, "ssh://a-b@host/run/x", &why), 0);
	ck_assert_str_eq(u.user, "a-b");
	ck_assert_str_eq(u.host, "host");
	ck_assert_str_eq(u.port, "");
	ck_assert_str_eq(u.path, "/run/x");
	expect_refused(url_parse, "ssh://host", "client");
}
END_TEST

START_TEST(nothing_in_an_ssh_address_is_an_option_of_ssh)
{
	expect_refused(url_parse_loose, "ssh://-oProxyCommand=x", "-");
	expect_refused(url_parse_loose, "ssh://-l@host", "-");
	expect_refused(url_parse_loose, "ssh://a@-host", "-");
	expect_refused(url_parse_loose, "ssh://a b@host", "login");
	expect_refused(url_parse_loose, "ssh://a;b@host", "login");
	expect_refused(url_parse_loose, "ssh://@host", "login");
	expect_refused(url_parse_loose, "ssh://", "host is missing");
	expect_refused(url_parse_loose, "ssh://host:", "65535");
	expect_refused(url_parse_loose, "ssh://[::1", "]");
}
END_TEST

START_TEST(an_ipv6_address_stands_in_brackets)
{
	struct url u;
	const char *why;

	expect(url_parse, "irc://[::1]:7000", "irc://[::1]:7000");
	expect(url_parse, "ircs://[::]", "ircs://[::]:6697");
	ck_assert_int_eq(url_parse(&u, "irc://[::1]", &why), 0);
	ck_assert_str_eq(u.host, "::1");
	expect_refused(url_parse, "irc://::1:7000", "brackets");
	expect_refused(url_parse, "irc://[::1", "]");
	expect_refused(url_parse, "irc://[host]:1", "IPv6");
	expect_refused(url_parse, "irc://[::1]x", "PORT");
}
END_TEST

START_TEST(a_unix_socket_has_a_path)
{
	char longest[5 + 107 + 1] = "unix:", longer[5 + 108 + 1] = "unix:";
	struct url u;
	const char *why;

	expect(url_parse, "unix:/run/x", "unix:/run/x");
	ck_assert_int_eq(url_parse(&u, "unix:/run/x", &why), 0);
	ck_assert_int_eq(u.scheme, URL_UNIX);
	ck_assert_str_eq(u.host, "");
	expect_refused(url_parse, "unix:", "unix:PATH");
	memset(longest + 5, 'x', 107);
	expect(url_parse, longest, longest);
	memset(longer + 5, 'x', 108);
	expect_refused(url_parse, longer, "107");
}
END_TEST

START_TEST(what_is_no_url_is_told_the_forms)
{
	expect_refused(url_parse, "", "irc://HOST:PORT");
	expect_refused(url_parse, "host:6667", "irc://HOST:PORT");
	expect_refused(url_parse, "http://host", "plain:// or unix:PATH");
	expect_refused(url_parse_loose, "http://host", "ssh://HOST or unix:");
}
END_TEST

START_TEST(a_host_has_no_odd_characters)
{
	char longest[400] = "irc://";

	expect_refused(url_parse, "irc://", "host is missing");
	expect_refused(url_parse, "irc://:6667", "host is missing");
	expect_refused(url_parse, "irc://a b", "letters");
	expect_refused(url_parse, "irc://a\x1b[m", "letters");
	expect_refused(url_parse, "irc://user@host", "@");
	expect_refused(url_parse, "irc://host/path", "letters");
	memset(longest + 6, 'x', 300);
	expect_refused(url_parse, longest, "255");
}
END_TEST

START_TEST(the_client_may_leave_the_scheme_out)
{
	expect(url_parse_loose, "host", "ircs://host:6697");
	expect(url_parse_loose, "host:7000", "ircs://host:7000");
	expect(url_parse_loose, "::1", "irc://[::1]:6667");
	expect(url_parse_loose, "[::1]:7000", "irc://[::1]:7000");
	expect(url_parse_loose, "ircs://host", "ircs://host:6697");
	expect(url_parse_loose, "unix:x", "unix:x");
	expect(url_parse_loose, "/run/x", "unix:/run/x");
}
END_TEST

Suite *
suite_url(void)
{
	Suite *s = suite_create("url");
	TCase *tc = tcase_create("url");

	tcase_add_test(tc, each_scheme_has_its_port);
	tcase_add_test(tc, only_plain_lines_need_no_host);
	tcase_add_test(tc, a_port_is_a_number_up_to_65535);
	tcase_add_test(tc, an_ircs_address_may_carry_the_fingerprint);
	tcase_add_test(tc, a_bare_host_means_tls_unless_it_is_this_machine);
	tcase_add_test(
	    tc, an_ssh_address_has_a_login_a_port_and_a_path_or_none);
	tcase_add_test(tc, nothing_in_an_ssh_address_is_an_option_of_ssh);
	tcase_add_test(tc, an_ipv6_address_stands_in_brackets);
	tcase_add_test(tc, a_unix_socket_has_a_path);
	tcase_add_test(tc, what_is_no_url_is_told_the_forms);
	tcase_add_test(tc, a_host_has_no_odd_characters);
	tcase_add_test(tc, the_client_may_leave_the_scheme_out);
	suite_add_tcase(s, tc);
	return s;
}
