/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MULTILINE_H
#define SERVER_MULTILINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/event.h"
#include "server/settings.h"

struct standing;

/*
 * A message of several lines that a client is sending (IRCv3 client-batch
 * and draft/multiline): it is gathered here until its batch is closed.
 */
struct multiline {
	char *ref;
	bool refused; /* what still comes of it is ignored */
	char *target;
	char *tags;           /* client-only ones, as on the wire; NULL: none */
	char *nonce;          /* of its start (nonce.h); NULL: none */
	char *label;          /* of labeled-response; NULL: none */
	enum event_kind kind; /* EVENT_KINDS until the first line */
	struct buf body;      /* as struct event_line describes it */
	size_t lines, bytes;
	int64_t heard_ms; /* monotonic: when it last grew */
};

/* What one may have. What a message can make of itself when it is relayed
 * line by line stays under a quarter of what may wait for a session. */
struct multiline_limits {
	size_t bytes, lines;
};
struct multiline_limits multiline_limits(const struct settings *set);
/* Appends "max-bytes=…,max-lines=…". */
void multiline_value(
    struct buf *out, const struct settings *set, const struct standing *who);

enum multiline_result {
	MULTILINE_OK,
	MULTILINE_MAX_BYTES,
	MULTILINE_MAX_LINES,
	MULTILINE_MIXED, /* PRIVMSG and NOTICE */
	MULTILINE_BLANK, /* a blank line that is joined to another */
	MULTILINE_CTCP
};

struct multiline *multiline_new(const char *ref, int64_t now_ms);
void multiline_free(struct multiline *b); /* NULL too */
/* Forgets what was gathered; the rest of it is known by its reference. */
void multiline_refuse(struct multiline *b);
enum multiline_result multiline_add(struct multiline *b,
    const struct multiline_limits *most, enum event_kind kind, const char *text,
    bool joined);
/* Whether nothing but blank lines came. */
bool multiline_is_blank(const struct multiline *b);

#endif
