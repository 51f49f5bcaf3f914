/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

#define CAPS                                            \
	"draft/chathistory draft/event-playback batch " \
	"server-time message-tags echo-message"
#define FLOOD "flood-rate = 0\nflood-burst = 0\nhistory-lines = 0\n"

/* alice, who is operator of #c, and bob, who has no rank there. */
static struct host *h;
static struct peer *a, *b;

static void
gather(const char *config)
{
	h = host_start(config);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	b = peer_join_caps(h, "bob", CAPS, "#c");
}

static void
all_kinds(void)
{
	peer_send(a, "PRIVMSG @#c :for ops");
	peer_send(a, "PRIVMSG #c :\001VERSION\001");
	peer_send(a, "@+react=x PRIVMSG #c :tagged");
	peer_send(a, "@+react=y TAGMSG #c");
	peer_send(a, "@+typing=active TAGMSG #c");
	peer_send(a, "PRIVMSG bob :\001FINGER\001");
	peer_send(a, "@+react=z TAGMSG bob");
	peer_send(a, "PRIVMSG #c :\001ACTION waves\001");
	peer_barrier(a);
	peer_barrier(b);
}

/* Up to the first that was said. */
static void
asks(struct peer *p)
{
	peer_send(p, "CHATHISTORY LATEST #c * 50");
	peer_next(p, ":* BATCH +* chathistory #c");
	peer_next(p, ":alice!* JOIN #c");
	peer_next(p, ":bob!* JOIN #c");
}

START_TEST(ctcp_statusmsg_and_tags_of_clients_are_not_kept)
{
	gather(FLOOD);
	all_kinds();
	asks(a);
	peer_next(a, ":alice!* PRIVMSG #c :tagged");
	ck_assert_ptr_null(peer_tag(a, "+react"));
	peer_next(a, ":alice!* PRIVMSG #c :\001ACTION waves\001");
	peer_next(a, ":* BATCH -*");
	peer_send(b, "CHATHISTORY LATEST alice * 50");
	peer_next(b, ":* BATCH +* chathistory alice");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(an_administrator_may_keep_them)
{
	gather(FLOOD "history-keep = {ctcp, statusmsg, tags}\n");
	all_kinds();
	asks(a);
	peer_next(a, ":alice!* PRIVMSG @#c :for ops");
	peer_next(a, ":alice!* PRIVMSG #c :\001VERSION\001");
	peer_next(a, ":alice!* PRIVMSG #c :tagged");
	ck_assert_str_eq(peer_tag(a, "+react"), "x");
	peer_next(a, ":alice!* TAGMSG #c");
	ck_assert_str_eq(peer_tag(a, "+react"), "y");
	peer_next(a, ":alice!* PRIVMSG #c :\001ACTION waves\001");
	peer_next(a, ":* BATCH -*");
	peer_send(b, "CHATHISTORY LATEST alice * 50");
	peer_next(b, ":* BATCH +* chathistory alice");
	peer_next(b, ":alice!* PRIVMSG bob :\001FINGER\001");
	peer_next(b, ":alice!* TAGMSG bob");
	ck_assert_str_eq(peer_tag(b, "+react"), "z");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(a_kept_statusmsg_is_shown_to_who_has_that_rank)
{
	gather(FLOOD "history-keep = {statusmsg}\n");
	all_kinds();
	asks(b);
	peer_next(b, ":alice!* PRIVMSG #c :tagged");
	peer_next(b, ":alice!* PRIVMSG #c :\001ACTION waves\001");
	peer_next(b, ":* BATCH -*");
	peer_send(a, "MODE #c +v bob");
	peer_expect(b, ":alice!* MODE #c +v bob");
	peer_send(b, "CHATHISTORY LATEST #c * 50");
	peer_expect_none(b, "*for ops*");
	peer_send(a, "MODE #c +h bob");
	peer_expect(b, ":alice!* MODE #c +h bob");
	peer_send(b, "CHATHISTORY LATEST #c * 50");
	peer_expect_none(b, "*for ops*");
	peer_send(a, "MODE #c +o bob");
	peer_expect(b, ":alice!* MODE #c +o bob");
	peer_send(b, "CHATHISTORY LATEST #c * 50");
	peer_expect(b, ":alice!* PRIVMSG @#c :for ops");
}
END_TEST

START_TEST(who_could_not_see_them_come_and_go_does_not_read_it_later)
{
	struct peer *c;

	gather(FLOOD);
	peer_send(a, "MODE #c +u");
	peer_expect(b, ":alice!* MODE #c +u");
	c = peer_join_caps(h, "carol", CAPS, "#c");
	peer_send(c, "NICK caro");
	peer_expect(c, ":carol!* NICK caro");
	peer_send(a, "MODE #c +v caro");
	peer_expect(c, ":alice!* MODE #c +v caro");
	peer_send(c, "PART #c");
	peer_expect(c, ":caro!* PART #c");
	peer_send(a, "MODE #c -u");
	peer_expect(b, ":alice!* MODE #c -u");
	asks(b);
	peer_next(b, ":alice!* MODE #c +u");
	peer_next(b, ":alice!* MODE #c +v caro");
	peer_next(b, ":caro!* PART #c");
	peer_next(b, ":alice!* MODE #c -u");
	peer_next(b, ":* BATCH -*");
	peer_barrier(a);
	asks(a);
	peer_next(a, ":alice!* MODE #c +u");
	peer_next(a, ":carol!* JOIN #c");
	peer_next(a, ":carol!* NICK caro");
	peer_next(a, ":alice!* MODE #c +v caro");
	peer_next(a, ":caro!* PART #c");
	peer_next(a, ":alice!* MODE #c -u");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(one_reads_ones_own_coming_where_others_do_not)
{
	gather(FLOOD);
	peer_send(a, "MODE #c +u");
	peer_expect(b, ":alice!* MODE #c +u");
	peer_send(b, "PART #c");
	peer_joins(b, "#c");
	asks(b);
	peer_next(b, ":alice!* MODE #c +u");
	peer_next(b, ":bob!* PART #c");
	peer_next(b, ":bob!* JOIN #c");
	peer_next(b, ":* BATCH -*");
}
END_TEST

TALK_SUITE(talk_kept, ctcp_statusmsg_and_tags_of_clients_are_not_kept,
    an_administrator_may_keep_them,
    a_kept_statusmsg_is_shown_to_who_has_that_rank,
    who_could_not_see_them_come_and_go_does_not_read_it_later,
    one_reads_ones_own_coming_where_others_do_not)
