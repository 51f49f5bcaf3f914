/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_index.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/mem.h"
#include "server/correspondent.h"
#include "server/hub.h"
#include "server/search_run.h"
#include "tests/harness/database.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice;
static struct search_index *x;
static struct search_query q;
static struct search_result r;
static struct buf seen;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	x = search_index_new(sc.dir);
	alice = scene_user(&sc, "alice", "alice", 0);
	scene_join(&sc, alice, "#tea");
}

static void
tear_down(void)
{
	search_query_free(&q);
	search_index_free(x);
	scene_end(&sc);
	buf_free(&seen);
}

static void
bring_up_to_date(void)
{
	enum search_step step;

	hub_commit(&sc.srv);
	do
		step = search_index_step(x, 64);
	while (step == SEARCH_MORE);
	ck_assert_msg(step == SEARCH_IDLE, "%s", search_index_error(x));
}

static void
say(const char *text)
{
	scene_say(&sc, alice, "#tea", text);
}

static uint64_t
channel_id(const char *name)
{
	return world_channel(&sc.srv.world, name)->id;
}

/* As alice in #tea, for these words. */
static void
ask_for(const char *words)
{
	struct buf owner = {0};

	search_query_free(&q);
	memset(&q, 0, sizeof(q));
	ck_assert_int_eq(search_words_parse(&q.words, words), 0);
	q.channels = mem_alloc(2 * sizeof(*q.channels));
	q.channels[q.nchannels++] = channel_id("#tea");
	correspondent_owner(alice->user, &owner);
	q.owner = owner.data;
	q.after_ms = INT64_MIN;
	q.before_ms = INT64_MAX;
	q.limit = SEARCH_MOST;
	q.time_ms = 60000;
	q.look = 1;
}

static void
note(const struct event *e, void *context)
{
	buf_addf(context, "%s|", e->body);
}

static const char *
result(void)
{
	buf_reset(&seen);
	buf_adds(&seen, "");
	search_run(&q, sc.dir, &r);
	ck_assert(!r.failed);
	ck_assert(!r.partial);
	for (size_t i = 0; i < r.n; i++)
		sc.srv.store->ops->find(sc.srv.store, r.hits[i].channel_id,
		    r.hits[i].id, note, &seen);
	return seen.data;
}

static const char *
found(const char *words)
{
	ask_for(words);
	return result();
}

/* Of search.db; what the query gives first. */
static int64_t
number_of(const char *file, const char *sql)
{
	return database_number(sc.dir, file, sql);
}

static int64_t
docs(void)
{
	return number_of("search.db", "SELECT count(*) FROM docs");
}

START_TEST(what_was_said_is_found_before_and_after_it_is_in_the_index)
{
	say("Hello World");
	say("nothing");
	say("the world is small");
	hub_commit(&sc.srv);
	ck_assert_str_eq(found("world"), "Hello World|the world is small|");
	bring_up_to_date();
	ck_assert_int_eq(docs(), 3);
	ck_assert_str_eq(found("world"), "Hello World|the world is small|");
	say("new world");
	hub_commit(&sc.srv);
	ck_assert_str_eq(found("\"w world\""), "");
	ck_assert_str_eq(
	    found("world"), "Hello World|the world is small|new world|");
}
END_TEST

START_TEST(cjk_words_of_one_two_and_more_characters_are_found_within_others)
{
	say("今日本を読む");
	say("東京都に行く");
	bring_up_to_date();
	ck_assert_str_eq(found("本"), "今日本を読む|");
	ck_assert_str_eq(found("京都"), "東京都に行く|");
	ck_assert_str_eq(found("日本を"), "今日本を読む|");
	ck_assert_str_eq(found("を に"), "");
}
END_TEST

START_TEST(nothing_that_is_asked_is_a_mistake_in_the_language_of_the_index)
{
	static const char *const texts[] = {"\"", "\"\"", "AND", "a AND b",
	    "NEAR(a b)", "doc:x", "x*", "-x", "^x", "(((", "'; DROP TABLE docs",
	    "\"a\" OR", "+", "{doc}", "\\", "%", "_"};

	say("plain");
	bring_up_to_date();
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		found(texts[i]);
	ck_assert_int_eq(docs(), 1);
}
END_TEST

static void
run_on(const char *file, const char *sql)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%s", sc.dir, file);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(a_word_that_is_common_elsewhere_is_found_where_it_is_rare)
{
	say("the word");
	hub_commit(&sc.srv);
	run_on("history.db",
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick, bot,"
	    " body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
	    " FROM n WHERE i < 6000) SELECT 99, 1000 + i, 'm' || i,"
	    " 'message', 'x', 0, 'the word' FROM n");
	run_on("history.db",
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick, bot,"
	    " body) SELECT id, 900, 'm', 'message', 'x', 0, 'old word'"
	    " FROM channels");
	bring_up_to_date();
	ask_for("word");
	q.look = 500;
	search_run(&q, sc.dir, &r);
	ck_assert_uint_eq(r.n, 2);
	ck_assert_int_eq(r.hits[0].at.time_ms, 900);
	q.oldest = true;
	q.after_ms = 901;
	search_run(&q, sc.dir, &r);
	ck_assert_uint_eq(r.n, 1);
}
END_TEST

START_TEST(only_places_and_talks_of_the_asker_are_searched)
{
	struct session *bob = scene_user(&sc, "bob", "bob", 0);
	struct session *carol = scene_user(&sc, "carol", NULL, 0);

	scene_join(&sc, bob, "#secret");
	scene_say(&sc, bob, "#secret", "word in secret");
	scene_say(&sc, bob, "alice", "word to alice");
	scene_say(&sc, alice, "carol", "word to carol");
	scene_say(&sc, bob, "carol", "word between others");
	scene_say(&sc, bob, "bob", "word to oneself");
	hub_commit(&sc.srv);
	ck_assert_str_eq(found("word"), "word to alice|word to carol|");
	bring_up_to_date();
	ck_assert_str_eq(found("word"), "word to alice|word to carol|");
	free(q.owner);
	q.owner = NULL;
	ck_assert_str_eq(result(), "");
	q.owner = mem_alloc(64);
	snprintf(q.owner, 64, "~%s", carol->user->guest);
	ck_assert_str_eq(result(), "word to carol|word between others|");
}
END_TEST

START_TEST(talks_with_one_other_are_told_apart)
{
	struct session *bob = scene_user(&sc, "bob", "robert", 0);
	struct session *eve = scene_user(&sc, "eve", "eve", 0);

	scene_say(&sc, bob, "alice", "word from bob");
	scene_say(&sc, eve, "alice", "word from eve");
	hub_commit(&sc.srv);
	for (int i = 0; i < 2; i++) {
		ask_for("word");
		q.peer = mem_strdup("robert");
		ck_assert_str_eq(result(), "word from bob|");
		bring_up_to_date();
	}
}
END_TEST

START_TEST(a_sender_is_found_by_the_nick_of_that_time)
{
	struct session *bob = scene_user(&sc, "Bob", NULL, 0);

	scene_join(&sc, bob, "#tea");
	scene_say(&sc, bob, "#tea", "by bob");
	say("by alice");
	hub_commit(&sc.srv);
	for (int i = 0; i < 2; i++) {
		ask_for("");
		q.from = mem_strdup("bOb");
		ck_assert_str_eq(result(), "by bob|");
		bring_up_to_date();
	}
}
END_TEST

static void
redact_last(const char *channel)
{
	struct event e = hub_event(&sc.srv, EVENT_REDACT, alice);
	const char *id;

	search_run(&q, sc.dir, &r);
	id = r.hits[r.n - 1].id;
	e.target = channel;
	e.arg = id;
	hub_publish(&sc.srv, &e);
	hub_commit(&sc.srv);
}

static bool
stands_in(const char *end, const char *what)
{
	char path[128];
	struct stat st;
	char *bytes;
	FILE *f;
	bool is;

	snprintf(path, sizeof(path), "%s/search.db%s", sc.dir, end);
	f = fopen(path, "r");
	if (!f)
		return false;
	ck_assert_int_eq(fstat(fileno(f), &st), 0);
	bytes = mem_alloc((size_t)st.st_size + 1);
	ck_assert_uint_eq(
	    fread(bytes, 1, (size_t)st.st_size, f), (size_t)st.st_size);
	fclose(f);
	is = memmem(bytes, (size_t)st.st_size, what, strlen(what));
	free(bytes);
	return is;
}

static void
close_index(void)
{
	search_index_free(x);
	x = search_index_new(sc.dir);
}

START_TEST(what_is_taken_back_is_not_found_and_its_text_leaves_the_files)
{
	say("keep xylophone");
	say("remove quetzalcoatl");
	bring_up_to_date();
	ck_assert_str_eq(found("quetzalcoatl"), "remove quetzalcoatl|");
	ck_assert(
	    stands_in("", "quetzalcoatl") || stands_in("-wal", "quetzalcoatl"));
	redact_last("#tea");
	ck_assert_str_eq(found("quetzalcoatl"), "");
	bring_up_to_date();
	ck_assert_str_eq(found("quetzalcoatl"), "");
	ck_assert_str_eq(found("xylophone"), "keep xylophone|");
	ck_assert_int_eq(docs(), 1);
	ck_assert_int_eq(
	    number_of("search.db", "SELECT unmerged FROM state"), 0);
	ck_assert_int_eq(search_index_wait(x), -1);
	/* not even a piece, as this was the first merge of the day */
	ck_assert(!stands_in("", "quetz"));
	ck_assert(!stands_in("-wal", "quetz"));
	ck_assert(!stands_in("", "etz") && !stands_in("", "zal"));
	ck_assert(stands_in("", "xyl") || stands_in("-wal", "xyl"));
	/* that of the second one has to wait */
	redact_last("#tea");
	bring_up_to_date();
	ck_assert(!stands_in("", "keep xylophone"));
	ck_assert_int_gt(search_index_wait(x), 60000);
	ck_assert_int_le(search_index_wait(x), 24 * 60 * 60 * 1000);
	run_on("search.db", "UPDATE state SET merged_ms = 0");
	close_index();
	bring_up_to_date();
	ck_assert_int_eq(search_index_wait(x), -1);
	ck_assert(!stands_in("", "xyl"));
}
END_TEST

START_TEST(what_is_deleted_leaves_the_index_whoever_deletes_it)
{
	say("one");
	say("two");
	bring_up_to_date();
	number_of(
	    "history.db", "DELETE FROM events WHERE body = 'one' RETURNING 1");
	ck_assert_str_eq(found("one"), "");
	ck_assert_int_eq(docs(), 2);
	bring_up_to_date();
	ck_assert_int_eq(docs(), 1);
	ck_assert_uint_eq(search_index_removed(x), 1);
	sc.srv.store->ops->removed_drop(sc.srv.store, search_index_removed(x));
	hub_commit(&sc.srv);
	ck_assert_int_eq(
	    number_of("history.db", "SELECT count(*) FROM removed"), 0);
	ck_assert_str_eq(found("two"), "two|");
}
END_TEST

static void
ck_made_anew(const char *why)
{
	enum search_step step = search_index_step(x, 64);

	ck_assert_int_eq(step, SEARCH_ANEW);
	ck_assert_ptr_nonnull(strstr(search_index_error(x), why));
	bring_up_to_date();
	ck_assert_int_eq(docs(), 2);
	ck_assert_str_eq(found("one"), "one|");
}

static void
write_over(long at)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/search.db", sc.dir);
	f = fopen(path, "r+");
	ck_assert_ptr_nonnull(f);
	fseek(f, at, SEEK_SET);
	for (int i = 0; i < 4096; i++)
		fputc('x', f);
	fclose(f);
}

START_TEST(a_damaged_index_is_made_anew)
{
	say("one");
	say("two");
	bring_up_to_date();
	close_index();
	write_over(0);
	ck_made_anew("search.db");
}
END_TEST

START_TEST(damage_that_a_search_finds_is_told)
{
	say("one");
	say("two");
	bring_up_to_date();
	close_index();
	for (long at = 4096; at < 8 * 4096; at += 4096)
		write_over(at);
	ask_for("one");
	search_run(&q, sc.dir, &r);
	ck_assert(r.broken);
	ck_assert(!r.failed);
	search_index_remake(x);
	bring_up_to_date();
	ck_assert_str_eq(found("one"), "one|");
	ck_assert(!r.broken);
}
END_TEST

START_TEST(an_index_that_is_just_being_made_is_not_broken)
{
	char path[128];
	FILE *f;

	say("one");
	hub_commit(&sc.srv);
	snprintf(path, sizeof(path), "%s/search.db", sc.dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fclose(f);
	ck_assert_str_eq(found("one"), "one|");
	ck_assert(!r.broken);
	bring_up_to_date();
	ck_assert_str_eq(found("one"), "one|");
}
END_TEST

START_TEST(an_index_of_another_version_or_history_is_made_anew)
{
	say("one");
	say("two");
	bring_up_to_date();
	close_index();
	run_on("search.db", "PRAGMA user_version = 99");
	ck_made_anew("search.db");
	close_index();
	run_on("search.db", "UPDATE state SET last_id = 'other'");
	ck_made_anew("search.db");
	close_index();
	run_on("search.db", "UPDATE state SET last_seq = 1000000");
	ck_made_anew("search.db");
	close_index();
	run_on("search.db", "UPDATE state SET removed = 1");
	ck_made_anew("search.db");
}
END_TEST

START_TEST(no_history_is_no_loop)
{
	char path[128];

	search_index_free(x);
	snprintf(path, sizeof(path), "%s/none", sc.dir);
	x = search_index_new(path);
	ck_assert_int_eq(search_index_step(x, 64), SEARCH_FAILED);
	ck_assert_int_eq(search_index_step(x, 64), SEARCH_FAILED);
}
END_TEST

/* Some of it, and is killed. */
static void
index_and_die(int pieces)
{
	while (pieces-- > 0)
		search_index_step(x, 16);
	kill(getpid(), SIGKILL);
}

START_TEST(after_a_kill_it_goes_on_where_it_was)
{
	pid_t pid;
	int status;

	for (int i = 0; i < 200; i++)
		say("word");
	hub_commit(&sc.srv);
	for (int i = 0; i < 6; i++) {
		pid = fork();
		if (pid == 0)
			index_and_die(i);
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	}
	bring_up_to_date();
	ck_assert_int_eq(docs(), 200);
	found("word");
	ck_assert_uint_eq(r.n, SEARCH_MOST);
}
END_TEST

START_TEST(the_files_are_for_their_owner_alone)
{
	char path[128];
	struct stat st;

	bring_up_to_date();
	snprintf(path, sizeof(path), "%s/search.db", sc.dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_search_without_time_says_how_far_it_came)
{
	say("word");
	bring_up_to_date();
	ask_for("word");
	q.time_ms = -1;
	search_run(&q, sc.dir, &r);
	ck_assert(r.partial);
	ck_assert(!r.failed);
}
END_TEST

Suite *
suite_search_index(void)
{
	Suite *s = suite_create("search_index");
	TCase *t = tcase_create("index");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(
	    t, what_was_said_is_found_before_and_after_it_is_in_the_index);
	tcase_add_test(t,
	    cjk_words_of_one_two_and_more_characters_are_found_within_others);
	tcase_add_test(
	    t, nothing_that_is_asked_is_a_mistake_in_the_language_of_the_index);
	tcase_add_test(
	    t, a_word_that_is_common_elsewhere_is_found_where_it_is_rare);
	tcase_add_test(t, only_places_and_talks_of_the_asker_are_searched);
	tcase_add_test(t, talks_with_one_other_are_told_apart);
	tcase_add_test(t, a_sender_is_found_by_the_nick_of_that_time);
	tcase_add_test(
	    t, what_is_taken_back_is_not_found_and_its_text_leaves_the_files);
	tcase_add_test(t, what_is_deleted_leaves_the_index_whoever_deletes_it);
	tcase_add_test(t, a_damaged_index_is_made_anew);
	tcase_add_test(t, an_index_that_is_just_being_made_is_not_broken);
	tcase_add_test(t, an_index_of_another_version_or_history_is_made_anew);
	tcase_add_test(t, damage_that_a_search_finds_is_told);
	tcase_add_test(t, no_history_is_no_loop);
	tcase_add_test(t, after_a_kill_it_goes_on_where_it_was);
	tcase_add_test(t, the_files_are_for_their_owner_alone);
	tcase_add_test(t, a_search_without_time_says_how_far_it_came);
	suite_add_tcase(s, t);
	return s;
}
