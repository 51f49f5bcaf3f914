/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_SCHEMA_H
#define SERVER_STORE_SCHEMA_H

#include <sqlite3.h>

#include "common/buf.h"

/*
 * The tables of history.db, versioned by PRAGMA user_version.
 *   events          what happened in channels, in the order of seq; the kind
 *                   of a message is "redacted" when its text was taken away
 *                   (since 4: source_id and target_id, of users of the run of
 *                   that time)
 *   channels        what each channel is now; ids are never used again
 *                   (since 3: forward, and joins as "joins:seconds")
 *   channel_masks   lists b e I
 *   channel_rights  member modes that accounts have for good
 *   channel_formers names that channels had before they were renamed
 *   metadata        what is set of a channel, or of an account
 *   logins          who has connected from this machine
 */
enum { STORE_SCHEMA_VERSION = 5 };

/* Makes the tables where there are none, and brings those of an older version
 * up to this one, all or nothing. -1 with a line in err; a file of a newer
 * version is left alone. */
int store_schema(sqlite3 *db, const char *path, struct buf *err);

#endif
