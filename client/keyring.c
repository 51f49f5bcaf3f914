/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/settings.h"
#include "client/statefile.h"
#include "common/file.h"
#include "common/mem.h"
#include "common/text.h"

/* The words of a line; `rest` is what follows them. */
struct entry {
	char *kind, *address, *account, *rest;
};

void
keyring_path(struct buf *out)
{
	settings_state_dir(out);
	buf_adds(out, "/passwords");
}

static int
fail(struct buf *err, const char *path, const char *why)
{
	buf_addf(err, "%s: %s", path, why);
	return -1;
}

static int
check(int fd, const char *path, struct buf *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail(err, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(err, path, "this is no file; remove it");
	if (st.st_uid != geteuid())
		return fail(
		    err, path, "it belongs to somebody else; remove it");
	if (st.st_mode & 077) {
		buf_addf(err,
		    "Others can read %s: it is not used until you have done: "
		    "chmod 600 %s",
		    path, path);
		return -1;
	}
	if (st.st_size > KEYRING_FILE_MAX)
		return fail(err, path, "it is too long");
	return 0;
}

/* A place of its full size, so that no half of it is left behind. */
static int
read_all(int fd, struct buf *out)
{
	ssize_t n = 0;

	out->cap = KEYRING_FILE_MAX + 1;
	out->data = mem_alloc(out->cap);
	while (out->len < KEYRING_FILE_MAX &&
	    (n = read(fd, out->data + out->len, KEYRING_FILE_MAX - out->len)) >
		0)
		out->len += (size_t)n;
	out->data[out->len] = '\0';
	return n < 0 ? -1 : 0;
}

static int
load(struct buf *out, struct buf *err)
{
	struct buf path = {0};
	int fd, rc = 0;

	keyring_path(&path);
	fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0) {
		rc = check(fd, path.data, err);
		if (rc == 0 && read_all(fd, out) < 0)
			rc = fail(err, path.data, strerror(errno));
		close(fd);
	} else if (errno != ENOENT) {
		rc = fail(err, path.data, strerror(errno));
	}
	buf_free(&path);
	return rc;
}

static int
store(const struct buf *text, struct buf *err)
{
	struct buf path = {0};
	int rc;

	keyring_path(&path);
	rc = file_replace(path.data, text->data, text->len, 0600);
	if (rc < 0)
		fail(err, path.data, strerror(errno));
	buf_free(&path);
	return rc;
}

static char *
take_word(char **s)
{
	char *word = *s;

	*s += strcspn(*s, " ");
	if (**s)
		*(*s)++ = '\0';
	return word;
}

/* The next line of the text at *at, taken apart in place. */
static bool
next_entry(char **at, struct entry *e)
{
	char *line = *at;
	size_t len = strcspn(line, "\n");

	if (!*line)
		return false;
	*at += len + (line[len] == '\n');
	line[len] = '\0';
	e->kind = take_word(&line);
	e->address = take_word(&line);
	e->account =
	    strcmp(e->kind, "password") ? (char *)"" : take_word(&line);
	e->rest = line;
	return true;
}

static bool
is_about(const struct entry *e, const char *kind, const char *address,
    const char *account)
{
	return !strcmp(e->kind, kind) && !strcmp(e->address, address) &&
	    (!account || !text_casecmp(e->account, account));
}

static void
add_entry(struct buf *out, const struct entry *e)
{
	buf_addf(out, "%s %s%s%s%s%s\n", e->kind, e->address,
	    *e->account ? " " : "", e->account, *e->rest ? " " : "", e->rest);
}

/*
 * The same without what is about that, and with a line more unless NULL. 1:
 * something of it was there.
 */
static int
change(const char *kind, const char *address, const char *account,
    const char *line, struct buf *err)
{
	struct buf old = {0}, new = {.cap = 2 * KEYRING_FILE_MAX};
	char *at;
	struct entry e;
	int lock = statefile_lock(), found = 0, rc = load(&old, err);

	new.data = mem_alloc(new.cap);
	at = old.data ? old.data : new.data;
	while (rc == 0 && next_entry(&at, &e)) {
		bool about = is_about(&e, kind, address, account);

		found |= about;
		if (!about)
			add_entry(&new, &e);
	}
	if (line)
		buf_addf(&new, "%s\n", line);
	if (rc == 0 && new.len > KEYRING_FILE_MAX)
		rc = fail(err, "passwords", "there are too many");
	if (rc == 0 && (found || line))
		rc = store(&new, err);
	if (lock >= 0)
		close(lock);
	buf_wipe(&old);
	buf_wipe(&new);
	return rc < 0 ? -1 : found;
}

int
keyring_find(
    const char *address, char **account, struct secret *out, struct buf *err)
{
	struct buf text = {0};
	char *wanted = *account, *at;
	struct entry e;
	int found = 0, rc = load(&text, err);

	at = text.data ? text.data : (char *)"";
	while (rc == 0 && next_entry(&at, &e)) {
		if (!is_about(&e, "password", address, wanted) ||
		    !secret_set(out, e.rest, strlen(e.rest)))
			continue;
		secret_guard();
		found = 1;
		if (!wanted)
			mem_replace(account, e.account);
	}
	buf_wipe(&text);
	return rc < 0 ? -1 : found;
}

int
keyring_keep(const char *address, const char *account,
    const struct secret *password, struct buf *err)
{
	struct buf line = {.data = mem_alloc(2048), .cap = 2048};
	int rc;

	buf_addf(&line, "password %s %s %s", address, account, password->text);
	rc = change("password", address, account, line.data, err);
	buf_wipe(&line);
	return rc < 0 ? -1 : 0;
}

int
keyring_forget(const char *address, const char *account, struct buf *err)
{
	return change("password", address, account, NULL, err);
}

bool
keyring_saw_scram(const char *address)
{
	struct buf text = {0}, err = {0};
	struct entry e;
	bool saw = false;
	char *at;

	load(&text, &err);
	at = text.data ? text.data : (char *)"";
	while (next_entry(&at, &e))
		saw |= is_about(&e, "scram", address, NULL);
	buf_wipe(&text);
	buf_free(&err);
	return saw;
}

int
keyring_note_scram(const char *address, bool offered, struct buf *err)
{
	struct buf line = {0};
	int rc;

	buf_addf(&line, "scram %s", address);
	rc = change("scram", address, NULL, offered ? line.data : NULL, err);
	buf_free(&line);
	return rc < 0 ? -1 : 0;
}
