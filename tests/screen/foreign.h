/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCREEN_FOREIGN_H
#define TESTS_SCREEN_FOREIGN_H

#include "tests/screen/screen.h"

/*
 * IRC clients that nobody here wrote, each on a terminal of its own, wide
 * enough that what they show does not wrap.
 */

/* The path of a program, borrowed until the next call; fails the test where
 * it is not installed. */
const char *foreign_program(const char *name);
/* With a home of its own, test_dir()/name; what it does not find there it
 * does not know. */
struct term *foreign_start(const char *name, const char *const *argv);
/* The same, in which it finds that file. */
void foreign_file(const char *name, const char *file, const char *text);

/*
 * One exchange of a session between the client and the peer who looks on, in
 * this order; what is NULL is left out. A session is an array of them that
 * ends with an empty one.
 */
struct turn {
	const char *types; /* into the client, followed by Enter */
	const char *says;  /* the peer, as a line to the server */
	const char *hears; /* the peer, as in peer_expect */
	const char *shows; /* the client, in one row of its screen */
};

void foreign_play(struct term *t, struct peer *p, const struct turn *session);

/* The text stands on the screen in one row, and in no other. */
VTermPos foreign_expect_once(struct term *t, const char *text);

/* Starts the server again at the same port, as if all that is kept had happened
 * two hours earlier; and the hour and minute ("14:05", UTC) of the message that
 * the peer was shown last, as it is kept by then. */
void foreign_turn_back(struct host *h);
void foreign_hour(struct peer *p, char hour[6]);

/* The two texts, both on the screen, begin in different colours or weights. */
void foreign_expect_differ(struct term *t, const char *a, const char *b);

/*
 * A suite that is left out, with a line that says so, where one of the
 * programs (a list ended by NULL) is not installed, unless
 * TCPCHAT_CLIENTS=required. A program with a '/' in it is a file.
 */
Suite *foreign_suite(
    const char *name, const char *const *programs, const TTest *const *tests);

#define PROGRAMS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FOREIGN_SUITE(name, programs, ...)                                 \
	Suite *suite_##name(void)                                          \
	{                                                                  \
		return foreign_suite(#name, programs, TESTS(__VA_ARGS__)); \
	}

#endif
