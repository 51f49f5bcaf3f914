/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAYBACK_H
#define SERVER_PLAYBACK_H

#include "server/place.h"

/*
 * Which events of a place's history a session is shown, and how: as they
 * were, with their own time, id and sender. Only who has draft/event-playback
 * gets more than messages and notices. What was for a rank only, or was not
 * to be seen by all at its time (auditorium), is for who has that rank now,
 * and for who did it. The key in a change of mode k is not shown, and CTCP that
 * is kept only to who asks for history. In a talk, what one said oneself comes
 * under one's present nick, as clients know their own by it, and the other one
 * is called as the place is.
 */
struct playback {
	struct server *srv;
	struct session *s;
	const struct place *place;
	const char *batch; /* that it is part of, or NULL */
};

/* Whether the session gets messages and notices only. */
bool playback_said_only(const struct session *s);
bool playback_shows(const struct playback *p, const struct event *e);
/* Returns the bytes. */
size_t playback_send(const struct playback *p, const struct event *e);

#endif
