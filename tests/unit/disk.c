/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/disk.h"

#include <check.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <sys/types.h>

static int fails_with;
static size_t syncs;
static sqlite3_vfs counting, *real;
static sqlite3_io_methods counted[2]; /* of the database, of the others */
static int (*real_sync)(sqlite3_file *f, int flags);

static ssize_t
no_write(int fd, const void *data, size_t len)
{
	(void)fd;
	(void)data;
	(void)len;
	errno = fails_with;
	return -1;
}

static ssize_t
no_write_at(int fd, const void *data, size_t len, off_t at)
{
	(void)at;
	return no_write(fd, data, len);
}

static void
replace(const char *name, sqlite3_syscall_ptr by)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");

	ck_assert_ptr_nonnull(vfs);
	if (vfs->xGetSystemCall(vfs, name))
		ck_assert_int_eq(vfs->xSetSystemCall(vfs, name, by), SQLITE_OK);
}

void
disk_fails(int error)
{
	fails_with = error;
	replace("write", (sqlite3_syscall_ptr)no_write);
	replace("pwrite", (sqlite3_syscall_ptr)no_write_at);
	replace("pwrite64", (sqlite3_syscall_ptr)no_write_at);
}

/* A NULL brings the first one back. */
void
disk_works(void)
{
	replace("write", NULL);
	replace("pwrite", NULL);
	replace("pwrite64", NULL);
}

static int
count_sync(sqlite3_file *f, int flags)
{
	syncs++;
	return real_sync(f, flags);
}

static int
open_counted(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	int result = real->xOpen(real, name, f, flags, out);
	sqlite3_io_methods *methods;

	(void)vfs;
	if (result != SQLITE_OK || !f->pMethods)
		return result;
	real_sync = f->pMethods->xSync;
	counted[!(flags & SQLITE_OPEN_MAIN_DB)] = *f->pMethods;
	methods = &counted[!(flags & SQLITE_OPEN_MAIN_DB)];
	methods->xSync = count_sync;
	f->pMethods = methods;
	return result;
}

size_t
disk_syncs(void)
{
	size_t n = syncs;

	syncs = 0;
	if (real)
		return n;
	real = sqlite3_vfs_find(NULL);
	counting = *real;
	counting.zName = "counting";
	counting.xOpen = open_counted;
	ck_assert_int_eq(sqlite3_vfs_register(&counting, 1), SQLITE_OK);
	return n;
}
