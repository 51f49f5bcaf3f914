/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REGISTRATION_H
#define SERVER_REGISTRATION_H

#include <stdbool.h>

#include "server/server.h"

/*
 * From a connection to somebody on the network. NICK, USER, PASS and CAP
 * keep what they are told in the session, take off its need, and call
 * registration_try, which registers it once nothing is missing.
 *
 * A peer at the Unix socket is asked nothing until its login is known
 * (`waiting`): handlers find session.account set.
 */
void registration_begin(struct server *srv, struct session *s);

/* Nothing where needs are unmet or it is registered already. Else the
 * password is checked (464 and doom), a nick that was taken meanwhile is
 * refused (433 and NEED_NICK again), or EVENT_CONNECT is published and the
 * welcome sent. */
void registration_try(struct server *srv, struct session *s);

/* Whether it gave the server's password, where there is one: else 464 and
 * doom. */
bool registration_admits(struct server *srv, struct session *s);

#endif
