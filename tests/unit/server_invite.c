/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/invite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

enum { HOUR_MS = 3600000 };

static struct scene sc;
static struct buf token, err;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	ck_assert_int_eq(invite_key_open(&sc.srv.invite_key, sc.dir, &err), 0);
}

static void
tear_down(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/invite.key", sc.dir);
	unlink(path);
	scene_end(&sc);
	buf_free(&token);
	buf_free(&err);
}

static const char *
make(unsigned uses, int64_t for_ms)
{
	buf_reset(&token);
	ck_assert_int_eq(invite_make(&token, &sc.srv, uses, for_ms), 0);
	ck_assert_uint_eq(strlen(token.data), INVITE_TOKEN_LEN);
	return token.data;
}

static bool
is_valid(const char *text)
{
	return invite_valid(&sc.srv, text);
}

START_TEST(an_invitation_counts_as_often_as_it_says)
{
	const char *t = make(2, HOUR_MS);

	ck_assert(is_valid(t));
	invite_use(&sc.srv, t, "anna");
	ck_assert(is_valid(t));
	invite_use(&sc.srv, t, "bert");
	ck_assert(!is_valid(t));
}
END_TEST

START_TEST(one_that_is_over_does_not_count)
{
	ck_assert(!is_valid(make(1, 0)));
	ck_assert(!is_valid(make(1, -HOUR_MS)));
	ck_assert(is_valid(make(1, HOUR_MS)));
}
END_TEST

START_TEST(one_that_was_changed_or_made_elsewhere_does_not_count)
{
	char *t = (char *)make(1, HOUR_MS);
	struct invite_key other = {{1}, true};
	struct buf forged = {0};

	for (size_t i = 0; i < INVITE_TOKEN_LEN; i++) {
		char was = t[i];

		t[i] = was == 'A' ? 'B' : 'A';
		ck_assert(!is_valid(t));
		t[i] = was;
	}
	ck_assert(is_valid(t));
	invite_token_make(&forged, &other, 1, clock_wall_ms() + HOUR_MS);
	ck_assert(!is_valid(forged.data));
	ck_assert(!is_valid(""));
	t[INVITE_TOKEN_LEN - 1] = '\0';
	ck_assert(!is_valid(t));
	buf_free(&forged);
}
END_TEST

START_TEST(without_a_key_none_counts)
{
	const char *t = make(1, HOUR_MS);

	sc.srv.invite_key.known = false;
	ck_assert(!is_valid(t));
	ck_assert_int_eq(invite_make(&err, &sc.srv, 1, HOUR_MS), -1);
}
END_TEST

START_TEST(its_uses_are_counted_across_a_restart)
{
	const char *t = make(2, HOUR_MS);

	invite_use(&sc.srv, t, "anna");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert(is_valid(t));
	invite_use(&sc.srv, t, "bert");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert(!is_valid(t));
}
END_TEST

START_TEST(of_those_that_are_over_nothing_is_remembered)
{
	struct buf old = {0};

	invite_make(&old, &sc.srv, 1, 0);
	invite_use(&sc.srv, old.data, "anna");
	invite_use(&sc.srv, make(1, HOUR_MS), "bert");
	hub_commit(&sc.srv);
	ck_assert_uint_eq(HASH_COUNT(sc.srv.accounts.redeemed), 1);
	scene_reopen(&sc);
	ck_assert_uint_eq(HASH_COUNT(sc.srv.accounts.redeemed), 1);
	buf_free(&old);
}
END_TEST

START_TEST(the_key_is_made_once_and_for_nobody_else)
{
	struct invite_key again = {.known = false};
	struct stat st;
	char path[128];

	snprintf(path, sizeof(path), "%s/invite.key", sc.dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(invite_key_open(&again, sc.dir, &err), 0);
	ck_assert_mem_eq(
	    again.bytes, sc.srv.invite_key.bytes, sizeof(again.bytes));
}
END_TEST

START_TEST(a_key_that_others_may_read_is_refused_with_what_repairs_it)
{
	struct invite_key again = {.known = false};
	char path[128];

	snprintf(path, sizeof(path), "%s/invite.key", sc.dir);
	chmod(path, 0640);
	ck_assert_int_eq(invite_key_open(&again, sc.dir, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "chmod 600 "));
	ck_assert(!again.known);
}
END_TEST

START_TEST(a_key_of_another_length_is_none)
{
	static const off_t lengths[] = {
	    0, INVITE_KEY_LEN - 1, INVITE_KEY_LEN + 1};
	char path[128];

	snprintf(path, sizeof(path), "%s/invite.key", sc.dir);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		struct invite_key again = {.known = false};

		ck_assert_int_eq(truncate(path, lengths[i]), 0);
		buf_reset(&err);
		ck_assert_int_eq(invite_key_open(&again, sc.dir, &err), -1);
		ck_assert_ptr_nonnull(strstr(err.data, "not a key"));
	}
}
END_TEST

Suite *
suite_server_invite(void)
{
	Suite *s = suite_create("server_invite");
	TCase *tc = tcase_create("invite");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, an_invitation_counts_as_often_as_it_says);
	tcase_add_test(tc, one_that_is_over_does_not_count);
	tcase_add_test(
	    tc, one_that_was_changed_or_made_elsewhere_does_not_count);
	tcase_add_test(tc, without_a_key_none_counts);
	tcase_add_test(tc, its_uses_are_counted_across_a_restart);
	tcase_add_test(tc, of_those_that_are_over_nothing_is_remembered);
	tcase_add_test(tc, the_key_is_made_once_and_for_nobody_else);
	tcase_add_test(
	    tc, a_key_that_others_may_read_is_refused_with_what_repairs_it);
	tcase_add_test(tc, a_key_of_another_length_is_none);
	suite_add_tcase(s, tc);
	return s;
}
