/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TLS_PEER_H
#define COMMON_TLS_PEER_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/conn.h"
#include "common/identity.h"

/* What is known of the other side of a conn whose handshake is done. All may
 * be asked of any conn: in plain there is nothing. */

/* "TLSv1.3", "TLS_AES_128_GCM_SHA256"; "" in plain. */
const char *tls_version(const struct conn *c);
const char *tls_cipher(const struct conn *c);
/* Whether it goes on from an earlier session (a ticket). */
bool tls_resumed(const struct conn *c);
/* The name that the client asked for, or NULL. Its own words. */
const char *tls_asked_name(const struct conn *c);

/* SHA-256 over the peer's SubjectPublicKeyInfo; false: it showed none. */
bool tls_peer_key(
    const struct conn *c, unsigned char digest[IDENTITY_DIGEST_LEN]);
/* Whether a trusted CA vouches for the peer under the name that was asked
 * for; *why then is "", else what is wrong. For clients. */
bool tls_peer_verified(const struct conn *c, const char **why);
/* Appends the name of who issued the peer's certificate: the organisation,
 * else the common name, in UTF-8; nothing where there is none. Worth believing
 * where the peer is verified, and even then its own words: to be escaped. */
void tls_peer_issuer(const struct conn *c, struct buf *out);

#endif
