/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LOOKALIKE_H
#define SERVER_LOOKALIKE_H

#include "server/server.h"

/*
 * Whom a nick, or the name of an account, could be taken for (skeleton.h): the
 * nick of somebody who is here, or a name or nick of an account; NULL: nobody.
 * Borrowed. Not the asker's own, on whatever device, and nothing where the
 * nick itself is that of their account: nobody is kept from their own name.
 */
const char *lookalike_of(
    const struct server *srv, const struct session *s, const char *nick);
/* Says so: 433, which makes who registers try another one, or FAIL. */
void lookalike_refuse(
    struct server *srv, struct session *s, const char *nick, const char *whose);

#endif
