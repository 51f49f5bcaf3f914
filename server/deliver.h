/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DELIVER_H
#define SERVER_DELIVER_H

#include "server/server.h"

/*
 * Queues the event for everybody who may see it, each once, rendered once
 * for each view. The session that caused it gets its echo in its place in
 * the order (echo-message for messages; always for joins, nicks, …), and
 * only that one has it as part of a labelled answer. Of a message, other
 * sessions of its sender get a copy where they have echo-message or
 * znc.in/self-message.
 */
void deliver(struct server *srv, const struct event *e);

/*
 * What a rename looks like to who does not know RENAME (IRCv3 channel-rename,
 * "Fallback"): PART of the old name, JOIN of the new one, topic and names, to
 * each such session in the channel; nothing where only the case changed. For
 * deliver.
 */
void deliver_rename(struct server *srv, const struct event *e);

/*
 * The same of another user name or host, to who does not know CHGHOST (IRCv3
 * chghost, "Fallback"): QUIT, and for each shared channel JOIN and MODE; then
 * AWAY. Not to the one it happens to, whose client would think that it left.
 */
void deliver_chghost(struct server *srv, const struct event *e);

/* One event for one session, with an id and a time of its own; a part of its
 * answer unless that is paused. For the two above. */
void deliver_to(struct server *srv, struct session *s, struct event *e);

/*
 * Shows the last messages of a channel to one session (after its 366), those
 * before `before` in the store's order (0: all), if its user may read them: in
 * a batch of type chathistory where it has batches, with their own time, id and
 * account as tags. Without server-time they would look new, so such a session
 * gets the time (of the server's zone) in front of the text: "[2026-11-21
 * 02:20] text". At most half of what may wait for the session; the oldest stay
 * away first. Nothing for a bot (+B).
 */
void deliver_history(struct server *srv, struct session *s,
    const struct channel *c, uint64_t before);

#endif
