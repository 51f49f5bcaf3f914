/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCREEN_SCRIPT_H
#define TESTS_SCREEN_SCRIPT_H

#include "tests/screen/screen.h"

/* A server by script: what its peer sends goes to the client ada. */
struct script {
	int listener;
	unsigned port;
	struct peer *peer;
	struct term *term;
	int rows, cols; /* of the client's terminal; 0: as usual */
};

void script_listen(struct script *s);
/* The client comes and wants into #c; nothing is said yet. */
void script_start(struct script *s);
/* The client is welcome and in #c, with bob; it was offered these
 * capabilities and has them. */
void script_join_caps(struct script *s, const char *caps);
void script_join(struct script *s);

#endif
