/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_TAILER_H
#define TESTS_UNIT_CLIENT_TAILER_H

#include "client/tail_core.h"
#include "tests/unit/client_talker.h"

/* Who follows #c, without a socket: server lines in, what is shown out. */
struct tailer {
	struct talker t;
	struct tail_core core;
	struct tailed_sink sink;
	struct follow *f; /* of #c */
	struct buf shown; /* "text|text|…" since the last look */
	size_t room;      /* messages that the sink takes yet */
	struct buf told;  /* what core tells: "gap #c|renamed #d|…" */
	int64_t now_ms;
};

#define TAILER_CAPS                                         \
	"batch draft/chathistory message-tags server-time " \
	"labeled-response echo-message draft/channel-rename"

void tailer_setup(struct tailer *x);
void tailer_teardown(struct tailer *x);
/* Welcomed with these capabilities, with an ISUPPORT token or "", and in #c.
 * Each connection but the first begins with tailer_lose. */
void tailer_connect(struct tailer *x, const char *caps, const char *token);
/* The same with TAILER_CAPS, to begin after that message. */
void tailer_connect_since(struct tailer *x, const char *id);
void tailer_lose(struct tailer *x);
/* A line from the server, then a turn. */
void tailer_hear(struct tailer *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* "@time=…00.MSZ;msgid=ID :bob!u@h PRIVMSG #c :TEXT" of live talk; without an
 * id where it is "". */
void tailer_say(struct tailer *x, int ms, const char *id, const char *text);
/* The same within batch `page`. */
void tailer_page(struct tailer *x, int ms, const char *id, const char *text);
/* "BATCH +page" with the label of the last request, "BATCH -page". */
void tailer_begin(struct tailer *x, bool end);
void tailer_end(struct tailer *x);
/* A whole answer: messages m<first> to m<last>, "one" being m1. */
void tailer_answer(struct tailer *x, bool end, int first, int last);
void tailer_turn(struct tailer *x);

/* What was shown since, and what was told; what was sent. */
void tailer_expect(struct tailer *x, const char *shown);
void tailer_expect_told(struct tailer *x, const char *told);
void tailer_expect_asked(struct tailer *x, const char *request);
void tailer_expect_silence(struct tailer *x);

#endif
