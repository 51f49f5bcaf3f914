/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_SEARCH_H
#define CLIENT_HANDLE_SEARCH_H

#include "client/incoming.h"

/* What answers SEARCH (soju.im/search). */

/* A batch of any type that begins (as b) or ends. */
void handle_search_begin(const struct incoming *in, struct batch *b);
void handle_search_end(const struct incoming *in, const struct batch *b);

/* A line that is part of such a batch. */
void handle_search_line(const struct incoming *in);
/* A standard reply; false where it is not about SEARCH. */
bool handle_search_fail(const struct incoming *in);

#endif
