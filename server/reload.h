/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RELOAD_H
#define SERVER_RELOAD_H

#include "server/server.h"

/* Reads settings, message of the day and listeners anew, and keeps
 * everybody. A bad file changes nothing and is said in the log. */
void reload(struct server *srv);

/* What the settings are used for elsewhere: the world's bounds, the log's
 * level, the message of the day. Also at start. */
void reload_apply(struct server *srv);
void reload_free_motd(struct server *srv);

#endif
