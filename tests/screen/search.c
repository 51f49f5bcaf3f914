/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "tests/screen/screen.h"

static void
client_quit_after_draft(struct term *t)
{
	term_type(t, KEY_CTRL_A KEY_CTRL_K);
	client_quit(t);
}

/* What is said from now on has another time. */
static void
pass_millisecond(struct peer *p)
{
	int64_t now_ms;

	peer_barrier(p);
	now_ms = clock_wall_ms();
	while (clock_wall_ms() <= now_ms)
		watch_turn(clock_mono_ms() + 1);
}

/* A client in #c, bob, and 60 lines of his: two of them about a cat. Not more
 * than half of them have the same time: of the same time a page of the search
 * holds all, which would leave no room for others. */
static struct term *
with_past(int rows, int cols)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join_sized(h, "ada", "#c", rows, cols);
	struct peer *bob = peer_join(h, "bob", "#c");

	for (int i = 0; i < 60; i++) {
		if (i == 30)
			pass_millisecond(bob);
		peer_send(bob, "PRIVMSG #c :line %d%s", i,
		    i == 5        ? " a Cat here"
			: i == 30 ? " another cat"
				  : "");
	}
	term_expect(t, "line 59");
	return t;
}

START_TEST(results_are_chosen_with_keys_and_enter_shows_the_place)
{
	struct term *t = with_past(0, 0);
	VTermPos first, second;

	term_type(t, "/search cat" KEY_ENTER);
	first = term_expect(t, "(#c) line 5 a Cat here");
	first.col += (int)strlen("(#c) ");
	second = term_expect(t, "(#c) line 30 another cat");
	term_expect_row(t, 0, "/search  cat");
	ck_assert_int_lt(first.row, second.row);
	ck_assert(
	    term_cell(t, first.row, first.col + 9).attrs.reverse); /* Cat */
	ck_assert(!term_cell(t, first.row, first.col + 8).attrs.reverse);
	ck_assert(!term_cell(t, first.row, 0).attrs.reverse);
	ck_assert(term_cell(t, second.row, 0).attrs.reverse); /* selected */
	term_type(t, KEY_UP KEY_ENTER);
	term_expect_row(t, -1, "#c>");
	first = term_expect(t, "line 5 a Cat here");
	ck_assert(term_cell(t, first.row, 0).attrs.reverse);
	term_expect(t, "line 4");
	term_expect(t, "line 6");
	term_expect(t, "more below");
	client_quit(t);
}
END_TEST

START_TEST(results_fit_a_narrow_screen)
{
	struct term *t = with_past(12, 40);

	term_type(t, "/search from:bob" KEY_ENTER);
	term_expect_row(t, 0, "/search  from:bob");
	term_expect(t, "(#c) line 59");
	for (int i = 0; i < 59; i++)
		term_type(t, KEY_UP);
	term_expect(t, "older ones: Enter");
	term_type(t, KEY_ENTER);
	term_expect(t, "(#c) line 9");
	for (int i = 9; i > 0; i--)
		term_type(t, KEY_UP);
	term_expect(t, "line 0");
	term_type(t, KEY_ENTER);
	term_expect_row(t, -1, "#c>");
	term_expect(t, "line 0");
	client_quit(t);
}
END_TEST

/* Today's log of #c of the client called ada. */
static const char *
log_text(const struct host *h)
{
	static char text[4096];
	time_t now = time(NULL);
	char day[16], path[240];
	size_t n;
	FILE *f;

	strftime(day, sizeof(day), "%Y-%m-%d", localtime(&now));
	snprintf(path, sizeof(path),
	    "%s/ada/state/tcpchat/logs/127.0.0.1+%u/#c/%s.log", test_dir(),
	    h->port, day);
	f = fopen(path, "r");
	n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
	text[n] = '\0';
	if (f)
		fclose(f);
	return text;
}

/* Further back than what a client is shown when it comes. */
START_TEST(the_server_is_asked_and_what_is_far_back_is_fetched)
{
	struct host *h = host_start(NULL);
	struct peer *bob = peer_join(h, "bob", "#c");
	struct term *t;

	for (int i = 0; i < 400; i++) {
		peer_send(
		    bob, "PRIVMSG #c :line %d%s", i, i == 20 ? " Katze" : "");
		if (i % 20 == 19)
			peer_barrier(bob);
	}
	t = client_join(h, "ada", "#c");
	term_expect(t, "line 399");
	term_type(t, "/search katze from:bob" KEY_ENTER);
	term_expect(t, "line 20 Katze");
	term_expect(t, "1 result. Up and Down");
	term_type(t, KEY_ENTER);
	term_expect_row(t, -1, "#c>");
	term_expect(t, "line 20 Katze");
	term_expect(t, "line 19");
	term_expect(t, "line 21");
	client_quit(t);
}
END_TEST

START_TEST(a_window_is_searched_while_one_types_and_the_draft_stays)
{
	struct term *t = with_past(0, 0);
	VTermPos at;

	term_type(t, "half a line" KEY_LEFT KEY_ALT("s") "ca");
	term_expect_row(t, -1, "find: ca");
	at = term_expect(t, "line 30 another cat");
	ck_assert(term_cell(t, at.row, at.col + 16).attrs.reverse);
	ck_assert(!term_cell(t, at.row, at.col + 15).attrs.reverse);
	term_type(t, "t" KEY_UP);
	at = term_expect(t, "line 5 a Cat here");
	ck_assert(term_cell(t, at.row, at.col + 9).attrs.reverse);
	ck_assert(term_cell(t, at.row, 0).attrs.reverse);
	term_type(t, KEY_UP);
	term_expect_row(t, -1, "find, no other above: cat");
	term_type(t, KEY_DOWN);
	term_expect(t, "line 30 another cat");
	term_type(t, KEY_UP KEY_ENTER);
	term_expect_row(t, -1, "#c> half a line");
	term_expect_cursor(t, 23, (int)strlen("#c> half a lin"));
	term_expect(t, "line 5 a Cat here");
	client_quit_after_draft(t);
}
END_TEST

START_TEST(escape_ends_a_search_where_it_began)
{
	struct term *t = with_past(0, 0);

	term_type(t, "draft" KEY_ALT("s") "line 5 a");
	term_expect(t, "line 5 a Cat here");
	term_type(t, KEY_ESCAPE);
	term_expect(t, "line 59");
	term_expect_row(t, -1, "#c> draft");
	term_type(t, KEY_ALT("s") "nowhere");
	term_expect_row(t, -1, "find, nothing found: nowhere");
	term_type(t, "\007");
	term_expect_row(t, -1, "#c> draft");
	term_type(t, KEY_ALT("s") "cat" KEY_CTRL_N);
	term_expect_gone(t, "find: cat");
	term_type(t, KEY_CTRL_P);
	term_expect_row(t, -1, "#c> draft");
	client_quit_after_draft(t);
}
END_TEST

START_TEST(ctrl_r_still_searches_what_was_sent)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "first sent" KEY_ENTER);
	client_expect_said(t, "ada", "first sent");
	term_type(t, KEY_CTRL_R "irs");
	term_expect_row(t, -1, "(reverse-i-search)`irs': first sent");
	term_type(t, KEY_ENTER KEY_ALT("s") "never sent" KEY_ENTER KEY_UP);
	term_expect_row(t, -1, "#c> first sent");
	client_quit_after_draft(t);
}
END_TEST

START_TEST(a_log_is_written_where_it_is_wanted)
{
	struct host *h = host_start(NULL);
	char url[64];
	const char *args[] = {"-n", "ada", url, "#c", NULL};
	struct peer *bob;
	struct term *t;

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(&(struct client_options){
	    .name = "ada", .args = args, .conf = "log = yes\n"});
	term_expect(t, "You joined #c");
	bob = peer_join(h, "bob", "#c");
	peer_send(bob, "PRIVMSG #c :for the \002log\002");
	client_expect_said(t, "bob", "for the log");
	client_quit(t);
	ck_assert_ptr_nonnull(strstr(log_text(h), " <bob> for the log\n"));
	ck_assert_ptr_nonnull(strstr(log_text(h), " -- bob joined"));
}
END_TEST

SCREEN_SUITE(screen_search, a_log_is_written_where_it_is_wanted,
    results_are_chosen_with_keys_and_enter_shows_the_place,
    results_fit_a_narrow_screen,
    the_server_is_asked_and_what_is_far_back_is_fetched,
    a_window_is_searched_while_one_types_and_the_draft_stays,
    escape_ends_a_search_where_it_began, ctrl_r_still_searches_what_was_sent)
