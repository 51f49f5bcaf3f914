/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVICE_ASK_H
#define SERVER_SERVICE_ASK_H

#include "server/service.h"

/* The gate of services: a line to its handler, or what stands in the way. */
void service_ask(struct server *srv, struct session *s, const struct service *v,
    const char *line);
/* What a client that has echo-message sees of what it said to one. */
void service_echo(struct server *srv, struct session *s,
    const struct service *v, enum event_kind kind, const char *line);

#endif
