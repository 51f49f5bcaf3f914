/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_read.h"

#include <stdio.h>
#include <string.h>

#include "server/correspondent.h"
#include "server/hub.h"
#include "server/store_turn.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct buf seen;
static struct store_range range;
static uint64_t tea;

static void
set_up(void)
{
	struct session *alice;

	scene_begin(&sc);
	scene_keep(&sc);
	alice = scene_user(&sc, "alice", "Alma", 0);
	scene_join(&sc, alice, "#tea");
	tea = world_channel(&sc.srv.world, "#tea")->id;
	range = (struct store_range){.channel_id = tea,
	    .after = STORE_FIRST,
	    .before = STORE_LAST,
	    .said = true,
	    .max = 50};
}

static void
tear_down(void)
{
	scene_end(&sc);
	buf_free(&seen);
}

/* What the store would get from another clock: ties, and times of before. */
static void
said_at(int64_t time_ms, const char *body)
{
	struct event e = {.kind = EVENT_MESSAGE,
	    .time_ms = time_ms,
	    .source = {.nick = "bo", .user = "b", .host = "h"},
	    .target = "#tea",
	    .body = body};

	snprintf(e.id, sizeof(e.id), "%s", body);
	ck_assert_int_eq(sc.srv.store->ops->append(sc.srv.store, tea, &e), 0);
}

static void
note(const struct event *e, void *context)
{
	struct buf *out = context;

	buf_addf(out, "%s%s", out->len ? " " : "",
	    e->body ? e->body : event_defs[e->kind].name);
}

static void
note_point(const struct event *e, void *context)
{
	struct store_point *at = context;

	*at = (struct store_point){e->time_ms, e->seq};
}

static void
note_id(const struct event *e, void *context)
{
	strcpy(context, e->id);
}

static void
ck_read(const char *wanted)
{
	buf_reset(&seen);
	buf_adds(&seen, "");
	ck_assert_int_eq(
	    sc.srv.store->ops->read(sc.srv.store, &range, note, &seen), 0);
	ck_assert_str_eq(seen.data, wanted);
}

START_TEST(what_is_older_comes_first_though_it_was_kept_later)
{
	said_at(5000, "c");
	said_at(1000, "a");
	said_at(3000, "b");
	ck_read("a b c");
	range.newest = true;
	range.max = 2;
	ck_read("b c");
	range.newest = false;
	ck_read("a b");
}
END_TEST

START_TEST(those_of_one_time_come_as_they_were_kept_and_bounds_split_them)
{
	struct store_point at = {0};

	said_at(7, "a");
	said_at(7, "b");
	said_at(7, "c");
	range.max = 2;
	sc.srv.store->ops->read(sc.srv.store, &range, note_point, &at);
	range.after = at;
	ck_read("c");
	range.after = STORE_FIRST;
	range.before = at;
	ck_read("a");
	range.newest = true;
	ck_read("a");
}
END_TEST

START_TEST(events_come_along_where_they_are_asked_for)
{
	said_at(7, "hello");
	range.said = false;
	ck_read("hello join");
}
END_TEST

START_TEST(an_id_is_found_where_it_stands_and_nowhere_else)
{
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct store_point first = {0}, at = {0};
	char id[EVENT_ID_LEN];

	scene_say(&sc, bob, "alice", "private");
	scene_join(&sc, bob, "#tea");
	scene_say(&sc, bob, "#tea", "hello");
	sc.srv.store->ops->read(sc.srv.store, &range, note_id, id);
	sc.srv.store->ops->read(sc.srv.store, &range, note_point, &first);
	ck_assert_int_eq(
	    sc.srv.store->ops->locate(sc.srv.store, &range, id, &at), 1);
	ck_assert_int_eq(at.time_ms, first.time_ms);
	ck_assert_uint_eq(at.seq, first.seq);
	range.channel_id++;
	ck_assert_int_eq(
	    sc.srv.store->ops->locate(sc.srv.store, &range, id, &at), 0);
	range.channel_id--;
	ck_assert_int_eq(
	    sc.srv.store->ops->locate(sc.srv.store, &range, "x", &at), 0);
}
END_TEST

START_TEST(a_talk_is_read_by_each_of_its_sides_and_by_nobody_else)
{
	struct session *alice = world_user(&sc.srv.world, "alice")->sessions;
	struct session *bob = scene_user(&sc, "Bob", NULL, 0);
	struct session *carol = scene_user(&sc, "carol", "carol", 0);
	struct buf owner = {0};
	struct store_point at;
	char id[EVENT_ID_LEN];

	scene_say(&sc, bob, "alice", "hi");
	scene_say(&sc, alice, "bob", "ho");
	scene_say(&sc, carol, "alice", "aside");
	range.channel_id = 0;
	range.owner = "alma";
	range.peer = "~bob";
	ck_read("hi ho");
	sc.srv.store->ops->read(sc.srv.store, &range, note_id, id);
	ck_assert_int_eq(
	    sc.srv.store->ops->locate(sc.srv.store, &range, id, &at), 1);
	range.peer = NULL;
	ck_read("hi ho aside");
	range.max = 1;
	range.newest = true;
	ck_read("aside");
	range.max = 50;
	correspondent_owner(bob->user, &owner);
	range.owner = owner.data;
	ck_read("hi ho");
	range.owner = "carol";
	range.peer = "alma";
	ck_read("aside");
	ck_assert_int_eq(
	    sc.srv.store->ops->locate(sc.srv.store, &range, id, &at), 0);
	range.owner = "~bob";
	ck_read("");
	buf_free(&owner);
}
END_TEST

START_TEST(a_talk_with_oneself_is_there_once)
{
	struct session *alice = world_user(&sc.srv.world, "alice")->sessions;

	scene_say(&sc, alice, "alice", "note");
	range.channel_id = 0;
	range.owner = range.peer = "alma";
	ck_read("note");
}
END_TEST

START_TEST(pieces_are_found_by_an_index_to_their_first_row)
{
	static const char *const plans[][2] = {
	    {"events WHERE channel = 1 AND kind IN ('message', 'notice') AND"
	     " (time_ms, seq) > (1, 2) AND (time_ms, seq) < (3, 4)"
	     " ORDER BY time_ms DESC, seq DESC LIMIT 9",
		"SEARCH events USING INDEX events_said_time"
		" (channel=? AND time_ms>? AND time_ms<?)"},
	    {"talks CROSS JOIN events USING (seq) WHERE owner = 'a' AND"
	     " (talks.time_ms, talks.seq) < (3, 4)"
	     " ORDER BY talks.time_ms DESC, talks.seq DESC LIMIT 9",
		"SEARCH talks USING COVERING INDEX talks_time"
		" (owner=? AND (time_ms,seq)<(?,?))"}};
	struct sqlite *s = (struct sqlite *)sc.srv.store;

	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
		struct buf sql = {0};
		sqlite3_stmt *st;

		buf_addf(&sql, "EXPLAIN QUERY PLAN SELECT body FROM %s",
		    plans[i][0]);
		ck_assert_int_eq(
		    sqlite3_prepare_v2(s->db, sql.data, -1, &st, NULL),
		    SQLITE_OK);
		ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
		ck_assert_str_eq(store_known(st, 3), plans[i][1]);
		sqlite3_finalize(st);
		buf_free(&sql);
	}
}
END_TEST

static bool
goes_through_all_events(sqlite3_stmt *statement)
{
	struct sqlite *s = (struct sqlite *)sc.srv.store;
	struct buf sql = {0};
	sqlite3_stmt *st;
	bool all = false;

	buf_addf(&sql, "EXPLAIN QUERY PLAN %s", sqlite3_sql(statement));
	ck_assert_int_eq(
	    sqlite3_prepare_v2(s->db, sql.data, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		all = all || !strcmp(store_known(st, 3), "SCAN events");
	sqlite3_finalize(st);
	buf_free(&sql);
	return all;
}

START_TEST(no_statement_goes_through_all_events_but_the_one_from_the_first)
{
	struct sqlite *s = (struct sqlite *)sc.srv.store;

	for (int i = 0; i < STATEMENTS; i++)
		ck_assert_msg(i == KEPT_DROP_FIRST ||
			!goes_through_all_events(s->statements[i]),
		    "%s", sqlite3_sql(s->statements[i]));
}
END_TEST

START_TEST(the_seq_of_what_was_deleted_never_comes_again)
{
	struct sqlite *s;
	uint64_t newest;

	said_at(7, "one");
	said_at(8, "two");
	sc.srv.store->ops->commit(sc.srv.store);
	s = (struct sqlite *)sc.srv.store;
	newest = s->seq;
	ck_assert_int_eq(
	    sqlite3_exec(s->db, "DELETE FROM events", NULL, NULL, NULL),
	    SQLITE_OK);
	scene_reopen(&sc);
	ck_assert_uint_eq(sc.srv.store->last_seq, newest);
	said_at(9, "three");
	s = (struct sqlite *)sc.srv.store;
	ck_assert_uint_eq(s->seq, newest + 1);
}
END_TEST

Suite *
suite_store_read(void)
{
	Suite *s = suite_create("store_read");
	TCase *tc = tcase_create("pieces");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, what_is_older_comes_first_though_it_was_kept_later);
	tcase_add_test(
	    tc, those_of_one_time_come_as_they_were_kept_and_bounds_split_them);
	tcase_add_test(tc, events_come_along_where_they_are_asked_for);
	tcase_add_test(tc, an_id_is_found_where_it_stands_and_nowhere_else);
	tcase_add_test(
	    tc, a_talk_is_read_by_each_of_its_sides_and_by_nobody_else);
	tcase_add_test(tc, a_talk_with_oneself_is_there_once);
	tcase_add_test(tc, pieces_are_found_by_an_index_to_their_first_row);
	tcase_add_test(tc,
	    no_statement_goes_through_all_events_but_the_one_from_the_first);
	tcase_add_test(tc, the_seq_of_what_was_deleted_never_comes_again);
	suite_add_tcase(s, tc);
	return s;
}
