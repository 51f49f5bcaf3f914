/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SHAKE_H
#define CLIENT_SHAKE_H

#include <stdbool.h>

#include "client/state.h"
#include "common/conn.h"
#include "common/url.h"

/* A network's connection and TLS. */

/* Whose handshake it is; its owner keeps it while it lasts. */
struct shake {
	const struct network *n;
	const struct url *place;
};

/* Puts TLS onto a connection to place that was just made, with the certificate
 * that is to be shown there, if it turns out to be trusted. -1 with err. */
int shake_begin(struct shake *x, struct conn *c, const struct state *s,
    struct network *n, const struct url *place, struct buf *err);
/* The handshake is done: whether this is the server that is meant. What there
 * is to tell was told. */
bool shake_trusted(struct state *s, struct network *n, const struct url *place,
    const struct conn *c);
/* Why there was no handshake, and what to do about it. */
void shake_why(const struct conn *c, const struct network *n,
    const struct url *place, struct buf *out);

/* Whether the first bytes from a server in plain show that it speaks TLS. */
bool shake_is_tls(const struct conn *c);

#endif
