/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_markread.h"

#include <string.h>

#include "common/clock.h"
#include "server/hub.h"
#include "server/markers.h"
#include "server/place.h"
#include "server/reply.h"

struct reading {
	struct server *srv;
	struct session *s;
	const char *name; /* as it is spelt */
	struct place found;
	struct marker_place place;
	bool readable;
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

/* What cannot be read is as what is not there. */
static void
find_place(struct reading *r)
{
	r->readable = place_find(r->srv, r->s->user, r->name, &r->found);
	if (!r->readable)
		return;
	r->name = r->found.name;
	r->place.channel_id = r->found.channel_id;
	r->place.peer = r->found.peer ? r->found.peer : "";
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
	int64_t time_ms;

	if (strncmp(given, key, len) != 0 ||
	    !clock_read_iso(given + len, &time_ms))
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
	find_place(&r);
	if (m->nparams > 1)
		set_given(&r, m->params[1]);
	else
		say(&r);
	place_free(&r.found);
}
