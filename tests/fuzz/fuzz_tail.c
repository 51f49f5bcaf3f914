/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <string.h>

#include "client/handle.h"
#include "client/tail_core.h"
#include "client/tail_write.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

/*
 * Who follows #c and bob without a socket. Each line of the input is one thing
 * that happens, by its first byte: '<' the server says the rest, '!' the
 * connection is lost and there again, '#' and '.' the sink is full, or takes
 * all, '~' as many seconds pass as it is long. After each of them a turn ends.
 * Of what is shown nothing may be but whole lines that a terminal prints, and
 * no more is held than is stated.
 */
struct fuzzed {
	struct state s;
	struct network *n;
	struct tail_core core;
	struct buf out;
	bool full;
	int64_t now_ms;
};

static bool
take(void *arg, const struct tailed *m)
{
	struct fuzzed *z = arg;

	if (z->full)
		return false;
	tail_write_json(&z->out, m);
	tail_write_plain(&z->out, m, true);
	return true;
}

static bool
hungry(void *arg)
{
	const struct fuzzed *z = arg;

	return !z->full;
}

static void
on_told(void *arg, struct follow *f, const char *why)
{
	(void)arg;
	assert(*f->name && why);
}

static void
on_renamed(void *arg, struct follow *f)
{
	(void)arg;
	assert(*f->name);
}

static void
on_heard(void *arg, const struct incoming *in)
{
	struct fuzzed *z = arg;

	if (!in->n->ready)
		return;
	tail_core_ready(&z->core);
	tail_core_heard(&z->core, in);
}

static void
check_out(struct buf *out)
{
	const char *at = out->len ? out->data : "", *end = at + out->len, *stop;

	for (; at < end; at = stop + 1) {
		stop = memchr(at, '\n', (size_t)(end - at));
		assert(stop && utf8_valid(at, (size_t)(stop - at)));
		for (const char *c = at; c < stop; c++)
			assert((unsigned char)*c >= ' ' || *c == '\t');
	}
	buf_reset(out);
}

static void
end_turn(struct fuzzed *z)
{
	tail_core_turn(&z->core, z->now_ms);
	assert(tail_core_deadline(&z->core) < 0 ||
	    tail_core_deadline(&z->core) > z->now_ms);
	for (size_t i = 0; i < z->core.count; i++)
		assert(z->core.follows[i].f->nheld <= FOLLOW_HELD_MAX);
	assert(!z->n->out.len || z->n->out.data[z->n->out.len - 1] == '\n');
	buf_reset(&z->n->out);
	check_out(&z->out);
}

static void
happen(struct fuzzed *z, const char *line, size_t len)
{
	if (*line == '<')
		handle_line(&z->s, z->n, line + 1, len - 1, z->now_ms);
	else if (*line == '#' || *line == '.')
		z->full = *line == '#';
	else if (*line == '~')
		z->now_ms += (int64_t)len * 1000;
	else if (*line == '!') {
		handle_lost(&z->s, z->n, "lost");
		tail_core_lost(&z->core);
		handle_connected(z->n);
	}
	end_turn(z);
}

static void
begin(struct fuzzed *z, const struct tailed_sink *sink)
{
	static const struct tail_core_ops ops = {
	    .gap = on_told, .wrong = on_told, .renamed = on_renamed};

	z->s.bare = true;
	z->s.heard = on_heard;
	z->s.heard_arg = z;
	z->n = state_add_network(&z->s, "net", "");
	z->n->multiline = true;
	tail_core_open(&z->core, z->n, &ops, z);
	tail_core_add(&z->core, "#c", true, sink);
	follow_since(tail_core_add(&z->core, "bob", false, sink), "m0", 0);
	handle_connected(z->n);
}

FUZZ_TARGET(tail)
{
	struct settings settings = {0};
	struct fuzzed z = {.now_ms = 1000};
	const struct tailed_sink sink = {take, hungry, &z};
	const char *at = (const char *)data, *end = at + len, *next;

	conf_defaults(&client_spec, &settings);
	state_init(&z.s, &settings);
	begin(&z, &sink);
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (!next)
			next = end;
		if (next > at)
			happen(&z, at, (size_t)(next - at));
	}
	z.s.heard = NULL;
	tail_core_close(&z.core);
	buf_free(&z.out);
	state_free(&z.s);
	settings_free(&settings);
	return 0;
}
