/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/screen/screen.h"

#define KEY_ALT_HOME "\033[1;3H"
#define KEY_ALT_END  "\033[1;3F"

/* Whoever is in #c says "line FROM" to "line TO". */
static void
say(struct peer *p, int from, int to)
{
	for (int i = from; i <= to; i++)
		peer_send(p, "PRIVMSG #c :line %d.", i);
	peer_send(p, "PING said");
	peer_expect(p, ":* PONG * :said");
}

static struct term *
on_socket(const struct host *h, const char *name)
{
	char url[120];
	const char *args[] = {url, "#c", NULL};
	struct term *t;

	snprintf(url, sizeof(url), "unix:%s", h->socket);
	t = client_start(&(struct client_options){.name = name, .args = args});
	term_expect(t, "You joined #c");
	return t;
}

/* Of those in a 353; good until the next call. */
static const char *
first_name(const char *line)
{
	static char name[64];
	const char *s = strrchr(line, ':') + 1;

	s += strspn(s, "~&@%+");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(s, " "), s);
	return name;
}

/* How often the screen has it. */
static int
times(struct term *t, const char *text)
{
	struct buf all = {0};
	int count = 0;

	term_text(t, &all);
	for (const char *s = all.data; (s = strstr(s, text)); s++)
		count++;
	buf_free(&all);
	return count;
}

START_TEST(a_channel_opens_with_its_last_page)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t;

	say(bob, 1, 5);
	t = client_join(h, "ada", "#c");
	term_expect(t, "line 5.");
	term_expect(t, "line 1.");
	ck_assert_int_lt(
	    term_expect(t, "line 5.").row, term_expect(t, "You joined #c").row);
	ck_assert_int_eq(times(t, "line 3."), 1);
	term_expect(t, "beginning of history");
	client_quit(t);
}
END_TEST

START_TEST(scrolling_up_shows_it_all_up_to_the_beginning)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t;

	say(bob, 1, 250);
	t = client_join(h, "ada", "#c");
	term_expect(t, "line 250.");
	term_type(t, "half a thought");
	for (int i = 250; i > 10; i -= 10) {
		term_type(t, KEY_PAGE_UP);
		term_settle(t);
	}
	while (!times(t, "beginning of history")) {
		term_type(t, KEY_ALT_HOME);
		term_expect_gone(t, "(loading)");
		term_settle(t);
	}
	term_expect(t, "line 1.");
	term_expect(t, "line 2.");
	ck_assert_int_eq(times(t, "line 2."), 1);
	term_expect_row(t, -1, "half a thought");
	term_type(t, KEY_ALT_END);
	term_expect(t, "line 250.");
	term_type(t, KEY_CTRL_A KEY_CTRL_K);
	client_quit(t);
}
END_TEST

START_TEST(what_was_missed_comes_once_and_in_order)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = client_join(h, "ada", "#c");
	int row = -1;
	char text[16];

	say(bob, 1, 2);
	term_expect(t, "line 2.");
	term_type(t, "/disconnect" KEY_ENTER);
	term_expect(t, "not joined");
	say(bob, 3, 9);
	term_type(t, "/reconnect" KEY_ENTER);
	term_expect(t, "line 9.");
	term_expect_gone(t, "loading");
	say(bob, 10, 10);
	term_expect(t, "line 10.");
	for (int i = 1; i <= 10; i++) {
		snprintf(text, sizeof(text), "line %d.", i);
		ck_assert_int_eq(times(t, text), 1);
		ck_assert_int_gt(term_expect(t, "%s", text).row, row);
		row = term_expect(t, "%s", text).row;
	}
	client_quit(t);
}
END_TEST

START_TEST(a_server_that_was_away_is_caught_up_with)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *bob = peer_join(h, "bob", "#c");

	say(bob, 1, 2);
	term_expect(t, "line 2.");
	host_kill(h);
	term_expect(t, "next try in");
	host_again(h, NULL, true);
	bob = peer_join(h, "bob", "#c");
	say(bob, 3, 4);
	term_expect(t, "line 4.");
	term_expect(t, "line 3.");
	term_expect_gone(t, "loading");
	ck_assert_int_eq(times(t, "line 2."), 1);
	ck_assert_int_eq(times(t, "line 3."), 1);
	client_quit(t);
}
END_TEST

START_TEST(what_one_device_has_read_is_read_on_the_other)
{
	struct host *h = host_start(NULL);
	struct term *one = on_socket(h, "one"), *two = on_socket(h, "two");
	struct peer *bob = peer_join(h, "bob", "#c");

	term_expect(one, "bob joined");
	term_type(two, "/query nobody" KEY_ENTER);
	term_expect_row(two, -1, "nobody>");
	say(bob, 1, 3);
	term_expect(two, "#c 3");
	term_expect(one, "line 3.");
	term_type(one, "x");
	term_expect_gone(two, "#c 3");
	say(bob, 4, 4);
	term_expect(two, "#c 1");
	term_type(two, KEY_CTRL_P);
	term_expect_row(two, -1, "#c>");
	ck_assert_int_gt(
	    term_expect(two, " new ").row, term_expect(two, "line 3.").row);
	ck_assert_int_lt(
	    term_expect(two, " new ").row, term_expect(two, "line 4.").row);
	client_quit(two);
	term_type(one, KEY_CTRL_A KEY_CTRL_K);
	client_quit(one);
}
END_TEST

START_TEST(the_next_start_begins_at_what_was_not_read)
{
	struct host *h = host_start(NULL);
	struct term *t = on_socket(h, "one");
	struct peer *bob = peer_join(h, "bob", "#c");

	say(bob, 1, 3);
	term_expect(t, "line 3.");
	client_quit(t);
	peer_expect(bob, ":* QUIT *");
	say(bob, 4, 40);
	t = on_socket(h, "one");
	term_expect(t, "line 40.");
	term_type(t, KEY_ALT("j"));
	term_expect(t, " new ");
	ck_assert_int_lt(
	    term_expect(t, " new ").row, term_expect(t, "line 4.").row);
	client_quit(t);
}
END_TEST

START_TEST(keys_go_to_mentions_and_goto_to_a_date)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t = client_join(h, "ada", "#c");

	say(bob, 1, 20);
	peer_send(bob, "PRIVMSG #c :ada: look at this");
	say(bob, 21, 60);
	term_expect(t, "line 60.");
	term_type(t, KEY_ALT("m"));
	term_expect(t, "ada: look at this");
	term_expect(t, "more below");
	term_type(t, "/goto today" KEY_ENTER);
	term_expect(t, "line 1.");
	term_type(t, "/goto never" KEY_ENTER);
	term_expect(t, "never is no date");
	term_type(t, KEY_CTRL_A KEY_CTRL_K KEY_ALT_END);
	client_quit(t);
}
END_TEST

START_TEST(an_unread_private_talk_has_its_window_at_the_next_start)
{
	struct host *h = host_start(NULL);
	struct term *t = on_socket(h, "one");
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "NAMES #c");
	peer_expect(bob, ":* 353 *");
	peer_send(
	    bob, "PRIVMSG %s :are you there?", first_name(peer_last(bob)));
	term_expect(t, "bob 1!");
	client_quit(t);
	peer_expect(bob, ":* QUIT *");
	say(bob, 1, 1);
	t = on_socket(h, "one");
	term_expect(t, "bob 1!");
	term_type(t, KEY_ALT("a"));
	term_expect(t, "are you there?");
	term_type(t, "x");
	term_settle(t);
	term_type(t, KEY_CTRL_A KEY_CTRL_K);
	client_quit(t);
	peer_expect(bob, ":* QUIT *");
	t = on_socket(h, "one");
	term_expect(t, "line 1.");
	ck_assert_int_eq(times(t, "bob 1!"), 0);
	client_quit(t);
}
END_TEST

START_TEST(history_fits_a_narrow_screen)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t;

	say(bob, 1, 30);
	t = client_join_sized(h, "ada", "#c", 12, 40);
	term_expect(t, "line 30.");
	term_type(t, KEY_ALT_HOME);
	term_expect(t, "beginning of history");
	term_expect(t, "line 1.");
	term_type(t, KEY_ALT_END);
	client_quit(t);
}
END_TEST

SCREEN_SUITE(screen_history, a_channel_opens_with_its_last_page,
    scrolling_up_shows_it_all_up_to_the_beginning,
    what_was_missed_comes_once_and_in_order,
    a_server_that_was_away_is_caught_up_with,
    what_one_device_has_read_is_read_on_the_other,
    the_next_start_begins_at_what_was_not_read,
    keys_go_to_mentions_and_goto_to_a_date,
    an_unread_private_talk_has_its_window_at_the_next_start,
    history_fits_a_narrow_screen)
