/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/oper.h"
#include "tests/talk/sasl_peers.h"
#include "tests/talk/talk.h"

#define CAPS   "server-time batch message-tags"
#define FLOOD  "flood-rate = 0\n"
#define RESUME FLOOD "resume-time = 60s\n"

/* Whoever runs the tests, at the Unix socket, on that device, under that nick;
 * the welcome is read to its end. */
static struct peer *
device(
    const struct host *h, const char *nick, const char *name, const char *caps)
{
	struct peer *p = peer_connect_local(h, *name ? name : nick);

	peer_caps(p, caps);
	peer_send(p, "CAP END");
	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER me@%s 0 * :Me", name);
	peer_expect(p, ":* 221 *");
	return p;
}

/* What it has come to is read, and that it has is told. */
static void
answers(struct peer *p)
{
	char token[64];

	p->hears_all = true;
	peer_expect(p, "PING :catch-up-*");
	snprintf(token, sizeof(token), "%s", peer_word(p, 1));
	peer_send(p, "PONG :%s", token);
	peer_barrier(p);
}

START_TEST(a_second_connection_of_a_login_is_a_device_of_the_same_user)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c"), *one,
		    *two;

	peer_send(b, "TOPIC #c :tea");
	peer_send(b, "MONITOR + me");
	one = device(h, "me", "one", CAPS);
	peer_joins(one, "#c");
	peer_barrier(b);
	two = device(h, "ME", "two", CAPS " draft/read-marker");
	peer_next(two, ":me!%s@localhost JOIN #c", my_login());
	peer_next(two, ":* MARKREAD #c \\*");
	peer_next(two, ":* 332 me #c :tea");
	peer_next(two, ":* 333 me #c *");
	peer_next(two, ":* 353 me = #c :*me*");
	peer_next(two, ":* 366 me #c :*");
	peer_expect_none(b, "*");
	peer_expect_none(one, "*");
}
END_TEST

START_TEST(what_was_missed_comes_behind_the_names_of_each_channel)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "bob", "#c"), *one, *two;

	one = device(h, "me", "one", CAPS);
	peer_joins(one, "#c");
	peer_joins(one, "#d");
	peer_send(b, "PRIVMSG #c :before");
	peer_send(b, "PRIVMSG me :psst");
	peer_expect(one, ":bob!* PRIVMSG me :psst");
	two = device(h, "me", "two", CAPS);
	peer_next(two, ":me!* JOIN #c");
	peer_next(two, ":me!* JOIN #d");
	peer_next(two, ":* 353 me = #c :*");
	peer_next(two, ":* 366 me #c :*");
	peer_next(two, ":* BATCH +* chathistory #c");
	peer_next(two, ":bob!* PRIVMSG #c :before");
	peer_next(two, ":* BATCH -*");
	peer_expect(two, ":* 366 me #d :*");
	peer_expect(two, ":* BATCH +* chathistory bob");
	peer_next(two, ":bob!* PRIVMSG me :psst");
	answers(two);
	peer_close(two);
	peer_send(b, "PRIVMSG #c :missed");
	peer_barrier(b);
	two = device(h, "me", "two", CAPS);
	peer_expect(two, ":bob!* PRIVMSG #c :missed");
	peer_expect_none(two, "*PRIVMSG*");
}
END_TEST

START_TEST(what_one_device_says_reaches_the_others)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *one = device(h, "me", "one", CAPS), *two, *self;

	peer_joins(one, "#c");
	two = device(h, "me", "two", CAPS " echo-message");
	self = device(h, "me", "self", CAPS " znc.in/self-message");
	peer_barrier(two);
	peer_barrier(self);
	peer_send(one, "PRIVMSG #c :from one");
	peer_next(two, ":me!* PRIVMSG #c :from one");
	peer_next(self, ":me!* PRIVMSG #c :from one");
	peer_send(two, "PRIVMSG bob :from two");
	peer_next(two, ":me!* PRIVMSG bob :from two");
	peer_next(self, ":me!* PRIVMSG bob :from two");
	peer_expect_none(one, "*");
	peer_expect(b, ":me!* PRIVMSG #c :from one");
	peer_next(b, ":me!* PRIVMSG bob :from two");
	peer_send(b, "PRIVMSG me :to all");
	peer_next(one, ":bob!* PRIVMSG me :to all");
	peer_next(two, ":bob!* PRIVMSG me :to all");
	peer_next(self, ":bob!* PRIVMSG me :to all");
}
END_TEST

START_TEST(what_one_device_does_goes_to_all)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *one = device(h, "me", "one", CAPS);
	struct peer *two = device(h, "me", "two", CAPS);

	peer_send(b, "TOPIC #c :tea");
	peer_barrier(b);
	peer_joins(one, "#c");
	peer_next(two, ":me!* JOIN #c");
	peer_next(two, ":* 332 me #c :tea");
	peer_next(two, ":* 333 me #c *");
	peer_next(two, ":* 353 me = #c :*");
	peer_next(two, ":* 366 me #c :*");
	peer_send(one, "NICK you");
	peer_expect(two, ":me!* NICK *you");
	peer_send(one, "MODE you +i");
	peer_next(two, ":you!* MODE you *+i");
	peer_send(two, "PART #c");
	peer_expect(one, ":you!* PART #c");
	peer_expect(b, ":you!* PART #c");
}
END_TEST

START_TEST(who_is_away_is_so_on_all_devices)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c");
	struct peer *one = device(h, "me", "one", CAPS), *two;

	peer_joins(one, "#c");
	two = device(h, "me", "two", CAPS);
	peer_barrier(b);
	peer_send(one, "AWAY :lunch");
	peer_barrier(one);
	peer_expect_none(b, "*");
	peer_send(two, "AWAY :too");
	peer_next(b, ":me!* AWAY :too");
	peer_send(two, "QUIT");
	peer_expect_end(two);
	peer_next(b, ":me!* AWAY :lunch");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_quit_of_one_device_is_none_of_the_user)
{
	struct host *h = host_start(RESUME);
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *one = device(h, "me", "one", CAPS), *two;

	peer_joins(one, "#c");
	two = device(h, "me", "two", CAPS);
	peer_barrier(b);
	peer_send(one, "QUIT :one");
	peer_expect_end(one);
	peer_expect_none(b, "*");
	peer_barrier(two);
	peer_send(two, "QUIT :two");
	peer_next(b, ":me!* QUIT :Quit: two");
}
END_TEST

START_TEST(another_account_gets_no_nick_that_is_in_use)
{
	struct host *h = host_start(NULL);
	struct peer *one = device(h, "me", "one", CAPS), *g;

	g = peer_connect(h, "guest");
	peer_send(g, "NICK me");
	peer_expect(g, ":* 433 \\* me :*");
	peer_caps(g, "message-tags");
	peer_send(g, "NICK me");
	peer_send(g, "USER g 0 * :G");
	peer_send(g, "CAP END");
	peer_next(g, ":* 433 \\* me :*");
	peer_send(g, "NICK guest");
	peer_expect(g, ":* 001 guest *");
	peer_expect_none(one, "*");
	one = device(h, "other", "", CAPS);
	peer_send(one, "NICK me");
	peer_next(one, ":* 433 other me :*");
}
END_TEST

START_TEST(a_kill_ends_all_devices)
{
	struct host *h = host_of_operator("resume-time = 60s\n");
	struct peer *boss = peer_operator(h);
	struct peer *one = device(h, "me", "one", CAPS);
	struct peer *two = device(h, "me", "two", CAPS);

	peer_send(boss, "KILL me :enough");
	peer_expect_error(one, "enough");
	peer_expect_error(two, "enough");
	peer_send(boss, "WHOIS me");
	peer_expect(boss, ":* 401 boss me :*");
}
END_TEST

START_TEST(a_slow_device_does_not_hurt_the_others)
{
	struct host *h = host_start(RESUME "output-max = 16K\n");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *one = device(h, "me", "one", CAPS), *slow;
	char text[400];

	peer_joins(one, "#c");
	slow = device(h, "me", "slow", CAPS);
	peer_barrier(slow);
	peer_barrier(b);
	peer_deaf(slow);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 4000; i++) {
		peer_send(b, "PRIVMSG #c :%d %s", i, text);
		if (i % 20)
			continue;
		peer_barrier(b);
		peer_expect(one, ":bob!* PRIVMSG #c :%d *", i);
	}
	peer_send(b, "PRIVMSG #c :last");
	peer_expect(one, ":bob!* PRIVMSG #c :last");
	peer_expect_none(b, "*QUIT*");
	peer_hears(slow);
	peer_expect_end(slow);
}
END_TEST

START_TEST(who_comes_back_in_time_is_not_seen_to_go_or_come)
{
	struct host *h = host_start(RESUME);
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c"), *p;

	peer_send(b, "MONITOR + me");
	p = device(h, "me", "one", CAPS);
	peer_joins(p, "#c");
	peer_send(p, "PRIVMSG #c :here");
	answers(p);
	peer_barrier(b);
	peer_reset(p);
	do {
		peer_send(b, "WHOIS me");
		peer_expect(b, ":* 312 bob me *");
		peer_line(b);
	} while (!glob(":* 301 bob me :The connection is lost", peer_last(b)));
	peer_expect(b, ":* 318 *");
	peer_send(b, "PRIVMSG #c :missed");
	peer_send(b, "PRIVMSG me :psst");
	peer_next(b, ":* 301 bob me :The connection is lost");
	p = device(h, "me", "one", CAPS);
	peer_next(p, ":me!* JOIN #c");
	peer_expect(p, ":* 366 me #c :*");
	peer_next(p, ":* BATCH +* chathistory #c");
	peer_next(p, ":bob!* PRIVMSG #c :missed");
	peer_next(p, ":* BATCH -*");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":bob!* PRIVMSG me :psst");
	peer_next(p, ":* BATCH -*");
	peer_expect_none(p, "*PRIVMSG*");
	peer_send(b, "WHOIS me");
	peer_expect(b, ":* 312 bob me *");
	peer_next(b, ":* 330 bob me *");
	peer_expect(b, ":* 318 *");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(who_asks_for_history_asks_for_what_was_missed)
{
	struct host *h = host_start(RESUME);
	struct peer *b = peer_join(h, "bob", "#c"), *p;
	char since[64];

	p = device(h, "me", "one", CAPS " draft/chathistory");
	peer_joins(p, "#c");
	peer_send(b, "PRIVMSG #c :seen");
	peer_expect(p, ":bob!* PRIVMSG #c :seen");
	snprintf(since, sizeof(since), "%s", peer_tag(p, "msgid"));
	peer_reset(p);
	peer_send(b, "PRIVMSG #c :missed");
	peer_barrier(b);
	p = device(h, "me", "one", CAPS " draft/chathistory");
	peer_next(p, ":me!* JOIN #c");
	peer_expect_none(p, "*PRIVMSG*");
	peer_send(p, "CHATHISTORY AFTER #c msgid=%s 50", since);
	peer_next(p, ":* BATCH +* chathistory #c");
	peer_next(p, ":bob!* PRIVMSG #c :missed");
	peer_next(p, ":* BATCH -*");
	peer_expect_none(b, ":me!*");
}
END_TEST

START_TEST(after_that_time_there_is_one_quit_with_the_true_reason)
{
	struct host *h = host_start(FLOOD "resume-time = 1s\n");
	struct peer *b = peer_join(h, "bob", "#c"), *p;

	p = device(h, "me", "one", CAPS);
	peer_joins(p, "#c");
	peer_barrier(b);
	peer_close(p);
	peer_next(b, ":me!* QUIT :Connection closed");
	p = device(h, "me", "one", CAPS);
	peer_expect_none(p, "* JOIN *");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_guest_whose_connection_is_lost_is_gone)
{
	struct host *h = host_start(RESUME);
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *p = peer_join(h, "guest", "#c");

	peer_barrier(b);
	peer_close(p);
	peer_next(b, ":guest!* QUIT :Connection closed");
}
END_TEST

START_TEST(a_kill_ends_who_would_have_come_back)
{
	struct host *h = host_of_operator("resume-time = 60s\n");
	struct peer *boss = peer_operator(h), *p;

	p = device(h, "me", "one", CAPS);
	peer_joins(p, "#c");
	peer_joins(boss, "#c");
	peer_close(p);
	peer_expect_away(boss, "me");
	peer_send(boss, "KILL me :enough");
	peer_next(boss, ":me!* QUIT :Killed (boss (enough))");
	peer_send(boss, "WHOIS me");
	peer_expect(boss, ":* 401 boss me :*");
}
END_TEST

START_TEST(a_ban_ends_who_would_have_come_back)
{
	struct host *h = host_of_operator("resume-time = 60s\n");
	struct peer *boss = peer_operator(h), *p;

	p = device(h, "me", "one", CAPS);
	peer_joins(p, "#c");
	peer_joins(boss, "#c");
	peer_close(p);
	peer_expect_away(boss, "me");
	peer_send(boss, "KLINE 60 me!*@* :enough");
	peer_expect(boss, ":me!* QUIT :You are banned * enough");
	peer_send(boss, "WHOIS me");
	peer_expect(boss, ":* 401 boss me :*");
}
END_TEST

START_TEST(a_stop_of_the_server_quits_who_would_have_come_back)
{
	struct host *h = host_start(RESUME);
	struct peer *p = device(h, "me", "one", CAPS), *b;

	peer_joins(p, "#c");
	b = peer_join(h, "bob", "#c");
	peer_send(b, "PRIVMSG #c :used");
	peer_expect(p, ":bob!* PRIVMSG #c :used");
	peer_close(p);
	peer_expect_away(b, "me");
	host_stop(h);
	host_again(h, NULL, false);
	b = peer_join_caps(
	    h, "bob", CAPS " draft/chathistory draft/event-playback", "#c");
	peer_send(b, "CHATHISTORY LATEST #c * 50");
	peer_expect(b, ":me!* JOIN #c");
	peer_expect(b, ":me!* QUIT :Connection closed");
	peer_expect_none(b, ":me!*");
}
END_TEST

START_TEST(the_own_nick_is_taken_back_from_a_connection_that_is_lost)
{
	struct host *h = host_start(RESUME);
	struct peer *b = peer_join(h, "bob", "#c"), *p, *q;

	p = device(h, "me", "one", CAPS);
	peer_joins(p, "#c");
	q = device(h, "me_", "two", CAPS);
	peer_barrier(b);
	peer_close(p);
	peer_expect_away(b, "me");
	peer_send(q, "NICK me");
	peer_next(q, ":me_!* NICK *me");
	peer_next(b, ":me!* QUIT :Connection closed");
}
END_TEST

/* As clients do: the nick first, then the password. */
static void
log_in(struct peer *p, const char *name, const char *password)
{
	peer_send(p, "CAP LS 302");
	peer_send(p, "NICK alice");
	peer_send(p, "USER a@%s 0 * :A", name);
	peer_caps(p, CAPS " sasl");
	sasl_plain(p, "", "alice", password);
}

static struct peer *
far_device(struct host *h, const char *name, bool secure)
{
	struct peer *p =
	    secure ? peer_connect_tls(h, name, NULL) : peer_connect(h, name);

	log_in(p, name, "correct horse");
	sasl_expect_in(p, "alice");
	peer_send(p, "CAP END");
	peer_next(p, ":* 001 alice *");
	peer_expect(p, ":* 422 alice *");
	if (secure)
		peer_next(p, ":* 221 alice +Z");
	return p;
}

static void
comes_back(struct host *h, struct peer *b)
{
	struct peer *p = peer_connect_tls(h, "thief", NULL);

	log_in(p, "one", "wrong horse");
	peer_next(p, ":* 904 *");
	peer_send(p, "CAP END");
	peer_next(p, ":* 433 \\* alice :*");
	p = far_device(h, "one", true);
	peer_next(p, ":alice!* JOIN #c");
	peer_expect(p, ":bob!* PRIVMSG #c :missed");
	peer_expect_none(p, "*PRIVMSG*");
	peer_expect_none(b, "*");
}

START_TEST(devices_from_afar_log_in_by_a_password_and_come_back)
{
	struct host *h = host_start_tls(SASL_CONF "resume-time = 60s\n");
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c"), *one,
		    *two;

	account_make(h, "alice", "correct horse");
	one = far_device(h, "one", true);
	peer_joins(one, "#c");
	peer_send(b, "PRIVMSG #c :seen");
	peer_expect(one, ":bob!* PRIVMSG #c :seen");
	answers(one);
	peer_barrier(b);
	two = far_device(h, "two", false);
	peer_next(one, ":alice!* MODE alice *-Z");
	peer_next(two, ":alice!* JOIN #c");
	peer_send(two, "QUIT");
	peer_expect_end(two);
	peer_next(one, ":alice!* MODE alice *+Z");
	peer_reset(one);
	peer_send(b, "PRIVMSG #c :missed");
	comes_back(h, b);
}
END_TEST

TALK_SUITE_LOGIN(talk_devices,
    TESTS(a_guest_whose_connection_is_lost_is_gone,
	devices_from_afar_log_in_by_a_password_and_come_back),
    TESTS(a_second_connection_of_a_login_is_a_device_of_the_same_user,
	what_was_missed_comes_behind_the_names_of_each_channel,
	what_one_device_says_reaches_the_others,
	what_one_device_does_goes_to_all, who_is_away_is_so_on_all_devices,
	a_quit_of_one_device_is_none_of_the_user,
	another_account_gets_no_nick_that_is_in_use, a_kill_ends_all_devices,
	a_slow_device_does_not_hurt_the_others,
	who_comes_back_in_time_is_not_seen_to_go_or_come,
	who_asks_for_history_asks_for_what_was_missed,
	after_that_time_there_is_one_quit_with_the_true_reason,
	a_kill_ends_who_would_have_come_back,
	a_ban_ends_who_would_have_come_back,
	a_stop_of_the_server_quits_who_would_have_come_back,
	the_own_nick_is_taken_back_from_a_connection_that_is_lost))
