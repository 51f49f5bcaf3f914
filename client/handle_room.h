/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_ROOM_H
#define CLIENT_HANDLE_ROOM_H

#include "client/incoming.h"

/* Topics, modes and who is in a channel. */
void handle_topic(const struct incoming *in);
void handle_mode(const struct incoming *in);
void handle_my_modes(const struct incoming *in);
void handle_modes_are(const struct incoming *in);
void handle_created(const struct incoming *in);
void handle_no_topic(const struct incoming *in);
void handle_topic_is(const struct incoming *in);
void handle_topic_who(const struct incoming *in);
void handle_names(const struct incoming *in);
void handle_names_end(const struct incoming *in);

#endif
