/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/statedir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/mem.h"

int
statedir_find(const char *told, struct buf *dir, struct buf *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (told) {
		buf_adds(dir, told);
		return 0;
	}
	if (geteuid() == 0) {
		buf_adds(dir, LOCALSTATEDIR "/lib/tcpchat");
		return 0;
	}
	if (state && *state == '/') {
		buf_addf(dir, "%s/tcpchat-server", state);
		return 0;
	}
	if (home && *home == '/') {
		buf_addf(dir, "%s/.local/state/tcpchat-server", home);
		return 0;
	}
	buf_adds(err, "HOME is not set: say where to keep state with -s DIR");
	return -1;
}

static int
make_folders(const char *dir)
{
	char *path = mem_strdup(dir);
	int result = file_make_dirs(path);

	free(path);
	return result;
}

/* Whoever may write there may put anything in the place of our files. */
static bool
is_open_to_all(const char *dir)
{
	struct stat st;

	return stat(dir, &st) == 0 && st.st_mode & S_IWOTH;
}

static int
lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int saved;

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
statedir_open(const char *dir, struct buf *err)
{
	struct buf path = {0};
	bool open_to_all = false;
	int fd = -1, why;

	buf_addf(&path, "%s/lock", dir);
	if (make_folders(dir) == 0 && !(open_to_all = is_open_to_all(dir)))
		fd = lock(path.data);
	why = open_to_all ? EPERM : errno;
	if (open_to_all)
		buf_addf(err,
		    "state directory %s: everybody may write there (choose "
		    "another one with -s DIR, or chmod o-w it)",
		    dir);
	else if (fd < 0 && why == EWOULDBLOCK)
		buf_addf(err,
		    "another tcpchat-server uses the state directory %s "
		    "(choose another one with -s DIR)",
		    dir);
	else if (fd < 0)
		buf_addf(err,
		    "state directory %s: %s (choose another one with -s DIR)",
		    dir, strerror(why));
	buf_free(&path);
	errno = why;
	return fd;
}
