/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_H
#define SERVER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/account.h"
#include "server/ban.h"
#include "server/event.h"
#include "server/world.h"

/*
 * The seam behind which events become durable (SQLite; a replicated log
 * later). One transaction a turn: append gathers, commit makes durable, and
 * nothing that was appended may be seen by anybody before.
 */
struct store;

/* A place in the order of history. What is imported has a time of before and
 * a seq of now, so that the time comes first. */
struct store_point {
	int64_t time_ms;
	uint64_t seq; /* among those of the same time; none is 0 */
};

/*
 * A piece of the history of one place: a channel, or what is between people
 * of one owner, with one peer or with all. Bounds are not part of it.
 */
struct store_range {
	uint64_t channel_id; /* 0: between people, and then: */
	const char *owner;   /* NULL: whosever it is, peer too */
	const char *peer;    /* NULL: all */
	struct store_point after, before;
	bool newest; /* the last max of them, else the first */
	bool said;   /* messages and notices only */
	size_t max;
};
/* As strcmp does: which comes first. */
int store_point_cmp(const struct store_point *a, const struct store_point *b);
/* How far a device of somebody has come in what it is shown by itself. Strings
 * are borrowed. */
struct store_cursor {
	const char *owner; /* replay.h */
	const char *device;
	uint64_t channel_id; /* 0: between people */
	struct store_point at;
	int64_t used_ms;
};
/* store_ops.skip counts that many, and one that says that there are more. */
enum { STORE_SKIP_COUNTED = 10000 };

/* Bounds that leave nothing out. */
#define STORE_FIRST ((struct store_point){INT64_MIN, 0})
#define STORE_LAST  ((struct store_point){INT64_MAX, INT64_MAX})

/* Whom an owner has talked with: the peer (correspondent.h), and their nick as
 * it was seen last. */
struct correspondent {
	const char *peer, *nick;
};
struct store_correspondents {
	const char *owner;
	const char *after; /* a peer, which is not part of it; NULL: none */
	const char *nick;  /* those of this nick only; NULL: all */
	size_t max;
};

/* Where somebody said something: in a channel, in a talk (0, and the peer), or
 * everywhere. */
enum { STORE_EVERYWHERE = -1 };
struct store_where {
	int64_t channel_id;
	const char *peer; /* "" but of a talk */
};

/* Rows that are looked at in a call for what an account said, and how much of
 * what it said an account may have forgotten at once. */
enum { STORE_OWN_ROWS = 256, STORE_FORGET_MAX = 16 };

struct store_own {
	const char *account;
	struct store_where where;
	/* In the order of writing; both begin as 0 and are set by the calls.
	 */
	uint64_t after, until;
};

enum { STORE_FORGET_MORE, STORE_FORGET_DONE, STORE_FORGET_NONE };
/* The one that was worked at; the caller frees the buffers. */
struct store_forgotten {
	struct buf account, peer;
	int64_t channel_id;
};

/* What may be kept of a channel, or of what is between people. */
struct store_bounds {
	int64_t most;   /* lines, oldest first to go; -1: however many */
	int64_t age_ms; /* 0: however old */
};

enum { STORE_REMOVED_ROWS = 16384 };

/* By what a message is known again (nonce.h); the owner is borrowed. */
enum { STORE_NONCE_KEY = 16 };
struct store_nonce {
	const char *owner;
	uint8_t key[STORE_NONCE_KEY];
};
/* How many are remembered: the newest, of an owner and in all. */
enum { STORE_NONCES_OWNER = 10000, STORE_NONCES = 200000 };
#define STORE_NONCE_MS INT64_C(86400000) /* and for how long */

/* The message that came first; the caller frees the buffers. */
struct store_first {
	char id[EVENT_ID_LEN];
	int64_t time_ms;
	bool kept;     /* there is its text: */
	bool redacted; /* or there was */
	struct buf body, tags;
};

/* Rows that one step deletes at most. */
enum { STORE_RETAIN_ROWS = 256 };

/* One round through all that is kept, in steps (retention.h). */
struct store_retention {
	/* Those of a channel, or for 0 of what is between people; the rest of
	 * a channel that has ended goes unasked. */
	struct store_bounds (*of)(uint64_t channel_id, void *context);
	void *context;
	int64_t most_lines; /* of all, those written first go; 0: no limit */
	int64_t most_bytes; /* of the database but its free pages; the same */
	int64_t now_ms;     /* wall time, what ages are counted from */
	/* The round so far; begins as 0, 0, false, false, INT64_MAX. */
	int64_t lines; /* that went */
	uint64_t channel_id;
	bool channels_done;
	bool nonces_counted;
	int64_t expires_ms; /* when the next one will be too old */
};

/* Somebody who stays, in one channel (0: in none). */
struct store_stay {
	const char *account, *nick, *user, *host, *realname;
	const char *away;  /* or NULL */
	const char *modes; /* the letters */
	uint64_t channel_id;
	unsigned rank; /* member modes there */
};

struct store_ops {
	const char *name;
	void (*close)(struct store *s);
	/* Keeps an event and sets its seq. -1 and errno: it is not kept. */
	int (*append)(struct store *s, uint64_t channel_id, struct event *e);
	/* Writes what the channel is now (name and former names, modes,
	 * topic, lists, rights), or that it is gone. Same transaction. */
	int (*channel_save)(struct store *s, const struct channel *c);
	int (*channel_drop)(struct store *s, uint64_t channel_id);
	/* Writes what is set of a channel now (account ""), or of an account
	 * (channel 0). */
	int (*metadata_save)(struct store *s, uint64_t channel_id,
	    const char *account, const struct metadata *list);
	/* Until where an account (folded) has read; 0: none. The store keeps
	 * the greatest. A channel that is dropped takes its own along. */
	int (*marker_get)(struct store *s, const char *owner,
	    const struct marker_place *p, int64_t *time_ms);
	int (*marker_set)(struct store *s, const char *owner,
	    const struct marker_place *p, int64_t time_ms);
	/* Writes what the account is now. */
	int (*account_save)(struct store *s, const struct account *a);
	/* One step of what goes with an account (folded) that is no more: its
	 * talks, markers and cursors. 1: nothing is left; 0: more is; -1. */
	int (*account_forget)(struct store *s, const char *account);
	/* Writes that an invitation was used. */
	int (*redeemed_add)(struct store *s, const struct redeemed *i,
	    const struct redeemed_by *use);
	/* All bans as they are now. */
	int (*bans_save)(struct store *s, const struct bans *all);
	/* At start; -1: why is in `unreadable`. */
	int (*bans_load)(struct store *s, struct bans *all);
	/* Writes by which devices the account was here. */
	int (*devices_save)(struct store *s, const struct account *a);
	/* Writes who stays for an account (stay.h), and where; NULL: nobody. */
	int (*stay_save)(
	    struct store *s, const char *account, const struct user *u);
	/* Calls `each` for each channel of each who stays, those of one after
	 * each other. -1: it cannot be read. */
	int (*stay_load)(struct store *s,
	    void (*each)(const struct store_stay *row, void *context),
	    void *context);
	/* 0, or -1 and errno: of what came since the last commit nothing is
	 * kept but what kept_seq counts, and every change fails from then on,
	 * without waiting for anything, until `again`. */
	int (*commit)(struct store *s);
	/* Tries whether anything can be written. If so, no channel and no
	 * metadata is kept any more: the caller saves them all, and commits. */
	int (*again)(struct store *s);
	/* What is between people belongs to each of both: to this owner, in
	 * the talk with that peer (correspondent.h), whose nick is that. After
	 * append, which has set seq. */
	int (*talk)(struct store *s, const struct event *e, const char *owner,
	    const char *peer, const char *nick);
	/* Calls `each` for those of a range, oldest first; those that are
	 * redacted are left out. What was said since the last commit is
	 * committed first: nothing else is read. */
	int (*read)(struct store *s, const struct store_range *r,
	    void (*each)(const struct event *e, void *context), void *context);
	/* Where an id stands, within the place of the range (its bounds do
	 * not matter); also one that is redacted. 1: there; 0: it is not. */
	int (*locate)(struct store *s, const struct store_range *r,
	    const char *msgid, struct store_point *at);
	/* Calls `each` for those that are asked for, in the order of their
	 * peers; those of a nick by when they talked, the last one first. */
	int (*correspondents)(struct store *s,
	    const struct store_correspondents *q,
	    void (*each)(const struct correspondent *c, void *context),
	    void *context);
	/* Moves `after` of a range of what was said (with owner: with all
	 * peers) so that no more than its max follow, and counts what that
	 * leaves out (NULL: not). */
	int (*skip)(struct store *s, struct store_range *r, size_t *left_out);
	/* Fills how far that device was there. 1: there; 0: it is unknown. */
	int (*cursor_load)(struct store *s, struct store_cursor *c);
	/* A new one; bounded in number and age, those not used for longest
	 * go. Later ones go on only, and where it is known. */
	int (*cursor_add)(struct store *s, const struct store_cursor *c);
	int (*cursor_move)(struct store *s, const struct store_cursor *c);
	/* Calls `each` for the message of this id, of that channel, or, for
	 * 0, between people; not where there is none or it is redacted. */
	int (*find)(struct store *s, uint64_t channel_id, const char *msgid,
	    void (*each)(const struct event *e, void *context), void *context);
	/* Takes its text and tags away; `last` leaves it out. Once that is
	 * committed no file holds them, or a later commit sees to it. */
	int (*redact)(struct store *s, uint64_t channel_id, const char *msgid);
	/* The index has no message any more that is among the first `until`
	 * of those that were ever removed; at most STORE_REMOVED_ROWS of them
	 * are done away with at once. 0, 1: there may be more, -1. */
	int (*removed_drop)(struct store *s, uint64_t until);
	/* All that is kept of the channel goes, by steps of `retain`; from now
	 * on it is not shown. */
	int (*purge)(struct store *s, uint64_t channel_id);
	/* One step of a round, in the turn's transaction: rows that are over
	 * the bounds go. 1: the round is over; 0: it is not; -1 and errno: it
	 * failed, and so does the turn. */
	int (*retain)(struct store *s, struct store_retention *r);
	/* Remembers a message, whose id, time_ms and seq (0: it is not kept)
	 * the event has. Same transaction. */
	int (*nonce_add)(struct store *s, const struct store_nonce *n,
	    const struct event *first);
	/* Fills what came by it since then. What was said since the last commit
	 * is committed before it is found. 1: it is there; 0; -1 and errno. */
	int (*nonce_find)(struct store *s, const struct store_nonce *n,
	    int64_t since_ms, struct store_first *first);
	/* Calls `each` for what the account said there, as JSON; of the next
	 * rows, until 1: there are no more. 0; -1 and errno. */
	int (*own)(struct store *s, struct store_own *q,
	    void (*each)(const char *json, size_t len, void *context),
	    void *context);
	/* What the account said there until now loses its text, by steps. -1
	 * and errno, which is EBUSY for one too many. */
	int (*forget_add)(
	    struct store *s, const char *account, const struct store_where *w);
	/* One of the above, or -1 and errno. */
	int (*forget_step)(struct store *s, struct store_forgotten *f);
	/* At start. -1: why is in `trouble`. */
	int (*load)(struct store *s, struct world *w, struct accounts *a);
};

struct store {
	const struct store_ops *ops;
	uint64_t last_seq; /* from load: the newest of earlier runs, or 0 */
	int64_t last_ms;   /* the same of times */
	uint64_t kept_seq; /* the newest that is committed */
	uint64_t changes;  /* another after a commit that changed any row */
	/* From load: what this server alone knows of accounts (verifier.h). */
	uint8_t secret[32];
	char trouble[200];    /* why the last change failed */
	char unreadable[200]; /* why something could not be read; "" again
			       * once it was told */
};

/* Opens or makes DIR/history.db (0600). NULL with a line in err, also where
 * a newer server made it. The caller sees to it that no other server has
 * the same DIR. */
struct store *store_sqlite_open(
    const char *dir, bool sync_disk, struct buf *err);
/* For tests: keeps nothing; ids and order as ever. */
struct store *store_none_open(void);
bool store_keeps(const struct store *s);

#endif
