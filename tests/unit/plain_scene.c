/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/plain_scene.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"

struct plain_scene net;

bool
is_in(const void *where, const char *channel)
{
	(void)where;
	for (size_t i = 0; i < net.nchannels; i++)
		if (!text_casecmp(net.channels[i], channel))
			return true;
	return false;
}

static const char *
last(const void *where)
{
	(void)where;
	return net.nchannels ? net.channels[net.nchannels - 1] : NULL;
}

void
plain_begin(void)
{
	memset(&net, 0, sizeof(net));
	net.sp = plain_talk.open(PLAIN_SESSION);
	net.who = (struct speaker){.network = "Net",
	    .lobby = "#lobby",
	    .nick_max = 32,
	    .is_in = is_in,
	    .last = last};
}

void
plain_end(void)
{
	plain_talk.close(net.sp);
	while (net.nchannels > 0)
		free(net.channels[--net.nchannels]);
	free(net.nick);
	buf_free(&net.out);
}

unsigned
sees(struct event *e)
{
	return plain_talk.see(net.sp, &net.who, e);
}

unsigned
does(enum event_kind kind, const char *channel, uint64_t session_id)
{
	struct event e = {
	    .kind = kind, .target = channel, .session_id = session_id};

	e.source.user_id = PLAIN_USER;
	e.source.nick = net.who.nick;
	return sees(&e);
}

void
come(const char *channel, uint64_t session_id)
{
	net.channels[net.nchannels++] = mem_strdup(channel);
	does(EVENT_JOIN, channel, session_id);
}

void
go(const char *channel)
{
	for (size_t i = 0; i < net.nchannels; i++)
		if (!strcmp(net.channels[i], channel)) {
			free(net.channels[i]);
			net.channels[i] = net.channels[--net.nchannels];
		}
}

static bool
hears(const char *command, const char *a, const char *b)
{
	struct reply r = {
	    .command = command, .params = {a, b}, .nparams = 2, .text = "No"};

	return plain_talk.hear(net.sp, &r);
}

static void
answer_nick(const char *nick)
{
	if (net.refusals > 0) {
		net.refusals--;
		if (hears("433", "*", nick))
			buf_adds(&net.out, "< 433\n");
		return;
	}
	mem_replace(&net.nick, nick);
	net.who.nick = net.nick;
	net.who.user = "~plain";
	net.who.host = "host.example.org";
	net.who.user_id = PLAIN_USER;
}

static void
answer(const struct irc_msg *m)
{
	if (net.refuses && !strcmp(net.refuses, m->command)) {
		if (hears("404", "me", m->params[0]))
			buf_adds(&net.out, "< 404\n");
	} else if (!strcmp(m->command, "NICK")) {
		answer_nick(m->params[0]);
	} else if (!strcmp(m->command, "JOIN")) {
		come(m->params[0], PLAIN_SESSION);
	}
}

static void
note(const struct irc_msg *m)
{
	buf_addf(&net.out, "> %s", m->command);
	for (size_t i = 0; i < m->nparams; i++)
		buf_addf(&net.out, " %s%s", i + 1 == m->nparams ? ":" : "",
		    m->params[i]);
	buf_adds(&net.out, "\n");
}

bool
step(void)
{
	struct buf text = {0};
	struct irc_msg m = {.ntags = 0};
	enum speech_next next = plain_talk.next(net.sp, &net.who, &m, &text);

	if (next == SPEECH_MESSAGE) {
		note(&m);
		answer(&m);
	} else if (next == SPEECH_TEXT) {
		buf_add(&net.out, text.data, text.len);
	}
	buf_free(&text);
	return next != SPEECH_NONE;
}

const char *
outcome(void)
{
	while (step())
		continue;
	return net.out.data ? net.out.data : "";
}

static void
types_bytes(const char *line, size_t len)
{
	outcome();
	buf_reset(&net.out);
	plain_talk.take(net.sp, line, len);
}

void
types(const char *line)
{
	types_bytes(line, strlen(line));
}

const char *
typed_bytes(const char *line, size_t len)
{
	types_bytes(line, len);
	return outcome();
}

const char *
typed(const char *line)
{
	return typed_bytes(line, strlen(line));
}

/* "alice" in the lobby. */
void
here(void)
{
	typed("@nick alice");
	ck_assert_str_eq(net.who.nick, "alice");
	ck_assert(is_in(NULL, "#lobby"));
}

bool
shows(const char *what)
{
	return net.out.data && strstr(net.out.data, what);
}

Suite *
plain_suite(const char *name, const TTest *const *tests)
{
	Suite *s = suite_create(name);
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, plain_begin, plain_end);
	for (; *tests; tests++)
		tcase_add_test(tc, *tests);
	suite_add_tcase(s, tc);
	return s;
}
