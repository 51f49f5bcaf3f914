/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/lookalike.h"

#include "server/account.h"
#include "server/hub.h"
#include "server/name.h"
#include "server/skeleton.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;

static void
set_up(void)
{
	scene_begin(&sc);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

START_TEST(what_looks_alike_has_one_skeleton)
{
	static const char *const same[][2] = {{"alice", "aIice"},
	    {"alice", "a1ice"}, {"alice", "a|ice"}, {"mary", "rnary"},
	    {"MARY", "rnary"}, {"bob", "b0b"}, {"BOB", "b0b"},
	    {"Ivan", "lvan"}};
	static const char *const other[][2] = {{"ada", "ada_"},
	    {"alice", "alicia"}, {"ivan", "lvan"}, {"bob", "bab"}, {"cl", "d"},
	    {"vv", "w"}, {"user1", "user2"}};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		ck_assert_msg(skeleton_same(same[i][0], same[i][1]), "%s %s",
		    same[i][0], same[i][1]);
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		ck_assert_msg(!skeleton_same(other[i][0], other[i][1]), "%s %s",
		    other[i][0], other[i][1]);
}
END_TEST

static void
looks_like(struct session *s, const char *nick, const char *whom)
{
	const char *found = lookalike_of(&sc.srv, s, nick);

	if (whom)
		ck_assert_str_eq(found, whom);
	else
		ck_assert_ptr_null(found);
}

START_TEST(nicks_of_those_who_are_here_count)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	looks_like(bob, "a1ice", "alice");
	looks_like(bob, "alice_", NULL);
	looks_like(bob, "ALICE", NULL);
	looks_like(alice, "a1ice", NULL);
	looks_like(bob, "b0b", NULL);
	scene_quit(&sc, alice);
	looks_like(bob, "a1ice", NULL);
}
END_TEST

START_TEST(who_changes_their_nick_is_found_by_the_new_one)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	e.arg = "mary";
	hub_publish(&sc.srv, &e);
	looks_like(bob, "a1ice", NULL);
	looks_like(bob, "rnary", "mary");
}
END_TEST

START_TEST(names_and_nicks_of_accounts_count_as_well)
{
	struct account *a = account_add(&sc.srv.accounts, "alice", 1);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	account_nick_add(&sc.srv.accounts, a, "mary");
	looks_like(bob, "aIice", "alice");
	looks_like(bob, "rnary", "mary");
	account_nick_drop(&sc.srv.accounts, a, "mary");
	looks_like(bob, "rnary", NULL);
	account_end(&sc.srv.accounts, a);
	looks_like(bob, "aIice", NULL);
}
END_TEST

START_TEST(nobody_is_kept_from_their_own_name)
{
	struct session *own;

	account_add(&sc.srv.accounts, "alice", 1);
	account_add(&sc.srv.accounts, "aIice", 1);
	scene_user(&sc, "a1ice", NULL, 0);
	own = scene_user(&sc, "guest", "alice", 0);
	looks_like(own, "alice", NULL);
}
END_TEST

START_TEST(what_looks_like_a_service_is_nobodys)
{
	static const char *const wrong[] = {"MernoServ", "NickServ", "nickserv",
	    "NICKSERV", "NIckServ", "NlckServ", "N1ckServ", "HISTSERV"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		ck_assert_msg(name_check_nick(wrong[i], 32), "%s", wrong[i]);
	ck_assert_ptr_null(name_check_nick("MeanoServ", 32));
}
END_TEST

Suite *
suite_lookalike(void)
{
	Suite *s = suite_create("lookalike");
	TCase *tc = tcase_create("lookalike");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, what_looks_alike_has_one_skeleton);
	tcase_add_test(tc, nicks_of_those_who_are_here_count);
	tcase_add_test(tc, who_changes_their_nick_is_found_by_the_new_one);
	tcase_add_test(tc, names_and_nicks_of_accounts_count_as_well);
	tcase_add_test(tc, nobody_is_kept_from_their_own_name);
	tcase_add_test(tc, what_looks_like_a_service_is_nobodys);
	suite_add_tcase(s, tc);
	return s;
}
