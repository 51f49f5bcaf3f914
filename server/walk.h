/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WALK_H
#define SERVER_WALK_H

/*
 * A place in a list that others change while one goes through it, over many
 * turns: what is removed is stepped over, and what is added behind the one
 * that was last at the beginning is not visited, so that a walk ends, and
 * visits nobody twice. Owns nothing. Who holds the list keeps the walks
 * through it, and tells them what goes.
 */
struct walk {
	void *at; /* NULL: through */
	void *last;
	struct walk **all; /* the list's walks; NULL: it has ended */
	struct walk *prev, *next;
};

/* From first to last, both NULL where the list is empty. */
void walk_begin(struct walk *w, struct walk **all, void *first, void *last);
/* Past the one at the place, to the next of the list. */
void walk_step(struct walk *w, void *next);
/* Also for one that never began, and again. */
void walk_end(struct walk *w);

/* For the list's holder, before `gone` is unlinked from its neighbours. */
void walks_skip(struct walk *all, const void *gone, void *prev, void *next);
/* The list itself is no more. */
void walks_close(struct walk **all);

#endif
