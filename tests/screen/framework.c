/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/screen/foreign.h"

/* Where ./bootstrap check has put irc-framework. */
static const char *
modules(void)
{
	static char path[512];
	const char *build = getenv("builddir");

	if (getenv("NODE_PATH"))
		return getenv("NODE_PATH");
	snprintf(path, sizeof(path), "%s/tests/npm/node_modules",
	    build ? build : ".");
	return path;
}

static const char *
library(void)
{
	static char path[640];

	snprintf(
	    path, sizeof(path), "%s/irc-framework/package.json", modules());
	return path;
}

/* A bot on a terminal: it is told what to do and prints what happens. */
static struct term *
bot_start(const struct host *h)
{
	const char *source = getenv("srcdir");
	char script[512], port[16];
	const char *argv[] = {
	    foreign_program("node"), script, "127.0.0.1", port, "frank", NULL};
	struct term *t;

	setenv("NODE_PATH", modules(), 1);
	snprintf(script, sizeof(script), "%s/tests/clients/framework.js",
	    source ? source : ".");
	snprintf(port, sizeof(port), "%u", h->port);
	t = foreign_start("framework", argv);
	term_expect(t, "{\"event\":\"registered\",\"nick\":\"frank\"}");
	return t;
}

static struct term *
bot_join(const struct host *h)
{
	struct term *t = bot_start(h);

	term_type(t, "join #c" KEY_ENTER);
	term_expect(t,
	    "{\"event\":\"join\",\"nick\":\"frank\",\"channel\":\"#c\","
	    "\"gecos\":\"A bot of irc-framework\"}");
	term_expect(t, "{\"event\":\"userlist\",\"channel\":\"#c\"");
	return t;
}

START_TEST(irc_framework_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *t = bot_join(h);

	term_expect(ada, "frank joined");
	term_type(t, "say #c :hello from a bot" KEY_ENTER);
	client_expect_said(ada, "frank", "hello from a bot");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	term_expect(t,
	    "{\"event\":\"privmsg\",\"nick\":\"ada\","
	    "\"target\":\"#c\",\"message\":\"hello from tcpchat\"}");
	term_type(t, "quit :good night" KEY_ENTER);
	term_expect(ada, "frank quit");
	term_expect_exit(t, 0);
}
END_TEST

START_TEST(irc_framework_is_told_what_was_said_before_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "PRIVMSG #c :long before you");
	peer_barrier(bob);
	term_expect(bot_join(h),
	    "\"nick\":\"bob\",\"target\":\"#c\","
	    "\"message\":\"long before you\"}");
}
END_TEST

START_TEST(irc_framework_talks)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = bot_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.says = "PRIVMSG #c :good morning",
		    .shows = "{\"event\":\"privmsg\",\"nick\":\"bob\","
			     "\"target\":\"#c\",\"message\":\"good morning\"}"},
		{.types = "say #c :bob: with milk",
		    .hears = ":frank!*@* PRIVMSG #c :bob: with milk",
		    .shows =
			"{\"event\":\"privmsg\",\"nick\":\"frank\","
			"\"target\":\"#c\",\"message\":\"bob: with milk\"}"},
		{.types = "action #c pours",
		    .hears = ":frank!*@* PRIVMSG #c :\001ACTION pours\001",
		    .shows = "{\"event\":\"action\",\"nick\":\"frank\""},
		{.says = "PRIVMSG #c :\001ACTION drinks\001",
		    .shows = "{\"event\":\"action\",\"nick\":\"bob\","
			     "\"target\":\"#c\",\"message\":\"drinks\"}"},
		{.says = "NOTICE #c :the kettle is empty",
		    .shows =
			"{\"event\":\"notice\",\"nick\":\"bob\","
			"\"target\":\"#c\",\"message\":\"the kettle is empty"},
		{.types = "say bob :thank you",
		    .hears = ":frank!*@* PRIVMSG bob :thank you"},
		{.says = "PRIVMSG frank :a word in private",
		    .shows = "\"target\":\"frank\","
			     "\"message\":\"a word in private\"}"},
		{0}});
}
END_TEST

START_TEST(irc_framework_replies_to_a_message)
{
	struct host *h = host_start(NULL);
	struct peer *bob =
	    peer_join_caps(h, "bob", "message-tags echo-message", "#c");
	struct term *t = bot_join(h);
	char id[128];

	peer_send(bob, "PRIVMSG #c :tea?");
	peer_expect(bob, ":bob!*@* PRIVMSG #c :tea?");
	snprintf(id, sizeof(id), "%s", peer_tag(bob, "msgid"));
	foreign_play(t, bob,
	    (const struct turn[]){
		{.says = "@+typing=active TAGMSG #c",
		    .shows = "{\"event\":\"tagmsg\",\"nick\":\"bob\","
			     "\"target\":\"#c\",\"typing\":\"active\"}"},
		{.types = "reply #c :with milk",
		    .hears = ":frank!*@* PRIVMSG #c :with milk"},
		{0}});
	ck_assert_str_eq(peer_tag(bob, "+draft/reply"), id);
}
END_TEST

START_TEST(irc_framework_sets_and_is_told_topics_and_modes)
{
	struct host *h = host_start(NULL);
	struct term *t = bot_join(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "setTopic #c :tea at five",
		    .hears = ":frank!*@* TOPIC #c :tea at five",
		    .shows = "{\"event\":\"topic\",\"nick\":\"frank\","
			     "\"channel\":\"#c\",\"topic\":\"tea at five\"}"},
		{.types = "mode #c +o bob",
		    .hears = ":frank!*@* MODE #c +o bob",
		    .shows =
			"{\"event\":\"mode\",\"nick\":\"frank\",\"target\":"
			"\"#c\",\"raw_modes\":\"+o\",\"raw_params\":[\"bob\"]"
			"}"},
		{.says = "TOPIC #c :tea at six",
		    .shows = "{\"event\":\"topic\",\"nick\":\"bob\","
			     "\"channel\":\"#c\",\"topic\":\"tea at six\"}"},
		{.types = "mode #c +m-t", .hears = ":frank!*@* MODE #c +m-t"},
		{.says = "MODE #c +k sesame",
		    .shows =
			"\"raw_modes\":\"+k\",\"raw_params\":[\"sesame\"]}"},
		{.types = "mode #c",
		    .shows = "{\"event\":\"channel info\",\"channel\":\"#c\","
			     "\"raw_modes\":\"+"},
		{.types = "ban #c *!*@evil.example.org",
		    .hears = ":frank!*@* MODE #c +b \\*!\\*@evil.example.org"},
		{.types = "banlist #c",
		    .shows =
			"\"bans\":[{\"banned\":\"*!*@evil.example.org\"}]}"},
		{.types = "mode #c +h bob",
		    .hears = ":frank!*@* MODE #c +h bob"},
		{.types = "raw NAMES #c",
		    .shows = "{\"nick\":\"bob\",\"modes\":[\"o\",\"h\"]}]}"},
		{.says = "MODE #c +v-o bob bob",
		    .shows = "\"raw_modes\":\"+v-o\","
			     "\"raw_params\":[\"bob\",\"bob\"]}"},
		{0}});
}
END_TEST

START_TEST(irc_framework_kicks_and_is_kicked)
{
	struct host *h = host_start(NULL);
	struct term *t = bot_join(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "raw KICK #c bob :out you go",
		    .hears = ":frank!*@* KICK #c bob :out you go",
		    .shows =
			"{\"event\":\"kick\",\"nick\":\"frank\",\"kicked\":"
			"\"bob\",\"channel\":\"#c\","
			"\"message\":\"out you go\"}"},
		{.says = "JOIN #c", .hears = ":bob!*@* JOIN #c"},
		{.types = "mode #c +o bob",
		    .hears = ":frank!*@* MODE #c +o bob"},
		{.says = "KICK #c frank :and you",
		    .shows = "{\"event\":\"kick\",\"nick\":\"bob\",\"kicked\":"
			     "\"frank\",\"channel\":\"#c\","
			     "\"message\":\"and you\"}"},
		{.types = "say #c :hello?",
		    .shows = "{\"event\":\"irc error\","
			     "\"error\":\"cannot_send_to_channel\""},
		{0}});
}
END_TEST

START_TEST(irc_framework_changes_its_nick_and_follows_others)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = bot_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "changeNick fran",
		    .hears = ":frank!*@* NICK fran",
		    .shows = "{\"event\":\"nick\",\"nick\":\"frank\","
			     "\"new_nick\":\"fran\"}"},
		{.says = "NICK rob",
		    .shows = "{\"event\":\"nick\",\"nick\":\"bob\","
			     "\"new_nick\":\"rob\"}"},
		{.types = "changeNick rob",
		    .shows = "{\"event\":\"nick in use\",\"nick\":\"rob\""},
		{.types = "raw SETNAME :Another bot",
		    .shows = "{\"event\":\"user updated\",\"nick\":\"fran\","
			     "\"new_gecos\":\"Another bot\"}"},
		{.says = "PART #c :good night",
		    .shows = "{\"event\":\"part\",\"nick\":\"rob\","
			     "\"channel\":\"#c\",\"message\":\"good night\"}"},
		{0}});
}
END_TEST

START_TEST(irc_framework_is_away_and_is_told_who_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join_caps(h, "bob", "away-notify", "#c");
	struct term *t = bot_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "raw AWAY :gone fishing",
		    .hears = ":frank!*@* AWAY :gone fishing",
		    .shows = "{\"event\":\"away\",\"nick\":\"frank\","},
		{.says = "PRIVMSG frank :are you there?",
		    .hears = "* 301 bob frank :gone fishing"},
		{.types = "raw AWAY",
		    .hears = ":frank!*@* AWAY",
		    .shows = "{\"event\":\"back\",\"nick\":\"frank\""},
		{.says = "AWAY :in a meeting",
		    .shows = "{\"event\":\"away\",\"nick\":\"bob\","
			     "\"message\":\"in a meeting\"}"},
		{.types = "whois bob", .shows = "\"away\":\"in a meeting\"}"},
		{.says = "AWAY",
		    .shows = "{\"event\":\"back\",\"nick\":\"bob\"}"},
		{0}});
}
END_TEST

START_TEST(irc_framework_asks_who_somebody_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = bot_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "whois bob",
		    .shows = "{\"event\":\"whois\",\"nick\":\"bob\",\"ident\":"
			     "\"~bob\",\"hostname\":\"127.0.0.1\","
			     "\"real_name\":\"The real bob\","
			     "\"channels\":\"@#c\"}"},
		{.types = "who #c",
		    .shows =
			"{\"event\":\"wholist\",\"target\":\"#c\",\"users\":"
			"[{\"nick\":\"bob\",\"away\":false,"
			"\"real_name\":\"The real bob\"}"},
		{.types = "raw NAMES #c",
		    .shows = "\"users\":[{\"nick\":\"bob\",\"modes\":[\"o\"]},"
			     "{\"nick\":\"frank\",\"modes\":[]}]}"},
		{.types = "whois nobody",
		    .shows = "{\"event\":\"whois\",\"nick\":\"nobody\","
			     "\"error\":\"not_found\"}"},
		{.types = "whowas nobody",
		    .shows = "{\"event\":\"whowas\",\"nick\":\"nobody\","
			     "\"error\":\"no_such_nick\"}"},
		{0}});
}
END_TEST

START_TEST(irc_framework_monitors_who_comes_and_goes)
{
	struct host *h = host_start(NULL);
	struct term *t = bot_start(h);
	struct peer *bob;

	term_type(t, "addMonitor bob" KEY_ENTER);
	term_expect(t, "{\"event\":\"users offline\",\"nicks\":[\"bob\"]}");
	bob = peer_new(h, "bob");
	term_expect(t, "{\"event\":\"users online\",\"nicks\":[\"bob\"]}");
	term_type(t, "addMonitor eve" KEY_ENTER);
	term_expect(t, "{\"event\":\"users offline\",\"nicks\":[\"eve\"]}");
	term_type(t, "monitorlist" KEY_ENTER);
	term_expect(t, "\"event\":\"monitorList\",\"nicks\":[\"bob\",\"eve\"]");
	term_type(t, "removeMonitor eve" KEY_ENTER);
	peer_send(bob, "NICK eve");
	term_expect(t, "{\"event\":\"users offline\",\"nicks\":[\"bob\"]}");
}
END_TEST

FOREIGN_SUITE(screen_framework, PROGRAMS("node", library()),
    irc_framework_and_tcpchat_talk,
    irc_framework_is_told_what_was_said_before_it_came, irc_framework_talks,
    irc_framework_replies_to_a_message,
    irc_framework_sets_and_is_told_topics_and_modes,
    irc_framework_kicks_and_is_kicked,
    irc_framework_changes_its_nick_and_follows_others,
    irc_framework_is_away_and_is_told_who_is,
    irc_framework_asks_who_somebody_is,
    irc_framework_monitors_who_comes_and_goes)
