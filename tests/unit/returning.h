/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_RETURNING_H
#define TESTS_UNIT_RETURNING_H

#include "tests/unit/scene.h"

/*
 * alice talks in #tea; bob comes, goes and comes back, and what he is shown
 * gathers in `said`. Answers come row by row, one in a turn.
 */
extern struct scene sc;
extern struct session *alice, *bob;
extern struct buf said;

void returning_set_up(void);
void returning_tear_down(void);

struct session *comes(const char *nick, const char *account);
void says(struct session *s, const char *line);
/* One turn, or as many as there is something left to say to bob. */
void turn(void);
void listen_to_the_end(void);
/* bob answers what he was asked last. */
void acknowledges(void);
/* `said` begins anew. */
void joins(const char *line);
void leaves_and_comes(void);
/* alice says n1., n2., … */
void numbers(int from, int to);
/* bob was shown these, once and in order, and no other. */
void assert_numbers(int from, int to);

#endif
