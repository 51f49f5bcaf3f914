/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_PORT_H
#define SERVER_PLAIN_PORT_H

#include <stdint.h>

#include "server/server.h"

/*
 * What a port for plain lines is besides its dialect. Telnet is understood, a
 * last line needs no end, and the system asks whether somebody silent is there
 * (ping-interval, pong-timeout), as nobody answers PING.
 */

/* Somebody was accepted at such a port. */
void plain_port_begin(const struct server *srv, struct session *s);
/* The settings are others; nothing happens to who is at another port. */
void plain_port_settle(const struct server *srv, const struct session *s);
/* When somebody who says nothing is greeted, monotonic; -1: they were. Who
 * speaks first may be a browser, which would not understand anything before its
 * line. */
int64_t plain_port_greets_at(const struct session *s);
/* It is time to. */
void plain_port_greet(struct session *s);

#endif
