/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/editor.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/mem.h"
#include "tests/suites.h"

static struct editor *e;
static struct buf sent; /* each line in <> */
static struct buf told; /* what else was asked for */
static bool moves;
static enum key_action pressed;
static int pressed_number;
static char dir[64], history[128];

static void
on_line(void *arg, const char *line)
{
	(void)arg;
	buf_addf(&sent, "<%s>", line);
}

static void
on_enter(void *arg)
{
	(void)arg;
	buf_adds(&told, "enter ");
}

static bool
on_move(void *arg, int by)
{
	(void)arg;
	buf_addf(&told, "%d ", by);
	return moves;
}

static void
on_answer(void *arg, bool stay)
{
	(void)arg;
	buf_adds(&told, stay ? "stay " : "back ");
}

static void
on_key(void *arg, enum key_action action, int number)
{
	(void)arg;
	pressed = action;
	pressed_number = number;
}

static void
on_complete(void *arg, struct completion *c, const char *line, size_t point)
{
	static const char *const nicks[] = {"alice", "albert", "bob"};
	size_t start = point;

	(void)arg;
	while (start > 0 && line[start - 1] != ' ')
		start--;
	*c = (struct completion){.start = start, .suffix = start ? " " : ": "};
	c->items = mem_alloc(4 * sizeof(*c->items));
	for (int i = 0; i < 3; i++)
		if (!strncmp(nicks[i], line + start, point - start))
			c->items[c->count++] = mem_strdup(nicks[i]);
}

static void
on_hidden(void *arg, enum hidden_result result)
{
	(void)arg;
	if (result != HIDDEN_TYPED)
		buf_adds(&told, result == HIDDEN_DONE ? "done " : "none ");
}

static const struct editor_ops ops = {.line = on_line,
    .hidden = on_hidden,
    .enter = on_enter,
    .key = on_key,
    .move = on_move,
    .answer = on_answer,
    .complete = on_complete};

static void
open_it(void)
{
	e = editor_open(&ops, NULL, history, 100);
	editor_resize(e, 24, 40);
	editor_set_prompt(e, "> ");
	editor_set_paste_confirm(e, 3);
}

static void
setup(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	setenv("TERM", "vt100", 1);
	setenv("INPUTRC", "/dev/null", 1);
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-editor-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(history, sizeof(history), "%s/history", dir);
	open_it();
}

static void
teardown(void)
{
	editor_close(e);
	buf_free(&sent);
	buf_free(&told);
	moves = false;
	unlink(history);
	rmdir(dir);
}

static void
event(enum demux_kind kind, const char *data)
{
	struct demux_event ev = {
	    .kind = kind, .data = data, .len = strlen(data)};

	editor_event(e, &ev);
}

static void
type(const char *bytes)
{
	struct demux d = {0};
	struct demux_event ev;

	demux_feed(&d, bytes, strlen(bytes), 0);
	while (demux_next(&d, 1000, &ev))
		editor_event(e, &ev);
	demux_free(&d);
}

static void
expect_text(const char *text, size_t point)
{
	size_t at;

	ck_assert_str_eq(editor_text(e, &at), text);
	ck_assert_uint_eq(at, point);
}

static void
expect_sent(const char *lines)
{
	ck_assert_str_eq(sent.len ? sent.data : "", lines);
}

START_TEST(enter_gives_the_line_and_empties_the_input)
{
	type("hello w\xc3\xb6rld\r");
	expect_sent("<hello w\xc3\xb6rld>");
	expect_text("", 0);
	type("\r");
	expect_sent("<hello w\xc3\xb6rld>");
}
END_TEST

START_TEST(backspace_takes_a_whole_character)
{
	type("a\xe6\x97\xa5\x7f");
	expect_text("a", 1);
}
END_TEST

START_TEST(alt_enter_begins_another_row)
{
	type("one\033\rtwo");
	expect_text("one\ntwo", 7);
	type("\r");
	expect_sent("<one\ntwo>");
}
END_TEST

START_TEST(keys_of_the_table_are_reported)
{
	type("\033[5~");
	ck_assert_int_eq(pressed, ACTION_PAGE_UP);
	type("\033"
	     "7");
	ck_assert_int_eq(pressed, ACTION_WINDOW);
	ck_assert_int_eq(pressed_number, 7);
	type("\033"
	     "0");
	ck_assert_int_eq(pressed_number, 10);
	type("\016");
	ck_assert_int_eq(pressed, ACTION_NEXT);
	expect_text("", 0);
}
END_TEST

START_TEST(tab_goes_through_the_candidates)
{
	struct editor_look look;

	type("al\t");
	expect_text("alice: ", 7);
	editor_look(e, &look);
	ck_assert_uint_eq(look.nchoices, 2);
	ck_assert_uint_eq(look.chosen, 0);
	type("\t");
	expect_text("albert: ", 8);
	type("x");
	editor_look(e, &look);
	ck_assert_uint_eq(look.nchoices, 0);
	expect_text("albert: x", 9);
}
END_TEST

START_TEST(tab_again_after_the_only_candidate_completes_what_follows)
{
	type("b\t");
	expect_text("bob: ", 5);
	type("\t");
	expect_text("bob: alice ", 11);
}
END_TEST

START_TEST(escape_closes_the_candidates_and_keeps_the_text)
{
	struct editor_look look;

	type("al\t");
	event(DEMUX_ESCAPE, "\033");
	editor_look(e, &look);
	ck_assert_uint_eq(look.nchoices, 0);
	expect_text("alice: ", 7);
}
END_TEST

START_TEST(escape_and_then_a_letter_is_alt_with_it)
{
	type("one two");
	event(DEMUX_ESCAPE, "\033");
	type("b");
	expect_text("one two", 4);
}
END_TEST

START_TEST(a_pasted_line_is_inserted_and_not_sent)
{
	type("ab\002");
	event(DEMUX_PASTE, "one\n");
	expect_text("aoneb", 4);
	expect_sent("");
}
END_TEST

START_TEST(a_paste_of_several_lines_waits_for_an_answer)
{
	struct editor_look look;

	event(DEMUX_PASTE, "1\n2\n3\n");
	editor_look(e, &look);
	ck_assert_ptr_nonnull(strstr(look.question, "3 lines"));
	type("x");
	expect_sent("");
	type("\r");
	expect_sent("<1\n2\n3>");
	editor_look(e, &look);
	ck_assert_ptr_null(look.question);
	expect_text("", 0);
}
END_TEST

START_TEST(a_held_paste_can_be_edited_or_dropped)
{
	event(DEMUX_PASTE, "1\n2\n3");
	event(DEMUX_ESCAPE, "\033");
	expect_text("", 0);
	event(DEMUX_PASTE, "1\n2\n3");
	type("e");
	expect_text("1\n2\n3", 5);
	expect_sent("");
}
END_TEST

START_TEST(a_second_paste_joins_the_one_that_waits)
{
	event(DEMUX_PASTE, "1\n2\n3\n");
	event(DEMUX_PASTE, "4");
	type("\r");
	expect_sent("<1\n2\n3\n4>");
}
END_TEST

START_TEST(few_pasted_lines_become_rows)
{
	event(DEMUX_PASTE, "1\n2");
	expect_text("1\n2", 3);
	expect_sent("");
}
END_TEST

START_TEST(ctrl_c_clears_the_input)
{
	type("text\033[D\0223");
	type("\003");
	expect_text("", 0);
	type("more\r");
	expect_sent("<more>");
}
END_TEST

START_TEST(ctrl_c_comes_in_order_with_the_other_keys)
{
	type("wrong\003right\r");
	expect_sent("<right>");
	event(DEMUX_PASTE, "1\n2\n3\n4");
	type("\003after\r");
	expect_sent("<right><after>");
}
END_TEST

START_TEST(up_shows_what_was_sent_before)
{
	type("one\rtwo\r\033[A\033[A");
	expect_text("one", 3);
	type("\033[B\033[B");
	expect_text("", 0);
}
END_TEST

START_TEST(up_and_down_move_inside_a_long_input)
{
	type("sent\rab\033\rcd\033[A");
	expect_text("ab\ncd", 0);
	type("\033[B");
	expect_text("ab\ncd", 5);
	type("\033[A\033[A");
	expect_text("sent", 4);
}
END_TEST

START_TEST(a_draft_comes_back_and_history_stays_as_it_was)
{
	type("sent\rdraft\033[A and changed");
	editor_set_text(e, "other window", 5);
	expect_text("other window", 5);
	type("\033[B");
	expect_text("other window", 5);
	type("\033[A");
	expect_text("sent", 4);
}
END_TEST

START_TEST(what_was_sent_is_there_in_the_next_run)
{
	type("one\r/msg nickserv identify hunter2\r secret\rtwo\033\rrows\r");
	editor_close(e);
	open_it();
	type("\033[A");
	expect_text("two\nrows", 8);
	type("\025\033[A"); /* an edited entry is not in the way */
	type("\003");
	type("\033[A\033[A\033[A");
	expect_text("one", 3);
}
END_TEST

START_TEST(reverse_search_shows_its_prompt_and_finds)
{
	struct editor_look look;

	type("first\rsecond\r\022"
	     "fi");
	editor_look(e, &look);
	ck_assert_ptr_nonnull(strstr(look.prompt, "reverse"));
	ck_assert_str_eq(look.text, "first");
	type("\003");
	editor_look(e, &look);
	ck_assert_str_eq(look.prompt, "> ");
	expect_text("", 0);
}
END_TEST

START_TEST(a_paste_ends_a_search_and_is_inserted)
{
	struct editor_look look;

	type("first\r\022"
	     "fi");
	event(DEMUX_PASTE, "XY");
	editor_look(e, &look);
	ck_assert_str_eq(look.prompt, "> ");
	ck_assert_ptr_nonnull(strstr(look.text, "XY"));
	type("!\r");
	ck_assert_ptr_nonnull(strstr(sent.data, "XY!"));
}
END_TEST

START_TEST(ctrl_d_on_an_empty_input_does_nothing)
{
	type("\004\004x\r");
	expect_sent("<x>");
}
END_TEST

static void
expect_told(const char *what)
{
	ck_assert_str_eq(told.len ? told.data : "", what);
	buf_reset(&told);
}

START_TEST(enter_up_and_down_while_nothing_is_typed_may_have_another_use)
{
	type("sent"
	     "\r"
	     "\r");
	expect_told("enter ");
	type("\033[A");
	expect_told("-1 ");
	expect_text("sent", 4);
	type("\003");
	moves = true;
	type("\033[A"
	     "\033[B");
	expect_told("-1 1 ");
	expect_text("", 0);
	type("x"
	     "\033[A");
	expect_told("");
	expect_text("sent", 4);
}
END_TEST

START_TEST(what_is_typed_is_set_aside_while_the_input_is_lent)
{
	type("half a line"
	     "\033[D");
	editor_lend(e);
	expect_text("", 0);
	moves = true;
	type("al\t"
	     "\033[A");
	expect_told("-1 ");
	expect_text("al", 2);
	type("\r");
	expect_told("stay ");
	expect_sent("");
	type("more\007\003");
	expect_told("back back ");
	event(DEMUX_ESCAPE, "");
	expect_told("back ");
	event(DEMUX_PASTE, "one\ntwo\nthree\nfour\n");
	expect_text("moreone", 7);
	editor_give_back(e);
	expect_text("half a line", 10);
	moves = false;
	type("\033[A");
	expect_text("half a line", 10);
}
END_TEST

START_TEST(what_is_hidden_never_comes_near_the_line)
{
	struct hidden h = {0};

	type("draft");
	editor_hide(e, &h);
	type("se\177ecret\033[A\t\0331\016");
	ck_assert_str_eq(h.secret.text, "secret");
	ck_assert_int_eq(pressed, ACTION_NEXT);
	type("\r\003");
	ck_assert_str_eq(told.data, "done none ");
	expect_sent("");
	expect_text("draft", 5);
	editor_hide(e, NULL);
	type("\031 on\r");
	expect_sent("<draft on>");
	hidden_wipe(&h);
}
END_TEST

Suite *
suite_editor(void)
{
	Suite *s = suite_create("editor");
	TCase *tc = tcase_create("editor");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, enter_gives_the_line_and_empties_the_input);
	tcase_add_test(tc, backspace_takes_a_whole_character);
	tcase_add_test(tc, alt_enter_begins_another_row);
	tcase_add_test(tc, keys_of_the_table_are_reported);
	tcase_add_test(tc, tab_goes_through_the_candidates);
	tcase_add_test(
	    tc, tab_again_after_the_only_candidate_completes_what_follows);
	tcase_add_test(tc, escape_closes_the_candidates_and_keeps_the_text);
	tcase_add_test(tc, escape_and_then_a_letter_is_alt_with_it);
	tcase_add_test(tc, a_pasted_line_is_inserted_and_not_sent);
	tcase_add_test(tc, a_paste_of_several_lines_waits_for_an_answer);
	tcase_add_test(tc, a_held_paste_can_be_edited_or_dropped);
	tcase_add_test(tc, a_second_paste_joins_the_one_that_waits);
	tcase_add_test(tc, few_pasted_lines_become_rows);
	tcase_add_test(tc, ctrl_c_clears_the_input);
	tcase_add_test(tc, ctrl_c_comes_in_order_with_the_other_keys);
	tcase_add_test(tc, up_shows_what_was_sent_before);
	tcase_add_test(tc, up_and_down_move_inside_a_long_input);
	tcase_add_test(tc, a_draft_comes_back_and_history_stays_as_it_was);
	tcase_add_test(tc, what_was_sent_is_there_in_the_next_run);
	tcase_add_test(tc, reverse_search_shows_its_prompt_and_finds);
	tcase_add_test(tc, a_paste_ends_a_search_and_is_inserted);
	tcase_add_test(tc, ctrl_d_on_an_empty_input_does_nothing);
	tcase_add_test(
	    tc, enter_up_and_down_while_nothing_is_typed_may_have_another_use);
	tcase_add_test(tc, what_is_typed_is_set_aside_while_the_input_is_lent);
	tcase_add_test(tc, what_is_hidden_never_comes_near_the_line);
	suite_add_tcase(s, tc);
	return s;
}
