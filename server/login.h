/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LOGIN_H
#define SERVER_LOGIN_H

#include "server/account.h"
#include "server/server.h"

/*
 * Who is logged in as whom, and that it is remembered. Before registration
 * the session is; afterwards its user, on all its devices (EVENT_ACCOUNT).
 * Who calls these has proved it: nothing is asked here.
 */

/* The account becomes theirs, and counts as used now. Numerics are the
 * caller's. */
void login_in(struct server *srv, struct session *s, struct account *a);
void login_out(struct server *srv, struct session *s);

/* The account of a login of this machine, made where there is none. NULL: that
 * name is somebody else's account, who is no login, or that of another uid. */
struct account *login_local(struct server *srv, const char *login, uid_t uid);

/* To be called after every change of an account: those who are here without a
 * device are looked at again (absence.h).
 * Writes what the account is now, with the turn. -1: it is not kept now (it
 * will be, with all others, when the store works again). */
int account_keep(struct server *srv, const struct account *a);

#endif
