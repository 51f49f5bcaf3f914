/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ANSWERS_H
#define CLIENT_ANSWERS_H

#include <stddef.h>

#include "client/sender.h"

/*
 * What is to be said and does not fit into the sender yet, in its order. As no
 * run begins while there is something here, that is at most what those print
 * that run at a time (run.h).
 */
struct answer;

struct answers {
	struct answer *first; /* NULL: none */
	size_t count;
	char *former, *renamed; /* the last target that has another name, or
				 * NULL */
};

void answers_add(struct answers *a, const char *target, const char *line);
/* A target is called so now, also in what is still to be added. */
void answers_rename(struct answers *a, const char *from, const char *to);
/* Once a turn: hands over what there is room for. */
void answers_hand_over(
    struct answers *a, struct sender *s, const char *command);
void answers_free(struct answers *a);

#endif
