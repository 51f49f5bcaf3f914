/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_RENAME_H
#define CLIENT_HANDLE_RENAME_H

#include "client/incoming.h"

/* A channel has another name (IRCv3 channel-rename): its window takes it and
 * keeps all that is in it. */
void handle_rename(const struct incoming *in);

/* FAIL JOIN CHANNEL_RENAMED: the window takes the new name, which is joined
 * instead. False where the FAIL is another. */
bool rename_follows(const struct incoming *in);

/* Whether a message, not of the past, tells that a channel is called otherwise
 * now, in either way: the two names, borrowed. */
bool rename_told(const struct incoming *in, const char **from, const char **to);

#endif
