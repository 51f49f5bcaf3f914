/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_BATCH_H
#define SERVER_CMD_BATCH_H

#include "common/irc.h"
#include "server/server.h"

/*
 * Batches that clients send (IRCv3 client-batch), of the one type
 * draft/multiline. A session has one at a time. Until it is closed, other
 * commands than PING, PONG and QUIT end it by FAIL BATCH MULTILINE_INVALID
 * and are then done as ever. What comes of a batch after its FAIL is ignored.
 */
void cmd_batch(struct server *srv, struct session *s, const struct irc_msg *m);

/* Whether a message belongs to a batch by its tag, and is done with. */
bool batch_takes(struct server *srv, struct session *s, const struct irc_msg *m,
    enum decode_result decoded);
/* A line could not be read: it may have been one of the open batch. */
void batch_spoil(struct server *srv, struct session *s);

/* When the open batch has been silent too long (monotonic), -1: never; and
 * what happens then (FAIL BATCH TIMEOUT). */
int64_t batch_timeout_at(const struct server *srv, const struct session *s);
void batch_time_out(struct server *srv, struct session *s);

#endif
