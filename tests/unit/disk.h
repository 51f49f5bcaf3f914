/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_DISK_H
#define TESTS_UNIT_DISK_H

#include <stddef.h>

/* A disk that fails, as SQLite sees it in this process: every write gives
 * this errno until disk_works. */
void disk_fails(int error);
void disk_works(void);

/* How often SQLite has had something written through to the disk since the
 * last call, in databases opened after the first one. */
size_t disk_syncs(void);

#endif
