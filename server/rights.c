/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rights.h"

#include <assert.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "server/access.h"
#include "server/mask.h"
#include "server/session.h"

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

/* The lobby has no owner: operators of the server who are in it act there
 * as its founders. */
static unsigned
rank_of(const struct member *m)
{
	if (is_oper(m->user) && world_is_lobby(m->channel))
		return MEMBER_FOUNDER;
	return modes_rank(m->modes);
}

bool
can_see_newcomer(const struct member *seer)
{
	return !(seer->channel->modes & CHANNEL_AUDITORIUM) || rank_of(seer);
}

bool
can_see_fellow(const struct member *seer, const struct member *m)
{
	return !(m->channel->modes & CHANNEL_AUDITORIUM) || m == seer ||
	    rank_of(m) || (seer && rank_of(seer));
}

/* Whether two share a channel in which they see each other. */
static bool
meet(const struct user *a, const struct user *b)
{
	const struct user *few = a->nmembers < b->nmembers ? a : b;
	const struct user *other = few == a ? b : a;
	const struct member *m, *his;

	DL_FOREACH2 (few->members, m, user_next) {
		his = world_member(m->channel, other);
		if (his && can_see_fellow(his, m))
			return true;
	}
	return false;
}

bool
can_see_user(const struct user *asker, const struct user *u)
{
	if (!(u->modes & USER_INVISIBLE) || asker == u || is_oper(asker))
		return true;
	return asker && meet(asker, u);
}

bool
can_see_member(const struct user *asker, const struct member *m)
{
	const struct member *own = member_of(asker, m->channel);

	if (!can_see_fellow(own, m))
		return false;
	if (own)
		return true;
	return can_see(asker, m->channel) && can_see_user(asker, m->user);
}

static bool
matches_at(const struct mask *list, const struct user *u, const char *host,
    bool speaking)
{
	struct buf source = {0};
	const struct mask *m;
	bool found = false;

	if (!list)
		return false;
	buf_addf(&source, "%s!%s@%s", u->nick, u->name, host);
	DL_FOREACH (list, m)
		if ((found = mask_matches(m->mask, u, source.data, speaking)))
			break;
	buf_free(&source);
	return found;
}

/* A name in place of the address, from a gateway or an operator, gets nobody
 * past what is said of the address. */
static bool
list_matches(
    const struct channel *c, char list, const struct user *u, bool speaking)
{
	const struct mode_def *def = mode_find(channel_modes, list);
	const struct session *s;
	bool found;

	assert(def && def->type == MODE_LIST);
	found = matches_at(c->lists[def->bit], u, u->host, speaking);
	for (s = u->sessions; s && !found; s = s->user_next)
		if (strcmp(s->address, u->host) != 0)
			found = matches_at(
			    c->lists[def->bit], u, s->address, speaking);
	return found;
}

bool
channel_matches(const struct channel *c, char list, const struct user *u)
{
	return list_matches(c, list, u, false);
}

static bool
banned(const struct user *u, const struct channel *c)
{
	return list_matches(c, 'b', u, false) &&
	    !list_matches(c, 'e', u, false);
}

/* By a ban too; an exception of a mute lets those who are in speak. */
static bool
silenced(const struct user *u, const struct channel *c)
{
	return list_matches(c, 'b', u, true) && !list_matches(c, 'e', u, true);
}

/* By somebody's word for this person, not by a mask for many. */
static bool
asked_in(const struct user *u, const struct channel *c)
{
	return channel_invited(c, u) ||
	    channel_rights(c, u->account) >= MEMBER_HALFOP;
}

static bool
welcome(const struct user *u, const struct channel *c)
{
	return asked_in(u, c) || channel_matches(c, 'I', u);
}

static int
crowd_hurdle(const struct user *u, const struct channel *c)
{
	if (c->limit && c->nmembers >= c->limit)
		return 471;
	return channel_throttled(c, clock_wall_ms()) && !asked_in(u, c) ? 480
									: 0;
}

bool
can_follow(const struct user *asker, const struct channel *c)
{
	return can_see(asker, c) || welcome(asker, c);
}

bool
can_look(const struct user *asker, const struct channel *c)
{
	if (member_of(asker, c))
		return true;
	return can_see(asker, c) && !c->key &&
	    !(c->modes & CHANNEL_INVITE_ONLY);
}

static unsigned
listed_rank(const struct user *u, const struct channel *c)
{
	return u && access_registered(c) ? access_rank(c, u->account) : 0;
}

bool
can_know(const struct user *asker, const struct channel *c)
{
	const char *account = asker ? asker->account : NULL;

	if (can_see(asker, c) || is_oper(asker) || listed_rank(asker, c))
		return true;
	return account && c->offered && !text_casecmp(account, c->offered);
}

bool
can_list(const struct user *asker, const struct channel *c)
{
	return is_oper(asker) || listed_rank(asker, c);
}

bool
can_register(const struct user *u, const struct channel *c)
{
	const struct member *m = member_of(u, c);

	return m && u->account && m->modes & MEMBER_FOUNDER;
}

bool
can_grant(const struct user *u, const struct channel *c, const char *account,
    unsigned after)
{
	unsigned own = listed_rank(u, c), before = access_rank(c, account);

	if (own && !after && own < MEMBER_FOUNDER &&
	    !text_casecmp(u->account, account))
		return true;
	return own >= MEMBER_HALFOP && before < own && after < own;
}

/* Nobody else shuts the founder of a registered channel out. */
static int
join_hurdle(const struct user *u, const struct channel *c, const char *key)
{
	if (world_member(c, u) || listed_rank(u, c) == MEMBER_FOUNDER)
		return 0;
	if (c->key && (!key || strcmp(c->key, key) != 0))
		return 475;
	if (c->modes & CHANNEL_INVITE_ONLY && !welcome(u, c))
		return 473;
	if (banned(u, c))
		return 474;
	if (c->modes & CHANNEL_ACCOUNTS && !u->account && !welcome(u, c))
		return 477;
	return crowd_hurdle(u, c);
}

static bool
at_least(const struct member *m, unsigned rank)
{
	return rank_of(m) >= rank;
}

/* Whether it is for the one to take something from the other, or to kick
 * them (Ergo draws the line at the same place). */
static bool
is_over(const struct member *m, const struct member *other)
{
	unsigned mine = rank_of(m), theirs = rank_of(other);

	if (mine < MEMBER_HALFOP)
		return false;
	if (mine == MEMBER_FOUNDER || mine == MEMBER_OP)
		return mine >= theirs;
	return mine > theirs;
}

static const struct member *
member_named(const struct channel *c, const char *nick)
{
	return member_of(nick ? world_user(c->world, nick) : NULL, c);
}

/* For somebody outside: what is hidden is answered like what is absent. */
static int
outside(const struct user *u, const struct channel *c, int numeric)
{
	return can_see(u, c) ? numeric : 403;
}

/* A ban also silences, members too. */
static int
voiceless_hurdle(
    const struct user *u, const struct channel *c, const struct member *m)
{
	if (!m && c->modes & CHANNEL_NO_OUTSIDE)
		return 404;
	if (c->modes & CHANNEL_ACCOUNTS_SPEAK && !u->account)
		return 477;
	return c->modes & CHANNEL_MODERATED || silenced(u, c) ? 404 : 0;
}

static int
speak_hurdle(const struct user *u, const struct channel *c, const char *text)
{
	const struct member *m = world_member(c, u);
	int why = 0;

	if (!m || !at_least(m, MEMBER_VOICE))
		why = voiceless_hurdle(u, c, m);
	if (!why && c->modes & CHANNEL_NO_CTCP && event_has_ctcp(text))
		why = 404;
	return why && !m ? outside(u, c, why) : why;
}

const struct channel *
keeps_name(const struct user *u)
{
	const struct member *m;

	DL_FOREACH2 (u->members, m, user_next)
		if (!at_least(m, MEMBER_VOICE) && silenced(u, m->channel))
			return m->channel;
	return NULL;
}

/* What a channel of this mode leaves to halfops and those above. */
static int
flag_hurdle(const struct member *m, unsigned flag)
{
	return !(m->channel->modes & flag) || at_least(m, MEMBER_HALFOP) ? 0
									 : 482;
}

static int
topic_hurdle(const struct member *m)
{
	int why = flag_hurdle(m, CHANNEL_TOPIC_OPS);

	if (why || at_least(m, MEMBER_VOICE))
		return why;
	return voiceless_hurdle(m->user, m->channel, m) ? 404 : 0;
}

static int
kick_hurdle(const struct member *m, const struct member *whom)
{
	if (!at_least(m, MEMBER_HALFOP))
		return 482;
	return !whom || is_over(m, whom) ? 0 : 482;
}

static int
knock_hurdle(const struct user *u, const struct channel *c)
{
	bool full = c->limit && c->nmembers >= c->limit;

	if (world_member(c, u))
		return 714;
	if (!can_see(u, c))
		return 403;
	if (!(c->modes & CHANNEL_INVITE_ONLY) && !c->key && !full)
		return 713;
	return banned(u, c) ? 474 : 0;
}

static unsigned
rename_rank(const struct channel *c)
{
	return access_registered(c) ? MEMBER_FOUNDER : MEMBER_OP;
}

/* What a member may do. */
static int
member_hurdle(const struct member *m, enum act act, const char *argument)
{
	switch (act) {
	case ACT_TOPIC:
		return topic_hurdle(m);
	case ACT_INVITE:
		return flag_hurdle(m, CHANNEL_INVITE_ONLY);
	case ACT_KICK:
		return kick_hurdle(m, member_named(m->channel, argument));
	case ACT_MODE:
	case ACT_REDACT:
		return at_least(m, MEMBER_HALFOP) ? 0 : 482;
	case ACT_RENAME:
		return at_least(m, rename_rank(m->channel)) ? 0 : 482;
	case ACT_FORWARD:
	case ACT_METADATA:
		return at_least(m, MEMBER_OP) ? 0 : 482;
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
	if (act == ACT_KNOCK)
		return knock_hurdle(u, c);
	if (act == ACT_SPEAK)
		return speak_hurdle(u, c, argument);
	m = world_member(c, u);
	return m ? member_hurdle(m, act, argument) : outside(u, c, 442);
}

int
can_message(const struct user *from, const struct user *to, const char *text)
{
	if (from == to)
		return 0;
	if (to->modes & USER_ACCOUNTS && !from->account && !is_oper(from) &&
	    !user_spoke_to(to, from))
		return 477;
	return to->modes & USER_NO_CTCP && event_has_ctcp(text) ? 492 : 0;
}

static unsigned
rank_needed(const struct channel *c, const struct mode_step *step)
{
	if (step->def->bit == MEMBER_FOUNDER && step->add &&
	    !world_is_lobby(c) && !channel_founded(c))
		return MEMBER_OP;
	return step->def->needs;
}

static bool
may_set_prefix(const struct member *m, const struct mode_step *step)
{
	const struct member *on = member_named(m->channel, step->param);

	if (on == m && !step->add)
		return true;
	if (step->def->bit == MEMBER_FOUNDER && access_registered(m->channel))
		return false;
	if (!at_least(m, rank_needed(m->channel, step)))
		return false;
	return step->add || !on || is_over(m, on);
}

int
can_set(
    const struct user *u, const struct channel *c, const struct mode_step *step)
{
	const struct member *m = world_member(c, u);
	bool may;

	if (!m)
		return outside(u, c, 442);
	if (step->def->type == MODE_PREFIX)
		may = may_set_prefix(m, step);
	else
		may = at_least(m, step->def->needs);
	return may ? 0 : 482;
}
