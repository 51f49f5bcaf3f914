/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backup.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice;
static struct buf err;
static char file[128];

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	alice = scene_user(&sc, "alice", NULL, 0);
	scene_join(&sc, alice, "#tea");
	snprintf(file, sizeof(file), "%s/copy", sc.dir);
}

static void
tear_down(void)
{
	disk_works();
	unlink(file);
	scene_end(&sc);
	buf_free(&err);
}

static void
fill(int n)
{
	for (int i = 0; i < n; i++)
		scene_say(&sc, alice, "#tea", "something that takes room");
	hub_commit(&sc.srv);
}

/* Neither the file nor what was on the way to it. */
static void
ck_nothing_left(void)
{
	DIR *d = opendir(sc.dir);
	struct dirent *e;

	while ((e = readdir(d)))
		ck_assert_msg(
		    strncmp(e->d_name, "copy", 4) != 0, "%s", e->d_name);
	closedir(d);
}

static void
ck_fails(int status, const char *why)
{
	buf_reset(&err);
	ck_assert_int_eq(backup(sc.dir, file, &err), status);
	ck_assert_msg(strstr(err.data, why) != NULL, "%s", err.data);
	ck_nothing_left();
}

static int
messages_in(const char *path)
{
	sqlite3_stmt *st;
	sqlite3 *db;
	int n;

	ck_assert_int_eq(
	    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db,
			     "SELECT count(*) FROM events"
			     " WHERE kind = 'message'",
			     -1, &st, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

START_TEST(a_backup_has_what_was_committed_and_its_owner_alone_reads_it)
{
	struct stat st;

	fill(2000);
	scene_say(&sc, alice, "#tea", "not yet committed");
	ck_assert_int_eq(backup(sc.dir, file, &err), 0);
	ck_assert_int_eq(messages_in(file), 2000);
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_uint_eq(st.st_nlink, 1);
	hub_commit(&sc.srv);
	ck_assert(!sc.srv.store_behind);
}
END_TEST

START_TEST(a_file_that_is_there_is_left_as_it_is)
{
	char line[16] = "";
	FILE *f = fopen(file, "w");

	fputs("precious", f);
	fclose(f);
	ck_assert_int_eq(backup(sc.dir, file, &err), EX_CANTCREAT);
	ck_assert_ptr_nonnull(strstr(err.data, "is there already"));
	f = fopen(file, "r");
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), f));
	fclose(f);
	ck_assert_str_eq(line, "precious");
}
END_TEST

START_TEST(where_there_is_no_history_or_no_place_it_is_said)
{
	ck_assert_int_eq(backup("/nowhere", file, &err), EX_NOINPUT);
	ck_assert_str_eq(
	    err.data, "/nowhere/history.db: No such file or directory");
	buf_reset(&err);
	ck_assert_int_eq(backup(sc.dir, "/nowhere/x", &err), EX_CANTCREAT);
	ck_assert_str_eq(err.data, "/nowhere/x: No such file or directory");
	ck_nothing_left();
}
END_TEST

START_TEST(on_a_full_disk_nothing_is_left)
{
	fill(10);
	disk_fails(ENOSPC);
	ck_fails(EX_IOERR, "full");
}
END_TEST

START_TEST(one_that_is_interrupted_leaves_nothing)
{
	sigset_t term;

	fill(5000);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	kill(getpid(), SIGTERM);
	ck_fails(EX_TEMPFAIL, "interrupted");
}
END_TEST

START_TEST(what_is_damaged_is_no_backup)
{
	char path[128], junk[4096];
	FILE *f;

	fill(500);
	scene_reopen(&sc);
	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	memset(junk, 0xa5, sizeof(junk));
	f = fopen(path, "r+");
	fseek(f, -(long)sizeof(junk), SEEK_END);
	fwrite(junk, sizeof(junk), 1, f);
	fclose(f);
	ck_fails(EX_DATAERR, "history.db: ");
}
END_TEST

START_TEST(what_is_no_database_is_no_backup_either)
{
	char path[128];
	FILE *f;

	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	f = fopen(path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("no database ", f);
	fclose(f);
	ck_fails(EX_DATAERR, "file is not a database");
}
END_TEST

Suite *
suite_backup(void)
{
	Suite *s = suite_create("backup");
	TCase *tc = tcase_create("backup");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, a_backup_has_what_was_committed_and_its_owner_alone_reads_it);
	tcase_add_test(tc, a_file_that_is_there_is_left_as_it_is);
	tcase_add_test(tc, where_there_is_no_history_or_no_place_it_is_said);
	tcase_add_test(tc, on_a_full_disk_nothing_is_left);
	tcase_add_test(tc, one_that_is_interrupted_leaves_nothing);
	tcase_add_test(tc, what_is_damaged_is_no_backup);
	tcase_add_test(tc, what_is_no_database_is_no_backup_either);
	suite_add_tcase(s, tc);
	return s;
}
