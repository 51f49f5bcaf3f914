/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/runas.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/capability.h>
#include <sys/syscall.h>
#endif

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"

static const char usual[] = "tcpchat";

static int
refuse(const char *user, struct buf *err)
{
	if (*user) {
		buf_adds(err, "there is no user ");
		text_visible(err, user, strlen(user), NULL);
		buf_adds(err, " for the server to become");
		return -1;
	}
	buf_addf(err,
	    "started as root, and there is no user %s to become: make one "
	    "(useradd --system %s), name another with -u USER, or let an "
	    "ordinary user start it",
	    usual, usual);
	return -1;
}

int
runas_find(struct runas *id, const char *user, struct buf *err)
{
	const struct passwd *pw;

	*id = (struct runas){.changes = false};
	if (geteuid() != 0)
		return 0;
	pw = getpwnam(*user ? user : usual);
	if (!pw)
		return refuse(user, err);
	if (pw->pw_uid == 0) {
		log_warn("the server stays root, as it was told: whoever "
			 "finds a fault in it has the machine");
		return 0;
	}
	*id = (struct runas){
	    true, pw->pw_uid, pw->pw_gid, mem_strdup(pw->pw_name)};
	return 0;
}

void
runas_free(struct runas *id)
{
	mem_replace(&id->name, NULL);
}

int
runas_give(const struct runas *id, const char *path)
{
	return id->changes ? lchown(path, id->uid, id->gid) : 0;
}

/* Of the state directory, by how their names begin. Where -s is another folder
 * by mistake, what is in it stays root's. */
static bool
is_state(const char *name)
{
	static const char *const begins[] = {
	    "history.db", "search.db", "invite.key", "tls-", "lock"};

	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (!strncmp(name, begins[i], strlen(begins[i])))
			return true;
	return false;
}

/* A file of several names may be somebody else's too. */
static int
give_entry(const struct runas *id, int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1 || st.st_uid != 0)
		return 0;
	return fchownat(folder, name, id->uid, id->gid, AT_SYMLINK_NOFOLLOW);
}

static int
give_entries(const struct runas *id, DIR *d)
{
	const struct dirent *entry;

	while ((entry = readdir(d)))
		if (is_state(entry->d_name) &&
		    give_entry(id, dirfd(d), entry->d_name) < 0)
			return -1;
	return fchown(dirfd(d), id->uid, id->gid);
}

/* In a folder that is theirs already they could have put a name of any file:
 * nothing in it is given to them. */
int
runas_give_folder(const struct runas *id, const char *path)
{
	struct stat st;
	int result = 0;
	DIR *d;

	if (!id->changes)
		return 0;
	d = opendir(path);
	if (!d)
		return -1;
	if (fstat(dirfd(d), &st) < 0)
		result = -1;
	else if (st.st_uid == 0)
		result = give_entries(id, d);
	closedir(d);
	return result;
}

static int
become(const struct runas *id)
{
	if (initgroups(id->name, id->gid) < 0 ||
	    setresgid(id->gid, id->gid, id->gid) < 0 ||
	    setresuid(id->uid, id->uid, id->uid) < 0)
		return -1;
	if (setuid(0) == 0) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

/* Those of a program that was given some (setcap(8)), too: what they were
 * for is done. */
static void
drop_capabilities(void)
{
#ifdef __linux__
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {
	    {0, 0, 0}};

	if (geteuid() != 0)
		(void)syscall(SYS_capset, &head, none);
#endif
}

int
runas_become(const struct runas *id, struct buf *err)
{
	if (!id->changes || become(id) == 0) {
		drop_capabilities();
		return 0;
	}
	buf_addf(
	    err, "cannot become the user %s: %s", id->name, strerror(errno));
	return -1;
}
