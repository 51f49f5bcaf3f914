/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/scan.h"

#include <stdlib.h>

#include "common/mem.h"
#include "server/answer.h"

/* Rows of one piece; rows that are as much work as one that is answered. */
enum { PIECE_LEAST = 32, PIECE_MOST = 128, A_ROW = 2 };

void
scan_begin(struct scan *sc, const struct store_range *r, size_t wanted)
{
	sc->range = *r;
	sc->wanted = wanted;
	sc->points = mem_alloc((wanted + 1) * sizeof(*sc->points));
	sc->npoints = 0;
	sc->through = false;
}

void
scan_end(struct scan *sc)
{
	free(sc->points);
	sc->points = NULL;
}

struct piece {
	const struct playback *playback;
	struct store_point shown[PIECE_MOST], first, last;
	size_t nshown, nread;
};

static void
note(const struct event *e, void *context)
{
	struct piece *p = context;
	struct store_point at = {e->time_ms, e->seq};

	if (p->nread++ == 0)
		p->first = at;
	p->last = at;
	if (playback_shows(p->playback, e))
		p->shown[p->nshown++] = at;
}

/* From the end at which the walk began. */
static void
take(struct scan *sc, const struct piece *p)
{
	for (size_t i = 0; i < p->nshown && sc->npoints < sc->wanted; i++)
		sc->points[sc->npoints++] =
		    p->shown[sc->range.newest ? p->nshown - 1 - i : i];
	if (sc->range.newest)
		sc->range.before = p->first;
	else
		sc->range.after = p->last;
}

int
scan_step(struct scan *sc, const struct playback *p)
{
	struct piece piece = {.playback = p};
	const struct store_ops *ops = p->srv->store->ops;
	size_t missing = sc->wanted - sc->npoints;

	if (missing == 0 || sc->through)
		return 0;
	sc->range.max = missing < PIECE_LEAST ? PIECE_LEAST : missing;
	if (sc->range.max > PIECE_MOST)
		sc->range.max = PIECE_MOST;
	if (ops->read(p->srv->store, &sc->range, note, &piece) < 0)
		return -1;
	answer_worked(p->srv, piece.nread / A_ROW);
	sc->through = piece.nread == 0;
	if (!sc->through)
		take(sc, &piece);
	return !sc->through && sc->npoints < sc->wanted;
}
