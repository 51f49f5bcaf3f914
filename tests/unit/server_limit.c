/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/limit.h"

#include <arpa/inet.h>
#include <string.h>

#include "tests/suites.h"

START_TEST(a_burst_passes_at_once_and_then_the_rate_rules)
{
	struct allowance a;

	allowance_init(&a, 10, 1000);
	for (int i = 0; i < 10; i++) {
		ck_assert_int_eq(allowance_wait_ms(&a, 10, 4), 0);
		allowance_take(&a, 1);
	}
	ck_assert_int_eq(allowance_wait_ms(&a, 10, 4), 250);
	allowance_refill(&a, 10, 4, 1250);
	ck_assert_int_eq(allowance_wait_ms(&a, 10, 4), 0);
}
END_TEST

START_TEST(an_allowance_never_grows_past_its_burst)
{
	struct allowance a;

	allowance_init(&a, 2, 0);
	allowance_refill(&a, 2, 4, INT64_MAX / 2);
	allowance_take(&a, 2);
	ck_assert_int_gt(allowance_wait_ms(&a, 2, 4), 0);
}
END_TEST

START_TEST(a_costly_line_is_paid_for_afterwards)
{
	struct allowance a;

	allowance_init(&a, 1, 0);
	allowance_take(&a, 5);
	ck_assert_int_eq(allowance_wait_ms(&a, 1, 1), 5000);
}
END_TEST

START_TEST(a_rate_or_burst_of_nothing_switches_it_off)
{
	struct allowance a;

	allowance_init(&a, 1, 0);
	allowance_take(&a, 100);
	ck_assert_int_eq(allowance_wait_ms(&a, 1, 0), 0);
	ck_assert_int_eq(allowance_wait_ms(&a, 0, 1), 0);
}
END_TEST

static struct limit_key
key(const char *address)
{
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct sockaddr_in in = {.sin_family = AF_INET};
	const struct limit_blocks blocks = {32, 64};
	struct limit_key k;

	if (inet_pton(AF_INET, address, &in.sin_addr) == 1) {
		limit_key_address(&k, (struct sockaddr *)&in, &blocks);
		return k;
	}
	ck_assert_int_eq(inet_pton(AF_INET6, address, &in6.sin6_addr), 1);
	limit_key_address(&k, (struct sockaddr *)&in6, &blocks);
	return k;
}

static void
same(const char *a, const char *b, bool want)
{
	struct limit_key ka = key(a), kb = key(b);

	ck_assert_int_eq(!memcmp(&ka, &kb, sizeof(ka)), want);
}

START_TEST(addresses_count_by_ipv4_address_and_ipv6_network)
{
	same("192.0.2.1", "192.0.2.2", false);
	same("192.0.2.1", "::ffff:192.0.2.1", true);
	same("2001:db8::1", "2001:db8::2:3", true);
	same("2001:db8::1", "2001:db8:0:1::1", false);
}
END_TEST

START_TEST(loopback_counts_as_nobody)
{
	ck_assert_int_eq(key("127.0.0.1").kind, LIMIT_NOBODY);
	ck_assert_int_eq(key("::1").kind, LIMIT_NOBODY);
	ck_assert_int_eq(key("::ffff:127.0.0.9").kind, LIMIT_NOBODY);
}
END_TEST

static struct limit_key
block(const char *address, unsigned ipv4, unsigned ipv6)
{
	struct limit_blocks blocks = {ipv4, ipv6};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct limit_key k;

	ck_assert_int_eq(inet_pton(AF_INET6, address, &in6.sin6_addr), 1);
	limit_key_address(&k, (struct sockaddr *)&in6, &blocks);
	return k;
}

START_TEST(blocks_of_addresses_may_be_larger)
{
	struct limit_key a = block("2001:db8:0:1f00::1", 20, 56);
	struct limit_key b = block("2001:db8:0:1fff::1", 20, 56);
	struct limit_key c = block("2001:db8:0:2000::1", 20, 56);

	ck_assert_mem_eq(&a, &b, sizeof(a));
	ck_assert_mem_ne(&a, &c, sizeof(a));
	a = block("::ffff:10.0.16.1", 20, 56);
	b = block("::ffff:10.0.31.255", 20, 56);
	c = block("::ffff:10.0.32.1", 20, 56);
	ck_assert_mem_eq(&a, &b, sizeof(a));
	ck_assert_mem_ne(&a, &c, sizeof(a));
}
END_TEST

START_TEST(counts_go_up_and_down_and_leave_nothing)
{
	struct limits l = {0};
	struct limit_key k = key("192.0.2.1");

	limit_add(&l, &k);
	limit_add(&l, &k);
	ck_assert_uint_eq(limit_get(&l, &k), 2);
	limit_drop(&l, &k);
	limit_drop(&l, &k);
	ck_assert_uint_eq(limit_get(&l, &k), 0);
	ck_assert_ptr_null(l.counts);
	limit_drop(&l, &k);
	limit_free(&l);
}
END_TEST

START_TEST(who_is_exempt_counts_as_nobody)
{
	struct limits l = {0};
	struct limit_key k = key("192.0.2.1");

	k.kind = LIMIT_EXEMPT;
	ck_assert_ptr_null(limit_add(&l, &k));
	ck_assert_uint_eq(limit_get(&l, &k), 0);
	limit_drop(&l, &k);
	limit_free(&l);
}
END_TEST

START_TEST(a_login_that_comes_again_finds_its_allowance_as_it_was)
{
	struct limits l = {0};
	struct limit_key k;

	limit_key_login(&k, 1000);
	limit_add(&l, &k)->allowance.left = 7;
	limit_drop(&l, &k);
	ck_assert_uint_eq(limit_get(&l, &k), 0);
	ck_assert_int_eq(limit_add(&l, &k)->allowance.left, 7);
	ck_assert_uint_eq(limit_get(&l, &k), 1);
	limit_drop(&l, &k);
	limit_free(&l);
}
END_TEST

START_TEST(of_logins_that_have_gone_the_last_ones_are_remembered)
{
	struct limits l = {0};
	struct limit_key k;

	for (uid_t uid = 0; uid <= LIMIT_IDLE; uid++) {
		limit_key_login(&k, uid);
		limit_add(&l, &k)->allowance.left = 7;
		limit_drop(&l, &k);
	}
	ck_assert_uint_eq(HASH_COUNT(l.counts), LIMIT_IDLE);
	limit_key_login(&k, 0);
	ck_assert_int_eq(limit_add(&l, &k)->allowance.left, 0);
	limit_drop(&l, &k);
	limit_free(&l);
}
END_TEST

Suite *
suite_server_limit(void)
{
	Suite *s = suite_create("server_limit");
	TCase *tc = tcase_create("limit");

	tcase_add_test(tc, a_burst_passes_at_once_and_then_the_rate_rules);
	tcase_add_test(tc, an_allowance_never_grows_past_its_burst);
	tcase_add_test(tc, a_costly_line_is_paid_for_afterwards);
	tcase_add_test(tc, a_rate_or_burst_of_nothing_switches_it_off);
	tcase_add_test(tc, addresses_count_by_ipv4_address_and_ipv6_network);
	tcase_add_test(tc, loopback_counts_as_nobody);
	tcase_add_test(tc, blocks_of_addresses_may_be_larger);
	tcase_add_test(tc, counts_go_up_and_down_and_leave_nothing);
	tcase_add_test(tc, who_is_exempt_counts_as_nobody);
	tcase_add_test(
	    tc, a_login_that_comes_again_finds_its_allowance_as_it_was);
	tcase_add_test(
	    tc, of_logins_that_have_gone_the_last_ones_are_remembered);
	suite_add_tcase(s, tc);
	return s;
}
