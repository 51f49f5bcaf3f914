/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAILED_H
#define CLIENT_TAILED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/irc.h"

/*
 * A message that somebody is told of who follows a channel (--tail): what
 * --json shows of it. Strings are borrowed, never NULL ("" for none), valid
 * UTF-8 as it came: not made harmless for a terminal.
 */
struct tailed {
	int64_t time_ms;     /* wall clock; the server's where it told */
	const char *id;      /* "" where the server gives none */
	const char *channel; /* as it is called; of private talk: the other's
			      * nick */
	const char *nick;    /* who says it; may be a server */
	const char *account; /* "" where they have none, or it is unknown */
	const char *kind;    /* "message", "action", "notice", … */
	const char *text;    /* LF between the lines of one with several */
	const struct irc_tag *tags; /* all that came with it */
	size_t ntags;
	bool self; /* I said it, on this or another device */
};

/* A copy in one piece, for free(). */
struct tailed *tailed_copy(const struct tailed *m);
/* Bytes that the copy takes. */
size_t tailed_size(const struct tailed *m);

/*
 * Who takes them, in the server's order, each once. `take` may say no (false),
 * as it has its hands full; that message and those after it come again when
 * `hungry`, which is asked each turn, says yes. NULL: always.
 */
struct tailed_sink {
	bool (*take)(void *arg, const struct tailed *m);
	bool (*hungry)(void *arg);
	void *arg;
};

bool tailed_hungry(const struct tailed_sink *sink);

#endif
