/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_RANK_H
#define SERVER_PLAIN_RANK_H

#include "common/buf.h"
#include "server/event.h"

/*
 * A change of a channel's modes as lines for people: "-- alice made bob an
 * operator of #c", a line for each rank and ban; what is left in one, "-- alice
 * set +mk key in #c".
 */
void plain_say_modes(struct buf *out, const struct event *e, const char *doer);

#endif
