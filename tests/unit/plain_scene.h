/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_PLAIN_SCENE_H
#define TESTS_UNIT_PLAIN_SCENE_H

#include <check.h>

#include "server/plain_talk.h"

/*
 * Somebody who types plain lines, and a server that takes what is sent and
 * notes it: a message as "> COMMAND a b :last", an answer that is shown as "<
 * 404", and the lines that are shown. Nicks that are not taken, and all
 * channels, let them in.
 */
enum { PLAIN_USER = 7, PLAIN_SESSION = 12, PLAIN_CHANNELS = 8 };

extern struct plain_scene {
	struct speech *sp;
	struct speaker who;
	char *channels[PLAIN_CHANNELS];
	size_t nchannels;
	unsigned refusals;   /* nicks that are taken, from now on */
	const char *refuses; /* the command that is refused */
	char *nick;
	struct buf out;
} net;

void plain_begin(void);
void plain_end(void);
/* One thing more that is to be done; false: nothing is left. */
bool step(void);
/* All of them; what came of it, with what net.out held. */
const char *outcome(void);
/* What comes of a line alone. */
const char *typed(const char *line);
const char *typed_bytes(const char *line, size_t len);
/* A line is taken, and nothing done yet. */
void types(const char *line);
/* "alice", in the lobby. */
void here(void);
bool shows(const char *what);

bool is_in(const void *where, const char *channel);
/* What the session is shown. */
unsigned sees(struct event *e);
unsigned does(enum event_kind kind, const char *channel, uint64_t session_id);
/* Comes to a channel, by a session, and is gone from it. */
void come(const char *channel, uint64_t session_id);
void go(const char *channel);

#define SAID(line, message) ck_assert_str_eq(typed(line), "> " message "\n")

/* A suite of these. */
Suite *plain_suite(const char *name, const TTest *const *tests);

#endif
