/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_APPLY_H
#define SERVER_APPLY_H

#include "server/event.h"
#include "server/world.h"

/*
 * Changes the world as the event says. Deterministic: the same events give
 * the same world. Events that do not fit (somebody unknown, not a member)
 * change nothing. The source is found by its user_id.
 *
 * EVENT_CONNECT makes the user; EVENT_QUIT ends it, and no session may be
 * attached to it by then. EVENT_JOIN makes the channel where there is none
 * and gives its maker op; a maker with an account founds it (q and o, for
 * good). It gives op for this stay to who comes into an empty one that no
 * account has lasting op in; the lobby gives nobody op by that. An account's
 * lasting rights come back with EVENT_JOIN, and follow what is given and
 * taken of q a o h v, but where the channel is registered (access.h).
 * EVENT_RENAME leaves a channel all that it has but its
 * name, which leads to it further on. EVENT_ACCOUNT gives the metadata that
 * the account has, and nothing else.
 */
void world_apply(struct world *w, const struct event *e);

/* What an EVENT_MARKREAD is about, borrowed from it; false where its channel
 * is not there. */
bool apply_marker_place(
    const struct world *w, const struct event *e, struct marker_place *p);

/* A new channel with the modes that new ones have. NULL where the name is
 * taken. For world_apply and --import alone. */
struct channel *world_channel_make(
    struct world *w, const char *name, int64_t created_ms);

#endif
