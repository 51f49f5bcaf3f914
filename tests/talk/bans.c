/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/fingerprint.h"
#include "tests/talk/identities.h"
#include "tests/talk/oper.h"
#include "tests/talk/sasl_peers.h"
#include "tests/talk/somebody.h"
#include "tests/talk/talk.h"

/* Says who it is, and no more. */
static struct peer *
comes(struct host *h, const char *nick, const char *user)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER %s 0 * :X", user);
	return p;
}

START_TEST(a_ban_of_addresses_ends_who_is_there_and_refuses_who_comes)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(o, "DLINE 1h 127.0.0.0/8 :spam");
	peer_expect(o,
	    ":here NOTICE boss :*127.0.0.0/8 is banned until * UTC; "
	    "connections ended by it: 1");
	peer_expect(v,
	    ":here 465 visitor :You are banned from this server until * UTC: "
	    "spam");
	peer_expect(v,
	    "ERROR :Closing link: You are banned from this server until * "
	    "UTC: spam");
	peer_expect_end(v);
	peer_expect_error(
	    peer_connect(h, "again"), "You are banned from this server until ");
	peer_send(o, "UNDLINE 127.0.0.1/8");
	peer_expect(o, ":here NOTICE boss :*127.0.0.0/8 is banned no more");
	peer_new(h, "again");
}
END_TEST

START_TEST(a_mask_is_asked_for_when_somebody_registers)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h), *v = comes(h, "visitor", "bad");
	struct peer *p;

	peer_expect(v, ":here 001 visitor *");
	peer_send(o, "KLINE *!~bad@* :go away");
	peer_expect(v,
	    "ERROR :Closing link: You are banned from this server: "
	    "go away");
	p = comes(h, "visitor", "bad");
	peer_expect(p, ":here 465 * :You are banned from this server: go away");
	peer_expect_error(p, "You are banned from this server: go away");
	peer_expect(comes(h, "visitor", "good"), ":here 001 visitor *");
}
END_TEST

START_TEST(who_takes_a_nick_that_is_banned_is_ended)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(o, "KLINE evil :no");
	peer_expect(o, ":here NOTICE boss :*evil!*@\\* is banned for good*");
	peer_send(v, "NICK evil");
	peer_expect_error(v, "You are banned from this server: no");
}
END_TEST

START_TEST(bans_are_kept_listed_and_taken_away)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h);

	peer_send(o, "KLINE 60 *!~bad@* :spam");
	peer_expect(o, ":here NOTICE boss *");
	peer_send(o, "DLINE 203.0.113.0/24 :worms");
	peer_expect(o, ":here NOTICE boss *");
	host_kill(h);
	host_again(h, NULL, false);
	o = peer_operator(h);
	peer_send(o, "STATS K");
	peer_next(o,
	    ":here 216 boss K \\*!~bad@\\* \\* \\* :spam (until * UTC; set by "
	    "boss at *)");
	peer_next(o, ":here 219 boss K :*");
	peer_send(o, "DLINE");
	peer_next(o,
	    ":here 225 boss D 203.0.113.0/24 :worms (for good; set by boss at "
	    "*)");
	peer_next(o, ":here 219 boss D :*");
	peer_expect_error(comes(h, "visitor", "bad"), "You are banned");
	peer_send(o, "UNKLINE *!~bad@*");
	peer_expect(o, ":here NOTICE boss :*is banned no more");
	peer_expect(comes(h, "visitor", "bad"), ":here 001 visitor *");
	peer_send(o, "UNKLINE *!~bad@*");
	peer_expect(o, ":here NOTICE boss :*There is no such ban");
}
END_TEST

START_TEST(a_ban_ends_by_itself)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h);
	int64_t until = clock_mono_ms() + 60000;
	bool in = false;

	peer_send(o, "DLINE 1s 127.0.0.1 :wait");
	peer_expect(o, ":here NOTICE boss *");
	while (!in && clock_mono_ms() < until) {
		struct peer *p = peer_connect(h, "p");

		peer_send(p, "PING x");
		in = peer_line(p) && glob(":* PONG *", peer_last(p));
		peer_free(p);
	}
	ck_assert(in);
	peer_send(o, "STATS D");
	peer_next(o, ":here 219 boss D :*");
}
END_TEST

static void
is_refused(struct peer *o, const char *target)
{
	peer_send(o, "KLINE 10 %s :oops", target);
	peer_next(o, ":here NOTICE boss :*This ban means yourself");
}

START_TEST(nobody_bans_themselves_by_mistake)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h);
	char target[100];

	is_refused(o, "*!*@*");
	is_refused(o, "boss");
	is_refused(o, "*@localhost");
	snprintf(target, sizeof(target), "account:%s", my_login());
	is_refused(o, target);
	snprintf(target, sizeof(target), "*!%s@*", my_login());
	is_refused(o, target);
	snprintf(target, sizeof(target), "uid:%u", (unsigned)geteuid());
	is_refused(o, target);
	peer_send(o, "KLINE");
	peer_next(o, ":here 219 boss K :*");
}
END_TEST

START_TEST(a_ban_of_another_operator_is_said_to_be_one)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h);
	struct peer *other = peer_connect_local(h, "other");

	peer_register(other, "other");
	peer_send(other, "OPER boss");
	peer_expect(other, ":here 381 other *");
	peer_expect(o,
	    ":here NOTICE boss :audit OPER by other!%s@localhost "
	    "account=%s uid=%u address=localhost on boss: *",
	    my_login(), my_login(), (unsigned)geteuid());
	peer_send(o, "KLINE other :out");
	peer_next(o, ":here NOTICE boss :*means the operator other");
	peer_expect(other,
	    ":here NOTICE other :audit KLINE by boss!%s@localhost account=%s "
	    "uid=* address=localhost on other!\\*@\\*: for good: out",
	    my_login(), my_login());
	peer_expect_end(other);
}
END_TEST

START_TEST(what_names_nobody_is_refused_and_changes_nothing)
{
	static const char *const lines[] = {"KLINE uid:me :x",
	    "KLINE account:a* :x", "KLINE certfp:12 :x", "DLINE alice :x",
	    "DLINE 10.0.0.0/33 :x", "UNDLINE alice",
	    "UNKLINE uid:", "KLINE 5m $r:name :x"};
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h);

	peer_caps(o, "standard-replies");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		peer_send(o, "%s", lines[i]);
		peer_next(o, ":here FAIL * INVALID_TARGET :*");
	}
	peer_send(o, "KLINE");
	peer_next(o, ":here 219 boss K :*");
}
END_TEST

START_TEST(bans_are_for_operators)
{
	static const char *const lines[] = {"KLINE x", "DLINE 10.0.0.1",
	    "UNKLINE x", "UNDLINE 10.0.0.1", "STATS K", "STATS D"};
	struct host *h = host_of_operator("");
	struct peer *v = peer_new(h, "visitor");

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		peer_send(v, "%s", lines[i]);
		peer_next(v, ":here 481 visitor :*");
		if (i > 3)
			peer_next(v, ":here 219 *");
	}
}
END_TEST

START_TEST(a_uid_is_refused_at_the_door)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h), *p;

	if (geteuid() != 0)
		return;
	p = peer_connect_as(h, "p", 54321);
	peer_register(p, "alice");
	peer_send(o, "KLINE uid:54321 :no");
	peer_expect_error(p, "You are banned from this server: no");
	peer_expect_error(peer_connect_as(h, "p", 54321),
	    "You are banned from this server: no");
	peer_register(peer_connect_as(h, "q", 54322), "bob");
}
END_TEST

START_TEST(an_account_is_refused_however_it_comes)
{
	struct host *h = host_of_operator("");
	struct peer *o = peer_operator(h), *p;
	const struct passwd *pw = getpwnam("daemon");

	if (geteuid() != 0 || !pw)
		return;
	p = peer_connect_as(h, "p", pw->pw_uid);
	peer_register(p, "alice");
	peer_send(o, "KLINE 1d account:DAEMON :no");
	peer_expect_error(p, "You are banned from this server until ");
	p = peer_connect_as(h, "p", pw->pw_uid);
	peer_send(p, "NICK alice");
	peer_send(p, "USER a 0 * :A");
	peer_expect_error(p, "You are banned from this server until ");
}
END_TEST

START_TEST(an_account_is_refused_once_it_has_logged_in)
{
	char conf[512];
	struct host *h;
	struct peer *o, *p;

	snprintf(conf, sizeof(conf),
	    SASL_CONF "server-name = \"here\"\n"
		      "oper boss { logins = {\"%s\"} }\n",
	    my_login());
	h = host_start(conf);
	account_make(h, "alice", "correct-horse");
	o = peer_operator(h);
	peer_send(o, "KLINE account:alice :no");
	peer_expect(o, ":here NOTICE boss :* is banned for good*");
	p = sasl_connect(h, "p");
	sasl_plain(p, "", "alice", "correct-horse");
	peer_next(p, ":here 465 * :You are banned from this server: no");
	peer_next(p, "ERROR :Closing link: You are banned *");
}
END_TEST

START_TEST(a_key_is_refused_once_it_has_been_shown)
{
	struct identity *its = identity_for("visitor", 86400);
	const struct peer_tls_options o = {.id = its};
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};
	char conf[256], hex[FINGERPRINT_HEX_SIZE];
	struct host *h;
	struct peer *boss, *v;

	identity_digest(its, fp.bytes);
	fingerprint_hex(&fp, hex);
	snprintf(conf, sizeof(conf),
	    "server-name = \"here\"\nflood-rate = 0\n"
	    "oper boss { logins = {\"%s\"} }\n",
	    my_login());
	h = host_start_tls(conf);
	boss = peer_operator(h);
	v = peer_new_tls(h, "visitor", &o);
	peer_send(boss, "KLINE certfp:%s :stolen", hex);
	peer_expect_error(v, "You are banned from this server: stolen");
	v = peer_connect_tls(h, "again", &o);
	peer_expect(v, ":here 465 * :You are banned from this server: stolen");
	peer_expect_error(v, "You are banned from this server: stolen");
	peer_new_tls(h, "other", NULL);
	identity_free(its);
}
END_TEST

TALK_SUITE_LOGIN(talk_bans, TESTS(NULL),
    TESTS(a_ban_of_addresses_ends_who_is_there_and_refuses_who_comes,
	a_mask_is_asked_for_when_somebody_registers,
	who_takes_a_nick_that_is_banned_is_ended,
	bans_are_kept_listed_and_taken_away, a_ban_ends_by_itself,
	nobody_bans_themselves_by_mistake,
	a_ban_of_another_operator_is_said_to_be_one,
	what_names_nobody_is_refused_and_changes_nothing,
	bans_are_for_operators, a_uid_is_refused_at_the_door,
	an_account_is_refused_however_it_comes,
	an_account_is_refused_once_it_has_logged_in,
	a_key_is_refused_once_it_has_been_shown))
