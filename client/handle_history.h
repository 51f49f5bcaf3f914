/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_HISTORY_H
#define CLIENT_HANDLE_HISTORY_H

#include "client/incoming.h"

/* What was said before: answers to CHATHISTORY, in batches (IRCv3 batch,
 * draft/chathistory), and the read marker (draft/read-marker). */
void handle_batch(const struct incoming *in);
void handle_ack(const struct incoming *in); /* there was nothing to answer */
void handle_chathistory(const struct incoming *in); /* a line of TARGETS */
void handle_markread(const struct incoming *in);

/* FAIL CHATHISTORY, or a numeric that refuses it: whether it was an answer to
 * what we asked, so that nothing else is to be said. */
bool history_fails(const struct incoming *in);

#endif
