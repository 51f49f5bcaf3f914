/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ADMISSION_H
#define SERVER_ADMISSION_H

#include <sys/socket.h>

#include "common/buf.h"
#include "server/server.h"

/*
 * Who may come in, by where they come from: how many at a time, and how many
 * in a time (throttle.h), for each block of addresses and each login
 * (limit.h). Exempt are the addresses of address-exempt; and from those of a
 * WEBIRC gateway it is only counted how many come once the gateway has said
 * where from.
 */
void admission_key(
    const struct server *srv, struct limit_key *key, const struct sockaddr *sa);

/* Whether one more may come from there: true, and it is counted as having
 * tried; or why not, as ERROR says it. `address` is numeric, "" for the Unix
 * socket. */
bool admission_connect(struct server *srv, const struct limit_key *key,
    const char *address, struct buf *why);
/* The same for one that is here already, and turns out to come from there. */
bool admission_moved(
    struct server *srv, const struct limit_key *key, struct buf *why);

/*
 * How often accounts are made from there (accounts-per-address): milliseconds
 * until the session may make one, 0: now; and that it did. All who come over
 * loopback and are no login count as one.
 */
int64_t admission_register_wait(
    const struct server *srv, const struct session *s);
void admission_registered(struct server *srv, const struct session *s);

/* Whether that address is one of a WEBIRC gateway's. */
bool admission_is_gateway(
    const struct settings_gateway *g, const char *address);

#endif
