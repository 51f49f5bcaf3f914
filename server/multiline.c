/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/multiline.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

/* A relayed line with its tags, at most. */
enum { LINE_BYTES = 1024 };

static size_t
at_most(int64_t wanted, size_t bound)
{
	return (uint64_t)wanted < bound ? (size_t)wanted : bound;
}

struct multiline_limits
multiline_limits(const struct settings *set)
{
	size_t room = set->output_max ? (size_t)set->output_max / 4 : SIZE_MAX;
	struct multiline_limits most;

	most.bytes = at_most(set->multiline_bytes, room);
	most.lines = at_most(set->multiline_lines, room / LINE_BYTES + 1);
	return most;
}

void
multiline_value(
    struct buf *out, const struct settings *set, const struct standing *who)
{
	struct multiline_limits most = multiline_limits(set);

	(void)who;
	buf_addf(out, "max-bytes=%zu,max-lines=%zu", most.bytes, most.lines);
}

struct multiline *
multiline_new(const char *ref, int64_t now_ms)
{
	struct multiline *b = mem_alloc(sizeof(*b));

	b->ref = mem_strdup(ref);
	b->kind = EVENT_KINDS;
	b->heard_ms = now_ms;
	return b;
}

void
multiline_refuse(struct multiline *b)
{
	b->refused = true;
	mem_replace(&b->target, NULL);
	mem_replace(&b->tags, NULL);
	mem_replace(&b->nonce, NULL);
	mem_replace(&b->label, NULL);
	/* it may have held a password, said to a service */
	buf_wipe(&b->body);
}

void
multiline_free(struct multiline *b)
{
	if (!b)
		return;
	multiline_refuse(b);
	free(b->ref);
	free(b);
}

/* A CTCP is one line; among others it would reach who gets them one by one
 * as what a channel may forbid. */
static enum multiline_result
check(const struct multiline *b, const struct multiline_limits *most,
    enum event_kind kind, const char *text, bool joined)
{
	size_t len = strlen(text) + (b->lines > 0 && !joined);

	if (b->kind != EVENT_KINDS && b->kind != kind)
		return MULTILINE_MIXED;
	if (joined && !*text)
		return MULTILINE_BLANK;
	if (*text == '\001')
		return MULTILINE_CTCP;
	if (b->lines >= most->lines)
		return MULTILINE_MAX_LINES;
	return b->bytes + len > most->bytes ? MULTILINE_MAX_BYTES
					    : MULTILINE_OK;
}

enum multiline_result
multiline_add(struct multiline *b, const struct multiline_limits *most,
    enum event_kind kind, const char *text, bool joined)
{
	enum multiline_result result = check(b, most, kind, text, joined);

	if (result != MULTILINE_OK)
		return result;
	if (b->lines > 0)
		buf_addc(&b->body, joined ? '\r' : '\n');
	b->bytes += strlen(text) + (b->lines > 0 && !joined);
	b->lines++;
	b->kind = kind;
	buf_adds(&b->body, text);
	return MULTILINE_OK;
}

bool
multiline_is_blank(const struct multiline *b)
{
	return !b->body.data || !b->body.data[strspn(b->body.data, "\r\n")];
}
