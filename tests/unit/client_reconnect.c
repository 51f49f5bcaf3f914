/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/backfill.h"
#include "client/handle.h"
#include "client/history.h"
#include "client/marker.h"
#include "common/clock.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

/*
 * A server that keeps what is said in #a, refuses some requests and answers
 * others late, and a client that loses its connection after any line, scrolls
 * and goes to moments: message i says "i.0", "i.1", … in as many lines as it
 * has. Whatever happens, the window has each line once and in order, and where
 * something is missing between two of them there is a gap.
 */
enum {
	MESSAGES = 400,
	STEPS = 400,
	ROUNDS = 100,
	LINES_MAX = 3,
	WIRE_MAX = 4000
};

struct saying {
	int64_t time_ms;
	int lines;
};

static struct {
	struct talker t;
	struct room *r; /* NULL until joined */
	struct saying said[MESSAGES];
	int count;
	char *wire[WIRE_MAX]; /* lines on the way to the client */
	size_t head, tail;
	bool labels, ids, slow;
	int batch;
	int64_t clock_ms, now_ms, slow_ms;
	unsigned round, seed;
} w;

static int
chance(int n)
{
	w.seed = w.seed * 1103515245U + 12345U;
	return (int)(w.seed >> 16) % n;
}

static void put(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
put(const char *fmt, ...)
{
	char line[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	ck_assert_uint_lt(w.tail, WIRE_MAX);
	w.wire[w.tail++] = mem_strdup(line);
}

static void
forget_wire(void)
{
	for (; w.head < w.tail; w.head++)
		free(w.wire[w.head]);
	w.head = w.tail = 0;
}

static void
deliver(size_t most)
{
	for (; most > 0 && w.head < w.tail; most--) {
		talker_hear(&w.t, w.wire[w.head]);
		free(w.wire[w.head++]);
	}
	if (w.head == w.tail)
		w.head = w.tail = 0;
	w.r = state_find(&w.t.state, w.t.n, "#a");
}

static void
put_message(const char *tags, int i)
{
	char iso[CLOCK_ISO_LEN], id[40] = "";

	clock_iso(w.said[i].time_ms, iso);
	if (w.ids)
		snprintf(id, sizeof(id), "msgid=m%d;", i);
	for (int line = 0; line < w.said[i].lines; line++)
		put("@%s%stime=%s :bob!u@h PRIVMSG #a :%d.%d", tags,
		    line ? "" : id, iso, i, line);
}

static void
say(void)
{
	if (w.count == MESSAGES)
		return;
	w.clock_ms += chance(3) ? 1 + chance(5000) : w.ids ? 0 : 1;
	w.said[w.count].time_ms = w.clock_ms;
	w.said[w.count].lines = w.ids && !chance(4) ? 1 + chance(LINES_MAX) : 1;
	put_message("", w.count++);
}

/* The first message that is not before what a reference names. */
static int
place(const char *reference)
{
	int64_t time_ms;
	int i = 0;

	if (!strncmp(reference, "msgid=m", 7))
		return atoi(reference + 7);
	ck_assert(!strncmp(reference, "timestamp=", 10));
	time_ms = clock_parse_iso(reference + 10);
	while (i < w.count && w.said[i].time_ms < time_ms)
		i++;
	return i;
}

static bool
stands_at(const char *reference, int i)
{
	return i < w.count &&
	    (!strncmp(reference, "msgid=", 6) ||
		w.said[i].time_ms == clock_parse_iso(reference + 10));
}

static void
answer(const char *label, const char *sub, const char *reference, int limit)
{
	int from = 0, to = w.count;
	bool end = false;
	char tags[40];

	if (!strcmp(sub, "LATEST")) {
		from = to > limit ? to - limit : 0;
		end = from == 0;
	} else if (!strcmp(sub, "BEFORE")) {
		to = place(reference);
		from = to > limit ? to - limit : 0;
		end = from == 0;
	} else if (!strcmp(sub, "AFTER")) {
		from = place(reference);
		while (stands_at(reference, from) &&
		    (from == place(reference) || *reference == 't'))
			from++;
		to = from + limit < to ? from + limit : to;
		end = to == w.count;
	} else {
		ck_assert_str_eq(sub, "AROUND");
		from = place(reference) - limit / 2;
		from = from < 0 ? 0 : from;
		to = from + limit < to ? from + limit : to;
	}
	w.batch++;
	put("@%s%s:s BATCH +b%d chathistory #a",
	    end ? "draft/chathistory-end;" : "", *label ? label : "x ",
	    w.batch);
	snprintf(tags, sizeof(tags), "batch=b%d;", w.batch);
	for (int i = from; i < to; i++)
		put_message(tags, i);
	put(":s BATCH -b%d", w.batch);
}

/* What the client sends, read by the server; one request in ten is refused. */
static void
serve(void)
{
	char sent[8192], *save = NULL, *line;

	snprintf(sent, sizeof(sent), "%s", talker_sent(&w.t));
	for (line = strtok_r(sent, "\r\n", &save); line;
	     line = strtok_r(NULL, "\r\n", &save)) {
		char label[64] = "", sub[16], target[32], reference[80];
		char *space;
		int limit;

		if (*line == '@') {
			space = strchr(line, ' ') + 1;
			snprintf(label, sizeof(label), "%.*s",
			    (int)(space - line - 1), line + 1);
			line = space;
		}
		if (sscanf(line, "CHATHISTORY %15s %31s %79s %d", sub, target,
			reference, &limit) != 4 ||
		    strcmp(target, "#a") != 0)
			continue;
		if (*label)
			strcat(label, " ");
		if (w.slow && w.now_ms > w.slow_ms && chance(8) == 0) {
			w.slow_ms = w.now_ms + HISTORY_ANSWER_MS + 200;
			w.now_ms += HISTORY_ANSWER_MS;
			history_turn(&w.t.state, w.now_ms);
		}
		if (chance(10) == 0)
			put("@%s:s FAIL CHATHISTORY MESSAGE_ERROR %s #a :Not "
			    "now",
			    *label ? label : "x ", sub);
		else
			answer(label, sub, reference, limit);
	}
}

static void
turn(void)
{
	w.now_ms += 10;
	history_turn(&w.t.state, w.now_ms);
	marker_turn(&w.t.state, w.now_ms);
	serve();
}

static void
lose(void)
{
	char caps[200];

	forget_wire();
	handle_lost(&w.t.state, w.t.n, "gone");
	for (int i = chance(30); i > 0; i--)
		say();
	forget_wire();
	snprintf(caps, sizeof(caps),
	    "batch server-time message-tags draft/chathistory%s",
	    w.labels ? " labeled-response" : "");
	talker_welcome(&w.t, caps);
	network_isupport(w.t.n,
	    w.ids ? "MSGREFTYPES=msgid,timestamp" : "MSGREFTYPES=timestamp");
	network_isupport(w.t.n, "CHATHISTORY=7");
	talker_hear(&w.t, ":me!u@h JOIN #a");
}

static bool
parse(const struct line *l, int *i, int *line)
{
	return l->kind == SAID_MESSAGE &&
	    sscanf(l->text, "%d.%d", i, line) == 2;
}

static void
dump(void)
{
	fprintf(stderr, "round %u\n", w.round);
	for (size_t i = 0; w.r && i < w.r->count; i++)
		fprintf(stderr, "%zu %llx %s\n", i,
		    (unsigned long long)room_line(w.r, i)->id,
		    room_line(w.r, i)->text);
}

#define check_that(what)                                                  \
	do {                                                              \
		if (!(what)) {                                            \
			dump();                                           \
			ck_abort_msg("%s at %d.%d after %d.%d", #what, i, \
			    line, last, last_line);                       \
		}                                                         \
	} while (0)

/* whole: no line of a message is on the way. */
static void
check(bool whole)
{
	int last = -1, last_line = 0, i, line;
	bool gap = true;

	for (size_t at = 0; w.r && at < w.r->count; at++) {
		const struct line *l = room_line(w.r, at);

		gap = gap || l->kind == SAID_GAP;
		if (!parse(l, &i, &line))
			continue;
		check_that(i > last || (i == last && line > last_line));
		if (i == last)
			check_that(!gap && line == last_line + 1);
		else if (!gap)
			check_that(i == last + 1);
		if (i > last && last >= 0 && whole && !gap)
			check_that(last_line == w.said[last].lines - 1);
		if (i > last)
			check_that(line == 0);
		last = i;
		last_line = line;
		gap = false;
	}
}

static void
look(void)
{
	size_t first;

	if (!w.r || !w.r->count)
		return;
	first = (size_t)chance((int)w.r->count);
	history_look(w.r, first,
	    first + 8 < w.r->count ? first + 8 : w.r->count - 1, chance(2));
}

static void
step(void)
{
	switch (chance(12)) {
	case 0:
		if (chance(4) == 0)
			lose();
		break;
	case 1:
		if (w.r && chance(3) == 0)
			history_goto(
			    w.r, "", w.said[chance(w.count + 1)].time_ms + 1);
		break;
	case 2:
	case 3:
		look();
		break;
	case 4:
	case 5:
	case 6:
		say();
		break;
	case 7:
		turn();
		break;
	default:
		deliver((size_t)chance(12));
		break;
	}
}

static bool
has_gap(void)
{
	for (size_t i = 0; i < w.r->count; i++)
		if (room_line(w.r, i)->kind == SAID_GAP)
			return true;
	return false;
}

/* Somebody who scrolls everywhere ends with everything. */
static void
read_all(void)
{
	for (int i = 0; i < 4000; i++) {
		turn();
		deliver(WIRE_MAX);
		check(false);
		if (w.r->past.top == TOP_BEGIN && !has_gap())
			break;
		look();
		if (chance(3) == 0)
			history_look(
			    w.r, 0, w.r->count > 5 ? 5 : w.r->count - 1, true);
	}
}

static void
check_all(void)
{
	int i, line, next = 0, next_line = 0;

	for (size_t at = 0; at < w.r->count; at++) {
		if (!parse(room_line(w.r, at), &i, &line))
			continue;
		if (i != next || line != next_line) {
			dump();
			ck_abort_msg(
			    "%d.%d instead of %d.%d", i, line, next, next_line);
		}
		if (++next_line == w.said[next].lines) {
			next++;
			next_line = 0;
		}
	}
	if (next != w.count)
		dump();
	ck_assert_int_eq(next, w.count);
}

static void
play(unsigned seed, bool labels, bool ids)
{
	memset(&w, 0, sizeof(w));
	w.round = w.seed = seed;
	w.labels = labels;
	w.ids = ids;
	w.slow = seed % 5 == 0;
	w.clock_ms = clock_wall_ms() - 86400000 + chance(2 * 86400000);
	talker_setup(&w.t);
	lose();
	w.t.settings.scrollback = 10000;
	for (int i = 0; i < STEPS; i++) {
		step();
		check(false);
	}
	deliver(WIRE_MAX);
	room_resize(w.r, 10000);
	read_all();
	check(true);
	check_all();
	forget_wire();
	talker_teardown(&w.t);
}

START_TEST(each_line_is_there_once_and_in_order_whenever_the_connection_is_lost)
{
	setenv("TZ", "UTC", 1);
	for (unsigned seed = 1; seed <= ROUNDS; seed++)
		play(seed, seed % 4 != 0, seed % 3 != 0);
}
END_TEST

Suite *
suite_client_reconnect(void)
{
	Suite *s = suite_create("client_reconnect");
	TCase *tc = tcase_create("reconnect");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc,
	    each_line_is_there_once_and_in_order_whenever_the_connection_is_lost);
	suite_add_tcase(s, tc);
	return s;
}
