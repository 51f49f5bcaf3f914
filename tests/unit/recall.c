/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/recall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/suites.h"

static char dir[64];
static char path[128];
static struct buf seen;

static void
setup(void)
{
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-recall-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/history", dir);
}

static void
teardown(void)
{
	unlink(path);
	rmdir(dir);
	buf_free(&seen);
}

static void
see(void *arg, const char *line)
{
	(void)arg;
	buf_addf(&seen, "<%s>", line);
}

static const char *
loaded(size_t max)
{
	buf_reset(&seen);
	ck_assert_int_eq(recall_load(path, max, see, NULL), 0);
	return seen.len ? seen.data : "";
}

START_TEST(lines_come_back_in_order_with_their_rows_and_backslashes)
{
	ck_assert_int_eq(recall_append(path, "one"), 0);
	ck_assert_int_eq(recall_append(path, "two\nrows"), 0);
	ck_assert_int_eq(recall_append(path, "c:\\new #42"), 0);
	ck_assert_str_eq(loaded(10), "<one><two\nrows><c:\\new #42>");
}
END_TEST

START_TEST(a_missing_file_is_empty)
{
	ck_assert_str_eq(loaded(10), "");
}
END_TEST

START_TEST(the_file_is_for_its_owner_only)
{
	struct stat st;

	ck_assert_int_eq(recall_append(path, "x"), 0);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(only_the_last_lines_are_kept)
{
	struct stat before, after;

	for (int i = 0; i < 30; i++) {
		char line[16];
		snprintf(line, sizeof(line), "%d", i);
		recall_append(path, line);
	}
	stat(path, &before);
	ck_assert_str_eq(loaded(3), "<27><28><29>");
	stat(path, &after);
	ck_assert_int_lt(after.st_size, before.st_size);
	ck_assert_int_eq(after.st_mode & 0777, 0600);
	ck_assert_str_eq(loaded(30), "<27><28><29>");
}
END_TEST

START_TEST(a_file_cut_off_or_with_nul_bytes_is_read_as_far_as_it_goes)
{
	FILE *f = fopen(path, "w");

	fwrite("a\0b\n\n\\\nlast\\", 1, 12, f);
	fclose(f);
	ck_assert_str_eq(loaded(10), "<ab><\\><last\\>");
}
END_TEST

START_TEST(what_begins_with_a_space_is_not_kept)
{
	ck_assert(!recall_keeps(" private"));
	ck_assert(!recall_keeps(""));
	ck_assert(recall_keeps("public "));
}
END_TEST

START_TEST(passwords_are_not_kept)
{
	static const char *const secrets[] = {"/login ada hunter2",
	    "/register a b@c.d x", "/msg ns passwd a b", "/pass hunter2",
	    "/OPER alice hunter2", "/msg NickServ identify hunter2",
	    "/msg nickserv@services.example IDENTIFY hunter2",
	    "/query nickserv register hunter2 a@b.c", "/ns identify hunter2",
	    "/nickserv ghost alice hunter2", "/quote PASS hunter2",
	    "/raw nickserv :identify hunter2",
	    "/quote privmsg nickserv :identify hunter2",
	    "/raw SQUERY NickServ :identify hunter2",
	    "/squery nickserv password hunter2 hunter3",
	    "hello\n/pass hunter2"};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		ck_assert_msg(!recall_keeps(secrets[i]), "%s", secrets[i]);
}
END_TEST

START_TEST(talk_about_passwords_is_kept)
{
	static const char *const harmless[] = {"pass me the salt",
	    "/msg bob nickserv is down", "/join #oper", "/msg bob hello",
	    "/msg nickserv help", "/", "/msg"};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		ck_assert_msg(recall_keeps(harmless[i]), "%s", harmless[i]);
}
END_TEST

Suite *
suite_recall(void)
{
	Suite *s = suite_create("recall");
	TCase *tc = tcase_create("recall");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
	    tc, lines_come_back_in_order_with_their_rows_and_backslashes);
	tcase_add_test(tc, a_missing_file_is_empty);
	tcase_add_test(tc, the_file_is_for_its_owner_only);
	tcase_add_test(tc, only_the_last_lines_are_kept);
	tcase_add_test(
	    tc, a_file_cut_off_or_with_nul_bytes_is_read_as_far_as_it_goes);
	tcase_add_test(tc, what_begins_with_a_space_is_not_kept);
	tcase_add_test(tc, passwords_are_not_kept);
	tcase_add_test(tc, talk_about_passwords_is_kept);
	suite_add_tcase(s, tc);
	return s;
}
