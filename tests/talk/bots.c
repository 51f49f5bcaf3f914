/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

#define WATCHER "message-tags away-notify setname invite-notify echo-message"

/* The next of these lines is marked, without a value, for a holder of
 * message-tags, and bare for anybody else. */
static void
ck_marked(struct peer *holder, struct peer *plain, const char *line)
{
	peer_expect(holder, "%s", line);
	ck_assert_msg(peer_tag(holder, "bot") != NULL, "%s has no tag", line);
	ck_assert_str_eq(peer_tag(holder, "bot"), "");
	ck_assert_ptr_null(strstr(peer_tags(holder), "bot="));
	if (!plain)
		return;
	peer_expect(plain, "%s", line);
	ck_assert_str_eq(peer_tags(plain), "");
}

START_TEST(a_bot_is_marked_in_all_that_it_does)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", WATCHER, "#c");
	struct peer *p = peer_join(h, "plain", "#c");
	struct peer *b = peer_new_caps(h, "robot", WATCHER);
	struct peer *out = peer_new(h, "out");

	peer_send(a, "MODE #c -t");
	peer_send(b, "MODE robot +B");
	peer_expect(b, "* MODE robot +B");
	peer_send(b, "JOIN #c");
	ck_marked(a, p, ":robot!* JOIN #c");
	peer_send(b, "PRIVMSG #c :one");
	ck_marked(a, p, ":robot!* PRIVMSG #c :one");
	ck_marked(b, NULL, ":robot!* PRIVMSG #c :one");
	peer_send(b, "NOTICE #c :two");
	ck_marked(a, p, ":robot!* NOTICE #c :two");
	peer_send(b, "PRIVMSG alice :psst");
	ck_marked(a, NULL, ":robot!* PRIVMSG alice :psst");
	peer_send(b, "@+typing=active TAGMSG #c");
	ck_marked(a, NULL, ":robot!* TAGMSG #c");
	peer_send(b, "TOPIC #c :beep");
	ck_marked(a, p, ":robot!* TOPIC #c :beep");
	peer_send(b, "INVITE out #c");
	ck_marked(a, NULL, ":robot!* INVITE out #c");
	peer_expect(out, ":robot!* INVITE out #c");
	ck_assert_str_eq(peer_tags(out), "");
	peer_send(b, "AWAY :oil");
	ck_marked(a, NULL, ":robot!* AWAY :oil");
	peer_send(b, "SETNAME :Robot");
	ck_marked(a, NULL, ":robot!* SETNAME :Robot");
	peer_send(b, "NICK droid");
	ck_marked(a, p, ":robot!* NICK droid");
	peer_send(a, "MODE #c +o droid");
	peer_expect(a, "* MODE #c +o droid");
	ck_assert_ptr_null(peer_tag(a, "bot"));
	peer_expect(b, "* MODE #c +o droid");
	peer_send(b, "MODE #c +m");
	ck_marked(a, p, ":droid!* MODE #c +m");
	peer_send(b, "PART #c :later");
	ck_marked(a, p, ":droid!* PART #c :later");
	peer_send(b, "JOIN #c");
	ck_marked(a, p, ":droid!* JOIN #c");
	peer_send(b, "QUIT :off");
	ck_marked(a, p, ":droid!* QUIT *");
}
END_TEST

START_TEST(a_bot_is_marked_in_history_as_it_was_then)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "robot", "#c"), *a, *p;

	peer_send(b, "PRIVMSG #c :before");
	peer_send(b, "MODE robot +B");
	peer_send(b, "PRIVMSG #c :since");
	peer_barrier(b);
	a = peer_new_caps(h, "alice", "message-tags server-time");
	peer_send(a, "JOIN #c");
	peer_expect(a, ":robot!* PRIVMSG #c :before");
	ck_assert_ptr_null(peer_tag(a, "bot"));
	peer_expect(a, ":robot!* PRIVMSG #c :since");
	ck_assert_str_eq(peer_tag(a, "bot"), "");
	p = peer_new_caps(h, "plain", "server-time");
	peer_send(p, "JOIN #c");
	peer_expect(p, ":robot!* PRIVMSG #c :since");
	ck_assert_ptr_null(peer_tag(p, "bot"));
}
END_TEST

START_TEST(questions_about_a_bot_say_what_it_is_until_it_is_none)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "robot", "#c");

	peer_send(a, "VERSION");
	peer_expect(a, ":* 005 * BOT=B *");
	peer_send(b, "MODE robot +B");
	peer_expect(b, ":robot!* MODE robot +B");
	peer_send(a, "WHOIS robot");
	peer_expect(a, ":* 335 alice robot :is a bot");
	peer_expect(a, ":* 318 *");
	peer_send(a, "WHO robot");
	peer_next(a, ":* 352 alice * robot HB :0 *");
	peer_send(a, "WHO #c %%nf");
	peer_expect(a, ":* 354 alice robot *HB");
	peer_send(b, "MODE robot -B");
	peer_expect(b, ":robot!* MODE robot -B");
	peer_send(a, "WHOIS robot");
	peer_expect(a, ":* 311 alice robot *");
	peer_expect_none(a, "* 335 *");
	peer_send(a, "WHO robot");
	peer_next(a, ":* 352 alice * robot H :0 *");
	peer_send(b, "PRIVMSG #c :human again");
	peer_expect(a, ":robot!* PRIVMSG #c :human again");
}
END_TEST

TALK_SUITE(talk_bots, a_bot_is_marked_in_all_that_it_does,
    a_bot_is_marked_in_history_as_it_was_then,
    questions_about_a_bot_say_what_it_is_until_it_is_none)
