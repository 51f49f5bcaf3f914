/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/takeout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/mem.h"

struct takeout {
	FILE *file;
	char *path;
	int failed; /* errno of the first failure, or 0 */
};

struct takeout *
takeout_begin(const char *path)
{
	int fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	struct takeout *t;

	if (fd < 0)
		return NULL;
	t = mem_alloc(sizeof(*t));
	t->file = fdopen(fd, "w");
	t->path = mem_strdup(path);
	if (t->file)
		return t;
	close(fd);
	takeout_drop(t);
	return NULL;
}

static void
note_failure(struct takeout *t, bool failed)
{
	if (failed && !t->failed)
		t->failed = errno ? errno : EIO;
}

void
takeout_add(struct takeout *t, const char *text, bool ends)
{
	errno = 0;
	note_failure(t, fputs(text, t->file) == EOF);
	note_failure(t, ends && putc('\n', t->file) == EOF);
}

const char *
takeout_path(const struct takeout *t)
{
	return t->path;
}

static void
release(struct takeout *t)
{
	free(t->path);
	free(t);
}

int
takeout_end(struct takeout *t)
{
	int failed;

	errno = 0;
	note_failure(t, fclose(t->file) == EOF);
	failed = t->failed;
	if (failed)
		unlink(t->path);
	release(t);
	errno = failed;
	return failed ? -1 : 0;
}

void
takeout_drop(struct takeout *t)
{
	if (!t)
		return;
	if (t->file)
		fclose(t->file);
	unlink(t->path);
	release(t);
}
