/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "common/utf8.h"
#include "tests/talk/talk.h"

#define NOW "??:??"

/* In plain lines, in the lobby, where alice is, who uses IRC. */
static struct peer *
plain_bob(struct host *h)
{
	struct peer *p = peer_connect_plain(h, "bob");

	peer_send(p, "@nick bob");
	peer_expect(p, "-- You are bob.");
	peer_expect(p, "-- What is said in #lobby is kept *");
	return p;
}

static struct host *
lobby(struct peer **alice, struct peer **bob, const char *caps)
{
	struct host *h = host_start_plain(NULL);

	*alice = peer_join_caps(h, "alice", caps, "#lobby");
	*bob = plain_bob(h);
	peer_expect(*alice, "*:bob!* JOIN #lobby");
	return h;
}

START_TEST(what_is_said_on_irc_is_read_in_plain_words)
{
	struct peer *a, *b;

	lobby(&a, &b, "");
	peer_send(a, "PRIVMSG #lobby :hello");
	peer_next(b, NOW " <alice> hello");
	peer_send(a, "PRIVMSG #lobby :\001ACTION waves\001");
	peer_next(b, NOW " \\* alice waves");
	peer_send(a, "NOTICE #lobby :note");
	peer_next(b, NOW " -alice- note");
	peer_send(a, "PRIVMSG bob :psst");
	peer_next(b, NOW " [dm] alice: psst");
	peer_send(a, "PRIVMSG bob :\001VERSION\001");
	peer_next(b, "-- alice asks for CTCP VERSION, *");
}
END_TEST

START_TEST(what_is_said_elsewhere_has_its_channel_in_front)
{
	struct peer *a, *b;

	lobby(&a, &b, "");
	peer_joins(a, "#other");
	peer_send(b, "@join #other");
	peer_expect(b, "-- In #other: @alice, bob");
	peer_expect(b, "-- What is said *");
	peer_send(a, "PRIVMSG #lobby :hello");
	peer_next(b, NOW " #lobby <alice> hello");
	peer_send(a, "PRIVMSG #other :hello");
	peer_next(b, NOW " <alice> hello");
	peer_send(a, "PART #lobby :tea");
	peer_next(b, "-- alice left #lobby (tea)");
	peer_send(a, "JOIN #lobby");
	peer_next(b, "-- alice joined #lobby");
}
END_TEST

START_TEST(who_enters_is_shown_topic_people_and_what_was_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *a = peer_join(h, "alice", "#lobby");
	struct peer *b = peer_connect_plain(h, "bob");

	peer_send(a, "TOPIC #lobby :tea at five");
	peer_send(a, "PRIVMSG #lobby :one");
	peer_send(a, "PRIVMSG #lobby :two");
	peer_barrier(a);
	peer_send(b, "@nick bob");
	peer_expect(b, "-- You are bob.");
	peer_next(b, "-- You are in #lobby.");
	peer_next(b, "-- Topic of #lobby: tea at five");
	peer_next(b, "-- It was set by alice, " NOW ".");
	peer_next(b, "-- In #lobby: alice, bob");
	peer_expect(b, NOW " <alice> one");
	peer_next(b, NOW " <alice> two");
}
END_TEST

START_TEST(comings_goings_and_names_are_told)
{
	struct peer *a, *b, *c;
	struct host *h = lobby(&a, &b, "");

	c = peer_join(h, "carol", "#lobby");
	peer_next(b, "-- carol joined");
	peer_send(c, "NICK caro");
	peer_next(b, "-- carol is now caro");
	peer_send(c, "QUIT :home");
	peer_next(b, "-- caro is gone (Quit: home)");
	peer_send(b, "@nick bobby");
	peer_next(b, "-- You are now bobby.");
	peer_joins(a, "#x");
	peer_send(a, "INVITE bobby #x");
	peer_next(b, "-- alice invites you to #x: @join #x");
}
END_TEST

START_TEST(what_becomes_of_a_channel_is_told)
{
	struct peer *a, *b;
	struct host *h = host_start_plain(NULL);

	a = peer_join_caps(h, "alice", "draft/channel-rename", "#c");
	b = plain_bob(h);
	peer_send(b, "@join #c");
	peer_expect(b, "-- What is said in #c *");
	peer_send(a, "TOPIC #c :tea");
	peer_next(b, "-- alice set the topic: tea");
	peer_send(a, "MODE #c +om bob");
	peer_next(b, "-- alice made bob an operator of #c");
	peer_next(b, "-- alice set +m in #c");
	peer_send(a, "RENAME #c #d :better");
	peer_next(b, "-- alice renamed #c to #d (better)");
	peer_send(b, "@topic");
	peer_next(b, "-- Topic of #d: tea");
	peer_next(b, "-- It was set by alice, " NOW ".");
	peer_send(a, "KICK #d bob :enough");
	peer_next(b, "-- alice put you out of #d (enough)");
}
END_TEST

START_TEST(a_message_that_is_taken_back_is_told_by_its_time)
{
	struct peer *a, *b;

	lobby(&a, &b, "message-tags echo-message draft/message-redaction");
	peer_send(a, "PRIVMSG #lobby :oops");
	peer_next(b, NOW " <alice> oops");
	peer_expect(a, ":alice!* PRIVMSG #lobby :oops");
	peer_send(a, "REDACT #lobby %s :typo", peer_tag(a, "msgid"));
	peer_next(b, "-- alice took back a message of " NOW " (typo)");
}
END_TEST

START_TEST(a_message_of_several_lines_is_told_line_by_line)
{
	struct peer *a, *b;

	lobby(&a, &b, "message-tags batch draft/multiline");
	peer_send(a, "BATCH +1 draft/multiline #lobby");
	peer_send(a, "@batch=1 PRIVMSG #lobby :one");
	peer_send(a, "@batch=1 PRIVMSG #lobby :");
	peer_send(a, "@batch=1 PRIVMSG #lobby :tw");
	peer_send(a, "@batch=1;draft/multiline-concat PRIVMSG #lobby :o");
	peer_send(a, "BATCH -1");
	peer_next(b, NOW " <alice> one");
	peer_next(b, NOW " <alice> two");
}
END_TEST

START_TEST(errors_are_sentences)
{
	struct peer *a, *b;

	lobby(&a, &b, "");
	peer_send(b, "@nick alice");
	peer_next(
	    b, "! That nickname is in use: choose another with @nick NAME");
	peer_send(b, "@nick 1st");
	peer_next(b, "! A nickname must not begin with a digit *");
	peer_send(b, "@dm carol hi");
	peer_next(b, "! Nobody here is called carol: @list shows who *");
	peer_joins(a, "#c");
	peer_send(a, "MODE #c +ik key");
	peer_barrier(a);
	peer_send(b, "@join #c");
	peer_next(b, "! #c asks for its key: @join #c KEY");
	peer_send(b, "@join #c key");
	peer_next(b, "! #c is for those who are invited: *");
	peer_send(b, "@topic tea");
	peer_next(b, "-- You set the topic: tea");
}
END_TEST

START_TEST(who_is_not_heard_is_told_why)
{
	struct peer *a, *b;

	lobby(&a, &b, "");
	peer_joins(a, "#c");
	peer_send(b, "@join #c");
	peer_expect(b, "-- What is said in #c *");
	peer_send(a, "MODE #c +m");
	peer_next(b, "-- alice set +m in #c");
	peer_send(b, "hi");
	peer_next(b, "! #c is moderated: only those with a voice *");
	peer_send(a, "MODE #c -m+b bob");
	peer_next(b, "-- alice banned bob!\\*@\\* from #c");
	peer_next(b, "-- alice set -m in #c");
	peer_send(b, "hi");
	peer_next(b, "! You are muted or banned in #c.");
	peer_send(b, "@dm #lobby hi");
	peer_expect(a, ":bob!* PRIVMSG #lobby :hi");
}
END_TEST

START_TEST(who_is_here_and_who_is_away_is_a_row_each)
{
	struct peer *a, *b;

	lobby(&a, &b, "");
	peer_send(a, "AWAY :lunch");
	peer_barrier(a);
	peer_send(b, "@list lobby");
	peer_next(b, "-- alice            #lobby           away");
	peer_next(b, "-- bob              #lobby");
	peer_send(b, "@dm alice psst");
	peer_next(b, "-- alice is away: lunch");
}
END_TEST

START_TEST(the_end_is_told)
{
	struct peer *a, *b, *c;
	struct host *h = lobby(&a, &b, "");

	c = peer_connect_plain(h, "carol");
	peer_expect(c, "-- Welcome *");
	peer_expect(c, "-- @help *");
	peer_send(b, "@quit");
	peer_next(b, "-- Goodbye.");
	peer_expect_end(b);
	host_stop(h);
	peer_next(c, "! The connection ends: Server is shutting down");
	peer_expect_end(c);
}
END_TEST

/* All that comes within its line, and is printed as it is. */
static void
expect_harmless(const char *line)
{
	size_t len = strlen(line), at = 0, n;
	int cp;

	for (; at < len; at += n) {
		n = utf8_next(line + at, len - at, &cp);
		ck_assert_msg(cp >= ' ' && cp != 0x7f &&
			!(cp >= 0x80 && cp < 0xa0) &&
			!(cp >= 0x200b && cp < 0x2010) &&
			!(cp >= 0x202a && cp < 0x2030) &&
			!(cp >= 0x2060 && cp < 0x2070),
		    "U+%04X in \"%s\"", (unsigned)cp, line);
	}
}

START_TEST(nothing_of_others_steers_the_terminal)
{
	static const char *const texts[] = {"\033[2J\033]0;title\007",
	    "\002bold\002 \00304,12red\003",
	    "\302\233"
	    "31m",
	    "\342\200\256abc", "a\bb\177", "tab\there"};
	struct peer *a, *b;

	lobby(&a, &b, "");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		peer_send(a, "PRIVMSG #lobby :%s", texts[i]);
		peer_send(a, "TOPIC #lobby :%s", texts[i]);
		peer_send(a, "PRIVMSG bob :%s", texts[i]);
		peer_expect(b, NOW " <alice> *");
		expect_harmless(peer_last(b));
		peer_next(b, "-- alice set the topic: *");
		expect_harmless(peer_last(b));
		peer_next(b, NOW " [dm] alice: *");
		expect_harmless(peer_last(b));
	}
	peer_send(b, "@topic");
	peer_next(b, "-- Topic of #lobby: tab    here");
	peer_next(b, "-- It was set by *");
	peer_send(a, "PART #lobby :\033c");
	peer_next(b, "-- alice left (*c)");
	expect_harmless(peer_last(b));
}
END_TEST

TALK_SUITE(talk_plain_say, what_is_said_on_irc_is_read_in_plain_words,
    what_is_said_elsewhere_has_its_channel_in_front,
    who_enters_is_shown_topic_people_and_what_was_said,
    comings_goings_and_names_are_told, what_becomes_of_a_channel_is_told,
    a_message_that_is_taken_back_is_told_by_its_time,
    a_message_of_several_lines_is_told_line_by_line, errors_are_sentences,
    who_is_not_heard_is_told_why, who_is_here_and_who_is_away_is_a_row_each,
    the_end_is_told, nothing_of_others_steers_the_terminal)
