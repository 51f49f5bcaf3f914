/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEND_STATUS_H
#define CLIENT_SEND_STATUS_H

#include "client/sender.h"

/* The status (sysexits.h) for what became of a message. */
int send_status(const struct sender_result *r);

/* Appends a line of text as it is named in a sentence: cut, where it is
 * long. */
void send_quote(struct buf *out, const char *text, size_t len);

#endif
