/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_MULTILINE_PEERS_H
#define TESTS_TALK_MULTILINE_PEERS_H

#include "tests/talk/talk.h"

#define TYPE "draft/multiline"

/* alice, who sends, and bob are in #c and have draft/multiline and all that
 * belongs to it; carol is there without it, dave without any capability. */
extern struct host *h;
extern struct peer *a, *b, *c, *d;
extern const char multiline_caps[];

void gather(const char *config);
/* Three lines by alice, the third joined to the second; label m1, +x=1. */
void send_three(const char *target);

#endif
