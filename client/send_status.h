/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEND_STATUS_H
#define CLIENT_SEND_STATUS_H

#include "client/sender.h"

/* The status (sysexits.h) for what became of a message. */
int send_status(const struct sender_result *r);

/* Appends a sentence: which lines were not acknowledged, why where that is
 * known, and the first one's text, cut where it is long. */
void send_say(struct buf *out, const struct sender_result *r);

#endif
