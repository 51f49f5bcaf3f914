/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ROOM_H
#define CLIENT_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/order.h"
#include "client/said.h"
#include "common/hash.h"

struct ask;
struct found;
struct network;
struct pattern;

/*
 * A window: a network's own, a channel, or a private talk. Owns its lines
 * and members. The view reads; what it may call is marked so.
 */
enum {
	ROOM_MEMBERS_MAX = 20000,
	ROOM_TEXT_MAX = 16384,
	ROOM_LINE_BYTES = 1024, /* that lines may have on the average */
	ROOM_SEEN = 512,
	ROOM_NAME_MAX = 200, /* bytes of a name of anything */
	/* Lines that a room may hold beyond its bound while somebody reads
	 * above the end, so that one can scroll back further than that; back
	 * at the end the oldest go again. */
	ROOM_MORE_MAX = 20000,
	ROOM_MSGID_MAX = 200 /* longer ones are no ids */
};

enum room_kind {
	ROOM_SERVER,
	ROOM_CHANNEL,
	ROOM_QUERY,
	ROOM_RESULTS /* of /search: its lines stand for lines elsewhere */
};

/*
 * Lines stand in the order of their ids, which never change and are never
 * used again, but are not next to each other: a page of older lines may come
 * before all of them, or between two.
 */
struct line {
	uint64_t id;
	unsigned version; /* grows with each room_reword */
	int64_t time_ms;  /* wall clock, the server's where it told */
	enum said kind;
	unsigned flags;
	const char *nick;  /* "" where there is none; may carry one prefix in
			    * `prefix`, shown before it */
	char prefix;       /* '@', '+', … or 0 */
	const char *text;  /* valid UTF-8, mIRC codes still in it, no CR LF */
	size_t len;        /* of text */
	const char *msgid; /* "" where there is none */
	bool indexed;      /* by its msgid */
	UT_hash_handle hh; /* of room.by_msgid */
	char data[];       /* where nick, msgid and text live */
};

struct member {
	char *folded; /* the key */
	char *nick;
	char prefixes[8]; /* "@+", highest first; "" for none */
	bool away;
	size_t rank;    /* of the highest prefix, for room_sorted */
	uint64_t spoke; /* grows with each line anybody says; 0 = silent */
	UT_hash_handle hh;
};

/* What may be asked of the server's history (history.h). */
enum room_ask {
	ASK_NONE,
	ASK_OPEN,   /* the newest page */
	ASK_AROUND, /* a moment */
	ASK_OLDER,  /* what is before the first line */
	ASK_GAP     /* what a line SAID_GAP stands for */
};

enum room_top {
	TOP_UNKNOWN,
	TOP_BEGIN,  /* nothing is older than the first line */
	TOP_FAILED, /* it could not be asked for */
	TOP_FULL    /* the window holds no more */
};

struct room_past {
	enum room_ask asked; /* an answer is awaited */
	uint64_t serial;     /* that request's, never used again */
	int64_t until_ms;    /* monotonic */
	unsigned wants;      /* 1 << enum room_ask: asked when that is over */
	bool late;           /* the answer to an earlier one, without label,
			      * comes first */
	bool dropped;        /* an answer was, as that, since this request */
	bool used_id;        /* it names a message by its id */
	bool exact;          /* what has the same time as the top is here */
	bool by_time;        /* ask by time: an id was refused */
	unsigned pages;      /* that may be asked for by itself */

	enum room_top top;
	char *top_id; /* the oldest message there was in any answer, where it */
	int64_t top_ms; /* is not the oldest line; else NULL and 0 */

	uint64_t at;  /* the line before which the newest page goes, or 0 */
	uint64_t gap; /* the line SAID_GAP */
	bool down;    /* it is filled from its older end */
	char *gap_id; /* how far it is filled, where no line shows it */
	int64_t gap_ms;

	char *around_id; /* or NULL: around_ms counts */
	int64_t around_ms;
};

struct room {
	struct room *prev, *next; /* order of the windows */
	uint64_t id;              /* never used again */
	enum room_kind kind;
	struct network *network;
	char *name;
	char *folded;
	char *topic;        /* "" for none; mIRC codes in it */
	char *modes;        /* "+nt", "" where unknown */
	char *key;          /* "" or the key it was joined with */
	bool joined;        /* a channel we are in */
	bool rejoin;        /* were in when the link was lost */
	int64_t joined_ms;  /* wall clock: older lines are history */
	int64_t left_ms;    /* wall clock: when the link was lost, or 0 */
	uint64_t left_line; /* the last line before that */
	uint64_t *seen;     /* hashes of the last message ids, a ring */
	size_t nseen;

	struct line **ring; /* use room_line */
	size_t cap;
	size_t first;
	size_t count;
	size_t max;
	size_t bytes;     /* of memory in the lines */
	uint64_t last_id; /* the greatest one given */
	struct line *by_msgid;

	struct member *members; /* hash by folded nick */
	size_t nmembers;
	struct member **sorted; /* use room_sorted */
	bool resort;
	bool names_asked; /* by the user: show it as text */
	bool names_fresh; /* just joined: say who is here */

	size_t unread;   /* messages since it was last on screen */
	size_t mentions; /* of those, to me */
	bool active;     /* other lines (joins, server) since then */
	uint64_t marker; /* the last line that was read, 0 = unknown */

	/* Reading position: the line at the pane's bottom and how many of its
	 * rows are hidden below; 0 = follow the newest. */
	uint64_t anchor;
	unsigned anchor_hidden;
	uint64_t jump; /* a line that the view is to show with what is around
			* it, at its next drawing; 0 = none */
	uint64_t selected;          /* a line that stands out, or 0 */
	const struct pattern *find; /* text that does, borrowed, or NULL */

	struct found *found; /* of ROOM_RESULTS: what was found; owned */
	struct ask *ask;     /* the password that it asks for; owned */

	struct room_past past;

	/* The read marker of all devices (marker.h), wall clock. */
	bool read_known;     /* the server told, be it that there is none */
	int64_t read_ms;     /* what it has, 0 = none */
	int64_t mark_ms;     /* what it is to be told, where greater */
	int64_t mark_due_ms; /* monotonic: when, 0 = not set */
	bool mark_ask;       /* it is to be asked */

	char *draft; /* what is typed here, while another window is open */
	size_t draft_point;
};

struct room *room_new(
    struct network *n, enum room_kind kind, const char *name, size_t max_lines);
void room_free(struct room *r);

void room_set_name(struct room *r, const char *name);

/* Adds a line at the end; the oldest ones go where there are more than
 * max_lines (and ROOM_MORE_MAX where somebody reads above the end), or more
 * than ROOM_LINE_BYTES times that in bytes. CR and LF in it become spaces,
 * more than ROOM_TEXT_MAX bytes are cut. Text and nick are valid UTF-8 (see
 * decode.h). Returns its id. */
uint64_t room_add(struct room *r, const struct said_line *said);

/*
 * Inserts lines, in their order, before line number at (r->count: at the
 * end). All references to lines stay at theirs. Where not all fit, the older
 * ones are left out before any is dropped from the room; the number that
 * went in, the newest, is returned. A page for which order.h has no ids left is
 * left out.
 */
size_t room_insert(struct room *r, size_t at, const struct said_line *said,
    size_t count, enum order_lean lean);
/* Whether so many more fit without anything being dropped. */
bool room_has_space(const struct room *r, size_t lines);

/* Line i of r->count, 0 is the oldest kept. */
const struct line *room_line(const struct room *r, size_t i);
/* The index of line id, or where it is not kept of the first after it;
 * r->count where it is newer than all. */
size_t room_index(const struct room *r, uint64_t id);
/* The index of the line with that msgid, or r->count. */
size_t room_find_msgid(const struct room *r, const char *msgid);
/* The id of the newest line, 0 where there is none. */
uint64_t room_newest(const struct room *r);
/* Another text for line i, which stays what it is. */
void room_reword(struct room *r, size_t i, const char *text);
void room_remove(struct room *r, size_t i);
/* Drops the oldest line. */
void room_forget(struct room *r);
void room_clear(struct room *r);
/* What is to be said above the oldest line; NULL for nothing. */
const char *room_top(const struct room *r);
void room_resize(struct room *r, size_t max_lines);

/* For the view: sets the reading position; id 0 follows the newest, and drops
 * what is beyond max_lines. */
void room_scroll(struct room *r, uint64_t id, unsigned hidden);

struct member *room_member(const struct room *r, const char *nick);
/* The member, new or found; NULL when ROOM_MEMBERS_MAX are there, or
 * NETWORK_MEMBERS_MAX in all, or for a name longer than ROOM_NAME_MAX. */
struct member *room_join(struct room *r, const char *nick);
void room_part(struct room *r, const char *nick);
void room_part_all(struct room *r);
void room_rename(struct room *r, const char *from, const char *to);
/* Sets or clears one prefix, keeping the network's order. */
void room_prefix(struct room *r, const char *nick, char prefix, bool on);
/* For the view: r->nmembers members by rank, then by name. */
struct member *const *room_sorted(struct room *r);

/* Whether a message of that id came already: it is one of the lines, or of
 * the last ROOM_SEEN; remembers it. False for "". */
bool room_seen(struct room *r, const char *msgid);

void room_set_draft(struct room *r, const char *text, size_t point);

#endif
