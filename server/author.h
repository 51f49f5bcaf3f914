/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_AUTHOR_H
#define SERVER_AUTHOR_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Whether somebody who is here now is the one of an event in the store. An
 * account is somebody for good, and a user's id while the server runs: clocks
 * may be set back, so the order in the store says when that was. A nick is
 * nobody: it may be somebody else's by now. u may be NULL: nobody.
 */
bool author_is(
    const struct server *srv, const struct event *e, const struct user *u);
/* Whom a message between people was for: arg is their account. */
bool author_wrote_to(
    const struct server *srv, const struct event *e, const struct user *u);

#endif
