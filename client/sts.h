/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_STS_H
#define CLIENT_STS_H

#include <stdbool.h>
#include <stdint.h>

#include "client/state.h"
#include "common/buf.h"
#include "common/url.h"

/*
 * Strict transport security (IRCv3 sts): hosts that are to be connected to
 * with TLS only. The file sts of the state directory has a line for each:
 *	HOST PORT UNTIL DURATION
 * where UNTIL is a time as in 2026-11-26T05:22:14Z and DURATION is in seconds.
 * Policies are believed over TLS only, of servers that an authority vouches
 * for.
 */
enum { STS_DURATION_MAX = 10 * 365 * 86400 }; /* longer ones are that long */

struct sts {
	char port[6];
	int64_t until_ms; /* wall clock */
	int64_t duration_s;
};

/* What a server says in the capability's value; -1 for what is missing or
 * invalid. */
void sts_parse(
    const char *value, size_t len, int64_t *port, int64_t *duration_s);

/* 1 and *p where a policy lives for that host, 0 where none does; -1 with err
 * where nobody can tell. */
int sts_find(const char *host, struct sts *p, struct buf *err);
/* From now on for that long; 0 seconds end it. -1 with err. */
int sts_keep(
    const char *host, const char *port, int64_t duration_s, struct buf *err);

/* Turns a place in plain into one with TLS, where the server has asked for it
 * or a policy lives. -1 with err where it must not be connected to. */
int sts_apply(const struct network *n, struct url *place, struct buf *err);
/* The connection ends: the policy's time begins now. */
void sts_renew(const struct network *n);

#endif
