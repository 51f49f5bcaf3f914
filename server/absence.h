/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ABSENCE_H
#define SERVER_ABSENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/hash.h"
#include "server/server.h"

/*
 * Users who are here without a device. One whose last connection was lost, and
 * who has an account, may come back for resume-time: nobody is told that they
 * went, or came. One whose account is always-on (stay.h) stays for good.
 */
enum { ABSENT_PER_ACCOUNT = 4 }; /* over it, one more goes at once */

struct absence {
	uint64_t user_id;
	struct account *account;
	int64_t since_ms; /* monotonic */
	int64_t spoke_ms; /* monotonic, on any device */
	bool stays;
	char *reason;                /* why they go, when they do */
	struct absence *prev, *next; /* those that came first, first */
	UT_hash_handle hh;           /* by user_id */
};

/* The last device is gone, which was s. False: the user goes with it. */
bool absence_begin(struct server *srv, struct user *u, const struct session *s,
    const char *why);
/* Of a user that nobody has come to since the server started. */
void absence_restored(struct server *srv, const struct user *u);
/* There is a device again, or no user any more. */
void absence_over(struct server *srv, const struct user *u);
/* NULL: there is a device. */
const struct absence *absence_of(
    const struct server *srv, const struct user *u);

/* EVENT_QUIT now, for one without a device; with what was the reason then
 * where why is NULL. */
void absence_quit(struct server *srv, struct user *u, const char *why);
/* Ends somebody with all devices, at the end of the turn, or now where there
 * is none: u is not to be used any more. Whoever is told is told before. */
void device_end_user(struct server *srv, struct user *u, const char *why);

/* Milliseconds until the next one goes, -1: never. */
int64_t absence_wait(const struct server *srv);
/* Those whose time is over, or whose account may not stay any more, go. */
void absence_turn(struct server *srv);
/* The server stops: who would have come back goes; who stays is kept. */
void absence_stop(struct server *srv);
void absence_free(struct server *srv);

#endif
