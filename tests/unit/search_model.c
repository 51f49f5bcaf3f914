/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/search_fold.h"
#include "server/search_index.h"
#include "server/search_run.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/*
 * Messages with random texts, and times of which many are the same and which
 * do not come in order (imports), beside a list of them: whatever is asked,
 * the index gives what the list does.
 */
enum { MESSAGES = 600, CHANNELS = 4, NICKS = 3, TIMES = 150, ASKS = 40 };

struct message {
	struct store_point at;
	uint64_t channel;
	unsigned nick;
	bool gone;
	char body[160];
};

static struct scene sc;
static sqlite3 *db;
static struct search_index *x;
static struct message messages[MESSAGES]; /* by seq */
static size_t nmessages;
static unsigned state;

static unsigned
dice(unsigned sides)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % sides;
}

static void
set_up(void)
{
	char path[128];

	scene_begin(&sc);
	scene_keep(&sc);
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	x = search_index_new(sc.dir);
	nmessages = 0;
}

static void
tear_down(void)
{
	search_index_free(x);
	sqlite3_close(db);
	scene_end(&sc);
}

static void
make_text(char *out, unsigned most)
{
	static const char *const signs[] = {"a", "b", "c", "A", "é", " ", " ",
	    " ", ".", ":", ")", "東", "京", "都", "日", "か", "が", "👍", "я",
	    "й", "\"", "1"};
	unsigned n = dice(most);

	for (*out = '\0'; n > 0; n--)
		strcat(out, signs[dice(sizeof(signs) / sizeof(*signs))]);
}

static void
run(const char *sql)
{
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void
add_message(void)
{
	struct message *m = &messages[nmessages++];
	char *sql;

	m->at.seq = nmessages;
	m->at.time_ms = 1 + dice(TIMES);
	m->channel = 1 + dice(CHANNELS);
	m->nick = dice(NICKS);
	m->gone = false;
	make_text(m->body, 24);
	sql = sqlite3_mprintf(
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick, bot,"
	    " body) VALUES (%d, %d, 'm%d', '%s', 'Nick%d', 0, %Q)",
	    (int)m->channel, (int)m->at.time_ms, (int)m->at.seq,
	    dice(2) ? "message" : "notice", (int)m->nick, m->body);
	run(sql);
	sqlite3_free(sql);
}

static void
remove_some(void)
{
	struct message *m = &messages[dice((unsigned)nmessages)];
	char *sql = sqlite3_mprintf(dice(2)
		? "DELETE FROM events WHERE seq = %d"
		: "UPDATE events SET body = NULL, kind = 'redacted'"
		  " WHERE seq = %d",
	    (int)m->at.seq);

	run(sql);
	m->gone = true;
	sqlite3_free(sql);
}

static void
add_many(size_t most)
{
	run("BEGIN");
	while (nmessages < most) {
		add_message();
		if (dice(12) == 0)
			remove_some();
	}
	run("COMMIT");
}

static void
index_all(void)
{
	enum search_step step;

	do
		step = search_index_step(x, 1 + dice(40));
	while (step == SEARCH_MORE);
	ck_assert_msg(step == SEARCH_IDLE, "%s", search_index_error(x));
}

/* Something that stands in one of them, or anything. */
static void
make_words(char *out)
{
	const char *from = messages[dice((unsigned)nmessages)].body;
	size_t len = strlen(from), first, n;

	if (dice(3) == 0 || len == 0) {
		make_text(out, 5);
		return;
	}
	for (first = dice((unsigned)len); (from[first] & 0xc0) == 0x80;)
		first--;
	for (n = 1 + dice(9);
	     (from[first + n] & 0xc0) == 0x80 && first + n < len;)
		n++;
	snprintf(out, 64, "%s%.*s", dice(2) ? "\"" : "", (int)n, from + first);
}

static void
make_query(struct search_query *q, char *words)
{
	memset(q, 0, sizeof(*q));
	make_words(words);
	ck_assert_int_eq(search_words_parse(&q->words, words), 0);
	q->channels = mem_alloc(CHANNELS * sizeof(*q->channels));
	for (uint64_t c = 1; c <= CHANNELS; c++)
		if (dice(3))
			q->channels[q->nchannels++] = c;
	if (dice(4) == 0)
		q->from = mem_strdup("nICK1");
	q->oldest = dice(2);
	q->after_ms = q->oldest ? dice(TIMES) : INT64_MIN;
	q->before_ms = dice(2) ? dice(TIMES) + 1 : INT64_MAX;
	q->limit = dice(2) ? SEARCH_MOST : 1 + dice(8);
	q->time_ms = 60000;
	q->look = 1 + dice(200);
}

static bool
is_in(const struct search_query *q, const struct message *m)
{
	struct buf folded = {0};
	bool in = false;

	for (size_t i = 0; i < q->nchannels; i++)
		in = in || q->channels[i] == m->channel;
	in = in && !m->gone && m->at.time_ms >= q->after_ms &&
	    m->at.time_ms <= q->before_ms && (!q->from || m->nick == 1);
	if (!in)
		return false;
	search_fold(&folded, m->body);
	in = search_words_match(&q->words, folded.data);
	buf_free(&folded);
	return in;
}

static int
by_place(const void *a, const void *b)
{
	const struct message *const *m = a, *const *n = b;
	int64_t d = (*m)->at.time_ms - (*n)->at.time_ms;

	if (d == 0)
		d = (*m)->at.seq < (*n)->at.seq ? -1 : 1;
	return d < 0 ? -1 : 1;
}

static void
ck_same(const struct search_query *q, const char *words)
{
	static struct search_result r;
	const struct message *wanted[MESSAGES];
	size_t n = 0, first, count;

	for (size_t i = 0; i < nmessages; i++)
		if (is_in(q, &messages[i]))
			wanted[n++] = &messages[i];
	qsort(wanted, n, sizeof(*wanted), by_place);
	count = n < q->limit ? n : q->limit;
	first = q->oldest ? 0 : n - count;
	search_run(q, sc.dir, &r);
	ck_assert(!r.failed && !r.partial);
	ck_assert_msg(r.n == count, "\"%s\": %zu of %zu", words, r.n, count);
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(r.hits[i].at.seq == wanted[first + i]->at.seq,
		    "\"%s\": at %zu", words, i);
}

static void
ask_much(void)
{
	struct search_query q;
	char words[160];

	for (int i = 0; i < ASKS; i++) {
		make_query(&q, words);
		ck_same(&q, words);
		search_query_free(&q);
	}
}

/* Nothing is left of what is gone. */
static void
ck_docs(void)
{
	char path[128];
	sqlite3 *index;
	sqlite3_stmt *st;
	size_t n = 0;

	for (size_t i = 0; i < nmessages; i++)
		n += !messages[i].gone;
	snprintf(path, sizeof(path), "%s/search.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &index), SQLITE_OK);
	sqlite3_prepare_v2(index, "SELECT count(*) FROM docs", -1, &st, NULL);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	ck_assert_uint_eq((size_t)sqlite3_column_int64(st, 0), n);
	sqlite3_finalize(st);
	sqlite3_close(index);
}

START_TEST(the_index_finds_what_a_list_of_all_messages_has)
{
	state = (unsigned)_i;
	for (size_t most = MESSAGES / 4; most <= MESSAGES;
	     most += MESSAGES / 4) {
		add_many(most);
		ask_much();
		index_all();
		ck_docs();
		ask_much();
	}
}
END_TEST

Suite *
suite_search_model(void)
{
	Suite *s = suite_create("search_model");
	TCase *t = tcase_create("model");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(
	    t, the_index_finds_what_a_list_of_all_messages_has, 1, 6);
	suite_add_tcase(s, t);
	return s;
}
