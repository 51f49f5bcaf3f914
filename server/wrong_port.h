/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WRONG_PORT_H
#define SERVER_WRONG_PORT_H

#include "server/server.h"

/* After the conn of a session was filled: one whose first line is HTTP, which
 * may be a browser that a page makes speak, is told so in one line of that and
 * ends before anything is taken. At a port for plain lines IRC and what is no
 * text do too. */
void wrong_port_heed(struct server *srv, struct session *s);

#endif
