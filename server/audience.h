/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_AUDIENCE_H
#define SERVER_AUDIENCE_H

#include "server/fanout.h"

/* Hands an event to all who may see it, by its kind. For deliver. */
void audience_give(struct fanout *f);

/* METADATA: who hears of that target and subscribed to the key. */
void audience_subscribers(struct fanout *f);
/* ACCOUNT: what is set of somebody is that of the new account from now on. */
void audience_account_metadata(struct fanout *f);
/* MARKREAD: the other devices of who has read, and JOIN: until where who comes
 * in has read there. */
void audience_readers(struct fanout *f);
void audience_show_markers(struct fanout *f);
/* What somebody who comes in has set: said to those who were there. */
void audience_tell_metadata(
    struct server *srv, const struct event *join, const struct user *u);

#endif
