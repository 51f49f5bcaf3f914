/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_SCHEMA_H
#define SERVER_STORE_SCHEMA_H

#include <sqlite3.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * The tables of history.db, versioned by PRAGMA user_version.
 *   events          what happened, in the order of time_ms and, where that is
 *                   the same, of seq; channel 0 is between people; the kind
 *                   of a message is "redacted" when its text was taken away
 *                   (since 5: source_id and target_id, of users of the run of
 *                   that time)
 *   talks           which of those between people belong to whom: a row for
 *                   each side (correspondent.h has the keys)
 *   correspondents  the nick under which the other side was seen last
 *   cursors         what was delivered to devices of clients that do not ask
 *                   for history (channel 0: what is between people)
 *   read_markers    until where an account has read (channel 0: the talk with
 *                   peer, else peer is "")
 *   forgetting      accounts whose messages up to until_seq lose their text,
 *                   and how far that is done
 *   removed         messages that are gone, or without their text, since the
 *                   index of search.db was last brought up to date; triggers
 *                   write it, whoever removes them
 *   kept            how many events of each channel there are, by
 *                   store_count and triggers;
 *                   gone_seq: those up to it go (0: none)
 *   channels        what each channel is now; ids are never used again
 *                   (since 3: forward, and joins as "joins:seconds"; since
 *                   6: history, the parameter of mode H; since 7:
 *                   registered_ms, 0 or NULL where it is not)
 *   channel_masks   lists b e I
 *   channel_rights  member modes that accounts have for good
 *   channel_formers names that channels had before they were renamed
 *   metadata        what is set of a channel, or of an account
 *   accounts, account_nicks, account_certificates
 *                   who can be somebody, and how they prove it
 *   account_devices by which devices they were here, and when last
 *   nonces          by which messages are known again that are sent once more
 *                   (nonce.h): the hash of target and nonce, and of the first
 *                   one time_ms and msgid, and its seq where it is kept, else
 *                   0; n: of the owner, in the order of coming
 *   stays, stay_channels
 *                   who is here without a device (stay.h), and in what
 */
enum { STORE_SCHEMA_VERSION = 8 };

/* Makes the tables where there are none, and brings those of an older version
 * up to this one, all or nothing. -1 with a line in err; a file of a newer
 * version is left alone. */
int store_schema(sqlite3 *db, const char *path, struct buf *err);

/* The highest seq that an event has had, also one that is deleted. */
#define STORE_NEWEST_SEQ                                        \
	"SELECT max(ifnull((SELECT max(seq) FROM events), 0), " \
	"ifnull((SELECT seq FROM sqlite_sequence"               \
	" WHERE name = 'events'), 0))"
int64_t store_schema_newest(sqlite3 *db); /* -1: unreadable */

/* The version of a file's tables: 0 where there are none; -1: unreadable. */
int store_schema_version(sqlite3 *db);

#endif
