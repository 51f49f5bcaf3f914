/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HUB_H
#define SERVER_HUB_H

#include "server/server.h"

/*
 * Publishes: stamps the event with id and time, gives it to the store,
 * applies it to the world and delivers it. Handlers decide; this changes.
 * Before EVENT_QUIT every session of the user is detached. Strings that the
 * event borrows from what it ends (a channel's name in a PART) are not to be
 * used after it. False: it was said, cannot be kept, and is refused
 * (history-failure); its sender was told, and nothing else has happened.
 */
bool hub_publish(struct server *srv, struct event *e);

/* An event of this kind by this session's user (or by the server, for NULL),
 * everything else empty. */
struct event hub_event(
    struct server *srv, enum event_kind kind, const struct session *by);

/* A mode of the user's is on or off from now on (EVENT_UMODE), not by a word
 * of theirs; nothing where it is so already. */
void hub_umode(struct server *srv, const struct user *u, char letter, bool on);

/* A NOTICE from the server to each operator, which is not kept. */
void hub_tell_operators(struct server *srv, const char *text);

/* The same, but not to who did it (NULL: to all). */
void hub_tell_other_operators(
    struct server *srv, const struct session *by, const char *text);

/* End of the turn, before anything is flushed: makes durable what was
 * published. Where the store fails, chat goes on, or what was said is taken
 * back (history-failure); whoever said it hears of it, and the log and the
 * operators at most once a minute. It is tried again every second. */
void hub_commit(struct server *srv);
/* Milliseconds until it is tried again, -1: all is well. */
int64_t hub_wait(const struct server *srv);

#endif
