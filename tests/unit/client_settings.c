/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/dial.h"
#include "client/places.h"
#include "tests/suites.h"

static char dir[] = "/tmp/tcpchat-test.XXXXXX";
static char path[sizeof(dir) + 64];
static struct settings settings;
static struct buf err;

static void
setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/tcpchat.conf", dir);
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("XDG_STATE_HOME", dir, 1);
	unsetenv("TCPCHAT_SERVER");
}

static void
teardown(void)
{
	settings_free(&settings);
	buf_free(&err);
	unlink(path);
	snprintf(path, sizeof(path), "%s/tcpchat", dir);
	rmdir(path);
	rmdir(dir);
}

static int
load(const char *text)
{
	FILE *fp = fopen(path, "w");

	ck_assert_ptr_nonnull(fp);
	fputs(text, fp);
	fclose(fp);
	return settings_load(&settings, path, &err);
}

START_TEST(without_a_file_everything_has_a_default)
{
	ck_assert_int_eq(settings_load(&settings, NULL, &err), 0);
	ck_assert_str_eq(settings.nick, "");
	ck_assert(settings.timestamps);
	ck_assert_int_gt(settings.scrollback, 0);
	ck_assert_int_eq(settings.reconnect_max_ms, 300000);
}
END_TEST

START_TEST(a_file_named_by_the_user_must_be_there)
{
	ck_assert_int_eq(settings_load(&settings, path, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.data, path));
}
END_TEST

START_TEST(the_file_sets_what_it_names)
{
	ck_assert_int_eq(load("nick = bob\n"
			      "channels = {\"#a\", \"#b\"}\n"
			      "mouse = no\n"
			      "network work {\n"
			      "\tserver = \"chat.example.org:7000\"\n"
			      "}\n"),
	    0);
	ck_assert_str_eq(settings.nick, "bob");
	ck_assert_uint_eq(settings.channels.count, 2);
	ck_assert(!settings.mouse);
	ck_assert_str_eq(settings_network(&settings, "work")->server,
	    "chat.example.org:7000");
	ck_assert_ptr_null(settings_network(&settings, "play"));
	ck_assert_ptr_null(settings_network(&settings, ""));
}
END_TEST

START_TEST(a_wrong_line_is_named_with_what_would_be_right)
{
	ck_assert_int_eq(load("\nnick = \"b b\"\n"), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "tcpchat.conf:2:"));
	ck_assert_int_eq(load("channels = {\"lobby\"}\n"), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "begins with #"));
}
END_TEST

START_TEST(the_address_of_a_network_is_read_at_once)
{
	ck_assert_int_eq(
	    load("nick = \"me\"\nnetwork n {\nserver = \"http://x\"\n}\n"), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "tcpchat.conf:3: "));
	ck_assert_ptr_nonnull(strstr(err.data, "irc://HOST:PORT"));
}
END_TEST

START_TEST(the_state_folder_is_made_for_its_owner_alone)
{
	struct buf made = {0};
	struct stat st;

	ck_assert_int_eq(settings_state_dir(&made), 0);
	ck_assert_int_eq(stat(made.data, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0700);
	buf_free(&made);
}
END_TEST

START_TEST(the_login_name_is_a_nick)
{
	struct buf nick = {0};

	settings_login_nick(&nick);
	ck_assert_uint_gt(nick.len, 0);
	ck_assert_ptr_null(strpbrk(nick.data, ". !@"));
	buf_free(&nick);
}
END_TEST

START_TEST(the_local_server_is_looked_for_in_the_documented_order)
{
	struct url places[PLACES_MAX];

	setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
	settings_load(&settings, NULL, &err);
	ck_assert_uint_eq(places_for(&settings, "", places), 3);
	ck_assert_str_eq(places[0].path, "/run/tcpchat/socket");
	ck_assert_str_eq(places[1].path, "/run/user/7/tcpchat/socket");
	ck_assert_str_eq(places[2].host, "127.0.0.1");
	setenv("TCPCHAT_SERVER", "chat.example.org", 1);
	ck_assert_uint_eq(places_for(&settings, "", places), 1);
	ck_assert_str_eq(places[0].host, "chat.example.org");
	ck_assert_uint_eq(places_for(&settings, "unix:/x", places), 1);
	ck_assert_str_eq(places[0].path, "/x");
	ck_assert_uint_eq(places_for(&settings, "ircs://x", places), 1);
	ck_assert_int_eq(places[0].scheme, URL_IRCS);
	ck_assert_uint_eq(places_for(&settings, "plain://x", places), 0);
}
END_TEST

START_TEST(what_cannot_be_connected_to_is_refused_with_a_reason)
{
	struct state s = {.settings = &settings};

	settings_load(&settings, NULL, &err);
	ck_assert_int_eq(dial_check(&s, "", &err), 0);
	ck_assert_int_eq(dial_check(&s, "host:6667", &err), 0);
	ck_assert_int_eq(dial_check(&s, "irc://[::1]:6667", &err), 0);
	ck_assert_int_eq(dial_check(&s, "ircs://host", &err), 0);
	ck_assert_int_eq(dial_check(&s, "plain://host", &err), -1);
	ck_assert_int_eq(dial_check(&s, "http://host", &err), -1);
	ck_assert_int_eq(dial_check(&s, "host:99999", &err), -1);
}
END_TEST

Suite *
suite_client_settings(void)
{
	Suite *s = suite_create("client_settings");
	TCase *tc = tcase_create("settings");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, without_a_file_everything_has_a_default);
	tcase_add_test(tc, a_file_named_by_the_user_must_be_there);
	tcase_add_test(tc, the_file_sets_what_it_names);
	tcase_add_test(tc, a_wrong_line_is_named_with_what_would_be_right);
	tcase_add_test(tc, the_address_of_a_network_is_read_at_once);
	tcase_add_test(tc, the_state_folder_is_made_for_its_owner_alone);
	tcase_add_test(tc, the_login_name_is_a_nick);
	tcase_add_test(
	    tc, the_local_server_is_looked_for_in_the_documented_order);
	tcase_add_test(
	    tc, what_cannot_be_connected_to_is_refused_with_a_reason);
	suite_add_tcase(s, tc);
	return s;
}
