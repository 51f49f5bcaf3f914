/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/retention.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "server/hub.h"
#include "server/kept.h"
#include "tests/harness/database.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

enum { DAY = 24 * 60 * 60 * 1000 };

static struct scene sc;
static struct session *alice, *bob;
static struct buf seen;

static void
gather(void)
{
	alice = scene_user(&sc, "alice", "alma", 0);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
}

static void
set_up(void)
{
	scene_begin(&sc);
	sc.srv.now_ms = 1000;
	scene_keep(&sc);
	gather();
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
	buf_free(&seen);
}

static struct channel *
tea(void)
{
	return world_channel(&sc.srv.world, "#tea");
}

/* One step after the other, until nothing is due soon; how many there were. */
static int
settle(void)
{
	int n = 0;

	hub_commit(&sc.srv);
	retention_now(&sc.srv);
	while (retention_wait(&sc.srv) >= 0 &&
	    retention_wait(&sc.srv) <= RETENTION_STEP_MS) {
		sc.srv.now_ms += RETENTION_STEP_MS;
		retention_turn(&sc.srv);
		hub_commit(&sc.srv);
		n++;
	}
	return n;
}

/* What the database answers, beside the server. */
static int64_t
number(const char *sql)
{
	return database_number(sc.dir, "history.db", sql);
}

/* The counts are those of the rows. */
static void
ck_counts(void)
{
	ck_assert_int_eq(number("SELECT count(*) FROM (SELECT channel, count(*)"
				" AS n FROM events GROUP BY channel) AS c"
				" LEFT JOIN kept USING (channel)"
				" WHERE lines IS NOT n"),
	    0);
	ck_assert_int_eq(number("SELECT total(lines) FROM kept"),
	    number("SELECT count(*) FROM events"));
}

static void
note(const struct event *e, void *context)
{
	buf_addf(context, "%s ", e->body);
}

static void
ck_shown(const char *wanted)
{
	struct store_range r = {.channel_id = tea()->id,
	    .after = STORE_FIRST,
	    .before = STORE_LAST,
	    .said = true,
	    .max = 50};

	buf_reset(&seen);
	buf_adds(&seen, "");
	ck_assert_int_eq(
	    sc.srv.store->ops->read(sc.srv.store, &r, note, &seen), 0);
	ck_assert_str_eq(seen.data, wanted);
}

static bool
in_files(const char *text)
{
	static const char *const names[] = {"history.db", "history.db-wal"};
	char path[128], *bytes = malloc(1 << 23);
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		FILE *f;
		size_t n;

		snprintf(path, sizeof(path), "%s/%s", sc.dir, names[i]);
		f = fopen(path, "re");
		n = f ? fread(bytes, 1, 1 << 23, f) : 0;
		found |= memmem(bytes, n, text, strlen(text)) != NULL;
		if (f)
			fclose(f);
	}
	free(bytes);
	return found;
}

/* As if it had been said then. */
static void
said_before(int64_t ms, const char *body)
{
	struct event e = {.kind = EVENT_MESSAGE,
	    .time_ms = clock_wall_ms() - ms,
	    .source = {.nick = "bob", .user = "b", .host = "h"},
	    .target = "#tea",
	    .body = body};

	ck_assert_int_eq(
	    sc.srv.store->ops->append(sc.srv.store, tea()->id, &e), 0);
}

static void
say_many(int n)
{
	for (int i = 0; i < n; i++)
		scene_say(&sc, bob, "#tea", "many");
	scene_output(&sc, alice);
	scene_output(&sc, bob);
}

START_TEST(a_channel_that_keeps_nothing_is_heard_and_not_kept)
{
	struct event e = hub_event(&sc.srv, EVENT_NICK, bob);

	scene_join(&sc, bob, "#other");
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	settle();
	scene_output(&sc, alice);
	scene_say(&sc, bob, "#tea", "secret");
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "PRIVMSG #tea :secret"));
	e.arg = "bo";
	hub_publish(&sc.srv, &e);
	scene_part(&sc, bob, "#tea");
	scene_say(&sc, bob, "#other", "open");
	hub_commit(&sc.srv);
	ck_assert(!in_files("secret"));
	ck_assert(in_files("open"));
	ck_assert_int_eq(number("SELECT count(*) FROM events JOIN channels"
				" ON id = channel WHERE name = '#tea'"),
	    0);
	ck_assert_int_eq(
	    number("SELECT count(*) FROM events WHERE kind = 'nick'"), 1);
	ck_counts();
}
END_TEST

START_TEST(what_was_kept_is_not_shown_from_then_on_and_goes)
{
	scene_say(&sc, bob, "#tea", "before");
	hub_commit(&sc.srv);
	ck_shown("before ");
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	ck_shown("");
	hub_commit(&sc.srv);
	ck_assert(in_files("before"));
	settle();
	ck_shown("");
	ck_assert(!in_files("before"));
	ck_counts();
}
END_TEST

START_TEST(what_went_does_not_come_back_with_the_mode)
{
	scene_say(&sc, bob, "#tea", "before");
	hub_commit(&sc.srv);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	scene_say(&sc, bob, "#tea", "after");
	settle();
	ck_shown("after ");
	ck_assert(!in_files("before"));
	ck_counts();
}
END_TEST

START_TEST(what_was_to_go_when_nothing_could_be_written_goes_and_no_more)
{
	scene_say(&sc, bob, "#tea", "before");
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	hub_commit(&sc.srv);
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	disk_works();
	sc.srv.now_ms += 1001;
	hub_commit(&sc.srv);
	scene_say(&sc, bob, "#tea", "after");
	settle();
	ck_shown("after ");
	ck_assert(!in_files("before"));
	ck_counts();
}
END_TEST

START_TEST(what_is_to_go_while_more_does_goes_too)
{
	say_many(2 * STORE_RETAIN_ROWS);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	scene_say(&sc, bob, "#tea", "between");
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	hub_commit(&sc.srv);
	disk_works();
	sc.srv.now_ms += 1001;
	hub_commit(&sc.srv);
	scene_say(&sc, bob, "#tea", "after");
	settle();
	ck_shown("after ");
	ck_counts();
}
END_TEST

START_TEST(a_kill_in_the_middle_of_it_ends_nothing)
{
	say_many(2 * STORE_RETAIN_ROWS);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	scene_mode(&sc, alice, "#tea", false, 'H', NULL);
	scene_say(&sc, bob, "#tea", "after");
	hub_commit(&sc.srv);
	sc.srv.now_ms += RETENTION_STEP_MS;
	retention_turn(&sc.srv);
	hub_commit(&sc.srv);
	retention_turn(&sc.srv);
	scene_reopen(&sc);
	sc.srv.retaining = false;
	ck_shown("");
	settle();
	ck_shown("after ");
	ck_counts();
}
END_TEST

START_TEST(a_kill_before_the_mode_was_kept_leaves_all_as_it_was)
{
	scene_say(&sc, bob, "#tea", "before");
	hub_commit(&sc.srv);
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	scene_reopen(&sc);
	ck_shown("before ");
	ck_assert(channel_keeps(tea()));
}
END_TEST

START_TEST(no_more_lines_than_that_are_kept_and_the_mode_outlives_a_restart)
{
	char name[16];

	scene_mode(&sc, alice, "#tea", true, 'H', "3");
	for (int i = 0; i < 9; i++) {
		snprintf(name, sizeof(name), "line%d", i);
		scene_say(&sc, bob, "#tea", name);
	}
	settle();
	ck_shown("line6 line7 line8 ");
	ck_assert(!in_files("line5"));
	scene_reopen(&sc);
	ck_assert(tea()->history);
	ck_assert_int_eq(tea()->history_most, 3);
	ck_counts();
}
END_TEST

START_TEST(what_is_too_old_goes_wherever_it_stands_in_the_order_of_writing)
{
	scene_mode(&sc, alice, "#tea", true, 'H', "100:7d");
	said_before(6 * (int64_t)DAY, "six");
	said_before(8 * (int64_t)DAY, "eight");
	said_before(30 * (int64_t)DAY, "thirty");
	ck_shown("thirty eight six ");
	settle();
	ck_shown("six ");
	/* and then nothing is due before that one is too old */
	ck_assert(retention_wait(&sc.srv) > DAY - 60000);
	ck_assert(retention_wait(&sc.srv) <= DAY);
	ck_counts();
}
END_TEST

START_TEST(where_nothing_is_bounded_nothing_is_due)
{
	say_many(10);
	settle();
	ck_assert_int_eq(retention_wait(&sc.srv), -1);
	scene_say(&sc, bob, "#tea", "more");
	ck_assert_int_eq(retention_wait(&sc.srv), RETENTION_ROUND_MS);
}
END_TEST

START_TEST(the_server_s_bounds_are_those_of_every_channel)
{
	struct store_bounds b;

	sc.settings.history_channel_lines = 5;
	sc.settings.history_age_ms = DAY;
	b = retention_bounds(&sc.srv, tea());
	ck_assert_int_eq(b.most, 5);
	ck_assert_int_eq(b.age_ms, DAY);
	scene_mode(&sc, alice, "#tea", true, 'H', "500:7d");
	b = retention_bounds(&sc.srv, tea());
	ck_assert_int_eq(b.most, 5);
	ck_assert_int_eq(b.age_ms, DAY);
	scene_mode(&sc, alice, "#tea", true, 'H', "4:1h");
	b = retention_bounds(&sc.srv, tea());
	ck_assert_int_eq(b.most, 4);
	ck_assert_int_eq(b.age_ms, DAY / 24);
	b = retention_bounds(&sc.srv, NULL);
	ck_assert_int_eq(b.most, -1);
	ck_assert_int_eq(b.age_ms, DAY);
}
END_TEST

START_TEST(private_messages_that_are_too_old_go_with_who_talked_with_whom)
{
	scene_say(&sc, bob, "alice", "private");
	hub_commit(&sc.srv);
	ck_assert_int_eq(number("SELECT count(*) FROM talks"), 2);
	ck_assert_int_eq(number("SELECT count(*) FROM correspondents"), 2);
	sc.settings.history_age_ms = 1;
	while (clock_wall_ms() < sc.srv.clock.last_ms + 2)
		continue;
	settle();
	ck_assert_int_eq(number("SELECT count(*) FROM talks"), 0);
	ck_assert_int_eq(number("SELECT count(*) FROM correspondents"), 0);
	ck_assert_int_eq(number("SELECT count(*) FROM events"), 0);
	ck_assert(!in_files("private"));
	ck_counts();
}
END_TEST

START_TEST(a_correspondent_stays_while_anything_of_the_talk_does)
{
	scene_say(&sc, bob, "alice", "first");
	scene_say(&sc, bob, "alice", "second");
	sc.settings.history_lines_max = 1;
	settle();
	ck_assert_int_eq(number("SELECT count(*) FROM events"), 1);
	ck_assert_int_eq(number("SELECT count(*) FROM talks"), 2);
	ck_assert_int_eq(number("SELECT count(*) FROM correspondents"), 2);
}
END_TEST

START_TEST(of_the_whole_those_written_first_go)
{
	sc.settings.history_lines_max = 3;
	scene_say(&sc, bob, "#tea", "one");
	scene_say(&sc, bob, "alice", "two");
	scene_say(&sc, bob, "#tea", "three");
	said_before(DAY, "imported");
	settle();
	ck_shown("imported three ");
	ck_assert_int_eq(number("SELECT count(*) FROM events"), 3);
	ck_counts();
}
END_TEST

START_TEST(a_database_that_is_too_big_shrinks_to_its_bound)
{
	static char text[900];
	int64_t used;

	memset(text, 'x', sizeof(text) - 1);
	for (int i = 0; i < 2000; i++) {
		scene_say(&sc, bob, "#tea", text);
		scene_output(&sc, alice);
	}
	sc.settings.history_bytes = 1 << 20;
	ck_assert_int_ge(settle(), 2);
	used = number("SELECT (page_count - freelist_count) * page_size FROM"
		      " pragma_page_count, pragma_freelist_count,"
		      " pragma_page_size");
	ck_assert_int_le(used, 1 << 20);
	ck_assert_int_ge(number("SELECT count(*) FROM events"), 200);
	ck_counts();
}
END_TEST

START_TEST(what_was_said_in_a_channel_that_has_ended_goes)
{
	scene_say(&sc, bob, "#tea", "farewell");
	scene_mode(&sc, alice, "#tea", true, 'i', NULL);
	sc.srv.world.channels->rights->modes = 0;
	scene_part(&sc, alice, "#tea");
	scene_part(&sc, bob, "#tea");
	ck_assert_ptr_null(tea());
	settle();
	ck_assert(!in_files("farewell"));
	ck_assert_int_eq(number("SELECT count(*) FROM events"), 0);
	ck_assert_int_eq(number("SELECT count(*) FROM kept"), 0);
}
END_TEST

START_TEST(a_step_deletes_a_bounded_number_of_rows)
{
	int64_t before;

	say_many(4 * STORE_RETAIN_ROWS);
	hub_commit(&sc.srv);
	before = number("SELECT count(*) FROM events");
	sc.settings.history_channel_lines = 10;
	retention_now(&sc.srv);
	retention_turn(&sc.srv);
	hub_commit(&sc.srv);
	ck_assert_int_eq(
	    before - number("SELECT count(*) FROM events"), STORE_RETAIN_ROWS);
	ck_assert_int_eq(retention_wait(&sc.srv), RETENTION_STEP_MS);
	retention_turn(&sc.srv);
	hub_commit(&sc.srv);
	ck_assert_int_eq(
	    before - number("SELECT count(*) FROM events"), STORE_RETAIN_ROWS);
	ck_assert_int_ge(settle(), 4);
	ck_assert_int_eq(number("SELECT count(*) FROM events"), 10);
}
END_TEST

START_TEST(many_channels_are_looked_at_a_few_at_a_time)
{
	char name[16];

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "#c%d", i);
		scene_join(&sc, bob, name);
	}
	ck_assert_int_ge(settle(), 3);
	sc.settings.history_channel_lines = 1;
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "#c%d", i);
		scene_say(&sc, bob, name, "x");
	}
	settle();
	ck_assert_int_eq(number("SELECT max(lines) FROM kept"), 1);
}
END_TEST

static void
ck_words(const char *wanted)
{
	struct buf out = {0};

	ck_assert_int_eq(kept_words(&sc.srv, tea(), &out), wanted != NULL);
	if (wanted)
		ck_assert_str_eq(out.data, wanted);
	buf_free(&out);
}

START_TEST(how_long_a_channel_is_kept_is_said_in_words)
{
	ck_words("without end");
	sc.settings.history_bytes = 1 << 20;
	ck_words("while there is room for it");
	sc.settings.history_age_ms = 7 * (int64_t)DAY;
	ck_words("for 7 days");
	scene_mode(&sc, alice, "#tea", true, 'H', "500:1h");
	ck_words("for 1 hour, up to the last 500 lines");
	sc.settings.history_age_ms = 0;
	scene_mode(&sc, alice, "#tea", true, 'H', "500");
	ck_words("up to the last 500 lines");
	scene_mode(&sc, alice, "#tea", true, 'H', "0");
	ck_words(NULL);
}
END_TEST

static TCase *
mode_case(void)
{
	TCase *tc = tcase_create("mode");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_channel_that_keeps_nothing_is_heard_and_not_kept);
	tcase_add_test(tc, what_was_kept_is_not_shown_from_then_on_and_goes);
	tcase_add_test(tc, what_went_does_not_come_back_with_the_mode);
	tcase_add_test(
	    tc, what_was_to_go_when_nothing_could_be_written_goes_and_no_more);
	tcase_add_test(tc, what_is_to_go_while_more_does_goes_too);
	tcase_add_test(tc, a_kill_in_the_middle_of_it_ends_nothing);
	tcase_add_test(
	    tc, a_kill_before_the_mode_was_kept_leaves_all_as_it_was);
	tcase_add_test(tc,
	    no_more_lines_than_that_are_kept_and_the_mode_outlives_a_restart);
	tcase_add_test(tc, how_long_a_channel_is_kept_is_said_in_words);
	return tc;
}

static TCase *
bounds_case(void)
{
	TCase *tc = tcase_create("bounds");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc,
	    what_is_too_old_goes_wherever_it_stands_in_the_order_of_writing);
	tcase_add_test(tc, where_nothing_is_bounded_nothing_is_due);
	tcase_add_test(tc, the_server_s_bounds_are_those_of_every_channel);
	tcase_add_test(
	    tc, private_messages_that_are_too_old_go_with_who_talked_with_whom);
	tcase_add_test(
	    tc, a_correspondent_stays_while_anything_of_the_talk_does);
	tcase_add_test(tc, of_the_whole_those_written_first_go);
	tcase_add_test(tc, a_database_that_is_too_big_shrinks_to_its_bound);
	tcase_add_test(tc, what_was_said_in_a_channel_that_has_ended_goes);
	tcase_add_test(tc, a_step_deletes_a_bounded_number_of_rows);
	tcase_add_test(tc, many_channels_are_looked_at_a_few_at_a_time);
	return tc;
}

Suite *
suite_retention(void)
{
	Suite *s = suite_create("retention");

	suite_add_tcase(s, mode_case());
	suite_add_tcase(s, bounds_case());
	return s;
}
