/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_TAKEOUT_H
#define CLIENT_HANDLE_TAKEOUT_H

#include "client/incoming.h"

/* HISTORY: a piece of what we asked for (takeout.h). */
void handle_takeout(const struct incoming *in);
/* FAIL, NOTE or 421: whether it ends that, and has been told. */
bool handle_takeout_end(const struct incoming *in);

#endif
