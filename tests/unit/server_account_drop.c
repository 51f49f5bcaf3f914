/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account_drop.h"

#include <check.h>
#include <string.h>

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

enum { SAID = 600, STEPS = 1 + SAID / 256 };

static struct scene sc;
static struct session *alice, *bob;
static struct account *account;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	account = account_add(&sc.srv.accounts, "Alice", 1);
	account_add(&sc.srv.accounts, "bob", 1);
	alice = scene_user(&sc, "alice", "Alice", 0);
	bob = scene_user(&sc, "bob", "bob", 0);
	for (int i = 0; i < SAID; i++)
		scene_say(&sc, alice, "bob", "hello");
	hub_commit(&sc.srv);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
count(const struct event *e, void *context)
{
	(void)e;
	++*(size_t *)context;
}

static size_t
talks_of(const char *owner)
{
	struct store_range r = {.owner = owner,
	    .after = STORE_FIRST,
	    .before = STORE_LAST,
	    .max = SAID + 1};
	size_t n = 0;

	sc.srv.store->ops->read(sc.srv.store, &r, count, &n);
	return n;
}

/* As turns do; how many it took. */
static size_t
finish(void)
{
	size_t n = 0;

	while (account_drop_wait(&sc.srv) >= 0) {
		account_drop_turn(&sc.srv);
		hub_commit(&sc.srv);
		sc.srv.now_ms += ACCOUNT_DROP_STEP_MS;
		n++;
	}
	return n;
}

START_TEST(its_talks_go_in_steps_and_those_of_others_stay)
{
	ck_assert_uint_eq(talks_of("alice"), SAID);
	account_drop(&sc.srv, alice, account);
	ck_assert_ptr_null(alice->user->account);
	ck_assert_uint_gt(finish(), STEPS);
	ck_assert_uint_eq(talks_of("alice"), 0);
	ck_assert_uint_eq(talks_of("bob"), SAID);
}
END_TEST

START_TEST(what_a_run_leaves_is_done_by_the_next)
{
	account_drop(&sc.srv, alice, account);
	account_drop_turn(&sc.srv);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_uint_gt(talks_of("alice"), 0);
	sc.srv.dropping = sc.srv.accounts.by_name;
	finish();
	ck_assert_uint_eq(talks_of("alice"), 0);
	ck_assert_uint_eq(talks_of("bob"), SAID);
}
END_TEST

START_TEST(where_none_is_dropped_there_is_nothing_to_do)
{
	sc.srv.dropping = sc.srv.accounts.by_name;
	ck_assert_uint_le(finish(), 1);
	ck_assert_uint_eq(talks_of("alice"), SAID);
}
END_TEST

Suite *
suite_server_account_drop(void)
{
	Suite *s = suite_create("server_account_drop");
	TCase *tc = tcase_create("drop");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, its_talks_go_in_steps_and_those_of_others_stay);
	tcase_add_test(tc, what_a_run_leaves_is_done_by_the_next);
	tcase_add_test(tc, where_none_is_dropped_there_is_nothing_to_do);
	suite_add_tcase(s, tc);
	return s;
}
