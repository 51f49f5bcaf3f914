/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stranger.h"

#include <string.h>

enum { TLS_RECORD = 0x16, ESCAPE = 0x1b };

/* Words of a line, each up to a space. */
struct words {
	const char *at;
	size_t left;
};

static size_t
take_word(struct words *w, const char **word)
{
	const char *space = memchr(w->at, ' ', w->left);
	size_t len = space ? (size_t)(space - w->at) : w->left;

	*word = w->at;
	w->at += len + (space != NULL);
	w->left -= len + (space != NULL);
	return len;
}

static bool
is_upper(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < 'A' || s[i] > 'Z')
			return false;
	return len > 0;
}

/* A path, '*', a URL, or HOST:PORT for CONNECT. */
static bool
is_request_target(const char *s, size_t len)
{
	return len > 0 && (*s == '/' || *s == '*' || memchr(s, ':', len));
}

/* HTTP/1.1, RTSP/1.0, SIP/2.0. */
static bool
is_version(const char *s, size_t len)
{
	const char *slash = memchr(s, '/', len);
	size_t name = slash ? (size_t)(slash - s) : 0;

	return is_upper(s, name) && name + 1 < len && slash[1] >= '0' &&
	    slash[1] <= '9';
}

/* Of a line that was too long, the end is not known. */
static bool
is_request(const char *line, size_t len, bool cut)
{
	struct words w = {line, len};
	const char *word;
	size_t n = take_word(&w, &word);

	if (n < 3 || !is_upper(word, n))
		return false;
	n = take_word(&w, &word);
	if (!is_request_target(word, n))
		return false;
	n = take_word(&w, &word);
	return cut || is_version(word, n);
}

static bool
begins_with(const char *line, size_t len, const char *start)
{
	size_t n = strlen(start);

	return len >= n && !memcmp(line, start, n);
}

/* Its first line may be a password for the server. */
static bool
is_irc(const char *line, size_t len)
{
	static const char *const starts[] = {
	    "CAP LS", "CAP REQ ", "PASS ", "NICK ", "USER "};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (begins_with(line, len, starts[i]))
			return true;
	return false;
}

/* What no key of a terminal begins a line with. */
static bool
is_binary(char first)
{
	return first > 0 && first < ' ' && first != '\t' && first != '\b' &&
	    first != ESCAPE;
}

enum stranger
stranger_look(const char *data, size_t len, bool whole)
{
	const char *end;

	for (; len > 0 && *data == '\n'; data++)
		len--;
	if (len == 0 || (len == 1 && *data == TLS_RECORD && !whole))
		return STRANGER_LATER;
	end = memchr(data, '\n', len);
	if (is_binary(*data))
		return STRANGER_OTHER;
	if (!end && !whole)
		return STRANGER_LATER;
	if (end)
		len = (size_t)(end - data);
	if (is_request(data, len, !end))
		return STRANGER_HTTP;
	if (is_irc(data, len))
		return STRANGER_IRC;
	return begins_with(data, len, "SSH-") ? STRANGER_OTHER : STRANGER_NONE;
}
