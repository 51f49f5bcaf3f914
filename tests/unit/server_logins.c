/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/logins.h"

#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/suites.h"

static struct server srv;
static unsigned answered;
static char login_told[256];
static bool login_unsaid;

static void
set_up(void)
{
	srv = (struct server){.logins = logins_new()};
	srv.worker = worker_start(1, 16);
	answered = 0;
	login_told[0] = '\0';
}

static void
tear_down(void)
{
	worker_stop(srv.worker);
	logins_free(srv.logins);
	accounts_free(&srv.accounts);
}

static void
wait_for(unsigned answers)
{
	while (answered < answers) {
		struct pollfd fd = {worker_fd(srv.worker), POLLIN, 0};

		poll(&fd, 1, -1);
		worker_reap(srv.worker, &srv);
	}
}

static void
nick_answered(struct server *server, uint64_t session_id)
{
	ck_assert_ptr_eq(server, &srv);
	ck_assert_uint_eq(session_id, 7);
	answered++;
}

static void
uid_answered(struct server *server, uint64_t session_id, const char *login,
    const char *realname)
{
	(void)server;
	ck_assert_uint_eq(session_id, 7);
	login_unsaid = !realname;
	if (login)
		strcpy(login_told, login);
	answered++;
}

static void
look_up(const char *nick)
{
	ck_assert_int_eq(logins_look_up_nick(&srv, 7, nick, nick_answered), 0);
	wait_for(answered + 1);
}

START_TEST(an_account_owns_its_nick)
{
	account_add(&srv.accounts, "Anna", 0);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "ANNA", NULL), LOGINS_TAKEN);
	ck_assert_int_eq(logins_nick(srv.logins, &srv.accounts, "anna", "bert"),
	    LOGINS_TAKEN);
	ck_assert_int_eq(logins_nick(srv.logins, &srv.accounts, "anna", "Anna"),
	    LOGINS_FREE);
}
END_TEST

START_TEST(others_are_looked_up_and_the_answer_is_kept)
{
	const char *nobody = "no such person here";

	ck_assert_int_eq(logins_nick(srv.logins, &srv.accounts, nobody, NULL),
	    LOGINS_UNKNOWN);
	look_up(nobody);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, nobody, NULL), LOGINS_FREE);
}
END_TEST

START_TEST(people_are_reserved_in_any_case_and_daemons_are_not)
{
	if (!getpwnam("root") || !getpwnam("daemon"))
		return;
	look_up("Root");
	look_up("daemon");
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "rOOT", NULL), LOGINS_TAKEN);
	ck_assert_int_eq(logins_nick(srv.logins, &srv.accounts, "daemon", NULL),
	    LOGINS_FREE);
}
END_TEST

START_TEST(where_nobody_is_asked_only_accounts_are_reserved)
{
	account_add(&srv.accounts, "anna", 0);
	logins_ask(srv.logins, false);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "root", NULL), LOGINS_FREE);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "anna", NULL), LOGINS_TAKEN);
}
END_TEST

START_TEST(kept_answers_are_bounded_and_accounts_stay)
{
	char nick[32];

	account_add(&srv.accounts, "anna", 0);
	for (int i = 0; i < 5000; i++) {
		snprintf(nick, sizeof(nick), "no-such-%d", i);
		look_up(nick);
	}
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "no-such-0", NULL),
	    LOGINS_UNKNOWN);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "no-such-4999", NULL),
	    LOGINS_FREE);
	ck_assert_int_eq(
	    logins_nick(srv.logins, &srv.accounts, "anna", NULL), LOGINS_TAKEN);
}
END_TEST

START_TEST(a_uid_has_a_login_or_none)
{
	const struct passwd *pw = getpwuid(geteuid());

	logins_look_up_uid(&srv, 7, geteuid(), uid_answered);
	wait_for(1);
	ck_assert_str_eq(login_told, pw ? pw->pw_name : "");
	login_told[0] = '\0';
	if (getpwuid(3999999999U))
		return;
	logins_look_up_uid(&srv, 7, 3999999999U, uid_answered);
	wait_for(2);
	ck_assert_str_eq(login_told, "");
	ck_assert(!login_unsaid);
}
END_TEST

/* Without descriptors the files of the database cannot be opened; where the
 * machine has other ways to know it, there is nothing to be seen here. */
START_TEST(a_uid_that_nobody_can_look_up_is_not_one_without_a_login)
{
	struct rlimit before, none;
	int error;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	errno = 0;
	error = getpwuid(3999999999U) ? 0 : errno;
	logins_look_up_uid(&srv, 7, 3999999999U, uid_answered);
	wait_for(1);
	setrlimit(RLIMIT_NOFILE, &before);
	ck_assert_str_eq(login_told, "");
	ck_assert(login_unsaid == (error && error != ENOENT));
}
END_TEST

Suite *
suite_server_logins(void)
{
	Suite *s = suite_create("server_logins");
	TCase *tc = tcase_create("logins");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, an_account_owns_its_nick);
	tcase_add_test(tc, others_are_looked_up_and_the_answer_is_kept);
	tcase_add_test(tc, people_are_reserved_in_any_case_and_daemons_are_not);
	tcase_add_test(tc, where_nobody_is_asked_only_accounts_are_reserved);
	tcase_add_test(tc, kept_answers_are_bounded_and_accounts_stay);
	tcase_add_test(tc, a_uid_has_a_login_or_none);
	tcase_add_test(
	    tc, a_uid_that_nobody_can_look_up_is_not_one_without_a_login);
	suite_add_tcase(s, tc);
	return s;
}
