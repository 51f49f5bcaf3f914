/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_FOLLOW_H
#define SERVER_FOLLOW_H

#include "server/server.h"

/*
 * What follows the account when somebody logs in, or out, in the middle of a
 * session. Private messages: those of the account are shown from its place on;
 * what was said as a guest stays the guest's, who sees it again after a logout,
 * and nobody else ever. Places in channels stay those by which the session came
 * (of a guest, though it logs in; but no longer of an account that it has
 * left). Until where was read (MARKREAD) is told of each channel.
 */
void follow_account(struct server *srv, struct user *u);

#endif
