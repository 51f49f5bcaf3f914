/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/complete.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;
static struct room *room;

static void
setup(void)
{
	talker_setup(&t);
	talker_welcome(&t, "");
	room = talker_join(&t, "#a");
}

static void
teardown(void)
{
	talker_teardown(&t);
}

#define taken(line) ck_assert_int_eq(input_line(&t.state, line), INPUT_TAKEN)
#define refused(line) \
	ck_assert_int_eq(input_line(&t.state, line), INPUT_REFUSED)
#define assert_sent(str) ck_assert_str_eq(talker_sent(&t), str)

START_TEST(text_goes_to_the_window_on_screen)
{
	taken("hello there");
	assert_sent("PRIVMSG #a :hello there\r\n");
	ck_assert_str_eq(talker_last(room, 0)->text, "hello there");
	ck_assert_uint_eq(talker_last(room, 0)->flags, LINE_SELF);
}
END_TEST

START_TEST(with_echo_the_server_s_copy_is_what_is_shown)
{
	size_t count = room->count;

	t.n->caps |= CAP_ECHO_MESSAGE;
	taken("hello");
	ck_assert_uint_eq(room->count, count);
	talker_hear(&t, ":me!u@h PRIVMSG #a :hello");
	ck_assert_uint_eq(room->count, count + 1);
}
END_TEST

START_TEST(two_slashes_send_one)
{
	taken("//etc");
	assert_sent("PRIVMSG #a /etc\r\n");
}
END_TEST

START_TEST(rows_are_sent_as_messages)
{
	taken("one\n\ntwo\n");
	assert_sent("PRIVMSG #a one\r\nPRIVMSG #a two\r\n");
}
END_TEST

START_TEST(a_long_message_is_sent_in_pieces_that_fit_when_relayed)
{
	char text[2001];
	struct buf line = {0};
	const char *sent, *end;

	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = i % 7 == 6 ? ' ' : 'x';
	text[sizeof(text) - 1] = '\0';
	taken(text);
	for (sent = talker_sent(&t); (end = strchr(sent, '\n')); sent = end + 1)
		ck_assert_uint_le(
		    (size_t)(end + 1 - sent) + strlen(":me!u@h "), 512);
	ck_assert_uint_ge(room->count, 5);
	buf_free(&line);
}
END_TEST

START_TEST(an_unknown_command_names_the_nearest_and_keeps_the_text)
{
	refused("/jion #b");
	assert_sent("");
	ck_assert_ptr_nonnull(
	    strstr(talker_last(room, 0)->text, "did you mean /join?"));
	refused("/qqqqqqqqq");
}
END_TEST

START_TEST(the_server_s_window_says_where_to_talk)
{
	state_switch(&t.state, t.n->room);
	refused("hello");
	assert_sent("");
	ck_assert_ptr_nonnull(
	    strstr(talker_last(t.n->room, 0)->text, "#a (window 2)"));
}
END_TEST

START_TEST(without_a_connection_nothing_typed_is_lost)
{
	t.n->status = NETWORK_WAITING;
	refused("hello");
	refused("/me waves");
	refused("/msg bob hi");
	assert_sent("");
}
END_TEST

START_TEST(more_than_can_wait_is_refused_as_a_whole)
{
	char *text = mem_alloc(NETWORK_OUT_MAX);

	for (size_t i = 0; i + 1 < NETWORK_OUT_MAX; i++)
		text[i] = i % 2 ? '\n' : 'x';
	refused(text);
	assert_sent("");
	text[NETWORK_OUT_MAX / 100] = '\0';
	taken(text);
	ck_assert_uint_gt(t.n->out.len, NETWORK_OUT_MAX / 100);
	free(text);
}
END_TEST

START_TEST(a_channel_that_was_left_takes_no_text)
{
	talker_hear(&t, ":me!u@h PART #a");
	refused("hello");
	assert_sent("");
}
END_TEST

START_TEST(commands_say_what_they_say)
{
	static const struct {
		const char *typed, *sent;
	} cases[] = {{"/me waves", "PRIVMSG #a :\001ACTION waves\001\r\n"},
	    {"/msg bob hi you", "PRIVMSG bob :hi you\r\n"},
	    {"/notice bob hi", "NOTICE bob hi\r\n"}, {"/join b", "JOIN #b\r\n"},
	    {"/join #b,#c key",
		"JOIN #b key\r\n"
		"JOIN #c key\r\n"},
	    {"/topic new one", "TOPIC #a :new one\r\n"},
	    {"/topic -", "TOPIC #a :\r\n"}, {"/topic #b x", "TOPIC #b x\r\n"},
	    {"/op bob carl", "MODE #a +o bob\r\nMODE #a +o carl\r\n"},
	    {"/deop #b bob", "MODE #b -o bob\r\n"},
	    {"/voice bob", "MODE #a +v bob\r\n"},
	    {"/devoice bob", "MODE #a -v bob\r\n"},
	    {"/ban bob", "MODE #a +b bob!*@*\r\n"},
	    {"/ban *!*@x", "MODE #a +b *!*@x\r\n"}, {"/ban", "MODE #a +b\r\n"},
	    {"/unban bob", "MODE #a -b bob!*@*\r\n"},
	    {"/kick bob go away", "KICK #a bob :go away\r\n"},
	    {"/invite bob", "INVITE bob #a\r\n"},
	    {"/mode +m", "MODE #a +m\r\n"}, {"/mode me +i", "MODE me +i\r\n"},
	    {"/mode", "MODE #a\r\n"}, {"/nick you", "NICK you\r\n"},
	    {"/whois bob", "WHOIS bob bob\r\n"}, {"/who", "WHO #a\r\n"},
	    {"/whowas bob", "WHOWAS bob\r\n"}, {"/away", "AWAY\r\n"},
	    {"/away at lunch", "AWAY :at lunch\r\n"}, {"/list", "LIST\r\n"},
	    {"/names", "NAMES #a\r\n"}, {"/raw PING x", "PING x\r\n"},
	    {"/part", "PART #a\r\n"}, {"/part so long", "PART #a :so long\r\n"},
	    {"/JOIN  #B ", "JOIN #B\r\n"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		state_switch(&t.state, room);
		taken(cases[i].typed);
		assert_sent(cases[i].sent);
	}
}
END_TEST

START_TEST(what_is_said_to_another_window_shows_where_it_was_typed)
{
	const struct line *line;

	taken("/msg bob //x");
	assert_sent("PRIVMSG bob //x\r\n");
	line = talker_last(room, 0);
	ck_assert_str_eq(line->text, "(to bob) //x");
	ck_assert_str_eq(line->nick, "me");
	taken("/query bob more");
	ck_assert_str_eq(talker_last(room, 0)->text, "(to bob) //x");
	ck_assert_str_eq(talker_last(t.state.current, 0)->text, "more");
}
END_TEST

START_TEST(every_command_survives_having_no_and_odd_arguments)
{
	struct buf line = {0};

	for (const struct command *k = commands; k->name; k++)
		for (int odd = 0; odd < 4; odd++) {
			static const char *const args[] = {
			    "", " ", " #x #y #z", " \xff , , :"};

			buf_reset(&line);
			buf_addf(&line, "/%s%s", k->name, args[odd]);
			input_line(&t.state, line.data);
			ck_assert_ptr_nonnull(t.state.current);
		}
	buf_free(&line);
}
END_TEST

START_TEST(commands_are_sorted_and_each_has_help)
{
	for (const struct command *k = commands; k->name; k++) {
		ck_assert(*k->help);
		if (k[1].name)
			ck_assert_str_lt(k->name, k[1].name);
	}
}
END_TEST

START_TEST(closing_a_channel_leaves_it_and_shows_another_window)
{
	taken("/close");
	assert_sent("PART #a\r\n");
	ck_assert_ptr_eq(t.state.current, t.n->room);
	refused("/close");
}
END_TEST

START_TEST(a_setting_is_changed_and_a_wrong_one_is_explained)
{
	taken("/set timestamps no");
	ck_assert(!t.settings.timestamps);
	refused("/set timestamps perhaps");
	ck_assert_int_eq(talker_last(room, 0)->kind, SAID_ERROR);
	refused("/set timestmaps no");
	taken("/set");
	taken("/set scrollback 10");
	ck_assert_uint_eq(room->count, 10);
}
END_TEST

START_TEST(an_address_that_is_none_is_explained)
{
	refused("/connect plain://example.org");
	ck_assert_ptr_nonnull(strstr(talker_last(room, 0)->text, "irc://"));
	ck_assert_uint_eq(t.state.nnetworks, 1);
	taken("/connect example.org");
	ck_assert_uint_eq(t.state.nnetworks, 2);
	ck_assert_str_eq(t.state.current->name, "example.org");
}
END_TEST

/* The candidates, in one string. */
static const char *
candidates(const char *line, const char **suffix)
{
	static char all[4096];
	struct completion c;
	size_t len = 0;

	complete(&c, &t.state, line, strlen(line));
	all[0] = '\0';
	for (size_t i = 0; i < c.count && len < sizeof(all); i++)
		len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s",
		    i ? " " : "", c.items[i]);
	ck_assert_ptr_null(c.items[c.count]);
	if (suffix)
		*suffix = c.suffix;
	complete_free(&c);
	return all;
}

START_TEST(nicks_complete_with_the_last_speaker_first)
{
	const char *suffix;

	talker_hear(&t, ":irc 353 me = #a :barb bob Ben me");
	ck_assert_str_eq(candidates("b", &suffix), "barb Ben bob");
	ck_assert_str_eq(suffix, ": ");
	talker_hear(&t, ":bob!u@h PRIVMSG #a :x");
	talker_hear(&t, ":Ben!u@h PRIVMSG #a :x");
	ck_assert_str_eq(candidates("hi B", &suffix), "Ben bob barb");
	ck_assert_str_eq(suffix, " ");
	ck_assert_str_eq(candidates("m", NULL), "");
}
END_TEST

START_TEST(commands_and_their_arguments_complete)
{
	const char *suffix;

	talker_hear(&t, ":irc 353 me = #a :bob me");
	talker_join(&t, "#abc");
	talker_hear(&t, ":irc 353 me = #abc :ben me");
	ck_assert_str_eq(candidates("/j", &suffix), "/join");
	ck_assert_str_eq(suffix, " ");
	ck_assert_str_eq(candidates("/who", NULL), "/who /whois /whowas");
	ck_assert_str_eq(candidates("/join #", NULL), "#abc #a");
	ck_assert_str_eq(candidates("/kick b", NULL), "ben");
	ck_assert_str_eq(candidates("/kick #abc b", NULL), "ben");
	ck_assert_str_eq(candidates("/kick #", NULL), "#abc #a");
	ck_assert_str_eq(candidates("/op ben b", NULL), "ben");
	ck_assert_str_eq(candidates("/msg ben b", NULL), "ben");
	ck_assert_str_eq(candidates("/help wind", NULL), "window");
	ck_assert_str_eq(
	    candidates("/set time", NULL), "timestamp-format timestamps");
	ck_assert_str_eq(candidates("/window #", NULL), "#abc #a");
	ck_assert_str_eq(candidates("see #ab", NULL), "#abc");
	ck_assert_str_eq(candidates("/search x from:b", NULL), "from:ben");
	ck_assert_str_eq(candidates("/search in:#ab", NULL), "in:#abc");
	ck_assert_str_eq(candidates("/search before:b", NULL), "");
	ck_assert_str_eq(candidates("/kick from:b", NULL), "");
	ck_assert_str_eq(candidates("/", NULL)[0] == '/' ? "yes" : "no", "yes");
}
END_TEST

START_TEST(completion_survives_odd_places)
{
	candidates("", NULL);
	candidates(" ", NULL);
	candidates("/ ", NULL);
	candidates("// ", NULL);
	candidates("/help ", NULL);
	candidates("/nosuch x", NULL);
	candidates("/kick   #a   ", NULL);
	candidates("/op a b c d e f g h i j k l m n o p", NULL);
	candidates("a\nb", NULL);
}
END_TEST

#define CHANSERV "PRIVMSG ChanServ :"

START_TEST(chanserv_is_told_in_our_words)
{
	taken("/access");
	assert_sent(CHANSERV "ACCESS #a LIST\r\n");
	taken("/access #b list");
	assert_sent(CHANSERV "ACCESS #b LIST\r\n");
	taken("/access list #b");
	assert_sent(CHANSERV "ACCESS #b LIST\r\n");
	taken("/access add bob op");
	assert_sent(CHANSERV "ACCESS #a ADD bob op\r\n");
	taken("/access #b DEL bob");
	assert_sent(CHANSERV "ACCESS #b DEL bob\r\n");
	taken("/channel register");
	assert_sent(CHANSERV "REGISTER #a\r\n");
	taken("/channel info #b");
	assert_sent(CHANSERV "INFO #b\r\n");
	taken("/channel transfer bob");
	assert_sent(CHANSERV "TRANSFER #a bob\r\n");
	taken("/channel accept #b");
	assert_sent(CHANSERV "TRANSFER ACCEPT #b\r\n");
	taken("/channel cancel");
	assert_sent(CHANSERV "TRANSFER CANCEL #a\r\n");
	taken("/channel drop");
	assert_sent(CHANSERV "DROP #a\r\n");
	taken("/channel drop #b 1a2b3c4d");
	assert_sent(CHANSERV "DROP #b 1a2b3c4d\r\n");
	taken("/channel UP");
	assert_sent(CHANSERV "UP #a\r\n");
	taken("/chanserv set #a founder bob");
	assert_sent(CHANSERV "set #a founder bob\r\n");
	taken("/chanserv");
	assert_sent("PRIVMSG ChanServ HELP\r\n");
	ck_assert_ptr_null(state_find(&t.state, t.n, "ChanServ"));
	ck_assert_str_eq(talker_last(room, 0)->text, "(to ChanServ) HELP");
}
END_TEST

START_TEST(what_chanserv_cannot_be_told_is_refused)
{
	refused("/access add");
	refused("/access op bob");
	refused("/channel transfer");
	refused("/channel own");
	refused("/channel");
	state_switch(&t.state, t.n->room);
	refused("/access");
	refused("/channel register");
	assert_sent("");
	taken("/channel register #a");
	assert_sent(CHANSERV "REGISTER #a\r\n");
}
END_TEST

START_TEST(words_of_an_argument_complete)
{
	ck_assert_str_eq(candidates("/access l", NULL), "list");
	ck_assert_str_eq(candidates("/access #a a", NULL), "add");
	ck_assert_str_eq(candidates("/access add me h", NULL), "halfop");
	ck_assert_str_eq(candidates("/access #a add me h", NULL), "halfop");
	ck_assert_str_eq(candidates("/access #", NULL), "#a");
	ck_assert_str_eq(candidates("/channel tr", NULL), "transfer");
	ck_assert_str_eq(candidates("/channel drop #", NULL), "#a");
}
END_TEST

Suite *
suite_client_input(void)
{
	Suite *s = suite_create("client_input");
	TCase *tc = tcase_create("input");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, text_goes_to_the_window_on_screen);
	tcase_add_test(tc, with_echo_the_server_s_copy_is_what_is_shown);
	tcase_add_test(tc, two_slashes_send_one);
	tcase_add_test(tc, rows_are_sent_as_messages);
	tcase_add_test(
	    tc, a_long_message_is_sent_in_pieces_that_fit_when_relayed);
	tcase_add_test(
	    tc, an_unknown_command_names_the_nearest_and_keeps_the_text);
	tcase_add_test(tc, the_server_s_window_says_where_to_talk);
	tcase_add_test(tc, without_a_connection_nothing_typed_is_lost);
	tcase_add_test(tc, more_than_can_wait_is_refused_as_a_whole);
	tcase_add_test(tc, a_channel_that_was_left_takes_no_text);
	tcase_add_test(tc, commands_say_what_they_say);
	tcase_add_test(
	    tc, what_is_said_to_another_window_shows_where_it_was_typed);
	tcase_add_test(tc, every_command_survives_having_no_and_odd_arguments);
	tcase_add_test(tc, commands_are_sorted_and_each_has_help);
	tcase_add_test(
	    tc, closing_a_channel_leaves_it_and_shows_another_window);
	tcase_add_test(tc, a_setting_is_changed_and_a_wrong_one_is_explained);
	tcase_add_test(tc, an_address_that_is_none_is_explained);
	tcase_add_test(tc, nicks_complete_with_the_last_speaker_first);
	tcase_add_test(tc, words_of_an_argument_complete);
	tcase_add_test(tc, chanserv_is_told_in_our_words);
	tcase_add_test(tc, what_chanserv_cannot_be_told_is_refused);
	tcase_add_test(tc, commands_and_their_arguments_complete);
	tcase_add_test(tc, completion_survives_odd_places);
	suite_add_tcase(s, tc);
	return s;
}
