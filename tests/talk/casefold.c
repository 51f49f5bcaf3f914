/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"

static void
meet(struct host *h, struct peer **a, struct peer **b)
{
	*a = peer_join(h, "Alice", "#Room");
	*b = peer_join(h, "Bob", "#Room");
	peer_barrier(*a);
}

START_TEST(a_channel_is_found_in_any_case_by_every_command)
{
	static const struct {
		const char *line, *answer;
	} all[] = {
	    {"TOPIC #ROOM :t", ":Alice!* TOPIC #Room :t"},
	    {"MODE #ROOM +m", ":Alice!* MODE #Room *+m"},
	    {"NAMES #rOOM", ":* 353 Alice = #* :*"},
	    {"WHO #rOOM", ":* 352 Alice #* Alice H@ :*"},
	    {"LIST #rOOM", ":* 322 Alice #Room 2 :*"},
	    {"INVITE BOB #ROOM", ":* 443 Alice Bob #Room :*"},
	    {"KNOCK #ROOM", ":* 714 Alice #Room :*"},
	    {"METADATA #ROOM SET a :b", ":* 761 Alice #Room a \\* :b"},
	    {"RENAME #ROOM #Room", "*FAIL RENAME CANNOT_RENAME*"},
	    {"KICK #ROOM BOB :out", ":Alice!* KICK #Room Bob :out"},
	    {"PART #ROOM :bye", ":Alice!* PART #Room :bye"},
	};
	struct host *h = host_start(NO_FLOODS);
	struct peer *a, *b;

	meet(h, &a, &b);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		peer_send(a, "%s", all[i].line);
		peer_expect(a, "%s", all[i].answer);
	}
}
END_TEST

START_TEST(a_nick_is_found_in_any_case_by_every_command)
{
	static const struct {
		const char *line, *answer;
	} all[] = {
	    {"WHOIS BOB", ":* 311 Alice Bob *"},
	    {"WHO BOB", ":* 352 Alice * Bob H* :*"},
	    {"USERHOST BOB", ":* 302 Alice :Bob=+*"},
	    {"USERIP BOB", ":* 340 Alice :Bob=+*"},
	    {"ISON BOB", ":* 303 Alice :B*"},
	    {"MONITOR + BOB", ":* 730 Alice :Bob!*"},
	    {"MONITOR - bOB", ""},
	    {"MONITOR L", ":* 733 Alice :*"},
	    {"METADATA BOB GET x", ":* 766 Alice Bob x :*"},
	    {"MODE #Room +v BOB", ":Alice!* MODE #Room +v *Bob"},
	    {"MODE #Room +b BOB", ":Alice!* MODE #Room +b *BOB!\\*@\\*"},
	    {"MODE #Room -b bob!*@*", ":Alice!* MODE #Room -b *BOB!\\*@\\*"},
	    {"MODE ALICE +i", ":Alice!* MODE Alice *+i"},
	    {"PRIVMSG ALICE :me", ":Alice!* PRIVMSG Alice :me"},
	    {"NICK BOB", ":* 433 Alice BOB :*"},
	};
	struct host *h = host_start(NO_FLOODS);
	struct peer *a, *b;

	meet(h, &a, &b);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		peer_send(a, "%s", all[i].line);
		if (*all[i].answer)
			peer_expect(a, "%s", all[i].answer);
	}
	peer_close(b);
	peer_expect(a, ":Bob!* QUIT *");
	peer_send(a, "WHOWAS BOB");
	peer_next(a, ":* 314 Alice Bob *");
}
END_TEST

START_TEST(a_ban_and_a_mask_of_invitations_have_no_case)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a, *b, *c = peer_new(h, "Carol");

	meet(h, &a, &b);
	peer_send(a, "MODE #Room +ib CAROL");
	peer_barrier(a);
	peer_send(c, "JOIN #ROOM");
	peer_next(c, ":* 473 Carol #Room :*");
	peer_send(a, "MODE #Room +I cAROL");
	peer_barrier(a);
	peer_send(c, "JOIN #ROOM");
	peer_next(c, ":* 474 Carol #Room :*");
	peer_send(a, "MODE #Room -b carol!*@*");
	peer_barrier(a);
	peer_send(c, "JOIN #ROOM");
	peer_next(c, ":Carol!* JOIN #Room");
}
END_TEST

/* Of what is no letter of ASCII nothing is folded (CASEMAPPING=ascii). */
START_TEST(brackets_and_letters_of_others_have_case)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_new(h, "nick[]"), *b = peer_new(h, "nick{}");

	peer_joins(a, "#{é}");
	peer_send(b, "TOPIC #[é]");
	peer_next(b, ":* 403 nick{} #[é] :*");
	peer_send(b, "TOPIC #{É}");
	peer_next(b, ":* 403 nick{} #{É} :*");
	peer_send(b, "TOPIC #{é}");
	peer_next(b, ":* 331 nick{} #{é} :*");
}
END_TEST

TALK_SUITE(talk_casefold, a_channel_is_found_in_any_case_by_every_command,
    a_nick_is_found_in_any_case_by_every_command,
    a_ban_and_a_mask_of_invitations_have_no_case,
    brackets_and_letters_of_others_have_case)
