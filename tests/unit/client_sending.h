/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_SENDING_H
#define TESTS_UNIT_CLIENT_SENDING_H

#include "client/sender.h"
#include "tests/unit/client_talker.h"

/* What --send says, without a socket: a client and its sender. */
extern struct sending {
	struct talker t;
	struct sender *s;
	struct buf told; /* "verdict ref text code why|" of each settled line */
	int64_t now_ms;
} sending;

void sending_setup(void);
void sending_teardown(void);

void sending_hear(const char *line);
/* Welcomed with these caps by a server of that name in its 004. */
void sending_welcome(const char *caps, const char *software);
void sending_lose(void);

void sending_say(const char *text, uint64_t ref);
void sending_say_as(const char *text, uint64_t ref, const char *command);

/* What was told since the last call, and what goes now. */
void sending_ck_told(const char *text);
void sending_ck_sent(const char *text);

#endif
