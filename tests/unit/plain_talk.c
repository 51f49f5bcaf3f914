/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_talk.h"

#include <string.h>

#include "common/mem.h"
#include "server/plain_commands.h"
#include "server/plain_mind.h"
#include "tests/suites.h"
#include "tests/unit/plain_scene.h"

START_TEST(who_says_nothing_is_greeted_and_nothing_else)
{
	const char *shown = outcome();

	ck_assert_ptr_nonnull(strstr(shown, "-- Welcome to Net."));
	ck_assert_ptr_nonnull(strstr(shown, "@nick"));
	ck_assert_ptr_null(strchr(shown, '>'));
	buf_reset(&net.out);
	ck_assert_str_eq(outcome(), "");
}
END_TEST

START_TEST(a_login_is_told_its_name)
{
	net.who.login = "al";
	ck_assert_ptr_nonnull(strstr(outcome(), "-- Welcome to Net, al:"));
}
END_TEST

START_TEST(the_first_text_comes_in_as_a_guest_and_is_said_in_the_lobby)
{
	ck_assert_str_eq(typed("hi there"),
	    "> USER plain 0 * :plain lines\n> NICK :guest0012\n> JOIN :#lobby\n"
	    "> CHATHISTORY LATEST #lobby * :10\n"
	    "> PRIVMSG #lobby :hi there\n");
	SAID("again", "PRIVMSG #lobby :again");
}
END_TEST

START_TEST(a_login_comes_in_under_its_name)
{
	net.who.login = "al";
	typed("hi");
	ck_assert(shows("> NICK :al\n"));
	ck_assert(shows("> PRIVMSG #lobby :hi\n"));
}
END_TEST

START_TEST(a_guest_whose_name_is_taken_gets_another_and_hears_nothing_of_it)
{
	net.refusals = 2;
	typed("hi");
	ck_assert_str_eq(net.who.nick, "guest0014");
	ck_assert(!shows("433"));
	ck_assert(shows("> PRIVMSG #lobby :hi\n"));
}
END_TEST

START_TEST(a_login_whose_name_is_taken_is_a_guest)
{
	net.who.login = "al";
	net.refusals = 1;
	typed("hi");
	ck_assert(shows("> NICK :al\n> NICK :guest0013\n"));
	ck_assert(shows("> PRIVMSG #lobby :hi\n"));
}
END_TEST

START_TEST(where_no_guest_finds_a_name_that_is_said_and_nothing_else)
{
	net.refusals = 1000;
	typed("hi");
	ck_assert(shows("! You have no nickname yet"));
	ck_assert(shows("! Nothing was said or done"));
	ck_assert(!shows("PRIVMSG"));
	ck_assert_uint_ge(net.refusals, 900);
}
END_TEST

START_TEST(a_short_nick_length_leaves_room_for_a_guest)
{
	net.who.nick_max = 8;
	typed("hi");
	ck_assert_str_eq(net.who.nick, "guest012");
}
END_TEST

START_TEST(who_was_refused_a_nick_says_nothing_under_another)
{
	net.refusals = 1;
	typed("@nick bob");
	ck_assert(shows("< 433\n"));
	ck_assert(shows("! You have no nickname yet"));
	ck_assert_str_eq(typed("secret plans"),
	    "! Nothing was said or done, as you have no nickname yet: @nick "
	    "NAME chooses one.\r\n");
	typed("@nick rob");
	ck_assert(shows("> NICK :rob\n> JOIN :#lobby\n"));
	ck_assert(!shows("USER"));
	SAID("hi", "PRIVMSG #lobby :hi");
}
END_TEST

START_TEST(what_is_mistyped_lets_nobody_in)
{
	typed("@hlep");
	typed("@join");
	typed("/msg NickServ identify x");
	ck_assert_ptr_null(net.who.nick);
}
END_TEST

START_TEST(without_a_lobby_one_is_told_how_to_enter_a_channel)
{
	net.who.lobby = "";
	typed("hi");
	ck_assert(!shows("JOIN"));
	ck_assert(!shows("PRIVMSG"));
	ck_assert(shows("! Nothing was said, as you talk in no channel now: "
			"@join #channel"));
}
END_TEST

/* Of somebody with other devices. */
START_TEST(who_is_in_the_lobby_already_talks_there)
{
	net.who.login = "al";
	net.channels[net.nchannels++] = mem_strdup("#lobby");
	typed("hi");
	ck_assert(!shows("JOIN"));
	ck_assert(shows("> CHATHISTORY LATEST #lobby * :10\n"));
	ck_assert(shows("> PRIVMSG #lobby :hi\n"));
}
END_TEST

START_TEST(commands_are_messages)
{
	static const struct {
		const char *line, *does;
	} all[] = {
	    {"@all /help", "> PRIVMSG #lobby :/help\n"},
	    {"@all @x", "> PRIVMSG #lobby :@x\n"},
	    {"@@x", "> PRIVMSG #lobby :@x\n"},
	    {"@@", "> PRIVMSG #lobby :@\n"},
	    {"@me waves", "> PRIVMSG #lobby :\1ACTION waves\1\n"},
	    {"@dm bob psst  you", "> PRIVMSG bob :psst  you\n"},
	    {"@msg bob psst", "> PRIVMSG bob :psst\n"},
	    {"@DM bob psst", "> PRIVMSG bob :psst\n"},
	    {"@nick al2", "> NICK :al2\n"},
	    {"@nickname al3", "> NICK :al3\n"},
	    {"@away", "> AWAY\n"},
	    {"@away for lunch", "> AWAY :for lunch\n"},
	    {"@topic", "> TOPIC :#lobby\n"},
	    {"@topic a b", "> TOPIC #lobby :a b\n"},
	    {"@list", "> WHO :*\n-- Nobody is there that you may see.\r\n"},
	    {"@list #x", "> WHO :#x\n-- Nobody is there that you may see.\r\n"},
	    {"@channels",
		"> LIST\n-- There is no channel that you may see.\r\n"},
	    {"@history 3",
		"> CHATHISTORY LATEST #lobby * :3\n"
		"-- That is what was said last.\r\n"},
	    {"@history",
		"> CHATHISTORY LATEST #lobby * :20\n"
		"-- That is what was said last.\r\n"},
	    {"@search a;b c",
		"> SEARCH :limit=20;text=a\\:b\\sc\n"
		"-- That is all that was found.\r\n"},
	    {"@pass word", "> PASS :word\n"},
	    {"@join x", "> JOIN :#x\n> CHATHISTORY LATEST #x * :10\n"},
	    {"@join #lobby", "-- What you type is said in #lobby.\r\n"},
	    {"@join #y key", "> JOIN #y :key\n> CHATHISTORY LATEST #y * :10\n"},
	    {"@part #x gone", "> PART #x :gone\n"},
	    {"@part", "> PART :#y\n"},
	    {"@quit good bye", "> QUIT :good bye\n"},
	};

	here();
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		ck_assert_str_eq(typed(all[i].line), all[i].does);
}
END_TEST

START_TEST(a_command_without_what_it_needs_tells_how_it_is_typed)
{
	const struct plain_command *c = plain_commands;
	struct buf line = {0};

	here();
	for (; c->name; c++) {
		if (c->least == 0)
			continue;
		buf_reset(&line);
		buf_addf(&line, "@%s%s", c->name, c->least > 1 ? " x" : " ");
		typed(line.data);
		ck_assert_msg(shows("! Nothing was done. It is typed: @"),
		    "%s: %s", line.data, net.out.data);
		ck_assert(!shows(">"));
	}
	buf_free(&line);
	ck_assert_ptr_nonnull(strstr(typed("@history x"), "@history [N]"));
	ck_assert_ptr_nonnull(strstr(typed("@history 0"), "@history [N]"));
	ck_assert_ptr_nonnull(strstr(typed("@nick a b"), "@nickname NAME"));
}
END_TEST

START_TEST(a_command_misspelt_says_nothing_and_is_told_the_nearest)
{
	here();
	ck_assert_str_eq(typed("@jion #x"),
	    "! There is no command @jion, so nothing was said. Did you mean "
	    "@join?\r\n");
	ck_assert_str_eq(typed("@alice hi"),
	    "! There is no command @alice, so nothing was said: @help shows "
	    "which there are, and @@ begins a line with an @.\r\n");
	typed("@ hi");
	ck_assert(!shows(">"));
	typed("@help jion");
	ck_assert(shows("@join"));
}
END_TEST

START_TEST(commands_of_irc_clients_are_not_said)
{
	static const char *const lines[] = {"/msg NickServ identify pw",
	    "/NICK bob", "/me waves", "/join #x", "/quit", "/ns identify pw",
	    "/oper me pw", NULL};

	here();
	for (size_t i = 0; lines[i]; i++) {
		typed(lines[i]);
		ck_assert(!shows(">"));
		ck_assert(shows("! Commands begin with an @ here"));
	}
	SAID("/etc/motd", "PRIVMSG #lobby :/etc/motd");
	SAID("/etc", "PRIVMSG #lobby :/etc");
}
END_TEST

START_TEST(help_has_a_line_for_each_command_and_more_of_one)
{
	const struct plain_command *c = plain_commands;
	struct buf line = {0};

	typed("@help");
	for (; c->name; c++) {
		buf_reset(&line);
		buf_addf(&line, "-- @%s ", c->name);
		ck_assert(shows(line.data));
		ck_assert(shows(c->help));
		ck_assert(!c[1].name || strcmp(c->name, c[1].name) < 0);
	}
	buf_free(&line);
	ck_assert_str_eq(typed("@help @dm"),
	    "-- @dm NICK TEXT\r\n-- Says TEXT to NICK alone.\r\n"
	    "-- It is @msg as well.\r\n");
}
END_TEST

START_TEST(control_characters_are_dropped_and_a_tab_is_a_space)
{
	here();
	SAID("a\tb\033[31m\001\177c", "PRIVMSG #lobby :a b[31mc");
	SAID("\001VERSION\001", "PRIVMSG #lobby :VERSION");
	SAID("a\302\205b\302\240c", "PRIVMSG #lobby :ab\302\240c");
	ck_assert_str_eq(typed_bytes("a\0b", 3), "> PRIVMSG #lobby :ab\n");
	ck_assert_str_eq(
	    typed_bytes("a\rQUIT", 6), "> PRIVMSG #lobby :aQUIT\n");
}
END_TEST

START_TEST(empty_lines_are_nothing)
{
	here();
	ck_assert_str_eq(typed(""), "");
	ck_assert_str_eq(typed("   "), "");
	ck_assert_str_eq(typed("\t\001"), "");
	SAID(" a", "PRIVMSG #lobby : a");
}
END_TEST

START_TEST(what_is_no_utf8_is_refused_whole)
{
	ck_assert_ptr_nonnull(strstr(typed("caf\351"), "! That line was not"));
	ck_assert_ptr_null(net.who.nick);
	here();
	typed("@topic caf\351");
	ck_assert(!shows(">"));
}
END_TEST

START_TEST(a_line_too_long_is_told)
{
	here();
	buf_reset(&net.out);
	plain_talk.take(net.sp, NULL, 0);
	ck_assert_str_eq(outcome(),
	    "! That line was too long, and nothing of it was said.\r\n");
}
END_TEST

/* What is done with a line cuts it into words, and all of them are wiped. */
START_TEST(of_a_password_that_was_sent_the_whole_line_is_wiped)
{
	types("@pass let me in");
	step();
	ck_assert(shows("> PASS :let me in\n"));
	ck_assert_uint_lt(strlen(net.sp->doing->line), net.sp->doing->size);
	ck_assert_uint_eq(net.sp->doing->size, strlen("PASS :let me in"));
}
END_TEST

Suite *
suite_plain_talk(void)
{
	const TTest *const tests[] = {
	    who_says_nothing_is_greeted_and_nothing_else,
	    a_login_is_told_its_name,
	    the_first_text_comes_in_as_a_guest_and_is_said_in_the_lobby,
	    a_login_comes_in_under_its_name,
	    a_guest_whose_name_is_taken_gets_another_and_hears_nothing_of_it,
	    a_login_whose_name_is_taken_is_a_guest,
	    where_no_guest_finds_a_name_that_is_said_and_nothing_else,
	    a_short_nick_length_leaves_room_for_a_guest,
	    who_was_refused_a_nick_says_nothing_under_another,
	    what_is_mistyped_lets_nobody_in,
	    without_a_lobby_one_is_told_how_to_enter_a_channel,
	    who_is_in_the_lobby_already_talks_there, commands_are_messages,
	    a_command_without_what_it_needs_tells_how_it_is_typed,
	    a_command_misspelt_says_nothing_and_is_told_the_nearest,
	    commands_of_irc_clients_are_not_said,
	    help_has_a_line_for_each_command_and_more_of_one,
	    control_characters_are_dropped_and_a_tab_is_a_space,
	    empty_lines_are_nothing, what_is_no_utf8_is_refused_whole,
	    a_line_too_long_is_told,
	    of_a_password_that_was_sent_the_whole_line_is_wiped, NULL};

	return plain_suite("plain_talk", tests);
}
