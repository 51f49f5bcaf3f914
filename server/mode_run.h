/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MODE_RUN_H
#define SERVER_MODE_RUN_H

#include <stddef.h>

#include "server/server.h"

/*
 * MODE of a channel: takes the words apart ("+ob-l", "alice", "*!*@host"),
 * answers what cannot be done, shows the lists that are asked for, and
 * publishes what really changes in one event (in several where one line
 * would not hold it).
 */
void mode_run(struct server *srv, struct session *s, struct channel *c,
    const char *const *words, size_t nwords);

#endif
