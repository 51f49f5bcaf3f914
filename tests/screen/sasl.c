/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/screen/foreign.h"

/* Passwords are quick to hash, and are taken over loopback. */
#define CONF                                             \
	"flood-rate = 0\npassword-iterations = 4096\n"   \
	"insecure-passwords = yes\nregister = anybody\n" \
	"accounts-per-address = 0\n"
#define PASSWORD "correct-horse"

/* With an account that nobody is logged in to. */
static struct host *
host_with_account(void)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_connect(h, "owner");

	peer_send(p, "NICK owner");
	peer_send(p, "REGISTER Iris * " PASSWORD);
	peer_expect(p, ":* REGISTER SUCCESS Iris :*");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	return h;
}

static struct term *
irssi_start(const struct host *h, const char *mechanism, const char *password)
{
	char home[128], file[800];
	const char *argv[] = {foreign_program("irssi"), home, NULL};
	struct term *t;

	snprintf(file, sizeof(file),
	    "servers = ( { address = \"127.0.0.1\"; chatnet = \"here\"; "
	    "port = \"%u\"; use_tls = \"no\"; autoconnect = \"yes\"; } );\n"
	    "chatnets = { here = { type = \"IRC\"; nick = \"irene\"; "
	    "sasl_mechanism = \"%s\"; sasl_username = \"iris\"; "
	    "sasl_password = \"%s\"; }; };\n"
	    "settings = { core = { real_name = \"Irene\"; }; };\n",
	    h->port, mechanism, password);
	foreign_file("irssi", "config", file);
	snprintf(home, sizeof(home), "--home=%s/irssi", test_dir());
	t = foreign_start("irssi", argv);
	return t;
}

static struct term *
weechat_start(const struct host *h, const char *mechanism, const char *password)
{
	char home[128], server[600];
	const char *argv[] = {
	    foreign_program("weechat"), "-d", home, "-r", server, NULL};

	snprintf(home, sizeof(home), "%s/weechat", test_dir());
	snprintf(server, sizeof(server),
	    "/server add here 127.0.0.1/%u -notls -nicks=irene "
	    "-sasl_mechanism=%s -sasl_username=iris -sasl_password=%s;"
	    "/connect here",
	    h->port, mechanism, password);
	return foreign_start("weechat", argv);
}

/* The client says so, and so does the server to others. */
static void
expect_in(struct host *h, struct term *t)
{
	struct peer *bob;

	term_expect(t, "logged in as Iris");
	term_expect(t, "MOTD");
	bob = peer_new(h, "bob");
	peer_send(bob, "WHOIS irene");
	peer_expect(bob, ":* 330 bob irene Iris :*");
}

START_TEST(irssi_logs_in_by_plain)
{
	struct host *h = host_with_account();

	expect_in(h, irssi_start(h, "PLAIN", PASSWORD));
}
END_TEST

START_TEST(irssi_says_that_its_password_is_wrong)
{
	struct host *h = host_with_account();

	term_expect(
	    irssi_start(h, "PLAIN", "wrong"), "SASL authentication failed");
}
END_TEST

START_TEST(weechat_logs_in_by_plain)
{
	struct host *h = host_with_account();

	expect_in(h, weechat_start(h, "plain", PASSWORD));
}
END_TEST

START_TEST(weechat_logs_in_by_scram)
{
	struct host *h = host_with_account();

	expect_in(h, weechat_start(h, "scram-sha-256", PASSWORD));
}
END_TEST

START_TEST(weechat_says_that_its_password_is_wrong)
{
	struct host *h = host_with_account();

	term_expect(
	    weechat_start(h, "plain", "wrong"), "SASL authentication failed");
}
END_TEST

FOREIGN_SUITE(screen_sasl, PROGRAMS("irssi", "weechat"), irssi_logs_in_by_plain,
    irssi_says_that_its_password_is_wrong, weechat_logs_in_by_plain,
    weechat_logs_in_by_scram, weechat_says_that_its_password_is_wrong)
