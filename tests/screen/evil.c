/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/screen/script.h"

/* It lives, shows what comes, and nothing steers the terminal. */
static void
evil_alive(struct script *e)
{
	peer_send(e->peer, ":bob!b@h PRIVMSG #c :all is well");
	client_expect_said(e->term, "bob", "all is well");
	term_type(e->term, "alive");
	term_expect_row(e->term, -1, "alive");
	ck_assert(e->term->altscreen);
}

START_TEST(escape_sequences_do_not_reach_the_terminal)
{
	static const char *const bad[] = {"\033]0;owned\007", "\033[2J",
	    "\033[?1049l", "\033c", "\033[31mred", "\033P1$r\033\\",
	    "\033]52;c;aGk=\033\\",
	    "\xc2\x9b"
	    "31mC1",
	    "\xc2\x9d"
	    "0;x\xc2\x9c",
	    "\007\007\007", "\r\rback", "\b\b\bover", "\x7f", "\x0e\x0f",
	    "\033[6n", "\x05", "\033[?1000h", "\x18\x1a"};
	struct script e = {0};
	size_t before;

	script_join(&e);
	before = e.term->raw.len;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		peer_send(e.peer, ":bob!b@h PRIVMSG #c :x%sy", bad[i]);
		peer_send(e.peer, ":bob!b@h TOPIC #c :x%sy", bad[i]);
		peer_send(e.peer, ":bob!b@h PART #c :x%sy", bad[i]);
		peer_send(e.peer, ":x%sy!b@h JOIN #c", bad[i]);
		peer_send(e.peer, ":bob!b@h NOTICE ada :x%sy", bad[i]);
		peer_send(e.peer, ":evil 332 ada #c :x%sy", bad[i]);
		peer_send(e.peer, ":evil 372 ada :x%sy", bad[i]);
		peer_send(e.peer, "ERROR :x%sy", bad[i]);
		peer_send(
		    e.peer, ":x%sy 999 x%sy :x%sy", bad[i], bad[i], bad[i]);
	}
	evil_alive(&e);
	const char *raw = e.term->raw.data + before;
	ck_assert_ptr_null(strstr(raw, "\033]"));
	ck_assert_ptr_null(strstr(raw, "\033[2J"));
	ck_assert_ptr_null(strstr(raw, "\033[?1049l"));
	ck_assert_ptr_null(strstr(raw, "\033P"));
	ck_assert_ptr_null(strstr(raw, "\033c"));
	ck_assert_ptr_null(strstr(raw, "\xc2\x9b"));
	ck_assert_ptr_null(strstr(raw, "\033[6n"));
	ck_assert_ptr_null(strchr(raw, '\x05'));
}
END_TEST

START_TEST(bidi_and_invisible_characters_are_made_harmless)
{
	static const char *const bad[] = {"\xe2\x80\xae", "\xe2\x80\x8b",
	    "\xe2\x81\xa6", "\xef\xbb\xbf", "\xe2\x80\x8f", "\xed\xa0\x80",
	    "\xff\xfe", "\xc0\xaf", "\xf4\x90\x80\x80", "\xe2\x80\xa8"};
	struct script e = {0};

	script_join(&e);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		peer_send(e.peer, ":bob!b@h PRIVMSG #c :<%s>", bad[i]);
	evil_alive(&e);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_ptr_null(strstr(e.term->raw.data, bad[i]));
	for (int row = 1; row < 22; row++)
		ck_assert_msg(term_cell(e.term, row, 64).chars[0] == 0x2502,
		    "row %d: %s", row, term_row(e.term, row));
}
END_TEST

START_TEST(missing_parameters_are_survived)
{
	static const char *const commands[] = {"PRIVMSG", "NOTICE", "JOIN",
	    "PART", "QUIT", "KICK", "NICK", "MODE", "TOPIC", "INVITE", "AWAY",
	    "ACCOUNT", "SETNAME", "CHGHOST", "BATCH", "TAGMSG", "CAP", "PONG",
	    "FAIL", "WARN", "NOTE", "ACK", "WALLOPS", "AUTHENTICATE", "ERROR"};
	static const char *const tails[] = {"", " ", " :", " x", " #c", " ada",
	    " #c :", " #c +o", " #c +ooo x", " * LS", " * ACK :", " * NEW",
	    " * DEL :x", " +ref", " -ref", " +ref chathistory", " #c ada",
	    " #nope ada :x", " ada ada ada ada ada"};
	struct script e = {0};

	script_join(&e);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		for (size_t j = 0; j < sizeof(tails) / sizeof(*tails); j++) {
			peer_send(e.peer, "%s%s", commands[i], tails[j]);
			peer_send(e.peer, ":bob %s%s", commands[i], tails[j]);
		}
	for (int n = 1; n < 1000; n++) {
		peer_send(e.peer, "%03d", n);
		peer_send(e.peer, ":evil %03d ada", n);
		peer_send(e.peer, ":evil %03d ada #c", n);
		peer_send(e.peer, ":evil %03d ada bob x", n);
	}
	peer_send(e.peer, ":ada!a@b JOIN #c");
	term_type(e.term, "/window 2" KEY_ENTER);
	peer_send(e.peer, "PING :still there");
	peer_expect(e.peer, "PONG *still there*");
	term_type(e.term, "typed");
	term_expect(e.term, "typed");
}
END_TEST

START_TEST(numerics_before_the_welcome_are_survived)
{
	struct script e = {0};

	script_start(&e);
	peer_send(e.peer, ":evil 366 ada #c :end");
	peer_send(e.peer, ":evil 353 ada = #c :@ada bob");
	peer_send(e.peer, ":evil 332 ada #c :early topic");
	peer_send(e.peer, ":bob!b@h PRIVMSG ada :too early");
	peer_send(e.peer, ":ada!a@b JOIN #early");
	peer_send(e.peer, ":evil 433 * ada :taken");
	peer_send(e.peer, ":evil 001 someoneelse :Welcome");
	peer_send(e.peer, ":evil 001 ada :Welcome again");
	peer_send(e.peer, ":someoneelse!a@b NICK ada");
	peer_send(e.peer, "PING :x");
	peer_expect(e.peer, "PONG *x*");
	term_type(e.term, "typed");
	term_expect(e.term, "typed");
}
END_TEST

START_TEST(huge_lines_and_floods_are_survived)
{
	struct script e = {0};
	struct buf line = {0};

	script_join(&e);
	buf_adds(&line, ":bob!b@h PRIVMSG #c :");
	while (line.len < 300000)
		buf_adds(&line, "lots of words ");
	peer_send(e.peer, "%s", line.data);
	buf_reset(&line);
	buf_adds(&line, ":evil 353 ada = #c :");
	while (line.len < 8000)
		buf_adds(&line, "n ");
	for (int i = 0; i < 50; i++)
		peer_send(e.peer, "%s", line.data);
	buf_reset(&line);
	buf_addc(&line, '@');
	while (line.len < 8000)
		buf_adds(&line, "+a=b;");
	peer_send(e.peer, "%s :bob!b@h PRIVMSG #c :tagged", line.data);
	for (int i = 0; i < 5000; i++)
		peer_send(e.peer, ":bob!b@h PRIVMSG #c :flood %d", i);
	evil_alive(&e);
	buf_free(&line);
}
END_TEST

START_TEST(thousands_of_rooms_people_and_modes_stay_bounded)
{
	struct script e = {0};

	script_join(&e);
	for (int i = 0; i < 1500; i++) {
		peer_send(e.peer, ":ada!a@b JOIN #room%d", i);
		peer_send(e.peer, ":p%d!a@b PRIVMSG ada :hi", i);
		peer_send(e.peer, ":q%d!a@b JOIN #c", i);
		peer_send(e.peer, ":evil MODE #c +o q%d", i);
		peer_send(e.peer, ":evil BATCH +b%d chathistory #c", i);
		peer_send(e.peer, ":p%d!a@b INVITE ada #r%d", i, i);
	}
	peer_send(e.peer, "PING :x");
	peer_expect(e.peer, "PONG *x*");
	term_type(e.term, "typed");
	term_expect(e.term, "typed");
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(child_memory_kib(e.term->pid), 64000);
#endif
}
END_TEST

START_TEST(random_bytes_from_a_server_are_survived)
{
	struct script e = {0};
	char bytes[4096];

	script_join(&e);
	srand(4714);
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)(rand() >> 6);
		peer_raw(e.peer, bytes, sizeof(bytes));
	}
	peer_send(e.peer, "\r\nPING :x");
	peer_expect(e.peer, "PONG *x*");
	term_type(e.term, KEY_CTRL_U "typed");
	term_expect(e.term, "typed");
}
END_TEST

START_TEST(ctcp_is_answered_sparingly)
{
	struct script e = {0};
	size_t answers = 0;

	script_join(&e);
	for (int i = 0; i < 200; i++)
		peer_send(e.peer,
		    ":x%d!a@b PRIVMSG ada :\x01"
		    "VERSION\x01",
		    i);
	peer_send(e.peer, "PING :done");
	do {
		peer_next(e.peer, "*");
		answers += glob("NOTICE *", peer_last(e.peer));
	} while (!glob("PONG *done*", peer_last(e.peer)));
	ck_assert_uint_lt(answers, 20);
}
END_TEST

START_TEST(a_line_of_another_cannot_pass_for_ones_own_words)
{
	struct script e = {0};

	script_join(&e);
	peer_send(e.peer, ":bob!b@h PRIVMSG #c :x\n03:00 ada I said this");
	peer_send(e.peer, ":bob!b@h PRIVMSG #c :end");
	term_expect(e.term, "end");
	for (int row = 1; row < 22; row++)
		ck_assert(
		    strncmp(term_row(e.term, row), "03:00 ada I", 11) != 0);
}
END_TEST

START_TEST(a_server_that_closes_at_once_is_not_hammered)
{
	struct script e = {0};

	script_start(&e);
	peer_close(e.peer);
	term_expect(e.term, "Trying again");
	client_quit(e.term);
}
END_TEST

SCREEN_SUITE(screen_evil, escape_sequences_do_not_reach_the_terminal,
    bidi_and_invisible_characters_are_made_harmless,
    missing_parameters_are_survived, numerics_before_the_welcome_are_survived,
    huge_lines_and_floods_are_survived,
    thousands_of_rooms_people_and_modes_stay_bounded,
    random_bytes_from_a_server_are_survived, ctcp_is_answered_sparingly,
    a_line_of_another_cannot_pass_for_ones_own_words,
    a_server_that_closes_at_once_is_not_hammered)
