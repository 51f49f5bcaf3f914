/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;

static void
setup(void)
{
	talker_setup(&t);
}

static void
teardown(void)
{
	talker_teardown(&t);
}

#define hear(line)          talker_hear(&t, line)
#define assert_sent(str)    ck_assert_str_eq(talker_sent(&t), str)
#define assert_last(r, str) ck_assert_str_eq(talker_last(r, 0)->text, str)

START_TEST(registration_asks_for_what_the_server_has)
{
	handle_connected(t.n);
	assert_sent("CAP LS 302\r\nNICK me\r\nUSER me 0 * me\r\n");
	hear("CAP * LS * :batch sasl=PLAIN");
	assert_sent("");
	hear("CAP * LS :echo-message");
	assert_sent("CAP REQ :batch echo-message sasl\r\n");
	hear("CAP * ACK :batch echo-message sasl");
	assert_sent("CAP END\r\n");
	ck_assert_uint_eq(t.n->caps, CAP_BATCH | CAP_ECHO_MESSAGE | CAP_SASL);
	hear("CAP me DEL :batch");
	ck_assert_uint_eq(t.n->caps, CAP_ECHO_MESSAGE | CAP_SASL);
	assert_sent("");
}
END_TEST

START_TEST(a_password_comes_before_everything)
{
	mem_replace(&t.n->password, "open sesame");
	handle_connected(t.n);
	assert_sent("PASS :open sesame\r\nCAP LS 302\r\nNICK me\r\n"
		    "USER me 0 * me\r\n");
}
END_TEST

START_TEST(a_refused_capability_does_not_stop_the_registration)
{
	handle_connected(t.n);
	hear("CAP * LS :batch");
	talker_sent(&t);
	hear("CAP * NAK :batch");
	assert_sent("CAP END\r\n");
}
END_TEST

START_TEST(a_taken_nick_is_tried_with_an_underscore_then_numbers)
{
	handle_connected(t.n);
	talker_sent(&t);
	hear(":irc 433 * me :Nickname is already in use");
	assert_sent("NICK me_\r\n");
	hear(":irc 433 * me_ :Nickname is already in use");
	assert_sent("NICK me1\r\n");
	hear(":irc 433 * me1 :Nickname is already in use");
	assert_sent("NICK me2\r\n");
	for (int i = 0; i < 20; i++)
		hear(":irc 433 * x :Nickname is already in use");
	talker_sent(&t);
	hear(":irc 433 * x :Nickname is already in use");
	assert_sent("");
}
END_TEST

START_TEST(the_lobby_is_joined_when_no_channel_was_asked_for)
{
	handle_connected(t.n);
	hear(":irc 001 me :Welcome");
	hear(":irc 005 me LOBBY=#lobby :are supported");
	talker_sent(&t);
	hear(":irc 376 me :End");
	assert_sent("JOIN #lobby\r\n");
	hear(":irc 376 me :End");
	assert_sent("");
}
END_TEST

START_TEST(the_channels_asked_for_are_joined_instead_of_the_lobby)
{
	char *names[] = {(char *)"#a", (char *)"#b"};

	network_set_channels(t.n, names, 2);
	handle_connected(t.n);
	hear(":irc 001 me :Welcome");
	hear(":irc 005 me LOBBY=#lobby :are supported");
	talker_sent(&t);
	hear(":irc 422 me :End");
	assert_sent("JOIN #a\r\nJOIN #b\r\n");
}
END_TEST

START_TEST(a_lost_connection_rejoins_with_the_key)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":irc MODE #a +k secret");
	ck_assert_str_eq(r->key, "secret");
	handle_lost(&t.state, t.n, "gone");
	ck_assert(!r->joined);
	ck_assert_uint_eq(r->nmembers, 0);
	assert_last(r, "gone");
	handle_connected(t.n);
	hear(":irc 001 me :Welcome");
	talker_sent(&t);
	hear(":irc 376 me :End");
	assert_sent("JOIN #a secret\r\n");
}
END_TEST

START_TEST(a_channel_left_by_oneself_is_not_rejoined)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":me!u@h PART #a");
	ck_assert(!r->joined);
	handle_lost(&t.state, t.n, "gone");
	ck_assert(!r->rejoin);
}
END_TEST

START_TEST(names_fill_the_list_of_members)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":irc 353 me = #a :@+bob!u@h me +carl");
	hear(":irc 366 me #a :End");
	ck_assert_uint_eq(r->nmembers, 3);
	ck_assert_str_eq(room_member(r, "bob")->prefixes, "@+");
	assert_last(r, "3 people here: @bob, +carl, me");
}
END_TEST

START_TEST(the_name_i_wished_for_is_asked_for_when_it_is_free)
{
	talker_welcome(&t, "");
	talker_join(&t, "#a");
	hear(":me!u@h QUIT :not somebody else");
	assert_sent("");
	mem_replace(&t.n->nick, "me_");
	hear(":other!u@h QUIT :bye");
	assert_sent("");
	hear(":Me!u@h QUIT :Ping timeout");
	assert_sent("NICK me\r\n");
	hear(":me!u@h NICK somebody");
	assert_sent("NICK me\r\n");
	hear(":me_!u@h NICK me");
	ck_assert_str_eq(t.n->nick, "me");
	assert_sent("");
}
END_TEST

START_TEST(people_come_rename_and_go)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":bob!u@h JOIN #a account :Bob B");
	ck_assert_ptr_nonnull(room_member(r, "bob"));
	assert_last(r, "bob joined (u@h)");
	hear(":bob!u@h NICK rob");
	ck_assert_ptr_nonnull(room_member(r, "rob"));
	assert_last(r, "bob is rob now");
	hear(":rob!u@h QUIT :bye");
	ck_assert_ptr_null(room_member(r, "rob"));
	assert_last(r, "rob quit: bye");
	hear(":x!u@h JOIN #a");
	hear(":y!u@h KICK #a x :out");
	assert_last(r, "y kicked x: out");
	ck_assert_uint_eq(r->nmembers, 1);
}
END_TEST

START_TEST(modes_change_ranks_and_skip_other_parameters)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":bob!u@h JOIN #a");
	hear(":irc MODE #a +bov *!*@x bob me");
	ck_assert_str_eq(room_member(r, "bob")->prefixes, "@");
	ck_assert_str_eq(room_member(r, "me")->prefixes, "+");
	hear(":irc MODE #a -o bob");
	ck_assert_str_eq(room_member(r, "bob")->prefixes, "");
	assert_last(r, "irc made bob no longer operator");
	hear(":irc MODE #a +o bob");
	assert_last(r, "irc made bob an operator");
	hear(":irc MODE #a +ooooo");
	hear(":irc MODE #a");
}
END_TEST

START_TEST(a_message_to_my_name_counts_as_a_mention)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	state_switch(&t.state, t.n->room);
	hear(":bob!u@h PRIVMSG #a :hello all");
	hear(":bob!u@h PRIVMSG #a :ME, look");
	hear(":bob!u@h PRIVMSG #a :some other time");
	ck_assert_uint_eq(r->unread, 3);
	ck_assert_uint_eq(r->mentions, 1);
	ck_assert_uint_eq(talker_last(r, 1)->flags, LINE_MENTION);
	ck_assert_ptr_eq(state_next_unread(&t.state), r);
	state_switch(&t.state, r);
	ck_assert_uint_eq(r->unread, 0);
	ck_assert_ptr_null(state_next_unread(&t.state));
}
END_TEST

START_TEST(a_private_message_opens_a_window)
{
	struct room *r;

	talker_welcome(&t, "");
	hear(":bob!u@h PRIVMSG me :psst");
	r = state_find(&t.state, t.n, "BOB");
	ck_assert_ptr_nonnull(r);
	ck_assert_int_eq(r->kind, ROOM_QUERY);
	ck_assert_uint_eq(r->mentions, 1);
	hear(":me!u@h PRIVMSG bob :yes?");
	ck_assert_uint_eq(talker_last(r, 0)->flags, LINE_SELF);
	ck_assert_uint_eq(r->unread, 1);
}
END_TEST

START_TEST(what_was_said_before_we_came_is_history)
{
	struct room *r;

	talker_welcome(&t, "server-time");
	hear("@time=2026-01-01T12:00:00.000Z :me!u@h JOIN #a");
	r = state_find(&t.state, t.n, "#a");
	state_switch(&t.state, t.n->room);
	hear("@time=2026-01-01T11:00:00.000Z :bob!u@h PRIVMSG #a :me, hi");
	ck_assert(talker_last(r, 0)->flags & LINE_HISTORY);
	ck_assert_uint_eq(r->unread, 0);
	ck_assert_uint_eq(r->mentions, 0);
	hear("@time=2026-01-01T13:00:00.000Z :bob!u@h PRIVMSG #a :me, hi");
	ck_assert_uint_eq(r->mentions, 1);
	ck_assert_int_eq(talker_last(r, 0)->time_ms,
	    clock_parse_iso("2026-01-01T13:00:00.000Z"));
}
END_TEST

START_TEST(a_replay_in_a_batch_is_history_and_changes_nothing)
{
	struct room *r;

	talker_welcome(&t, "batch");
	r = talker_join(&t, "#a");
	hear(":irc BATCH +b1 chathistory #a");
	hear("@batch=b1 :bob!u@h JOIN #a");
	hear("@batch=b1 :bob!u@h PRIVMSG #a :me!");
	hear("@batch=b1 :me!u@h PART #a");
	ck_assert(r->joined);
	ck_assert_ptr_null(room_member(r, "bob"));
	ck_assert(talker_last(r, 1)->flags & LINE_HISTORY);
	hear(":irc BATCH -b1");
	hear(":bob!u@h PRIVMSG #a :now");
	ck_assert(!(talker_last(r, 0)->flags & LINE_HISTORY));
}
END_TEST

START_TEST(what_is_replayed_twice_is_shown_once)
{
	struct room *r;
	size_t count;

	talker_welcome(&t, "message-tags");
	r = talker_join(&t, "#a");
	hear("@msgid=m1 :bob!u@h PRIVMSG #a :once");
	count = r->count;
	hear("@msgid=m1 :bob!u@h PRIVMSG #a :once");
	ck_assert_uint_eq(r->count, count);
}
END_TEST

START_TEST(ctcp_is_answered_but_not_without_end)
{
	const char *sent;

	talker_welcome(&t, "");
	hear(":bob!u@h PRIVMSG me :\001PING 123\001");
	assert_sent("NOTICE bob :\001PING 123\001\r\n");
	hear(":bob!u@h PRIVMSG me :\001VERSION\001");
	sent = talker_sent(&t);
	ck_assert_ptr_nonnull(strstr(sent, "\001VERSION tcpchat "));
	for (int i = 0; i < 10; i++)
		hear(":bob!u@h PRIVMSG me :\001PING 123\001");
	assert_sent("NOTICE bob :\001PING 123\001\r\n");
	hear(":bob!u@h PRIVMSG me :\001");
	hear(":bob!u@h PRIVMSG me :\001\001");
	assert_sent("");
}
END_TEST

START_TEST(an_action_is_shown_without_its_frame)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":bob!u@h PRIVMSG #a :\001ACTION waves\001");
	ck_assert_int_eq(talker_last(r, 0)->kind, SAID_ACTION);
	assert_last(r, "waves");
}
END_TEST

START_TEST(whois_is_told_in_words)
{
	struct room *r = t.n->room;

	talker_welcome(&t, "");
	hear(":irc 311 me bob user host * :Bob Builder");
	assert_last(r, "bob is user@host: Bob Builder");
	hear(":irc 317 me bob 125 :seconds idle");
	assert_last(r, "bob has been silent for 2 minutes");
	hear(":irc 330 me bob acct :is logged in as");
	assert_last(r, "bob is logged in as acct");
}
END_TEST

START_TEST(an_error_about_a_channel_stands_in_its_window_with_a_way_out)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	state_switch(&t.state, t.n->room);
	hear(":irc 482 me #a :You're not channel operator");
	ck_assert_int_eq(talker_last(r, 0)->kind, SAID_ERROR);
	assert_last(r,
	    "You're not channel operator (#a); an operator of the channel "
	    "can do it, or /op you");
	hear("FAIL JOIN BAD #a :No way");
	assert_last(r, "JOIN: No way (#a)");
}
END_TEST

START_TEST(a_labeled_answer_comes_to_the_window_that_asked)
{
	struct room *r;
	char line[100];

	talker_welcome(&t, "labeled-response batch");
	r = talker_join(&t, "#a");
	t.n->reply_room = r->id;
	network_send(t.n, "WHOIS", "bob", NULL);
	t.n->reply_room = 0;
	snprintf(line, sizeof(line), "@label=%llu WHOIS bob\r\n",
	    (unsigned long long)r->id);
	assert_sent(line);
	state_switch(&t.state, t.n->room);
	snprintf(line, sizeof(line), "@label=%llu BATCH +x labeled-response",
	    (unsigned long long)r->id);
	hear(line);
	hear("@batch=x :irc 311 me bob user host * :Bob");
	assert_last(r, "bob is user@host: Bob");
}
END_TEST

START_TEST(a_label_opens_no_window_of_another_network)
{
	struct network *other = state_add_network(&t.state, "other", "");
	char line[100];

	talker_welcome(&t, "labeled-response");
	snprintf(line, sizeof(line), "@label=%llu :irc 371 me :Trust me",
	    (unsigned long long)other->room->id);
	hear(line);
	ck_assert_uint_eq(other->room->count, 0);
	assert_last(t.n->room, "Trust me");
}
END_TEST

START_TEST(where_all_windows_are_full_none_grows_over_its_share)
{
	static char big[ROOM_TEXT_MAX + 1];
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	memset(big, 'x', ROOM_TEXT_MAX);
	t.n->room->bytes += STATE_TEXT_MAX;
	for (int i = 0; i < 100; i++)
		state_say(&t.state, r, SAID_CLIENT, "%s", big);
	ck_assert_uint_le(r->bytes, STATE_TEXT_SHARE);
	t.n->room->bytes -= STATE_TEXT_MAX;
}
END_TEST

START_TEST(being_kicked_is_a_mention_and_ends_the_membership)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":bob!u@h KICK #a me :enough");
	ck_assert(!r->joined);
	ck_assert(talker_last(r, 1)->flags & LINE_MENTION);
}
END_TEST

START_TEST(topics_are_kept_and_told)
{
	struct room *r;

	talker_welcome(&t, "");
	r = talker_join(&t, "#a");
	hear(":irc 332 me #a :what we do");
	ck_assert_str_eq(r->topic, "what we do");
	hear(":bob!u@h TOPIC #a :");
	ck_assert_str_eq(r->topic, "");
	assert_last(r, "bob removed the topic");
}
END_TEST

START_TEST(a_ping_is_answered_and_a_pong_measures_the_lag)
{
	talker_welcome(&t, "");
	hear("PING :a b");
	assert_sent("PONG :a b\r\n");
	t.n->ping_ms = 900;
	hear(":irc PONG irc lag");
	ck_assert_int_eq(t.n->lag_ms, 100);
}
END_TEST

static const char *const evil[] = {"", " ", ":", "@", "@a", "@a :", ":x", ":x ",
    "JOIN", ":me JOIN", ":me!u@h JOIN :", ":me!u@h JOIN  ", ":x!y@z JOIN",
    "PART", ":me!u@h PART", "QUIT", ":x QUIT", "KICK #a", "NICK",
    ":me!u@h NICK", ":me!u@h NICK :", "MODE", "MODE #a", "TOPIC", "CAP",
    "CAP *", "CAP * LS", "CAP * ACK", "CAP * ACK :", "CAP * LS *", "001", "005",
    "005 me", "353 me = #a", "353 me = #a :", "353 me = #a :@@", "366 me",
    "332 me", "333 me #a x", "311 me x", "317 me x y z", "317 me x -5 -5",
    "329 me #a 99999999999999999999", "352 me", "322 me #a", "433", "433 *",
    "432 me", "437", "BATCH", "BATCH +", "BATCH -", "BATCH x", "FAIL", "FAIL X",
    "FAIL X Y", "WARN * CODE", "301 me x", "367 me #a", "PRIVMSG", "PRIVMSG me",
    "PRIVMSG me :", ":x PRIVMSG : :", ":x!y@z PRIVMSG #nowhere :hi",
    ":irc.net NOTICE * :***", "NOTICE :x", ":x!y@z INVITE me",
    ":x!y@z INVITE me #a", "999", "401", "401 me", "482 me #a", "ERROR", "PING",
    "PONG", "AWAY", "CHGHOST a", ":x AWAY :y", "AUTHENTICATE +", "\x01\x02\x03",
    "@time=x :a!b@c PRIVMSG me :\xff\xfe",
    "@time=9999-99-99T99:99:99.999Z PRIVMSG me :x", ":a!b@c PRIVMSG me :\001A",
    "MODE #a +kkkk a", "MODE #a -k", "MODE me +i", "221 me", "324 me #a",
    "@label=x 311 me a b c * :d", "@label=18446744073709551615 401 me x :y"};

static void
hear_all(void)
{
	for (size_t i = 0; i < sizeof(evil) / sizeof(*evil); i++)
		hear(evil[i]);
}

START_TEST(an_evil_server_is_survived)
{
	hear_all();
	talker_welcome(&t, "");
	hear_all();
	talker_join(&t, "#a");
	hear_all();
	handle_lost(&t.state, t.n, "gone");
	hear_all();
}
END_TEST

START_TEST(a_flood_of_channels_and_nicks_is_bounded)
{
	char line[64];

	talker_welcome(&t, "");
	for (int i = 0; i < 2 * STATE_ROOMS_MAX; i++) {
		snprintf(line, sizeof(line), ":me!u@h JOIN #c%d", i);
		hear(line);
		snprintf(line, sizeof(line), ":n%d!u@h PRIVMSG me :hi", i);
		hear(line);
	}
	ck_assert_uint_eq(t.state.nrooms, STATE_ROOMS_MAX);
	ck_assert_uint_le(t.n->room->count, 5000);
}
END_TEST

START_TEST(random_lines_are_survived)
{
	static const char odd[] = " :#@!,+ameo0\001\x03=\xc3\xa9";
	char line[200];

	srand(7);
	talker_welcome(&t, "batch server-time message-tags");
	talker_join(&t, "#a");
	for (int i = 0; i < 20000; i++) {
		size_t len = (size_t)(rand() % 60);
		int n = snprintf(line, sizeof(line), "%s",
		    evil[(size_t)rand() % (sizeof(evil) / sizeof(*evil))]);

		for (size_t j = 0; j < len; j++)
			line[(size_t)n + j] =
			    odd[(size_t)rand() % (sizeof(odd) - 1)];
		handle_line(&t.state, t.n, line, (size_t)n + len, i);
		if (t.n->out.len > 100000)
			buf_reset(&t.n->out);
	}
}
END_TEST

Suite *
suite_client_handle(void)
{
	Suite *s = suite_create("client_handle");
	TCase *tc = tcase_create("handle");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, registration_asks_for_what_the_server_has);
	tcase_add_test(tc, a_password_comes_before_everything);
	tcase_add_test(tc, a_refused_capability_does_not_stop_the_registration);
	tcase_add_test(
	    tc, a_taken_nick_is_tried_with_an_underscore_then_numbers);
	tcase_add_test(tc, the_lobby_is_joined_when_no_channel_was_asked_for);
	tcase_add_test(
	    tc, the_channels_asked_for_are_joined_instead_of_the_lobby);
	tcase_add_test(tc, a_lost_connection_rejoins_with_the_key);
	tcase_add_test(tc, a_channel_left_by_oneself_is_not_rejoined);
	tcase_add_test(tc, names_fill_the_list_of_members);
	tcase_add_test(tc, the_name_i_wished_for_is_asked_for_when_it_is_free);
	tcase_add_test(tc, people_come_rename_and_go);
	tcase_add_test(tc, modes_change_ranks_and_skip_other_parameters);
	tcase_add_test(tc, a_message_to_my_name_counts_as_a_mention);
	tcase_add_test(tc, a_private_message_opens_a_window);
	tcase_add_test(tc, what_was_said_before_we_came_is_history);
	tcase_add_test(tc, a_replay_in_a_batch_is_history_and_changes_nothing);
	tcase_add_test(tc, what_is_replayed_twice_is_shown_once);
	tcase_add_test(tc, ctcp_is_answered_but_not_without_end);
	tcase_add_test(tc, an_action_is_shown_without_its_frame);
	tcase_add_test(tc, whois_is_told_in_words);
	tcase_add_test(
	    tc, an_error_about_a_channel_stands_in_its_window_with_a_way_out);
	tcase_add_test(tc, a_labeled_answer_comes_to_the_window_that_asked);
	tcase_add_test(tc, a_label_opens_no_window_of_another_network);
	tcase_add_test(
	    tc, where_all_windows_are_full_none_grows_over_its_share);
	tcase_add_test(tc, being_kicked_is_a_mention_and_ends_the_membership);
	tcase_add_test(tc, topics_are_kept_and_told);
	tcase_add_test(tc, a_ping_is_answered_and_a_pong_measures_the_lag);
	tcase_add_test(tc, an_evil_server_is_survived);
	tcase_add_test(tc, a_flood_of_channels_and_nicks_is_bounded);
	tcase_add_test(tc, random_lines_are_survived);
	suite_add_tcase(s, tc);
	return s;
}
