/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_PEOPLE_H
#define CLIENT_HANDLE_PEOPLE_H

#include "client/incoming.h"

/* Who comes, goes and changes. */
void handle_join(const struct incoming *in);
void handle_forwarded(const struct incoming *in); /* 470 */
void handle_part(const struct incoming *in);
void handle_quit(const struct incoming *in);
void handle_kick(const struct incoming *in);
void handle_nick(const struct incoming *in);
void handle_away(const struct incoming *in);
void handle_chghost(const struct incoming *in);
void handle_invite(const struct incoming *in);

#endif
