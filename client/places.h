/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PLACES_H
#define CLIENT_PLACES_H

#include <stddef.h>

#include "client/settings.h"
#include "common/url.h"

/* Where a server may be found, in the order to try. */
enum { PLACES_MAX = 4 };

/*
 * Fills the places for what a user calls a server. For "": $TCPCHAT_SERVER,
 * else the config's server, else the local server's sockets and then
 * localhost. 0 when the name is nothing we can connect to (see dial_check).
 */
size_t places_for(const struct settings *settings, const char *server,
    struct url places[PLACES_MAX]);

/* The local server's sockets and localhost. */
size_t places_local(struct url places[PLACES_MAX]);

#endif
