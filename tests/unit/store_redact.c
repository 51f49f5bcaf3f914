/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/irc.h"
#include "server/caps.h"
#include "server/cmd_redact.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct buf seen;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
}

static void
tear_down(void)
{
	scene_end(&sc);
	buf_free(&seen);
}

static void
note(const struct event *e, void *context)
{
	buf_addf(context, "%s:%s ", e->source.nick, e->body);
}

static void
note_id(const struct event *e, void *context)
{
	strcpy(context, e->id);
}

static void
last(uint64_t channel, size_t max,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct store_range r = {.channel_id = channel,
	    .after = STORE_FIRST,
	    .before = STORE_LAST,
	    .newest = true,
	    .said = true,
	    .max = max};

	sc.srv.store->ops->read(sc.srv.store, &r, each, context);
}

static const char *
shown(uint64_t channel, const char *id)
{
	const struct store_ops *ops = sc.srv.store->ops;

	buf_reset(&seen);
	buf_adds(&seen, "");
	if (id)
		ops->find(sc.srv.store, channel, id, note, &seen);
	else
		last(channel, 50, note, &seen);
	return seen.len ? seen.data : "";
}

static void
last_id(uint64_t channel, char id[EVENT_ID_LEN])
{
	last(channel, 1, note_id, id);
}

static sqlite3 *
open_beside(void)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static int
add_row(void *out, int ncols, char **cols, char **names)
{
	(void)names;
	for (int i = 0; i < ncols; i++)
		buf_addf(out, "%s ", cols[i] ? cols[i] : "-");
	return 0;
}

/* All columns of all rows, a space after each. */
static void
ck_rows(const char *sql, const char *wanted)
{
	sqlite3 *db = open_beside();
	struct buf rows = {0};

	ck_assert_int_eq(
	    sqlite3_exec(db, sql, add_row, &rows, NULL), SQLITE_OK);
	ck_assert_str_eq(rows.data ? rows.data : "", wanted);
	buf_free(&rows);
	sqlite3_close(db);
}

static void
redact(struct session *by, const char *target, const char *id)
{
	struct event e = hub_event(&sc.srv, EVENT_REDACT, by);

	e.target = target;
	e.arg = id;
	e.body = "why";
	hub_publish(&sc.srv, &e);
}

START_TEST(a_message_is_found_by_its_id_in_its_channel_alone)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	uint64_t tea, pot;
	char id[EVENT_ID_LEN];

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, alice, "#pot");
	tea = world_channel(&sc.srv.world, "#tea")->id;
	pot = world_channel(&sc.srv.world, "#pot")->id;
	scene_say(&sc, alice, "#tea", "hi");
	last_id(tea, id);
	ck_assert_str_eq(shown(tea, id), "alice:hi ");
	ck_assert_str_eq(shown(pot, id), "");
	ck_assert_str_eq(shown(0, id), "");
	ck_assert_str_eq(shown(tea, "x"), "");
	ck_rows("SELECT source_id FROM events WHERE kind = 'message'", "1 ");
}
END_TEST

START_TEST(the_text_goes_and_that_it_was_there_stays)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	uint64_t tea;
	char id[EVENT_ID_LEN];

	scene_join(&sc, alice, "#tea");
	tea = world_channel(&sc.srv.world, "#tea")->id;
	scene_say(&sc, alice, "#tea", "stays");
	scene_say(&sc, alice, "#tea", "goes");
	last_id(tea, id);
	redact(alice, "#tea", id);
	ck_assert_str_eq(shown(tea, NULL), "alice:stays ");
	ck_assert_str_eq(shown(tea, id), "");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_str_eq(shown(tea, NULL), "alice:stays ");
	ck_rows("SELECT kind, body FROM events WHERE kind <> 'join'",
	    "message stays redacted - redact why ");
	ck_rows("SELECT count(*) FROM events WHERE kind = 'redact'"
		" AND arg IN (SELECT msgid FROM events WHERE kind = "
		"'redacted')",
	    "1 ");
}
END_TEST

static bool
file_holds(const char *name, const char *text)
{
	char path[128], *bytes;
	long len;
	bool found;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", sc.dir, name);
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	fseek(f, 0, SEEK_END);
	len = ftell(f);
	rewind(f);
	bytes = malloc((size_t)len + 1);
	ck_assert_uint_eq(fread(bytes, 1, (size_t)len, f), (size_t)len);
	found = memmem(bytes, (size_t)len, text, strlen(text));
	free(bytes);
	fclose(f);
	return found;
}

START_TEST(what_was_redacted_is_overwritten_in_the_file)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	char id[EVENT_ID_LEN], text[400];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", text);
	last_id(world_channel(&sc.srv.world, "#tea")->id, id);
	scene_say(&sc, alice, "#tea", "plugh stays");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert(file_holds("history.db", text));
	redact(NULL, "#tea", id);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert(!file_holds("history.db", "xxxxxxxx"));
	ck_assert(file_holds("history.db", "plugh stays"));
}
END_TEST

/* Even where it is killed now, and its log stays behind. */
START_TEST(what_was_redacted_is_nowhere_once_that_is_kept)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	char id[EVENT_ID_LEN];

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "xyzzy goes");
	hub_commit(&sc.srv);
	ck_assert(file_holds("history.db-wal", "xyzzy goes"));
	last_id(world_channel(&sc.srv.world, "#tea")->id, id);
	redact(NULL, "#tea", id);
	hub_commit(&sc.srv);
	ck_assert(!file_holds("history.db-wal", "xyzzy goes"));
	ck_assert(!file_holds("history.db", "xyzzy goes"));
}
END_TEST

START_TEST(what_a_reader_holds_is_wiped_when_it_is_gone)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	char id[EVENT_ID_LEN];
	sqlite3 *db;

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "xyzzy goes");
	hub_commit(&sc.srv);
	last_id(world_channel(&sc.srv.world, "#tea")->id, id);
	db = open_beside();
	ck_assert_int_eq(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM events",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	redact(NULL, "#tea", id);
	hub_commit(&sc.srv);
	ck_assert(!sc.srv.store_behind);
	ck_assert(file_holds("history.db-wal", "xyzzy goes"));
	sqlite3_close(db);
	hub_commit(&sc.srv);
	ck_assert(!file_holds("history.db-wal", "xyzzy goes"));
}
END_TEST

/* Somebody else's write lock stands for a full disk, of which nobody knew. */
START_TEST(what_was_redacted_when_nothing_could_be_written_goes_later)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	char id[EVENT_ID_LEN];
	uint64_t tea;
	sqlite3 *db;

	scene_join(&sc, alice, "#tea");
	tea = world_channel(&sc.srv.world, "#tea")->id;
	scene_say(&sc, alice, "#tea", "goes");
	last_id(tea, id);
	hub_commit(&sc.srv);
	db = open_beside();
	sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	redact(alice, "#tea", id);
	hub_commit(&sc.srv);
	ck_assert(sc.srv.store_behind);
	ck_assert_str_eq(shown(tea, NULL), "");
	ck_assert_str_eq(shown(tea, id), "");
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
	sc.srv.now_ms += 2000;
	hub_commit(&sc.srv);
	ck_assert(!sc.srv.store_behind);
	scene_reopen(&sc);
	ck_rows("SELECT kind, body FROM events WHERE kind <> 'join'",
	    "redacted - ");
}
END_TEST

START_TEST(an_id_is_looked_up_by_an_index)
{
	ck_rows("EXPLAIN QUERY PLAN SELECT body FROM events WHERE msgid = 'x'"
		" AND time_ms = 1 AND channel = 1"
		" AND kind IN ('message', 'notice')",
	    "3 0 0 SEARCH events USING INDEX events_said_time"
	    " (channel=? AND time_ms=?) ");
}
END_TEST

/* As the first version that kept history made it. */
static const char version_1[] =
    "CREATE TABLE channels (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " name TEXT NOT NULL, created_ms INTEGER NOT NULL, modes TEXT NOT NULL,"
    " key TEXT, member_limit INTEGER NOT NULL, topic TEXT, topic_by TEXT,"
    " topic_ms INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
    "CREATE TABLE channel_masks (channel INTEGER NOT NULL,"
    " list TEXT NOT NULL, mask TEXT NOT NULL, set_by TEXT NOT NULL,"
    " time_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX channel_masks_channel ON channel_masks (channel);"
    "CREATE TABLE channel_rights (channel INTEGER NOT NULL,"
    " account TEXT NOT NULL, modes TEXT NOT NULL) STRICT;"
    "CREATE INDEX channel_rights_channel ON channel_rights (channel);"
    "CREATE TABLE logins (login TEXT NOT NULL COLLATE NOCASE PRIMARY KEY)"
    " STRICT;"
    "CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    " channel INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL, kind TEXT NOT NULL, nick TEXT NOT NULL,"
    " user TEXT, host TEXT, account TEXT, realname TEXT,"
    " bot INTEGER NOT NULL, status TEXT, target TEXT, arg TEXT, body TEXT,"
    " tags TEXT) STRICT;"
    "CREATE INDEX events_channel ON events (channel, seq);"
    "CREATE INDEX events_said ON events (channel, seq)"
    " WHERE kind IN ('message', 'notice');"
    "PRAGMA user_version = 1;"
    "INSERT INTO channels VALUES (7, '#tea', 1, 'nt', NULL, 0, NULL, NULL,"
    " 0, 1);"
    "INSERT INTO events (channel, time_ms, msgid, kind, nick, account, bot,"
    " target, body) VALUES (7, 1, '00000000010000000000000000', 'message', "
    "'al', 'alma', 0, '#tea',"
    " 'hi'), (7, 2, '00000000020000000000000000', 'message', 'bo', NULL, 0, "
    "'#tea', 'ho');";

static void
empty_dir(void)
{
	static const char *const names[] = {"", "-wal", "-shm"};
	char path[128];

	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(
		    path, sizeof(path), "%s/history.db%s", sc.dir, names[i]);
		remove(path);
	}
}

static void
send_redact(struct session *s, const char *target, const char *id)
{
	struct irc_msg m = {
	    .command = "REDACT", .params = {target, id}, .nparams = 2};

	s->caps |= CAP_REDACTION | CAP_MESSAGE_TAGS;
	cmd_redact(&sc.srv, s, &m);
}

START_TEST(a_history_of_version_1_can_be_redacted)
{
	struct session *alma, *bo;
	sqlite3 *db;

	empty_dir();
	db = open_beside();
	ck_assert_int_eq(
	    sqlite3_exec(db, version_1, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	scene_reopen(&sc);
	ck_assert_str_eq(shown(7, NULL), "al:hi bo:ho ");
	alma = scene_user(&sc, "x", "ALMA", 0);
	bo = scene_user(&sc, "bo", NULL, 0);
	scene_join(&sc, alma, "#tea");
	scene_join(&sc, bo, "#tea");
	scene_mode(&sc, NULL, "#tea", false, 'o', "x");
	scene_output(&sc, alma);
	scene_output(&sc, bo);
	send_redact(bo, "#tea", "00000000020000000000000000");
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, bo),
	    "REDACT_FORBIDDEN #tea 00000000020000000000000000"));
	send_redact(alma, "#tea", "00000000010000000000000000");
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, alma),
	    "REDACT #tea 00000000010000000000000000\r\n"));
	ck_assert_str_eq(shown(7, NULL), "bo:ho ");
}
END_TEST

/* Ids of users begin anew with each run; and the clock may have been set
 * back meanwhile, so that times do not tell the runs apart. */
START_TEST(who_is_numbered_as_somebody_of_an_earlier_run_was_is_not_them)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0), *bob;
	char id[EVENT_ID_LEN];
	uint64_t user = alice->user->id, tea;

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'k', "key");
	tea = world_channel(&sc.srv.world, "#tea")->id;
	scene_say(&sc, alice, "#tea", "mine");
	last_id(tea, id);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	bob = scene_user(&sc, "bob", NULL, 0);
	ck_assert_uint_eq(bob->user->id, user);
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, NULL, "#tea", false, 'o', "bob");
	scene_output(&sc, bob);
	send_redact(bob, "#tea", id);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, bob), "FAIL REDACT REDACT_FORBIDDEN"));
	scene_say(&sc, bob, "#tea", "his");
	last_id(tea, id);
	send_redact(bob, "#tea", id);
	ck_assert_str_eq(shown(tea, NULL), "alice:mine ");
}
END_TEST

START_TEST(while_nothing_can_be_written_nothing_is_taken_back)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	char id[EVENT_ID_LEN];

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "hi");
	last_id(world_channel(&sc.srv.world, "#tea")->id, id);
	sc.srv.store_behind = true;
	scene_output(&sc, alice);
	send_redact(alice, "#tea", id);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "FAIL REDACT REDACT_FORBIDDEN"));
	sc.srv.store_behind = false;
	send_redact(alice, "#tea", id);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), ":alice!alice@host REDACT #tea"));
}
END_TEST

START_TEST(where_nothing_is_kept_every_id_is_unknown)
{
	struct session *alice;
	struct scene none;

	scene_begin(&none);
	alice = scene_user(&none, "alice", NULL,
	    CAP_REDACTION | CAP_MESSAGE_TAGS | CAP_ECHO_MESSAGE);
	scene_join(&none, alice, "#tea");
	scene_say(&none, alice, "#tea", "hi");
	scene_output(&none, alice);
	{
		struct irc_msg m = {
		    .command = "REDACT", .params = {"#tea", "x"}, .nparams = 2};

		cmd_redact(&none.srv, alice, &m);
	}
	ck_assert_ptr_nonnull(strstr(
	    scene_output(&none, alice), "FAIL REDACT UNKNOWN_MSGID #tea x :"));
	scene_end(&none);
}
END_TEST

Suite *
suite_store_redact(void)
{
	Suite *s = suite_create("store_redact");
	TCase *tc = tcase_create("store_redact");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_message_is_found_by_its_id_in_its_channel_alone);
	tcase_add_test(tc, the_text_goes_and_that_it_was_there_stays);
	tcase_add_test(tc, what_was_redacted_is_overwritten_in_the_file);
	tcase_add_test(tc, what_was_redacted_is_nowhere_once_that_is_kept);
	tcase_add_test(tc, what_a_reader_holds_is_wiped_when_it_is_gone);
	tcase_add_test(
	    tc, what_was_redacted_when_nothing_could_be_written_goes_later);
	tcase_add_test(tc, an_id_is_looked_up_by_an_index);
	tcase_add_test(tc, a_history_of_version_1_can_be_redacted);
	tcase_add_test(
	    tc, who_is_numbered_as_somebody_of_an_earlier_run_was_is_not_them);
	tcase_add_test(tc, while_nothing_can_be_written_nothing_is_taken_back);
	tcase_add_test(tc, where_nothing_is_kept_every_id_is_unknown);
	suite_add_tcase(s, tc);
	return s;
}
