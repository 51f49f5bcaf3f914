/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/statefile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/settings.h"
#include "common/file.h"

static int
fail(const struct buf *path, const char *why, struct buf *err)
{
	buf_addf(err, "%s: %s", path->len ? path->data : "HOME", why);
	return -1;
}

static int
check_safe(const struct buf *path, const struct stat *st, struct buf *err)
{
	if (!S_ISREG(st->st_mode))
		return fail(path, "not a regular file", err);
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return fail(path, "belongs to somebody else", err);
	if (!(st->st_mode & 022))
		return 0;
	buf_addf(err,
	    "%s: others may write it, so it is not believed. chmod 600 %s",
	    path->data, path->data);
	return -1;
}

static int
read_file(struct statefile *f, int fd, struct buf *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail(&f->path, strerror(errno), err);
	if (check_safe(&f->path, &st, err) < 0)
		return -1;
	if (file_read(fd, &f->text, STATEFILE_MAX) < 0)
		return fail(&f->path, strerror(errno), err);
	if (f->text.len && memchr(f->text.data, '\0', f->text.len))
		return fail(&f->path, "not a text file", err);
	return 0;
}

int
statefile_open(struct statefile *f, const char *name, struct buf *err)
{
	int fd, rc;

	*f = (struct statefile){0};
	if (settings_state_dir(&f->path) < 0)
		return fail(&f->path, strerror(errno), err);
	buf_addf(&f->path, "/%s", name);
	fd = open(f->path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 0
				       : fail(&f->path, strerror(errno), err);
	rc = read_file(f, fd, err);
	close(fd);
	return rc;
}

void
statefile_close(struct statefile *f)
{
	buf_free(&f->path);
	buf_free(&f->text);
}

/* The next line as a string; NULL at the end. */
static char *
take_line(struct statefile *f)
{
	char *line = f->text.data + f->at;
	size_t len;

	if (f->at >= f->text.len)
		return NULL;
	len = strcspn(line, "\n");
	f->at += len + 1;
	f->number++;
	line[len] = '\0';
	return line;
}

bool
statefile_next(struct statefile *f, const char **name, const char **rest)
{
	char *line, *end;

	while ((line = take_line(f))) {
		line += strspn(line, " \t\r");
		if (!*line || *line == '#')
			continue;
		end = line + strcspn(line, " \t\r");
		*name = line;
		*rest = end + strspn(end, " \t\r");
		*end = '\0';
		return true;
	}
	return false;
}

void
statefile_blame(const struct statefile *f, struct buf *err)
{
	buf_addf(err, "%s:%zu: ", f->path.data, f->number);
}

/* Whether a line says something of that name. */
static bool
is_of(const char *line, size_t len, const char *name)
{
	size_t n = strlen(name), skip = strspn(line, " \t");

	return skip + n <= len && !memcmp(line + skip, name, n) &&
	    (skip + n == len || strchr(" \t\r", line[skip + n]));
}

/* Appends what stays of text. The number of lines. */
static size_t
keep_others(const struct buf *text, const char *name, struct buf *out)
{
	const char *at = text->len ? text->data : "";
	size_t count = 0;

	while (*at) {
		size_t len = strcspn(at, "\n");

		if (!is_of(at, len, name)) {
			buf_add(out, at, len);
			buf_addc(out, '\n');
			count++;
		}
		at += len + (at[len] != '\0');
	}
	return count;
}

static int
replace(const struct statefile *f, const char *name, const char *rest,
    struct buf *err)
{
	struct buf text = {0};
	size_t count = keep_others(&f->text, name, &text);
	int rc = 0;

	if (rest)
		buf_addf(&text, "%s %s\n", name, rest);
	if (rest && (count >= STATEFILE_LINES_MAX || text.len > STATEFILE_MAX))
		rc = fail(&f->path, "full: take lines out of it", err);
	else if (file_replace(f->path.data, text.data ? text.data : "",
		     text.len, 0600) < 0)
		rc = fail(&f->path, strerror(errno), err);
	buf_free(&text);
	return rc;
}

int
statefile_lock(void)
{
	struct buf dir = {0};
	int fd = -1;

	if (settings_state_dir(&dir) == 0)
		fd = open(dir.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		flock(fd, LOCK_EX);
	buf_free(&dir);
	return fd;
}

int
statefile_set(
    const char *file, const char *name, const char *rest, struct buf *err)
{
	int lock = statefile_lock(), rc;
	struct statefile f;

	rc = statefile_open(&f, file, err);
	if (rc == 0)
		rc = replace(&f, name, rest, err);
	statefile_close(&f);
	if (lock >= 0)
		close(lock);
	return rc;
}
