/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lookup.h"
#include "tests/suites.h"

static void
looked_up(struct job *job, void *context)
{
	(void)job;
	(void)context;
}

static bool
is_loopback(const struct address *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->sa;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&a->sa;

	if (a->sa.ss_family == AF_INET)
		return in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
	return a->sa.ss_family == AF_INET6 &&
	    IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

static void
expect_loopback(const char *host)
{
	struct url u = {.scheme = URL_IRC};
	struct lookup *l;

	snprintf(u.host, sizeof(u.host), "%s", host);
	snprintf(u.port, sizeof(u.port), "6667");
	l = lookup_new(&u, 1, looked_up);
	l->job.run(&l->job);
	ck_assert_msg(l->error == 0 && l->count > 0, "%s", host);
	for (size_t i = 0; i < l->count; i++)
		ck_assert_msg(is_loopback(&l->addresses[i]), "%s", host);
	free(l);
}

START_TEST(names_of_this_machine_are_known_without_a_resolver)
{
	expect_loopback("localhost");
	expect_loopback("LocalHost.");
	expect_loopback("no-such-name-anywhere.localhost");
}
END_TEST

START_TEST(numbers_need_no_look_up)
{
	struct url u = {.scheme = URL_IRC, .host = "127.0.0.1", .port = "6667"};
	struct address a;

	ck_assert(lookup_known(&u, &a));
	ck_assert(is_loopback(&a));
	strcpy(u.host, "localhost");
	ck_assert(!lookup_known(&u, &a));
}
END_TEST

Suite *
suite_client_lookup(void)
{
	Suite *s = suite_create("client_lookup");
	TCase *tc = tcase_create("lookup");

	tcase_add_test(tc, names_of_this_machine_are_known_without_a_resolver);
	tcase_add_test(tc, numbers_need_no_look_up);
	suite_add_tcase(s, tc);
	return s;
}
