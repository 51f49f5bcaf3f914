/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/talk/talk.h"

#define CAPS                                                \
	"draft/chathistory server-time batch message-tags " \
	"standard-replies echo-message draft/message-redaction"
#define FLOOD "flood-rate = 0\nflood-burst = 0\nhistory-lines = 0\n"
#define ALWAYS                                \
	"timestamp=2001-01-01T00:00:00.000Z " \
	"timestamp=2100-01-01T00:00:00.000Z 50"

static struct host *h;
static struct peer *b; /* bob, without an account */
static char id[64];    /* of what he said last */

/* Somebody at the Unix socket, whose account is my_login(). */
static struct peer *
owner(const char *nick)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_caps(p, CAPS);
	peer_send(p, "CAP END");
	peer_register(p, nick);
	return p;
}

static void
leaves(struct peer *p)
{
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_barrier(b);
}

/* The account has connected, and is not here any more. */
static void
gather(const char *config)
{
	h = host_start(config);
	b = peer_new_caps(h, "bob", CAPS);
	leaves(owner("me"));
}

/* bob says it to the account; it waits. */
static void
waits(const char *text)
{
	peer_send(b, "PRIVMSG %s :%s", my_login(), text);
	peer_next(b, ":bob!* PRIVMSG %s :%s", my_login(), text);
	snprintf(id, sizeof(id), "%s", peer_tag(b, "msgid"));
	peer_next(b, ":* 301 bob %s :* waits *", my_login());
}

START_TEST(a_message_to_an_account_that_is_not_here_waits_for_it)
{
	struct peer *p;

	gather(FLOOD);
	waits("hello");
	p = owner("me");
	peer_send(p, "CHATHISTORY TARGETS " ALWAYS);
	peer_next(p, ":* BATCH +* draft/chathistory-targets");
	peer_next(p, ":* CHATHISTORY TARGETS bob *");
	peer_next(p, ":* BATCH -*");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":bob!* PRIVMSG me :hello");
	ck_assert_str_eq(peer_tag(p, "msgid"), id);
	peer_next(p, ":* BATCH -*");
}
END_TEST

START_TEST(its_sender_has_it_in_the_same_talk)
{
	gather(FLOOD);
	waits("hello");
	peer_send(b, "CHATHISTORY LATEST %s * 50", my_login());
	peer_next(b, ":* BATCH +* chathistory %s", my_login());
	peer_next(b, ":bob!* PRIVMSG %s :hello", my_login());
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(it_waits_over_a_restart)
{
	struct peer *p;

	gather(FLOOD);
	waits("hello");
	host_kill(h);
	host_again(h, FLOOD, false);
	p = owner("me");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_expect(p, ":bob!* PRIVMSG me :hello");
}
END_TEST

START_TEST(who_is_no_account_is_nobody_to_wait_for)
{
	gather(FLOOD);
	peer_send(b, "PRIVMSG nobody :hello");
	peer_next(b, ":* 401 bob nobody :*");
	peer_send(b, "PRIVMSG %s :\001VERSION\001", my_login());
	peer_next(b, ":* 401 bob %s :*", my_login());
	peer_send(b, "@+react=x TAGMSG %s", my_login());
	peer_next(b, ":* 401 bob %s :*", my_login());
}
END_TEST

START_TEST(nothing_waits_where_the_administrator_says_so)
{
	gather(FLOOD "offline-messages = 0\n");
	peer_send(b, "PRIVMSG %s :hello", my_login());
	peer_next(b, ":* 401 bob %s :*", my_login());
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(who_has_no_account_can_have_no_more_than_a_quarter_wait)
{
	struct peer *c;

	gather(FLOOD "offline-messages = 8\n");
	c = peer_new_caps(h, "carol", CAPS);
	waits("one");
	waits("two");
	peer_send(b, "PRIVMSG %s :three", my_login());
	peer_next(b, ":* FAIL PRIVMSG TOO_MANY_WAIT %s :*", my_login());
	peer_expect_none(b, "*");
	peer_send(c, "PRIVMSG %s :me too", my_login());
	peer_next(c, ":* FAIL PRIVMSG TOO_MANY_WAIT %s :*", my_login());
	peer_send(c, "NOTICE %s :me too", my_login());
	peer_expect_none(c, "*");
	leaves(owner("me"));
	waits("four");
}
END_TEST

START_TEST(how_many_wait_is_known_after_a_restart)
{
	gather(FLOOD "offline-messages = 4\n");
	waits("one");
	host_kill(h);
	host_again(h, FLOOD "offline-messages = 4\n", false);
	b = peer_new_caps(h, "bob", "");
	peer_send(b, "PRIVMSG %s :two", my_login());
	peer_next(b, ":* NOTICE bob :%s is not here, and *", my_login());
}
END_TEST

START_TEST(what_was_read_at_once_does_not_count_as_waiting)
{
	struct peer *p;

	gather(FLOOD "offline-messages = 4\n");
	waits("one");
	p = owner("me");
	peer_send(b, "PRIVMSG me :two");
	peer_expect(p, ":bob!* PRIVMSG me :two");
	host_kill(h);
	host_again(h, FLOOD "offline-messages = 4\n", false);
	b = peer_new_caps(h, "bob", CAPS);
	waits("three");
}
END_TEST

START_TEST(a_notice_waits_without_a_word)
{
	struct peer *p;

	gather(FLOOD);
	peer_send(b, "NOTICE %s :psst", my_login());
	peer_next(b, ":bob!* NOTICE %s :psst", my_login());
	peer_expect_none(b, "*");
	p = owner("me");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_expect(p, ":bob!* NOTICE me :psst");
}
END_TEST

START_TEST(several_lines_wait_as_one_message)
{
	struct peer *p;

	gather(FLOOD);
	peer_send(b, "CAP REQ draft/multiline");
	peer_expect(b, ":* CAP bob ACK :*");
	peer_send(b, "BATCH +m draft/multiline %s", my_login());
	peer_send(b, "@batch=m PRIVMSG %s :one", my_login());
	peer_send(b, "@batch=m PRIVMSG %s :two", my_login());
	peer_send(b, "BATCH -m");
	peer_expect(b, ":bob!* BATCH +* draft/multiline %s", my_login());
	peer_expect(b, ":* 301 bob %s :* waits *", my_login());
	p = owner("me");
	peer_send(p, "CHATHISTORY LATEST bob * 1");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":bob!* PRIVMSG me :one");
	peer_next(p, ":bob!* PRIVMSG me :two");
	peer_next(p, ":* BATCH -*");
}
END_TEST

/* Nothing but that it was taken back. */
static void
ck_reads_redaction(struct peer *p)
{
	peer_send(p, "CAP REQ draft/event-playback");
	peer_expect(p, ":* CAP me ACK :*");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":bob!* REDACT me %s", id);
	peer_next(p, ":* BATCH -*");
}

START_TEST(what_waits_can_be_taken_back)
{
	struct peer *p;

	gather(FLOOD);
	waits("oops");
	peer_send(b, "REDACT %s %s", my_login(), id);
	peer_next(b, ":bob!* REDACT %s %s", my_login(), id);
	p = owner("me");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":* BATCH -*");
	ck_reads_redaction(p);
}
END_TEST

START_TEST(what_somebody_has_read_can_be_taken_back_when_they_are_gone)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(b, "PRIVMSG me :oops");
	peer_expect(b, ":bob!* PRIVMSG me :oops");
	snprintf(id, sizeof(id), "%s", peer_tag(b, "msgid"));
	leaves(p);
	peer_send(b, "REDACT me %s", id);
	peer_next(b, ":bob!* REDACT %s %s", my_login(), id);
	p = owner("me");
	ck_reads_redaction(p);
}
END_TEST

START_TEST(who_is_here_under_another_nick_gets_it_at_once)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(b, "PRIVMSG %s :hello", my_login());
	peer_next(b, ":bob!* PRIVMSG me :hello");
	peer_expect_none(b, "*");
	peer_expect(p, ":bob!* PRIVMSG me :hello");
}
END_TEST

START_TEST(what_is_said_to_the_nick_they_had_waits_for_the_account)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(b, "PRIVMSG me :first");
	peer_expect(b, ":bob!* PRIVMSG me :first");
	peer_send(p, "NICK other");
	peer_expect(p, ":me!* NICK other");
	peer_send(b, "PRIVMSG me :who is here is called by the nick they have");
	peer_next(b, ":* 401 bob me :*");
	leaves(p);
	peer_send(b, "PRIVMSG me :second");
	peer_next(b, ":bob!* PRIVMSG %s :second", my_login());
	peer_next(b, ":* 301 bob %s :* waits *", my_login());
	p = owner("third");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":bob!* PRIVMSG third :first");
	peer_next(p, ":bob!* PRIVMSG third :second");
	peer_next(p, ":* BATCH -*");
}
END_TEST

START_TEST(a_nick_that_two_had_is_that_of_the_last_one)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("neo");
	peer_send(b, "PRIVMSG neo :to the account");
	peer_expect(b, ":bob!* PRIVMSG neo :to the account");
	leaves(p);
	p = peer_new_caps(h, "neo", CAPS);
	peer_send(b, "PRIVMSG neo :to who has none");
	peer_next(b, ":bob!* PRIVMSG neo :to who has none");
	leaves(p);
	peer_send(b, "PRIVMSG neo :hello");
	peer_next(b, ":* 401 bob neo :*");
	peer_send(b, "CHATHISTORY LATEST neo * 50");
	peer_next(b, ":* BATCH +* chathistory neo");
	peer_next(b, ":bob!* PRIVMSG neo :to who has none");
	peer_next(b, ":* BATCH -*");
	peer_send(b, "CHATHISTORY TARGETS " ALWAYS);
	peer_next(b, ":* BATCH +* draft/chathistory-targets");
	peer_next(b, ":* CHATHISTORY TARGETS %s *", my_login());
	peer_next(b, ":* CHATHISTORY TARGETS neo *");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(a_talk_belongs_to_the_account_whatever_its_nicks)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(p, "PRIVMSG bob :first");
	peer_expect(b, ":me!* PRIVMSG bob :first");
	peer_send(p, "NICK other");
	peer_expect(p, ":me!* NICK other");
	peer_send(b, "PRIVMSG other :second");
	peer_expect(p, ":bob!* PRIVMSG other :second");
	peer_send(b, "CHATHISTORY LATEST other * 50");
	peer_expect(b, ":* BATCH +* chathistory other");
	peer_next(b, ":me!* PRIVMSG bob :first");
	peer_next(b, ":bob!* PRIVMSG other :second");
	peer_next(b, ":* BATCH -*");
	leaves(p);
	p = owner("third");
	peer_send(p, "CHATHISTORY LATEST bob * 50");
	peer_next(p, ":* BATCH +* chathistory bob");
	peer_next(p, ":third!* PRIVMSG bob :first");
	peer_next(p, ":bob!* PRIVMSG third :second");
	peer_next(p, ":* BATCH -*");
	peer_send(b, "CHATHISTORY LATEST %s * 50", my_login());
	peer_next(b, ":* BATCH +* chathistory %s", my_login());
	peer_next(b, ":me!* PRIVMSG bob :first");
	peer_next(b, ":bob!* PRIVMSG %s :second", my_login());
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(whom_one_talked_with_is_called_by_the_nick_they_have_now)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(b, "PRIVMSG me :hi");
	peer_expect(p, ":bob!* PRIVMSG me :hi");
	peer_send(p, "NICK other");
	peer_expect(p, ":me!* NICK other");
	peer_expect(b, ":bob!* PRIVMSG me :hi");
	peer_send(b, "CHATHISTORY TARGETS " ALWAYS);
	peer_next(b, ":* BATCH +* draft/chathistory-targets");
	peer_next(b, ":* CHATHISTORY TARGETS other *");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(who_has_no_account_reads_what_they_said_until_they_go)
{
	struct peer *c, *again;

	h = host_start(FLOOD);
	b = peer_new_caps(h, "bob", CAPS);
	c = peer_new_caps(h, "carol", CAPS);
	peer_send(b, "PRIVMSG carol :hi");
	peer_expect(c, ":bob!* PRIVMSG carol :hi");
	peer_send(c, "CHATHISTORY LATEST BOB * 50");
	peer_next(c, ":* BATCH +* chathistory bob");
	peer_next(c, ":bob!* PRIVMSG carol :hi");
	peer_next(c, ":* BATCH -*");
	peer_send(c, "QUIT");
	peer_expect_end(c);
	again = peer_new_caps(h, "carol", CAPS);
	peer_send(again, "CHATHISTORY LATEST bob * 50");
	peer_next(again, ":* BATCH +* chathistory bob");
	peer_next(again, ":* BATCH -*");
	peer_send(b, "CHATHISTORY LATEST carol * 50");
	peer_expect(b, ":* BATCH +* chathistory carol");
	peer_next(b, ":bob!* PRIVMSG carol :hi");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(a_third_one_reads_nothing_of_it)
{
	struct peer *c;

	gather(FLOOD);
	waits("secret");
	c = peer_new_caps(h, "carol", CAPS);
	peer_send(c, "CHATHISTORY LATEST %s * 50", my_login());
	peer_next(c, ":* BATCH +* chathistory %s", my_login());
	peer_next(c, ":* BATCH -*");
	peer_send(c, "CHATHISTORY LATEST bob msgid=%s 50", id);
	peer_next(c, ":* BATCH +* chathistory bob");
	peer_next(c, ":* BATCH -*");
	peer_send(c, "CHATHISTORY TARGETS " ALWAYS);
	peer_next(c, ":* BATCH +* draft/chathistory-targets");
	peer_next(c, ":* BATCH -*");
}
END_TEST

START_TEST(what_one_says_to_oneself_is_a_talk_too)
{
	struct peer *p;

	gather(FLOOD);
	p = owner("me");
	peer_send(p, "PRIVMSG me :note");
	peer_expect(p, ":me!* PRIVMSG me :note");
	peer_expect(p, ":me!* PRIVMSG me :note");
	peer_send(p, "CHATHISTORY LATEST me * 50");
	peer_next(p, ":* BATCH +* chathistory me");
	peer_next(p, ":me!* PRIVMSG me :note");
	peer_next(p, ":* BATCH -*");
}
END_TEST

TALK_SUITE_LOGIN(talk_offline,
    TESTS(who_has_no_account_reads_what_they_said_until_they_go),
    TESTS(a_message_to_an_account_that_is_not_here_waits_for_it,
	its_sender_has_it_in_the_same_talk, it_waits_over_a_restart,
	who_is_no_account_is_nobody_to_wait_for,
	nothing_waits_where_the_administrator_says_so,
	who_has_no_account_can_have_no_more_than_a_quarter_wait,
	how_many_wait_is_known_after_a_restart,
	what_was_read_at_once_does_not_count_as_waiting,
	a_notice_waits_without_a_word, several_lines_wait_as_one_message,
	what_waits_can_be_taken_back,
	what_somebody_has_read_can_be_taken_back_when_they_are_gone,
	who_is_here_under_another_nick_gets_it_at_once,
	what_is_said_to_the_nick_they_had_waits_for_the_account,
	a_nick_that_two_had_is_that_of_the_last_one,
	a_talk_belongs_to_the_account_whatever_its_nicks,
	whom_one_talked_with_is_called_by_the_nick_they_have_now,
	a_third_one_reads_nothing_of_it,
	what_one_says_to_oneself_is_a_talk_too))
