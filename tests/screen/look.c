/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/screen/screen.h"

/* A client in #c and bob, who can say things to it. */
static struct term *
with_bob(struct peer **bob)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	*bob = peer_join(h, "bob", "#c");
	term_expect(t, "bob joined");
	return t;
}

START_TEST(wide_characters_keep_the_rows_aligned)
{
	static const char *const said[] = {"plain text |",
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e |",
	    "\xf0\x9f\x91\x8d emoji |", "e\xcc\x81 combining |",
	    "\xed\x95\x9c\xea\xb8\x80 |",
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa7 family |",
	    "\xe2\x9d\xa4\xef\xb8\x8f heart |", "a\tb |"};
	struct peer *bob;
	struct term *t = with_bob(&bob);

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
		peer_send(bob, "PRIVMSG #c :%s", said[i]);
	peer_send(bob, "PRIVMSG #c :last of all");
	term_expect(t, "last of all");
	term_settle(t);
	/* The border of the nick list shows whether a row slipped. */
	for (int row = 1; row < 22; row++)
		ck_assert_msg(term_cell(t, row, 64).chars[0] == 0x2502,
		    "row %d: %s", row, term_row(t, row));
}
END_TEST

START_TEST(formatting_codes_become_attributes_and_colours)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);
	VTermPos at;

	peer_send(bob,
	    "PRIVMSG #c :\x02"
	    "bold\x02 \x1d"
	    "italic\x1d \x1f"
	    "under\x1f \x16"
	    "reverse\x16 \x03"
	    "4red\x03 plain");
	at = term_expect(t, "bold italic under reverse red plain");
	ck_assert(term_cell(t, at.row, at.col).attrs.bold);
	ck_assert(!term_cell(t, at.row, at.col + 5).attrs.bold);
	ck_assert(term_cell(t, at.row, at.col + 5).attrs.italic);
	ck_assert(term_cell(t, at.row, at.col + 12).attrs.underline);
	ck_assert(term_cell(t, at.row, at.col + 18).attrs.reverse);
	VTermScreenCell red = term_cell(t, at.row, at.col + 26);
	ck_assert(!VTERM_COLOR_IS_DEFAULT_FG(&red.fg));
	VTermScreenCell plain = term_cell(t, at.row, at.col + 30);
	ck_assert(VTERM_COLOR_IS_DEFAULT_FG(&plain.fg));
	ck_assert(!plain.attrs.bold);
}
END_TEST

START_TEST(an_address_of_a_page_is_underlined)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);
	VTermPos at;

	peer_send(bob, "PRIVMSG #c :see https://example.org/x, please");
	at = term_expect(t, "see https://example.org/x, please");
	ck_assert(!term_cell(t, at.row, at.col).attrs.underline);
	ck_assert(term_cell(t, at.row, at.col + 4).attrs.underline);
	ck_assert(term_cell(t, at.row, at.col + 24).attrs.underline);
	ck_assert(!term_cell(t, at.row, at.col + 25).attrs.underline);
}
END_TEST

START_TEST(long_lines_wrap_at_words_with_a_hanging_indent)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);
	VTermPos first, next;

	peer_send(bob,
	    "PRIVMSG #c :the words of this message are more than "
	    "one row of the terminal can hold, surely");
	first = term_expect(t, "the words");
	next = term_expect(t, "surely");
	ck_assert_int_gt(next.row, first.row);
	const char *row = term_row(t, first.row + 1);
	ck_assert_int_eq((int)strspn(row, " "), first.col);
}
END_TEST

START_TEST(no_color_means_none)
{
	static const char *const env[] = {"NO_COLOR=1", NULL};
	struct host *h = host_start(NULL);
	char url[64];
	const char *args[] = {"-n", "ada", url, "#c", NULL};
	struct peer *bob;
	struct term *t;

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(
	    &(struct client_options){.name = "ada", .args = args, .env = env});
	term_expect(t, "You joined #c");
	bob = peer_join(h, "bob", "#c");
	peer_send(bob,
	    "PRIVMSG #c :\x03"
	    "4,5not red");
	term_expect(t, "not red");
	ck_assert(!term_has_colors(t));
}
END_TEST

START_TEST(nicks_have_colours_without_no_color)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);

	peer_send(bob, "PRIVMSG #c :in colour");
	term_expect(t, "in colour");
	ck_assert(term_has_colors(t));
}
END_TEST

START_TEST(a_monochrome_terminal_will_do)
{
	static const char *const env[] = {"TERM=vt100", NULL};
	struct host *h = host_start(NULL);
	char url[64];
	const char *args[] = {"-n", "ada", url, "#c", NULL};
	struct peer *bob;
	struct term *t;

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(
	    &(struct client_options){.name = "ada", .args = args, .env = env});
	term_expect(t, "You joined #c");
	bob = peer_join(h, "bob", "#c");
	peer_send(bob, "PRIVMSG #c :no colour here");
	client_expect_said(t, "bob", "no colour here");
	client_quit(t);
}
END_TEST

START_TEST(a_terminal_of_20_by_5_cells_is_enough)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join_sized(h, "ada", "#c", 5, 20);
	struct peer *bob = peer_join(h, "bob", "#c");

	peer_send(bob, "PRIVMSG #c :tiny");
	term_expect(t, "tiny");
	term_type(t, "yes" KEY_ENTER);
	peer_expect(bob, ":ada!* PRIVMSG #c :yes");
	ck_assert_ptr_null(strstr(term_row(t, 1), "\xe2\x94\x82"));
	client_quit(t);
}
END_TEST

static void
fill(struct peer *bob, struct term *t, int n)
{
	for (int i = 0; i < n; i++)
		peer_send(bob, "PRIVMSG #c :line number %d.", i);
	term_expect(t, "line number %d.", n - 1);
}

START_TEST(paging_up_shows_what_was_and_down_what_is)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);

	fill(bob, t, 100);
	term_expect_gone(t, "line number 50.");
	for (int i = 0; i < 10; i++)
		term_type(t, KEY_PAGE_UP);
	term_expect(t, "line number 0.");
	for (int i = 0; i < 10; i++)
		term_type(t, KEY_PAGE_DOWN);
	term_expect(t, "line number 99.");
	term_wheel(t, true, 10, 10);
	term_expect_gone(t, "line number 99.");
	for (int i = 0; i < 5; i++)
		term_wheel(t, false, 10, 10);
	term_expect(t, "line number 99.");
}
END_TEST

START_TEST(new_lines_do_not_move_what_is_being_read)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);
	char row[400];

	fill(bob, t, 100);
	term_type(t, KEY_PAGE_UP KEY_PAGE_UP);
	term_expect_gone(t, "line number 99.");
	term_settle(t);
	snprintf(row, sizeof(row), "%s", term_row(t, 5));
	peer_send(bob, "PRIVMSG #c :something new");
	peer_send(bob, "PRIVMSG ada :and a private word");
	term_expect_row(t, -2, "bob 1");
	term_settle(t);
	ck_assert_str_eq(term_row(t, 5), row);
	term_expect_gone(t, "something new");
}
END_TEST

START_TEST(a_resize_keeps_the_reading_position)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);
	char *number, seen[64];

	fill(bob, t, 100);
	term_type(t, KEY_PAGE_UP KEY_PAGE_UP);
	term_expect_gone(t, "line number 99.");
	term_settle(t);
	number = strstr(term_row(t, 10), "number ");
	ck_assert_ptr_nonnull(number);
	snprintf(seen, sizeof(seen), "line %.10s", number);
	*strchr(seen, '.') = '\0';
	term_resize(t, 14, 60);
	term_expect(t, "%s", seen);
	term_resize(t, 60, 200);
	term_expect(t, "%s", seen);
	term_resize(t, 24, 80);
	term_expect(t, "%s", seen);
}
END_TEST

START_TEST(joins_parts_quits_nicks_modes_and_topics_are_told)
{
	struct peer *bob;
	struct term *t = with_bob(&bob);

	term_type(t, "/op bob" KEY_ENTER);
	peer_expect(bob, "*MODE #c +o *bob");
	peer_send(bob, "TOPIC #c :All new");
	term_expect(t, "bob set the topic: All new");
	term_expect_row(t, 0, "#c  All new");
	peer_send(bob, "MODE #c +m");
	term_expect(t, "+m");
	peer_send(bob, "NICK robert");
	term_expect(t, "robert");
	peer_send(bob, "PART #c :off I go");
	term_expect(t, "off I go");
	peer_joins(bob, "#c");
	term_expect(t, "robert joined");
	peer_send(bob, "QUIT :gone for good");
	term_expect(t, "gone for good");
}
END_TEST

SCREEN_SUITE(screen_look, wide_characters_keep_the_rows_aligned,
    formatting_codes_become_attributes_and_colours,
    an_address_of_a_page_is_underlined,
    long_lines_wrap_at_words_with_a_hanging_indent, no_color_means_none,
    nicks_have_colours_without_no_color, a_monochrome_terminal_will_do,
    a_terminal_of_20_by_5_cells_is_enough,
    paging_up_shows_what_was_and_down_what_is,
    new_lines_do_not_move_what_is_being_read,
    a_resize_keeps_the_reading_position,
    joins_parts_quits_nicks_modes_and_topics_are_told)
