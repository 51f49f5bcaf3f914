/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/holding.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/catchup.h"

void
holding_add(struct server *srv, struct catchup *c, struct block *b,
    uint64_t channel_id, const struct event *e)
{
	struct catchup_held *h = mem_alloc(sizeof(*h));

	h->block = block_hold(b);
	h->channel_id = channel_id;
	h->at = (struct store_point){e->time_ms, e->seq};
	if (!c->held)
		DL_APPEND(srv->holding, c);
	DL_APPEND(c->held, h);
}

static void
settle(struct server *srv, struct catchup *c)
{
	struct catchup_held *h;

	while ((h = c->held)) {
		if (h->at.seq > srv->store->kept_seq)
			session_send_aside(c->session, h->block);
		DL_DELETE(c->held, h);
		block_release(h->block);
		free(h);
	}
	DL_DELETE(srv->holding, c);
}

void
holding_settle(struct server *srv)
{
	while (srv->holding)
		settle(srv, srv->holding);
}

void
holding_forget(struct server *srv, struct session *s)
{
	if (s->catchup && s->catchup->held)
		settle(srv, s->catchup);
}
