/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

#define CAPS  "server-time batch message-tags"
#define FLOOD "flood-rate = 0\nserver-name = \"here\"\n"
#define NOTED ":NickServ!NickServ@here NOTICE me :"

/* Whoever runs the tests, at the Unix socket, on that device. */
static struct peer *
device_as(const struct host *h, const char *nick, const char *name)
{
	struct peer *p = peer_connect_local(h, name);

	peer_caps(p, CAPS);
	peer_send(p, "CAP END");
	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER me@%s 0 * :Me", name);
	peer_expect(p, ":* 221 %s *", nick);
	return p;
}

static struct peer *
device(const struct host *h, const char *name)
{
	return device_as(h, "me", name);
}

static struct peer *
stayer(const struct host *h)
{
	struct peer *p = device(h, "one");

	peer_send(p, "NS SET ALWAYS-ON yes");
	peer_expect(p, NOTED "You stay here*");
	return p;
}

START_TEST(who_is_always_on_stays_when_the_last_device_quits)
{
	struct host *h = host_start(FLOOD);
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c");
	struct peer *p = stayer(h);

	peer_joins(p, "#c");
	peer_barrier(b);
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_next(b, ":me!* AWAY :Not connected now");
	peer_send(b, "PRIVMSG me :psst");
	peer_next(b, ":* 301 bob me :Not connected now");
	peer_send(b, "PRIVMSG #c :missed");
	p = device(h, "one");
	peer_next(p, ":me!* JOIN #c");
	peer_expect(p, ":bob!* PRIVMSG #c :missed");
	peer_expect(p, ":bob!* PRIVMSG me :psst");
	peer_next(b, ":me!* AWAY");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(who_is_always_on_is_there_after_a_restart_and_a_kill)
{
	struct host *h = host_start(FLOOD);
	struct peer *p = stayer(h), *b;

	peer_joins(p, "#c");
	peer_joins(p, "#d");
	peer_send(p, "MODE me +iR");
	peer_send(p, "PART #d");
	peer_send(p, "PRIVMSG #c :used");
	peer_barrier(p);
	for (int i = 0; i < 3; i++) {
		if (i % 2)
			host_stop(h);
		else
			host_kill(h);
		host_again(h, NULL, false);
		b = peer_join(h, "bob", "#c");
		peer_send(b, "NAMES #c");
		peer_expect(b, ":* 353 bob = #c :*~me*");
		peer_send(b, "WHOIS me");
		peer_expect(b, ":* 319 bob me :~#c");
		peer_expect(b, ":* 301 bob me :Not connected now");
		peer_expect(b, ":* 330 bob me %s :*", my_login());
	}
	p = device(h, "one");
	peer_next(p, ":me!* JOIN #c");
	peer_send(p, "MODE me");
	peer_expect(p, ":* 221 me +RZi");
	peer_expect_none(b, ":me!*");
}
END_TEST

START_TEST(who_says_no_goes_with_the_last_device)
{
	struct host *h = host_start(FLOOD);
	struct peer *b = peer_join(h, "bob", "#c"), *p = stayer(h);

	peer_joins(p, "#c");
	peer_send(p, "NS SET ALWAYS-ON maybe");
	peer_next(p, NOTED "Say: /msg NickServ SET ALWAYS-ON *");
	peer_send(p, "NS SET ALWAYS-ON no");
	peer_next(p, NOTED "You go when*");
	peer_barrier(b);
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_next(b, ":me!* QUIT :Quit: *");
	host_kill(h);
	host_again(h, NULL, false);
	b = peer_new(h, "bob");
	peer_send(b, "WHOIS me");
	peer_expect(b, ":* 401 bob me :*");
}
END_TEST

START_TEST(a_lost_connection_is_waited_for_before_anybody_is_told)
{
	struct host *h = host_start(FLOOD "resume-time = 1s\n");
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c");
	struct peer *p = stayer(h);

	peer_joins(p, "#c");
	peer_barrier(b);
	peer_close(p);
	peer_expect_away(b, "me");
	peer_next(b, ":me!* AWAY :Not connected now");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(nobody_stays_where_the_administrator_says_so)
{
	struct host *h = host_start(FLOOD);
	struct peer *b = peer_join(h, "bob", "#c"), *p = stayer(h);

	peer_joins(p, "#c");
	peer_barrier(b);
	peer_send(p, "QUIT");
	peer_expect_end(p);
	host_reload(h, FLOOD "always-on = 0\n");
	peer_next(b, ":me!* QUIT :*");
	p = device(h, "one");
	peer_send(p, "NS SET ALWAYS-ON yes");
	peer_expect(p, NOTED "Nobody stays here*");
}
END_TEST

START_TEST(a_kill_ends_who_stays)
{
	struct host *h = host_of_operator("");
	struct peer *boss = peer_operator(h);
	struct peer *p = device_as(h, my_login(), "one");

	peer_send(p, "NS SET ALWAYS-ON yes");
	peer_joins(p, "#c");
	peer_joins(boss, "#c");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_send(boss, "KILL %s :enough", my_login());
	peer_next(boss, ":%s!* QUIT :Killed (boss (enough))", my_login());
}
END_TEST

START_TEST(devices_are_listed_and_ended)
{
	struct host *h = host_start(FLOOD);
	struct peer *one = device(h, "one"), *two = device(h, "two"), *p;
	int number;

	peer_send(one, "NS DEVICES");
	peer_next(one, NOTED "Devices of %s:", my_login());
	peer_next(one,
	    NOTED "#* one, this one, as me: connected since *, from "
		  "local");
	peer_next(one, NOTED "#* two, as me: connected since *, from local");
	peer_next(one, NOTED "A device is named *");
	peer_send(one, "NS DEVICES END three");
	peer_next(one, NOTED "You have no device three*");
	peer_send(two, "QUIT");
	peer_expect_end(two);
	host_stop(h);
	host_again(h, NULL, false);
	one = device(h, "one");
	peer_send(one, "NS DEVICES");
	peer_expect(one, NOTED "two: last here *, from local");
	two = device(h, "two");
	peer_send(one, "NS DEVICES LOGOUT Two");
	peer_expect(one, NOTED "Two is ended, and forgotten.");
	peer_expect_error(two, "Ended by another device");
	two = device(h, "two");
	peer_send(two, "NS DEVICES");
	peer_expect(two, NOTED "#* two, this one*");
	number = atoi(strchr(peer_last(two), '#') + 1);
	peer_send(one, "NS DEVICES END #%d", number);
	peer_expect(one, NOTED "#%d is ended.", number);
	peer_expect_error(two, "Ended by another device");
	peer_send(one, "NS DEVICES");
	peer_expect(one, NOTED "two: last here *");
	peer_send(one, "NS DEVICES END two");
	peer_expect(one, NOTED "two is ended, and forgotten.");
	peer_send(one, "NS DEVICES");
	peer_expect(one, NOTED "#* one, this one*");
	peer_next(one, NOTED "A device is named *");
	p = peer_new(h, "guest");
	peer_send(p, "NS DEVICES");
	peer_next(p, ":NickServ!* NOTICE guest :You are not logged in*");
}
END_TEST

START_TEST(who_stays_makes_room_for_the_owner)
{
	struct host *h = host_start(FLOOD);
	struct peer *b = peer_join(h, "bob", "#c"), *p;

	p = device_as(h, my_login(), "one");
	peer_send(p, "NS SET ALWAYS-ON yes");
	peer_joins(p, "#c");
	peer_barrier(b);
	peer_send(p, "QUIT");
	peer_expect_end(p);
	p = device_as(h, "me_", "two");
	peer_send(p, "NS REGAIN %s", my_login());
	peer_expect(p, ":me_!* NICK *%s", my_login());
	peer_next(b, ":%s!* QUIT :Quit: *", my_login());
	peer_expect_none(b, "*");
}
END_TEST

TALK_SUITE_LOGIN(talk_always_on, TESTS(NULL),
    TESTS(who_is_always_on_stays_when_the_last_device_quits,
	who_is_always_on_is_there_after_a_restart_and_a_kill,
	who_says_no_goes_with_the_last_device,
	a_lost_connection_is_waited_for_before_anybody_is_told,
	nobody_stays_where_the_administrator_says_so,
	who_stays_makes_room_for_the_owner, a_kill_ends_who_stays,
	devices_are_listed_and_ended))
