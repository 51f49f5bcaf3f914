/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_FOLLOW_H
#define CLIENT_TAIL_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/tail_seen.h"
#include "client/tailed.h"
#include "common/buf.h"

/*
 * One channel (or private talk) that is followed: what of it was shown last,
 * and how it goes on from there, with nothing twice and nothing missing. After
 * each connection, and where the sink was full, the server is asked for what
 * came after that, page by page, each when the sink is hungry; what is said
 * meanwhile is held, and goes after it. It knows no socket and no clock.
 *
 * Where the server keeps no history, what is live goes to the sink; what that
 * does not take now is held, and who has the socket is to stop reading
 * (follow_is_stuck).
 */
enum {
	FOLLOW_HELD_MAX = 1000,
	FOLLOW_HELD_BYTES = 1 << 20,
	FOLLOW_ID_MAX = 200 /* longer ones are no ids */
};

enum follow_step {
	FOLLOW_AWAY,  /* not there */
	FOLLOW_WANTS, /* something is to be asked, when the sink is hungry */
	FOLLOW_ASKED, /* the answer is awaited */
	FOLLOW_LIVE
};

/* The question for the last message there is, where one begins with now. */
enum follow_start { START_DONE, START_WANTS, START_ASKED };

struct follow {
	char *name; /* as the server calls it */
	bool channel;
	enum follow_step step;
	enum follow_start start;

	/* The place: of the last message that was shown, its id, or NULL, and
	 * its time; 0: before all others. */
	bool known;
	bool given; /* by who started us (--since) */
	char *last_id;
	int64_t last_ms;

	bool can;   /* the server has history */
	bool by_id; /* it takes msgid=, and knows that one */

	/* of the answer that is awaited */
	size_t limit;
	bool used_id;
	bool skip_ms;     /* what has the time of the last one was seen */
	int64_t asked_ms; /* the time of the last one then */
	size_t got;
	bool moved;
	bool full;    /* the sink said no within it */
	bool dropped; /* something live was, since it was asked */

	struct tailed **held;
	size_t nheld, held_bytes;
	bool lost; /* something live was, for good */
	struct tail_seen seen;
	const struct tailed_sink *sink; /* borrowed */
};

struct follow *follow_new(
    const char *name, bool channel, const struct tailed_sink *sink);
void follow_free(struct follow *f);
void follow_rename(struct follow *f, const char *name);

/* Begin after that message, or with that moment where id is "". */
void follow_since(struct follow *f, const char *id, int64_t time_ms);

/* We are there, on a new connection, to whose server's clock it is now_ms.
 * can: it has history; by_id: and takes msgid=. False where something may be
 * missing for ever, as there is no history and something was before. */
bool follow_here(struct follow *f, int64_t now_ms, bool can, bool by_id);
/* Not any more. */
void follow_away(struct follow *f);

/* Something is to be asked, and the sink is hungry. */
bool follow_wants(const struct follow *f);
/* An answer is awaited. */
bool follow_awaits(const struct follow *f);
/* It is asked now, for f->limit messages, which is at most `most`: appends the
 * reference, gives the subcommand of CHATHISTORY. */
const char *follow_ask(struct follow *f, size_t most, struct buf *reference);

/* A message that is said now, */
void follow_live(struct follow *f, const struct tailed *m);
/* one that was said before and nobody asked for, */
void follow_replay(struct follow *f, const struct tailed *m);
/* one of the answer, and something else in it. */
void follow_page(struct follow *f, const struct tailed *m);
void follow_other(struct follow *f, const char *id, int64_t time_ms);
/* The answer is complete. */
void follow_answered(struct follow *f, bool end);

enum follow_refused {
	FOLLOW_AGAIN, /* it is asked in another way */
	FOLLOW_WRONG, /* the id that was given is none of this server's */
	FOLLOW_GAP    /* what came in between cannot be had */
};
/* It was refused; `id`: for what was referred to. */
enum follow_refused follow_refused(struct follow *f, bool id);

/* Each turn: gives the sink what it did not take. */
void follow_turn(struct follow *f);
bool follow_is_stuck(const struct follow *f);

#endif
