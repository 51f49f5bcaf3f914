/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conf_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

/* libconfuse counts the lines wrong behind comments and knows none inside a
 * list: so it is not shown any. */

static size_t
to_newline(const char *s, size_t len)
{
	const char *end = memchr(s, '\n', len);

	return end ? (size_t)(end - s) : len;
}

/* From slash-star; to the end of all where it is not closed. */
static size_t
to_star_slash(const char *s, size_t len)
{
	const char *end = memmem(s + 2, len - 2, "*/", 2);

	return end ? (size_t)(end - s) + 2 : len;
}

/* The length of the comment at s; 0 where there is none. */
static size_t
comment_len(const char *s, size_t len, bool in_word)
{
	if (*s == '#')
		return to_newline(s, len);
	if (len < 2 || *s != '/')
		return 0;
	if (s[1] == '*')
		return to_star_slash(s, len);
	/* an unquoted URL has slashes, too */
	return s[1] == '/' && !in_word ? to_newline(s, len) : 0;
}

/* From a quote to the same one, with both. */
static size_t
string_len(const char *s, size_t len)
{
	for (size_t i = 1; i < len; i++) {
		if (s[i] == *s)
			return i + 1;
		if (s[i] == '\\')
			i++;
	}
	return len;
}

static void
add_newlines(struct buf *out, const char *s, size_t len)
{
	buf_addc(out, ' ');
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\n')
			buf_addc(out, '\n');
}

void
conf_text_strip(struct buf *out, const char *s, size_t len)
{
	bool in_word = false;
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		n = comment_len(s + i, len - i, in_word);
		if (n) {
			add_newlines(out, s + i, n);
			in_word = false;
			continue;
		}
		n = s[i] == '"' || s[i] == '\'' ? string_len(s + i, len - i)
						: 1;
		buf_add(out, s + i, n);
		in_word = !memchr(" \t\r\n={},()+\"'", s[i], 13);
	}
}

/* A text of several lines is where the quote was forgotten. */
size_t
conf_text_unclosed(const char *s, size_t len)
{
	size_t depth = 0, brace = 0, lines = len, n;

	for (size_t i = 0; i < len; i += n) {
		n = s[i] == '"' || s[i] == '\'' ? string_len(s + i, len - i)
						: 1;
		if (s[i] == '{' && depth++ == 0)
			brace = i;
		else if (s[i] == '}' && depth > 0)
			depth--;
		else if (lines == len && n > 1 && memchr(s + i, '\n', n))
			lines = i;
		if (n > 1 && i + n == len)
			return lines < len ? lines : i;
	}
	return depth ? brace : len;
}

static int
fail(const char *path, struct buf *err)
{
	buf_addf(err, "%s: %s", path, strerror(errno));
	return -1;
}

int
conf_text_read(const char *path, struct buf *out, struct buf *err)
{
	struct buf text = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int result = fd < 0 ? -1 : file_read(fd, &text, CONF_TEXT_MAX);

	if (result < 0)
		fail(path, err);
	else
		conf_text_strip(out, text.data, text.len);
	if (fd >= 0)
		close(fd);
	buf_wipe(&text);
	return result;
}

int
conf_text_safe(const char *path, bool secret, struct buf *err)
{
	struct stat st;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	if (st.st_mode & S_IWOTH) {
		buf_addf(err,
		    "%s: everybody may write it; mend that with: "
		    "chmod o-w %s",
		    path, path);
		return -1;
	}
	if (!secret ||
	    !(st.st_mode & (st.st_uid == 0 ? S_IROTH : S_IRGRP | S_IROTH)))
		return 0;
	buf_addf(err,
	    "%s: others may read it, and there is a password in it; "
	    "mend that with: chmod %s %s",
	    path, st.st_uid == 0 ? "o-r" : "go-r", path);
	return -1;
}
