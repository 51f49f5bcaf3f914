/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/screen/foreign.h"

/* WeeChat without the pauses in which it spares servers, and without its
 * question whether what comes fast is meant to be pasted. */
static struct term *
weechat_start(const struct host *h)
{
	char home[128], server[400];
	const char *argv[] = {
	    foreign_program("weechat"), "-d", home, "-r", server, NULL};
	struct term *t;

	snprintf(home, sizeof(home), "%s/weechat", test_dir());
	snprintf(server, sizeof(server),
	    "/set weechat.look.paste_max_lines -1;"
	    "/server add here 127.0.0.1/%u -notls -nicks=walter -autojoin=#c "
	    "-anti_flood_prio_high=0 -anti_flood_prio_low=0;/connect here",
	    h->port);
	t = foreign_start("weechat", argv);
	term_expect(t, "has joined #c");
	return t;
}

START_TEST(weechat_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *t = weechat_start(h);

	term_expect(ada, "walter joined");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	client_expect_said(t, "ada", "hello from tcpchat");
	term_type(t, "hello from weechat" KEY_ENTER);
	client_expect_said(ada, "walter", "hello from weechat");
	term_type(t, "/quit" KEY_ENTER);
	term_expect(ada, "walter quit");
}
END_TEST

/* Its options had other names before 4.0; of either it does not know one. */
START_TEST(weechat_talks_over_tls)
{
	struct host *h = host_start_tls(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	char home[128], server[400];
	const char *argv[] = {
	    foreign_program("weechat"), "-d", home, "-r", server, NULL};
	struct term *t;

	snprintf(home, sizeof(home), "%s/weechat", test_dir());
	snprintf(server, sizeof(server),
	    "/server add here 127.0.0.1/%u -ssl -nossl_verify -tls "
	    "-notls_verify -nicks=walter "
	    "-autojoin=#c;/connect here",
	    h->tls_port);
	t = foreign_start("weechat", argv);
	peer_expect(bob, ":walter!* JOIN *");
	term_expect(t, "has joined #c");
	peer_send(bob, "WHOIS walter");
	peer_expect(bob, ":* 671 bob walter :*");
	term_type(t, "hello over TLS" KEY_ENTER);
	peer_expect(bob, ":walter!* PRIVMSG #c :hello over TLS");
	peer_send(bob, "PRIVMSG #c :hello in plain");
	client_expect_said(t, "bob", "hello in plain");
	term_type(t, "/quit" KEY_ENTER);
	peer_expect(bob, ":walter!* QUIT *");
}
END_TEST

START_TEST(weechat_shows_what_was_said_before_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "PRIVMSG #c :long before you");
	peer_barrier(bob);
	client_expect_said(weechat_start(h), "bob", "long before you");
}
END_TEST

/* Disconnects; what it answers to the server is in front of that. */
static void
weechat_leaves(struct term *t, struct peer *bob)
{
	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/msg bob I have seen it",
				      .hears = ":walter!*@* PRIVMSG bob :I *"},
		{.types = "/disconnect here", .hears = ":walter!*@* QUIT *"},
		{0}});
}

START_TEST(weechat_is_shown_what_it_missed_once_in_order_and_with_its_time)
{
	struct host *h = host_start(NULL);
	struct peer *bob =
	    peer_join_caps(h, "bob", "server-time echo-message", "#c");
	struct term *t = weechat_start(h);
	char hour[6];
	VTermPos one, two;

	peer_send(bob, "PRIVMSG #c :seen live");
	term_expect(t, "seen live");
	weechat_leaves(t, bob);
	peer_send(bob, "PRIVMSG #c :missed one");
	peer_expect(bob, "* PRIVMSG #c :missed one");
	foreign_hour(bob, hour);
	peer_send(bob, "PRIVMSG #c :missed two");
	peer_barrier(bob);
	foreign_turn_back(h);
	bob = peer_join(h, "bob", "#c");
	term_type(t, "/connect here" KEY_ENTER);
	one = foreign_expect_once(t, "missed one");
	two = foreign_expect_once(t, "missed two");
	ck_assert_int_eq(two.row, one.row + 1);
	ck_assert_ptr_nonnull(strstr(term_row(t, one.row), hour));
	foreign_expect_once(t, "seen live");
	weechat_leaves(t, bob);
	term_type(t, "/connect here" KEY_ENTER);
	peer_expect(bob, ":walter!*@* JOIN #c");
	peer_send(bob, "PRIVMSG #c :the end");
	term_expect(t, "the end");
	foreign_expect_once(t, "missed one");
}
END_TEST

START_TEST(weechat_talks_and_replies_and_is_highlighted)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = weechat_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG #c :good morning",
				      .shows = "bob | good morning"},
		{.says = "PRIVMSG #c :walter: tea?",
		    .shows = "bob | walter: tea?"},
		{.types = "bob: with milk",
		    .hears = ":walter!*@* PRIVMSG #c :bob: with milk",
		    .shows = "walter | bob: with milk"},
		{.types = "/me pours",
		    .hears = ":walter!*@* PRIVMSG #c :\001ACTION pours\001",
		    .shows = "| walter pours"},
		{.says = "PRIVMSG #c :\001ACTION drinks\001",
		    .shows = "| bob drinks"},
		{.says = "NOTICE #c :the kettle is empty",
		    .shows = "Notice(bob): the kettle is empty"},
		{.types = "/msg bob thank you",
		    .hears = ":walter!*@* PRIVMSG bob :thank you"},
		{0}});
	foreign_expect_differ(t, "bob | walter: tea?", "bob | good morning");
	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG walter :a word in private"},
		{.types = "/query bob", .shows = "bob | a word in private"},
		{0}});
}
END_TEST

START_TEST(weechat_sets_and_shows_topics_and_modes)
{
	struct host *h = host_start(NULL);
	struct term *t = weechat_start(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/topic tea at five",
		    .hears = ":walter!*@* TOPIC #c :tea at five",
		    .shows =
			"walter has changed topic for #c to \"tea at five\""},
		{.types = "/op bob",
		    .hears = ":walter!*@* MODE #c +o bob",
		    .shows = "Mode #c [+o bob] by walter"},
		{.says = "TOPIC #c :tea at six",
		    .shows =
			"bob has changed topic for #c from \"tea at five\" to "
			"\"tea at six\""},
		{.types = "/mode +m-t",
		    .hears = ":walter!*@* MODE #c +m-t",
		    .shows = "Mode #c [+m-t] by walter"},
		{.says = "MODE #c +k sesame", .shows = "#c(+mnk)"},
		{.types = "/ban *!*@evil.example.org",
		    .hears = ":walter!*@* MODE #c +b \\*!\\*@evil.example.org",
		    .shows = "Mode #c [+b *!*@evil.example.org] by walter"},
		{.types = "/mode #c b",
		    .shows = "[#c] [1] *!*@evil.example.org banned by walter"},
		{.types = "/halfop bob",
		    .hears = ":walter!*@* MODE #c +h bob",
		    .shows = "Mode #c [+h bob] by walter"},
		{.says = "MODE #c -o bob", .shows = "Mode #c [-o bob] by bob"},
		{.types = "/names", .shows = "Nicks #c: [@walter %bob]"},
		{.types = "/mode -h+v bob bob",
		    .shows = "Mode #c [-h+v bob bob] by walter"},
		{.types = "/names", .shows = "Nicks #c: [@walter +bob]"}, {0}});
}
END_TEST

START_TEST(weechat_kicks_and_is_kicked)
{
	struct host *h = host_start(NULL);
	struct term *t = weechat_start(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/kick bob out you go",
		    .hears = ":walter!*@* KICK #c bob :out you go",
		    .shows = "walter has kicked bob (out you go)"},
		{.says = "JOIN #c", .hears = ":bob!*@* JOIN #c"},
		{.says = "PRIVMSG #c :back again", .shows = "back again"},
		{.types = "/op bob", .hears = ":walter!*@* MODE #c +o bob"},
		{.says = "KICK #c walter :and you",
		    .shows = "bob has kicked walter (and you)"},
		{0}});
}
END_TEST

START_TEST(weechat_changes_its_nick_and_follows_others)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = weechat_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/nick wally",
				      .hears = ":walter!*@* NICK wally",
				      .shows = "You are now known as wally"},
		{.says = "NICK rob", .shows = "bob is now known as rob"},
		{.types = "/buffer irc.server.here"},
		{.types = "/nick rob",
		    .shows = "rob: Nickname is already in use"},
		{.types = "/buffer #c"},
		{.types = "/nick WALLY",
		    .hears = ":wally!*@* NICK WALLY",
		    .shows = "You are now known as WALLY"},
		{.says = "PART #c :good night",
		    .shows = "has left #c (good night)"},
		{0}});
}
END_TEST

START_TEST(weechat_is_away_and_shows_who_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join_caps(h, "bob", "away-notify", "#c");
	struct term *t = weechat_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/away gone fishing",
				      .hears = ":walter!*@* AWAY :gone fishing",
				      .shows = "[walter away: gone fishing]"},
		{.says = "PRIVMSG walter :are you there?",
		    .hears = "* 301 bob walter :gone fishing"},
		{.types = "/away", .hears = ":walter!*@* AWAY"},
		{.says = "AWAY :in a meeting", .hears = "* 306 bob :*"},
		{.types = "/query bob"},
		{.types = "hello?",
		    .hears = "* PRIVMSG bob :hello?",
		    .shows = "[bob] is away: in a meeting"},
		{0}});
}
END_TEST

START_TEST(weechat_shows_who_somebody_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = weechat_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/buffer irc.server.here"},
		{.types = "/whois bob",
		    .shows = "[bob] (~bob@127.0.0.1): The real bob"},
		{.types = "/who #c",
		    .shows = "[#c] bob (~bob@127.0.0.1) H@ 0 (The real bob)"},
		{.types = "/whois nobody", .shows = "nobody: No such nick"},
		{.types = "/whowas nobody",
		    .shows = "nobody: There was no such nickname"},
		{0}});
}
END_TEST

START_TEST(weechat_is_told_when_a_friend_comes_and_goes)
{
	struct host *h = host_start(NULL);
	struct term *t = weechat_start(h);
	struct peer *bob;

	term_type(t, "/buffer irc.server.here" KEY_ENTER);
	term_type(t, "/notify add bob" KEY_ENTER);
	term_expect(t, "notify: bob is offline");
	bob = peer_new(h, "bob");
	term_expect(t, "notify: bob (~bob@127.0.0.1) has connected");
	peer_close(bob);
	term_expect(t, "notify: bob has quit");
}
END_TEST

START_TEST(weechat_has_an_account_by_nickserv)
{
	struct host *h = host_start("flood-burst = 0\nregister = anybody\n"
				    "insecure-passwords = yes\n"
				    "password-iterations = 4096\n");
	struct peer *bob = peer_new(h, "bob");
	struct term *t = weechat_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/msg NickServ REGISTER correct-horse"},
		{.types = "/buffer irc.server.here",
		    .shows = "The account walter is yours"},
		{.types = "/quote NS LOGOUT",
		    .shows = "You are no longer logged in as walter."},
		{.types = "/msg nickserv identify correct-horse",
		    .shows = "You are logged in as walter."},
		{0}});
}
END_TEST

FOREIGN_SUITE(screen_weechat, PROGRAMS("weechat"), weechat_and_tcpchat_talk,
    weechat_talks_over_tls, weechat_shows_what_was_said_before_it_came,
    weechat_is_shown_what_it_missed_once_in_order_and_with_its_time,
    weechat_talks_and_replies_and_is_highlighted,
    weechat_sets_and_shows_topics_and_modes, weechat_kicks_and_is_kicked,
    weechat_changes_its_nick_and_follows_others,
    weechat_is_away_and_shows_who_is, weechat_shows_who_somebody_is,
    weechat_is_told_when_a_friend_comes_and_goes,
    weechat_has_an_account_by_nickserv)
