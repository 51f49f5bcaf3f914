/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/suites.h"

static struct import_log l;
static struct row row;
static char text[2048];

static void
begin(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	import_log_begin(&l, "#c", NULL);
	ck_assert_int_eq(import_log_day(&l, "2026-11-26"), 0);
}

static void
end(void)
{
	import_log_free(&l);
}

static enum import_log_line
read_line(const char *format, const char *line)
{
	snprintf(text, sizeof(text), "%s", line);
	memset(&row, 0, sizeof(row));
	return import_log_format(format)->read(&l, text, &row);
}

static const char *
or_dash(const char *s)
{
	return s ? s : "-";
}

/* "kind nick arg body", or what became of the line. */
static const char *
short_row(const char *format, const char *line)
{
	static char out[2048];

	switch (read_line(format, line)) {
	case IMPORT_LOG_NOTHING:
		return "nothing";
	case IMPORT_LOG_UNKNOWN:
		return "unknown";
	default:
		snprintf(out, sizeof(out), "%s %s %s %s", row.kind, row.nick,
		    or_dash(row.arg), or_dash(row.body));
		return out;
	}
}

struct sample {
	const char *line, *row;
};

static void
expect(const char *format, const struct sample *samples)
{
	for (; samples->line; samples++)
		ck_assert_msg(
		    !strcmp(short_row(format, samples->line), samples->row),
		    "%s: \"%s\" became \"%s\", not \"%s\"", format,
		    samples->line, short_row(format, samples->line),
		    samples->row);
}

/* What irssi 1.4 wrote. */
static const struct sample irssi[] = {
    {"--- Log opened Thu Nov 26 01:37:19 2026", "nothing"},
    {"01:37 -!- irme [~root@127.0.0.1] has joined #log", "join irme - -"},
    {"01:37 [Users #log]", "nothing"},
    {"01:37 [@op] [ irme] [ weeme] ", "nothing"},
    {"01:37 -!- Irssi: #log: Total of 3 nicks [1 ops, 0 halfops, 0 voices, 2 "
     "normal]",
	"nothing"},
    {"01:37 -!- Channel #log created Thu Nov 26 01:37:12 2026", "nothing"},
    {"01:37 < alice> hello w\303\266rld <x> \"q\"",
	"message alice - hello w\303\266rld <x> \"q\""},
    {"01:37 <@op> I am op", "message op - I am op"},
    {"01:37 <+alice> tab\there", "message alice - tab\there"},
    {"01:37  * alice waves at you",
	"message alice - \001ACTION waves at you\001"},
    {"01:37 -alice:#log- a notice", "notice alice - a notice"},
    {"01:37 -!- mode/#log [+v alice] by op", "mode op - +v alice"},
    {"01:37 -!- ServerMode/#log [+nt] by irc.example",
	"mode irc.example - +nt"},
    {"01:37 -!- op changed the topic of #log to: another \"topic\"",
	"topic op - another \"topic\""},
    {"01:37 -!- Topic unset by op on #log", "topic op - "},
    {"01:37 -!- alice is now known as alicia", "nick alice alicia -"},
    {"01:37 -!- bob has been invited to #log by op", "nothing"},
    {"01:37 -!- bob [~bob@127.0.0.1] has left #log [bye (now)]",
	"part bob - bye (now)"},
    {"01:37 -!- bob [~bob@127.0.0.1] has left #log []", "part bob - -"},
    {"01:37 -!- bob was kicked from #log by op [out [you]]",
	"kick op bob out [you]"},
    {"01:37 -!- bob [~bob@127.0.0.1] has quit [Quit: gone (away)]",
	"quit bob - Quit: gone (away)"},
    {"01:37 !irc.example server says", "nothing"},
    {"01:37:42 < alice> with seconds", "message alice - with seconds"},
    {"--- Log closed Thu Nov 26 01:37:53 2026", "nothing"},
    {"01:37 [notice(#log)] whose?", "unknown"},
    {"01:37 -!- You're now known as irme2", "unknown"},
    {"what is this", "unknown"},
    {"01:37", "unknown"},
    {"25:00 < a> b", "unknown"},
    {"01:37 <>", "unknown"},
    {"01:37 <> x", "unknown"},
    {"01:37 < two words> x", "unknown"},
    {"01:37 -!-", "unknown"},
    {"01:37 -!- x", "unknown"},
    {"--- Day changed Don Nov", "unknown"},
    {"--- Log opened Thu Nox 26 2026", "unknown"},
    {NULL, NULL},
};

/* What WeeChat 3.8 wrote. */
static const struct sample weechat[] = {
    {"2026-11-26 01:37:19\t-->\tweeme (root) (~root@127.0.0.1) has joined #log",
	"join weeme - -"},
    {"2026-11-26 01:37:19\t--\tChannel #log: 2 nicks (1 op, 0 halfops, 0 "
     "voices, 1 normal)",
	"nothing"},
    {"2026-11-26 01:37:21\t--\tChannel created on Thu, 26 Nov 2026 01:37:12",
	"nothing"},
    {"2026-11-26 01:37:23\talice\thello <x>", "message alice - hello <x>"},
    {"2026-11-26 01:37:23\t@op\tI\tam op", "message op - I\tam op"},
    {"2026-11-26 01:37:23\t *\talice waves at you",
	"message alice - \001ACTION waves at you\001"},
    {"2026-11-26 01:37:24\t--\tNotice(alice): a notice",
	"notice alice - a notice"},
    {"2026-11-26 01:37:25\t--\tMode #log [+v alice] by op",
	"mode op - +v alice"},
    {"2026-11-26 01:37:25\t--\tMode #log [+nt]", "nothing"},
    {"2026-11-26 01:37:28\t--\top has changed topic for #log to \"the topic\"",
	"topic op - the topic"},
    {"2026-11-26 01:37:29\t--\top has changed topic for #log from \"the "
     "topic\" to \"another \"topic\"\"",
	"topic op - another \"topic\""},
    {"2026-11-26 01:37:29\t--\top has unset topic for #log (old topic: \"a\")",
	"topic op - "},
    {"2026-11-26 01:37:30\t--\talice is now known as alicia",
	"nick alice alicia -"},
    {"2026-11-26 01:37:30\t--\tTopic is now known as Channel",
	"nick Topic Channel -"},
    {"2026-11-26 01:37:41\t<--\tbob (~bob@127.0.0.1) has left #log (bye (now))",
	"part bob - bye (now)"},
    {"2026-11-26 01:37:42\t<--\tbob (~bob@127.0.0.1) has left #log",
	"part bob - -"},
    {"2026-11-26 01:37:43\t<--\top has kicked bob (out [you])",
	"kick op bob out [you]"},
    {"2026-11-26 01:37:46\t<--\tbob (~bob@127.0.0.1) has quit (Quit: gone "
     "(away))",
	"quit bob - Quit: gone (away)"},
    {"2026-11-26 01:37:51\t--\tTopic for #log2 is \"mytopic\"", "nothing"},
    {"2026-11-26 01:37:51\t--\tTopic set by weeme2 (~root@127.0.0.1) on Thu, "
     "26 Nov 2026 01:37:39",
	"nothing"},
    {"2026-11-26 01:37:51\t--\tirc: disconnected from server", "nothing"},
    {"2026-11-26 01:37:51\t\t****  End of log  ****", "nothing"},
    {"2026-11-26 01:37:32\t--\tNotice -> #log: whose?", "unknown"},
    {"2026-11-26 01:37:32\t--\tYou are now known as other", "unknown"},
    {"second line of a message", "unknown"},
    {"2026-11-26 01:37:32\talice", "unknown"},
    {"2026-13-26 01:37:32\talice\tx", "unknown"},
    {"2026-11-26\talice\tx", "unknown"},
    {"2026-11-26 01:37:32\t--\t", "unknown"},
    {"2026-11-26 01:37:32\t-->\t has joined ", "unknown"},
    {"2026-11-26 01:37:32\t<--\tbob (", "unknown"},
    {"\t\t", "unknown"},
    {NULL, NULL},
};

/* As the module log of ZNC 1.8 writes. */
static const struct sample znc[] = {
    {"[01:37:19] *** Joins: bob (~bob@host)", "join bob - -"},
    {"[01:37:19] *** Parts: bob (~bob@host) (bye (now))",
	"part bob - bye (now)"},
    {"[01:37:19] *** Parts: bob (~bob@host) ()", "part bob - -"},
    {"[01:37:19] *** Parts: bob (~bob@host)", "part bob - -"},
    {"[01:37:19] *** Quits: bob (~bob@host) (Quit: gone)",
	"quit bob - Quit: gone"},
    {"[01:37:19] *** bob was kicked by op (out (you))",
	"kick op bob out (you)"},
    {"[01:37:19] *** alice is now known as alicia", "nick alice alicia -"},
    {"[01:37:19] *** op sets mode: +o alice", "mode op - +o alice"},
    {"[01:37:19] *** op sets mode: +m ", "mode op - +m"},
    {"[01:37:19] *** op changes topic to 'it's (new)'",
	"topic op - it's (new)"},
    {"[01:37:19] *** op changes topic to ''", "topic op - "},
    {"[01:37:19] <alice> hello <x>", "message alice - hello <x>"},
    {"[01:37:19] * alice waves", "message alice - \001ACTION waves\001"},
    {"[01:37:19] -alice- a - notice", "notice alice - a - notice"},
    {"[01:37:19] Connected to IRC (irc.example +6697)", "nothing"},
    {"[01:37:19] Disconnected from IRC (irc.example +6697)", "nothing"},
    {"[01:37:19] <alice> ", "nothing"},
    {"[01:37:19] <alice>", "unknown"},
    {"[01:37:19] *** ", "unknown"},
    {"[01:37:19] *** Joins: bob", "unknown"},
    {"[01:37:19] *** op changes topic to '", "unknown"},
    {"01:37:19 <alice> x", "unknown"},
    {"[01:99:19] <alice> x", "unknown"},
    {"[", "unknown"},
    {NULL, NULL},
};

START_TEST(every_sort_of_line_of_irssi_is_understood)
{
	expect("irssi", irssi);
}
END_TEST

START_TEST(every_sort_of_line_of_weechat_is_understood)
{
	expect("weechat", weechat);
}
END_TEST

START_TEST(every_sort_of_line_of_znc_is_understood)
{
	expect("znc", znc);
}
END_TEST

START_TEST(a_join_says_user_host_real_name_and_account)
{
	ck_assert_int_eq(read_line("weechat",
			     "2026-11-26 01:37:22\t-->\talice [acc] (A (B) C) "
			     "(~al@host) has joined #log"),
	    IMPORT_LOG_ROW);
	ck_assert_str_eq(row.user, "~al");
	ck_assert_str_eq(row.host, "host");
	ck_assert_str_eq(row.realname, "A (B) C");
	ck_assert_str_eq(row.account, "acc");
	ck_assert_str_eq(row.target, "#c");
	read_line("irssi", "01:37 -!- bob [~b@h] has joined #log");
	ck_assert_str_eq(row.user, "~b");
	ck_assert_str_eq(row.host, "h");
	read_line("znc", "[01:37:19] <bob> hi");
	ck_assert_str_eq(row.user, IMPORT_LOG_USER);
	ck_assert_str_eq(row.host, IMPORT_LOG_HOST);
}
END_TEST

START_TEST(whose_log_it_is_says_own_notices_and_changes_own_nick)
{
	static const struct sample own[] = {
	    {"01:37 [notice(#log)] mine", "notice me - mine"},
	    {"01:37 -!- You're now known as me2", "nick me me2 -"},
	    {"01:37 [notice(#log)] mine", "notice me2 - mine"},
	    {"01:37 -!- me2 is now known as me3", "nick me2 me3 -"},
	    {"01:37 [notice(#log)] mine", "notice me3 - mine"},
	    {NULL, NULL},
	};

	import_log_begin(&l, "#c", "me");
	import_log_day(&l, "2026-11-26");
	for (const struct sample *s = own; s->line; s++)
		ck_assert_str_eq(short_row("irssi", s->line), s->row);
}
END_TEST

static const char *
time_of(const char *format, const char *line)
{
	static char iso[CLOCK_ISO_LEN];

	ck_assert_int_eq(read_line(format, line), IMPORT_LOG_ROW);
	clock_iso(row.time_ms, iso);
	return iso;
}

START_TEST(lines_of_one_stamp_keep_their_order)
{
	ck_assert_str_eq(
	    time_of("znc", "[01:37:19] <a> x"), "2026-11-26T01:37:19.000Z");
	ck_assert_str_eq(
	    time_of("znc", "[01:37:19] <a> x"), "2026-11-26T01:37:19.001Z");
	ck_assert_str_eq(
	    time_of("znc", "[01:37:20] <a> x"), "2026-11-26T01:37:20.000Z");
	for (int i = 0; i < 1500; i++)
		time_of("znc", "[01:37:21] <a> x");
	ck_assert_str_eq(
	    time_of("znc", "[01:37:21] <a> x"), "2026-11-26T01:37:21.999Z");
	ck_assert_uint_eq(l.same, 1500);
}
END_TEST

START_TEST(the_day_of_irssi_changes_where_the_log_says_so)
{
	read_line("irssi", "--- Log opened Tue Feb 28 23:59:58 2023");
	ck_assert_str_eq(
	    time_of("irssi", "23:59 < a> x"), "2023-02-28T23:59:00.000Z");
	read_line("irssi", "--- Day changed Wed Mar 01 2023");
	ck_assert_str_eq(
	    time_of("irssi", "00:00 < a> x"), "2023-03-01T00:00:00.000Z");
}
END_TEST

START_TEST(local_time_goes_through_the_hour_of_autumn_twice)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	import_log_day(&l, "2025-10-26");
	ck_assert_str_eq(
	    time_of("znc", "[02:30:00] <a> x"), "2025-10-26T00:30:00.000Z");
	ck_assert_str_eq(
	    time_of("znc", "[02:59:00] <a> x"), "2025-10-26T00:59:00.000Z");
	ck_assert_str_eq(
	    time_of("znc", "[02:10:00] <a> x"), "2025-10-26T01:10:00.000Z");
	ck_assert_str_eq(
	    time_of("znc", "[03:00:00] <a> x"), "2025-10-26T02:00:00.000Z");
	import_log_day(&l, "2025-07-01");
	time_of("znc", "[12:00:05] <a> x");
	ck_assert_str_eq(
	    time_of("znc", "[12:00:01] <a> x"), "2025-07-01T10:00:01.000Z");
}
END_TEST

START_TEST(the_day_stands_last_in_the_name_of_a_file)
{
	static const struct {
		const char *path;
		int month, date;
	} names[] = {
	    {"/x/2019-01-02/#c/2026-11-26.log", 11, 26},
	    {"user_net_#c_20251224.log", 12, 24},
	    {"#2020-05-06_2021-07-08.log", 7, 8},
	};

	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(import_log_day_of_file(&l, names[i].path), 0);
		ck_assert_int_eq(l.day.tm_mon + 1, names[i].month);
		ck_assert_int_eq(l.day.tm_mday, names[i].date);
	}
	ck_assert_int_eq(import_log_day_of_file(&l, "#c.log"), -1);
	ck_assert_int_eq(import_log_day_of_file(&l, "/2026-11-26/a.log"), -1);
	ck_assert_int_eq(import_log_day_of_file(&l, "202611261234.log"), -1);
	ck_assert_int_eq(import_log_day(&l, "2026-11-26x"), -1);
	ck_assert_int_eq(import_log_day(&l, ""), -1);
}
END_TEST

START_TEST(a_long_line_is_kept_in_pieces_that_fit)
{
	char line[1200];
	struct event_line piece = {0};
	size_t all = 0;

	memset(line, 'x', sizeof(line));
	memcpy(line, "[01:37:19] <a> ", 15);
	line[sizeof(line) - 1] = '\0';
	ck_assert_int_eq(read_line("znc", line), IMPORT_LOG_ROW);
	for (piece.rest = row.body; event_next_line(&piece);) {
		ck_assert_uint_le(piece.len, 350);
		ck_assert(piece.joined || all == 0);
		all += piece.len;
	}
	ck_assert_uint_eq(all, sizeof(line) - 1 - 15);
}
END_TEST

Suite *
suite_server_import_log(void)
{
	Suite *s = suite_create("server_import_log");
	TCase *tc = tcase_create("lines");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, every_sort_of_line_of_irssi_is_understood);
	tcase_add_test(tc, every_sort_of_line_of_weechat_is_understood);
	tcase_add_test(tc, every_sort_of_line_of_znc_is_understood);
	tcase_add_test(tc, a_join_says_user_host_real_name_and_account);
	tcase_add_test(
	    tc, whose_log_it_is_says_own_notices_and_changes_own_nick);
	tcase_add_test(tc, lines_of_one_stamp_keep_their_order);
	tcase_add_test(tc, the_day_of_irssi_changes_where_the_log_says_so);
	tcase_add_test(tc, local_time_goes_through_the_hour_of_autumn_twice);
	tcase_add_test(tc, the_day_stands_last_in_the_name_of_a_file);
	tcase_add_test(tc, a_long_line_is_kept_in_pieces_that_fit);
	suite_add_tcase(s, tc);
	return s;
}
