/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/irc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

static char *
skip_spaces(char *s)
{
	return s + strspn(s, " ");
}

/* Ends the word at s; where the next one begins. */
static char *
end_word(char *s)
{
	s += strcspn(s, " ");
	if (*s)
		*s++ = '\0';
	return skip_spaces(s);
}

static char
unescape_char(char c)
{
	switch (c) {
	case ':':
		return ';';
	case 's':
		return ' ';
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	default:
		return c;
	}
}

void
irc_unescape_tag(char *s)
{
	char *to = s;

	while (*s) {
		if (*s != '\\')
			*to++ = *s++;
		else if (*++s)
			*to++ = unescape_char(*s++);
	}
	*to = '\0';
}

/* message-tags: ['+'] [vendor '/'] letters, digits, hyphens; '_' is seen. */
static bool
is_key(const char *s)
{
	if (*s == '+')
		s++;
	if (!*s)
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("-./_", *s))
			return false;
	return true;
}

static struct irc_tag *
find_tag(const struct irc_msg *m, const char *key)
{
	for (size_t i = 0; i < m->ntags; i++)
		if (!strcmp(m->tags[i].key, key))
			return (struct irc_tag *)&m->tags[i];
	return NULL;
}

static enum irc_parse_result
parse_tag(struct irc_msg *m, char *key)
{
	char *value = key + strcspn(key, "=");
	struct irc_tag *tag;

	if (*value)
		*value++ = '\0';
	if (!is_key(key))
		return IRC_OK;
	tag = find_tag(m, key);
	if (!tag) {
		if (m->ntags == IRC_TAGS_MAX)
			return IRC_TOO_MANY_TAGS;
		tag = &m->tags[m->ntags++];
		tag->key = key;
	}
	irc_unescape_tag(value);
	tag->value = value;
	return IRC_OK;
}

/* At the '@'; *next is set to where the body begins. */
static enum irc_parse_result
parse_tags(struct irc_msg *m, char *s, char **next)
{
	enum irc_parse_result result = IRC_OK;

	*next = end_word(++s);
	m->tags_len = strlen(s);
	while (*s && result == IRC_OK) {
		char *key = s;

		s += strcspn(s, ";");
		if (*s)
			*s++ = '\0';
		result = parse_tag(m, key);
	}
	return result;
}

static bool
is_command(const char *s)
{
	const char *start = s;

	/* where there were tags or a source, these would begin another one */
	if (*s == '@' || *s == ':')
		return false;
	while (*s > ' ' && *s < 0x7f)
		s++;
	return s > start && (!*s || *s == ' ');
}

static void
parse_params(struct irc_msg *m, char *s)
{
	while (*s) {
		bool last = m->nparams == IRC_PARAMS_MAX - 1 || *s == ':';

		if (*s == ':')
			s++;
		m->params[m->nparams++] = s;
		if (last)
			return;
		s = end_word(s);
	}
}

enum irc_parse_result
irc_parse(struct irc_msg *m, char *line, size_t len)
{
	enum irc_parse_result result;
	char *s = skip_spaces(line), *end = line + len;

	m->ntags = m->nparams = 0;
	m->tags_len = m->body_len = 0;
	m->source = m->command = NULL;
	if (!*s)
		return IRC_EMPTY;
	if (*s == '@') {
		result = parse_tags(m, s, &s);
		m->body_len = (size_t)(end - s);
		if (result != IRC_OK)
			return result;
	}
	m->body_len = (size_t)(end - s);
	if (*s == ':') {
		m->source = s + 1;
		s = end_word(s);
		if (!*m->source)
			m->source = NULL;
	}
	if (!is_command(s))
		return IRC_MALFORMED;
	m->command = s;
	parse_params(m, end_word(s));
	return IRC_OK;
}

const char *
irc_tag(const struct irc_msg *m, const char *key)
{
	const struct irc_tag *tag = find_tag(m, key);

	return tag ? tag->value : NULL;
}

int
irc_numeric(const char *command)
{
	bool is = strspn(command, "0123456789") == 3 && !command[3];

	return is ? atoi(command) : 0;
}

const char *
irc_param(const struct irc_msg *m, size_t i)
{
	return i < m->nparams ? m->params[i] : NULL;
}

static void
copy_part(char *out, size_t size, const char *s, size_t len)
{
	len = utf8_cut(s, len, size - 1);
	memcpy(out, s, len);
	out[len] = '\0';
}

void
irc_source_parse(struct irc_source *s, const char *source)
{
	const char *end = source + strlen(source);
	const char *bang = strchr(source, '!');
	const char *at = strrchr(bang ? bang : source, '@');

	if (!at)
		at = end;
	if (!bang)
		bang = at;
	copy_part(s->nick, sizeof(s->nick), source, (size_t)(bang - source));
	if (bang < at)
		bang++;
	copy_part(s->user, sizeof(s->user), bang, (size_t)(at - bang));
	if (at < end)
		at++;
	copy_part(s->host, sizeof(s->host), at, (size_t)(end - at));
}

/* Appends s without the bytes in `without`. */
static void
add_without(struct buf *out, const char *s, const char *without)
{
	while (*s) {
		size_t n = strcspn(s, without);

		buf_add(out, s, n);
		s += n;
		s += strspn(s, without);
	}
}

void
irc_write(struct irc_writer *w, struct buf *out)
{
	*w = (struct irc_writer){
	    .out = out, .start = out->len, .body = out->len};
}

void
irc_add_tag(struct irc_writer *w, const char *key, const char *value)
{
	if (!is_key(key))
		return;
	buf_addc(w->out, w->tagged ? ';' : '@');
	w->tagged = true;
	buf_adds(w->out, key);
	if (!value || !*value)
		return;
	buf_addc(w->out, '=');
	irc_escape_tag(w->out, value);
}

void
irc_begin(struct irc_writer *w, const char *source, const char *command)
{
	if (w->tagged)
		buf_addc(w->out, ' ');
	w->body = w->out->len;
	if (source) {
		buf_addc(w->out, ':');
		add_without(w->out, source, "\r\n ");
		buf_addc(w->out, ' ');
	}
	add_without(w->out, command, "\r\n ");
}

void
irc_add_param(struct irc_writer *w, const char *param)
{
	size_t start;
	const char *written;

	buf_addc(w->out, ' ');
	start = w->out->len;
	add_without(w->out, param, "\r\n");
	written = w->out->data + start;
	if (*written && *written != ':' && !strchr(written, ' '))
		return;
	buf_cut(w->out, start);
	buf_addc(w->out, '*');
}

void
irc_add_text(struct irc_writer *w, const char *text)
{
	buf_adds(w->out, " :");
	add_without(w->out, text, "\r\n");
}

void
irc_end(struct irc_writer *w)
{
	buf_adds(w->out, "\r\n");
}

size_t
irc_body_len(const struct irc_writer *w)
{
	return w->out->len - w->body;
}

void
irc_escape_tag(struct buf *out, const char *value)
{
	static const char special[] = "; \r\n\\";
	static const char *const escaped[] = {
	    "\\:", "\\s", "\\r", "\\n", "\\\\"};

	while (*value) {
		size_t n = strcspn(value, special);

		buf_add(out, value, n);
		value += n;
		if (*value)
			buf_adds(
			    out, escaped[strchr(special, *value++) - special]);
	}
}
