/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "client/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

/* 0 where that is a program we may run. */
static int
try(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return EACCES;
	return access(path, X_OK) < 0 ? errno : 0;
}

/* An empty folder of PATH is the current one (POSIX, execvp). */
static int
find_in(const char *folders, const char *name, struct buf *path)
{
	size_t start = path->len;
	int worst = ENOENT;

	for (;;) {
		size_t len = strcspn(folders, ":");
		int rc;

		buf_cut(path, start);
		buf_add(path, len ? folders : ".", len ? len : 1);
		buf_addf(path, "/%s", name);
		rc = try(path->data + start);
		if (rc == 0 || !folders[len])
			return rc && worst != ENOENT ? worst : rc;
		if (rc == EACCES)
			worst = rc;
		folders += len + 1;
	}
}

int
spawn_find(const char *name, struct buf *path)
{
	const char *folders = getenv("PATH");

	if (strchr(name, '/')) {
		buf_adds(path, name);
		return try(name);
	}
	return find_in(folders ? folders : "/bin:/usr/bin", name, path);
}

static void
set_attributes(posix_spawnattr_t *attr)
{
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &all);
#ifdef POSIX_SPAWN_SETSID
	flags |= POSIX_SPAWN_SETSID;
#else
	flags |= POSIX_SPAWN_SETPGROUP;
#endif
	posix_spawnattr_setflags(attr, flags);
}

static void
set_file(posix_spawn_file_actions_t *actions, int fd, int as)
{
	if (fd < 0)
		posix_spawn_file_actions_addopen(
		    actions, as, "/dev/null", O_RDWR, 0);
	else
		posix_spawn_file_actions_adddup2(actions, fd, as);
}

int
spawn_start(pid_t *pid, const struct spawn *how)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	set_file(&actions, how->in, STDIN_FILENO);
	set_file(&actions, how->out, STDOUT_FILENO);
	set_file(&actions, how->err, STDERR_FILENO);
	set_attributes(&attr);
	rc = posix_spawnp(pid, how->path, &actions, &attr,
	    (char *const *)how->argv, how->env ? how->env : environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	if (rc)
		*pid = 0;
	return rc;
}

/* Above the standard ones, which may be closed here and are what the others
 * become in the program. */
static int
lift(int fd)
{
	int high;

	if (fd > STDERR_FILENO)
		return fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return high;
}

static int
open_pipe(int fds[2])
{
#ifdef HAVE_PIPE2
	return pipe2(fds, O_CLOEXEC);
#else
	return pipe(fds);
#endif
}

int
spawn_pipe(int fds[2], int ours)
{
	if (open_pipe(fds) < 0)
		return -1;
	fds[0] = lift(fds[0]);
	fds[1] = lift(fds[1]);
	if (fds[0] >= 0 && fds[1] >= 0 &&
	    fcntl(fds[ours], F_SETFL, O_NONBLOCK) == 0)
		return 0;
	if (fds[0] >= 0)
		close(fds[0]);
	if (fds[1] >= 0)
		close(fds[1]);
	return -1;
}
