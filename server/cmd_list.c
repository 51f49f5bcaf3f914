/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_list.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/list_filter.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24 };

struct list {
	struct answer answer;
	char *words; /* of the filter */
	struct list_filter filter;
	struct walk walk;
};

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

static bool
list_step(struct server *srv, struct session *s, struct answer *a)
{
	struct list *l = (struct list *)a;
	struct channel *c = world_walk_channel(&l->walk);

	if (!c)
		reply(srv, s, RPL_LISTEND, NULL);
	else if (listed(s, &l->filter, c))
		send_row(srv, s, c);
	return c;
}

static void
list_end(struct answer *a)
{
	struct list *l = (struct list *)a;

	walk_end(&l->walk);
	free(l->words);
	free(l);
}

static const struct answer_kind list_kind = {list_step, list_end};

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
	struct list *l = mem_alloc(sizeof(*l));

	l->answer.kind = &list_kind;
	l->words = conditions(srv, m);
	list_filter_parse(&l->filter, l->words, clock_wall_ms());
	world_walk_channels(&srv->world, &l->walk);
	reply(srv, s, RPL_LISTSTART, "Channel", NULL);
	answer_begin(srv, s, &l->answer);
}
