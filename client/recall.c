/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/recall.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "client/mask.h"
#include "common/file.h"

enum { WORD_LEN = 32, WORDS = 4 };

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcasecmp(word, *list))
			return true;
	return false;
}

/* The first words of a line, without the '@host' of a service. */
static size_t
words_of(const char *s, size_t len, char words[WORDS][WORD_LEN])
{
	size_t n, count = 0, at = 0;

	while (at < len && count < WORDS) {
		while (at < len && (s[at] == ' ' || s[at] == ':'))
			at++;
		for (n = 0; at + n < len && s[at + n] != ' '; n++)
			if (n < WORD_LEN - 1)
				words[count][n] = s[at + n];
		words[count][n < WORD_LEN ? n : WORD_LEN - 1] = '\0';
		words[count][strcspn(words[count], "@")] = '\0';
		count += n > 0;
		at += n;
	}
	return count;
}

static bool
tells_secret(const char *s, size_t len)
{
	static const char *const carriers[] = {"msg", "m", "query", "q",
	    "notice", "privmsg", "quote", "raw", "squery", NULL};
	static const char *const secrets[] = {"pass", "oper", "authenticate",
	    "auth", "identify", "login", "register", "password", "verify",
	    NULL};
	char words[WORDS][WORD_LEN];
	size_t i = 0, count;

	if (!len || s[0] != '/')
		return false;
	count = words_of(s + 1, len - 1, words);
	while (i + 1 < count && is_one_of(words[i], carriers))
		i++;
	if (i >= count)
		return false;
	return is_one_of(words[i], secrets) ||
	    (i + 1 < count && mask_is_service(words[i]) &&
		mask_is_verb(words[i + 1])) ||
	    (i > 0 && i < count && mask_is_service(words[i - 1]) &&
		mask_is_verb(words[i]));
}

bool
recall_keeps(const char *line)
{
	size_t len;

	if (!*line || *line == ' ' || strlen(line) > RECALL_ENTRY_MAX)
		return false;
	for (; *line; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (tells_secret(line, len))
			return false;
	}
	return true;
}

void
recall_escape(struct buf *out, const char *line)
{
	for (; *line; line++) {
		if (*line == '\n')
			buf_adds(out, "\\n");
		else if (*line == '\\')
			buf_adds(out, "\\\\");
		else
			buf_addc(out, *line);
	}
}

void
recall_unescape(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\\' && i + 1 < len && s[i + 1])
			buf_addc(out, s[++i] == 'n' ? '\n' : s[i]);
		else if (s[i])
			buf_addc(out, s[i]);
	}
}

/* The last RECALL_FILE_MAX bytes of a file. */
static int
read_file(const char *path, struct buf *out)
{
	char chunk[16384];
	off_t size;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	size = lseek(fd, 0, SEEK_END);
	lseek(
	    fd, size > RECALL_FILE_MAX ? size - RECALL_FILE_MAX : 0, SEEK_SET);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0 &&
	    out->len < RECALL_FILE_MAX)
		buf_add(out, chunk, (size_t)n);
	close(fd);
	return n < 0 ? -1 : 0;
}

static int
add_to_file(const char *path, const struct buf *text)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	int result;

	if (fd < 0)
		return -1;
	result = file_write(fd, text->data, text->len);
	return close(fd) < 0 ? -1 : result;
}

/* Where the last max lines begin. */
static size_t
last_lines(const struct buf *text, size_t max)
{
	size_t at = text->len;

	if (at > 0 && text->data[at - 1] == '\n')
		at--;
	for (; at > 0; at--)
		if (text->data[at - 1] == '\n' && --max == 0)
			break;
	return at;
}

int
recall_load(const char *path, size_t max,
    void (*each)(void *arg, const char *line), void *arg)
{
	struct buf text = {0}, line = {0};
	size_t at, n, first;
	int result = read_file(path, &text);

	if (result < 0 || !text.len || !max) {
		buf_free(&text);
		return result;
	}
	first = last_lines(&text, max);
	for (at = first; at < text.len; at += n + 1) {
		const char *end = memchr(text.data + at, '\n', text.len - at);
		n = end ? (size_t)(end - text.data) - at : text.len - at;
		buf_reset(&line);
		recall_unescape(&line, text.data + at, n);
		if (line.len && line.len <= RECALL_ENTRY_MAX)
			each(arg, line.data);
	}
	if (first > 0)
		result = file_replace(
		    path, text.data + first, text.len - first, 0600);
	buf_free(&line);
	buf_free(&text);
	return result;
}

int
recall_append(const char *path, const char *line)
{
	struct buf entry = {0};
	int result;

	recall_escape(&entry, line);
	buf_addc(&entry, '\n');
	result = add_to_file(path, &entry);
	buf_free(&entry);
	return result;
}
