/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/irc.h"
#include "common/mem.h"
#include "tests/fuzz/fuzz.h"

/* A line as common/lines.h hands them out: no CR, LF or NUL. */
static char *
line_of(const uint8_t *data, size_t len, size_t *line_len)
{
	char *line = mem_alloc(len + 1), *to = line;

	for (size_t i = 0; i < len; i++)
		if (data[i] && !strchr("\r\n", data[i]))
			*to++ = (char)data[i];
	*line_len = (size_t)(to - line);
	return line;
}

static void
write_message(const struct irc_msg *m, struct buf *out)
{
	struct irc_writer w;

	irc_write(&w, out);
	for (size_t i = 0; i < m->ntags; i++)
		irc_add_tag(&w, m->tags[i].key, m->tags[i].value);
	irc_begin(&w, m->source, m->command);
	for (size_t i = 0; i + 1 < m->nparams; i++)
		irc_add_param(&w, m->params[i]);
	if (m->nparams)
		irc_add_text(&w, m->params[m->nparams - 1]);
	irc_end(&w);
}

static void
same_string(const char *a, const char *b)
{
	assert(!a == !b);
	assert(!a || !strcmp(a, b));
}

static void
same_message(const struct irc_msg *a, const struct irc_msg *b)
{
	assert(a->ntags == b->ntags);
	for (size_t i = 0; i < a->ntags; i++) {
		same_string(a->tags[i].key, b->tags[i].key);
		same_string(a->tags[i].value, b->tags[i].value);
	}
	same_string(a->source, b->source);
	same_string(a->command, b->command);
	assert(a->nparams == b->nparams);
	for (size_t i = 0; i < a->nparams; i++)
		same_string(a->params[i], b->params[i]);
}

static void
check_source(const char *source)
{
	struct irc_source s;

	irc_source_parse(&s, source);
	assert(strlen(s.nick) < sizeof(s.nick));
	assert(strlen(s.user) < sizeof(s.user));
	assert(strlen(s.host) < sizeof(s.host));
}

static void
check_written(const struct irc_msg *m)
{
	struct buf out = {0};
	struct irc_msg again;

	write_message(m, &out);
	assert(out.len >= 2 && !strcmp(out.data + out.len - 2, "\r\n"));
	buf_cut(&out, out.len - 2);
	assert(strlen(out.data) == out.len && !strpbrk(out.data, "\r\n"));
	assert(irc_parse(&again, out.data, out.len) == IRC_OK);
	same_message(m, &again);
	buf_free(&out);
}

/* A message that was read, written and read again is the same. */
FUZZ_TARGET(irc)
{
	struct irc_msg m;
	size_t line_len;
	char *line = line_of(data, len, &line_len);

	if (irc_parse(&m, line, line_len) == IRC_OK) {
		assert(m.tags_len <= line_len && m.body_len <= line_len);
		check_written(&m);
		check_source(m.source ? m.source : m.command);
	}
	free(line);
	return 0;
}
