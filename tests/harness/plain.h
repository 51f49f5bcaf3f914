/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_PLAIN_H
#define TESTS_HARNESS_PLAIN_H

/*
 * For programs that use the harness without Check: give_up() says why on
 * standard error, cleans and exits with EXIT_FAILURE.
 */

/* Ends what still runs and removes the folder. */
void plain_clean(void);
/* The programs under test lie in the folder above that of argv[0], or deeper
 * by `levels`, unless $builddir says otherwise. */
void plain_find_programs(const char *self, int levels);

#endif
