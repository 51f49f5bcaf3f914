/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/markers.h"

#include "common/clock.h"
#include "server/caps.h"
#include "server/correspondent.h"
#include "server/reply.h"

int
markers_get(struct server *srv, const struct user *u,
    const struct marker_place *p, int64_t *time_ms)
{
	struct buf owner = {0};
	int result;

	if (!u->account) {
		*time_ms = marker_get(&u->markers, p);
		return 0;
	}
	correspondent_owner(u, &owner);
	result =
	    srv->store->ops->marker_get(srv->store, owner.data, p, time_ms);
	buf_free(&owner);
	return result;
}

void
markers_say(
    struct server *srv, struct session *s, const char *name, int64_t time_ms)
{
	struct buf word = {0};
	char iso[CLOCK_ISO_LEN];

	clock_iso(time_ms, iso);
	if (time_ms)
		buf_addf(&word, "timestamp=%s", iso);
	else
		buf_adds(&word, "*");
	reply_command(srv, s, "MARKREAD", WORDS(name, word.data), NULL);
	buf_free(&word);
}

void
markers_show(struct server *srv, struct session *s, const struct channel *c)
{
	const struct marker_place p = {c->id, ""};
	int64_t time_ms;

	if (!session_has(s, CAP_READ_MARKER))
		return;
	if (markers_get(srv, s->user, &p, &time_ms) < 0)
		time_ms = 0;
	markers_say(srv, s, c->name, time_ms);
}
