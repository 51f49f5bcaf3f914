/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "tests/screen/screen.h"

/* Another client, where it is installed; NULL where not. */
static struct term *
other_start(const char *name, const char *const *argv)
{
	char home[128];
	const char *env[] = {home, "TERM=xterm-256color", "LANG=C.UTF-8",
	    "LC_ALL=C.UTF-8", NULL};

	if (access(argv[0], X_OK) < 0)
		return NULL;
	snprintf(home, sizeof(home), "HOME=%s", test_dir());
	return term_start(
	    &(struct term_options){.name = name, .argv = argv, .env = env});
}

static struct term *
irssi_start(const struct host *h)
{
	char home[128], port[16];
	const char *argv[] = {"/usr/bin/irssi", home, "-c", "127.0.0.1", "-p",
	    port, "-n", "irene", NULL};
	struct term *t;

	snprintf(home, sizeof(home), "--home=%s/irssi", test_dir());
	snprintf(port, sizeof(port), "%u", h->port);
	t = other_start("irssi", argv);
	if (!t)
		return NULL;
	term_expect(t, "MOTD");
	term_type(t, "/join #c" KEY_ENTER);
	term_expect(t, "[#c]");
	return t;
}

static struct term *
weechat_start(const struct host *h)
{
	char home[128], server[160];
	const char *argv[] = {
	    "/usr/bin/weechat", "-d", home, "-r", server, NULL};
	struct term *t;

	snprintf(home, sizeof(home), "%s/weechat", test_dir());
	snprintf(server, sizeof(server),
	    "/server add here 127.0.0.1/%u -notls -nicks=walter "
	    "-autojoin=#c;/connect here",
	    h->port);
	t = other_start("weechat", argv);
	if (t)
		term_expect(t, "walter");
	return t;
}

START_TEST(irssi_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *irssi = irssi_start(h);

	if (!irssi)
		return;
	term_expect(ada, "irene joined");
	term_type(irssi, "hello from irssi" KEY_ENTER);
	client_expect_said(ada, "irene", "hello from irssi");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	client_expect_said(irssi, "ada", "hello from tcpchat");
	term_type(irssi, "/quit" KEY_ENTER);
	term_expect(ada, "irene quit");
}
END_TEST

START_TEST(weechat_and_tcpchat_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *weechat = weechat_start(h);

	if (!weechat)
		return;
	term_expect(ada, "walter joined");
	term_type(ada, "hello from tcpchat" KEY_ENTER);
	client_expect_said(weechat, "ada", "hello from tcpchat");
	term_type(weechat, "hello from weechat" KEY_ENTER);
	client_expect_said(ada, "walter", "hello from weechat");
	term_type(weechat, "/quit" KEY_ENTER);
	term_expect(ada, "walter quit");
}
END_TEST

START_TEST(irssi_shows_what_was_said_before_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *irssi;

	peer_send(bob, "PRIVMSG #c :long before you");
	peer_barrier(bob);
	irssi = irssi_start(h);
	if (irssi)
		client_expect_said(irssi, "bob", "long before you");
}
END_TEST

SCREEN_SUITE(screen_others, irssi_and_tcpchat_talk, weechat_and_tcpchat_talk,
    irssi_shows_what_was_said_before_it_came)
