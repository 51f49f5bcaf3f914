/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MONITOR_H
#define SERVER_MONITOR_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Who wants to know of whom (IRCv3 monitor). A watch is one nick on the list
 * of one session; it hangs at the nick, so that a change finds its watchers
 * without a walk over the sessions, and at the session. A nick that nobody
 * watches is not known here. Nicks are folded as everywhere.
 */
struct monitor_watch {
	struct session *session;
	struct monitor_target *target;
	char *nick;                        /* as its owner spelt it */
	struct monitor_watch *prev, *next; /* utlist DL of the target */
	UT_hash_handle hh;                 /* of the session, by target */
};

struct monitor_target {
	char *folded;
	struct monitor_watch *watches;
	UT_hash_handle hh;
};

size_t monitor_count(const struct session *s);
bool monitor_watches(
    const struct server *srv, const struct session *s, const char *nick);
/* One that is there already, or is not, changes nothing. */
void monitor_add(struct server *srv, struct session *s, const char *nick);
void monitor_drop(struct server *srv, struct session *s, const char *nick);
/* The whole list; also for a session that ends. */
void monitor_clear(struct server *srv, struct session *s);

/* Those who watch a nick, in a list by next; NULL: nobody. */
const struct monitor_watch *monitor_of(
    const struct server *srv, const char *nick);

/* Tells who watches it that a nick came or went by this event (730, 731);
 * before it is applied where it is a NICK or QUIT. */
void monitor_tell(struct server *srv, const struct event *e);

#endif
