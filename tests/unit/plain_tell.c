/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/dialect.h"
#include "server/plain_sentences.h"
#include "tests/suites.h"

static void
set_zone(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

enum { WORDS_MOST = 6 };

/* What is answered: a command, its words, its text (for a numeric NULL: that of
 * the table); and the line for it, NULL: none. */
struct row {
	const char *command, *words[WORDS_MOST], *text, *want;
};

static void
tell(struct buf *out, const struct row *row)
{
	const struct numeric_def *def = numeric_find(atoi(row->command));
	struct reply r = {.command = row->command, .text = row->text};
	struct view v = {.caps = 0};

	if (def) {
		r.params[r.nparams++] = "bob";
		if (!row->text)
			r.text = def->text;
	}
	for (size_t i = 0; i < WORDS_MOST && row->words[i]; i++)
		r.params[r.nparams++] = row->words[i];
	dialect_plain.reply(out, "server.example", &r, &v, 0);
}

static void
tells(const struct row *row)
{
	struct buf out = {0}, want = {0};

	tell(&out, row);
	if (row->want)
		buf_addf(&want, "%s\r\n", row->want);
	ck_assert_str_eq(out.data ? out.data : "", want.data ? want.data : "");
	buf_free(&out);
	buf_free(&want);
}

#define TELL_ALL(rows)                                              \
	for (size_t i = 0; i < sizeof(rows) / sizeof(*(rows)); i++) \
	tells(&(rows)[i])

START_TEST(no_numeric_is_forgotten)
{
	const struct plain_sentence *s = plain_sentences;

	for (const struct numeric_def *n = numerics; n->name; n++) {
		ck_assert_msg(s->number == n->number,
		    "%s has no row, or not in its place", n->name);
		for (; s->when; s++)
			ck_assert_uint_eq(s->number, n->number);
		ck_assert_msg(s->number == n->number,
		    "%s has no row for any text", n->name);
		s++;
	}
	ck_assert_uint_eq(s->number, 0);
}
END_TEST

static bool
is_error(const struct plain_sentence *s)
{
	return !strncmp(numeric_find((int)s->number)->name, "ERR_", 4);
}

START_TEST(every_error_is_a_sentence_marked_as_one)
{
	for (const struct plain_sentence *s = plain_sentences; s->number; s++) {
		if (s->number == ERR_NOMOTD) {
			ck_assert_ptr_null(s->form);
		} else if (is_error(s) && s->number != ERR_LINKCHANNEL) {
			ck_assert_ptr_nonnull(s->form);
			ck_assert_msg(
			    !strncmp(s->form, "! ", 2), "%s", s->form);
		} else if (s->form) {
			ck_assert_msg(*s->form == '-', "%s", s->form);
		}
	}
}
END_TEST

/* A row for a text that nothing says would never be taken. */
START_TEST(each_usual_text_that_a_row_waits_for_is_said)
{
	for (const struct plain_sentence *s = plain_sentences; s->number; s++) {
		const char *text = numeric_find((int)s->number)->text;
		bool usual =
		    text && s->when && !strncmp(text, s->when, strlen(s->when));

		if (s->when && text && !usual)
			ck_assert_msg(s->number == ERR_NOSUCHCHANNEL ||
				s->number == ERR_CANNOTSENDTOCHAN ||
				s->number == ERR_NEEDREGGEDNICK,
			    "%d: %s", (int)s->number, s->when);
	}
}
END_TEST

START_TEST(what_one_sees_on_entry_is_in_words)
{
	static const struct row rows[] = {
	    {"001", {NULL}, "Welcome to the x network", "-- You are bob."},
	    {"002", {NULL}, "Your host is x", NULL},
	    {"005", {"NETWORK=x"}, "are supported by this server", NULL},
	    {"251", {NULL}, "There are 3 users", NULL},
	    {"372", {NULL}, "- Be kind.", "-- Be kind."},
	    {"375", {NULL}, "- x Message of the day - ", NULL},
	    {"376", {NULL}, NULL, NULL},
	    {"422", {NULL}, NULL, NULL},
	    {"332", {"#c"}, "tea \00304now", "-- Topic of #c: tea now"},
	    {"331", {"#c"}, NULL, "-- #c has no topic."},
	    {"333", {"#c", "alice!a@h", "1006310403"}, NULL,
		"-- It was set by alice, Nov 21 2001 02:40."},
	    {"353", {"=", "#c"}, "@alice bob ", "-- In #c: @alice, bob"},
	    {"366", {"#c"}, NULL, NULL},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(who_is_here_stands_in_columns)
{
	static const struct row rows[] = {
	    {"352", {"#c", "u", "h", "s", "alice", "H@"}, "0 Alice",
		"-- @alice           #c"},
	    {"352", {"#c", "u", "h", "s", "bob", "G"}, "0 Bob",
		"-- bob              #c               away"},
	    {"352", {"#c", "u", "h", "s", "bot", "H*+B"}, "0 Bot",
		"-- +bot             #c               bot"},
	    {"352", {"*", "u", "h", "s", "\xe6\x97\xa5\xe6\x9c\xac", "GB"},
		"0 X",
		"-- \xe6\x97\xa5\xe6\x9c\xac"
		"                              away bot"},
	    {"352",
		{"#a-channel-with-a-name", "u", "h", "s",
		    "a-nick-of-20-letters", "G"},
		"0 X", "-- a-nick-of-20-letters #a-channel-with-a-name away"},
	    {"315", {"#c"}, NULL, NULL},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(other_answers_are_sentences)
{
	static const struct row rows[] = {
	    {"301", {"alice"}, "lunch", "-- alice is away: lunch"},
	    {"301", {"alice"},
		"is not here; your message waits until they come",
		"-- alice is not here; your message waits until they come."},
	    {"305", {NULL}, NULL, "-- You are no longer away."},
	    {"306", {NULL}, NULL, "-- You are away now."},
	    {"311", {"alice", "al", "host", "*"}, "Alice",
		"-- alice is al@host: Alice"},
	    {"317", {"alice", "12", "1006310403"}, NULL,
		"-- alice came Nov 21 2001 02:40, and has said nothing for "
		"12 seconds."},
	    {"319", {"alice"}, "@#c #d", "-- alice is in @#c, #d"},
	    {"322", {"#c", "3"}, "tea", "-- #c (3 here): tea"},
	    {"322", {"#c", "1"}, "", "-- #c (1 here)"},
	    {"324", {"#c", "+ntk", "key"}, NULL, "-- Modes of #c: +ntk key"},
	    {"329", {"#c", "1006310403"}, NULL,
		"-- #c began Nov 21 2001 02:40."},
	    {"341", {"alice", "#c"}, NULL, "-- You invited alice to #c."},
	    {"367", {"#c", "x!*@*", "alice!a@h", "1006310403"}, NULL,
		"-- Banned from #c: x!*@* (by alice, Nov 21 2001 02:40)"},
	    {"212", {"JOIN", "3", "4"}, NULL, "-- JOIN 3 4"},
	    {"303", {NULL}, "alice carol", "-- Here now: alice, carol"},
	    {"900", {"bob!b@h", "bobby"}, "You are now logged in as bobby",
		"-- You are logged in as bobby."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(errors_say_what_would_be_right)
{
	static const struct row rows[] = {
	    {"401", {"carol"}, NULL,
		"! Nobody here is called carol: @list shows who is here."},
	    {"403", {"#c"}, NULL, "! There is no channel #c."},
	    {"403", {"c"}, "A channel's name begins with #",
		"! A channel's name begins with #: @join #channel"},
	    {"404", {"#c"}, NULL,
		"! You may not speak in #c: it is moderated, or you are muted "
		"or banned there."},
	    {"404", {"#c"}, "Cannot send to channel (+n): you are not in it",
		"! You are not in #c: @join #c"},
	    {"404", {"#c"}, "Cannot send to channel (+m): it is moderated",
		"! #c is moderated: only those with a voice are heard there."},
	    {"404", {"#c"}, "Cannot send to channel (+C): no CTCP",
		"! #c takes no CTCP."},
	    {"411", {NULL}, "No recipient given (PRIVMSG)",
		"! Who is that for? @join #channel first, or say @dm NICK "
		"TEXT."},
	    {"417", {NULL}, NULL,
		"! That line is too long: nothing of it was sent."},
	    {"421", {"FROB"}, NULL,
		"! There is no command FROB: @help shows those there are."},
	    {"432", {"1x"}, NULL,
		"! 1x cannot be a nickname: choose another with @nick NAME"},
	    {"432", {"1x"}, "A nickname must not begin with a digit or '-'",
		"! A nickname must not begin with a digit or '-': choose "
		"another with @nick NAME"},
	    {"433", {"alice"}, NULL,
		"! That nickname is in use: choose another with @nick NAME"},
	    {"433", {"alice"}, "alice belongs to a login of this machine",
		"! alice belongs to a login of this machine: choose another "
		"with @nick NAME"},
	    {"435", {"al", "#c"}, NULL,
		"! You are banned or muted in #c: leave it (@part) to change "
		"your nickname."},
	    {"437", {"al"}, NULL, "! al cannot be had now: try again later."},
	    {"437", {"#c"}, "This server has as many channels as it may",
		"! This server has as many channels as it may."},
	    {"441", {"carol", "#c"}, NULL, "! carol is not in #c."},
	    {"442", {"#c"}, NULL, "! You are not in #c: @join #c"},
	    {"443", {"carol", "#c"}, NULL, "! carol is in #c already."},
	    {"461", {"TOPIC"}, NULL,
		"! Something is missing there: @help shows how."},
	    {"465", {NULL}, "You are banned from this server: spam",
		"! You are banned from this server: spam."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(so_do_those_about_what_one_may_do)
{
	static const struct row rows[] = {
	    {"470", {"#c", "#d"}, "Forwarding to another channel",
		"-- #c leads on to #d."},
	    {"471", {"#c"}, NULL, "! #c is full: try again later."},
	    {"473", {"#c"}, NULL,
		"! #c is for those who are invited: ask somebody who is in "
		"it."},
	    {"474", {"#c"}, NULL, "! You are banned from #c."},
	    {"475", {"#c"}, NULL, "! #c asks for its key: @join #c KEY"},
	    {"477", {"#c"}, NULL,
		"! Only those with an account may come into #c."},
	    {"477", {"#c"}, "Cannot send to channel (+M): log in first",
		"! Only those with an account may speak in #c."},
	    {"477", {"al"},
		"They take messages of those with an account only (+R)",
		"! al takes messages only of those with an account."},
	    {"480", {"#c"}, NULL,
		"! Too many came into #c just now: try again in a while."},
	    {"481", {NULL}, NULL, "! That is for operators of this server."},
	    {"482", {"#c"}, NULL, "! That is for operators of #c."},
	    {"482", {"#c"}, "You must be an operator (@) to change t",
		"! You must be an operator (@) to change t."},
	    {"696", {"#c", "l", "0"}, "A limit is at least 1",
		"! Mode l of #c: A limit is at least 1."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(a_numeric_that_is_in_no_table_is_told_as_it_is)
{
	static const struct row rows[] = {
	    {"299", {"bob", "a", "b"}, "text", "-- a b text"},
	    {"599", {"bob", "a"}, NULL, "! a."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(standard_replies_are_told_by_their_text)
{
	static const struct row rows[] = {
	    {"FAIL", {"CHATHISTORY", "INVALID_TARGET", "LATEST", "#c"},
		"Messages could not be retrieved",
		"! Messages could not be retrieved."},
	    {"WARN", {"X", "Y"}, "Mind!", "! Mind!"},
	    {"NOTE", {"JOIN", "HISTORY_KEPT", "#c"}, "What is said is kept",
		"-- What is said is kept."},
	    {"FAIL", {"JOIN", "CHANNEL_RENAMED", "#c", "#d"},
		"The channel has been renamed",
		"! #c is called #d now: @join #d"},
	    {"FAIL", {"NICK", "NICKNAME_RESERVED", "al"},
		"al belongs to an "
		"account: log in to use it",
		"! al belongs to an account: log in to use it: choose another "
		"with @nick NAME"},
	    {"FAIL", {"PRIVMSG", "INVALID_UTF8"}, "Message rejected",
		"! That was not UTF-8, and was not sent: set your terminal to "
		"UTF-8."},
	    {"FAIL", {"*", "ACCOUNT_REQUIRED"},
		"You must log in to an account to come in here (SASL)",
		"! Only those with an account may come in here: log in with "
		"an IRC client."},
	    {"FAIL", {"HISTORY", "ACCOUNT_REQUIRED"}, "Without an account",
		"! Without an account."},
	    {"FAIL", {"MARKREAD", "INVALID_PARAMS", "x"}, "No timestamp",
		"! No timestamp."},
	    {"NOTE", {"SEARCH", "INCOMPLETE"}, "The index is old",
		"-- The index is old."},
	    {"NOTE", {"SEARCH", "INCOMPLETE", "2026-11-21T02:40:03.123Z"},
		"Only what was said after that time was searched",
		"-- Only what was said after that time was searched (that "
		"time is 2026-11-21T02:40:03.123Z)."},
	    {"FAIL", {NULL}, "Bare", "! Bare."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(the_end_is_told_with_its_reason_unless_it_was_wished)
{
	static const struct row rows[] = {
	    {"ERROR", {NULL}, "Closing link: Quit: ", "-- Goodbye."},
	    {"ERROR", {NULL}, "Closing link: Quit: Ping timeout",
		"-- Goodbye."},
	    {"ERROR", {NULL}, "Closing link: Server is shutting down",
		"! The connection ends: Server is shutting down"},
	    {"ERROR", {NULL}, "Closing link: Registration timeout",
		"! The connection ends, as no nickname was chosen."},
	};

	TELL_ALL(rows);
}
END_TEST

START_TEST(notices_are_told_and_what_is_for_programs_is_not)
{
	static const struct row rows[] = {
	    {"NOTICE", {"bob"}, "Hear \033this", "-- Hear \xef\xbf\xbdthis"},
	    {"PING", {NULL}, "x", NULL},
	    {"PONG", {"server"}, "x", NULL},
	    {"CAP", {"*", "LS"}, "sasl", NULL},
	    {"MARKREAD", {"#c", "timestamp=x"}, NULL, NULL},
	    {"METADATA", {"#c", "url", "*"}, "x", NULL},
	    {"CHATHISTORY", {"TARGETS", "#c", "2026"}, NULL, NULL},
	    {"ACK", {NULL}, NULL, NULL},
	    {"AUTHENTICATE", {"+"}, NULL, NULL},
	};

	TELL_ALL(rows);
}
END_TEST

Suite *
suite_plain_tell(void)
{
	Suite *s = suite_create("plain_tell");
	TCase *tc = tcase_create("plain_tell");

	tcase_add_unchecked_fixture(tc, set_zone, NULL);
	tcase_add_test(tc, no_numeric_is_forgotten);
	tcase_add_test(tc, every_error_is_a_sentence_marked_as_one);
	tcase_add_test(tc, each_usual_text_that_a_row_waits_for_is_said);
	tcase_add_test(tc, what_one_sees_on_entry_is_in_words);
	tcase_add_test(tc, who_is_here_stands_in_columns);
	tcase_add_test(tc, other_answers_are_sentences);
	tcase_add_test(tc, errors_say_what_would_be_right);
	tcase_add_test(tc, so_do_those_about_what_one_may_do);
	tcase_add_test(tc, a_numeric_that_is_in_no_table_is_told_as_it_is);
	tcase_add_test(tc, standard_replies_are_told_by_their_text);
	tcase_add_test(
	    tc, the_end_is_told_with_its_reason_unless_it_was_wished);
	tcase_add_test(tc, notices_are_told_and_what_is_for_programs_is_not);
	suite_add_tcase(s, tc);
	return s;
}
