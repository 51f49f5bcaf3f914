/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "common/mem.h"
#include "server/dialect.h"
#include "server/plain_say.h"
#include "tests/suites.h"

#define THEN "Nov 21 2001 02:40"

static const int64_t then_ms = 1006310403123; /* 2001-11-21T02:40:03.123Z */

static void
set_zone(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

static struct event
make(enum event_kind kind, const char *target, const char *body)
{
	struct event e = {.kind = kind, .time_ms = then_ms, .seq = 7};

	e.source.nick = "alice";
	e.source.user = "al";
	e.source.host = "localhost";
	e.source.user_id = 3;
	e.target = target;
	e.body = body;
	return e;
}

static void
shows(const struct event *e, unsigned sight, const char *want)
{
	struct view v = {.caps = dialect_plain.views, .sight = sight};
	struct buf out = {0};

	dialect_plain.encode(&out, e, &v);
	ck_assert_str_eq(out.data ? out.data : "", want);
	buf_free(&out);
}

struct row {
	enum event_kind kind;
	unsigned sight;
	const char *target, *arg, *body, *want;
};

static void
show_all(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *r = &rows[i];
		struct event e = make(r->kind, r->target, r->body);
		struct buf want = {0};

		e.arg = r->arg;
		if (r->want)
			buf_addf(&want, "%s\r\n", r->want);
		shows(&e, r->sight, want.data ? want.data : "");
		buf_free(&want);
	}
}

#define SHOW_ALL(rows) show_all(rows, sizeof(rows) / sizeof(*(rows)))

START_TEST(what_is_said_tells_when_where_who_and_what)
{
	static const struct row rows[] = {
	    {EVENT_MESSAGE, PLAIN_HERE, "#c", NULL, "hi", THEN " <alice> hi"},
	    {EVENT_MESSAGE, 0, "#c", NULL, "hi", THEN " #c <alice> hi"},
	    {EVENT_MESSAGE, PLAIN_HERE | PLAIN_MINE, "#c", NULL, "hi",
		THEN " <alice> hi"},
	    {EVENT_MESSAGE, PLAIN_ME, "bob", NULL, "hi",
		THEN " [dm] alice: hi"},
	    {EVENT_MESSAGE, PLAIN_MINE, "bob", NULL, "hi",
		THEN " [dm] to bob: hi"},
	    {EVENT_NOTICE, PLAIN_HERE, "#c", NULL, "hi", THEN " -alice- hi"},
	    {EVENT_NOTICE, 0, "#c", NULL, "hi", THEN " #c -alice- hi"},
	    {EVENT_NOTICE, PLAIN_ME, "bob", NULL, "hi",
		THEN " [dm] -alice- hi"},
	    {EVENT_NOTICE, PLAIN_MINE, "bob", NULL, "hi",
		THEN " [dm] to bob: -alice- hi"},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(an_action_is_told_as_what_somebody_does)
{
	static const struct row rows[] = {
	    {EVENT_MESSAGE, PLAIN_HERE, "#c", NULL, "\001ACTION waves\001",
		THEN " * alice waves"},
	    {EVENT_MESSAGE, 0, "#c", NULL, "\001ACTION waves",
		THEN " #c * alice waves"},
	    {EVENT_MESSAGE, PLAIN_ME, "bob", NULL, "\001ACTION waves\001",
		THEN " [dm] * alice waves"},
	    {EVENT_MESSAGE, PLAIN_MINE, "bob", NULL, "\001ACTION waves\001",
		THEN " [dm] to bob: * alice waves"},
	    {EVENT_MESSAGE, PLAIN_HERE, "#c", NULL, "\001ACTION \001",
		THEN " * alice "},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(a_request_of_a_program_is_told_in_words_and_its_answer_not_at_all)
{
	static const struct row rows[] = {
	    {EVENT_MESSAGE, PLAIN_ME, "bob", NULL, "\001VERSION\001",
		"-- alice asks for CTCP VERSION, which plain lines do not "
		"answer."},
	    {EVENT_MESSAGE, 0, "#c", NULL, "\001DCC SEND x 1 2\001",
		"-- alice asks for CTCP DCC, which plain lines do not "
		"answer."},
	    {EVENT_MESSAGE, 0, "#c", NULL,
		"\001AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD",
		"-- alice asks for CTCP AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD, "
		"which plain lines do not answer."},
	    {EVENT_NOTICE, PLAIN_ME, "bob", NULL, "\001VERSION x\001", NULL},
	    {EVENT_MESSAGE, PLAIN_MINE, "bob", NULL, "\001PING 1\001", NULL},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(what_is_said_to_some_of_a_channel_names_it_with_its_mark)
{
	struct event e = make(EVENT_MESSAGE, "#c", "hi");

	e.status = '@';
	shows(&e, PLAIN_HERE, THEN " @#c <alice> hi\r\n");
}
END_TEST

START_TEST(a_message_of_several_lines_is_told_line_by_line)
{
	struct event e = make(EVENT_MESSAGE, "#c", "one\n\ntw\ro\nthree");

	shows(&e, PLAIN_HERE,
	    THEN " <alice> one\r\n" THEN " <alice> two\r\n" THEN
		 " <alice> three\r\n");
	e.body = "";
	shows(&e, PLAIN_HERE, "");
}
END_TEST

START_TEST(a_service_and_the_server_itself_answer_without_a_time)
{
	struct event e = make(EVENT_NOTICE, "bob", "You are known.");

	e.seq = e.source.user_id = 0;
	e.source.nick = e.source.user = "NickServ";
	shows(&e, PLAIN_ME, "-NickServ- You are known.\r\n");
	e.source.user = NULL;
	shows(&e, PLAIN_ME, "-- You are known.\r\n");
	e.source.user = "NickServ";
	e.seq = 7; /* of history: somebody who is there no more */
	shows(&e, PLAIN_ME, THEN " [dm] -NickServ- You are known.\r\n");
}
END_TEST

START_TEST(who_comes_and_goes_is_told)
{
	static const struct row rows[] = {
	    {EVENT_JOIN, PLAIN_HERE, "#c", NULL, NULL, "-- alice joined"},
	    {EVENT_JOIN, 0, "#c", NULL, NULL, "-- alice joined #c"},
	    {EVENT_JOIN, PLAIN_MINE | PLAIN_HERE, "#c", NULL, NULL,
		"-- You are in #c."},
	    {EVENT_PART, PLAIN_HERE, "#c", NULL, NULL, "-- alice left"},
	    {EVENT_PART, PLAIN_HERE, "#c", NULL, "bye", "-- alice left (bye)"},
	    {EVENT_PART, 0, "#c", NULL, "bye", "-- alice left #c (bye)"},
	    {EVENT_PART, PLAIN_MINE | PLAIN_HERE, "#c", NULL, NULL,
		"-- You left #c"},
	    {EVENT_QUIT, 0, NULL, NULL, "Quit: ", "-- alice is gone"},
	    {EVENT_QUIT, 0, NULL, NULL, "Quit: bye",
		"-- alice is gone (Quit: bye)"},
	    {EVENT_QUIT, 0, NULL, NULL, "Ping timeout: 90 seconds",
		"-- alice is gone (Ping timeout: 90 seconds)"},
	    {EVENT_KICK, PLAIN_HERE, "#c", "bob", NULL,
		"-- alice put bob out of #c"},
	    {EVENT_KICK, PLAIN_ME, "#c", "bob", "spam",
		"-- alice put you out of #c (spam)"},
	    {EVENT_KICK, PLAIN_MINE, "#c", "bob", "spam",
		"-- You put bob out of #c (spam)"},
	    {EVENT_NICK, 0, NULL, "al", NULL, "-- alice is now al"},
	    {EVENT_NICK, PLAIN_MINE, NULL, "al", NULL, "-- You are now al."},
	    {EVENT_KILL, PLAIN_ME, "bob", NULL, "spam",
		"-- alice ends your connection (spam)"},
	    {EVENT_KNOCK, 0, "#c", "bob", "bob!b@h",
		"-- bob asks to be let into #c"},
	    {EVENT_INVITE, PLAIN_ME, "bob", "#c", NULL,
		"-- alice invites you to #c: @join #c"},
	    {EVENT_INVITE, 0, "bob", "#c", NULL, "-- alice invited bob to #c"},
	    {EVENT_INVITE, PLAIN_MINE, "bob", "#c", NULL,
		"-- You invited bob to #c"},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(what_becomes_of_a_channel_is_told)
{
	static const struct row rows[] = {
	    {EVENT_TOPIC, PLAIN_HERE, "#c", NULL, "tea",
		"-- alice set the topic: tea"},
	    {EVENT_TOPIC, 0, "#c", NULL, "tea",
		"-- alice set the topic of #c: tea"},
	    {EVENT_TOPIC, PLAIN_HERE, "#c", NULL, "",
		"-- alice cleared the topic"},
	    {EVENT_TOPIC, PLAIN_MINE, "#c", NULL, "",
		"-- You cleared the topic of #c"},
	    {EVENT_RENAME, PLAIN_HERE, "#c", "#d", "",
		"-- alice renamed #c to #d"},
	    {EVENT_RENAME, PLAIN_MINE, "#c", "#d", "better",
		"-- You renamed #c to #d (better)"},
	    {EVENT_REDACT, PLAIN_HERE, "#c", "no-id", NULL,
		"-- alice took back a message"},
	    {EVENT_REDACT, 0, "#c", "no-id", "typo",
		"-- alice took back a message in #c (typo)"},
	    {EVENT_REDACT, 0, "bob", "no-id", NULL,
		"-- alice took back a message"},
	    {EVENT_WALLOPS, 0, NULL, NULL, "hear", "-- alice to all: hear"},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(a_message_that_is_taken_back_is_known_by_its_time)
{
	static const uint8_t rest[10];
	struct event e = make(EVENT_REDACT, "#c", "typo");
	char id[EVENT_ID_LEN];

	event_id_at(id, then_ms, rest);
	e.arg = id;
	shows(&e, PLAIN_HERE,
	    "-- alice took back a message of " THEN " (typo)\r\n");
}
END_TEST

START_TEST(what_only_programs_want_to_know_is_no_line)
{
	static const struct row rows[] = {
	    {EVENT_TAGMSG, 0, "#c", NULL, NULL, NULL},
	    {EVENT_CONNECT, 0, NULL, NULL, NULL, NULL},
	    {EVENT_AWAY, 0, NULL, NULL, "gone", NULL},
	    {EVENT_ACCOUNT, 0, NULL, NULL, NULL, NULL},
	    {EVENT_SETNAME, 0, NULL, NULL, "Al", NULL},
	    {EVENT_CHGHOST, 0, NULL, "al", "host", NULL},
	    {EVENT_CLOSE, 0, "#c", NULL, NULL, NULL},
	    {EVENT_METADATA, 0, "#c", "url", "x", NULL},
	    {EVENT_MARKREAD, 0, "#c", "2026", NULL, NULL},
	    {EVENT_REGISTER, 0, "#c", "al", NULL, NULL},
	    {EVENT_ACCESS, 0, "#c", "al", "op", NULL},
	    {EVENT_OFFER, 0, "#c", "al", NULL, NULL},
	};

	SHOW_ALL(rows);
}
END_TEST

START_TEST(ranks_and_bans_are_told_in_words_and_other_modes_by_their_letters)
{
	static const struct mode_change all[] = {{true, 'o', "bob"},
	    {false, 'o', "bob"}, {true, 'q', "bob"}, {true, 'a', "bob"},
	    {true, 'h', "bob"}, {true, 'v', "bob"}, {false, 'v', "bob"},
	    {true, 'm', NULL}, {true, 'b', "x!*@*"}, {false, 'b', "x!*@*"},
	    {true, 'k', "key"}, {false, 'i', NULL}};
	struct event e = make(EVENT_MODE, "#c", "");

	e.modes = all;
	e.nmodes = sizeof(all) / sizeof(*all);
	shows(&e, PLAIN_HERE,
	    "-- alice made bob an operator of #c\r\n"
	    "-- alice made bob no longer an operator of #c\r\n"
	    "-- alice made bob a founder of #c\r\n"
	    "-- alice made bob an admin of #c\r\n"
	    "-- alice made bob a half-operator of #c\r\n"
	    "-- alice gave bob a voice in #c\r\n"
	    "-- alice took from bob the voice in #c\r\n"
	    "-- alice banned x!*@* from #c\r\n"
	    "-- alice lifted the ban of x!*@* from #c\r\n"
	    "-- alice set +mk-i key in #c\r\n");
	e.nmodes = 1;
	shows(&e, PLAIN_MINE, "-- You made bob an operator of #c\r\n");
}
END_TEST

START_TEST(of_ones_own_modes_only_that_of_operators_is_told)
{
	static const struct mode_change all[] = {
	    {true, 'i', NULL}, {true, 'o', NULL}, {false, 'o', NULL}};
	struct event e = make(EVENT_UMODE, NULL, "");

	e.modes = all;
	e.nmodes = sizeof(all) / sizeof(*all);
	shows(&e, PLAIN_MINE,
	    "-- You are now an operator of this server.\r\n"
	    "-- You are no longer an operator of this server.\r\n");
}
END_TEST

#define UNKNOWN "\xef\xbf\xbd"

START_TEST(nothing_that_somebody_wrote_can_steer_a_terminal)
{
	static const struct {
		const char *body, *want;
	} texts[] = {
	    {"\033[2Jx", UNKNOWN "[2Jx"},
	    {"a\x7f\a\b", "a" UNKNOWN UNKNOWN UNKNOWN},
	    {"\xc2\x9b"
	     "31m",
		UNKNOWN "31m"},
	    {"\002b\002 \00304,12red\003 \004ff0000hex\017\021\026\035\036\037",
		"b red hex"},
	    {"\0035", ""},
	    {"a\tb", "a    b"},
	    {"\xe2\x80\xae"
	     "abc",
		UNKNOWN "abc"},
	    {"\xe2\x81\xa6z\xe2\x80\x8b", UNKNOWN "z" UNKNOWN},
	    {"caf\xe9 \xff\xfb\x01", "caf" UNKNOWN " " UNKNOWN UNKNOWN UNKNOWN},
	    {"caf\xc3\xa9 \xe6\x97\xa5", "caf\xc3\xa9 \xe6\x97\xa5"},
	    {"100%s %n", "100%s %n"},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct event e = make(EVENT_MESSAGE, "#c", texts[i].body);
		struct buf want = {0};

		buf_addf(&want, THEN " <alice> %s\r\n", texts[i].want);
		shows(&e, PLAIN_HERE, want.data);
		buf_free(&want);
	}
}
END_TEST

START_TEST(reasons_topics_and_names_are_as_safe)
{
	static const struct row rows[] = {
	    {EVENT_PART, PLAIN_HERE, "#c", NULL, "\033c\r\n-- x",
		"-- alice left (" UNKNOWN "c" UNKNOWN UNKNOWN "-- x)"},
	    {EVENT_TOPIC, PLAIN_HERE, "#c", NULL, "\00304\033",
		"-- alice set the topic: " UNKNOWN},
	    {EVENT_NICK, 0, NULL,
		"\xe2\x80\xae"
		"al",
		NULL, "-- alice is now " UNKNOWN "al"},
	};

	SHOW_ALL(rows);
}
END_TEST

static void
local(struct buf *out, int64_t time_ms, const char *form)
{
	time_t t = (time_t)(time_ms / 1000);
	char text[40];
	struct tm tm;

	ck_assert_ptr_nonnull(localtime_r(&t, &tm));
	if (!strcmp(form, "date"))
		strftime(text, sizeof(text), "%b %e %H:%M", &tm);
	else
		strftime(text, sizeof(text), "%H:%M", &tm);
	buf_adds(out, text);
}

START_TEST(a_time_of_today_has_no_date)
{
	struct event e = make(EVENT_MESSAGE, "#c", "hi");
	struct buf want = {0};

	e.time_ms = clock_wall_ms();
	local(&want, e.time_ms, "time");
	buf_adds(&want, " <alice> hi\r\n");
	shows(&e, PLAIN_HERE, want.data);
	buf_free(&want);
}
END_TEST

START_TEST(a_time_is_of_the_zone_of_the_server)
{
	struct event e = make(EVENT_MESSAGE, "#c", "hi");

	setenv("TZ", "XXX-3", 1);
	tzset();
	shows(&e, PLAIN_HERE, "Nov 21 2001 05:40 <alice> hi\r\n");
	set_zone();
}
END_TEST

Suite *
suite_plain_say(void)
{
	Suite *s = suite_create("plain_say");
	TCase *tc = tcase_create("plain_say");

	tcase_add_unchecked_fixture(tc, set_zone, NULL);
	tcase_add_test(tc, what_is_said_tells_when_where_who_and_what);
	tcase_add_test(tc, an_action_is_told_as_what_somebody_does);
	tcase_add_test(tc,
	    a_request_of_a_program_is_told_in_words_and_its_answer_not_at_all);
	tcase_add_test(
	    tc, what_is_said_to_some_of_a_channel_names_it_with_its_mark);
	tcase_add_test(tc, a_message_of_several_lines_is_told_line_by_line);
	tcase_add_test(
	    tc, a_service_and_the_server_itself_answer_without_a_time);
	tcase_add_test(tc, who_comes_and_goes_is_told);
	tcase_add_test(tc, what_becomes_of_a_channel_is_told);
	tcase_add_test(tc, a_message_that_is_taken_back_is_known_by_its_time);
	tcase_add_test(tc, what_only_programs_want_to_know_is_no_line);
	tcase_add_test(tc,
	    ranks_and_bans_are_told_in_words_and_other_modes_by_their_letters);
	tcase_add_test(tc, of_ones_own_modes_only_that_of_operators_is_told);
	tcase_add_test(tc, nothing_that_somebody_wrote_can_steer_a_terminal);
	tcase_add_test(tc, reasons_topics_and_names_are_as_safe);
	tcase_add_test(tc, a_time_of_today_has_no_date);
	tcase_add_test(tc, a_time_is_of_the_zone_of_the_server);
	suite_add_tcase(s, tc);
	return s;
}
