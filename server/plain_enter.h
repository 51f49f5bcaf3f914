/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_ENTER_H
#define SERVER_PLAIN_ENTER_H

#include "server/plain_mind.h"

/*
 * How one comes in by plain lines: the greeting, a nickname, the lobby. Who
 * asks for no nickname has that of their login, or is guest1234.
 */
void enter_greet(struct speech *sp, const struct speaker *who);
/* By a nickname that was asked for. */
void enter_as(struct speech *sp, const struct speaker *who, const char *nick);
/* By one that was not. */
void enter_by_itself(struct speech *sp, const struct speaker *who);
/* What the last message came to, where it was to register. */
void enter_settle(struct speech *sp, const struct speaker *who);

#endif
