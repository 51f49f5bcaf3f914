/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/apply.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"
#include "server/access.h"

static struct user *
source_user(struct world *w, const struct event *e)
{
	return world_user_by_id(w, e->source.user_id);
}

/* "nick!user@host", or a server's name. */
static void
source_mask(struct buf *out, const struct event_actor *a)
{
	buf_adds(out, a->nick);
	if (a->user)
		buf_addf(out, "!%s@%s", a->user, a->host ? a->host : "");
}

/* Private messages and those of a server are nobody's use of a channel. */
static void
use_channel(struct world *w, const struct event *e)
{
	struct channel *c = NULL;

	if (e->source.user && event_to_channel(e) && event_kept(e))
		c = world_channel(w, e->target);
	if (!c)
		return;
	c->used = true;
	c->active_ms = e->time_ms;
}

static void
note_said(struct world *w, const struct event *e)
{
	struct channel *c =
	    event_to_channel(e) ? world_channel(w, e->target) : NULL;

	if (c && event_said(e) && e->seq > 0)
		c->said_seq = e->seq;
}

static void
message(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e), *to;

	use_channel(w, e);
	note_said(w, e);
	to = event_private(e) ? world_user(w, e->target) : NULL;
	if (u && to)
		user_note_spoken_to(u, to);
}

static void
connect_user(struct world *w, const struct event *e)
{
	struct user *u = world_user_add(w, &e->source, e->time_ms);

	memcpy(u->guest, e->id, sizeof(u->guest));
}

static void
quit(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (u)
		world_user_drop(w, u, e->time_ms);
}

static void
set_default_mode(const struct mode_step *step, void *context)
{
	struct mode_change m = {step->add, step->letter, step->param};

	channel_mode(context, &m);
}

struct channel *
world_channel_make(struct world *w, const char *name, int64_t created_ms)
{
	struct channel *c = world_channel_add(w, name, created_ms);

	if (!c)
		return NULL;
	modes_parse(channel_modes, &w->channel_modes, 1, set_default_mode, c);
	/* nobody is operator there, so nobody could ever set a topic */
	if (world_is_lobby(c))
		c->modes &= ~CHANNEL_TOPIC_OPS;
	return c;
}

static void
join(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);
	struct user *u = source_user(w, e);
	struct member *m;
	bool made = !c;

	if (!u || (c && world_member(c, u)))
		return;
	if (made)
		c = world_channel_make(w, e->target, e->time_ms);
	m = channel_enter(c, u, e->time_ms);
	channel_count_join(c, e->time_ms);
	channel_uninvite(c, u->id);
	if (made && u->account && !world_is_lobby(c))
		channel_right_add(c, u->account, MEMBER_FOUNDER | MEMBER_OP);
	m->modes = channel_rights(c, u->account);
	if (c->nmembers == 1 && !world_is_lobby(c) && !channel_owned(c))
		m->modes |= MEMBER_OP;
}

static void
leave(struct world *w, const struct event *e, struct user *u)
{
	struct channel *c = world_channel(w, e->target);
	struct member *m = c && u ? world_member(c, u) : NULL;

	if (m)
		world_leave(w, m);
}

static void
part(struct world *w, const struct event *e)
{
	leave(w, e, source_user(w, e));
}

static void
kick(struct world *w, const struct event *e)
{
	leave(w, e, world_user(w, e->arg));
}

static void
nick(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (u)
		world_user_rename(w, u, e->arg, e->time_ms);
}

static void
topic(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);
	struct buf by = {0};

	if (!c)
		return;
	use_channel(w, e);
	source_mask(&by, &e->source);
	mem_replace(&c->topic, e->body && *e->body ? e->body : NULL);
	mem_replace(&c->topic_by, by.data);
	c->topic_ms = e->time_ms;
	buf_free(&by);
}

static void
prefix_change(struct world *w, struct channel *c, unsigned bit,
    const struct mode_change *change)
{
	struct user *u = world_user(w, change->param);
	struct member *m = u ? world_member(c, u) : NULL;

	if (!m)
		return;
	if (change->add)
		m->modes |= bit;
	else
		m->modes &= ~bit;
	if (!u->account || access_registered(c))
		return;
	if (change->add)
		channel_right_add(c, u->account, bit);
	else
		channel_right_drop(c, u->account, bit);
}

static void
list_change(struct channel *c, unsigned list, const struct event *e,
    const struct mode_change *change)
{
	struct buf by = {0};

	if (!change->add) {
		channel_mask_drop(c, list, change->param);
		return;
	}
	source_mask(&by, &e->source);
	channel_mask_add(c, list, change->param, by.data, e->time_ms);
	buf_free(&by);
}

static void
mode(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	use_channel(w, e);
	for (size_t i = 0; c && i < e->nmodes; i++) {
		const struct mode_change *change = &e->modes[i];
		const struct mode_def *def =
		    mode_find(channel_modes, change->letter);

		assert(def);
		if (def->type == MODE_PREFIX)
			prefix_change(w, c, def->bit, change);
		else if (def->type == MODE_LIST)
			list_change(c, def->bit, e, change);
		else
			channel_mode(c, change);
	}
}

/* By which section, and by which password of it, if by one. */
static void
note_operator(struct user *u, const struct event *e)
{
	bool is = u->modes & USER_OPER;

	if (is && !e->arg)
		return;
	mem_replace(&u->oper, is ? e->arg : NULL);
	mem_replace(&u->oper_hash, is ? e->target : NULL);
}

static void
umode(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	for (size_t i = 0; u && i < e->nmodes; i++) {
		const struct mode_def *def =
		    mode_find(user_modes, e->modes[i].letter);

		assert(def);
		if (e->modes[i].add)
			u->modes |= def->bit;
		else
			u->modes &= ~def->bit;
	}
	if (u)
		note_operator(u, e);
}

static void
invite(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->arg);
	struct user *u = world_user(w, e->target);

	if (c && u)
		channel_invite(c, u->id);
}

static void
away(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (u)
		mem_replace(&u->away, e->body);
}

static void
account(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (!u)
		return;
	mem_replace(&u->account, e->source.account);
	metadata_free(&u->metadata);
	metadata_merge(&u->metadata, metadata_of(w->metadata, u->account));
}

static void
setname(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (u && e->body)
		mem_replace(&u->realname, e->body);
}

static void
knock(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);
	struct user *u = world_user(w, e->arg);

	if (c)
		c->knocked_ms = e->time_ms;
	if (u)
		u->knocked_ms = e->time_ms;
}

static void
chghost(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);

	if (!u)
		return;
	mem_replace(&u->name, e->arg);
	mem_replace(&u->host, e->body);
}

static void
close_channel(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	if (c && c->nmembers == 0)
		world_channel_drop(w, c);
}

static void
rename_channel(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	use_channel(w, e);
	if (c)
		world_channel_rename(w, c, e->arg, e->time_ms);
}

static void
metadata_of_user(struct world *w, const struct event *e)
{
	struct user *u = world_user(w, e->target);

	if (!u)
		return;
	metadata_put(&u->metadata, e->arg, e->body);
	if (u->account)
		metadata_put_of(&w->metadata, u->account, e->arg, e->body);
}

static void
metadata(struct world *w, const struct event *e)
{
	struct channel *c;

	if (!event_to_channel(e)) {
		metadata_of_user(w, e);
		return;
	}
	c = world_channel(w, e->target);
	if (!c)
		return;
	c->used = true;
	c->active_ms = e->time_ms;
	metadata_put(&c->metadata, e->arg, e->body);
}

bool
apply_marker_place(
    const struct world *w, const struct event *e, struct marker_place *p)
{
	const struct channel *c;

	p->channel_id = 0;
	p->peer = e->body ? e->body : "";
	if (!event_to_channel(e))
		return true;
	c = world_channel(w, e->target);
	p->channel_id = c ? c->id : 0;
	return c;
}

/* Those of an account are no part of the world: the store has them. */
static void
markread(struct world *w, const struct event *e)
{
	struct user *u = source_user(w, e);
	struct marker_place p;

	if (u && !u->account && apply_marker_place(w, e, &p))
		marker_set(&u->markers, &p, clock_parse_iso(e->arg));
}

/* The lobby belongs to nobody. */
static void
registered(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	if (c && !e->arg)
		access_unregister(c);
	else if (c && !world_is_lobby(c))
		access_register(c, e->arg, e->time_ms);
}

static void
change_access(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	if (c)
		access_set(c, e->arg, e->body ? access_rank_named(e->body) : 0);
}

static void
offer(struct world *w, const struct event *e)
{
	struct channel *c = world_channel(w, e->target);

	if (c && access_registered(c))
		channel_offer(c, e->arg);
}

static void (*const appliers[EVENT_KINDS])(
    struct world *w, const struct event *e) = {
    [EVENT_MESSAGE] = message,
    [EVENT_NOTICE] = message,
    [EVENT_CONNECT] = connect_user,
    [EVENT_JOIN] = join,
    [EVENT_PART] = part,
    [EVENT_QUIT] = quit,
    [EVENT_KICK] = kick,
    [EVENT_NICK] = nick,
    [EVENT_TOPIC] = topic,
    [EVENT_MODE] = mode,
    [EVENT_UMODE] = umode,
    [EVENT_INVITE] = invite,
    [EVENT_AWAY] = away,
    [EVENT_ACCOUNT] = account,
    [EVENT_SETNAME] = setname,
    [EVENT_KNOCK] = knock,
    [EVENT_CHGHOST] = chghost,
    [EVENT_CLOSE] = close_channel,
    [EVENT_METADATA] = metadata,
    [EVENT_MARKREAD] = markread,
    [EVENT_RENAME] = rename_channel,
    [EVENT_REGISTER] = registered,
    [EVENT_ACCESS] = change_access,
    [EVENT_OFFER] = offer,
};

void
world_apply(struct world *w, const struct event *e)
{
	if (appliers[e->kind])
		appliers[e->kind](w, e);
}
