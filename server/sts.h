/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STS_H
#define SERVER_STS_H

#include <stdbool.h>

#include "common/buf.h"
#include "server/server.h"

/*
 * Strict transport security (IRCv3 sts), where a CA vouches for the server:
 * who comes in plain from elsewhere is sent to the port with TLS; who is on
 * it, and asked for a name of the certificate, is told for how long that must
 * stay so. Appends the value of the capability for that session; false: it is
 * not offered.
 */
bool sts_value(
    const struct server *srv, const struct session *s, struct buf *out);
/* Tells those who were told another value before (CAP NEW). A policy ends by
 * the duration 0, as the capability never goes. */
void sts_tell_changes(struct server *srv);

#endif
