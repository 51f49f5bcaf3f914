/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_HISTORY_MODEL_H
#define TESTS_UNIT_HISTORY_MODEL_H

#include "server/server.h"

/*
 * A history by chance in the real store, with many events of one time and
 * times that go back, and beside it the same in a plain array, from which what
 * CHATHISTORY must answer is worked out by going through all of it.
 */
enum { MODEL_MOST = 120 };

struct model_event {
	int64_t time_ms;
	char id[EVENT_ID_LEN];
	bool said;  /* a message or notice */
	bool shown; /* to alice, if she has event-playback or it is said */
};

struct model {
	unsigned seed;
	struct model_event events[MODEL_MOST]; /* in order */
	size_t n;
	bool playback;
};

/* Less than n. */
unsigned model_chance(struct model *m, unsigned n);
/* One of few, and so often the same. */
int64_t model_time(struct model *m);
/* Like those of event.c: ten digits of its time, and some of chance. */
void model_id(struct model *m, char id[EVENT_ID_LEN], int64_t time_ms);

/* What a client may name: a message, a time, an id of no message, or all. */
enum model_ref_kind { REF_MESSAGE, REF_TIME, REF_OTHER_ID, REF_ALL };
struct model_ref {
	enum model_ref_kind kind;
	size_t i; /* which message */
	int64_t time_ms;
	char text[64]; /* as in the command */
};
void model_ref(struct model *m, struct model_ref *r, bool may_be_all);

/* Fills it by chance. `append` keeps one event, whose order among those of the
 * same time is that of the calls, and may redact it; whether alice may see
 * one of this status. */
void model_fill(
    struct model *m, bool (*append)(struct event *e, bool redacted));

/* What must come: ids in order, each followed by a space, and "end" where
 * nothing lies behind it. */
void model_answer(const struct model *m, const char *subcommand,
    const struct model_ref *a, const struct model_ref *b, size_t limit,
    struct buf *out);

#endif
