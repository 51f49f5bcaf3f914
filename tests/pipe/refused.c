/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "common/fingerprint.h"
#include "tests/pipe/piped.h"
#include "tests/screen/script.h"

/* The client ada, and what it has reached: a server by script. */
static struct piped *
meet(struct script *s, const char *wait)
{
	struct piped *p;

	script_listen(s);
	p = piped_at_port(s->port, "ada", ARGS("--tail", "#c", "--wait", wait));
	s->peer = peer_over(accept(s->listener, NULL, NULL), "evil");
	peer_expect(s->peer, "USER ada *");
	return p;
}

static void
expect_end(struct piped *p, const char *text, int status)
{
	piped_expect_only_error(p, text);
	piped_expect_exit(p, status);
	ck_assert(!piped_line(p));
}

START_TEST(a_ban_from_the_server_ends_it)
{
	struct script s = {0};
	struct piped *p = meet(&s, "forever");

	peer_send(s.peer, ":evil 465 ada :You are banned: \033[2J spam");
	peer_send(s.peer, "ERROR :Closing link");
	piped_expect_only_error(
	    p, "127.0.0.1 does not let you in: You are banned: ");
	ck_assert(!strchr(piped_errors(p), '\033'));
	piped_expect_exit(p, EX_NOPERM);
}
END_TEST

START_TEST(a_farewell_before_the_welcome_is_told)
{
	struct script s = {0};
	struct piped *p = meet(&s, "0s");

	peer_send(s.peer, "ERROR :Too many \007connections");
	peer_close(s.peer);
	expect_end(p,
	    "Disconnected from 127.0.0.1: Too many \xef\xbf\xbd"
	    "connections\n",
	    EX_UNAVAILABLE);
}
END_TEST

START_TEST(a_server_that_takes_no_name_of_ours_ends_it)
{
	struct script s = {0};
	struct piped *p = meet(&s, "forever");
	char nick[64] = "ada";

	peer_send(s.peer, ":evil CAP * LS :");
	for (int i = 0; i < 10; i++) {
		peer_send(s.peer, ":evil 433 * %s :In use", nick);
		peer_expect(s.peer, "NICK *");
		snprintf(nick, sizeof(nick), "%s", peer_last(s.peer) + 5);
	}
	peer_send(s.peer, ":evil 433 * %s :In use", nick);
	expect_end(p,
	    "127.0.0.1 accepts no name of yours (In use): choose another "
	    "with --nick NAME\n",
	    EX_NOPERM);
}
END_TEST

START_TEST(a_server_that_lets_in_only_accounts_ends_it)
{
	struct script s = {0};
	struct piped *p = meet(&s, "forever");
	char text[128];

	peer_send(s.peer, "FAIL * ACCOUNT_REQUIRED :You need an account");
	snprintf(text, sizeof(text),
	    "That is typed in: tcpchat 'irc://127.0.0.1:%u'\n", s.port);
	expect_end(p, text, EX_NOPERM);
}
END_TEST

START_TEST(the_password_of_a_server_is_missed_clearly)
{
	struct host *h =
	    host_start("flood-rate = 0\npassword = \"open-sesame\"\n");
	char conf[200];
	struct piped *p = piped_at(h, "ada", ARGS("--tail", "#c"));

	expect_end(p, "127.0.0.1 wants a password of its own (", EX_NOPERM);
	snprintf(conf, sizeof(conf),
	    "network work {\n server = \"irc://127.0.0.1:%u\"\n"
	    "password = \"open-sesame\"\n nick = \"eve\" }\n",
	    h->port);
	p = piped_start(&(struct piped_options){
	    .name = "eve", .args = ARGS("--tail", "#c", "work"), .conf = conf});
	child_expect_log(h->child, "eve (");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
}
END_TEST

/* With an account that nobody is logged in to. */
static struct host *
host_with_account(void)
{
	struct host *h =
	    host_start("flood-rate = 0\npassword-iterations = 4096\n"
		       "insecure-passwords = yes\nregister = anybody\n"
		       "accounts-per-address = 0\n");
	struct peer *p = peer_connect(h, "owner");

	peer_send(p, "NICK owner");
	peer_send(p, "REGISTER ada * correct-horse");
	peer_expect(p, ":* REGISTER SUCCESS ada :*");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	return h;
}

static struct piped *
log_in(const struct host *h, const char *how)
{
	char conf[400];

	snprintf(conf, sizeof(conf),
	    "network work {\n server = \"irc://127.0.0.1:%u\"\n"
	    "account = \"ada\"\n nick = \"ada\"\n%s}\n",
	    h->port, how);
	return piped_start(&(struct piped_options){
	    .name = "ada", .args = ARGS("--tail", "#c", "work"), .conf = conf});
}

START_TEST(a_login_without_its_password_ends_it_and_asks_nothing)
{
	struct host *h = host_with_account();

	expect_end(log_in(h, ""),
	    "no password of ada is known; /login ada asks for it, /login -k "
	    "ada keeps it. That is typed in: tcpchat 'work'\n",
	    EX_NOPERM);
	expect_end(log_in(h, "password-command = \"echo wrong-horse\"\n"),
	    "work did not take the password of ada", EX_NOPERM);
	expect_end(log_in(h, "password-command = \"echo no key >&2; false\"\n"),
	    "no key", EX_NOPERM);
}
END_TEST

START_TEST(a_login_by_a_command_is_as_on_the_screen)
{
	struct host *h = host_with_account();
	struct piped *p =
	    log_in(h, "password-command = \"echo correct-horse\"\n");

	child_expect_log(h->child, "logged in to the account ada");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

/* At the server's port with TLS. */
static struct piped *
trust(const struct host *h, const char *fingerprint)
{
	char url[64];

	snprintf(url, sizeof(url), "ircs://127.0.0.1:%u", h->tls_port);
	return piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("-n", "ada", "--tail", "#c", url,
		fingerprint ? "--fingerprint" : NULL, fingerprint)});
}

static struct fingerprint
key_of(const struct host *h)
{
	struct fingerprint fp;
	const char *why;

	ck_assert_int_eq(fingerprint_parse(&fp, h->fingerprint, &why), 0);
	return fp;
}

static void
expect_trusted(const struct host *h, struct piped *p)
{
	child_expect_log(h->child, "is here");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
}

START_TEST(a_key_that_nobody_knows_is_refused_with_the_command_to_trust_it)
{
	struct host *h = host_start_tls(NULL);
	struct fingerprint fp = key_of(h);
	struct buf words = {0}, text = {0};

	fingerprint_words(&fp, '-', &words);
	buf_addf(&text,
	    "tcpchat --tail '#c' --fingerprint %s ircs://127.0.0.1:%u\n",
	    words.data, h->tls_port);
	expect_end(trust(h, NULL), text.data, EX_NOPERM);
	ck_assert(!strstr(h->child->log.data, "is here"));
	expect_trusted(h, trust(h, words.data));
	expect_trusted(h, trust(h, NULL));
	buf_free(&words);
	buf_free(&text);
}
END_TEST

START_TEST(a_key_that_has_changed_is_refused)
{
	struct host *h = host_start_tls(NULL);
	char path[200], text[256];
	static const char *const dirs[] = {
	    "ada", "ada/state", "ada/state/tcpchat"};

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", test_dir(), dirs[i]);
		mkdir(path, 0700);
	}
	snprintf(text, sizeof(text),
	    "127.0.0.1:%u sha256:%064d 2026-01-02T03:04:05Z\n", h->tls_port, 7);
	test_file("ada/state/tcpchat/known_servers", text);
	snprintf(path, sizeof(path), "%s/ada/state/tcpchat/known_servers",
	    test_dir());
	chmod(path, 0600);
	snprintf(text, sizeof(text), "THE KEY OF 127.0.0.1:%u HAS CHANGED",
	    h->tls_port);
	expect_end(trust(h, NULL), text, EX_NOPERM);
	ck_assert(!strstr(h->child->log.data, "is here"));
}
END_TEST

START_TEST(a_port_that_speaks_another_way_is_told_with_the_right_command)
{
	struct host *h = host_start_tls(NULL);
	char url[64], text[128];

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->tls_port);
	snprintf(text, sizeof(text),
	    "this port speaks TLS: tcpchat --tail '#c' "
	    "ircs://127.0.0.1:%u\n",
	    h->tls_port);
	expect_end(piped_start(&(struct piped_options){
		       .name = "ada", .args = ARGS("--tail", "#c", url)}),
	    text, EX_UNAVAILABLE);
	snprintf(url, sizeof(url), "ircs://127.0.0.1:%u", h->port);
	snprintf(text, sizeof(text),
	    "without encryption it is tcpchat --tail '#c' "
	    "irc://127.0.0.1:%u\n",
	    h->port);
	expect_end(piped_start(&(struct piped_options){
		       .name = "ada", .args = ARGS("--tail", "#c", url)}),
	    text, EX_UNAVAILABLE);
}
END_TEST

TALK_SUITE(pipe_refused, a_ban_from_the_server_ends_it,
    a_farewell_before_the_welcome_is_told,
    a_server_that_takes_no_name_of_ours_ends_it,
    a_server_that_lets_in_only_accounts_ends_it,
    the_password_of_a_server_is_missed_clearly,
    a_login_without_its_password_ends_it_and_asks_nothing,
    a_login_by_a_command_is_as_on_the_screen,
    a_key_that_nobody_knows_is_refused_with_the_command_to_trust_it,
    a_key_that_has_changed_is_refused,
    a_port_that_speaks_another_way_is_told_with_the_right_command)
