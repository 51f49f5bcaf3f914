/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ROW_H
#define SERVER_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/event.h"

/*
 * Something that happened, as it comes from a file: --import. Strings are
 * borrowed; NULL is what is not known or does not apply. The same fields as
 * those of struct event, but a kind by its name, which may be "redacted".
 */
struct row {
	const char *id; /* NULL, or whatever the file calls it */
	int64_t time_ms;
	const char *kind;
	const char *channel; /* NULL: between people */
	const char *nick, *user, *host, *account, *realname;
	bool bot;
	const char *status, *target, *arg, *body, *tags;
};

enum {
	ROW_BODY_MAX = 1048576, /* bytes: as much as multiline-bytes may be */
	ROW_WORD_MAX = 255,     /* of names of any sort */
	ROW_NAMES_MAX = 400 /* of nick, user, host and target together, so that
			     * a line has room for them */
};

/* -1 where the store could not hold it or nobody could be shown it; what is
 * wrong and what would be right in err. now_ms: nothing is later. */
int row_check(const struct row *r, int64_t now_ms, struct buf *err);

/*
 * Its id here: its own where that is one of ours and holds its time, else one
 * that is made from what it is, so that the same row gets the same id again.
 * `same` tells apart what is the same in all else.
 */
void row_id(const struct row *r, uint64_t same, char id[EVENT_ID_LEN]);

#endif
