/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_join.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/entry.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/modes.h"
#include "server/name.h"
#include "server/reply.h"
#include "server/rights.h"
#include "server/showing.h"

/* Channels that cost one more; people who are told of somebody new for the
 * work of a row; what they are told of metadata that costs one more. */
enum { A_LINE = 4, TOLD_A_ROW = 16, TOLD_A_LINE = 4096 };

/* Whether there is room for a channel more, made where it must be. */
static bool
make_room(struct server *srv)
{
	int64_t most = srv->settings->channels;
	struct event e = hub_event(srv, EVENT_CLOSE, NULL);
	struct channel *silent;
	char *name;

	if (most == 0 || srv->world.nchannels < (size_t)most)
		return true;
	silent = world_silent(&srv->world);
	if (!silent)
		return false;
	e.target = name = mem_strdup(silent->name);
	log_info("%s ends: there are as many channels as may be", name);
	hub_publish(srv, &e);
	free(name);
	return true;
}

/* Whether there may be one more of that name. */
static bool
may_make(struct server *srv, struct session *s, const char *name)
{
	const struct settings *set = srv->settings;
	const char *wrong =
	    name_check_channel(name, (size_t)set->channel_length);

	if (wrong)
		reply_text(srv, s,
		    *name == '#' ? ERR_BADCHANMASK : ERR_NOSUCHCHANNEL,
		    WORDS(name), "%s", wrong);
	else if (!make_room(srv))
		reply_text(srv, s, ERR_UNAVAILRESOURCE, WORDS(name),
		    "This server has as many channels as it may");
	else
		return true;
	return false;
}

/* Whether what stands in the way sends people on to where f says: not a
 * wrong key, which one can mend. */
static bool
forwards(int why)
{
	return why == ERR_CHANNELISFULL || why == ERR_INVITEONLYCHAN ||
	    why == ERR_BANNEDFROMCHAN || why == ERR_NEEDREGGEDNICK ||
	    why == ERR_THROTTLE;
}

/* The channel to come into: that one, or the one it forwards to (and no
 * further); NULL, and an answer, for none. */
static struct channel *
way_in(
    struct server *srv, struct session *s, struct channel *c, const char *key)
{
	int why = can_act(s->user, ACT_JOIN, c, key);
	struct channel *to = NULL;

	if (!why)
		return c;
	if (c->forward && forwards(why))
		to = world_channel(&srv->world, c->forward);
	if (to && !world_member(to, s->user) &&
	    !can_act(s->user, ACT_JOIN, to, NULL)) {
		reply_text(srv, s, ERR_LINKCHANNEL, WORDS(c->name, to->name),
		    "Forwarding to another channel");
		return to;
	}
	reply(srv, s, (enum numeric)why, c->name, NULL);
	return NULL;
}

/* The name to join, borrowed; NULL, and an answer, for none. */
static const char *
may_join(struct server *srv, struct session *s, struct channel *c,
    const char *name, const char *key)
{
	int64_t most = srv->settings->channels_per_user;

	if (most > 0 && s->user->nmembers >= (size_t)most) {
		reply(srv, s, ERR_TOOMANYCHANNELS, name, NULL);
		return NULL;
	}
	if (!c)
		return may_make(srv, s, name) ? name : NULL;
	c = way_in(srv, s, c, key);
	return c ? c->name : NULL;
}

/* Says to all what an account's lasting rights gave the one who came. */
static void
announce_rights(struct server *srv, const struct member *m)
{
	struct mode_change changes[EVENT_MODES_MAX];
	struct event e = hub_event(srv, EVENT_MODE, NULL);
	struct buf text = {0};
	size_t n = 0;

	for (const struct mode_def *d = channel_modes; d->letter; d++)
		if (d->type == MODE_PREFIX && (m->modes & d->bit))
			changes[n++] = (struct mode_change){.add = true,
			    .letter = d->letter,
			    .param = m->user->nick};
	modes_format(&text, changes, n);
	e.target = m->channel->name;
	e.modes = changes;
	e.nmodes = n;
	e.body = text.data;
	hub_publish(srv, &e);
	buf_free(&text);
}

static void
tell_renamed(struct server *srv, struct session *s, const char *name,
    const struct channel *c)
{
	static const char why[] = "The channel has been renamed";

	if (session_has(s, CAP_CHANNEL_RENAME))
		reply_fail(srv, s, "JOIN", "CHANNEL_RENAMED",
		    WORDS(name, c->name), why);
	else
		reply_text(
		    srv, s, ERR_LINKCHANNEL, WORDS(name, c->name), "%s", why);
}

/* The channel of that name, or that had it before it was renamed. A client
 * that knows of renames comes again by itself, so `moved` is set then. */
static struct channel *
channel_to_join(
    struct server *srv, struct session *s, const char *name, bool *moved)
{
	struct channel *c = world_channel(&srv->world, name);

	*moved = false;
	if (c)
		return c;
	c = world_renamed(&srv->world, name, clock_wall_ms());
	if (!c || !can_follow(s->user, c))
		return NULL;
	tell_renamed(srv, s, name, c);
	*moved = session_has(s, CAP_CHANNEL_RENAME);
	return c;
}

/* JOIN of a list: one after the other, and what there is to know about each
 * in front of the next one. */
struct join {
	struct answer answer;
	char *names, *keys; /* owned */
	char *names_rest, *keys_rest;
	struct entry shown; /* of the one that was entered */
};

/* Everybody there is told of the one who comes, and of each key that is set of
 * them. */
static void
count_told(struct server *srv, struct session *s, const struct channel *c)
{
	size_t keys = metadata_count(s->user->metadata);

	answer_worked(srv, c->nmembers * (1 + keys) / TOLD_A_ROW);
	allowance_take(
	    s->allowance, (unsigned)(c->nmembers * keys / TOLD_A_LINE));
}

static void
enter(struct server *srv, struct session *s, struct join *j, const char *name,
    const char *key)
{
	bool moved, there;
	struct channel *c = channel_to_join(srv, s, name, &moved);
	struct event e;
	struct member *m;

	if (moved || (c && world_member(c, s->user)))
		return;
	name = may_join(srv, s, c, name, key);
	if (!name)
		return;
	c = world_channel(&srv->world, name);
	there = c && c->nmembers > 0;
	e = hub_event(srv, EVENT_JOIN, s);
	e.target = name;
	hub_publish(srv, &e);
	c = world_channel(&srv->world, e.target);
	m = c ? world_member(c, s->user) : NULL;
	if (!m)
		return;
	count_told(srv, s, c);
	if (there && m->modes)
		announce_rights(srv, m);
	entry_begin(srv, s, &j->shown, c);
	showing_others(srv, s, c);
}

static bool
join_step(struct server *srv, struct session *s, struct answer *a)
{
	struct join *j = (struct join *)a;
	char *name, *key;

	if (j->shown.names.name) {
		if (!entry_step(srv, s, &j->shown))
			entry_end(s, &j->shown);
		return true;
	}
	name = strsep(&j->names_rest, ",");
	key = j->keys_rest ? strsep(&j->keys_rest, ",") : NULL;
	if (name && *name)
		enter(srv, s, j, name, key && *key ? key : NULL);
	return name;
}

static void
join_end(struct answer *a)
{
	struct join *j = (struct join *)a;

	entry_end(a->session, &j->shown);
	free(j->names);
	free(j->keys);
	free(j);
}

static const struct answer_kind join_kind = {join_step, join_end};

/* The name outlives the channel, which may be gone with its last member. Who
 * may not speak there gives no reason. */
static void
part_one(struct server *srv, struct session *s, const struct channel *c,
    const char *reason)
{
	struct event e = hub_event(srv, EVENT_PART, s);
	char *name = mem_strdup(c->name), *text = NULL;

	if (reason && can_act(s->user, ACT_SPEAK, c, reason) == 0)
		text = find_cut(s, "PART", name, reason, IRC_BODY_MAX);
	e.target = name;
	e.body = text;
	hub_publish(srv, &e);
	free(name);
	free(text);
}

static void
part_all(struct server *srv, struct session *s)
{
	while (s->user->members)
		part_one(srv, s, s->user->members->channel, NULL);
}

/* Each channel is work for the store and for everybody in it; few at once
 * are as one line, so that coming back to all of one's own takes no time. */
static void
charge(struct session *s, size_t channels)
{
	allowance_take(s->allowance, (unsigned)(channels / A_LINE));
}

void
cmd_join(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct join *j;

	charge(s, find_count(m->params[0]));
	if (!strcmp(m->params[0], "0")) {
		charge(s, s->user->nmembers);
		part_all(srv, s);
		return;
	}
	j = mem_alloc(sizeof(*j));
	j->answer.kind = &join_kind;
	j->names = j->names_rest = mem_strdup(m->params[0]);
	j->keys = j->keys_rest = mem_strdup(irc_param(m, 1));
	answer_begin(srv, s, &j->answer);
}

void
cmd_part(struct server *srv, struct session *s, const struct irc_msg *m)
{
	char *names = mem_strdup(m->params[0]), *rest = names, *name;
	const char *reason = irc_param(m, 1);
	struct channel *c;

	charge(s, find_count(names));
	while ((name = strsep(&rest, ","))) {
		c = *name ? find_channel(srv, s, name) : NULL;
		if (c && find_own(srv, s, c))
			part_one(srv, s, c, reason);
	}
	free(names);
}
