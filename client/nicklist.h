/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_NICKLIST_H
#define CLIENT_NICKLIST_H

#include "client/cells.h"
#include "client/room.h"

/* Who is in a room, with a rule to the left; as many as fit, then how many
 * more there are. */
void nicklist_draw(struct room *r, struct cells cells);

#endif
