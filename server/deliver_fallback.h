/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DELIVER_FALLBACK_H
#define SERVER_DELIVER_FALLBACK_H

#include "server/server.h"

/*
 * What a rename looks like to who does not know RENAME (IRCv3 channel-rename,
 * "Fallback"): PART of the old name, JOIN of the new one, topic and names, to
 * each such session in the channel; nothing where only the case changed.
 */
void deliver_rename(struct server *srv, const struct event *e);

/*
 * The same of another user name or host, to who does not know CHGHOST (IRCv3
 * chghost, "Fallback"): QUIT, and for each shared channel JOIN and MODE; then
 * AWAY. Not to the one it happens to, whose client would think that it left.
 */
void deliver_chghost(struct server *srv, const struct event *e);

#endif
