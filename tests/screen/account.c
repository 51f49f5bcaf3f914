/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/screen/screen.h"

#define PASSWORD "Zq7-geheim"

static const char conf[] = "flood-rate = 0\npassword-iterations = 4096\n"
			   "insecure-passwords = yes\nregister = anybody\n"
			   "accounts-per-address = 0\n";

static void
make_account(const struct host *h)
{
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "/register ada" KEY_ENTER);
	term_expect(t, "Password for the new account ada");
	term_type(t, PASSWORD KEY_ENTER);
	term_expect(t, "The same again");
	term_type(t, PASSWORD KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	client_quit(t);
}

START_TEST(an_account_is_made_used_and_kept)
{
	struct host *h = host_start(conf);
	char path[200], command[256];
	struct stat st;
	struct term *t;

	make_account(h);
	t = client_join(h, "ada", "#c");
	term_type(t, "/login -k ada" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	term_expect(t, "/logout -f forgets it");
	client_quit(t);
	snprintf(
	    path, sizeof(path), "%s/ada/state/tcpchat/passwords", test_dir());
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	snprintf(command, sizeof(command), "grep -q '^scram ' %s", path);
	ck_assert_int_eq(system(command), 0);
	t = client_join(h, "ada", "#c");
	term_type(t, "/whois ada" KEY_ENTER);
	term_expect(t, "ada is logged in as ada");
	term_type(t, "/devices" KEY_ENTER);
	term_expect(t, "-NickServ-");
	term_type(t, "/logout -f" KEY_ENTER);
	term_expect(t, "You are logged out of 127.0.0.1");
	client_quit(t);
	t = client_join(h, "ada", "#c");
	term_type(t, "/logout" KEY_ENTER);
	term_expect(t, "You are not logged in");
	ck_assert(!memmem(t->raw.data, t->raw.len, PASSWORD, 10));
	client_quit(t);
}
END_TEST

START_TEST(a_wrong_password_is_told_with_what_to_do)
{
	struct host *h = host_start(conf);
	struct term *t;

	make_account(h);
	t = client_join(h, "bob", "#c");
	term_type(t, "/login ada" KEY_ENTER "wrong" KEY_ENTER);
	term_expect(t, "did not take the password of ada");
	term_type(t, "/login ada" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	term_expect_row(t, -2, "bob (ada) on 127.0.0.1");
	client_quit(t);
}
END_TEST

START_TEST(a_password_is_changed_by_nickserv_and_the_new_one_holds)
{
	struct host *h = host_start(conf);
	struct term *t;

	make_account(h);
	t = client_join(h, "ada", "#c");
	term_type(t, "/login ada" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	term_type(t, "/password" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "New password of ada");
	term_type(t, "another-one" KEY_ENTER "another-one" KEY_ENTER);
	term_expect(t, "NickServ is asked to change it");
	term_expect(t, "ada has another password now");
	client_quit(t);
	t = client_join(h, "ada", "#c");
	term_type(t, "/login ada" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "did not take the password of ada");
	term_type(t, "/login ada" KEY_ENTER "another-one" KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	ck_assert(!memmem(t->raw.data, t->raw.len, PASSWORD, 10));
	client_quit(t);
}
END_TEST

START_TEST(a_server_for_those_with_an_account_says_how_to_come_in)
{
	struct host *h = host_start(conf);
	char url[64], closed[400];
	const char *args[] = {"-n", "ada", url, "#c", NULL};
	struct term *t;

	make_account(h);
	snprintf(closed, sizeof(closed), "%srequire-account = all\n", conf);
	host_stop(h);
	host_again(h, closed, true);
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(&(struct client_options){
	    .name = "ada", .args = args, .rows = 24, .cols = 200});
	term_expect(t, "/login ACCOUNT logs in");
	term_expect(t, "not connected");
	term_type(t, "/login ada" KEY_ENTER PASSWORD KEY_ENTER);
	term_expect(t, "You joined #c");
	client_quit(t);
}
END_TEST

START_TEST(over_a_socket_one_is_logged_in_without_a_word)
{
	struct host *h = host_start(conf);
	char url[128];
	const char *args[] = {url, "#c", NULL};
	struct term *t;

	snprintf(url, sizeof(url), "unix:%s", h->socket);
	t = client_start(&(struct client_options){.name = "ada", .args = args});
	term_expect(t, "You joined #c");
	term_type(t, "/password" KEY_ENTER);
	term_expect(t, "New password of");
	term_type(t, "\003");
	term_expect(t, "Nothing was done");
	client_quit(t);
}
END_TEST

SCREEN_SUITE(screen_account, an_account_is_made_used_and_kept,
    a_wrong_password_is_told_with_what_to_do,
    a_password_is_changed_by_nickserv_and_the_new_one_holds,
    a_server_for_those_with_an_account_says_how_to_come_in,
    over_a_socket_one_is_logged_in_without_a_word)
