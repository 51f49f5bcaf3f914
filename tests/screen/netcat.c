/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/screen/foreign.h"

#define KEY_CTRL_D "\004"

/* Programs that know no chat, at a port for plain lines, and bob on IRC. */
static struct host *h;
static struct peer *bob;

static const struct turn session[] = {
    {"@nick ann", NULL, ":ann!* JOIN #lobby*", "-- You are in #lobby"},
    {"hello, it works \303\244", NULL,
	":ann!* PRIVMSG #lobby :hello, it works \303\244", NULL},
    {NULL, "PRIVMSG #lobby :from IRC \303\266", NULL,
	"<bob> from IRC \303\266"},
    {"@dm bob psst", NULL, ":ann!* PRIVMSG bob :psst", NULL},
    {NULL, "PRIVMSG ann :yes", NULL, "[dm] bob: yes"},
    {"@@all", NULL, ":ann!* PRIVMSG #lobby :@all", NULL},
    {"@lits", NULL, NULL, "Did you mean @list?"}, {NULL, NULL, NULL, NULL}};

static const char *
port(void)
{
	static char word[16];

	snprintf(word, sizeof(word), "%u", h->plain_port);
	return word;
}

static struct term *
begin(const char *name, const char *const *argv)
{
	struct term *t = foreign_start(name, argv);

	term_expect(t, "-- Welcome to ");
	return t;
}

static void
gather(void)
{
	h = host_start_plain(NULL);
	bob = peer_join(h, "bob", "#lobby");
}

START_TEST(netcat_talks)
{
	struct term *t;

	gather();
	t = begin(
	    "nc", PROGRAMS(foreign_program("nc"), "-N", "127.0.0.1", port()));
	foreign_play(t, bob, session);
	term_type(t, "the last line" KEY_ENTER KEY_CTRL_D);
	peer_expect(bob, ":ann!* PRIVMSG #lobby :the last line");
	peer_expect(bob, ":ann!* QUIT *");
	term_expect(t, "-- Goodbye");
	term_expect_exit(t, 0);
}
END_TEST

START_TEST(netcat_and_tcpchat_on_its_screen_talk)
{
	struct term *ada, *t;

	gather();
	ada = client_join(h, "ada", "#lobby");
	t = begin("nc", PROGRAMS(foreign_program("nc"), "127.0.0.1", port()));
	term_type(t, "@nick ann" KEY_ENTER);
	term_expect(ada, "ann joined");
	term_type(t, "hello from netcat" KEY_ENTER);
	client_expect_said(ada, "ann", "hello from netcat");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	term_expect(t, "<ada> hello from tcpchat");
	term_type(ada, "/me waves" KEY_ENTER);
	term_expect(t, "* ada waves");
	term_type(t, "@me waves back" KEY_ENTER);
	term_expect(ada, "ann waves back");
	term_type(t, "@quit" KEY_ENTER);
	term_expect(ada, "ann quit");
}
END_TEST

START_TEST(netcat_that_ends_lines_with_cr_lf_talks)
{
	struct term *t;

	gather();
	t = begin(
	    "nc", PROGRAMS(foreign_program("nc"), "-C", "127.0.0.1", port()));
	foreign_play(t, bob, session);
	term_type(t, "@quit" KEY_ENTER);
	peer_expect(bob, ":ann!* QUIT *");
}
END_TEST

START_TEST(telnet_talks)
{
	struct term *t;

	gather();
	t = begin(
	    "telnet", PROGRAMS(foreign_program("telnet"), "127.0.0.1", port()));
	foreign_play(t, bob, session);
	term_type(t, "@quit" KEY_ENTER);
	peer_expect(bob, ":ann!* QUIT *");
	term_expect(t, "Connection closed by foreign host");
}
END_TEST

/* "toggle options" shows what is negotiated: one asks for more than it is
 * given, and what one says then is said as before. */
START_TEST(telnet_that_negotiates_is_refused_and_talks)
{
	struct term *t;

	gather();
	t = begin(
	    "telnet", PROGRAMS(foreign_program("telnet"), "127.0.0.1", port()));
	term_type(t, "\035");
	term_expect(t, "telnet>");
	term_type(t, "toggle options" KEY_ENTER);
	term_expect(t, "Will show option processing");
	term_type(t, "\035");
	term_expect(t, "telnet>");
	term_type(t, "send do echo" KEY_ENTER);
	term_expect(t, "RCVD WONT ECHO");
	term_type(t, "\035");
	term_type(t, "send will naws" KEY_ENTER);
	term_expect(t, "RCVD DONT NAWS");
	foreign_play(t, bob, session);
}
END_TEST

START_TEST(socat_talks)
{
	struct term *t;
	char address[40];

	gather();
	snprintf(address, sizeof(address), "TCP:127.0.0.1:%s", port());
	t = begin("socat", PROGRAMS(foreign_program("socat"), "-", address));
	foreign_play(t, bob, session);
	term_type(t, "the last line" KEY_ENTER KEY_CTRL_D);
	peer_expect(bob, ":ann!* PRIVMSG #lobby :the last line");
	peer_expect(bob, ":ann!* QUIT *");
}
END_TEST

FOREIGN_SUITE(screen_netcat, PROGRAMS("nc", "telnet", "socat"), netcat_talks,
    netcat_and_tcpchat_on_its_screen_talk,
    netcat_that_ends_lines_with_cr_lf_talks, telnet_talks,
    telnet_that_negotiates_is_refused_and_talks, socat_talks)
