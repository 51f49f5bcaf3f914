/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_statements.h"

#include "server/store_json.h"

#define SAID         STORE_SAID
#define OTHER        STORE_OTHER
#define NOT_REDACTED "kind <> 'redacted'"
#define COLUMNS                                                               \
	"events.seq, events.time_ms, msgid, kind, nick, user, host, account," \
	" realname, bot, target, arg, body, tags, source_id, target_id, "     \
	"status"

/* Ranges: ?1 and ?2 are what they come after, ?3 and ?4 before, ?5 how many. */
#define WITHIN(table)                                               \
	"(" table ".time_ms, " table ".seq) > (?1, ?2) AND (" table \
	".time_ms, " table ".seq) < (?3, ?4)"
#define OF_CHANNEL(kinds) \
	" FROM events WHERE channel = ?6 AND " kinds " AND " WITHIN("events")
#define OF_TALKS(peer)                                                     \
	" FROM talks CROSS JOIN events USING (seq) WHERE owner = ?6 " peer \
	" AND " NOT_REDACTED " AND (NOT ?7 OR " SAID ") AND " WITHIN("talks")
/* As a part of the question, so that as many as asked for are found. */
#define NOT_OWED          " AND NOT is_owed(msgid)"
#define IN_CHANNEL(kinds) "SELECT " COLUMNS OF_CHANNEL(kinds) NOT_OWED
#define IN_TALKS(peer)    "SELECT " COLUMNS OF_TALKS(peer) NOT_OWED
/* All of a channel: both sorts, merged by time and seq. */
#define IN_CHANNEL_ALL \
	IN_CHANNEL(SAID) " UNION ALL " IN_CHANNEL(OTHER " AND " NOT_REDACTED)
#define FIRST(rows, table) \
	rows " ORDER BY " table ".time_ms, " table ".seq LIMIT ?5"
#define LAST(rows, table)                                                 \
	"SELECT * FROM (" rows " ORDER BY " table ".time_ms DESC, " table \
	".seq DESC LIMIT ?5) ORDER BY time_ms, seq"

/* The point of the row before the last ?5, and how many there are. */
#define SEEK(rows, table)                                                 \
	"SELECT " table ".time_ms, " table ".seq" rows " ORDER BY " table \
	".time_ms DESC, " table ".seq DESC LIMIT 1 OFFSET ?5"
#define COUNT(rows) "SELECT count(*) FROM (SELECT 1" rows " LIMIT ?5)"

#define GUEST   "substr(owner, 1, 1) = '~'"
#define ACCOUNT "substr(owner, 1, 1) <> '~'"
#define CURSORS_OF(w)                                           \
	"DELETE FROM cursors WHERE (owner, device, channel) IN" \
	" (SELECT owner, device, channel FROM cursors WHERE " w ")"

/* The ?1 oldest of some go. */
#define NONCES_OF(some)                                                       \
	"DELETE FROM nonces WHERE (owner, n) IN (SELECT owner, n FROM nonces" \
	" " some "ORDER BY time_ms LIMIT ?1)"

/* The first ?1 of some events of a channel, ?2, go. */
#define DROP_FIRST(some)                                                       \
	"DELETE FROM events WHERE seq IN (SELECT seq FROM (" STORE_BOTH(       \
	    "SELECT time_ms, seq FROM events WHERE channel = ?2" some) " ORDE" \
								       "R BY " \
								       "1, 2 " \
								       "LIMIT" \
								       " ?1))"

/* What the account ?3 said in the channel ?4, in a talk with ?5, or
 * everywhere; between ?1 and ?2. */
#define OWN                                                            \
	"seq > ?1 AND seq <= ?2 AND account = ?3 COLLATE NOCASE"       \
	" AND kind IN ('message', 'notice', 'tagmsg') AND (?4 < 0 OR " \
	"(channel = ?4 AND (?4 > 0 OR EXISTS (SELECT 1 FROM"           \
	" talks WHERE owner = lower(?3) AND peer = ?5"                 \
	" AND talks.time_ms = events.time_ms AND talks.seq = events.seq))))"
#define FORGETTING " WHERE account = ?1 AND channel = ?2 AND peer = ?3"

const char *const store_statements[STATEMENTS] = {
    [BEGIN_TURN] = "BEGIN IMMEDIATE",
    [COMMIT_TURN] = "COMMIT",
    [APPEND] = "INSERT INTO events (channel, time_ms, msgid, kind, nick, user,"
	       " host, account, realname, bot, status, target, arg, body,"
	       " tags, source_id, target_id, seq)"
	       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [TALK_ADD] = "INSERT OR IGNORE INTO talks (owner, peer, time_ms, seq)"
		 " VALUES (?, ?, ?, ?)",
    [CORRESPONDENT_SET] =
	"INSERT INTO correspondents (owner, peer, nick) VALUES (?, ?, ?)"
	" ON CONFLICT DO UPDATE SET nick = excluded.nick"
	" WHERE nick <> excluded.nick",
    [CORRESPONDENTS] = "SELECT peer, nick FROM correspondents"
		       " WHERE owner = ?1 AND peer > ?2 ORDER BY peer"
		       " LIMIT ?3",
    [CORRESPONDENTS_BY_NICK] =
	"SELECT peer, nick FROM correspondents AS c WHERE owner = ?1"
	" AND peer > ?2 AND nick = ?4 COLLATE NOCASE ORDER BY (SELECT"
	" max(time_ms) FROM talks WHERE owner = ?1 AND peer = c.peer) DESC"
	" LIMIT ?3",
    [READ_CHANNEL_FIRST] = IN_CHANNEL_ALL " ORDER BY 2, 1 LIMIT ?5",
    [READ_CHANNEL_LAST] =
	"SELECT * FROM (" IN_CHANNEL_ALL " ORDER BY 2 DESC, 1 DESC LIMIT ?5)"
	" ORDER BY time_ms, seq",
    [READ_SAID_FIRST] = FIRST(IN_CHANNEL(SAID), "events"),
    [READ_SAID_LAST] = LAST(IN_CHANNEL(SAID), "events"),
    [READ_TALK_FIRST] = FIRST(IN_TALKS("AND peer = ?8"), "talks"),
    [READ_TALK_LAST] = LAST(IN_TALKS("AND peer = ?8"), "talks"),
    [READ_TALKS_FIRST] = FIRST(IN_TALKS(""), "talks"),
    [READ_TALKS_LAST] = LAST(IN_TALKS(""), "talks"),
    [LOCATE] = STORE_BOTH("SELECT seq FROM events WHERE msgid = ?1"
			  " AND time_ms = ?2 AND channel = ?3"),
    [LOCATE_TALK] = "SELECT seq FROM talks JOIN events USING (seq)"
		    " WHERE msgid = ?1 AND talks.time_ms = ?2 AND owner = ?3"
		    " AND peer = ?4",
    [SEEK_SAID] = SEEK(OF_CHANNEL(SAID), "events"),
    [SEEK_TALKS] = SEEK(OF_TALKS(""), "talks"),
    [COUNT_SAID] = COUNT(OF_CHANNEL(SAID)),
    [COUNT_TALKS] = COUNT(OF_TALKS("")),
    [CURSOR_LOAD] = "SELECT time_ms, seq, used_ms FROM cursors"
		    " WHERE owner = ? AND device = ? AND channel = ?",
    [CURSOR_ADD] = "INSERT OR REPLACE INTO cursors (owner, device, channel,"
		   " time_ms, seq, used_ms) VALUES (?, ?, ?, ?, ?, ?)",
    [CURSOR_MOVE] = "UPDATE cursors SET time_ms = ?4, seq = ?5, used_ms = ?6"
		    " WHERE owner = ?1 AND device = ?2 AND channel = ?3"
		    " AND (?4, ?5) >= (time_ms, seq)",
    [CURSORS_EXPIRE_GUESTS] =
	CURSORS_OF(GUEST " AND used_ms < ? ORDER BY used_ms LIMIT 8"),
    [CURSORS_EXPIRE_ACCOUNTS] =
	CURSORS_OF(ACCOUNT " AND used_ms < ? ORDER BY used_ms LIMIT 8"),
    [CURSORS_TRIM_ACCOUNT] =
	CURSORS_OF("owner = ? ORDER BY used_ms DESC LIMIT 64 OFFSET ?"),
    [CURSORS_TRIM_GUESTS] =
	CURSORS_OF(GUEST " ORDER BY used_ms DESC LIMIT 128 OFFSET ?"),
    [FIND] = "SELECT " COLUMNS
	     " FROM events WHERE msgid = ? AND time_ms = ? AND channel = ?"
	     " AND " SAID NOT_OWED,
    [REDACT] = "UPDATE events SET kind = 'redacted', body = NULL, tags = NULL"
	       " WHERE msgid = ? AND time_ms = ? AND channel = ? AND " SAID,
    [CHANNEL_SAVE] = "INSERT OR REPLACE INTO channels (id, name, created_ms,"
		     " modes, key, member_limit, topic, topic_by, topic_ms,"
		     " used, forward, joins, history, registered_ms)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CHANNEL_DROP] = "DELETE FROM channels WHERE id = ?",
    [MASK_ADD] = "INSERT INTO channel_masks (channel, list, mask, set_by,"
		 " time_ms) VALUES (?, ?, ?, ?, ?)",
    [MASKS_DROP] = "DELETE FROM channel_masks WHERE channel = ?",
    [RIGHT_ADD] = "INSERT INTO channel_rights (channel, account, modes)"
		  " VALUES (?, ?, ?)",
    [RIGHTS_DROP] = "DELETE FROM channel_rights WHERE channel = ?",
    [FORMER_ADD] =
	"INSERT OR REPLACE INTO channel_formers (name, channel, time_ms)"
	" VALUES (?, ?, ?)",
    [FORMERS_DROP] = "DELETE FROM channel_formers WHERE channel = ?",
    [NAME_TAKEN] = "DELETE FROM channel_formers WHERE name = ?",
    [ACCOUNT_SAVE] = "INSERT OR REPLACE INTO accounts (name, local, uid,"
		     " dropped, always_on, iterations, salt, stored_key,"
		     " server_key, made_ms, used_ms, places)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CERTIFICATE_ADD] = "INSERT OR REPLACE INTO account_certificates"
			" (account, fingerprint, added_ms) VALUES (?, ?, ?)",
    [CERTIFICATES_DROP] = "DELETE FROM account_certificates WHERE account = ?",
    [NICK_ADD] = "INSERT OR REPLACE INTO account_nicks (account, nick)"
		 " VALUES (?, ?)",
    [NICKS_DROP] = "DELETE FROM account_nicks WHERE account = ?",
    [ACCOUNT_TALKS_DROP] =
	"DELETE FROM talks WHERE (owner, peer, time_ms, seq) IN"
	" (SELECT owner, peer, time_ms, seq FROM talks WHERE owner = ?"
	" LIMIT 256)",
    [ACCOUNT_MARKERS_DROP] = "DELETE FROM read_markers WHERE owner = ?",
    [ACCOUNT_CURSORS_DROP] = "DELETE FROM cursors WHERE owner = ?",
    [REDEEMED_ADD] = "INSERT OR REPLACE INTO invitations"
		     " (id, account, used_ms, until_ms) VALUES (?, ?, ?, ?)",
    [REDEEMED_EXPIRE] = "DELETE FROM invitations WHERE until_ms <= ?",
    [BAN_ADD] = "INSERT OR REPLACE INTO bans (kind, mask, reason, set_by,"
		" made_ms, until_ms) VALUES (?, ?, ?, ?, ?, ?)",
    [BANS_DROP] = "DELETE FROM bans",
    [BANS_READ] = "SELECT kind, mask, reason, set_by, made_ms, until_ms"
		  " FROM bans ORDER BY made_ms, kind, mask",
    [DEVICE_ADD] = "INSERT INTO account_devices (account, device, first_ms,"
		   " seen_ms, address, secure, certificate)"
		   " VALUES (?, ?, ?, ?, ?, ?, ?)",
    [DEVICES_DROP] = "DELETE FROM account_devices WHERE account = ?",
    [STAY_ADD] = "INSERT INTO stays (account, nick, user, host, realname,"
		 " away, modes) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [STAY_CHANNEL_ADD] = "INSERT INTO stay_channels (account, channel, modes)"
			 " VALUES (?, ?, ?)",
    [STAY_DROP] = "DELETE FROM stays WHERE account = ?",
    [STAY_CHANNELS_DROP] = "DELETE FROM stay_channels WHERE account = ?",
    [STAYS] = "SELECT stays.account, nick, user, host, realname, away,"
	      " stays.modes, ifnull(channel, 0), ifnull(stay_channels.modes,"
	      " '') FROM stays LEFT JOIN stay_channels USING (account)"
	      " ORDER BY stays.account, channel",
    [REMOVED_DROP] = "DELETE FROM removed WHERE no IN (SELECT no FROM removed"
		     " WHERE no <= ?1 ORDER BY no LIMIT ?2)",
    [KEPT_MORE] = "INSERT INTO kept VALUES (?1, ?2, 0)"
		  " ON CONFLICT DO UPDATE SET lines = lines + ?2",
    [OWN_NEWEST] = "SELECT max(seq) FROM events",
    [OWN_END] = "SELECT max(seq) FROM (SELECT seq FROM events"
		" WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3)",
    [OWN_JSON] = "SELECT iif(channel > 0, json_set(" STORE_JSON_EVENT
		 ", '$.channel', target), " STORE_JSON_EVENT "), msgid"
		 " FROM events WHERE " OWN,
    [OWN_REDACT] = "UPDATE events SET kind = 'redacted', body = NULL,"
		   " tags = NULL WHERE " OWN,
    [FORGET_COUNT] = "SELECT count(*) FROM forgetting WHERE account = ?",
    [FORGET_ADD] = "INSERT OR REPLACE INTO forgetting VALUES (?, ?, ?,"
		   " (SELECT ifnull(max(seq), 0) FROM events), 0)",
    [FORGET_NEXT] = "SELECT account, channel, peer, until_seq, done_seq"
		    " FROM forgetting LIMIT 1",
    [FORGET_MOVE] = "UPDATE forgetting SET done_seq = ?4" FORGETTING,
    [FORGET_DROP] = "DELETE FROM forgetting" FORGETTING,
    [KEPT_PURGE] = "UPDATE kept SET gone_seq = ?2 WHERE channel = ?1"
		   " AND lines > 0",
    [KEPT_PURGED] = "UPDATE kept SET gone_seq = 0 WHERE channel = ?",
    [KEPT_NEXT] =
	"SELECT channel, lines, gone_seq,"
	" channel = 0 OR EXISTS (SELECT 1 FROM channels WHERE id = channel)"
	" FROM kept WHERE channel >= ? ORDER BY channel LIMIT 1",
    [KEPT_OLDEST] = STORE_BOTH(
	"SELECT time_ms FROM events WHERE channel = ?1") " ORDER BY 1 LIMIT 1",
    [KEPT_TOTAL] = "SELECT total(lines) FROM kept",
    [KEPT_BYTES] =
	"SELECT (page_count - freelist_count) * page_size"
	" FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
    [KEPT_DROP_GONE] = DROP_FIRST(
	" AND seq <= (SELECT gone_seq FROM kept WHERE channel = ?2)"),
    [KEPT_DROP_OLD] = DROP_FIRST(" AND time_ms < ?3"),
    [KEPT_DROP_OLDEST] = DROP_FIRST(""),
    [KEPT_DROP_FIRST] = "DELETE FROM events WHERE seq IN"
			" (SELECT seq FROM events ORDER BY seq LIMIT ?1)",
    [KEPT_FORGET] = "DELETE FROM kept WHERE channel = ? AND lines = 0",
    [NONCE_ADD] = "INSERT OR REPLACE INTO nonces (owner, n, key, time_ms,"
		  " msgid, seq) VALUES (?1, (SELECT ifnull(max(n), 0) + 1"
		  " FROM nonces WHERE owner = ?1), ?2, ?3, ?4, ?5)",
    [NONCE_FIND] =
	"SELECT nonces.msgid, nonces.time_ms, ifnull(channel, -1), kind,"
	" body, tags, is_owed(nonces.msgid) FROM nonces LEFT JOIN events"
	" ON events.seq = nonces.seq AND events.msgid = nonces.msgid"
	" WHERE owner = ?1 AND key = ?2 AND nonces.time_ms > ?3",
    [NONCES_TRIM_OWNER] = "DELETE FROM nonces WHERE owner = ?1 AND n <="
			  " (SELECT max(n) FROM nonces WHERE owner = ?1) - ?2",
    [NONCES_EXPIRE] = NONCES_OF("WHERE time_ms <= ?2 "),
    [NONCES_COUNT] = "SELECT count(*) FROM nonces",
    [NONCES_DROP_OLDEST] = NONCES_OF(""),
    [NONCES_OLDEST] = "SELECT time_ms FROM nonces ORDER BY time_ms LIMIT 1",
    [ACCOUNT_NONCES_DROP] = "DELETE FROM nonces WHERE (owner, n) IN (SELECT"
			    " owner, n FROM nonces WHERE owner = ? LIMIT 256)",
    [MARKER_GET] = "SELECT time_ms FROM read_markers WHERE owner = ?"
		   " AND channel = ? AND peer = ?",
    [MARKER_SET] = "INSERT INTO read_markers (owner, channel, peer, time_ms)"
		   " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
		   " time_ms = max(time_ms, excluded.time_ms)",
    [MARKERS_TRIM] =
	"DELETE FROM read_markers WHERE (owner, channel, peer) ="
	" (SELECT owner, channel, peer FROM read_markers WHERE owner = ?1"
	" AND (channel, peer) <> (?2, ?3) ORDER BY time_ms LIMIT 1)"
	" AND (SELECT count(*) FROM read_markers WHERE owner = ?1) > ?4",
    [MARKERS_DROP] = "DELETE FROM read_markers WHERE channel = ?",
};
