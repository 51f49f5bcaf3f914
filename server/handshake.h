/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HANDSHAKE_H
#define SERVER_HANDSHAKE_H

#include <stdint.h>

#include "server/server.h"

/* A session over TLS begins: NEED_TLS stands until its handshake is done. */
void handshake_begin(struct server *srv, struct session *s);
/*
 * After its conn was filled: when the handshake is done, the session is secure
 * and has the fingerprint of its certificate; where there is none, it ends. So
 * does one that speaks what is not expected there (wrong_port.h).
 */
void handshake_heed(struct server *srv, struct session *s);
/* When that has lasted too long, monotonic; -1: never. */
int64_t handshake_at(const struct server *srv, const struct session *s);

#endif
