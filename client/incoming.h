/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_INCOMING_H
#define CLIENT_INCOMING_H

#include <stdbool.h>
#include <stdint.h>

#include "client/state.h"
#include "common/irc.h"

/*
 * One message from a server, as the handlers see it. They change the state
 * and queue answers with network_send; nothing here knows a socket.
 */
struct incoming {
	struct state *s;
	struct network *n;
	const struct irc_msg *m;
	struct irc_source from; /* nick "" where there is no source */
	bool self;              /* from us */
	bool server;            /* from a server, or without a source */
	int64_t time_ms;        /* server-time, wall clock; 0 = none */
	int64_t now_ms;         /* monotonic */
	struct batch *batch;    /* the one it is part of, or NULL */
};

/* Parameter i, "" where it is missing. */
const char *in_param(const struct incoming *in, size_t i);
/* The answer to our CHATHISTORY that it is part of, or NULL. */
struct page *in_page(const struct incoming *in);
/* It tells of the past and changes nothing. */
bool in_replay(const struct incoming *in);
/* A BATCH of what was said before: an answer to CHATHISTORY, or what a bouncer
 * plays back; and whether nothing follows that answer. */
bool in_begins_past(const struct incoming *in);
bool in_ends_past(const struct incoming *in);
/* The label of what is answered, of the line or of the batch around it; NULL
 * where there is none. */
const char *in_label(const struct incoming *in);
/* Adds a line of the message to that answer. */
void in_keep(const struct incoming *in, struct said_line *said);
/* The channel or query of that name, or NULL; within an answer to
 * CHATHISTORY that of the one who asked. */
struct room *in_room(const struct incoming *in, const char *name);
/* Where the answer to what the user asked belongs: the window it was asked
 * in where that is known, else the current one of this network. */
struct room *in_reply_room(const struct incoming *in);
/* The window that asked, by label, or NULL. */
struct room *in_labeled_room(const struct incoming *in);
/* Appends the parameters from `first` on, separated by spaces. */
void in_rest(const struct incoming *in, size_t first, struct buf *out);

/* Adds a line in words, with the message's time; an event with its nick. */
void in_say(const struct incoming *in, struct room *r, enum said kind,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same for an event in the current moment of a room about somebody. */
void in_event(const struct incoming *in, struct room *r, unsigned flags,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A duration in words: "5 minutes", "3 hours", "2 days". */
void in_add_duration(struct buf *out, int64_t seconds);
/* A moment since 1970 in words, in local time. */
void in_add_date(struct buf *out, int64_t seconds);

#endif
