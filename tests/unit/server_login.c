/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/login.h"

#include <check.h>
#include <string.h>

#include "server/caps.h"
#include "server/hub.h"
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

START_TEST(who_logs_in_later_is_told_to_those_who_see_them_and_asked_for_it)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, CAP_ACCOUNT_NOTIFY);
	struct session *carl = scene_user(&sc, "carl", NULL, 0);
	struct account *a = account_add(&sc.srv.accounts, "Alma", 7);

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_join(&sc, carl, "#tea");
	scene_output(&sc, bob);
	scene_output(&sc, carl);
	login_in(&sc.srv, alice, a);
	ck_assert_str_eq(alice->user->account, "Alma");
	scene_expect(&sc, bob, ":alice!alice@host ACCOUNT Alma\r\n");
	scene_expect(&sc, carl, "");
	login_in(&sc.srv, alice, a);
	scene_expect(&sc, bob, "");
	login_out(&sc.srv, alice);
	ck_assert_ptr_null(alice->user->account);
	scene_expect(&sc, bob, ":alice!alice@host ACCOUNT *\r\n");
}
END_TEST

START_TEST(the_kernel_vouches_for_a_login_and_its_uid_is_kept)
{
	struct account *a = login_local(&sc.srv, "alice", 1000);

	ck_assert_ptr_nonnull(a);
	ck_assert(a->local && a->uid == 1000);
	ck_assert_ptr_eq(login_local(&sc.srv, "Alice", 1000), a);
}
END_TEST

START_TEST(a_login_is_not_the_account_that_somebody_else_made_or_had)
{
	struct account *remote = account_add(&sc.srv.accounts, "bob", 7);
	struct account *old = account_add(&sc.srv.accounts, "carl", 7);

	ck_assert_ptr_null(login_local(&sc.srv, "bob", 1001));
	ck_assert(!remote->local);
	ck_assert_ptr_nonnull(login_local(&sc.srv, "alice", 1000));
	ck_assert_ptr_null(login_local(&sc.srv, "alice", 1001));
	account_end(&sc.srv.accounts, old);
	ck_assert_ptr_null(login_local(&sc.srv, "carl", 1002));
}
END_TEST

START_TEST(a_certificate_and_a_nick_belong_to_one_account)
{
	static const char print[] =
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	struct accounts *all = &sc.srv.accounts;
	struct account *a = account_add(all, "alice", 7);
	struct account *b = account_add(all, "bob", 7);

	ck_assert(account_certificate_add(all, a, print, 8));
	ck_assert(!account_certificate_add(all, a, print, 8));
	ck_assert(!account_certificate_add(all, b, print, 8));
	ck_assert(!account_certificate_add(all, b, "short", 8));
	ck_assert(!account_certificate_drop(all, b, print));
	ck_assert(account_certificate_drop(all, a, print));
	ck_assert(account_certificate_add(all, b, print, 8));
	ck_assert(account_nick_add(all, a, "Al"));
	ck_assert(!account_nick_add(all, b, "aL"));
	ck_assert(!account_nick_add(all, b, "ALICE"));
	ck_assert(!account_nick_drop(all, b, "al"));
	ck_assert(account_nick_drop(all, a, "al"));
}
END_TEST

Suite *
suite_server_login(void)
{
	Suite *s = suite_create("server_login");
	TCase *tc = tcase_create("login");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc,
	    who_logs_in_later_is_told_to_those_who_see_them_and_asked_for_it);
	tcase_add_test(tc, the_kernel_vouches_for_a_login_and_its_uid_is_kept);
	tcase_add_test(
	    tc, a_login_is_not_the_account_that_somebody_else_made_or_had);
	tcase_add_test(tc, a_certificate_and_a_nick_belong_to_one_account);
	suite_add_tcase(s, tc);
	return s;
}
