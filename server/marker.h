/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MARKER_H
#define SERVER_MARKER_H

#include <stdint.h>

/*
 * Until where somebody has read (IRCv3 read-marker): in a channel, by its id,
 * which outlives its name; or in the talk with somebody, by the key of
 * correspondent.h, which outlives their nick. Such a time only grows.
 *
 * Those of an account are in the store. Those of somebody without one are a
 * list of their own (struct markers), and end with them. Over the bound goes
 * the one with the oldest time, but the one that is being set.
 */
enum { MARKERS_ACCOUNT_MAX = 1000, MARKERS_GUEST_MAX = 200 };

struct marker_place {
	uint64_t channel_id; /* 0: a talk */
	const char *peer;    /* "" of a channel */
};

struct marker {
	uint64_t channel_id;
	char *peer;
	int64_t time_ms;
	struct marker *prev, *next;
};

struct markers {
	struct marker *list;
	unsigned count;
};

/* 0: none is set. */
int64_t marker_get(const struct markers *m, const struct marker_place *p);
/* A time before the one that is there changes nothing. */
void marker_set(
    struct markers *m, const struct marker_place *p, int64_t time_ms);
void markers_free(struct markers *m);

#endif
