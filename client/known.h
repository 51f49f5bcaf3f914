/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_KNOWN_H
#define CLIENT_KNOWN_H

#include "common/buf.h"
#include "common/fingerprint.h"
#include "common/url.h"

/*
 * The file known_servers of the state directory: what is known of servers
 * that were connected to with TLS. A line is
 *	HOST:PORT sha256:HEX SINCE	its key has that fingerprint
 *	HOST:PORT ca SINCE		an authority vouched for it
 * where SINCE is a time as in 2026-11-26T05:22:14Z. Lines of other kinds are
 * passed over and kept.
 */
enum known_how { KNOWN_NOT, KNOWN_KEY, KNOWN_CA };

struct known {
	enum known_how how;
	struct fingerprint key; /* of KNOWN_KEY */
	char since[25];         /* or "" */
};

/* A host (of a url) as files name it: in lower case, without a last dot. */
enum { KNOWN_HOST_SIZE = sizeof(((struct url *)0)->host) };
void known_host(const char *host, char out[KNOWN_HOST_SIZE]);
/* Appends HOST:PORT as it stands in the file, in lower case. */
void known_where(const struct url *u, struct buf *out);

/* -1 with err where the file cannot be read, or has a line that is broken:
 * then nobody knows whose that was. */
int known_find(const char *where, struct known *k, struct buf *err);
/* From now on; KNOWN_NOT forgets. -1 with err. */
int known_set(const char *where, const struct known *k, struct buf *err);

#endif
