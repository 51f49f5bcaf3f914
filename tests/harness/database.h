/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_DATABASE_H
#define TESTS_HARNESS_DATABASE_H

#include <stdint.h>

/* Runs a statement on a database, beside the server that may have it open: the
 * first number that it answers, 0 where there is none. */
int64_t database_number(const char *dir, const char *file, const char *sql);

#endif
