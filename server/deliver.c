/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include "common/text.h"
#include "server/audience.h"
#include "server/metadata_show.h"
#include "server/monitor.h"

/* Those who watch the nick that somebody has from now on see what is set. */
static void
show_watched(struct server *srv, const struct user *u, const char *nick)
{
	const struct monitor_watch *w = monitor_of(srv, nick);

	for (; w && u; w = w->next) {
		bool was = session_label_pause(w->session);

		metadata_show_user(srv, w->session, u, nick);
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
		show_watched(srv, world_user(&srv->world, e->source.nick),
		    e->source.nick);
	else if (e->kind == EVENT_NICK &&
	    text_casecmp(e->source.nick, e->arg) != 0)
		show_watched(srv,
		    world_user_by_id(&srv->world, e->source.user_id), e->arg);
}
