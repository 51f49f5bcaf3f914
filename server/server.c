/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/server.h"

struct session *
server_session(const struct server *srv, uint64_t id)
{
	struct session *s;

	HASH_FIND(hh, srv->by_id, &id, sizeof(id), s);
	return s;
}

/* What one line can cause must fit in what is left. */
bool
server_said_much(const struct server *srv)
{
	size_t most = (size_t)srv->settings->output_max;

	return most && srv->rendered > most / 4;
}
