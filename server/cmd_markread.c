/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_markread.h"

#include <string.h>

#include "common/clock.h"
#include "server/correspondent.h"
#include "server/hub.h"
#include "server/markers.h"
#include "server/name.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NICK_MOST = 64 };

struct reading {
	struct server *srv;
	struct session *s;
	const char *name; /* as it is spelt */
	struct buf peer;
	struct marker_place place;
	bool readable; /* of a channel */
};

static void
fail_invalid(const struct reading *r, const char *what, const char *why)
{
	reply_fail(
	    r->srv, r->s, "MARKREAD", "INVALID_PARAMS", WORDS(what), "%s", why);
}

static void
fail_internal(const struct reading *r, const char *why)
{
	reply_fail(r->srv, r->s, "MARKREAD", "INTERNAL_ERROR", WORDS(r->name),
	    "%s", why);
}

static bool
find_channel_place(struct reading *r)
{
	const struct channel *c = world_channel(&r->srv->world, r->name);

	r->place.peer = "";
	r->readable = c && can_act(r->s->user, ACT_READ, c, NULL) == 0;
	if (!r->readable)
		return true;
	r->name = c->name;
	r->place.channel_id = c->id;
	return true;
}

static bool
find_talk_place(struct reading *r)
{
	const struct user *u = world_user(&r->srv->world, r->name);

	if (!u && name_check_nick(r->name, NICK_MOST)) {
		fail_invalid(
		    r, r->name, "This is neither a channel nor a nick");
		return false;
	}
	if (u)
		r->name = u->nick;
	correspondent_peer(u ? u->account : NULL, r->name, &r->peer);
	r->place.peer = r->peer.data;
	r->readable = true;
	return true;
}

static bool
find_place(struct reading *r)
{
	return *r->name == '#' ? find_channel_place(r) : find_talk_place(r);
}

/* False, and an answer, where it cannot be read. */
static bool
stored(const struct reading *r, int64_t *time_ms)
{
	*time_ms = 0;
	if (!r->readable ||
	    markers_get(r->srv, r->s->user, &r->place, time_ms) == 0)
		return true;
	fail_internal(r, "The read timestamp cannot be read now");
	return false;
}

static void
say(const struct reading *r)
{
	int64_t time_ms;

	if (stored(r, &time_ms))
		markers_say(r->srv, r->s, r->name, time_ms);
}

static void
publish(const struct reading *r, int64_t time_ms)
{
	struct event e = hub_event(r->srv, EVENT_MARKREAD, r->s);
	char iso[CLOCK_ISO_LEN];

	clock_iso(time_ms, iso);
	e.target = r->name;
	e.arg = iso;
	e.body = r->place.channel_id ? NULL : r->place.peer;
	hub_publish(r->srv, &e);
}

static void
set(const struct reading *r, int64_t time_ms)
{
	int64_t now = event_now(&r->srv->clock), before, after;

	if (time_ms > now)
		time_ms = now;
	if (!stored(r, &before))
		return;
	if (time_ms > before)
		publish(r, time_ms);
	if (!stored(r, &after))
		return;
	if (after < time_ms)
		fail_internal(r, "The read timestamp cannot be kept now");
	else
		markers_say(r->srv, r->s, r->name, after);
}

static void
set_given(const struct reading *r, const char *given)
{
	static const char key[] = "timestamp=";
	size_t len = sizeof(key) - 1;
	int64_t time_ms =
	    strncmp(given, key, len) ? -1 : clock_parse_iso(given + len);

	if (time_ms < 0)
		fail_invalid(
		    r, given, "It is timestamp=YYYY-MM-DDThh:mm:ss.sssZ");
	else if (!r->readable)
		fail_invalid(r, r->name, "There is nothing to read for you");
	else
		set(r, time_ms);
}

void
cmd_markread(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct reading r = {.srv = srv, .s = s, .name = irc_param(m, 0)};

	if (!r.name || !*r.name) {
		reply_fail(srv, s, "MARKREAD", "NEED_MORE_PARAMS", WORDS(NULL),
		    "Missing parameters");
		return;
	}
	if (find_place(&r)) {
		if (m->nparams > 1)
			set_given(&r, m->params[1]);
		else
			say(&r);
	}
	buf_free(&r.peer);
}
