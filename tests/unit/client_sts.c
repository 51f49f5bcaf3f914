/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/sts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/dial.h"
#include "client/trust.h"
#include "tests/suites.h"
#include "tests/unit/client_secure.h"

enum { DAY_S = 86400 };

static struct secure_client c;

static void
setup(void)
{
	secure_setup(&c);
}

static void
teardown(void)
{
	secure_teardown(&c);
}

/* At 0.0.0.0, which is elsewhere. */
static void
dial(const char *scheme)
{
	char url[64];

	snprintf(url, sizeof(url), "%s://%s", scheme, c.elsewhere);
	dial_set(&c.state, c.n, url);
}

static void
connect_plain(void)
{
	dial("irc");
	secure_settle_plain(&c);
	ck_assert_int_eq(c.n->guard, GUARD_NONE);
	ck_assert_int_eq(c.n->status, NETWORK_REGISTERING);
}

static void
connect_vouched(void)
{
	secure_signed(&c, "0.0.0.0", -DAY_S, DAY_S);
	dial("ircs");
	secure_settle(&c);
	ck_assert_int_eq(c.n->guard, GUARD_VOUCHED);
}

static int
lives(void)
{
	struct buf err = {0};
	struct sts p;
	int found = sts_find("0.0.0.0", &p, &err);

	ck_assert_msg(found >= 0, "%s", err.data ? err.data : "");
	if (found)
		ck_assert_str_eq(p.port, c.port);
	return found;
}

/* The server in plain lists its capabilities; what comes next comes to TLS. */
static void
say_caps_then_tls(const char *caps)
{
	char line[256];

	snprintf(line, sizeof(line), ":x CAP * LS :%s\r\n", caps);
	ck_assert_int_eq(conn_queue_bytes(&c.peer, line, strlen(line)), 0);
	conn_flush(&c.peer);
	secure_settle(&c);
}

START_TEST(a_server_in_plain_that_wants_tls_gets_it_at_once)
{
	char caps[64];

	secure_signed(&c, "0.0.0.0", -DAY_S, DAY_S);
	connect_plain();
	snprintf(caps, sizeof(caps), "batch sts=duration=60,port=%s", c.port);
	say_caps_then_tls(caps);
	ck_assert_int_eq(c.n->guard, GUARD_VOUCHED);
	ck_assert_ptr_nonnull(strstr(c.heard.data, "CAP LS 302\nNICK "));
	ck_assert_ptr_null(strstr(c.heard.data, "CAP REQ"));
	/* Only over TLS is a policy believed. */
	ck_assert_int_eq(lives(), 0);
	secure_hang_up(&c);
	c.now_ms += 3600000;
	secure_settle(&c);
	ck_assert_int_eq(c.n->guard, GUARD_VOUCHED);
}
END_TEST

START_TEST(what_is_no_upgrade_is_passed_over)
{
	connect_plain();
	secure_say(&c, ":x CAP * LS :sts=duration=60 sts");
	secure_say(&c, ":x CAP * NEW :sts=port=0");
	secure_say(&c, ":x CAP * NEW :sts=port=65536,duration=1");
	secure_say(&c, ":x CAP * NEW :sts=port=66x7");
	secure_say(&c, ":x CAP * NEW :sts=");
	ck_assert_int_eq(c.n->guard, GUARD_NONE);
	ck_assert_int_eq(c.n->status, NETWORK_REGISTERING);
	ck_assert_int_eq(lives(), 0);
}
END_TEST

START_TEST(a_policy_over_tls_is_kept_and_never_asked_for)
{
	char path[160];
	struct stat st;

	connect_vouched();
	secure_say(&c, ":x CAP * LS :batch sts=unknown,duration=86400,a=b");
	ck_assert_ptr_null(strstr(c.heard.data, "sts"));
	ck_assert_int_eq(lives(), 1);
	snprintf(path, sizeof(path), "%s/sts", c.state_dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	secure_hang_up(&c);
	dial("irc");
	secure_settle(&c);
	ck_assert_int_eq(c.n->guard, GUARD_VOUCHED);
}
END_TEST

START_TEST(while_a_policy_lives_nothing_goes_in_plain)
{
	connect_vouched();
	secure_say(&c, ":x CAP * LS :sts=duration=86400");
	secure_hang_up(&c);
	dial("irc");
	secure_settle_plain(&c);
	/* What came is a TLS hello. */
	ck_assert(!c.heard.len || !strstr(c.heard.data, "NICK"));
	secure_say(&c, ":x NOTICE * :plain, come in");
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(secure_told(&c, "speaks plain text"));
}
END_TEST

START_TEST(while_a_policy_lives_a_key_is_not_asked_about)
{
	struct buf err = {0};

	ck_assert_int_eq(sts_keep("0.0.0.0", c.port, DAY_S, &err), 0);
	secure_self_signed(&c, "0.0.0.0");
	dial("irc");
	secure_settle(&c);
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert_uint_eq(c.heard.len, 0);
	ck_assert(secure_told(&c, "DOES NOT HOLD"));
}
END_TEST

START_TEST(a_policy_ends_by_itself_or_by_the_server)
{
	char text[96];

	snprintf(
	    text, sizeof(text), "0.0.0.0 %s 2020-01-01T00:00:00Z 60\n", c.port);
	secure_write(&c, "sts", text);
	ck_assert_int_eq(lives(), 0);
	connect_plain();
	connect_vouched();
	secure_say(&c, ":x CAP * LS :sts=duration=60");
	ck_assert_int_eq(lives(), 1);
	secure_say(&c, ":x CAP * DEL :sts");
	ck_assert_int_eq(lives(), 1);
	secure_say(&c, ":x CAP * NEW :sts=duration=0");
	ck_assert_int_eq(lives(), 0);
	secure_hang_up(&c);
	ck_assert_int_eq(lives(), 0);
}
END_TEST

START_TEST(a_key_that_is_only_known_makes_no_policy)
{
	secure_self_signed(&c, "0.0.0.0");
	dial("ircs");
	secure_settle(&c);
	trust_tell(&c.state, c.n, &c.n->offer->key);
	secure_settle(&c);
	ck_assert_int_eq(c.n->guard, GUARD_KEY);
	secure_say(&c, ":x CAP * LS :sts=duration=60");
	ck_assert_int_eq(lives(), 0);
}
END_TEST

START_TEST(the_time_of_a_policy_begins_anew_at_the_end_of_the_connection)
{
	char text[96];

	connect_vouched();
	secure_say(&c, ":x CAP * LS :sts=duration=86400");
	snprintf(
	    text, sizeof(text), "0.0.0.0 %s 2020-01-01T00:00:00Z 60\n", c.port);
	secure_write(&c, "sts", text);
	ck_assert_int_eq(lives(), 0);
	secure_hang_up(&c);
	ck_assert_int_eq(lives(), 1);
	ck_assert_ptr_nonnull(strstr(secure_file(&c, "sts"), " 86400\n"));
}
END_TEST

START_TEST(a_broken_policy_lets_nothing_go_in_plain)
{
	secure_write(&c, "sts", "# mine\n0.0.0.0 port\n");
	dial("irc");
	secure_settle_plain(&c);
	ck_assert_uint_eq(c.heard.len, 0);
	ck_assert_int_eq(c.n->status, NETWORK_WAITING);
	ck_assert(secure_told(&c, "sts:2: "));
}
END_TEST

START_TEST(this_machine_needs_no_policy)
{
	secure_dial(&c, "irc");
	secure_settle_plain(&c);
	secure_say(&c, ":x CAP * LS :sts=port=1");
	ck_assert_int_eq(c.n->guard, GUARD_LOCAL);
	ck_assert_int_eq(c.n->status, NETWORK_REGISTERING);
}
END_TEST

START_TEST(the_value_is_read_as_the_specification_says)
{
	int64_t port, duration;

	sts_parse("port=6697,duration=5", 20, &port, &duration);
	ck_assert_int_eq(port, 6697);
	ck_assert_int_eq(duration, 5);
	sts_parse("preload,duration=99999999999999999", 34, &port, &duration);
	ck_assert_int_eq(port, -1);
	ck_assert_int_eq(duration, STS_DURATION_MAX);
	sts_parse("ports=1,port,duration=-1", 24, &port, &duration);
	ck_assert_int_eq(port, -1);
	ck_assert_int_eq(duration, -1);
	sts_parse("port=1 port=2", 6, &port, &duration);
	ck_assert_int_eq(port, 1);
}
END_TEST

Suite *
suite_client_sts(void)
{
	Suite *s = suite_create("client_sts");
	TCase *tc = tcase_create("client_sts");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 30);
	tcase_add_test(tc, a_server_in_plain_that_wants_tls_gets_it_at_once);
	tcase_add_test(tc, what_is_no_upgrade_is_passed_over);
	tcase_add_test(tc, a_policy_over_tls_is_kept_and_never_asked_for);
	tcase_add_test(tc, while_a_policy_lives_nothing_goes_in_plain);
	tcase_add_test(tc, while_a_policy_lives_a_key_is_not_asked_about);
	tcase_add_test(tc, a_policy_ends_by_itself_or_by_the_server);
	tcase_add_test(tc, a_key_that_is_only_known_makes_no_policy);
	tcase_add_test(
	    tc, the_time_of_a_policy_begins_anew_at_the_end_of_the_connection);
	tcase_add_test(tc, a_broken_policy_lets_nothing_go_in_plain);
	tcase_add_test(tc, this_machine_needs_no_policy);
	tcase_add_test(tc, the_value_is_read_as_the_specification_says);
	suite_add_tcase(s, tc);
	return s;
}
