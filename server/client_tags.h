/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CLIENT_TAGS_H
#define SERVER_CLIENT_TAGS_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/irc.h"
#include "server/settings.h"

/* Tags that go from client to client (IRCv3 message-tags: those with '+'),
 * and which of them the setting client-tag-deny takes away. */

/* name without its '+'. */
bool client_tag_denied(const struct settings *set, const char *name);

/* Appends the value of CLIENTTAGDENY: '*' first, exceptions only behind it.
 * false where nothing is denied. What is too long for a line is left out,
 * but denied all the same. */
bool client_tags_token(struct buf *out, const struct settings *set);

/* Appends a message's tags that are passed on, as they go on the wire; never
 * more bytes than came. */
void client_tags_keep(
    struct buf *out, const struct settings *set, const struct irc_msg *m);

#endif
