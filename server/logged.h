/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LOGGED_H
#define SERVER_LOGGED_H

#include "server/server.h"

/* Tells a session as whom it is logged in now: 900, or 901 (IRCv3 sasl). */
void logged_tell(struct server *srv, struct session *s);

#endif
