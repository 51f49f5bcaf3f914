/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/talk/oper.h"
#include "tests/talk/somebody.h"
#include "tests/talk/talk.h"

#define ON "loopback-logins = yes\n"

static struct peer *
connect_as(const struct host *h, const char *name, uid_t uid)
{
	return peer_as(h, name, uid, peer_connect);
}

START_TEST(a_person_is_their_login_over_loopback_too)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start("flood-rate = 0\n" ON);
	struct peer *p;

	if (!pw)
		return;
	p = connect_as(h, "p", pw->pw_uid);
	peer_send(p, "USER somebodyelse 0 * :S");
	peer_send(p, "NICK alice");
	peer_expect(p, ":* 001 alice :*");
	peer_send(p, "WHOIS alice");
	peer_expect(p, ":* 311 alice alice %s localhost \\* :*", pw->pw_name);
	peer_expect(p, ":* 330 alice alice %s :*", pw->pw_name);
	peer_expect(p, ":* 671 alice alice :*");
}
END_TEST

START_TEST(what_one_says_on_another_device_is_read_in_plain_lines)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain("flood-rate = 0\n" ON);
	struct peer *p, *plain, *b = peer_join(h, "bob", "#lobby");

	if (!pw)
		return;
	plain = peer_as(h, "plain", pw->pw_uid, peer_connect_plain);
	peer_send(plain, "hello");
	peer_expect(b, ":%s!* PRIVMSG #lobby :hello", pw->pw_name);
	p = connect_as(h, "p", pw->pw_uid);
	peer_register(p, pw->pw_name);
	peer_send(p, "PRIVMSG bob :psst");
	peer_expect(plain, "??:?? [dm] to bob: psst");
	peer_send(p, "PRIVMSG #lobby :hi");
	peer_next(plain, "??:?? <%s> hi", pw->pw_name);
	peer_send(p, "PART #lobby");
	peer_next(plain, "-- You left #lobby");
}
END_TEST

START_TEST(the_same_at_the_unix_socket_is_as_safe)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect_local(h, "p");

	peer_register(p, "alice");
	peer_send(p, "WHOIS alice");
	peer_expect(p, ":* 671 alice alice :*");
}
END_TEST

START_TEST(who_claims_to_be_somebody_over_loopback_is_who_the_kernel_says)
{
	const struct passwd *pw = somebody();
	struct host *h =
	    host_start("flood-rate = 0\nreserve-logins = yes\n" ON);
	struct peer *p;

	if (!pw || geteuid() != 0)
		return;
	p = connect_as(h, "p", 54321);
	peer_send(p, "USER %s 0 * :S", pw->pw_name);
	peer_send(p, "NICK %s", pw->pw_name);
	peer_expect(p, ":* 433 \\* %s :*", pw->pw_name);
	peer_send(p, "NICK alice");
	peer_expect(p, ":* 001 alice :*");
	peer_send(p, "WHOIS alice");
	peer_expect_none(p, ":* 330 *");
}
END_TEST

/* Nobody's: root or a daemon may forward others. */
static void
expect_stranger(struct host *h, uid_t uid)
{
	struct peer *p = connect_as(h, "p", uid);

	peer_register(p, "alice");
	peer_send(p, "WHOIS alice");
	peer_expect(p, ":* 311 alice alice ~* 127.0.0.1 \\* :*");
	peer_expect_none(p, ":* 330 *");
}

START_TEST(whom_a_daemon_forwards_has_no_rights_of_this_machines_users)
{
	struct host *h = host_start("flood-rate = 0\nregister = local\n"
				    "require-account = remote\n" ON);
	struct peer *p;

	if (geteuid() != 0)
		return;
	p = connect_as(h, "p", 0);
	peer_send(p, "NICK alice");
	peer_send(p, "USER a 0 * :A");
	peer_expect_error(p, "You must log in to an account (SASL)");
}
END_TEST

START_TEST(root_over_loopback_is_a_stranger)
{
	struct host *h = host_start("flood-rate = 0\n" ON);

	if (geteuid() == 0)
		expect_stranger(h, 0);
}
END_TEST

START_TEST(a_daemon_over_loopback_is_a_stranger)
{
	struct host *h = host_start("flood-rate = 0\n" ON);
	const struct passwd *pw = getpwnam("daemon");

	if (geteuid() == 0 && pw)
		expect_stranger(h, pw->pw_uid);
}
END_TEST

START_TEST(it_can_be_switched_off)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start("flood-rate = 0\nloopback-logins = no\n");

	if (pw)
		expect_stranger(h, pw->pw_uid);
}
END_TEST

/* Its password is "letmein". */
#define GATEWAY                                                   \
	"webirc kiwi { password-hash = \""                        \
	"$6$saltsalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/"           \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8.\"" \
	"\nhosts = {\"127.0.0.0/8\"} }\n"

START_TEST(whose_gateway_it_is_that_is_no_login_of_its_people)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start("flood-rate = 0\n" ON GATEWAY);
	struct peer *p;

	if (!pw)
		return;
	p = connect_as(h, "p", pw->pw_uid);
	peer_send(p, "WEBIRC letmein kiwi home.example.org 198.51.100.3");
	peer_register(p, "alice");
	peer_send(p, "WHOIS alice");
	peer_expect(p, ":* 311 alice alice ~* home.example.org \\* :*");
	peer_expect_none(p, ":* 330 *");
}
END_TEST

START_TEST(both_ways_of_a_login_count_together)
{
	const struct passwd *pw = somebody();
	struct host *h =
	    host_start("flood-rate = 0\nsessions-per-login = 2\n" ON);

	if (!pw)
		return;
	peer_register(connect_as(h, "one", pw->pw_uid), "one");
	peer_register(peer_connect_as(h, "two", pw->pw_uid), "two");
	peer_expect_error(connect_as(h, "three", pw->pw_uid),
	    "Too many connections from your login");
	peer_expect_error(peer_connect_as(h, "three", pw->pw_uid),
	    "Too many connections from your login");
}
END_TEST

START_TEST(an_operator_by_login_is_one_over_loopback_too)
{
	const struct passwd *pw = somebody();
	char conf[256];
	struct host *h;
	struct peer *p;

	if (!pw)
		return;
	snprintf(conf, sizeof(conf),
	    "flood-rate = 0\n" ON "oper boss { logins = {\"%s\"} }\n",
	    pw->pw_name);
	h = host_start(conf);
	p = connect_as(h, "p", pw->pw_uid);
	peer_register(p, "alice");
	peer_send(p, "OPER boss");
	peer_expect(p, ":* 381 alice :*");
}
END_TEST

START_TEST(a_ban_of_loopback_does_not_mean_the_people_of_this_machine)
{
	const struct passwd *pw = somebody();
	struct peer *o, *p, *stranger;
	struct host *h;

	if (!pw || geteuid() != 0 || !my_login())
		return;
	h = host_of_operator(ON);
	o = peer_operator(h);
	p = connect_as(h, "p", pw->pw_uid);
	stranger = connect_as(h, "s", 0);
	peer_register(p, "alice");
	peer_send(stranger, "PING x");
	peer_expect(stranger, ":* PONG *");
	peer_send(o, "DLINE 127.0.0.0/8 :no forwarders");
	peer_expect(o,
	    ":* NOTICE boss :*is banned for good; connections "
	    "ended by it: 1");
	peer_expect_error(stranger, "You are banned");
	peer_barrier(p);
	peer_register(connect_as(h, "q", pw->pw_uid), "bob");
	peer_send(o, "KLINE uid:%u :not you", (unsigned)pw->pw_uid);
	peer_expect_error(p, "You are banned from this server: not you");
	peer_expect_error(connect_as(h, "p", pw->pw_uid), "You are banned");
}
END_TEST

TALK_SUITE(talk_loopback, a_person_is_their_login_over_loopback_too,
    what_one_says_on_another_device_is_read_in_plain_lines,
    the_same_at_the_unix_socket_is_as_safe,
    who_claims_to_be_somebody_over_loopback_is_who_the_kernel_says,
    whom_a_daemon_forwards_has_no_rights_of_this_machines_users,
    root_over_loopback_is_a_stranger, a_daemon_over_loopback_is_a_stranger,
    it_can_be_switched_off, whose_gateway_it_is_that_is_no_login_of_its_people,
    both_ways_of_a_login_count_together,
    an_operator_by_login_is_one_over_loopback_too,
    a_ban_of_loopback_does_not_mean_the_people_of_this_machine)
