/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SCAN_H
#define SERVER_SCAN_H

#include "server/playback.h"

/*
 * Goes through a place's history from one end of a range, a piece at a time,
 * until it has found where so many events stand that are shown. What is not
 * shown does not count, so that who pages meets no short page but the last.
 */
struct scan {
	struct store_range range; /* what is left of it */
	size_t wanted;
	struct store_point *points; /* owned; in the order of the walk */
	size_t npoints;
	bool through; /* nothing more stands in the range */
};

/* The range's bounds, its end (newest) and said are the caller's. */
void scan_begin(struct scan *sc, const struct store_range *r, size_t wanted);
void scan_end(struct scan *sc);
/* One piece. 1: there is more to do; 0: all was found, or it is through; -1
 * and errno: history cannot be read. */
int scan_step(struct scan *sc, const struct playback *p);

#endif
