/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_PAST_H
#define TESTS_UNIT_CLIENT_PAST_H

#include "tests/unit/client_talker.h"

/* A client at a server that keeps messages "text 0", "text 1", …, with the
 * ids m0, m1, …, one a minute from 2026-11-03 12:00 on. */
#define PAST_CAPS                                                            \
	"batch server-time message-tags labeled-response draft/chathistory " \
	"draft/event-playback draft/read-marker"

struct past {
	struct talker t;
	struct room *r; /* #a, once joined */
	int64_t now_ms; /* monotonic */
	char label[32]; /* of what was asked last */
};

void past_setup(struct past *p);
void past_teardown(struct past *p);
void past_join(struct past *p); /* #a; what is asked waits */
void past_lose(struct past *p); /* the connection, and joins again */

/* The end of a turn: what is sent, good until the next call. */
const char *past_turn(struct past *p);
/* The same, its first line without label and line end. */
const char *past_asked(struct past *p);
/* Somebody scrolls to the first line. */
void past_scroll_up(struct past *p);

/* The server: "2026-11-03T12:00:00.000Z" for message 0; a message with tags
 * ("" or ended by ';'); an answer begins; it is messages from..to, and `end`
 * where nothing follows; a message as it is said in #a. */
void past_iso(int i, char out[25]);
void past_message(struct past *p, const char *tags, int i, const char *target);
void past_begin(struct past *p, const char *tags);
void past_page(struct past *p, int from, int to, bool end);
void past_live(struct past *p, int i);

/* The numbers of the messages in #a in their order, "~" for a gap. */
const char *past_shown(const struct past *p);
/* The text of the first gap, "" for none. */
const char *past_gap(const struct past *p);

#endif
