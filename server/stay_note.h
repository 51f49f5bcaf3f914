/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STAY_NOTE_H
#define SERVER_STAY_NOTE_H

#include "server/server.h"

/*
 * Who is always-on (stay.h) is written to the store whenever they are another
 * than before, once a turn: below the hub, which knows when.
 */

/* It is to be written. */
void stay_mark(struct server *srv, struct account *a);
/* Before the event is applied: those whose user it changes are. */
void stay_note(struct server *srv, const struct event *e);
/* All are, as when the store works again. */
void stay_note_all(struct server *srv);
/* Before the commit. */
void stay_flush(struct server *srv);

#endif
