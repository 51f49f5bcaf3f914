/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/screen/foreign.h"

/* irssi without the pauses in which it spares servers. */
static struct term *
irssi_start(const struct host *h)
{
	char home[128], port[16];
	const char *argv[] = {foreign_program("irssi"), home, "-c", "127.0.0.1",
	    "-p", port, "-n", "irene", NULL};
	struct term *t;

	foreign_file("irssi", "startup",
	    "/SET cmds_max_at_once 1000\n"
	    "/SET notify_check_time 1sec\n"
	    "/SET show_server_time ON\n"
	    "/WINDOW IMMORTAL OFF\n");
	snprintf(home, sizeof(home), "--home=%s/irssi", test_dir());
	snprintf(port, sizeof(port), "%u", h->port);
	t = foreign_start("irssi", argv);
	term_expect(t, "MOTD");
	return t;
}

/* In a channel whose window is the only one, so that all is shown there. */
static struct term *
irssi_join(const struct host *h)
{
	struct term *t = irssi_start(h);

	term_type(t, "/join #c" KEY_ENTER);
	term_expect(t, "[#c]");
	term_type(t, "/window 1" KEY_ENTER);
	term_expect(t, "[(status)]");
	term_type(t, "/window close" KEY_ENTER);
	term_expect(t, "[#c]");
	return t;
}

START_TEST(irssi_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *irssi = irssi_join(h);

	term_expect(ada, "irene joined");
	term_type(irssi, "hello from irssi" KEY_ENTER);
	client_expect_said(ada, "irene", "hello from irssi");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	client_expect_said(irssi, "ada", "hello from tcpchat");
	term_type(irssi, "/quit" KEY_ENTER);
	term_expect(ada, "irene quit");
}
END_TEST

/* As irssi writes a key's SHA-256. */
static void
in_colons(const char *hex, char out[97])
{
	for (int i = 0; i < 32; i++)
		snprintf(out + 3 * i, 4, "%.2s:", hex + 2 * i);
	out[95] = '\0';
}

/* It is told the key that the server said it has, and takes no other. */
static struct term *
irssi_start_tls(const struct host *h, const char *hex)
{
	char home[128], startup[400], colons[97];
	const char *argv[] = {
	    foreign_program("irssi"), home, "-n", "irene", NULL};

	in_colons(hex, colons);
	snprintf(startup, sizeof(startup),
	    "/CONNECT -tls -tls_pinned_pubkey %s 127.0.0.1 %u\n", colons,
	    h->tls_port);
	foreign_file("irssi", "startup", startup);
	snprintf(home, sizeof(home), "--home=%s/irssi", test_dir());
	return foreign_start("irssi", argv);
}

START_TEST(irssi_knows_the_server_by_its_key_over_tls)
{
	struct host *h = host_start_tls(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *irssi = irssi_start_tls(h, h->fingerprint);

	term_expect(irssi, "MOTD");
	peer_send(bob, "WHOIS irene");
	peer_expect(bob, ":* 671 bob irene :*");
	term_type(irssi, "/join #c" KEY_ENTER);
	peer_expect(bob, ":irene!* JOIN *");
	term_type(irssi, "hello over TLS" KEY_ENTER);
	peer_expect(bob, ":irene!* PRIVMSG #c :hello over TLS");
	peer_send(bob, "PRIVMSG #c :hello in plain");
	client_expect_said(irssi, "bob", "hello in plain");
	term_type(irssi, "/quit" KEY_ENTER);
	peer_expect(bob, ":irene!* QUIT *");
}
END_TEST

START_TEST(irssi_refuses_a_server_with_another_key)
{
	struct host *h = host_start_tls(NULL);
	char wrong[65];

	memset(wrong, 'a', 64);
	wrong[64] = '\0';
	term_expect(irssi_start_tls(h, wrong), "key mismatch");
}
END_TEST

START_TEST(irssi_shows_what_was_said_before_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "PRIVMSG #c :long before you");
	peer_barrier(bob);
	client_expect_said(irssi_join(h), "bob", "long before you");
}
END_TEST

/* What it answers to the server is in front of that. */
static void
irssi_leaves(struct term *t, struct peer *bob)
{
	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/msg bob I have seen it",
				      .hears = ":irene!*@* PRIVMSG bob :I *"},
		{.types = "/quit", .hears = ":irene!*@* QUIT *"}, {0}});
}

START_TEST(irssi_is_shown_what_it_missed_once_in_order_and_with_its_time)
{
	struct host *h = host_start(NULL);
	struct peer *bob =
	    peer_join_caps(h, "bob", "server-time echo-message", "#c");
	struct term *t = irssi_join(h);
	char hour[6];
	VTermPos one, two;

	peer_send(bob, "PRIVMSG #c :seen live");
	term_expect(t, "seen live");
	irssi_leaves(t, bob);
	peer_send(bob, "PRIVMSG #c :missed one");
	peer_expect(bob, "* PRIVMSG #c :missed one");
	foreign_hour(bob, hour);
	peer_send(bob, "PRIVMSG #c :missed two");
	peer_barrier(bob);
	foreign_turn_back(h);
	bob = peer_join(h, "bob", "#c");
	t = irssi_join(h);
	term_expect(t, "%s <@bob> missed one", hour);
	one = foreign_expect_once(t, "missed one");
	two = foreign_expect_once(t, "missed two");
	ck_assert_int_eq(two.row, one.row + 1);
	ck_assert(!term_find(t, "seen live", &one));
	irssi_leaves(t, bob);
	t = irssi_join(h);
	peer_send(bob, "PRIVMSG #c :seen live again");
	term_expect(t, "seen live again");
	ck_assert(!term_find(t, "missed", &one));
}
END_TEST

START_TEST(irssi_talks_and_replies_and_is_highlighted)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = irssi_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG #c :good morning",
				      .shows = "<@bob> good morning"},
		{.says = "PRIVMSG #c :irene: tea?",
		    .shows = "<@bob> irene: tea?"},
		{.types = "bob: with milk",
		    .hears = ":irene!*@* PRIVMSG #c :bob: with milk",
		    .shows = "< irene> bob: with milk"},
		{.types = "/me pours",
		    .hears = ":irene!*@* PRIVMSG #c :\001ACTION pours\001",
		    .shows = "* irene pours"},
		{.says = "PRIVMSG #c :\001ACTION drinks\001",
		    .shows = "* bob drinks"},
		{.says = "NOTICE #c :the kettle is empty",
		    .shows = "-bob:#c- the kettle is empty"},
		{.types = "/msg bob thank you",
		    .hears = ":irene!*@* PRIVMSG bob :thank you"},
		{0}});
	foreign_expect_differ(t, "bob> irene: tea?", "bob> good morning");
	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG irene :a word in private"},
		{.types = "/query bob", .shows = "<bob> a word in private"},
		{0}});
}
END_TEST

START_TEST(irssi_sets_and_shows_topics_and_modes)
{
	struct host *h = host_start(NULL);
	struct term *t = irssi_join(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/topic tea at five",
		    .hears = ":irene!*@* TOPIC #c :tea at five",
		    .shows = "irene changed the topic of #c to: tea at five"},
		{.types = "/op bob",
		    .hears = ":irene!*@* MODE #c +o bob",
		    .shows = "mode/#c [+o bob] by irene"},
		{.says = "TOPIC #c :tea at six",
		    .shows = "bob changed the topic of #c to: tea at six"},
		{.types = "/mode #c +m-t",
		    .hears = ":irene!*@* MODE #c +m-t",
		    .shows = "mode/#c [+m-t] by irene"},
		{.says = "MODE #c +k sesame", .shows = "[1:127/#c(+kmn"},
		{.types = "/ban *!*@evil.example.org",
		    .hears = ":irene!*@* MODE #c +b \\*!\\*@evil.example.org",
		    .shows = "mode/#c [+b *!*@evil.example.org] by irene"},
		{.types = "/mode #c b",
		    .shows = "#c: ban *!*@evil.example.org [by irene!"},
		{.types = "/mode #c +h bob",
		    .hears = ":irene!*@* MODE #c +h bob",
		    .shows = "mode/#c [+h bob] by irene"},
		{.says = "MODE #c -o bob", .hears = ":bob!*@* MODE #c -o bob"},
		{.types = "/names", .shows = "[@irene] [%bob]"},
		{.types = "/mode #c -h+v bob bob",
		    .shows = "mode/#c [-h+v bob bob] by irene"},
		{.types = "/names", .shows = "[@irene] [+bob]"}, {0}});
}
END_TEST

START_TEST(irssi_kicks_and_is_kicked)
{
	struct host *h = host_start(NULL);
	struct term *t = irssi_join(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/kick bob out you go",
		    .hears = ":irene!*@* KICK #c bob :out you go",
		    .shows = "bob was kicked from #c by irene [out you go]"},
		{.says = "JOIN #c", .hears = ":bob!*@* JOIN #c"},
		{.says = "PRIVMSG #c :back again", .shows = "back again"},
		{.types = "/op bob", .hears = ":irene!*@* MODE #c +o bob"},
		{.says = "KICK #c irene :and you",
		    .shows = "irene was kicked from #c by bob [and you]"},
		{0}});
}
END_TEST

START_TEST(irssi_changes_its_nick_and_follows_others)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = irssi_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/nick irma",
				      .hears = ":irene!*@* NICK irma",
				      .shows = "You're now known as irma"},
		{.says = "NICK rob", .shows = "bob is now known as rob"},
		{.types = "/nick rob", .shows = "Nick rob is already in use"},
		{.types = "/nick IRMA",
		    .hears = ":irma!*@* NICK IRMA",
		    .shows = "You're now known as IRMA"},
		{.says = "PART #c :good night",
		    .shows = "has left #c [good night]"},
		{0}});
}
END_TEST

START_TEST(irssi_is_away_and_shows_who_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join_caps(h, "bob", "away-notify", "#c");
	struct term *t = irssi_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/away gone fishing",
		    .hears = ":irene!*@* AWAY :gone fishing",
		    .shows = "You have been marked as being away"},
		{.says = "PRIVMSG irene :are you there?",
		    .hears = "* 301 bob irene :gone fishing"},
		{.types = "/away",
		    .hears = ":irene!*@* AWAY",
		    .shows = "You are no longer marked as being away"},
		{.says = "AWAY :in a meeting", .hears = "* 306 bob :*"},
		{.types = "/query bob", .shows = "[bob]"},
		{.types = "hello?",
		    .hears = "* PRIVMSG bob :hello?",
		    .shows = "bob is away: in a meeting"},
		{0}});
}
END_TEST

START_TEST(irssi_shows_who_somebody_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = irssi_join(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/names", .shows = "[@bob] [ irene]"},
		{.types = "/whois bob", .shows = "-!- bob ["},
		{.types = "", .shows = "channels : @#c"},
		{.types = "/who #c",
		    .shows =
			"#c bob       H@  0  ~bob@127.0.0.1 [The real bob]"},
		{.types = "/whowas nobody",
		    .shows = "nobody There was no such nickname"},
		{.types = "/whois nobody", .shows = "There is no such nick"},
		{0}});
}
END_TEST

START_TEST(irssi_is_told_when_a_friend_comes_and_goes)
{
	struct host *h = host_start(NULL);
	struct term *t = irssi_start(h);
	struct peer *bob;

	term_type(t, "/notify bob" KEY_ENTER);
	bob = peer_new(h, "bob");
	term_expect(t, "bob [~bob@127.0.0.1] [The real bob] has joined to");
	peer_close(bob);
	term_expect(t, "bob has left");
}
END_TEST

START_TEST(irssi_has_an_account_by_nickserv)
{
	struct host *h = host_start("flood-burst = 0\nregister = anybody\n"
				    "insecure-passwords = yes\n"
				    "password-iterations = 4096\n");
	struct peer *bob = peer_new(h, "bob");
	struct term *t = irssi_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/msg NickServ REGISTER correct-horse"},
		{.types = "/window 2", .shows = "The account irene is yours"},
		{.types = "/quote NS LOGOUT",
		    .shows = "You are no longer logged in as irene."},
		{.types = "/msg nickserv identify correct-horse",
		    .shows = "You are logged in as irene."},
		{0}});
}
END_TEST

FOREIGN_SUITE(screen_irssi, PROGRAMS("irssi"), irssi_and_tcpchat_talk,
    irssi_knows_the_server_by_its_key_over_tls,
    irssi_refuses_a_server_with_another_key,
    irssi_shows_what_was_said_before_it_came,
    irssi_is_shown_what_it_missed_once_in_order_and_with_its_time,
    irssi_talks_and_replies_and_is_highlighted,
    irssi_sets_and_shows_topics_and_modes, irssi_kicks_and_is_kicked,
    irssi_changes_its_nick_and_follows_others, irssi_is_away_and_shows_who_is,
    irssi_shows_who_somebody_is, irssi_is_told_when_a_friend_comes_and_goes,
    irssi_has_an_account_by_nickserv)
