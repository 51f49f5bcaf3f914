/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_run.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/search_file.h"
#include "server/search_fold.h"
#include "server/search_grams.h"
#include "server/search_index.h"

/* What is not in the index yet, and what is somebody's without an account, is
 * looked through as far as that; labels that fit in a query; about how many
 * messages the first look into the index passes, and how long a look should
 * take. */
enum {
	TAIL_MOST = 20000,
	PLACES_MOST = 200,
	STRAY_MOST = 2000,
	LOOK_MS = 50,
	ROWS_BETWEEN_LOOKS = 64
};

#define EVENT_COLUMNS                                          \
	"seq, time_ms, msgid, channel, nick, body FROM events" \
	" WHERE kind IN ('message', 'notice') AND "

/* One that runs. */
struct run {
	const struct search_query *q;
	struct search_result *r;
	sqlite3 *history, *index;
	sqlite3_stmt *event, *talk; /* by seq; by owner and place */
	sqlite3_stmt *look;         /* at the index */
	struct search_state state;
	struct buf folded, match;
	int64_t end_ms; /* monotonic */
	unsigned rows;
	size_t looked, placed; /* events, and those of the places */
	bool labelled;         /* the look asks for the places too */
	bool late;
};

void
search_query_free(struct search_query *q)
{
	search_words_free(&q->words);
	free(q->from);
	free(q->channels);
	free(q->owner);
	free(q->peer);
}

static bool
is_late(struct run *run)
{
	if (!run->late && run->rows++ % ROWS_BETWEEN_LOOKS == 0)
		run->late = clock_mono_ms() >= run->end_ms;
	return run->late;
}

/* The one that goes first when there are too many. */
static struct search_hit *
worst(const struct run *run)
{
	struct search_result *r = run->r;

	return &r->hits[run->q->oldest ? r->n - 1 : 0];
}

static bool
is_full(const struct run *run)
{
	return run->r->n == run->q->limit;
}

static void
remove_hit(struct search_result *r, const struct search_hit *h)
{
	size_t at = (size_t)(h - r->hits);

	r->n--;
	memmove(&r->hits[at], &r->hits[at + 1], (r->n - at) * sizeof(*r->hits));
}

static void
insert_hit(struct search_result *r, size_t at, const struct search_hit *h)
{
	memmove(&r->hits[at + 1], &r->hits[at], (r->n - at) * sizeof(*r->hits));
	r->hits[at] = *h;
	r->n++;
}

static void
keep(struct run *run, const struct search_hit *h)
{
	struct search_result *r = run->r;
	size_t at = r->n;
	int order;

	while (at > 0 && store_point_cmp(&r->hits[at - 1].at, &h->at) > 0)
		at--;
	if (at > 0 && store_point_cmp(&r->hits[at - 1].at, &h->at) == 0)
		return; /* found in another way */
	if (is_full(run)) {
		order = store_point_cmp(&h->at, &worst(run)->at);
		if (run->q->oldest ? order > 0 : order < 0)
			return;
		at -= worst(run) < &r->hits[at];
		remove_hit(r, worst(run));
	}
	insert_hit(r, at, h);
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Whose it is stands in `talks` alone. */
static bool
is_own(struct run *run, int64_t time_ms, int64_t seq)
{
	const struct search_query *q = run->q;
	bool found;

	if (!q->owner)
		return false;
	sqlite3_bind_text(run->talk, 1, q->owner, -1, SQLITE_STATIC);
	sqlite3_bind_int64(run->talk, 2, time_ms);
	sqlite3_bind_int64(run->talk, 3, seq);
	sqlite3_bind_text(run->talk, 4, q->peer, -1, SQLITE_STATIC);
	found = sqlite3_step(run->talk) == SQLITE_ROW;
	sqlite3_reset(run->talk);
	return found;
}

static bool
is_there(struct run *run, sqlite3_stmt *row)
{
	uint64_t channel = (uint64_t)sqlite3_column_int64(row, 3);

	if (channel)
		return bsearch(&channel, run->q->channels, run->q->nchannels,
		    sizeof(channel), by_number);
	return is_own(
	    run, sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 0));
}

static bool
matches(struct run *run, sqlite3_stmt *row)
{
	const struct search_query *q = run->q;
	int64_t time_ms = sqlite3_column_int64(row, 1);

	if (time_ms < q->after_ms || time_ms > q->before_ms)
		return false;
	if (q->from && text_casecmp(search_file_text(row, 4), q->from) != 0)
		return false;
	run->looked++;
	if (!is_there(run, row))
		return false;
	run->placed++;
	if (q->words.n == 0)
		return true;
	search_fold(&run->folded, search_file_text(row, 5));
	return search_words_match(&q->words, run->folded.data);
}

static void
look_at(struct run *run, sqlite3_stmt *row)
{
	struct search_hit h = {0};
	const char *id = search_file_text(row, 2);

	if (!matches(run, row))
		return;
	h.at.seq = (uint64_t)sqlite3_column_int64(row, 0);
	h.at.time_ms = sqlite3_column_int64(row, 1);
	h.channel_id = (uint64_t)sqlite3_column_int64(row, 3);
	memcpy(h.id, id, strnlen(id, sizeof(h.id) - 1));
	keep(run, &h);
}

/* The event of a number, if it is still there. */
static void
look_up(struct run *run, int64_t seq)
{
	sqlite3_bind_int64(run->event, 1, seq);
	if (sqlite3_step(run->event) == SQLITE_ROW)
		look_at(run, run->event);
	sqlite3_reset(run->event);
}

static int
prepare(sqlite3 *db, const char *sql, sqlite3_stmt **st)
{
	return sqlite3_prepare_v2(db, sql, -1, st, NULL);
}

/* What was said since the index was brought up to date. */
static void
look_through_tail(struct run *run)
{
	sqlite3_stmt *st;
	int n = 0;

	if (prepare(run->history,
		"SELECT " EVENT_COLUMNS "seq > ? ORDER BY seq DESC LIMIT ?",
		&st)) {
		run->r->failed = true;
		return;
	}
	sqlite3_bind_int64(st, 1, (sqlite3_int64)run->state.last_seq);
	sqlite3_bind_int64(st, 2, TAIL_MOST);
	for (; !is_late(run) && sqlite3_step(st) == SQLITE_ROW; n++)
		look_at(run, st);
	sqlite3_finalize(st);
	if (n == TAIL_MOST)
		run->r->partial = true;
}

/* What is between people is in the index for accounts alone. */
static void
look_through_talks(struct run *run)
{
	sqlite3_stmt *st;
	int n = 0;

	if (!run->q->owner || *run->q->owner != '~')
		return;
	if (prepare(run->history,
		"SELECT seq FROM talks WHERE owner = ?"
		" ORDER BY time_ms DESC, seq DESC LIMIT ?",
		&st))
		return;
	sqlite3_bind_text(st, 1, run->q->owner, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, TAIL_MOST);
	for (; !is_late(run) && sqlite3_step(st) == SQLITE_ROW; n++)
		look_up(run, sqlite3_column_int64(st, 0));
	sqlite3_finalize(st);
	if (n == TAIL_MOST)
		run->r->partial = true;
}

static void
add_label(struct buf *out, const struct buf *label, const char *before)
{
	buf_adds(out, before);
	gram_quote(out, label->data, label->len);
}

/* One of the places: of many, that is seen event by event. */
static void
match_places(struct run *run)
{
	const struct search_query *q = run->q;
	struct buf label = {0}, places = {0};
	size_t n = q->nchannels;

	for (size_t i = 0; i < n && n <= PLACES_MOST; i++) {
		search_label_channel(&label, q->channels[i]);
		add_label(&places, &label, i > 0 ? " OR " : "");
	}
	if (q->owner && *q->owner != '~' && n <= PLACES_MOST) {
		search_label_account(&label, q->owner);
		add_label(&places, &label, n > 0 ? " OR " : "");
	}
	if (places.len > 0)
		buf_addf(&run->match, "%s(%s)", run->match.len ? " AND " : "",
		    places.data);
	buf_free(&label);
	buf_free(&places);
}

static void
make_match(struct run *run, bool labelled)
{
	struct buf label = {0};

	buf_reset(&run->match);
	search_words_query(&run->q->words, &run->match);
	if (run->q->from) {
		search_label_nick(&label, run->q->from);
		add_label(&run->match, &label, run->match.len ? " AND " : "");
	}
	if (labelled || run->match.len == 0)
		match_places(run);
	run->labelled = labelled || run->match.len == 0;
	buf_free(&label);
}

static const char *
index_sql(const struct run *run)
{
	bool oldest = run->q->oldest;

	if (run->match.len > 0)
		return oldest
		    ? "SELECT seq, id FROM grams JOIN docs ON docs.id ="
		      " grams.rowid WHERE grams MATCH ?3 AND"
		      " grams.rowid BETWEEN ?1 AND ?2 ORDER BY grams.rowid"
		    : "SELECT seq, id FROM grams JOIN docs ON docs.id ="
		      " grams.rowid WHERE grams MATCH ?3 AND grams.rowid"
		      " BETWEEN ?1 AND ?2 ORDER BY grams.rowid DESC";
	return oldest
	    ? "SELECT seq, id FROM docs WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
	    : "SELECT seq, id FROM docs WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
	      " DESC";
}

/* Of places, the labels are asked for only where they say much: to look for
 * many that each message has one of costs more than to see which it has. */
static int
prepare_look(struct run *run, bool labelled)
{
	int result;

	sqlite3_finalize(run->look);
	run->look = NULL;
	make_match(run, labelled);
	result = prepare(run->index, index_sql(run), &run->look);
	if (!result && run->match.len > 0)
		result = sqlite3_bind_text(
		    run->look, 3, run->match.data, -1, SQLITE_STATIC);
	return result;
}

/* A piece of the index that is looked into at once. */
struct span {
	int64_t first, last, width;
};

/* Whether nothing from this id on can be among the results: the time of an
 * event lies at most slack_ms before its id. */
static bool
is_enough(const struct run *run, int64_t id)
{
	int64_t time_ms;

	if (!is_full(run))
		return false;
	time_ms = worst(run)->at.time_ms;
	return run->q->oldest ? id - run->state.slack_ms > time_ms
			      : id < time_ms;
}

static int64_t
next_id(const struct run *run, const struct span *s)
{
	return run->q->oldest ? s->first : s->last;
}

/* Whether all of it was seen that can be among the results. */
static bool
look_into(struct run *run, int64_t first, int64_t last)
{
	sqlite3_stmt *row = run->look;
	int result = SQLITE_ROW;
	bool enough = false;

	sqlite3_bind_int64(row, 1, first);
	sqlite3_bind_int64(row, 2, last);
	while (!enough && !is_late(run) &&
	    (result = sqlite3_step(row)) == SQLITE_ROW) {
		look_up(run, sqlite3_column_int64(row, 0));
		enough = is_enough(run, sqlite3_column_int64(row, 1));
	}
	sqlite3_reset(row);
	run->r->broken = search_file_broken(result);
	return enough || result == SQLITE_DONE;
}

/* One look, whose width is what takes about LOOK_MS. */
static void
look_on(struct run *run, struct span *s)
{
	int64_t width =
	    s->width < s->last - s->first ? s->width : s->last - s->first;
	int64_t begun = clock_mono_ms(), took;

	if (run->q->oldest) {
		if (look_into(run, s->first, s->first + width))
			s->first += width + 1;
	} else if (look_into(run, s->last - width, s->last)) {
		s->last -= width + 1;
	}
	took = clock_mono_ms() - begun;
	if (took < LOOK_MS && s->width < INT64_MAX / 4)
		s->width *= 4;
	else if (took > 2 * LOOK_MS)
		s->width /= 2;
	run->late = run->late || clock_mono_ms() >= run->end_ms;
}

/* Few of those that were looked at are where they may be. */
static bool
labels_pay(const struct run *run)
{
	return !run->labelled && run->looked > STRAY_MOST &&
	    run->placed < run->looked / 64;
}

static void
look_through(struct run *run, struct span *s)
{
	while (s->first <= s->last && !is_enough(run, next_id(run, s))) {
		if (labels_pay(run) && prepare_look(run, true))
			run->r->broken = true;
		if (run->late || run->r->broken) {
			run->r->partial = true;
			run->r->reached_ms = run->q->oldest
			    ? s->first - run->state.slack_ms
			    : s->last;
			break;
		}
		look_on(run, s);
	}
}

/* Where the ids of those times are. */
static int
find_span(const struct run *run, struct span *s)
{
	const struct search_query *q = run->q;
	sqlite3_stmt *st;
	int64_t last = INT64_MAX;
	int result;

	/* each alone is found at once, both together by reading all */
	if (prepare(run->index,
		"SELECT (SELECT min(id) FROM docs),"
		" (SELECT max(id) FROM docs)",
		&st))
		return -1;
	result = sqlite3_step(st);
	s->first = sqlite3_column_int64(st, 0);
	s->last = sqlite3_column_int64(st, 1);
	s->width = run->q->look *
	    ((s->last - s->first) / ((int64_t)run->state.last_seq + 1) + 1);
	if (sqlite3_column_type(st, 0) == SQLITE_NULL)
		s->last = s->first - 1;
	sqlite3_finalize(st);
	if (q->before_ms < INT64_MAX - run->state.slack_ms)
		last = q->before_ms + run->state.slack_ms;
	if (q->after_ms > s->first)
		s->first = q->after_ms;
	if (last < s->last)
		s->last = last;
	return result == SQLITE_ROW ? 0 : -1;
}

static void
look_into_index(struct run *run)
{
	struct span s;

	if (find_span(run, &s) < 0 || prepare_look(run, false)) {
		run->r->broken =
		    search_file_broken(sqlite3_errcode(run->index));
		run->r->partial = true;
		return;
	}
	look_through(run, &s);
}

/* Where there is none yet, the tail is all; so where it is being made. */
static bool
open_index(struct run *run, const char *dir)
{
	struct buf path = {0};
	bool ready = false;
	int result;

	buf_addf(&path, "%s/search.db", dir);
	result = search_file_read(&run->index, path.data);
	buf_free(&path);
	if (!result)
		result = sqlite3_exec(run->index, "BEGIN", NULL, NULL, NULL);
	/* one view of it: what is not in it, the tail has */
	if (!result)
		result = search_file_ready(run->index, &ready);
	if (!result && ready)
		result = search_state_load(run->index, &run->state);
	run->r->broken = result && search_file_broken(result);
	if (!result && ready)
		return true;
	/* who makes it waits for nobody who reads it */
	sqlite3_close(run->index);
	run->index = NULL;
	return false;
}

static bool
open_history(struct run *run, const char *dir)
{
	struct buf path = {0};
	int result;

	buf_addf(&path, "%s/history.db", dir);
	result = search_file_read(&run->history, path.data);
	buf_free(&path);
	if (!result)
		result = prepare(run->history,
		    "SELECT " EVENT_COLUMNS "seq = ?", &run->event);
	if (!result)
		result = prepare(run->history,
		    "SELECT 1 FROM talks WHERE owner = ?1 AND time_ms = ?2"
		    " AND seq = ?3 AND (?4 IS NULL OR peer = ?4)",
		    &run->talk);
	return result == SQLITE_OK;
}

static void
close_all(struct run *run)
{
	sqlite3_finalize(run->event);
	sqlite3_finalize(run->talk);
	sqlite3_finalize(run->look);
	sqlite3_close(run->history);
	sqlite3_close(run->index);
	buf_free(&run->folded);
	buf_free(&run->match);
}

/* What is somebody's without an account is not in it. */
static bool
has_places(const struct search_query *q)
{
	return q->nchannels > 0 || (q->owner && *q->owner != '~');
}

void
search_run(
    const struct search_query *q, const char *dir, struct search_result *r)
{
	struct run run = {
	    .q = q, .r = r, .end_ms = clock_mono_ms() + q->time_ms};
	bool indexed;

	memset(r, 0, sizeof(*r));
	if (q->nchannels == 0 && !q->owner)
		return;
	indexed = open_index(&run, dir);
	if (open_history(&run, dir)) {
		look_through_tail(&run);
		look_through_talks(&run);
		if (indexed && has_places(q))
			look_into_index(&run);
		r->partial = r->partial || run.late;
	} else {
		r->failed = true;
	}
	close_all(&run);
}
