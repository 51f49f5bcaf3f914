/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_FOLLOW_H
#define SERVER_PLAIN_FOLLOW_H

#include "server/plain_mind.h"

/*
 * What somebody who types plain lines is shown, and what it means for where
 * they talk: a channel that they came to by their own word, until they leave
 * it or are thrown out; other devices move nobody. See struct speech_ops.
 */
unsigned follow_see(
    struct speech *sp, const struct speaker *who, const struct event *e);
bool follow_hear(struct speech *sp, const struct reply *r);

#endif
