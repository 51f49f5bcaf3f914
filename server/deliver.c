/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include "server/audience.h"
#include "server/metadata_show.h"
#include "server/monitor.h"

/* Those who watch the nick see what is set of its account. */
static void
show_connected(struct server *srv, const char *nick)
{
	const struct monitor_watch *w = monitor_of(srv, nick);
	const struct user *u = world_user(&srv->world, nick);

	for (; w && u; w = w->next) {
		bool was = session_label_pause(w->session);

		metadata_show_user(srv, w->session, u);
		session_label_resume(w->session, was);
	}
}

void
deliver(struct server *srv, const struct event *e)
{
	struct fanout f;

	fanout_begin(&f, srv, e);
	audience_give(&f);
	fanout_end(&f);
	monitor_tell(srv, e);
	if (e->kind == EVENT_CONNECT)
		show_connected(srv, e->source.nick);
}
