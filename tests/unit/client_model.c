/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "client/history.h"
#include "common/clock.h"
#include "tests/suites.h"
#include "tests/unit/client_past.h"

/*
 * A server that keeps messages 0..said-1 of #a, pairs of them at the same
 * time, and answers as the specification says; somebody who scrolls, jumps
 * and loses the connection at random. Whatever happens, the window shows them
 * in their order, none twice, and where some are missing there is a gap.
 */
enum { LIMIT = 7 };

static struct past p;
static int said;

static void
setup(void)
{
	past_setup(&p);
	said = 0;
}

static void
teardown(void)
{
	past_teardown(&p);
}

static void
message(const char *tags, int i)
{
	char line[300], time[CLOCK_ISO_LEN];

	past_iso(i / 2, time);
	snprintf(line, sizeof(line),
	    "@%stime=%s;msgid=m%d :bob!u@h PRIVMSG #a :text %d", tags, time, i,
	    i);
	talker_hear(&p.t, line);
}

static void
say(int count, bool heard)
{
	for (; count > 0; count--, said++)
		if (heard)
			message("", said);
}

/* The first message at or after what a reference names. */
static int
number(const char *reference)
{
	int64_t noon = clock_parse_iso("2026-11-03T12:00:00.000Z");
	int64_t ms;

	if (!strncmp(reference, "msgid=m", 7))
		return atoi(reference + 7);
	ms = clock_parse_iso(reference + strlen("timestamp=")) - noon;
	return ms <= 0 ? 0 : (int)((ms + 59999) / 60000) * 2;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static void
answer(const char *request)
{
	char sub[16], reference[64];
	int from = 0, to = said, at;

	ck_assert_int_eq(
	    sscanf(request, "CHATHISTORY %15s #a %63s", sub, reference), 2);
	at = strcmp(reference, "*") ? number(reference) : said;
	if (!strcmp(sub, "AFTER")) {
		from = !strncmp(reference, "msgid", 5) ? at + 1 : at;
		to = least(said, from + LIMIT);
	} else {
		to = !strcmp(sub, "AROUND") ? least(said, at + LIMIT / 2) : at;
		to = least(said, to);
		from = to > LIMIT ? to - LIMIT : 0;
	}
	past_begin(&p,
	    from == 0 && rand() % 2 && strcmp(sub, "AFTER")
		? "draft/chathistory-end;"
		: "");
	for (int i = from; i < to; i++)
		message("batch=p;", i);
	talker_hear(&p.t, ":irc BATCH -p");
}

static void
answer_all(void)
{
	const char *request;

	for (int i = 0; *(request = past_asked(&p)); i++) {
		ck_assert_int_lt(i, 200);
		if (rand() % 8 == 0)
			say(1, true);
		answer(request);
	}
}

static void
lose(void)
{
	handle_lost(&p.t.state, p.t.n, "gone");
	say(rand() % 40, false);
	talker_welcome(&p.t, PAST_CAPS);
	talker_hear(&p.t, ":irc 005 me CHATHISTORY=7 :are supported");
	talker_hear(&p.t, ":me!u@h JOIN #a");
	say(rand() % 3, true);
}

static void
look(void)
{
	size_t first = (size_t)rand() % p.r->count;
	size_t last = first + 5 < p.r->count ? first + 5 : p.r->count - 1;

	room_scroll(p.r, room_line(p.r, last)->id, 0);
	history_look(p.r, first, last, rand() % 2);
}

static void
go(void)
{
	char time[CLOCK_ISO_LEN];

	past_iso(rand() % (said / 2 + 2), time);
	history_goto(p.r, "", clock_parse_iso(time));
}

static void
check(void)
{
	int before = -1;
	bool gap = true;

	for (size_t i = 0; i < p.r->count; i++) {
		const struct line *l = room_line(p.r, i);
		int n;

		gap = gap || l->kind == SAID_GAP;
		if (l->kind != SAID_MESSAGE)
			continue;
		n = atoi(l->text + strlen("text "));
		ck_assert_msg(gap ? n > before : n == before + 1,
		    "%d after %d%s: %s", n, before, gap ? " and a gap" : "",
		    past_shown(&p));
		before = n;
		gap = false;
	}
}

static void
happen(void)
{
	switch (rand() % 8) {
	case 0:
		lose();
		break;
	case 1:
		go();
		break;
	case 2:
		say(rand() % 5, true);
		break;
	default:
		look();
		break;
	}
}

START_TEST(whatever_is_done_all_is_in_order_once_or_a_gap_is_seen)
{
	srand((unsigned)_i);
	say(rand() % 150, false);
	past_join(&p);
	talker_hear(&p.t, ":irc 005 me CHATHISTORY=7 :are supported");
	p.r->joined_ms = 0;
	answer_all();
	check();
	for (int i = 0; i < 40; i++) {
		happen();
		if (rand() % 4)
			answer_all();
		check();
	}
	answer_all();
	check();
}
END_TEST

/* Who only scrolls has it all in the end. */
START_TEST(looking_everywhere_loads_everything)
{
	srand((unsigned)_i);
	say(100, false);
	past_join(&p);
	talker_hear(&p.t, ":irc 005 me CHATHISTORY=7 :are supported");
	answer_all();
	lose();
	answer_all();
	go();
	answer_all();
	for (int i = 0; i < 100; i++) {
		past_scroll_up(&p);
		answer_all();
	}
	check();
	ck_assert_str_eq(past_gap(&p), "");
	ck_assert_str_eq(room_top(p.r), "beginning of history");
	ck_assert_int_eq(strncmp(past_shown(&p), "0 1 2 3 4 5 ", 12), 0);
}
END_TEST

Suite *
suite_client_model(void)
{
	Suite *s = suite_create("client_model");
	TCase *tc = tcase_create("model");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(
	    tc, whatever_is_done_all_is_in_order_once_or_a_gap_is_seen, 0, 200);
	tcase_add_loop_test(tc, looking_everywhere_loads_everything, 0, 50);
	suite_add_tcase(s, tc);
	return s;
}
