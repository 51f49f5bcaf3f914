/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/speaker.h"

#include <utlist.h>

#include "common/text.h"
#include "server/author.h"

static bool
is_in(const void *where, const char *channel)
{
	const struct session *s = where;
	const struct member *m;

	if (!s->user)
		return false;
	DL_FOREACH2 (s->user->members, m, user_next)
		if (text_casecmp(m->channel->name, channel) == 0)
			return true;
	return false;
}

static const char *
last_channel(const void *where)
{
	const struct session *s = where;
	const struct user *u = s->user;

	return u && u->members ? u->members->user_prev->channel->name : NULL;
}

struct speaker
speaker(const struct server *srv, const struct session *s)
{
	const struct settings *set = srv->settings;
	struct speaker who = {.login = s->login,
	    .network = set->network,
	    .lobby = set->lobby,
	    .nick_max = (size_t)set->nick_length,
	    .where = s,
	    .is_in = is_in,
	    .last = last_channel};

	if (!s->user)
		return who;
	who.user_id = s->user->id;
	who.nick = s->user->nick;
	who.user = s->user->name;
	who.host = s->user->host;
	return who;
}

unsigned
speaker_sees(
    const struct server *srv, const struct session *s, const struct event *e)
{
	struct speaker who;

	if (!s->speech)
		return 0;
	who = speaker(srv, s);
	return s->dialect->speech->see(s->speech, &who, e);
}

unsigned
speaker_recalls(
    const struct server *srv, const struct session *s, const struct event *e)
{
	struct event seen;

	if (!s->speech)
		return 0;
	seen = *e;
	seen.source.user_id = author_is(srv, e, s->user) ? s->user->id : 0;
	return speaker_sees(srv, s, &seen);
}

bool
speaker_hears(const struct session *s, const struct reply *r)
{
	return !s->speech || s->dialect->speech->hear(s->speech, r);
}
