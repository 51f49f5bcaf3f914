/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_port.h"

#include "common/sock.h"
#include "common/telnet.h"
#include "server/session.h"

enum { GREET_MS = 250 };

/* Fails only where the peer has gone, which a read will tell. */
void
plain_port_settle(const struct server *srv, const struct session *s)
{
	const struct settings *set = srv->settings;

	if (s->conn.transport == &transport_telnet)
		(void)sock_keep_alive(s->conn.fd, set->ping_ms, set->pong_ms);
}

void
plain_port_begin(const struct server *srv, struct session *s)
{
	telnet_begin(&s->conn);
	plain_port_settle(srv, s);
	s->conn.keeps_rest = true;
	s->greet_at_ms = srv->now_ms + GREET_MS;
}

int64_t
plain_port_greets_at(const struct session *s)
{
	return s->greet_at_ms ? s->greet_at_ms : -1;
}

void
plain_port_greet(struct session *s)
{
	s->greet_at_ms = 0;
	s->pending = true;
}
