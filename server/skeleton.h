/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SKELETON_H
#define SERVER_SKELETON_H

#include <stdbool.h>

/*
 * What a nick looks like (UTS #39 §4, skeletons): two with the same one can be
 * taken for each other. Nicks are ASCII, so that of the table of confusables
 * only these lines are left: 0 and O, 1, I, l and |, m and rn; and they are of
 * one script by that. Else letters count as they fold.
 */
/* The caller frees it. */
char *skeleton(const char *nick);
bool skeleton_same(const char *a, const char *b);

#endif
