/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "tests/screen/screen.h"

static const char *
client_path(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/tcpchat",
	    getenv("builddir") ? getenv("builddir") : ".");
	return path;
}

/* Waits until somebody of that nick is in the channel too. */
static void
await_nick(struct peer *p, const char *nick)
{
	peer_send(p, "NAMES #c");
	peer_expect(p, ":* 353 *");
	if (!strstr(peer_last(p), nick))
		peer_expect(p, ":%s!* JOIN *", nick);
}

START_TEST(a_server_that_comes_back_is_found_and_rooms_are_joined_again)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p;

	term_type(t, "before the end" KEY_ENTER "half a thou");
	client_expect_said(t, "ada", "before the end");
	host_kill(h);
	term_expect(t, "next try in");
	term_expect_row(t, -1, "half a thou");
	host_again(h, NULL, true);
	p = peer_join(h, "bob", "#c");
	await_nick(p, "ada");
	peer_send(p, "PRIVMSG #c :welcome back");
	client_expect_said(t, "bob", "welcome back");
	term_expect_row(t, -1, "half a thou");
	term_type(t, "ght" KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :half a thought");
	client_quit(t);
}
END_TEST

START_TEST(where_sent_lines_cannot_be_kept_it_says_so_and_goes_on)
{
	static const char *const args[] = {"-n", "ada", "127.0.0.1:1", NULL};
	static const char *const env[] = {"XDG_STATE_HOME=/proc/none", NULL};
	struct term *t = client_start(
	    &(struct client_options){.name = "ada", .args = args, .env = env});

	term_expect(t, "/proc/none/tcpchat: No such file");
	client_quit(t);
}
END_TEST

START_TEST(reconnect_by_command_does_not_wait)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	host_stop(h);
	term_expect(t, "next try in");
	host_again(h, NULL, true);
	term_type(t, "/reconnect" KEY_ENTER);
	term_expect_gone(t, "not joined");
	client_quit(t);
}
END_TEST

START_TEST(a_server_that_is_not_there_is_named_and_tried_again)
{
	static const char *const args[] = {
	    "-n", "ada", "irc://127.0.0.1:1", "#c", NULL};
	struct term *t =
	    client_start(&(struct client_options){.name = "ada", .args = args});

	term_expect(t, "127.0.0.1");
	term_expect(t, "refused");
	term_expect(t, "Trying again");
	client_quit(t);
}
END_TEST

START_TEST(sigterm_and_hangup_leave_a_sane_terminal)
{
	static const int sigs[] = {SIGTERM, SIGHUP, SIGINT};
	struct host *h = host_start(NULL);

	for (size_t i = 0; i < 2; i++) {
		struct term *t = client_join(h, "ada", "#c");

		ck_assert(t->altscreen);
		term_signal(t, sigs[i]);
		term_wait(t);
		ck_assert_msg(
		    !term_left_wrong(t), "left behind: %s", term_left_wrong(t));
	}
}
END_TEST

START_TEST(a_crash_leaves_a_sane_terminal)
{
	static const int sigs[] = {SIGSEGV, SIGABRT, SIGBUS, SIGQUIT, SIGUSR1};
	struct host *h = host_start(NULL);

	for (size_t i = 0; i < sizeof(sigs) / sizeof(*sigs); i++) {
		struct term *t = client_join(h, "ada", "#c");
		int status;

		term_signal(t, sigs[i]);
		status = term_wait(t);
		ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
		ck_assert_msg(!term_left_wrong(t), "after %d left behind: %s",
		    sigs[i], term_left_wrong(t));
	}
}
END_TEST

START_TEST(a_signal_that_is_ignored_from_the_start_stays_ignored)
{
	struct host *h = host_start(NULL);
	char script[400], home[200];
	const char *argv[] = {"/bin/sh", "-c", script, NULL};
	const char *env[] = {home, "TERM=xterm-256color", "LANG=C.UTF-8", NULL};
	struct term *t;

	snprintf(home, sizeof(home), "HOME=%s", test_dir());
	snprintf(script, sizeof(script),
	    "trap '' QUIT; exec %s -n ada irc://127.0.0.1:%u '#c'",
	    client_path(), h->port);
	t = term_start(
	    &(struct term_options){.name = "ada", .argv = argv, .env = env});
	term_expect(t, "You joined #c");
	term_signal(t, SIGQUIT);
	term_settle(t);
	ck_assert(t->altscreen);
	term_signal(t, SIGABRT);
	term_wait(t);
	ck_assert_msg(
	    !term_left_wrong(t), "left behind: %s", term_left_wrong(t));
}
END_TEST

START_TEST(a_terminal_that_is_gone_ends_the_client)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_hang_up(t);
	peer_expect(p, ":ada!* QUIT *");
	term_wait(t);
}
END_TEST

START_TEST(ctrl_z_gives_the_shell_its_terminal_and_fg_goes_on)
{
	struct host *h = host_start(NULL);
	char script[400], home[200];
	const char *argv[] = {"/bin/sh", "-c", script, NULL};
	const char *env[] = {home, "TERM=xterm-256color", "LANG=C.UTF-8", NULL};
	struct peer *p = peer_join(h, "bob", "#c");
	struct term *t;

	snprintf(home, sizeof(home), "HOME=%s", test_dir());
	snprintf(script, sizeof(script),
	    "set -m; %s -n ada irc://127.0.0.1:%u '#c'; echo STOPPED; "
	    "read line; fg; echo DONE",
	    client_path(), h->port);
	t = term_start(
	    &(struct term_options){.name = "shell", .argv = argv, .env = env});
	term_expect(t, "You joined #c");
	term_type(t, "an unfinished" KEY_CTRL_Z);
	term_expect(t, "STOPPED");
	ck_assert(!t->altscreen);
	ck_assert(!t->mouse);
	peer_send(p, "PRIVMSG #c :while you slept");
	peer_barrier(p);
	term_resize(t, 30, 90);
	term_type(t, KEY_ENTER);
	client_expect_said(t, "bob", "while you slept");
	ck_assert(t->altscreen);
	term_expect_row(t, 29, "#c> an unfinished");
	term_type(t, KEY_CTRL_U "/quit" KEY_ENTER);
	term_expect(t, "DONE");
	term_expect_exit(t, 0);
}
END_TEST

START_TEST(a_dumb_terminal_is_refused_clearly)
{
	static const char *const env[] = {"TERM=dumb", NULL};
	struct term *t =
	    client_start(&(struct client_options){.name = "ada", .env = env});
	int status = term_wait(t);

	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(t->raw.data, "dumb"));
	ck_assert_ptr_null(strchr(t->raw.data, '\033'));
}
END_TEST

START_TEST(an_unknown_terminal_is_refused_clearly)
{
	static const char *const env[] = {"TERM=no-such-terminal", NULL};
	struct term *t =
	    client_start(&(struct client_options){.name = "ada", .env = env});
	int status = term_wait(t);

	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(t->raw.data, "no-such-terminal"));
}
END_TEST

/* Runs the client without a terminal; its words. */
static struct child *
run_plain(const char *const *args, int code)
{
	const char *argv[8] = {client_path()};
	struct child *c;

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	c = child_start(
	    &(struct child_options){.name = "tcpchat", .argv = argv});
	child_expect_exit(c, code);
	return c;
}

START_TEST(without_a_terminal_it_says_so_and_exits_with_a_usage_code)
{
	static const char *const args[] = {"irc://127.0.0.1:1", NULL};
	struct child *c = run_plain(args, EX_USAGE);

	ck_assert_ptr_nonnull(strstr(c->log.data, "terminal"));
}
END_TEST

START_TEST(version_help_and_bad_options_are_answered)
{
	static const char *const version[] = {"-V", NULL};
	static const char *const help[] = {"--help", NULL};
	static const char *const bad[] = {"--frobnicate", NULL};
	static const char *const url[] = {"gopher://x", NULL};
	struct child *c = run_plain(version, 0);

	ck_assert_ptr_nonnull(strstr(c->log.data, "tcpchat"));
	c = run_plain(help, 0);
	ck_assert_ptr_nonnull(strstr(c->log.data, "--nick"));
	c = run_plain(bad, EX_USAGE);
	ck_assert_ptr_nonnull(strstr(c->log.data, "frobnicate"));
	c = run_plain(url, EX_USAGE);
	ck_assert_ptr_nonnull(strstr(c->log.data, "gopher"));
}
END_TEST

START_TEST(a_bad_line_in_the_configuration_is_named)
{
	struct term *t = client_start(&(struct client_options){
	    .name = "ada", .conf = "nick = \"ada\"\ntimestamps = often\n"});

	term_expect_exit(t, EX_CONFIG);
	ck_assert_ptr_nonnull(strstr(t->raw.data, "client.conf:2:"));
}
END_TEST

START_TEST(the_configuration_says_where_to_connect_and_who_we_are)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_join(h, "bob", "#from-config");
	char conf[200];
	struct term *t;

	snprintf(conf, sizeof(conf),
	    "nick = \"countess\"\nserver = \"irc://127.0.0.1:%u\"\n"
	    "channels = {\"#from-config\"}\n",
	    h->port);
	t = client_start(&(struct client_options){.name = "ada", .conf = conf});
	term_expect(t, "You joined #from-config");
	peer_expect(p, ":countess!* JOIN *#from-config");
	client_quit(t);
}
END_TEST

START_TEST(a_server_that_hangs_is_noticed)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	child_signal(h->child, SIGSTOP);
	term_type(t, "is anybody there" KEY_ENTER);
	term_expect_row(t, -2, "lag");
	term_type(t, "keys still work");
	term_expect_row(t, -1, "keys still work");
	child_signal(h->child, SIGCONT);
	client_expect_said(t, "ada", "is anybody there");
}
END_TEST

SCREEN_SUITE(screen_life,
    a_server_that_comes_back_is_found_and_rooms_are_joined_again,
    where_sent_lines_cannot_be_kept_it_says_so_and_goes_on,
    reconnect_by_command_does_not_wait,
    a_server_that_is_not_there_is_named_and_tried_again,
    sigterm_and_hangup_leave_a_sane_terminal, a_crash_leaves_a_sane_terminal,
    a_signal_that_is_ignored_from_the_start_stays_ignored,
    a_terminal_that_is_gone_ends_the_client,
    ctrl_z_gives_the_shell_its_terminal_and_fg_goes_on,
    a_dumb_terminal_is_refused_clearly, an_unknown_terminal_is_refused_clearly,
    without_a_terminal_it_says_so_and_exits_with_a_usage_code,
    version_help_and_bad_options_are_answered,
    a_bad_line_in_the_configuration_is_named,
    the_configuration_says_where_to_connect_and_who_we_are,
    a_server_that_hangs_is_noticed)
