/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_REGISTER_H
#define CLIENT_HANDLE_REGISTER_H

#include "client/incoming.h"

/* From the first line to the welcome, and what keeps a connection alive. */
void handle_cap(const struct incoming *in);
void handle_ping(const struct incoming *in);
void handle_pong(const struct incoming *in);
void handle_error(const struct incoming *in);
void handle_myinfo(const struct incoming *in);
void handle_welcome(const struct incoming *in);
void handle_isupport(const struct incoming *in);
void handle_motd(const struct incoming *in);
void handle_motd_end(const struct incoming *in);
void handle_nick_refused(const struct incoming *in);

#endif
