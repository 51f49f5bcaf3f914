/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_LOGIN_H
#define CLIENT_HANDLE_LOGIN_H

#include "client/incoming.h"

/* Who one is: SASL (900 to 908), account-notify, account-registration. */
void handle_authenticate(const struct incoming *in);
void handle_logged_in(const struct incoming *in);
void handle_logged_out(const struct incoming *in);
void handle_sasl_done(const struct incoming *in);
void handle_sasl_failed(const struct incoming *in);
void handle_sasl_already(const struct incoming *in);
void handle_sasl_mechanisms(const struct incoming *in);
void handle_account(const struct incoming *in);
void handle_enrolled(const struct incoming *in);
/* A FAIL that tells of accounts; false: it tells of something else. */
bool handle_login_fail(const struct incoming *in);

/* What to do where words of the server ask for an account: NULL, or a
 * sentence. The connection is then not tried again by itself. */
const char *handle_login_hint(const struct incoming *in, const char *words);

#endif
