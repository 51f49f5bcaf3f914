/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_STATE_H
#define CLIENT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/network.h"
#include "client/room.h"
#include "client/settings.h"

/*
 * All that the client knows: networks and windows. No socket and no screen.
 * There is always a current room once the first network is there.
 */
enum {
	STATE_ROOMS_MAX = 500,
	STATE_NETWORKS_MAX = 16,
	/* Bytes of lines in all rooms, beyond which no room grows that has
	 * more than its share; so twice that is never reached. */
	STATE_TEXT_MAX = 128 << 20,
	STATE_TEXT_SHARE = STATE_TEXT_MAX / STATE_ROOMS_MAX
};

struct incoming;

struct state {
	struct settings *settings; /* borrowed; /set changes it */
	struct network *networks;  /* utlist, doubly linked */
	size_t nnetworks;
	struct room *rooms; /* utlist, doubly linked, in window order */
	size_t nrooms;
	struct room *current;
	uint64_t previous; /* id of the room shown before, 0 = none */
	uint64_t next_id;
	uint64_t next_serial; /* of requests for history */
	uint64_t spoke;       /* the clock of struct member.spoke */
	bool dirty;           /* something to draw; the app clears it */
	bool quitting;        /* say goodbye and end */
	bool redraw;          /* draw everything anew (/redraw) */
	/* Told of each line that comes into a window, unless NULL. */
	void (*tap)(
	    void *arg, const struct room *r, const struct said_line *said);
	void *tap_arg;
	/* Nobody looks at windows: nothing is asked for them, no channel is
	 * joined for them (pipe.h). */
	bool bare;
	/* Told of each message after it was heeded, unless NULL. */
	void (*heard)(void *arg, const struct incoming *in);
	void *heard_arg;
};

void state_init(struct state *s, struct settings *settings);
void state_free(struct state *s);

/* A network with its window; NULL when STATE_NETWORKS_MAX are there. */
struct network *state_add_network(
    struct state *s, const char *name, const char *server);

/* NULL where there is none. */
struct room *state_find(
    const struct state *s, const struct network *n, const char *name);
struct room *state_by_id(const struct state *s, uint64_t id);
/* Found or new; NULL when STATE_ROOMS_MAX are there, or for a name longer
 * than ROOM_NAME_MAX. New ones stand after
 * the last one of their network. */
struct room *state_open(
    struct state *s, struct network *n, enum room_kind kind, const char *name);
/* The window of what was searched for in a network, found or new; NULL as
 * above. */
struct room *state_results(struct state *s, struct network *n);
/* Where the client tells what belongs nowhere else: the current window where
 * that is the network's and people talk there, else the network's own. */
struct room *state_here(const struct state *s, const struct network *n);
/* Frees the room; a network's own window cannot be closed (-1). */
int state_close(struct state *s, struct room *r);

/* What keys and view call. Shows a room and counts it as read. */
void state_switch(struct state *s, struct room *r);
struct room *state_room_at(const struct state *s, size_t number); /* from 1 */
size_t state_number(const struct state *s, const struct room *r);
struct room *state_step(const struct state *s, int by); /* wraps around */
/* The next one with mentions, else with unread, else active; or NULL. */
struct room *state_next_unread(const struct state *s);
struct room *state_previous(const struct state *s); /* or NULL */

/* Adds a line, counts unread and mentions unless the room is on screen (and
 * not for history), marks dirty. r NULL = the current room. */
void state_add(struct state *s, struct room *r, const struct said_line *said);
/* Whether there is more than STATE_TEXT_MAX, and the room has its share. */
bool state_is_full(const struct state *s, const struct room *r);
/* Counts a line that stands in a room which is not on screen. */
void state_count(struct room *r, const struct said_line *said);
/* The same for a line of the client's own words. */
void state_say(struct state *s, struct room *r, enum said kind, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));
/* For who adds lines without these: tells state.tap of one. */
void state_tap(struct state *s, struct room *r, const struct said_line *said);

#endif
