/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/trouble.h"

#include "common/log.h"
#include "server/session.h"

enum { SAID_MS = 60000 };

void
trouble_say(const struct server *srv, struct trouble *t,
    const struct session *s, const char *what)
{
	if (t->said_ms && srv->now_ms < t->said_ms + SAID_MS) {
		t->unsaid++;
		return;
	}
	if (t->unsaid)
		log_info("%s: %s (and %zu more before)", s->address, what,
		    t->unsaid);
	else
		log_info("%s: %s", s->address, what);
	t->said_ms = srv->now_ms;
	t->unsaid = 0;
}
