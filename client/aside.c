/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/aside.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { ASIDE_TOLD_MAX = 65536 };

/* Signal handlers are given no pointer. */
static struct {
	volatile sig_atomic_t active;
	int terminal;
	int file;
} aside;

/* A file without a name. */
static int
open_file(void)
{
	FILE *f = tmpfile();
	int fd;

	if (!f)
		return -1;
	fd = fcntl(fileno(f), F_DUPFD_CLOEXEC, 0);
	fclose(f);
	return fd;
}

void
aside_begin(void)
{
	if (aside.active || !isatty(STDERR_FILENO))
		return;
	aside.file = open_file();
	if (aside.file < 0)
		return;
	aside.terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	if (aside.terminal < 0 || dup2(aside.file, STDERR_FILENO) < 0) {
		close(aside.file);
		return;
	}
	aside.active = 1;
}

static void
tell(void)
{
	char bytes[1024];
	off_t at = 0;
	ssize_t n;

	while (at < ASIDE_TOLD_MAX &&
	    (n = pread(aside.file, bytes, sizeof(bytes), at)) > 0) {
		at += n;
		n = write(STDERR_FILENO, bytes, (size_t)n);
		if (n < 0)
			return;
	}
}

void
aside_end(void)
{
	if (!aside.active)
		return;
	aside.active = 0;
	dup2(aside.terminal, STDERR_FILENO);
	tell();
	close(aside.terminal);
	close(aside.file);
}
