/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_STS_H
#define CLIENT_HANDLE_STS_H

#include <stdbool.h>

#include "client/incoming.h"

/* Heeds `sts` in what CAP LS or CAP NEW lists. True: the connection is given
 * up for one with TLS, and nothing more is to be said on it. */
bool handle_sts(const struct incoming *in, const char *list);

#endif
