/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_OPERS_H
#define SERVER_OPERS_H

#include "server/server.h"

/*
 * Operators: who may be one by which section of the configuration, and that
 * nobody is one any longer than it says so.
 */

/* The section of that title, or NULL. */
const struct settings_oper *oper_find(
    const struct settings *set, const char *title);
/* Whether the session needs no password for it: it is a login, an account or
 * a uid that the section names. */
bool oper_listed(const struct session *s, const struct settings_oper *o);

/* Makes the user one; by_password: because the session gave it. */
void oper_grant(struct server *srv, struct session *s,
    const struct settings_oper *o, bool by_password);

/* Takes it from those whose section is gone, has another password or does not
 * name them any more: after a reload, and where somebody's account changes. */
void oper_settle(struct server *srv, struct user *u);
void opers_settle(struct server *srv);

#endif
