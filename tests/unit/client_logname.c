/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/logname.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"
#include "tests/suites.h"

static struct buf out;

static void
teardown(void)
{
	buf_free(&out);
}

static const char *
name_as(const char *name, const char *casemapping)
{
	buf_reset(&out);
	logname_add(&out, name, casemapping);
	return out.data;
}

static const char *
name(const char *s)
{
	return name_as(s, "rfc1459");
}

#define assert_name(s, file) ck_assert_str_eq(name(s), file)

static void
assert_other(const char *a, const char *b)
{
	char first[300];

	snprintf(first, sizeof(first), "%s", name(a));
	ck_assert_str_ne(first, name(b));
}

START_TEST(usual_names_stay_readable)
{
	assert_name("#lobby", "#lobby");
	assert_name("&local-room_2", "&local-room_2");
	assert_name("bob", "bob");
	assert_name("irc.example.org", "irc.example.org");
	assert_name("#caf\xc3\xa9", "#caf\xc3\xa9");
	assert_name("#\xe6\x97\xa5\xe6\x9c\xac", "#\xe6\x97\xa5\xe6\x9c\xac");
}
END_TEST

START_TEST(no_name_leads_elsewhere_or_is_hidden)
{
	assert_name("..", "%2E.");
	assert_name(".", "%2E");
	assert_name("", "%");
	assert_name("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd");
	assert_name("#a/b", "#a%2Fb");
	assert_name("-rf", "%2Drf");
	assert_name("~root", "^root");
	ck_assert_str_eq(name_as("~root", "ascii"), "%7Eroot");
}
END_TEST

START_TEST(what_cannot_be_seen_or_misleads_is_escaped)
{
	assert_name("a\nb\033[1m\x7f", "a%0Ab%1B{1m%7F");
	assert_name("a b", "a%20b");
	assert_name("50%", "50%25");
	assert_name("a\xe2\x80\xae"
		    "b",
	    "a%E2%80%AEb"); /* bidi */
	assert_name("a\xe2\x80\x8b"
		    "b",
	    "a%E2%80%8Bb"); /* no width */
	assert_name("a\xc2\xa0"
		    "b",
	    "a%C2%A0b");
	assert_name("\xff\xfe", "%FF%FE");
	assert_name("a\xc2\x9b"
		    "b",
	    "a%C2%9Bb");                     /* C1 */
	assert_name("\xcd\x81x", "%CD%81x"); /* a mark alone */
}
END_TEST

START_TEST(names_are_folded_as_the_network_does)
{
	assert_name("#LOBBY", "#lobby");
	assert_name("#a[]\\~", "#a{}%7C^");
	ck_assert_str_eq(name_as("#A[]~", "ascii"), "#a[]~");
	ck_assert_str_eq(name_as("#A[]~", "strict-rfc1459"), "#a{}~");
}
END_TEST

START_TEST(two_names_never_share_a_file)
{
	assert_other("a%2Fb", "a/b");
	assert_other("%", "");
	assert_other("a%", "a%25");
	/* where a file system knows no case, or composes characters */
	assert_name("\xc3\x89", "%C3%89");
	assert_name("e\xcc\x81", "e%CC%81");
}
END_TEST

START_TEST(long_names_are_cut_and_told_apart_by_their_hash)
{
	char a[601], b[601];

	memset(a, 'a', 600);
	a[600] = '\0';
	memcpy(b, a, sizeof(b));
	b[599] = 'b';
	assert_other(a, b);
	ck_assert_uint_le(strlen(name(a)), LOGNAME_MAX);
	ck_assert_ptr_nonnull(strstr(name(a), "aaaa%-"));
	for (int i = 0; i < 600; i++)
		a[i] = "/\xc3\xa9"[i % 3];
	ck_assert_uint_le(strlen(name(a)), LOGNAME_MAX);
	ck_assert(utf8_valid(out.data, out.len));
	/* what looks like such a name is another */
	snprintf(b, sizeof(b), "%s", name(a));
	assert_other(a, b);
}
END_TEST

Suite *
suite_client_logname(void)
{
	Suite *s = suite_create("client_logname");
	TCase *tc = tcase_create("logname");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, usual_names_stay_readable);
	tcase_add_test(tc, no_name_leads_elsewhere_or_is_hidden);
	tcase_add_test(tc, what_cannot_be_seen_or_misleads_is_escaped);
	tcase_add_test(tc, names_are_folded_as_the_network_does);
	tcase_add_test(tc, two_names_never_share_a_file);
	tcase_add_test(tc, long_names_are_cut_and_told_apart_by_their_hash);
	suite_add_tcase(s, tc);
	return s;
}
