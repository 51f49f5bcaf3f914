/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_NC_H
#define TESTS_TALK_NC_H

#include "tests/talk/peer.h"

/*
 * Somebody with nc or telnet: a peer that types plain lines, at a host with a
 * port for them (host_start_plain).
 */

/* Greeted, and no more. */
struct peer *nc_connect(const struct host *h, const char *name);
/* As that user of the machine (somebody.h). */
struct peer *nc_connect_as(const struct host *h, const char *name, uid_t uid);
/* In the lobby under that nick. */
struct peer *nc_new(const struct host *h, const char *nick);
/* All that was typed is done; skips what it was answered. */
void nc_barrier(struct peer *p);
/* How many lines up to a barrier match. */
size_t nc_count(struct peer *p, const char *pattern);
/* No line up to a barrier matches. */
void nc_expect_none(struct peer *p, const char *pattern);

#endif
