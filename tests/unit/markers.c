/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/markers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"
#include "server/store_later.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

#define T2019 "timestamp=2019-01-04T14:33:26.123Z"
#define T2020 "timestamp=2020-01-01T00:00:00.000Z"

static struct scene sc;
static struct session *alice, *bob;

static void
gather(void)
{
	sc.srv.commands = commands_table;
	alice = scene_user(&sc, "alice", "Alma", CAP_READ_MARKER);
	bob = scene_user(&sc, "bob", NULL, CAP_READ_MARKER);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_output(&sc, alice);
	scene_output(&sc, bob);
}

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	gather();
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
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

/* A command and the words of the one line that answers it. */
static void
ck_answer(struct session *s, const char *line, const char *wanted)
{
	struct buf whole = {0};

	says(s, line);
	buf_addf(&whole, ":srv MARKREAD %s\r\n", wanted);
	scene_expect(&sc, s, whole.data);
	buf_free(&whole);
}

static void
ck_fails(struct session *s, const char *line, const char *code)
{
	const char *out;

	says(s, line);
	out = scene_output(&sc, s);
	ck_assert_msg(strncmp(out, ":srv FAIL MARKREAD ", 19) == 0, "%s", out);
	ck_assert_msg(strncmp(out + 19, code, strlen(code)) == 0, "%s", out);
	ck_assert_uint_eq(scene_count(out, "\n"), 1);
}

START_TEST(a_marker_only_grows_and_the_answer_is_what_is_kept)
{
	ck_answer(alice, "MARKREAD #tea", "#tea *");
	ck_answer(alice, "MARKREAD #TEA " T2020, "#tea " T2020);
	ck_answer(alice, "MARKREAD #tea " T2019, "#tea " T2020);
	ck_answer(alice, "MARKREAD #tea", "#tea " T2020);
	ck_answer(bob, "MARKREAD #tea", "#tea *");
	ck_answer(bob, "MARKREAD #tea " T2020, "#tea " T2020);
	ck_answer(bob, "MARKREAD #tea " T2019, "#tea " T2020);
}
END_TEST

START_TEST(garbage_is_refused_and_changes_nothing)
{
	static const char *const bad[] = {"*", "timestamp=*",
	    "timestamp=", "2019-01-04T14:33:26.123Z", "timestamp=2019-01-04",
	    "timestamp=x", ":", "msgid=1", "timestamp=2019-13-04T14:33:26.123Z",
	    ":timestamp=2019-01-04T14:33:26.123Z x"};
	char line[128];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(line, sizeof(line), "MARKREAD #tea %s", bad[i]);
		ck_fails(alice, line, "INVALID_PARAMS");
	}
	ck_fails(alice, "MARKREAD", "NEED_MORE_PARAMS");
	ck_fails(alice, "MARKREAD :", "NEED_MORE_PARAMS");
	ck_fails(alice, "MARKREAD !x " T2019, "INVALID_PARAMS !x ");
	ck_fails(alice, "MARKREAD nobody " T2019, "INVALID_PARAMS nobody ");
	ck_answer(alice, "MARKREAD nobody", "nobody *");
	ck_answer(alice, "MARKREAD #tea", "#tea *");
}
END_TEST

START_TEST(a_time_to_come_counts_as_now)
{
	const char *out, *time;

	says(alice, "MARKREAD #tea timestamp=2999-01-01T00:00:00.000Z");
	out = scene_output(&sc, alice);
	time = strstr(out, "timestamp=");
	ck_assert_ptr_nonnull(time);
	ck_assert_msg(strncmp(time, "timestamp=2999", 14) != 0, "%s", out);
	ck_answer(bob, "MARKREAD #tea " T2020, "#tea " T2020);
}
END_TEST

START_TEST(a_time_before_1970_is_before_all)
{
	ck_answer(alice, "MARKREAD #tea timestamp=1969-12-31T23:59:59.999Z",
	    "#tea *");
	ck_answer(alice, "MARKREAD #tea " T2019, "#tea " T2019);
	ck_answer(alice, "MARKREAD #tea timestamp=0001-01-01T00:00:00.000Z",
	    "#tea " T2019);
}
END_TEST

START_TEST(a_channel_that_may_not_be_read_is_as_one_that_is_absent)
{
	scene_part(&sc, bob, "#tea");
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	ck_answer(bob, "MARKREAD #tea", "#tea *");
	ck_answer(bob, "MARKREAD #none", "#none *");
	ck_fails(bob, "MARKREAD #tea " T2019, "INVALID_PARAMS #tea ");
	ck_fails(bob, "MARKREAD #none " T2019, "INVALID_PARAMS #none ");
}
END_TEST

START_TEST(the_devices_of_an_account_hear_it_and_nobody_else)
{
	struct session *phone = scene_device(&sc, alice, CAP_READ_MARKER);
	struct session *old = scene_device(&sc, alice, 0);
	struct session *other = scene_user(&sc, "al", "alma", CAP_READ_MARKER);

	ck_answer(alice, "MARKREAD #tea " T2019, "#tea " T2019);
	scene_expect(&sc, phone, ":srv MARKREAD #tea " T2019 "\r\n");
	scene_expect(&sc, other, ":srv MARKREAD #tea " T2019 "\r\n");
	scene_expect(&sc, old, "");
	scene_expect(&sc, bob, "");
	ck_answer(alice, "MARKREAD #tea " T2019, "#tea " T2019);
	scene_expect(&sc, phone, "");
	ck_answer(bob, "MARKREAD #tea " T2020, "#tea " T2020);
	scene_expect(&sc, alice, "");
}
END_TEST

START_TEST(who_comes_in_is_told_on_each_device_that_wants_it)
{
	struct session *phone, *old;

	says(alice, "MARKREAD #tea " T2019);
	scene_part(&sc, alice, "#tea");
	phone = scene_device(&sc, alice, CAP_READ_MARKER);
	old = scene_device(&sc, alice, 0);
	scene_output(&sc, alice);
	scene_join(&sc, alice, "#tea");
	scene_expect(&sc, alice,
	    ":alice!alice@host JOIN #tea\r\n:srv MARKREAD #tea " T2019 "\r\n");
	scene_expect(&sc, phone,
	    ":alice!alice@host JOIN #tea\r\n:srv MARKREAD #tea " T2019 "\r\n");
	scene_expect(&sc, old, ":alice!alice@host JOIN #tea\r\n");
}
END_TEST

START_TEST(a_marker_follows_the_channel_to_its_new_name)
{
	struct event e = hub_event(&sc.srv, EVENT_RENAME, bob);

	says(alice, "MARKREAD #tea " T2019);
	scene_output(&sc, alice);
	e.target = "#tea";
	e.arg = "#soup";
	e.body = "";
	hub_publish(&sc.srv, &e);
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, alice),
	    "JOIN #soup\r\n:srv MARKREAD #soup " T2019 "\r\n"));
	ck_answer(alice, "MARKREAD #soup", "#soup " T2019);
}
END_TEST

START_TEST(a_marker_of_a_talk_follows_the_account_of_the_other_one)
{
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	ck_answer(bob, "MARKREAD ALICE " T2019, "alice " T2019);
	e.arg = "ann";
	hub_publish(&sc.srv, &e);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	ck_answer(bob, "MARKREAD ann", "ann " T2019);
	ck_answer(bob, "MARKREAD alice", "alice *");
	ck_answer(alice, "MARKREAD bob " T2020, "bob " T2020);
	ck_answer(alice, "MARKREAD Bob", "bob " T2020);
}
END_TEST

START_TEST(markers_of_an_account_are_there_after_a_kill)
{
	says(alice, "MARKREAD #tea " T2019);
	says(alice, "MARKREAD bob " T2020);
	scene_say(&sc, alice, "#tea", "so that it stays");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	gather();
	ck_answer(alice, "MARKREAD #tea", "#tea " T2019);
	ck_answer(alice, "MARKREAD bob", "bob " T2020);
	ck_answer(bob, "MARKREAD #tea", "#tea *");
}
END_TEST

START_TEST(a_channel_that_ends_takes_its_markers_along)
{
	const struct marker_place p = {
	    world_channel(&sc.srv.world, "#tea")->id, ""};
	int64_t time_ms;

	says(alice, "MARKREAD #tea " T2019);
	markers_get(&sc.srv, alice->user, &p, &time_ms);
	ck_assert(time_ms > 0);
	scene_part(&sc, alice, "#tea");
	scene_part(&sc, bob, "#tea");
	hub_commit(&sc.srv);
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#tea"));
	markers_get(&sc.srv, alice->user, &p, &time_ms);
	ck_assert(time_ms == 0);
}
END_TEST

/* The second one that is set is the oldest, and goes; the one that is set
 * when there is no more room stays, though it is older still. */
static void
fill(struct session *s, int most)
{
	char line[96], nick[16];

	scene_user(&sc, "more", NULL, 0);
	for (int i = 0; i < most; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		scene_user(&sc, nick, NULL, 0);
		snprintf(line, sizeof(line),
		    "MARKREAD n%d timestamp=2020-01-%02dT00:00:00.000Z", i,
		    i == 1 ? 1 : 2);
		says(s, line);
		scene_output(&sc, s);
	}
	ck_answer(s, "MARKREAD n1", "n1 timestamp=2020-01-01T00:00:00.000Z");
	ck_answer(s, "MARKREAD more " T2019, "more " T2019);
	ck_answer(s, "MARKREAD n1", "n1 *");
	ck_answer(s, "MARKREAD n2", "n2 timestamp=2020-01-02T00:00:00.000Z");
	ck_answer(s, "MARKREAD more", "more " T2019);
}

START_TEST(over_the_bound_the_oldest_marker_goes)
{
	fill(alice, MARKERS_ACCOUNT_MAX);
}
END_TEST

START_TEST(of_somebody_without_an_account_too)
{
	fill(bob, MARKERS_GUEST_MAX);
}
END_TEST

START_TEST(what_cannot_be_kept_now_is_there_and_kept_as_soon_as_it_can)
{
	scene_say(&sc, bob, "#tea", "hi");
	scene_output(&sc, alice);
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	ck_answer(alice, "MARKREAD #tea " T2019, "#tea " T2019);
	hub_commit(&sc.srv);
	ck_answer(alice, "MARKREAD #tea", "#tea " T2019);
	ck_answer(alice, "MARKREAD bob " T2020, "bob " T2020);
	ck_answer(alice, "MARKREAD bob " T2019, "bob " T2020);
	disk_works();
	sc.srv.now_ms += 1001;
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	gather();
	ck_answer(alice, "MARKREAD #tea", "#tea " T2019);
	ck_answer(alice, "MARKREAD bob", "bob " T2020);
}
END_TEST

START_TEST(more_than_can_wait_to_be_kept_is_said)
{
	const struct marker_place p = {1, ""};
	char owner[32];

	disk_fails(ENOSPC);
	hub_commit(&sc.srv);
	for (int i = 0; i < STORE_LATER_MAX; i++) {
		snprintf(owner, sizeof(owner), "a%d", i);
		sc.srv.store->ops->marker_set(sc.srv.store, owner, &p, 1);
	}
	ck_fails(alice, "MARKREAD #tea " T2019, "INTERNAL_ERROR #tea ");
}
END_TEST

Suite *
suite_markers(void)
{
	Suite *s = suite_create("markers");
	TCase *tc = tcase_create("markers");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_marker_only_grows_and_the_answer_is_what_is_kept);
	tcase_add_test(tc, garbage_is_refused_and_changes_nothing);
	tcase_add_test(tc, a_time_to_come_counts_as_now);
	tcase_add_test(
	    tc, a_channel_that_may_not_be_read_is_as_one_that_is_absent);
	tcase_add_test(tc, a_time_before_1970_is_before_all);
	tcase_add_test(tc, the_devices_of_an_account_hear_it_and_nobody_else);
	tcase_add_test(tc, who_comes_in_is_told_on_each_device_that_wants_it);
	tcase_add_test(tc, a_marker_follows_the_channel_to_its_new_name);
	tcase_add_test(
	    tc, a_marker_of_a_talk_follows_the_account_of_the_other_one);
	tcase_add_test(tc, markers_of_an_account_are_there_after_a_kill);
	tcase_add_test(tc, a_channel_that_ends_takes_its_markers_along);
	tcase_add_test(tc, over_the_bound_the_oldest_marker_goes);
	tcase_add_test(tc, of_somebody_without_an_account_too);
	tcase_add_test(
	    tc, what_cannot_be_kept_now_is_there_and_kept_as_soon_as_it_can);
	tcase_add_test(tc, more_than_can_wait_to_be_kept_is_said);
	suite_add_tcase(s, tc);
	return s;
}
