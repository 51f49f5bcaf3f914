/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_METADATA_SHOW_H
#define SERVER_METADATA_SHOW_H

#include "server/server.h"

/*
 * What a session that knows of metadata is told of the values that are there
 * already: METADATA target key * :value. Nothing happens for one without
 * draft/metadata-2.
 */

/* The newcomer's own, all of it, in a batch. */
void metadata_welcome(struct server *srv, struct session *s);
/* What it subscribed to of somebody whom it watches under that nick. */
void metadata_show_user(struct server *srv, struct session *s,
    const struct user *u, const char *nick);
/* What it subscribed to of a channel that it joins, and of everybody in it, in
 * a batch; of a large one, that it may ask later (774). */
void metadata_show_channel(
    struct server *srv, struct session *s, const struct channel *c);
/* Keys that are new on its list, of all that it hears of. */
void metadata_show_keys(struct server *srv, struct session *s,
    const char *const *keys, size_t nkeys);

/* METADATA SYNC: the same in a batch when it asks, of somebody, or of a
 * channel however large. */
void metadata_sync_user(
    struct server *srv, struct session *s, const struct user *u);
void metadata_sync_channel(
    struct server *srv, struct session *s, struct channel *c);

#endif
