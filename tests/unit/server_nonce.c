/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nonce.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/dialect.h"
#include "server/hub.h"
#include "server/store_turn.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

#define CAPS \
	(CAP_NONCE | CAP_ECHO_MESSAGE | CAP_MESSAGE_TAGS | CAP_STANDARD_REPLIES)
#define HEARD ":alice!alice@host PRIVMSG #tea :"

static struct scene sc;
static struct session *alice, *bob;
static char id[EVENT_ID_LEN];

static void
gather(void)
{
	alice = scene_user(&sc, "alice", "alma", CAPS);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
}

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	sc.srv.commands = commands_table;
	gather();
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
}

static void
says(const char *nonce, const char *text)
{
	struct buf line = {0};
	struct irc_msg m;

	buf_addf(&line, "@tcpchat/nonce=%s PRIVMSG #tea :%s", nonce, text);
	command_dispatch(
	    &sc.srv, alice, &m, dialect_irc.decode(&m, line.data, line.len));
	buf_free(&line);
}

/* What alice was sent has the echo, and bob was sent it, so many times. */
static void
ck_said(const char *text, size_t echoes, size_t heard)
{
	struct buf line = {0};
	const char *all = scene_output(&sc, alice);
	const char *at = strstr(all, "msgid=");

	buf_addf(&line, HEARD "%s\r\n", text);
	ck_assert_msg(scene_count(all, line.data) == echoes,
	    "not %zu times %s: %s", echoes, line.data, all);
	if (at)
		snprintf(id, sizeof(id), "%.26s", at + 6);
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, bob), line.data), heard);
	buf_free(&line);
}

/* The same again is answered by the first one's echo. */
static void
ck_known(const char *nonce, const char *text)
{
	char first[EVENT_ID_LEN];

	memcpy(first, id, sizeof(first));
	says(nonce, text);
	hub_commit(&sc.srv);
	ck_said(text, 1, 0);
	ck_assert_str_eq(id, first);
}

static void
works_again(void)
{
	disk_works();
	sc.srv.now_ms += 1000;
	hub_commit(&sc.srv);
	ck_assert(!sc.srv.store_behind);
}

static void
come_again(void)
{
	scene_reopen(&sc);
	gather();
}

START_TEST(what_is_said_in_the_turn_that_fails_is_known_and_over_a_kill_later)
{
	disk_fails(ENOSPC);
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 1, 1);
	ck_known("n", "hi");
	sc.settings.history_failure = SETTINGS_FAILURE_REFUSE;
	ck_known("n", "hi");
	works_again();
	ck_said("hi", 0, 0);
	ck_known("n", "hi");
	come_again();
	ck_known("n", "hi");
}
END_TEST

START_TEST(what_is_said_while_nothing_can_be_written_is_known)
{
	disk_fails(ENOSPC);
	says("m", "first");
	hub_commit(&sc.srv);
	ck_said("first", 1, 1);
	says("n", "hi");
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 2, 1);
	works_again();
	come_again();
	ck_known("n", "hi");
}
END_TEST

START_TEST(twice_in_the_turn_that_fails_is_once)
{
	disk_fails(ENOSPC);
	says("n", "hi");
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 2, 1);
}
END_TEST

START_TEST(what_is_refused_is_not_known_when_it_is_sent_again)
{
	sc.settings.history_failure = SETTINGS_FAILURE_REFUSE;
	disk_fails(ENOSPC);
	says("n", "hi");
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 0, 0);
	works_again();
	scene_output(&sc, alice);
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 1, 1);
	ck_known("n", "hi");
}
END_TEST

START_TEST(what_is_never_kept_is_known_though_all_else_is_refused)
{
	sc.settings.history_failure = SETTINGS_FAILURE_REFUSE;
	disk_fails(ENOSPC);
	says("m", "refused");
	says("n", "\001VERSION\001");
	hub_commit(&sc.srv);
	ck_said("\001VERSION\001", 1, 1);
	ck_known("n", "\001VERSION\001");
	works_again();
	come_again();
	ck_known("n", "\001VERSION\001");
}
END_TEST

START_TEST(what_nobody_can_look_up_is_not_sent)
{
	const char *all;

	ck_assert_int_eq(
	    sqlite3_exec(((struct sqlite *)sc.srv.store)->db,
		"ALTER TABLE nonces RENAME TO lost", NULL, NULL, NULL),
	    SQLITE_OK);
	says("n", "hi");
	hub_commit(&sc.srv);
	all = scene_output(&sc, alice);
	ck_assert_ptr_nonnull(
	    strstr(all, ":srv FAIL PRIVMSG NOT_SENT #tea :Whether"));
	scene_expect(&sc, bob, "");
}
END_TEST

START_TEST(what_cannot_be_written_is_remembered_up_to_a_bound)
{
	char nonce[16];

	disk_fails(ENOSPC);
	for (int i = 0; i <= NONCE_UNWRITTEN; i++) {
		snprintf(nonce, sizeof(nonce), "%d", i);
		says(nonce, "hi");
		hub_commit(&sc.srv);
		ck_said("hi", 1, 1);
	}
	says("1", "hi");
	ck_said("hi", 1, 0);
	snprintf(nonce, sizeof(nonce), "%d", NONCE_UNWRITTEN);
	says(nonce, "hi");
	ck_said("hi", 1, 1);
}
END_TEST

/* The clock of events never goes back. */
START_TEST(after_a_day_it_is_another_message)
{
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 1, 1);
	sc.srv.clock.last_ms += STORE_NONCE_MS - 60000;
	ck_known("n", "hi");
	sc.srv.clock.last_ms += 60001;
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 1, 1);
	ck_known("n", "hi");
}
END_TEST

START_TEST(what_has_become_too_old_for_history_is_known_all_the_same)
{
	says("n", "hi");
	hub_commit(&sc.srv);
	ck_said("hi", 1, 1);
	scene_mode(&sc, NULL, "#tea", true, 'H', "0");
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	ck_known("n", "hi");
}
END_TEST

START_TEST(a_nonce_is_printable_ascii_of_some_length)
{
	char most[NONCE_MAX + 2];

	memset(most, '~', sizeof(most));
	most[NONCE_MAX] = '\0';
	ck_assert(nonce_valid(most));
	ck_assert(nonce_valid("!"));
	most[NONCE_MAX] = 'x';
	most[NONCE_MAX + 1] = '\0';
	ck_assert(!nonce_valid(most));
	ck_assert(!nonce_valid(""));
	ck_assert(!nonce_valid("a b"));
	ck_assert(!nonce_valid("\x7f"));
	ck_assert(!nonce_valid("\303\244"));
}
END_TEST

Suite *
suite_server_nonce(void)
{
	Suite *s = suite_create("server_nonce");
	TCase *tc = tcase_create("server_nonce");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc,
	    what_is_said_in_the_turn_that_fails_is_known_and_over_a_kill_later);
	tcase_add_test(tc, what_is_said_while_nothing_can_be_written_is_known);
	tcase_add_test(tc, twice_in_the_turn_that_fails_is_once);
	tcase_add_test(tc, what_is_refused_is_not_known_when_it_is_sent_again);
	tcase_add_test(
	    tc, what_is_never_kept_is_known_though_all_else_is_refused);
	tcase_add_test(tc, what_nobody_can_look_up_is_not_sent);
	tcase_add_test(tc, what_cannot_be_written_is_remembered_up_to_a_bound);
	tcase_add_test(tc, after_a_day_it_is_another_message);
	tcase_add_test(
	    tc, what_has_become_too_old_for_history_is_known_all_the_same);
	tcase_add_test(tc, a_nonce_is_printable_ascii_of_some_length);
	suite_add_tcase(s, tc);
	return s;
}
