/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HISTORY_TARGETS_H
#define SERVER_HISTORY_TARGETS_H

#include "server/server.h"

/*
 * CHATHISTORY TARGETS: the channels that somebody is in, and whom they talked
 * with, whose last message lies between two times (not at them), in the order
 * of these; the first `limit`, or the last ones where `newest`. Who is here is
 * called by the nick they have now. Whose last nick is somebody else's by now
 * is called by their account, and left out where they have none.
 */
struct targets_request {
	int64_t after_ms, before_ms;
	bool newest;
	size_t limit;
};

void history_targets(
    struct server *srv, struct session *s, const struct targets_request *r);

#endif
