/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_tailer.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"

static bool
take(void *arg, const struct tailed *m)
{
	struct tailer *x = arg;

	if (!x->room)
		return false;
	x->room--;
	buf_addf(&x->shown, "%s|", m->text);
	return true;
}

static bool
hungry(void *arg)
{
	const struct tailer *x = arg;

	return x->room > 0;
}

static void
on_gap(void *arg, struct follow *f, const char *why)
{
	struct tailer *x = arg;

	(void)why;
	buf_addf(&x->told, "gap %s|", f->name);
}

static void
on_wrong(void *arg, struct follow *f, const char *why)
{
	struct tailer *x = arg;

	buf_addf(&x->told, "wrong %s %s|", f->name, why);
}

static void
on_renamed(void *arg, struct follow *f)
{
	struct tailer *x = arg;

	buf_addf(&x->told, "renamed %s|", f->name);
}

static const struct tail_core_ops ops = {
    .gap = on_gap, .wrong = on_wrong, .renamed = on_renamed};

static void
on_heard(void *arg, const struct incoming *in)
{
	struct tailer *x = arg;

	if (in->n->ready)
		tail_core_heard(&x->core, in);
}

void
tailer_setup(struct tailer *x)
{
	*x = (struct tailer){.room = SIZE_MAX / 2, .now_ms = 1000};
	talker_setup(&x->t);
	x->t.state.bare = true;
	x->t.state.heard = on_heard;
	x->t.state.heard_arg = x;
	x->sink = (struct tailed_sink){take, hungry, x};
	tail_core_open(&x->core, x->t.n, &ops, x);
	x->f = tail_core_add(&x->core, "#c", true, &x->sink);
}

void
tailer_teardown(struct tailer *x)
{
	tail_core_close(&x->core);
	talker_teardown(&x->t);
	buf_free(&x->shown);
	buf_free(&x->told);
}

void
tailer_turn(struct tailer *x)
{
	tail_core_turn(&x->core, x->now_ms);
}

void
tailer_connect(struct tailer *x, const char *caps, const char *token)
{
	talker_welcome(&x->t, caps);
	if (*token)
		tailer_hear(x, ":irc.net 005 me %s :are here", token);
	tail_core_ready(&x->core);
	tailer_hear(x, ":me!u@h JOIN %s", x->f->name);
}

void
tailer_connect_since(struct tailer *x, const char *id)
{
	follow_since(x->f, id, 0);
	tailer_connect(x, TAILER_CAPS, "");
}

void
tailer_lose(struct tailer *x)
{
	handle_lost(&x->t.state, x->t.n, "lost");
	tail_core_lost(&x->core);
	talker_sent(&x->t);
}

void
tailer_hear(struct tailer *x, const char *fmt, ...)
{
	struct buf line = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&line, fmt, ap);
	va_end(ap);
	talker_hear(&x->t, line.data);
	buf_free(&line);
	tailer_turn(x);
}

static void
say(struct tailer *x, const char *batch, int ms, const char *id,
    const char *text)
{
	tailer_hear(x,
	    "@time=2026-11-26T10:00:%02d.%03dZ%s%s%s :bob!u@h PRIVMSG #c :%s",
	    ms / 1000, ms % 1000, batch, *id ? ";msgid=" : "", id, text);
}

void
tailer_say(struct tailer *x, int ms, const char *id, const char *text)
{
	say(x, "", ms, id, text);
}

void
tailer_page(struct tailer *x, int ms, const char *id, const char *text)
{
	say(x, ";batch=page", ms, id, text);
}

void
tailer_begin(struct tailer *x, bool end)
{
	bool labels = x->t.n->caps & CAP_LABELED_RESPONSE;
	struct buf tags = {0};

	if (labels)
		buf_addf(
		    &tags, "@label=t%llu", (unsigned long long)x->core.serial);
	if (end)
		buf_addf(&tags, "%cdraft/chathistory-end", labels ? ';' : '@');
	if (tags.len)
		buf_addc(&tags, ' ');
	tailer_hear(x, "%s:irc.net BATCH +page chathistory %s",
	    tags.len ? tags.data : "", x->f->name);
	buf_free(&tags);
}

void
tailer_end(struct tailer *x)
{
	tailer_hear(x, ":irc.net BATCH -page");
}

void
tailer_answer(struct tailer *x, bool end, int first, int last)
{
	static const char *const texts[] = {"old", "one", "two", "three"};
	char id[8];

	tailer_begin(x, end);
	for (int i = first; i <= last; i++) {
		snprintf(id, sizeof(id), "m%d", i);
		tailer_page(x, i, id, texts[i]);
	}
	tailer_end(x);
}

static void
expect(struct buf *was, const char *wanted)
{
	ck_assert_str_eq(was->len ? was->data : "", wanted);
	buf_reset(was);
}

void
tailer_expect(struct tailer *x, const char *shown)
{
	expect(&x->shown, shown);
}

void
tailer_expect_told(struct tailer *x, const char *told)
{
	expect(&x->told, told);
}

void
tailer_expect_asked(struct tailer *x, const char *request)
{
	const char *sent;

	tailer_turn(x);
	sent = talker_sent(&x->t);
	ck_assert_msg(strstr(sent, request), "sent: %s", sent);
}

void
tailer_expect_silence(struct tailer *x)
{
	tailer_turn(x);
	ck_assert_str_eq(talker_sent(&x->t), "");
}
