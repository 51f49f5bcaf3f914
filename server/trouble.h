/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_TROUBLE_H
#define SERVER_TROUBLE_H

#include "server/server.h"

/* Logs, with its address, what a session sends that does not belong there: no
 * more than one line a minute of each kind, as anybody can send such things as
 * often as they like. */
void trouble_say(const struct server *srv, struct trouble *t,
    const struct session *s, const char *what);

#endif
