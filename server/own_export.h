/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_OWN_EXPORT_H
#define SERVER_OWN_EXPORT_H

#include "server/place.h"

/*
 * HISTORY EXPORT: what somebody said, as an answer in pieces; for each message
 * a JSON object of the form of --export (store_json.h), cut into lines that
 * fit: "+" in one says that it goes on in the next, "." that it ends. In a
 * batch of type tcpchat/export; behind it NOTE HISTORY EXPORTED. A channel is
 * called as it was then. where NULL: all.
 */
void own_export(struct server *srv, struct session *s,
    const struct place *where, const char *name);

#endif
