/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <utlist.h>

#include "common/clock.h"
#include "common/text.h"
#include "server/audience.h"
#include "server/caps.h"
#include "server/markers.h"

static void
to_devices(struct fanout *f, const struct user *u)
{
	int64_t time_ms = clock_parse_iso(f->e->arg);
	struct session *s;
	bool held;

	DL_FOREACH2 (u->sessions, s, user_next) {
		if (fanout_caused(f, s) || !session_has(s, CAP_READ_MARKER))
			continue;
		held = session_label_pause(s);
		markers_say(f->srv, s, f->e->target, time_ms);
		session_label_resume(s, held);
	}
}

/* An account may be here under several nicks. */
static bool
is_same(const struct user *u, const struct user *source)
{
	return u == source ||
	    (u->account && source->account &&
		!text_casecmp(u->account, source->account));
}

void
audience_readers(struct fanout *f)
{
	const struct user *u = f->srv->world.users;

	for (; u && f->source; u = u->hh.next)
		if (is_same(u, f->source))
			to_devices(f, u);
}

void
audience_show_markers(struct fanout *f)
{
	const struct channel *c = world_channel(&f->srv->world, f->e->target);
	struct session *s;
	bool held;

	if (!c || !f->source)
		return;
	DL_FOREACH2 (f->source->sessions, s, user_next) {
		if (fanout_caused(f, s)) {
			markers_show(f->srv, s, c);
			continue;
		}
		held = session_label_pause(s);
		markers_show(f->srv, s, c);
		session_label_resume(s, held);
	}
}
