/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CROWD_H
#define TESTS_UNIT_CROWD_H

#include "tests/unit/scene.h"

/*
 * A server with very many people and channels, and somebody who asks. All of
 * u00000 … are in #big, and each in one of #c00000 …
 */
enum {
	CROWD_USERS = 10000,
	CROWD_CHANNELS = 1000,
	CROWD_PIECE = 16384 + 600 /* bytes, at most */
};

extern struct crowd {
	struct scene sc;
	struct session *asker, *other;
	struct buf said; /* to the asker, so far */
	size_t pieces;
	unsigned seen[CROWD_USERS]; /* by the number in a name */
} crowd;

/* Once for all tests, each of which has a copy; and in each. */
void crowd_fill(void);
void crowd_empty(void);
void crowd_set_up(void);
void crowd_tear_down(void);

/* What people of the crowd do, who have no session. */
struct event crowd_by_user(const char *nick, enum event_kind kind);
void crowd_comes(const char *nick);
void crowd_joins(const char *nick, const char *channel);
void crowd_quits(const char *nick);
void crowd_parts(const char *nick, const char *channel);
void crowd_renames(const char *nick, const char *to);
/* "#c00042"; borrowed until the next call. */
const char *crowd_name_of(const char *lead, int i);

void crowd_says(struct session *s, const char *line);
/* What the asker is sent in a turn, which is never much; whether more will
 * come. */
bool crowd_piece(void);
void crowd_all_pieces(void);
/* Counts, in all lines of this numeric, what stands behind each `before` by
 * the number in it. */
void crowd_count_numbers(const char *numeric, const char *before);
void crowd_all_seen_once(size_t first, size_t end);
/* How often the word stands in what the asker was sent. */
size_t crowd_lines_like(const char *word);

#endif
