/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/logfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/file.h"
#include "common/hash.h"

enum {
	PLACES_MAX = 1000, /* directories that are remembered */
	TAIL_MAX = 65536,  /* bytes of a file that are read again */
	RECENT = 1024,     /* lines that are known again */
	TIME_LEN = 9,      /* "HH:MM:SS " */
	NAME_LEN = 15,     /* "YYYY-MM-DD.log" and its NUL */
	SLACK_MS = 300000  /* between our clock and the server's */
};

/* A directory of logs. */
struct place {
	char *dir;
	bool made;
	int64_t began_ms; /* of the last line when it was first looked at */
	unsigned recent[RECENT]; /* hashes of lines with their day, a ring */
	size_t nrecent;
	UT_hash_handle hh;
};

struct logfiles {
	struct place *places;
	struct place *open; /* whose file `fd` is */
	char name[NAME_LEN];
	int fd; /* -1 = none */
};

struct logfiles *
logfiles_new(void)
{
	struct logfiles *l = mem_alloc(sizeof(*l));

	l->fd = -1;
	return l;
}

static int
close_file(struct logfiles *l)
{
	int fd = l->fd;

	l->fd = -1;
	l->open = NULL;
	return fd < 0 ? 0 : close(fd);
}

static void
forget_places(struct logfiles *l)
{
	struct place *p, *next;

	close_file(l);
	HASH_ITER (hh, l->places, p, next) {
		HASH_DEL(l->places, p);
		free(p->dir);
		free(p);
	}
}

void
logfiles_free(struct logfiles *l)
{
	forget_places(l);
	free(l);
}

static void
format_time(int64_t time_ms, const char *format, char *out, size_t size)
{
	time_t t = (time_t)(time_ms / 1000);
	struct tm tm;

	localtime_r(&t, &tm);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (!strftime(out, size, format, &tm))
		*out = '\0';
#pragma GCC diagnostic pop
}

static void
remember(struct place *p, const char *day, const char *line, size_t len)
{
	struct buf whole = {0};

	buf_adds(&whole, day);
	buf_add(&whole, line, len);
	p->recent[p->nrecent++ % RECENT] = hash_bytes(whole.data, whole.len);
	buf_free(&whole);
}

static bool
is_recent(const struct place *p, const char *day, const char *line, size_t len)
{
	size_t known = p->nrecent < RECENT ? p->nrecent : RECENT;
	struct buf whole = {0};
	unsigned hash;

	buf_adds(&whole, day);
	buf_add(&whole, line, len);
	hash = hash_bytes(whole.data, whole.len);
	buf_free(&whole);
	for (size_t i = 0; i < known; i++)
		if (p->recent[i] == hash)
			return true;
	return false;
}

static bool
is_log(const char *name)
{
	struct tm tm = {0};
	const char *end = strptime(name, "%Y-%m-%d", &tm);

	return end && strlen(name) == NAME_LEN - 1 && !strcmp(end, ".log");
}

static void
newest_name(const char *dir, char name[NAME_LEN])
{
	DIR *d = opendir(dir);
	struct dirent *e;

	*name = '\0';
	while (d && (e = readdir(d)))
		if (is_log(e->d_name) && strcmp(e->d_name, name) > 0)
			snprintf(name, NAME_LEN, "%.14s", e->d_name);
	if (d)
		closedir(d);
}

/* The last whole lines of a file. */
static void
read_tail(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char *bytes = mem_alloc(TAIL_MAX), *begin = bytes;
	off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	off_t from = size > TAIL_MAX ? size - TAIL_MAX : 0;
	ssize_t n = fd < 0 ? 0 : pread(fd, bytes, TAIL_MAX, from);

	if (from > 0 && n > 0) {
		begin = memchr(bytes, '\n', (size_t)n);
		begin = begin ? begin + 1 : bytes + n;
	}
	if (n > 0)
		buf_add(out, begin, (size_t)(bytes + n - begin));
	free(bytes);
	if (fd >= 0)
		close(fd);
}

static int64_t
moment(const char *day, const char *line)
{
	struct tm tm = {.tm_isdst = -1};
	time_t t;

	if (!strptime(day, "%Y-%m-%d", &tm) || !strptime(line, "%H:%M:%S", &tm))
		return -1;
	t = mktime(&tm);
	return t < 0 ? -1 : (int64_t)t * 1000;
}

/* What the newest file ends with is what replayed lines may repeat. */
static void
look_back(struct place *p)
{
	struct buf path = {0}, text = {0};
	char name[NAME_LEN];
	const char *end;

	newest_name(p->dir, name);
	if (!*name)
		return;
	buf_addf(&path, "%s/%s", p->dir, name);
	read_tail(path.data, &text);
	name[TIME_LEN + 1] = '\0'; /* the day alone */
	for (const char *s = text.data; s && (end = strchr(s, '\n'));
	     s = end + 1) {
		int64_t at = moment(name, s);

		if (at < 0)
			continue;
		p->began_ms = at > p->began_ms ? at : p->began_ms;
		remember(p, name, s, (size_t)(end - s));
	}
	buf_free(&path);
	buf_free(&text);
}

static struct place *
place_of(struct logfiles *l, const char *dir)
{
	struct place *p;

	HASH_FIND_STR(l->places, dir, p);
	if (p)
		return p;
	if (HASH_COUNT(l->places) >= PLACES_MAX)
		forget_places(l);
	p = mem_alloc(sizeof(*p));
	p->dir = mem_strdup(dir);
	look_back(p);
	HASH_ADD_KEYPTR(hh, l->places, p->dir, strlen(p->dir), p);
	return p;
}

static bool
is_known(struct place *p, const struct log_entry *e, const char *day,
    const struct buf *line)
{
	int64_t since = e->since_ms ? e->since_ms - SLACK_MS : p->began_ms;

	if (!e->history)
		return false;
	/* A log begins with the first page that is shown, not with those
	 * before it that are read later. */
	if (!p->began_ms)
		p->began_ms = e->time_ms;
	return e->time_ms / 1000 < since / 1000 ||
	    is_recent(p, day, line->data, line->len - 1);
}

/* A line that a full disk or a crash has cut is ended. */
static int
end_last_line(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last = '\n';

	if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
		return -1;
	return last == '\n' ? 0 : file_write(fd, "\n", 1);
}

static int
open_path(const char *dir, const char *path)
{
	const int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	int fd = open(path, flags, 0600);
	char *made;

	if (fd >= 0 || errno != ENOENT)
		return fd;
	made = mem_strdup(dir);
	if (file_make_dirs(made) == 0)
		fd = open(path, flags, 0600);
	free(made);
	return fd;
}

static int
open_file(
    struct logfiles *l, struct place *p, const char *name, const char *path)
{
	if (l->fd >= 0 && l->open == p && !strcmp(l->name, name))
		return 0;
	if (close_file(l) < 0)
		return -1;
	l->fd = open_path(p->dir, path);
	if (l->fd < 0)
		return -1;
	l->open = p;
	snprintf(l->name, sizeof(l->name), "%s", name);
	return end_last_line(l->fd);
}

static int
append(struct logfiles *l, struct place *p, const char *day,
    const struct buf *line, struct buf *path)
{
	char name[NAME_LEN];
	int error;

	snprintf(name, sizeof(name), "%.10s.log", day);
	buf_reset(path);
	buf_addf(path, "%s/%s", p->dir, name);
	if (open_file(l, p, name, path->data) == 0 &&
	    file_write(l->fd, line->data, line->len) == 0)
		return 0;
	error = errno;
	close_file(l);
	errno = error;
	return -1;
}

int
logfiles_write(struct logfiles *l, const struct log_entry *e, struct buf *path)
{
	struct place *p = place_of(l, e->dir);
	char day[16], time[16];
	struct buf line = {0};
	int rc = 0;

	format_time(e->time_ms, "%Y-%m-%d", day, sizeof(day));
	format_time(e->time_ms, "%H:%M:%S ", time, sizeof(time));
	buf_addf(&line, "%s%s\n", time, e->text);
	if (!is_known(p, e, day, &line)) {
		rc = append(l, p, day, &line, path);
		if (rc == 0)
			remember(p, day, line.data, line.len - 1);
	}
	buf_free(&line);
	return rc;
}

int
logfiles_flush(struct logfiles *l, struct buf *path)
{
	if (l->open) {
		buf_reset(path);
		buf_addf(path, "%s/%s", l->open->dir, l->name);
	}
	return close_file(l);
}
