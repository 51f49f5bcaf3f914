/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/forgetting.h"
#include "server/hub.h"
#include "server/retention.h"
#include "server/store.h"
#include "tests/harness/database.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice, *bob, *phone;
static struct buf seen;

static void
gather(void)
{
	sc.srv.commands = commands_table;
	alice = scene_user(&sc, "alice", "Alma", CAP_STANDARD_REPLIES);
	phone = scene_user(&sc, "al", "alma", CAP_STANDARD_REPLIES);
	bob = scene_user(&sc, "bob", NULL, CAP_STANDARD_REPLIES);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_join(&sc, alice, "#soup");
}

/* alice has said five things, bob two. */
static void
set_up(void)
{
	scene_begin(&sc);
	sc.srv.now_ms = 1000;
	scene_keep(&sc);
	gather();
	scene_say(&sc, alice, "#tea", "leaves");
	scene_say(&sc, bob, "#tea", "milk");
	scene_say(&sc, alice, "#soup", "peas");
	scene_say(&sc, alice, "bob", "aside");
	scene_say(&sc, bob, "alice", "reply");
	scene_say(&sc, phone, "alice", "note");
	scene_say(&sc, alice, "#tea", "\"quoted\" \n\xc3\xa9");
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	scene_output(&sc, phone);
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
	buf_free(&seen);
}

static void
says(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

/* What a command is answered, to its end. */
static const char *
answer(struct session *s, const char *line)
{
	buf_reset(&seen);
	says(s, line);
	buf_adds(&seen, scene_output(&sc, s));
	while (s->answer) {
		answers_turn(&sc.srv);
		buf_adds(&seen, scene_output(&sc, s));
	}
	return seen.data;
}

static void
ck_has(const char *text, const char *what, bool there)
{
	ck_assert_msg(!!strstr(text, what) == there, "%s: %s", what, text);
}

static int
settle(void)
{
	int n = 0;

	hub_commit(&sc.srv);
	while (forgetting_wait(&sc.srv) >= 0) {
		sc.srv.now_ms += FORGETTING_STEP_MS;
		forgetting_turn(&sc.srv);
		hub_commit(&sc.srv);
		n++;
	}
	return n;
}

static int64_t
number(const char *sql)
{
	return database_number(sc.dir, "history.db", sql);
}

static int64_t
with_text(const char *body)
{
	char sql[160];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM events WHERE body LIKE '%s%%'", body);
	return number(sql);
}

START_TEST(all_that_one_said_comes_as_json_and_nothing_of_others)
{
	const char *out = answer(alice, "HISTORY EXPORT");

	ck_has(out, ":srv HISTORY EXPORT * . :{\"id\":\"", true);
	ck_has(out, "\"body\":\"leaves\"", true);
	ck_has(out, "\"channel\":\"#soup\"", true);
	ck_has(out, "\"target\":\"bob\"", true);
	ck_has(out, "\"body\":\"note\"", true);
	ck_has(out, "\\\"quoted\\\" \\n\xc3\xa9", true);
	ck_has(out, "milk", false);
	ck_has(out, "reply", false);
	ck_has(out, "join", false);
	ck_has(out, ":srv NOTE HISTORY EXPORTED * :5 messages\r\n", true);
	ck_assert_uint_eq(scene_count(out, "HISTORY EXPORT * . :"), 5);
}
END_TEST

START_TEST(tags_alone_that_are_kept_are_ones_own_too)
{
	static char word[] = "tags", *tags = word;
	struct event e = hub_event(&sc.srv, EVENT_TAGMSG, alice);

	sc.settings.history_keep = (struct conf_list){&tags, 1};
	e.target = "#tea";
	e.tags = "+react=yes";
	hub_publish(&sc.srv, &e);
	sc.settings.history_keep = (struct conf_list){0};
	ck_has(answer(alice, "HISTORY EXPORT #tea"), "+react=yes", true);
	answer(alice, "HISTORY FORGET #tea FOREVER");
	settle();
	ck_assert_int_eq(
	    number("SELECT count(*) FROM events WHERE tags IS NOT NULL"), 0);
}
END_TEST

START_TEST(one_place_alone_is_exported)
{
	const char *out = answer(alice, "HISTORY EXPORT #TEA");

	ck_has(out, ":srv HISTORY EXPORT #tea . :{", true);
	ck_has(out, ":srv NOTE HISTORY EXPORTED #tea :2 messages\r\n", true);
	ck_has(out, "peas", false);
	out = answer(phone, "HISTORY EXPORT bob");
	ck_has(out, "aside", true);
	ck_has(out, "note", false);
	ck_has(out, "EXPORTED bob :1 messages\r\n", true);
}
END_TEST

START_TEST(a_long_message_comes_in_pieces_that_make_one_object)
{
	static char text[9001];
	struct buf whole = {0};
	const char *out, *p;

	for (int i = 0; i < 4500; i++)
		memcpy(text + 2 * i, "\xc3\xa9", 2);
	scene_say(&sc, alice, "bob", text);
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	out = answer(alice, "HISTORY EXPORT bob");
	for (p = out; (p = strstr(p, " HISTORY EXPORT bob ")); p++) {
		const char *line = p + 23, *end = strchr(line, '\r');

		ck_assert_uint_le((size_t)(end - p), 510);
		ck_assert(p[20] == '+' || p[20] == '.');
		buf_add(&whole, line, (size_t)(end - line));
		buf_adds(&whole, p[20] == '.' ? "\n" : "");
	}
	buf_addc(&whole, '\0');
	ck_assert_uint_eq(scene_count(whole.data, "\n"), 2);
	ck_has(whole.data, text, true);
	buf_free(&whole);
}
END_TEST

START_TEST(an_export_is_a_batch_for_those_who_have_batches)
{
	const char *out;

	alice->caps |= CAP_BATCH;
	out = answer(alice, "HISTORY EXPORT #tea");
	ck_assert_msg(
	    strncmp(out, ":srv BATCH +1 tcpchat/export #tea\r\n", 35) == 0,
	    "%s", out);
	ck_has(out, "@batch=1 :srv HISTORY EXPORT #tea . :{", true);
	ck_has(out, ":srv BATCH -1\r\n:srv NOTE HISTORY EXPORTED", true);
}
END_TEST

START_TEST(what_was_taken_back_is_not_exported)
{
	struct event e = hub_event(&sc.srv, EVENT_REDACT, alice);
	char id[EVENT_ID_LEN];
	const char *out = answer(alice, "HISTORY EXPORT #soup");

	memcpy(id, strstr(out, "\"id\":\"") + 6, 26);
	id[26] = '\0';
	e.target = "#soup";
	e.arg = id;
	hub_publish(&sc.srv, &e);
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	ck_has(answer(alice, "HISTORY EXPORT #soup"), ":0 messages", true);
}
END_TEST

static void
count(const char *json, size_t len, void *context)
{
	ck_assert_uint_eq(strlen(json), len);
	++*(int *)context;
}

START_TEST(a_long_history_is_read_a_few_rows_at_a_time)
{
	struct store_own q = {
	    .account = "alma", .where = {STORE_EVERYWHERE, ""}};
	int calls = 0, found = 0, result;

	for (int i = 0; i < 3 * STORE_OWN_ROWS; i++)
		scene_say(&sc, bob, "#tea", "more");
	do {
		uint64_t before = q.after;

		result =
		    sc.srv.store->ops->own(sc.srv.store, &q, count, &found);
		ck_assert_uint_le(q.after - before, STORE_OWN_ROWS);
		calls++;
	} while (result == 0);
	ck_assert_int_eq(result, 1);
	ck_assert_int_eq(found, 5);
	ck_assert_int_ge(calls, 4);
}
END_TEST

START_TEST(nothing_is_forgotten_without_the_word)
{
	const char *out = answer(alice, "HISTORY FORGET *");

	ck_has(out, "FAIL HISTORY NEED_CONFIRMATION * :", true);
	ck_has(out, "HISTORY FORGET * FOREVER", true);
	ck_has(answer(alice, "HISTORY FORGET * forever"), "NEED_CONF", true);
	ck_has(answer(alice, "HISTORY FORGET"), " 461 ", true);
	ck_assert_int_eq(settle(), 1);
	ck_assert_int_eq(with_text("leaves"), 1);
}
END_TEST

START_TEST(all_that_one_said_loses_its_text_and_nothing_of_others)
{
	const char *out = answer(alice, "HISTORY FORGET * FOREVER");

	ck_has(out, ":srv NOTE HISTORY FORGETTING * :", true);
	scene_say(&sc, alice, "#tea", "later");
	scene_output(&sc, alice);
	scene_output(&sc, phone);
	settle();
	ck_has(scene_output(&sc, alice), "NOTE HISTORY FORGOTTEN * :", true);
	ck_has(scene_output(&sc, phone), "NOTE HISTORY FORGOTTEN * :", true);
	ck_has(scene_output(&sc, bob), "FORGOTTEN", false);
	ck_assert_int_eq(with_text("leaves"), 0);
	ck_assert_int_eq(with_text("peas"), 0);
	ck_assert_int_eq(with_text("aside"), 0);
	ck_assert_int_eq(with_text("note"), 0);
	ck_assert_int_eq(with_text("milk"), 1);
	ck_assert_int_eq(with_text("reply"), 1);
	ck_assert_int_eq(with_text("later"), 1);
	ck_assert_int_eq(
	    number("SELECT count(*) FROM events WHERE kind = 'redacted'"), 5);
	ck_assert_int_eq(number("SELECT count(*) FROM forgetting"), 0);
}
END_TEST

START_TEST(one_place_alone_is_forgotten)
{
	answer(phone, "HISTORY FORGET bob FOREVER");
	answer(alice, "HISTORY FORGET #tea FOREVER");
	settle();
	ck_assert_int_eq(with_text("leaves"), 0);
	ck_assert_int_eq(with_text("aside"), 0);
	ck_assert_int_eq(with_text("peas"), 1);
	ck_assert_int_eq(with_text("note"), 1);
	scene_output(&sc, bob);
}
END_TEST

static bool
in_files(const char *text)
{
	static const char *const names[] = {"history.db", "history.db-wal"};
	char path[128], *bytes = malloc(1 << 22);
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		FILE *f;
		size_t n;

		snprintf(path, sizeof(path), "%s/%s", sc.dir, names[i]);
		f = fopen(path, "re");
		n = f ? fread(bytes, 1, 1 << 22, f) : 0;
		found |= memmem(bytes, n, text, strlen(text)) != NULL;
		if (f)
			fclose(f);
	}
	free(bytes);
	return found;
}

START_TEST(no_file_holds_what_was_forgotten)
{
	ck_assert(in_files("leaves"));
	answer(alice, "HISTORY FORGET #tea FOREVER");
	settle();
	ck_assert(!in_files("leaves"));
	ck_assert(in_files("milk"));
}
END_TEST

START_TEST(what_was_asked_for_goes_on_after_a_kill_in_the_middle)
{
	for (int i = 0; i < 3 * STORE_OWN_ROWS; i++) {
		scene_say(&sc, alice, "#tea", "many");
		scene_output(&sc, alice);
		scene_output(&sc, bob);
	}
	answer(alice, "HISTORY FORGET * FOREVER");
	hub_commit(&sc.srv);
	sc.srv.now_ms += FORGETTING_STEP_MS;
	forgetting_turn(&sc.srv);
	hub_commit(&sc.srv);
	sc.srv.now_ms += FORGETTING_STEP_MS;
	forgetting_turn(&sc.srv);
	ck_assert_int_gt(with_text("many"), 0);
	scene_reopen(&sc);
	sc.srv.forget_none = false;
	gather();
	scene_say(&sc, alice, "#tea", "later");
	settle();
	ck_assert_int_eq(with_text("many"), 0);
	ck_assert_int_eq(with_text("later"), 1);
	ck_assert_int_eq(number("SELECT count(*) FROM forgetting"), 0);
	ck_has(scene_output(&sc, alice), "FORGOTTEN * :", true);
}
END_TEST

START_TEST(that_it_is_being_forgotten_is_said_when_that_is_kept_and_not_before)
{
	disk_fails(ENOSPC);
	ck_has(answer(alice, "HISTORY FORGET * FOREVER"),
	    "FAIL HISTORY INTERNAL_ERROR * :", true);
	disk_works();
	hub_commit(&sc.srv);
	sc.srv.now_ms += 1001;
	hub_commit(&sc.srv);
	ck_has(answer(alice, "HISTORY FORGET * FOREVER"), "FORGETTING", true);
	ck_assert_int_eq(number("SELECT count(*) FROM forgetting"), 1);
	sc.srv.now_ms += FORGETTING_STEP_MS;
	forgetting_turn(&sc.srv);
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	sc.srv.now_ms += FORGETTING_STEP_MS;
	forgetting_turn(&sc.srv);
	ck_has(scene_output(&sc, alice), "FORGOTTEN", false);
	ck_assert_int_eq(number("SELECT count(*) FROM forgetting"), 1);
}
END_TEST

START_TEST(a_step_looks_at_a_bounded_number_of_rows)
{
	for (int i = 0; i < 4 * STORE_OWN_ROWS; i++) {
		scene_say(&sc, alice, "#tea", "many");
		scene_output(&sc, alice);
		scene_output(&sc, bob);
	}
	answer(alice, "HISTORY FORGET * FOREVER");
	hub_commit(&sc.srv);
	sc.srv.now_ms += FORGETTING_STEP_MS;
	forgetting_turn(&sc.srv);
	hub_commit(&sc.srv);
	ck_assert_int_ge(with_text("many"), 3 * STORE_OWN_ROWS);
	ck_assert_int_eq(forgetting_wait(&sc.srv), FORGETTING_STEP_MS);
	ck_assert_int_ge(settle(), 4);
	ck_assert_int_eq(forgetting_wait(&sc.srv), -1);
}
END_TEST

START_TEST(who_has_no_account_has_nothing_that_is_known_as_theirs)
{
	ck_has(answer(bob, "HISTORY EXPORT"),
	    "FAIL HISTORY ACCOUNT_REQUIRED :", true);
	ck_has(answer(bob, "HISTORY FORGET * FOREVER"),
	    "FAIL HISTORY ACCOUNT_REQUIRED :", true);
}
END_TEST

START_TEST(a_place_that_may_not_be_read_is_as_one_that_is_absent)
{
	scene_part(&sc, alice, "#tea");
	scene_output(&sc, alice);
	ck_has(answer(alice, "HISTORY EXPORT #tea"),
	    "FAIL HISTORY INVALID_TARGET #tea :", true);
	ck_has(answer(alice, "HISTORY FORGET #none FOREVER"),
	    "FAIL HISTORY INVALID_TARGET #none :", true);
	ck_has(answer(alice, "HISTORY EXPORT stranger"),
	    "FAIL HISTORY INVALID_TARGET stranger :", true);
	ck_has(answer(alice, "HISTORY LOSE"),
	    "FAIL HISTORY SUBCOMMAND_INVALID LOSE :", true);
	/* but all of one's own is one's own */
	ck_has(answer(alice, "HISTORY EXPORT"), "leaves", true);
}
END_TEST

START_TEST(so_many_wishes_of_an_account_wait_and_no_more)
{
	char line[64], name[16];

	for (int i = 0; i <= STORE_FORGET_MAX; i++) {
		const char *out;

		snprintf(name, sizeof(name), "#c%d", i);
		scene_join(&sc, alice, name);
		scene_output(&sc, alice);
		snprintf(line, sizeof(line), "HISTORY FORGET %s FOREVER", name);
		out = answer(alice, line);
		ck_has(out, "FAIL HISTORY TOO_MANY ", i == STORE_FORGET_MAX);
	}
	settle();
	ck_has(answer(alice, "HISTORY FORGET #c1 FOREVER"), "TOO_MANY", false);
}
END_TEST

static TCase *
export_case(void)
{
	TCase *tc = tcase_create("export");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, all_that_one_said_comes_as_json_and_nothing_of_others);
	tcase_add_test(tc, tags_alone_that_are_kept_are_ones_own_too);
	tcase_add_test(tc, one_place_alone_is_exported);
	tcase_add_test(tc, a_long_message_comes_in_pieces_that_make_one_object);
	tcase_add_test(tc, an_export_is_a_batch_for_those_who_have_batches);
	tcase_add_test(tc, what_was_taken_back_is_not_exported);
	tcase_add_test(tc, a_long_history_is_read_a_few_rows_at_a_time);
	tcase_add_test(
	    tc, who_has_no_account_has_nothing_that_is_known_as_theirs);
	tcase_add_test(
	    tc, a_place_that_may_not_be_read_is_as_one_that_is_absent);
	return tc;
}

static TCase *
forget_case(void)
{
	TCase *tc = tcase_create("forget");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, nothing_is_forgotten_without_the_word);
	tcase_add_test(
	    tc, all_that_one_said_loses_its_text_and_nothing_of_others);
	tcase_add_test(tc, one_place_alone_is_forgotten);
	tcase_add_test(tc, no_file_holds_what_was_forgotten);
	tcase_add_test(
	    tc, what_was_asked_for_goes_on_after_a_kill_in_the_middle);
	tcase_add_test(tc,
	    that_it_is_being_forgotten_is_said_when_that_is_kept_and_not_before);
	tcase_add_test(tc, a_step_looks_at_a_bounded_number_of_rows);
	tcase_add_test(tc, so_many_wishes_of_an_account_wait_and_no_more);
	return tc;
}

Suite *
suite_own(void)
{
	Suite *s = suite_create("own");

	suite_add_tcase(s, export_case());
	suite_add_tcase(s, forget_case());
	return s;
}
