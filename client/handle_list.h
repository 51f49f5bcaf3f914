/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_LIST_H
#define CLIENT_HANDLE_LIST_H

#include "client/incoming.h"

/* Answers of many lines: LIST, WHO, the masks of a channel. */
void handle_list_begin(const struct incoming *in);
void handle_list_entry(const struct incoming *in);
void handle_list_end(const struct incoming *in);
void handle_who(const struct incoming *in);
void handle_mask(const struct incoming *in);
void handle_masks_end(const struct incoming *in);

#endif
