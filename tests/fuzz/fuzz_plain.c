/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/dialect.h"
#include "tests/fuzz/fuzz.h"

/* The input: what it is, how it is seen, then strings, each up to a NUL byte.
 * Of what is shown in plain lines nothing may be but whole lines of characters
 * that a terminal prints. */
enum { STRINGS = 9 };

struct strings {
	char *copy;
	const char *all[STRINGS];
	size_t n;
};

static void
take_strings(struct strings *s, const uint8_t *data, size_t len)
{
	const char *at, *end;

	s->copy = mem_alloc(len + 1);
	memcpy(s->copy, data, len);
	end = s->copy + len;
	for (at = s->copy; s->n < STRINGS; s->n++) {
		s->all[s->n] = at < end ? at : "";
		at = at < end ? at + strlen(at) + 1 : end;
	}
}

static void
check_line(const char *line, size_t len)
{
	struct buf same = {0};

	assert(utf8_valid(line, len));
	text_visible(&same, line, len, NULL);
	assert(same.len == len && (!len || !memcmp(same.data, line, len)));
	buf_free(&same);
}

static void
check(const struct buf *out)
{
	const char *at = out->len ? out->data : "", *end = at + out->len, *stop;

	while (at < end) {
		stop = memchr(at, '\r', (size_t)(end - at));
		assert(stop && end - stop >= 2 && stop[1] == '\n');
		check_line(at, (size_t)(stop - at));
		at = stop + 2;
	}
}

static void
say(struct buf *out, uint8_t kind, uint8_t how, const struct strings *s)
{
	struct mode_change mode = {how & 1, *s->all[6], s->all[7]};
	struct view v = {.caps = dialect_plain.views, .sight = how & 7};
	struct event e = {.kind = kind % EVENT_KINDS, .time_ms = how * 1000000};

	e.source.nick = s->all[0];
	e.source.user = how & 8 ? NULL : s->all[1];
	e.source.user_id = how >> 4 & 1;
	e.seq = how >> 5 & 1;
	e.status = how & 64 ? '@' : 0;
	e.target = s->all[2];
	e.arg = s->all[3];
	e.body = how & 128 ? NULL : s->all[4];
	e.modes = &mode;
	e.nmodes = e.kind == EVENT_MODE || e.kind == EVENT_UMODE;
	dialect_plain.encode(out, &e, &v);
}

static void
tell(struct buf *out, uint8_t which, uint8_t how, const struct strings *s)
{
	static const char *const words[] = {
	    "FAIL", "WARN", "NOTE", "ERROR", "NOTICE", "PING", "999"};
	struct view v = {.caps = 0};
	struct reply r = {.text = how & 128 ? NULL : s->all[8]};
	char number[8];

	snprintf(number, sizeof(number), "%03d", which + (how & 3) * 256);
	r.command = how & 4 ? words[which % 7] : number;
	for (; r.nparams < (how >> 3 & 7) + 1u; r.nparams++)
		r.params[r.nparams] = s->all[r.nparams];
	dialect_plain.reply(out, "server.example", &r, &v, 0);
}

FUZZ_TARGET(plain)
{
	struct strings s = {NULL, {NULL}, 0};
	struct buf out = {0};

	if (len < 3)
		return 0;
	take_strings(&s, data + 3, len - 3);
	if (data[0] & 1)
		say(&out, data[1], data[2], &s);
	else
		tell(&out, data[1], data[2], &s);
	check(&out);
	buf_free(&out);
	free(s.copy);
	return 0;
}
