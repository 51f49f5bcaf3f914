/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ATTEMPT_H
#define CLIENT_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "client/lookup.h"
#include "client/places.h"
#include "client/state.h"

/*
 * The way to a connection: each place where the server may be, each of its
 * addresses; when none answers, a pause, longer from time to time. Times are
 * monotonic.
 */
enum attempt_step {
	ATTEMPT_NONE,   /* nothing, or waiting for the network's retry_at_ms */
	ATTEMPT_LOOKUP, /* a job looks the host up */
	ATTEMPT_CONNECTING /* an address is being tried */
};

struct attempt {
	struct state *s;
	struct network *n;
	enum attempt_step step;
	int fd; /* while CONNECTING, else -1 */
	int64_t deadline_ms;

	struct url places[PLACES_MAX];
	size_t nplaces;
	size_t place;
	struct address addresses[LOOKUP_ADDRESSES_MAX];
	size_t naddresses;
	size_t address;
	struct buf tried; /* "where (why not), …" */
	char *said;       /* the same of the last failure that was told */

	bool want_lookup; /* the owner is to submit a job for places[place] */
	bool want_ssh;    /* the owner is to start ssh for places[place] */
	uint64_t
	    lookup_id; /* the answer that is waited for, set by the owner */

	unsigned failures; /* in a row */
	bool told;         /* what to do when there is no server */
};

void attempt_start(struct attempt *a, int64_t now_ms);
/* Drops what is under way; nothing is said. */
void attempt_stop(struct attempt *a);
void attempt_free(struct attempt *a); /* what it owns, not itself */
/* What comes is a new wish: it is told about again. */
void attempt_forget(struct attempt *a);
/* The descriptor is ready: the connection, whose owner is now the caller;
 * or -1 when it failed, and the next address is being tried. */
int attempt_connected(struct attempt *a, int64_t now_ms);
/* What attempt_connected gave was of no use after all (the caller has closed
 * it): the next place, or a pause. */
void attempt_refused(struct attempt *a, const char *why, int64_t now_ms);
/* The place that is being tried, or was reached. */
const struct url *attempt_place(const struct attempt *a);
/* Once a turn: watches the times. */
void attempt_turn(struct attempt *a, int64_t now_ms);
int64_t attempt_deadline(const struct attempt *a); /* -1 = never */
/* The addresses of places[place]; count 0 and why for a failure. */
void attempt_addresses(struct attempt *a, const struct address *addresses,
    size_t count, const char *why, int64_t now_ms);
/* Waits before the next attempt, and says so; or gives up where the user
 * does not want reconnects. */
void attempt_later(struct attempt *a, int64_t now_ms);

#endif
