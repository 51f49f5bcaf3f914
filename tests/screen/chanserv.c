/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/screen/screen.h"

static struct host *h;

/* At the Unix socket, so with the account of whoever runs the tests. */
static struct term *
at_home(const char *channel)
{
	char url[160];
	const char *args[] = {"-n", "ada", url, channel, NULL};
	struct term *t;

	h = host_start(NULL);
	snprintf(url, sizeof(url), "unix:%s", h->socket);
	t = client_start(&(struct client_options){.name = "ada", .args = args});
	term_expect(t, "You joined %s", channel);
	return t;
}

START_TEST(a_channel_is_registered_shown_and_dropped_in_its_window)
{
	struct term *t = at_home("#tea");

	term_type(t, "/channel register" KEY_ENTER);
	client_expect_said(t, "ChanServ", "#tea is registered, and yours.");
	term_expect_row(t, -1, "#tea>");
	term_type(t, "/access" KEY_ENTER);
	term_expect(t, "#tea: founder %s", my_login());
	term_expect(t, "#tea: that is all, 1 in the list.");
	term_type(t, "/access add nobody-here op" KEY_ENTER);
	term_expect(t, "There is no account of that name.");
	term_type(t, "/channel drop" KEY_ENTER);
	term_expect(t, "ChanServ DROP #tea ");
	term_type(t, "/channel drop 00000000" KEY_ENTER);
	term_expect(t, "That is not the code for #tea");
	client_quit(t);
}
END_TEST

START_TEST(an_answer_about_another_channel_stands_in_its_window_too)
{
	struct term *t = at_home("#tea");

	term_type(t, "/join #pot" KEY_ENTER);
	term_expect_row(t, -1, "#pot>");
	term_type(t, "/channel register #tea" KEY_ENTER);
	client_expect_said(t, "ChanServ", "#tea is registered, and yours.");
	term_type(t, "/window #tea" KEY_ENTER);
	term_expect_row(t, -1, "#tea>");
	client_expect_said(t, "ChanServ", "#tea is registered, and yours.");
	term_expect_row(t, -1, "#tea>");
	client_quit(t);
}
END_TEST

START_TEST(tab_and_help_know_the_words)
{
	struct term *t = at_home("#tea");

	term_type(t, "/acc" KEY_TAB "ad" KEY_TAB);
	term_expect_row(t, -1, "> /access add");
	term_type(t, KEY_CTRL_U "/channel reg" KEY_TAB);
	term_expect_row(t, -1, "> /channel register");
	term_type(t, KEY_CTRL_U "/help access" KEY_ENTER);
	term_expect(t, "asks ChanServ");
	term_type(t, "/chanserv help" KEY_ENTER);
	client_expect_said(t, "ChanServ", "HELP command says more");
	term_expect_row(t, -1, "#tea>");
	client_quit(t);
}
END_TEST

TALK_SUITE_LOGIN(screen_chanserv, TESTS(NULL),
    TESTS(a_channel_is_registered_shown_and_dropped_in_its_window,
	an_answer_about_another_channel_stands_in_its_window_too,
	tab_and_help_know_the_words))
