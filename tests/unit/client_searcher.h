/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_SEARCHER_H
#define TESTS_UNIT_CLIENT_SEARCHER_H

#include "tests/unit/client_talker.h"

/* Steps of tests that search, in UTC. */
void searcher_setup(struct talker *t);
void searcher_teardown(struct talker *t);

/* A line that must be taken. */
void searcher_type(struct talker *t, const char *line);
/* The results of the window on screen, a line each, '>' before the selected
 * one, without the notes of the client. */
const char *searcher_shown(const struct talker *t);
/* The last line of the window on screen has that part. */
void searcher_state(const struct talker *t, const char *part);
void searcher_enter(struct talker *t);
void searcher_select_first(struct talker *t);

#endif
