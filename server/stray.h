/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STRAY_H
#define SERVER_STRAY_H

#include "server/catchup.h"
#include "server/server.h"

/*
 * Sessions of people who came without an account and have another nick now than
 * the one by which their places are known (device.h). These stay theirs until
 * somebody else comes from the same host under that nick: then whoever has gone
 * on goes on under the present one, so that neither moves the other's places.
 */

/* Before the event is applied. */
void stray_note(struct server *srv, const struct event *e);
/* Somebody comes whose places those of that session are. */
void stray_part(struct server *srv, const struct catchup *c);
/* The session ends. */
void stray_forget(struct server *srv, struct session *s);

#endif
