/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEAL_H
#define SERVER_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/server.h"

struct tls_context;

/*
 * Who this server is over TLS: the files of tls-certificate and tls-key, else
 * a key of its own (own_identity.h). There while somebody can ask for it: a
 * listener is ircs://, or files are set.
 */
struct seal;

/*
 * Reads the files, or makes what is missing, after the listeners are open; new
 * connections are met with what was read, others keep what they have. -1 with
 * err: all stays as it was.
 */
int seal_sync(struct server *srv, struct buf *err);
/* Whether settings would do for that at a start; -1 with err. */
int seal_usable(const struct settings *set, struct buf *err);
/* The same, and whether the certificate counts today; for -t. */
int seal_check(const struct settings *set, struct buf *err);
void seal_free(struct seal *seal); /* NULL: nothing happens */

/* NULL while there is none. */
const struct tls_context *seal_context(const struct server *srv);
/* Whether a CA that this machine trusts vouches for it. */
bool seal_vouched(const struct server *srv);
/* Whether its certificate names that host. */
bool seal_names(const struct server *srv, const char *host);

/* Certificates end: milliseconds until one is to be looked at again, -1:
 * never; and that look. */
int64_t seal_wait(const struct server *srv);
void seal_turn(struct server *srv);

/* Appends the addresses at which the server listens as others can use them,
 * with the key's fingerprint where no CA vouches for it. */
void seal_format(const struct server *srv, struct buf *out);
/* Appends lines that tell the fingerprint, each with its LF; nothing while
 * there is none. */
void seal_tell(const struct server *srv, struct buf *out);

#endif
