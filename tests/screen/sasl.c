/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/screen/foreign.h"
#include "tests/talk/identities.h"

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

/* Over TLS, with an account whose key is that of certificate.pem and key.pem,
 * which are in both.pem too. */
static struct host *
host_with_certificate(void)
{
	struct identity *id = identity_for("iris", 86400);
	struct peer_tls_options by = {.id = id};
	struct host *h = host_start_tls(CONF);
	struct peer *p = peer_connect_tls(h, "owner", &by);

	peer_send(p, "NICK owner");
	peer_send(p, "REGISTER Iris * " PASSWORD);
	peer_expect(p, ":* REGISTER SUCCESS Iris :*");
	peer_register(p, "owner");
	peer_send(p, "NICKSERV CERT ADD");
	peer_expect(p, ":NickServ!* NOTICE owner :*");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	identity_put(id);
	identity_free(id);
	return h;
}

START_TEST(irssi_logs_in_by_external)
{
	struct host *h = host_with_certificate();
	char home[128], file[900];
	const char *argv[] = {foreign_program("irssi"), home, NULL};

	snprintf(file, sizeof(file),
	    "servers = ( { address = \"127.0.0.1\"; chatnet = \"here\"; "
	    "port = \"%u\"; use_tls = \"yes\"; tls_verify = \"no\"; "
	    "tls_cert = \"%s/certificate.pem\"; tls_pkey = \"%s/key.pem\"; "
	    "autoconnect = \"yes\"; } );\n"
	    "chatnets = { here = { type = \"IRC\"; nick = \"irene\"; "
	    "sasl_mechanism = \"EXTERNAL\"; sasl_username = \"iris\"; "
	    "}; };\n"
	    "settings = { core = { real_name = \"Irene\"; }; };\n",
	    h->tls_port, test_dir(), test_dir());
	foreign_file("irssi", "config", file);
	snprintf(home, sizeof(home), "--home=%s/irssi", test_dir());
	expect_in(h, foreign_start("irssi", argv));
}
END_TEST

/* It wants both in one file. */
static void
join_files(void)
{
	static const char *const names[] = {"certificate.pem", "key.pem"};
	struct buf all = {0};
	char path[200], text[8192];

	for (int i = 0; i < 2; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/%s", test_dir(), names[i]);
		f = fopen(path, "r");
		ck_assert_ptr_nonnull(f);
		buf_add(&all, text, fread(text, 1, sizeof(text), f));
		fclose(f);
	}
	test_file("both.pem", all.data);
	buf_free(&all);
}

/* What is "tls" in newer ones was "ssl" before. */
START_TEST(weechat_logs_in_by_external)
{
	struct host *h = host_with_certificate();
	char home[128], server[900];
	const char *argv[] = {
	    foreign_program("weechat"), "-d", home, "-r", server, NULL};

	join_files();
	snprintf(home, sizeof(home), "%s/weechat", test_dir());
	snprintf(server, sizeof(server),
	    "/server add here 127.0.0.1/%u -ssl -tls -nicks=irene "
	    "-ssl_verify=off -tls_verify=off -ssl_cert=%s/both.pem "
	    "-tls_cert=%s/both.pem -sasl_mechanism=external "
	    "-sasl_username=iris;/connect here",
	    h->tls_port, test_dir(), test_dir());
	expect_in(h, foreign_start("weechat", argv));
}
END_TEST

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

FOREIGN_SUITE(screen_sasl, PROGRAMS("irssi", "weechat"),
    irssi_logs_in_by_external, weechat_logs_in_by_external,
    irssi_logs_in_by_plain, irssi_says_that_its_password_is_wrong,
    weechat_logs_in_by_plain, weechat_logs_in_by_scram,
    weechat_says_that_its_password_is_wrong)
