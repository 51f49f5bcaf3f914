/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ISUPPORT_H
#define SERVER_ISUPPORT_H

#include "common/buf.h"
#include "server/server.h"
#include "server/settings.h"

/* What the server can do, as tokens (Modern IRC, "RPL_ISUPPORT Parameters"),
 * derived from the settings and the mode tables: what they say is true. */

/* Appends all of them, sorted, each followed by a space. */
void isupport_tokens(struct buf *out, const struct settings *set);

/* Sends them as 005, at most 13 a line. */
void isupport_send(struct server *srv, struct session *s);

/* What is different with other settings: tokens that are new or not the same,
 * and "-NAME" for each that is gone; nothing where all is as it was. */
void isupport_changes(
    struct buf *out, const struct settings *before, const struct settings *now);
/* Sends such a list, as 005. */
void isupport_say(struct server *srv, struct session *s, const char *tokens);

#endif
