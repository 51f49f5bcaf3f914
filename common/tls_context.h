/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TLS_CONTEXT_H
#define COMMON_TLS_CONTEXT_H

#include "common/buf.h"
#include "common/identity.h"

/*
 * What the TLS connections of one side have in common: TLS 1.2 or later,
 * ciphers with forward secrecy and authentication only, no renegotiation, no
 * compression, ALPN "irc" (RFC 7301). Connections keep what they need of it.
 */
struct tls_context;

/*
 * For a server: shows that identity, resumes by tickets (their key is the
 * context's and is never written anywhere), asks for a certificate and takes
 * any, also none. A client that offers protocols (ALPN) without "irc" among
 * them is refused.
 */
struct tls_context *tls_context_server(
    const struct identity *id, struct buf *err);
/*
 * For a client: trusts the system's CAs (OpenSSL's own SSL_CERT_FILE and
 * SSL_CERT_DIR are respected), and goes on where they do not vouch for the
 * server: tls_peer_verified tells. `id` is what it shows where the server
 * asks, or NULL.
 */
struct tls_context *tls_context_client(
    const struct identity *id, struct buf *err);
void tls_context_free(struct tls_context *ctx); /* NULL: nothing happens */

/* OpenSSL's own, for transport_tls. */
struct ssl_ctx_st *tls_context_get(const struct tls_context *ctx);

#endif
