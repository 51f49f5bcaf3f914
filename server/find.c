/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/find.h"

#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/dialect.h"
#include "server/reply.h"

bool
find_server(struct server *srv, struct session *s, const char *name)
{
	if (!name || text_match(name, srv->settings->server_name) ||
	    world_user(&srv->world, name))
		return true;
	reply(srv, s, ERR_NOSUCHSERVER, *name ? name : "*", NULL);
	return false;
}

struct user *
find_user(struct server *srv, struct session *s, const char *nick)
{
	struct user *u = world_user(&srv->world, nick);

	if (!u)
		reply(srv, s, ERR_NOSUCHNICK, nick, NULL);
	return u;
}

struct user *
find_recipient(struct server *srv, const char *name)
{
	struct user *u = world_user(&srv->world, name);

	if (!u && account_find(&srv->accounts, name))
		u = world_user_of(&srv->world, name);
	return u;
}

struct channel *
find_channel(struct server *srv, struct session *s, const char *name)
{
	struct channel *c = world_channel(&srv->world, name);

	if (c && can_see(s->user, c))
		return c;
	reply(srv, s, ERR_NOSUCHCHANNEL, name, NULL);
	return NULL;
}

struct member *
find_own(struct server *srv, struct session *s, const struct channel *c)
{
	struct member *m = world_member(c, s->user);

	if (!m)
		reply(srv, s, ERR_NOTONCHANNEL, c->name, NULL);
	return m;
}

bool
find_may(struct server *srv, struct session *s, enum act act,
    const struct channel *c, const char *argument)
{
	int why = can_act(s->user, act, c, argument);

	if (why)
		reply(srv, s, (enum numeric)why, c->name, NULL);
	return !why;
}

const void *
find_row(const void *rows, size_t count, size_t size, const char *name)
{
	const char *row = rows;

	for (; count > 0; count--, row += size)
		if (!text_casecmp(*(const char *const *)row, name))
			return row;
	return NULL;
}

char *
find_word(char **rest)
{
	char *word;

	while ((word = strsep(rest, ",")) && !*word)
		continue;
	return word;
}

size_t
find_count(const char *list)
{
	size_t n = 0;

	while (*list) {
		size_t len = strcspn(list, ",");

		n += len > 0;
		list += len + (list[len] == ',');
	}
	return n;
}

char *
find_cut(const struct session *s, const char *command, const char *target,
    const char *text, size_t max)
{
	struct event_actor a;
	size_t room;

	world_actor(&a, s->user);
	room = dialect_irc_room(&a, command, target);
	if (max > room)
		max = room;
	return mem_strndup(text, utf8_cut(text, strlen(text), max));
}
