/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/foreign.h"

/* In the test's folder: key.pem, cert.pem. */
static void
make_certificate(void)
{
	char key[128], cert[128];
	const char *argv[] = {foreign_program("openssl"), "req", "-x509",
	    "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
	    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key,
	    "-out", cert, NULL};

	snprintf(key, sizeof(key), "%s/key.pem", test_dir());
	snprintf(cert, sizeof(cert), "%s/cert.pem", test_dir());
	child_expect_exit(child_start(&(struct child_options){
			      .name = "openssl", .argv = argv}),
	    0);
}

/* Lets one connection over TLS through to the server; the port it is at. */
static unsigned
tls_front(const struct host *h)
{
	static const char said[] = "listening on AF=2 127.0.0.1:";
	char listen[320], to[64];
	const char *argv[] = {
	    foreign_program("socat"), "-d", "-d", listen, to, NULL};
	struct child *c;

	snprintf(listen, sizeof(listen),
	    "OPENSSL-LISTEN:0,bind=127.0.0.1,verify=0,key=%s/key.pem,"
	    "cert=%s/cert.pem",
	    test_dir(), test_dir());
	snprintf(to, sizeof(to), "TCP:127.0.0.1:%u", h->port);
	c = child_start(&(struct child_options){.name = "socat", .argv = argv});
	child_expect_log(c, said);
	return host_port_after(c->log.data, said);
}

/* It speaks TLS only. */
static struct term *
catgirl_start(const struct host *h)
{
	char cert[128], port[16];
	const char *argv[] = {NULL, "-t", cert, "-h", "127.0.0.1", "-p", port,
	    "-n", "carla", "-j", "#c", NULL};
	struct term *t;

	make_certificate();
	snprintf(port, sizeof(port), "%u", tls_front(h));
	snprintf(cert, sizeof(cert), "%s/cert.pem", test_dir());
	argv[0] = foreign_program("catgirl");
	t = foreign_start("catgirl", argv);
	term_expect(t, "carla arrives in #c");
	return t;
}

START_TEST(catgirl_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *t = catgirl_start(h);

	term_expect(ada, "carla joined");
	term_type(t, "hello from catgirl" KEY_ENTER);
	client_expect_said(ada, "carla", "hello from catgirl");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	term_expect(t, "<ada> hello from tcpchat");
	term_type(t, "/quit" KEY_ENTER);
	term_expect(ada, "carla quit");
}
END_TEST

START_TEST(catgirl_shows_what_was_said_before_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "PRIVMSG #c :long before you");
	peer_barrier(bob);
	term_expect(catgirl_start(h), "<bob> long before you");
}
END_TEST

START_TEST(catgirl_talks_and_replies_and_is_highlighted)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = catgirl_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG #c :good morning",
				      .shows = "<bob> good morning"},
		{.says = "PRIVMSG #c :carla: tea?",
		    .shows = "<bob> carla: tea?"},
		{.types = "bob: with milk",
		    .hears = ":carla!*@* PRIVMSG #c :bob: with milk",
		    .shows = "<carla> bob: with milk"},
		{.types = "/me pours",
		    .hears = ":carla!*@* PRIVMSG #c :\001ACTION pours\001",
		    .shows = "* carla pours"},
		{.says = "PRIVMSG #c :\001ACTION drinks\001",
		    .shows = "* bob drinks"},
		{.says = "NOTICE #c :the kettle is empty",
		    .shows = "-bob- the kettle is empty"},
		{.types = "/msg bob thank you",
		    .hears = ":carla!*@* PRIVMSG bob :thank you"},
		{0}});
	foreign_expect_differ(t, "<bob> carla: tea?", "<bob> good morning");
	foreign_play(t, bob,
	    (const struct turn[]){{.says = "PRIVMSG carla :a word in private"},
		{.types = "/query bob", .shows = "<bob> a word in private"},
		{0}});
}
END_TEST

START_TEST(catgirl_sets_and_shows_topics_and_modes)
{
	struct host *h = host_start(NULL);
	struct term *t = catgirl_start(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/topic tea at five",
		    .hears = ":carla!*@* TOPIC #c :tea at five",
		    .shows = "carla places a new sign in #c: tea at five"},
		{.types = "/op bob",
		    .hears = ":carla!*@* MODE #c +o bob",
		    .shows = "carla sets @bob +o operator in #c"},
		/* what is gone is crossed out */
		{.says = "TOPIC #c :tea at six",
		    .shows = "bob places a new sign in #c: tea at fivesix"},
		{.types = "/mode +m-t",
		    .hears = ":carla!*@* MODE #c +m-t",
		    .shows = "carla sets #c +m moderated"},
		{.says = "MODE #c +k sesame", .shows = "bob sets #c +k"},
		{.types = "/mode", .shows = "+m moderated"},
		{.types = "/ban *!*@evil.example.org",
		    .hears = ":carla!*@* MODE #c +b \\*!\\*@evil.example.org",
		    .shows = "carla bans +b *!*@evil.example.org from #c"},
		{.says = "MODE #c -b *!*@evil.example.org",
		    .shows = "bob unbans -b *!*@evil.example.org from #c"},
		{.types = "/mode +h bob",
		    .hears = ":carla!*@* MODE #c +h bob",
		    .shows = "carla sets %bob +h"},
		{.says = "MODE #c -o bob",
		    .shows = "bob unsets @bob -o operator in #c"},
		{.types = "/names", .shows = "In #c are @carla, %bob"},
		{.types = "/mode -h+v bob bob",
		    .shows = "carla sets +bob +v voice in #c"},
		{.types = "/names", .shows = "In #c are @carla, +bob"}, {0}});
}
END_TEST

START_TEST(catgirl_kicks_and_is_kicked)
{
	struct host *h = host_start(NULL);
	struct term *t = catgirl_start(h);
	struct peer *bob = peer_join(h, "bob", "#c");

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/kick bob out you go",
		    .hears = ":carla!*@* KICK #c bob :out you go",
		    .shows = "carla kicks bob out of #c: out you go"},
		{.says = "JOIN #c", .hears = ":bob!*@* JOIN #c"},
		{.types = "/op bob", .hears = ":carla!*@* MODE #c +o bob"},
		{.says = "KICK #c carla :and you",
		    .shows = "bob kicks carla out of #c: and you"},
		{0}});
}
END_TEST

START_TEST(catgirl_changes_its_nick_and_follows_others)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = catgirl_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/nick carol",
				      .hears = ":carla!*@* NICK carol",
				      .shows = "carla is now known as carol"},
		{.says = "NICK rob", .shows = "bob is now known as rob"},
		{.types = "/nick CAROL",
		    .hears = ":carol!*@* NICK CAROL",
		    .shows = "carol is now known as CAROL"},
		{.types = "/setname Carol the Great"}, {.types = "/window 0"},
		{.types = "/nick rob",
		    .shows = "Nickname is already in use: rob"},
		{.types = "/whois CAROL", .shows = "(Carol the Great)"}, {0}});
}
END_TEST

START_TEST(catgirl_is_away_and_shows_who_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join_caps(h, "bob", "away-notify", "#c");
	struct term *t = catgirl_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){{.types = "/away gone fishing",
				      .hears = ":carla!*@* AWAY :gone fishing"},
		{.says = "PRIVMSG carla :are you there?",
		    .hears = "* 301 bob carla :gone fishing"},
		{.types = "/away", .hears = ":carla!*@* AWAY"},
		{.says = "AWAY :in a meeting", .hears = "* 306 bob :*"},
		{.types = "/query bob"},
		{.types = "hello?",
		    .hears = "* PRIVMSG bob :hello?",
		    .shows = "bob is away: in a meeting"},
		{0}});
}
END_TEST

START_TEST(catgirl_shows_who_somebody_is)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = catgirl_start(h);

	foreign_play(t, bob,
	    (const struct turn[]){
		{.types = "/names", .shows = "In #c are @bob, carla"},
		{.types = "/ops", .shows = "The council of #c are @bob"},
		{.types = "/window 0"},
		{.types = "/whois bob",
		    .shows = "bob is bob!~bob@127.0.0.1 (The real bob)"},
		{.types = "/whois nobody",
		    .shows = "No such nick/channel: nobody"},
		{.types = "/whowas nobody",
		    .shows = "There was no such nickname: nobody"},
		{0}});
}
END_TEST

FOREIGN_SUITE(screen_catgirl, PROGRAMS("catgirl", "openssl", "socat"),
    catgirl_and_tcpchat_talk, catgirl_shows_what_was_said_before_it_came,
    catgirl_talks_and_replies_and_is_highlighted,
    catgirl_sets_and_shows_topics_and_modes, catgirl_kicks_and_is_kicked,
    catgirl_changes_its_nick_and_follows_others,
    catgirl_is_away_and_shows_who_is, catgirl_shows_who_somebody_is)
