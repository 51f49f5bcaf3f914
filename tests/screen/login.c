/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/screen/script.h"

#define PASSWORD "Zq7-geheim"

static void
ck_in_no_file(const char *secret)
{
	char command[256];

	snprintf(command, sizeof(command), "grep -rqF -e '%s' %s/ada", secret,
	    test_dir());
	ck_assert_int_ne(system(command), 0);
}

/* Neither what it wrote to the terminal, nor any of its files. */
static void
ck_nowhere(const struct term *t, const char *secret)
{
	ck_assert_ptr_null(
	    memmem(t->raw.data, t->raw.len, secret, strlen(secret)));
	ck_in_no_file(secret);
}

START_TEST(a_password_is_neither_on_the_screen_nor_in_a_file)
{
	struct script s = {0};

	script_join_caps(&s, "sasl=PLAIN");
	term_type(s.term, "/login ada" KEY_ENTER);
	term_expect(s.term, "Password of ada on 127.0.0.1");
	term_type(s.term, "wrong" KEY_CTRL_U PASSWORD);
	term_expect(s.term, "[hidden]");
	term_type(s.term, KEY_ENTER);
	peer_expect(s.peer, "AUTHENTICATE PLAIN");
	peer_send(s.peer, "AUTHENTICATE +");
	peer_expect(s.peer, "AUTHENTICATE AGFkYQBacTctZ2VoZWlt");
	peer_send(s.peer, ":evil 900 ada ada!a@b ada :You are logged in");
	peer_send(s.peer, ":evil 903 ada :well");
	term_expect(s.term, "You are logged in to 127.0.0.1 as ada");
	term_expect_gone(s.term, "Password of ada");
	term_type(s.term, "before" KEY_CTRL_U KEY_UP KEY_UP KEY_DOWN "\031end");
	term_expect_row(s.term, -1, "end");
	ck_nowhere(s.term, PASSWORD);
	ck_nowhere(s.term, "wrong");
	term_type(s.term, KEY_CTRL_U);
	client_quit(s.term);
}
END_TEST

START_TEST(what_comes_faster_than_the_question_is_hidden_too)
{
	struct script s = {0};

	script_join_caps(&s, "sasl=PLAIN");
	term_type(s.term, "/login ada" KEY_ENTER PASSWORD KEY_ENTER "talk");
	peer_expect(s.peer, "AUTHENTICATE PLAIN");
	term_expect_row(s.term, -1, "talk");
	ck_nowhere(s.term, PASSWORD);
	term_type(s.term, KEY_CTRL_U);
	client_quit(s.term);
}
END_TEST

START_TEST(a_paste_is_taken_and_an_escape_drops_it)
{
	struct script s = {0};

	script_join_caps(&s, "sasl=PLAIN");
	term_type(s.term, "/login ada" KEY_ENTER);
	term_expect(s.term, "Password of ada");
	term_paste(s.term, PASSWORD "\n");
	term_expect(s.term, "[hidden]");
	term_type(s.term, KEY_ESCAPE);
	term_expect(s.term, "Nothing was done");
	term_type(s.term, "/login ada" KEY_ENTER);
	term_paste(s.term, PASSWORD);
	term_type(s.term, KEY_ENTER);
	peer_expect(s.peer, "AUTHENTICATE PLAIN");
	ck_nowhere(s.term, PASSWORD);
	client_quit(s.term);
}
END_TEST

START_TEST(the_question_stays_with_its_window)
{
	struct script s = {0};

	script_join_caps(&s, "sasl=PLAIN");
	term_type(s.term, "/login ada" KEY_ENTER "Zq7-");
	term_expect(s.term, "[hidden]");
	term_type(s.term, KEY_ALT("1"));
	term_expect_gone(s.term, "Password of ada");
	term_type(s.term, "/raw PRIVMSG #c :elsewhere" KEY_ENTER);
	peer_expect(s.peer, "PRIVMSG #c :elsewhere");
	term_type(s.term, KEY_CTRL_N);
	term_expect(s.term, "[hidden]");
	term_type(s.term, "geheim" KEY_ENTER);
	peer_expect(s.peer, "AUTHENTICATE PLAIN");
	peer_send(s.peer, "AUTHENTICATE +");
	peer_expect(s.peer, "AUTHENTICATE AGFkYQBacTctZ2VoZWlt");
	client_quit(s.term);
}
END_TEST

START_TEST(on_a_narrow_terminal_the_question_wraps)
{
	struct script s = {.rows = 20, .cols = 40};

	script_join_caps(&s, "sasl=PLAIN");
	term_type(s.term, "/login ada" KEY_ENTER);
	term_expect(s.term, "Password of ada on 127.0.0.1 (Esc");
	term_expect_row(s.term, -1, "cancels):");
	term_type(s.term, PASSWORD);
	term_expect_row(s.term, -1, "[hidden]");
	term_type(s.term, "\003");
	term_expect_gone(s.term, "Password of ada");
	client_quit(s.term);
}
END_TEST

START_TEST(what_is_told_to_nickserv_by_hand_is_masked_everywhere)
{
	struct script s = {0};

	script_join_caps(&s, "echo-message");
	term_type(s.term, "/query NickServ" KEY_ENTER);
	term_expect_row(s.term, -1, "NickServ>");
	term_type(s.term, "identify ");
	term_expect_row(s.term, -1, "identify");
	term_type(s.term, PASSWORD KEY_ENTER);
	peer_expect(s.peer, "PRIVMSG NickServ :identify " PASSWORD);
	peer_send(s.peer, ":ada!a@b PRIVMSG NickServ :identify " PASSWORD);
	client_expect_said(s.term, "ada", "identify ***");
	term_type(s.term, KEY_UP);
	term_expect_row(s.term, -1, "/query NickServ");
	ck_in_no_file(PASSWORD);
	term_type(s.term, KEY_CTRL_U);
	client_quit(s.term);
}
END_TEST

SCREEN_SUITE(screen_login, a_password_is_neither_on_the_screen_nor_in_a_file,
    what_comes_faster_than_the_question_is_hidden_too,
    a_paste_is_taken_and_an_escape_drops_it, the_question_stays_with_its_window,
    on_a_narrow_terminal_the_question_wraps,
    what_is_told_to_nickserv_by_hand_is_masked_everywhere)
