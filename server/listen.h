/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/url.h"
#include "server/dialect.h"
#include "server/server.h"

struct listener {
	struct url url; /* with the port that was chosen */
	int fd;
	bool local;     /* a Unix socket */
	bool inherited; /* from socket activation: its path is not ours */
	const struct dialect *dialect;
	struct listener *prev, *next;
};

/* Opens one URL (all addresses its host has), or says in err why not. */
int listen_open(struct server *srv, const struct url *u, struct buf *err);
/* Sockets that systemd hands over (LISTEN_FDS); how many, or -1. */
int listen_inherit(struct server *srv, struct buf *err);
/* Closes all, removes the paths of our own Unix sockets. */
void listen_close(struct server *srv);

#endif
