/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_WHOIS_H
#define CLIENT_HANDLE_WHOIS_H

#include "client/incoming.h"

/* Who somebody is, in words. */
void handle_whois_user(const struct incoming *in);
void handle_whowas_user(const struct incoming *in);
void handle_whois_server(const struct incoming *in);
void handle_whois_oper(const struct incoming *in);
void handle_whois_idle(const struct incoming *in);
void handle_whois_channels(const struct incoming *in);
void handle_whois_account(const struct incoming *in);
void handle_whois_bot(const struct incoming *in);
void handle_whois_secure(const struct incoming *in);
void handle_whois_other(const struct incoming *in);
void handle_is_away(const struct incoming *in);
void handle_inviting(const struct incoming *in);
void handle_gone(const struct incoming *in); /* we are away */
void handle_back(const struct incoming *in);

#endif
