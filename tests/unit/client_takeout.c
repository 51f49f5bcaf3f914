/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/takeout.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/input.h"
#include "common/buf.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;
static char dir[] = "/tmp/tcpchat-takeout-XXXXXX", path[64];

static void
setup(void)
{
	talker_setup(&t);
	talker_welcome(&t, "standard-replies batch");
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-takeout-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/mine.jsonl", dir);
}

static void
teardown(void)
{
	talker_teardown(&t);
	unlink(path);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void
type(const char *text)
{
	input_line(&t.state, text);
}

static void
type_export(const char *target)
{
	char line[128];

	snprintf(line, sizeof(line), "/history export %s %s", path, target);
	type(line);
}

static void
ck_holds(const char *wanted)
{
	char text[256] = "";
	struct stat st;
	FILE *f = fopen(path, "re");

	ck_assert_ptr_nonnull(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	ck_assert_str_eq(text, wanted);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}

START_TEST(pieces_become_lines_of_a_file_for_its_owner_alone)
{
	type_export("");
	ck_assert_str_eq(talker_sent(&t), "HISTORY EXPORT *\r\n");
	talker_hear(&t, ":srv.x HISTORY EXPORT * + :{\"a\"");
	talker_hear(&t, ":srv.x HISTORY EXPORT * . ::1 }");
	talker_hear(&t, ":srv.x HISTORY EXPORT * . :{}");
	talker_hear(&t, ":srv.x NOTE HISTORY EXPORTED * :2 messages");
	ck_assert_ptr_null(t.n->takeout);
	ck_holds("{\"a\":1 }\n{}\n");
}
END_TEST

START_TEST(a_file_that_is_there_stays_as_it_is)
{
	FILE *f = fopen(path, "we");

	fputs("mine", f);
	fclose(f);
	ck_assert_int_eq(chmod(path, 0600), 0);
	type_export("#tea");
	ck_assert_str_eq(talker_sent(&t), "");
	ck_holds("mine");
	ck_assert_ptr_null(takeout_begin(path));
	ck_assert_int_eq(errno, EEXIST);
}
END_TEST

START_TEST(what_is_not_complete_is_removed)
{
	type_export("#tea");
	ck_assert_str_eq(talker_sent(&t), "HISTORY EXPORT #tea\r\n");
	talker_hear(&t, ":srv.x HISTORY EXPORT #tea . :{}");
	network_reset(t.n);
	ck_assert_int_ne(access(path, F_OK), 0);
	type_export("#tea");
	talker_hear(&t, ":srv.x FAIL HISTORY INVALID_TARGET #tea :no");
	ck_assert_ptr_null(t.n->takeout);
	ck_assert_int_ne(access(path, F_OK), 0);
	type_export("#tea");
	talker_hear(&t, ":irc 421 me HISTORY :Unknown command");
	ck_assert_ptr_null(t.n->takeout);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_ptr_nonnull(
	    strstr(talker_last(t.state.current, 0)->text, "Unknown command"));
}
END_TEST

START_TEST(while_one_comes_no_other_is_asked_for)
{
	char line[128];

	type_export("#tea");
	talker_hear(&t, ":srv.x HISTORY EXPORT #tea . :{}");
	talker_sent(&t);
	snprintf(line, sizeof(line), "/history export %s2", path);
	type(line);
	ck_assert_str_eq(talker_sent(&t), "");
	talker_hear(&t, ":srv.x NOTE HISTORY EXPORTED #tea :1 messages");
	ck_holds("{}\n");
}
END_TEST

START_TEST(what_nobody_asked_for_is_not_written)
{
	talker_hear(&t, ":srv.x HISTORY EXPORT * . :{}");
	talker_hear(&t, ":srv.x NOTE HISTORY EXPORTED * :1 messages");
	ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(to_forget_takes_a_place_and_the_word)
{
	type("/history forget");
	ck_assert_str_eq(talker_sent(&t), "");
	type("/history forget #tea");
	ck_assert_str_eq(talker_sent(&t), "HISTORY FORGET #tea\r\n");
	type("/history forget * FOREVER");
	ck_assert_str_eq(talker_sent(&t), "HISTORY FORGET * FOREVER\r\n");
	type("/history lose");
	ck_assert_str_eq(talker_sent(&t), "");
}
END_TEST

Suite *
suite_client_takeout(void)
{
	Suite *s = suite_create("client_takeout");
	TCase *tc = tcase_create("takeout");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, pieces_become_lines_of_a_file_for_its_owner_alone);
	tcase_add_test(tc, a_file_that_is_there_stays_as_it_is);
	tcase_add_test(tc, what_is_not_complete_is_removed);
	tcase_add_test(tc, while_one_comes_no_other_is_asked_for);
	tcase_add_test(tc, what_nobody_asked_for_is_not_written);
	tcase_add_test(tc, to_forget_takes_a_place_and_the_word);
	suite_add_tcase(s, tc);
	return s;
}
