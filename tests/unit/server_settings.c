/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/suites.h"

static char path[64];

static struct settings *
load(const char *text, struct buf *err)
{
	FILE *f;
	int fd;

	snprintf(path, sizeof(path), "/tmp/tcpchat-settings.XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	f = fdopen(fd, "w");
	fputs(text, f);
	fclose(f);
	return server_settings_load(path, err);
}

static void
refuses(const char *text, const char *line, const char *words)
{
	struct buf err = {0}, start = {0};

	ck_assert_ptr_null(load(text, &err));
	buf_addf(&start, "%s:%s: ", path, line);
	unlink(path);
	ck_assert_msg(!strncmp(err.data, start.data, start.len) &&
		strstr(err.data, words) && !strchr(err.data, '\n'),
	    "%s", err.data);
	buf_free(&err);
	buf_free(&start);
}

START_TEST(without_a_file_every_key_has_its_default)
{
	struct buf err = {0};
	struct settings *s = server_settings_load(NULL, &err);

	ck_assert_ptr_nonnull(s);
	ck_assert_str_ne(s->server_name, "");
	ck_assert_str_eq(s->lobby, "#lobby");
	ck_assert_str_eq(s->channel_modes, "+nt");
	ck_assert_int_eq(s->history_lines, 50);
	ck_assert_int_eq(s->register_ms, 60000);
	ck_assert_int_eq(s->output_max, 1024 * 1024);
	ck_assert(s->reserve_logins);
	ck_assert_uint_eq(s->listen.count, 0);
	server_settings_free(s);
}
END_TEST

START_TEST(a_file_says_what_differs)
{
	struct buf err = {0};
	struct settings *s = load("# ours\n"
				  "network = \"Our Net\"\n"
				  "listen = {\"irc://127.0.0.1:0\", "
				  "\"unix:/tmp/x\"}\n"
				  "flood-rate = 0\n"
				  "history-sync = disk\n"
				  "ping-interval = 5m\n"
				  "oper alice {\n logins = {\"alice\"}\n}\n",
	    &err);
	const struct settings_oper *oper;

	unlink(path);
	ck_assert_msg(s, "%s", err.data);
	ck_assert_str_eq(s->network, "Our Net");
	ck_assert_uint_eq(s->listen.count, 2);
	ck_assert_int_eq(s->flood_rate, 0);
	ck_assert_int_eq(s->history_sync, SETTINGS_SYNC_DISK);
	ck_assert_int_eq(s->ping_ms, 300000);
	ck_assert_uint_eq(s->opers.count, 1);
	oper = s->opers.items;
	ck_assert_str_eq(oper->title, "alice");
	ck_assert_str_eq(oper->logins.items[0], "alice");
	server_settings_free(s);
}
END_TEST

START_TEST(a_wrong_value_is_told_with_its_line)
{
	refuses("\nserver-name = \"two words\"\n", "2", "letters");
	refuses("lobby = lobby\n", "1", "channel");
	refuses("channel-modes = \"+q\"\n", "1", "letters");
	refuses("channel-modes = \"+k\"\n", "1", "letters");
	refuses("channel-modes = \"nt\"\n", "1", "letters");
	refuses("channel-modes = \"+n+t\"\n", "1", "letters");
	refuses("flood-rate = fast\n", "1", "number");
	refuses("nick-length = 1000\n", "1", "64");
	refuses("history-sync = never\n", "1", "disk");
	refuses("\n\nping-interval = soon\n", "3", "30s");
}
END_TEST

START_TEST(an_unknown_key_names_the_nearest)
{
	refuses("networc = x\n", "1", "network");
}
END_TEST

START_TEST(a_listener_that_cannot_be_is_refused)
{
	refuses("listen = {\"http://x\"}\n", "1", "irc://");
	refuses("listen = {\"plain://x:99999\"}\n", "1", "65535");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
	struct buf err = {0};

	ck_assert_ptr_null(server_settings_load("/nonexistent/x", &err));
	ck_assert_msg(strstr(err.data, "/nonexistent/x"), "%s", err.data);
	buf_free(&err);
}
END_TEST

START_TEST(each_default_passes_its_own_check)
{
	for (const struct conf_opt *o = server_spec.opts; o->name; o++)
		if (o->check && *o->preset)
			ck_assert_msg(!o->check(o->preset), "%s", o->name);
}
END_TEST

Suite *
suite_server_settings(void)
{
	Suite *s = suite_create("server_settings");
	TCase *tc = tcase_create("settings");

	tcase_add_test(tc, without_a_file_every_key_has_its_default);
	tcase_add_test(tc, a_file_says_what_differs);
	tcase_add_test(tc, a_wrong_value_is_told_with_its_line);
	tcase_add_test(tc, an_unknown_key_names_the_nearest);
	tcase_add_test(tc, a_listener_that_cannot_be_is_refused);
	tcase_add_test(tc, a_file_that_is_not_there_is_named);
	tcase_add_test(tc, each_default_passes_its_own_check);
	suite_add_tcase(s, tc);
	return s;
}
