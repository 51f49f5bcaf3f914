/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/people.h"

#include <stddef.h>

#include "server/absence.h"
#include "server/caps.h"
#include "server/modes.h"
#include "server/presence.h"

enum { MS = 1000 };

bool
people_local(const struct user *u)
{
	for (const struct session *s = u->sessions; s; s = s->user_next)
		if (s->local)
			return true;
	return false;
}

int64_t
people_idle(const struct server *srv, const struct user *u)
{
	const struct absence *a = absence_of(srv, u);
	int64_t last = a ? a->spoke_ms : 0;

	for (const struct session *s = u->sessions; s; s = s->user_next) {
		int64_t at = s->spoke_ms ? s->spoke_ms : s->since_ms;

		if (at > last)
			last = at;
	}
	return last ? (srv->now_ms - last) / MS : 0;
}

const char *
people_address(const struct user *asker, const struct user *u)
{
	if (asker != u && !(asker->modes & USER_OPER))
		return NULL;
	return u->sessions ? u->sessions->address : NULL;
}

void
people_flags(struct buf *out, const struct session *asker, const struct user *u,
    const struct member *m)
{
	bool all = session_has(asker, CAP_MULTI_PREFIX);

	buf_addc(out, presence_of(u) ? 'G' : 'H');
	if (u->modes & USER_OPER)
		buf_addc(out, '*');
	if (m)
		buf_adds(out, modes_prefixes(m->modes, all));
	if (u->modes & USER_BOT)
		buf_addc(out, 'B');
}
