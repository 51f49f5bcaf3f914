/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include <stdint.h>

#include "server/server.h"

/*
 * What a turn does with one session. Who sends faster than its allowance is
 * not read from until it has filled up again: nothing it wrote is lost, and
 * its silence meanwhile is not held against it.
 */

/* The poll events it waits for. */
short serve_events(const struct server *srv, const struct session *s);
/* Milliseconds until it needs a turn without input; -1: never. */
int64_t serve_wait(const struct server *srv, const struct session *s);
/* Something came in: reads once and acts. */
void serve_input(struct server *srv, struct session *s);
/* Writes what all take now. */
void serve_output(struct server *srv);
/* Commits and writes in the middle of a turn, where so much was said in it
 * that who reads promptly could be given up for what waits. */
void serve_relief(struct server *srv);
/* Each turn: what was held back, and timeouts. */
void serve_time(struct server *srv, struct session *s);

#endif
