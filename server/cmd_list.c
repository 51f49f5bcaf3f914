/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_list.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "server/list_filter.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24 };

static void
send_row(struct server *srv, struct session *s, const struct channel *c)
{
	char members[NUMBER_LEN];

	snprintf(members, sizeof(members), "%zu", c->nmembers);
	reply_text(srv, s, RPL_LIST, WORDS(c->name, members), "%s",
	    c->topic ? c->topic : "");
}

static bool
listed(const struct session *s, const struct list_filter *f,
    const struct channel *c)
{
	return c->nmembers > 0 && can_see(s->user, c) &&
	    list_filter_match(f, c);
}

/* Names may stand in front of conditions (Modern IRC), or of the name of a
 * server (RFC 2812), which is this one. */
static char *
conditions(const struct server *srv, const struct irc_msg *m)
{
	const char *more = m->nparams > 1 ? m->params[1] : "";
	struct buf words = {0};

	buf_adds(&words, m->nparams > 0 ? m->params[0] : "");
	if (*more && !text_match(more, srv->settings->server_name))
		buf_addf(&words, ",%s", more);
	return words.data;
}

void
cmd_list(struct server *srv, struct session *s, const struct irc_msg *m)
{
	char *words = conditions(srv, m);
	struct list_filter f = {0};

	list_filter_parse(&f, words, clock_wall_ms());
	reply(srv, s, RPL_LISTSTART, "Channel", NULL);
	for (struct channel *c = srv->world.channels; c; c = c->hh.next) {
		if (!listed(s, &f, c))
			continue;
		if (!reply_room(s)) {
			reply(srv, s, ERR_TOOMANYMATCHES, "LIST", NULL);
			break;
		}
		send_row(srv, s, c);
	}
	reply(srv, s, RPL_LISTEND, NULL);
	free(words);
}
