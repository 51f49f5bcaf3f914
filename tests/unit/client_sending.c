/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_sending.h"

#include <check.h>
#include <string.h>

#include "client/handle.h"

struct sending sending;

static void
settled(void *arg, const struct sender_result *r)
{
	static const char *const names[] = {
	    "said", "refused", "silent", "unknown"};

	(void)arg;
	buf_addf(&sending.told, "%s %llu %.*s%s%s%s%s|", names[r->verdict],
	    (unsigned long long)r->first, (int)r->len, r->text,
	    *r->code ? " " : "", r->code, *r->why ? " " : "", r->why);
}

static void
on_heard(void *arg, const struct incoming *in)
{
	(void)arg;
	sender_heard(sending.s, in);
}

void
sending_setup(void)
{
	talker_setup(&sending.t);
	sending.t.state.bare = true;
	sending.t.state.heard = on_heard;
	sending.s = sender_new(settled, NULL);
	sending.told = (struct buf){0};
	sending.now_ms = 1000; /* as talker_hear has it */
}

void
sending_teardown(void)
{
	talker_teardown(&sending.t);
	sender_free(sending.s);
	buf_free(&sending.told);
}

void
sending_ck_told(const char *text)
{
	ck_assert_str_eq(sending.told.data ? sending.told.data : "", text);
	buf_reset(&sending.told);
}

void
sending_ck_sent(const char *text)
{
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	ck_assert_str_eq(talker_sent(&sending.t), text);
}

void
sending_say_as(const char *text, uint64_t ref, const char *command)
{
	struct sender_text line = {.target = "#c",
	    .command = command,
	    .text = text,
	    .len = strlen(text),
	    .ref = ref};

	ck_assert_int_eq(sender_say(sending.s, &line), 0);
}

void
sending_say(const char *text, uint64_t ref)
{
	sending_say_as(text, ref, "PRIVMSG");
}

void
sending_hear(const char *line)
{
	talker_hear(&sending.t, line);
}

void
sending_welcome(const char *caps, const char *software)
{
	struct buf line = {0};

	talker_welcome(&sending.t, caps);
	buf_addf(&line, ":irc.net 004 me irc.net %s o n", software);
	sending_hear(line.data);
	buf_free(&line);
	sender_ready(sending.s, sending.t.n, sending.now_ms);
}

void
sending_lose(void)
{
	handle_lost(&sending.t.state, sending.t.n, "gone");
	sender_lost(sending.s);
}
