/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rights.h"

#include <assert.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/text.h"

static const struct member *
member_of(const struct user *u, const struct channel *c)
{
	return u ? world_member(c, u) : NULL;
}

static bool
is_oper(const struct user *u)
{
	return u && u->modes & USER_OPER;
}

bool
can_see(const struct user *asker, const struct channel *c)
{
	return !(c->modes & CHANNEL_SECRET) || member_of(asker, c);
}

bool
can_see_user(const struct user *asker, const struct user *u)
{
	if (!(u->modes & USER_INVISIBLE) || asker == u || is_oper(asker))
		return true;
	return asker && world_share(asker, u);
}

bool
can_see_member(const struct user *asker, const struct member *m)
{
	if (member_of(asker, m->channel))
		return true;
	return can_see(asker, m->channel) && can_see_user(asker, m->user);
}

static bool
mask_matches(const char *mask, const char *source, const char *account)
{
	if (strncmp(mask, "$a:", 3) == 0)
		return account && text_match(mask + 3, account);
	return text_match(mask, source);
}

bool
channel_matches(const struct channel *c, char list, const struct user *u)
{
	const struct mode_def *def = mode_find(channel_modes, list);
	struct buf source = {0};
	const struct mask *m;
	bool found = false;

	assert(def && def->type == MODE_LIST);
	if (!c->lists[def->bit])
		return false;
	buf_addf(&source, "%s!%s@%s", u->nick, u->name, u->host);
	DL_FOREACH (c->lists[def->bit], m)
		if ((found = mask_matches(m->mask, source.data, u->account)))
			break;
	buf_free(&source);
	return found;
}

static bool
banned(const struct user *u, const struct channel *c)
{
	return channel_matches(c, 'b', u) && !channel_matches(c, 'e', u);
}

static bool
welcome(const struct user *u, const struct channel *c)
{
	return channel_invited(c, u) || channel_matches(c, 'I', u) ||
	    channel_rights(c, u->account) & MEMBER_OP;
}

static int
join_hurdle(const struct user *u, const struct channel *c, const char *key)
{
	if (world_member(c, u))
		return 0;
	if (c->key && (!key || strcmp(c->key, key) != 0))
		return 475;
	if (c->modes & CHANNEL_INVITE_ONLY && !welcome(u, c))
		return 473;
	if (banned(u, c))
		return 474;
	return c->limit && c->nmembers >= c->limit ? 471 : 0;
}

/* The lobby has no owner: operators of the server who are in it act there
 * as operators of the channel. */
static bool
is_op(const struct member *m)
{
	return m->modes & MEMBER_OP ||
	    (is_oper(m->user) && world_is_lobby(m->channel));
}

/* For somebody outside: what is hidden is answered like what is absent. */
static int
outside(const struct user *u, const struct channel *c, int numeric)
{
	return can_see(u, c) ? numeric : 403;
}

/* A ban also silences, members too. */
static int
speak_hurdle(
    const struct user *u, const struct channel *c, const struct member *m)
{
	if (m && (is_op(m) || m->modes & MEMBER_VOICE))
		return 0;
	if (!m && c->modes & CHANNEL_NO_OUTSIDE)
		return outside(u, c, 404);
	if (c->modes & CHANNEL_MODERATED || banned(u, c))
		return outside(u, c, 404);
	return 0;
}

static int
topic_hurdle(const struct member *m)
{
	return !(m->channel->modes & CHANNEL_TOPIC_OPS) || is_op(m) ? 0 : 482;
}

static int
invite_hurdle(const struct member *m)
{
	return !(m->channel->modes & CHANNEL_INVITE_ONLY) || is_op(m) ? 0 : 482;
}

/* What a member may do. */
static int
member_hurdle(const struct member *m, enum act act)
{
	switch (act) {
	case ACT_TOPIC:
		return topic_hurdle(m);
	case ACT_INVITE:
		return invite_hurdle(m);
	case ACT_KICK:
	case ACT_MODE:
		return is_op(m) ? 0 : 482;
	default:
		return 0;
	}
}

int
can_act(const struct user *u, enum act act, const struct channel *c,
    const char *argument)
{
	const struct member *m;

	if (!c)
		return act == ACT_JOIN ? 0 : 403;
	if (act == ACT_JOIN)
		return join_hurdle(u, c, argument);
	m = world_member(c, u);
	if (act == ACT_SPEAK)
		return speak_hurdle(u, c, m);
	return m ? member_hurdle(m, act) : outside(u, c, 442);
}
