/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_REPLY_H
#define CLIENT_HANDLE_REPLY_H

#include "client/incoming.h"

/* FAIL, WARN, NOTE (IRCv3 standard replies), errors with what helps, and
 * whatever has no handler of its own. */
void handle_fail(const struct incoming *in);
void handle_other(const struct incoming *in);
void handle_last(const struct incoming *in); /* its words only */
void handle_nothing(const struct incoming *in);

#endif
