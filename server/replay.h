/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REPLAY_H
#define SERVER_REPLAY_H

#include <stdbool.h>

#include "server/catchup.h"
#include "server/server.h"

/*
 * Shows a session what was said in a place since that was last delivered to
 * its device there, or, for the first time, the last messages: as ordinary
 * ones (deliver.h), in a batch of type chathistory where it has batches. Not to
 * who asks for history (draft/chathistory), nor to a bot. A step is a piece, as
 * a part of an answer (answer.h); it ends when nothing is left, what others
 * said meanwhile included, and from then on the place is live. Who comes to a
 * channel for the first time, and does not have event-playback, is told then
 * that it is kept (kept.h).
 *
 * Whose places they are: the folded account, or "~nick!host" folded; of the
 * device that USER named (device.h).
 */
struct replay {
	struct catchup_run run;
	bool begun;
	bool on;     /* it is shown, and under way */
	bool failed; /* what was missed cannot be read */
	bool tell;
	bool over;             /* it is nobody's here any more */
	struct store_point at; /* shown so far */
	int64_t since_ms;      /* when it was last there */
	size_t shown, left_out;
	char batch[12];  /* the one that is open; "" none */
	char *with;      /* the channel, or with whom the talk is */
	size_t *running; /* how many there are in all */
};

void replay_begin(struct server *srv, struct session *s, struct replay *r,
    uint64_t channel_id);
/* false after the last. */
bool replay_step(struct server *srv, struct session *s, struct replay *r);
/* Said or not; also for one that never began. */
void replay_end(struct session *s, struct replay *r);

/* The same as an answer of its own: the private messages that somebody with an
 * account missed. */
void replay_talks(struct server *srv, struct session *s);
/* No more of them is shown: the account is another. */
void replay_talks_end(struct session *s);

#endif
