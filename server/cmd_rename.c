/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_rename.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/name.h"
#include "server/reply.h"
#include "server/rights.h"

/* Whether somebody else has the name, or had it and is still found by it as
 * far as the asker may know. */
static bool
is_taken(struct server *srv, const struct session *s, const struct channel *c,
    const char *name)
{
	const struct channel *other = world_channel(&srv->world, name);

	if (other)
		return other != c;
	other = world_renamed(&srv->world, name, clock_wall_ms());
	return other && other != c && can_follow(s->user, other);
}

/* Why the channel cannot have that name, or NULL. */
static const char *
hurdle(const struct server *srv, const struct channel *c, const char *name)
{
	size_t max = (size_t)srv->settings->channel_length;

	if (world_is_lobby(c))
		return "The lobby keeps its name";
	if (!text_casecmp(name, srv->settings->lobby))
		return "That is the name of the lobby";
	if (!strcmp(c->name, name))
		return "The channel has that name";
	if (channel_renamed_enough(c, clock_wall_ms()))
		return "This channel has been renamed too often lately";
	return name_check_channel(name, max);
}

static bool
may_rename(struct server *srv, struct session *s, const struct channel *c,
    const char *name)
{
	const char *why;

	if (!find_may(srv, s, ACT_RENAME, c, NULL))
		return false;
	why = hurdle(srv, c, name);
	if (why)
		reply_fail(srv, s, "RENAME", "CANNOT_RENAME",
		    WORDS(c->name, name), "%s", why);
	else if (is_taken(srv, s, c, name))
		reply_fail(srv, s, "RENAME", "CHANNEL_NAME_IN_USE",
		    WORDS(c->name, name), "The channel name is already taken");
	else
		return true;
	return false;
}

static void
publish(struct server *srv, struct session *s, const struct channel *c,
    const char *name, const char *reason)
{
	struct event e = hub_event(srv, EVENT_RENAME, s);
	char *old = mem_strdup(c->name), *cut;
	struct buf both = {0};

	buf_addf(&both, "%s %s", old, name);
	cut = find_cut(s, "RENAME", both.data, reason ? reason : "",
	    (size_t)srv->settings->kick_length);
	e.target = old;
	e.arg = name;
	e.body = cut;
	hub_publish(srv, &e);
	buf_free(&both);
	free(old);
	free(cut);
}

void
cmd_rename(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *name = m->params[1];
	struct channel *c = find_channel(srv, s, m->params[0]);

	if (c && may_rename(srv, s, c, name))
		publish(srv, s, c, name, irc_param(m, 2));
}
