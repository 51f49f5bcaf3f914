/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_MISSED_H
#define SERVER_PLAIN_MISSED_H

#include "server/plain_mind.h"

/*
 * What was said to somebody alone while nobody typed for them, by the read
 * markers that they share with their other devices: it is shown when they
 * come, and is read by then; what is shown later is read when they go. Only of
 * those who have an account, as others leave nothing behind.
 */
void missed_ask(struct speech *sp, const struct speaker *who);
/* Before QUIT. */
void missed_mark(struct speech *sp, const struct speaker *who);
/* Whether the answer was to one of these questions: it is not shown. */
bool missed_hear(struct speech *sp, const struct reply *r);

#endif
