/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_mode.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/mode_run.h"
#include "server/modes.h"
#include "server/reply.h"

enum { NUMBER_LEN = 24, MS = 1000, WORDS_MAX = 7 };

static void
show_channel(struct server *srv, struct session *s, const struct channel *c)
{
	const char *words[WORDS_MAX + 1] = {c->name};
	char time[NUMBER_LEN], *rest, *word;
	struct buf text = {0};
	size_t n = 1;

	channel_modes_text(c, world_member(c, s->user), &text);
	rest = text.data;
	while (n < WORDS_MAX && (word = strsep(&rest, " ")))
		words[n++] = word;
	words[n] = NULL;
	reply_words(srv, s, RPL_CHANNELMODEIS, words);
	buf_free(&text);
	snprintf(time, sizeof(time), "%" PRId64, c->created_ms / MS);
	reply(srv, s, RPL_CREATIONTIME, c->name, time, NULL);
}

static void
show_user(struct server *srv, struct session *s)
{
	struct buf out = {0};

	buf_addc(&out, '+');
	for (const struct mode_def *m = user_modes; m->letter; m++)
		if (s->user->modes & m->bit)
			buf_addc(&out, m->letter);
	reply(srv, s, RPL_UMODEIS, out.data, NULL);
	buf_free(&out);
}

struct own_modes {
	unsigned before, after;
	bool unknown;
};

static void
step_one(const struct mode_step *step, void *context)
{
	struct own_modes *own = context;

	if (!step->def)
		own->unknown = true;
	else if (step->def->bit == USER_SECURE)
		return;
	else if (!step->add)
		own->after &= ~step->def->bit;
	else if (step->def->bit != USER_OPER)
		own->after |= step->def->bit;
}

static void
publish(struct server *srv, struct session *s, const struct own_modes *own)
{
	struct mode_change changes[EVENT_MODES_MAX];
	struct event e = hub_event(srv, EVENT_UMODE, s);
	struct buf text = {0};
	size_t n = 0;

	for (const struct mode_def *m = user_modes; m->letter; m++)
		if ((own->before ^ own->after) & m->bit)
			changes[n++] = (struct mode_change){
			    !!(own->after & m->bit), m->letter, NULL};
	if (n == 0)
		return;
	modes_format(&text, changes, n);
	e.modes = changes;
	e.nmodes = n;
	e.body = text.data;
	hub_publish(srv, &e);
	buf_free(&text);
}

static void
mode_user(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct user *u = find_user(srv, s, m->params[0]);
	struct own_modes own = {s->user->modes, s->user->modes, false};

	if (u && u != s->user)
		reply(srv, s, ERR_USERSDONTMATCH, NULL);
	if (u != s->user)
		return;
	if (m->nparams == 1) {
		show_user(srv, s);
		return;
	}
	modes_parse(user_modes, m->params + 1, m->nparams - 1, step_one, &own);
	publish(srv, s, &own);
	if (own.unknown)
		reply(srv, s, ERR_UMODEUNKNOWNFLAG, NULL);
}

void
cmd_mode(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct channel *c;

	if (*m->params[0] != '#') {
		mode_user(srv, s, m);
		return;
	}
	c = find_channel(srv, s, m->params[0]);
	if (!c)
		return;
	if (m->nparams == 1)
		show_channel(srv, s, c);
	else
		mode_run(srv, s, c, m->params + 1, m->nparams - 1);
}
