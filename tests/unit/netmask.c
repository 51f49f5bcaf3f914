/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/netmask.h"

#include "tests/suites.h"

static bool
in(const char *range, const char *address)
{
	struct netmask m;

	ck_assert_msg(netmask_parse(&m, range) == 0, "%s", range);
	return netmask_match(&m, address);
}

START_TEST(an_address_alone_is_itself)
{
	ck_assert(in("192.0.2.7", "192.0.2.7"));
	ck_assert(!in("192.0.2.7", "192.0.2.8"));
	ck_assert(in("2001:db8::1", "2001:db8:0::1"));
	ck_assert(!in("2001:db8::1", "2001:db8::2"));
}
END_TEST

START_TEST(a_range_ends_at_its_last_bit)
{
	ck_assert(in("192.0.2.0/25", "192.0.2.127"));
	ck_assert(!in("192.0.2.0/25", "192.0.2.128"));
	ck_assert(in("192.0.2.77/24", "192.0.2.1"));
	ck_assert(in("2001:db8::/33", "2001:db8:7fff::1"));
	ck_assert(!in("2001:db8::/33", "2001:db8:8000::1"));
	ck_assert(in("0.0.0.0/0", "203.0.113.1"));
	ck_assert(in("::/0", "203.0.113.1"));
}
END_TEST

START_TEST(the_two_kinds_of_address_do_not_meet_by_chance)
{
	ck_assert(!in("0.0.0.0/0", "2001:db8::1"));
	ck_assert(in("192.0.2.0/24", "::ffff:192.0.2.1"));
	ck_assert(!in("192.0.2.0/24", "localhost"));
	ck_assert(!in("::/0", ""));
}
END_TEST

START_TEST(what_is_no_range_is_refused)
{
	static const char *const bad[] = {"", "host", "192.0.2", "192.0.2.1/",
	    "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/8x", "::1/129",
	    "192.0.2.1 /8", "/8", "192.0.2.1/ 8",
	    "0000:0000:0000:0000:0000:0000:0000:0000:0000:0001"};
	struct netmask m;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(netmask_parse(&m, bad[i]) < 0, "%s", bad[i]);
}
END_TEST

Suite *
suite_netmask(void)
{
	Suite *s = suite_create("netmask");
	TCase *tc = tcase_create("netmask");

	tcase_add_test(tc, an_address_alone_is_itself);
	tcase_add_test(tc, a_range_ends_at_its_last_bit);
	tcase_add_test(tc, the_two_kinds_of_address_do_not_meet_by_chance);
	tcase_add_test(tc, what_is_no_range_is_refused);
	suite_add_tcase(s, tc);
	return s;
}
