/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TLS_H
#define COMMON_TLS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/conn.h"
#include "common/tls_context.h"

/*
 * TLS behind a conn (RFC 8446, RFC 5246; closing: RFC 8446 §6.1). The
 * handshake goes on inside conn_fill and conn_flush, and never waits: what is
 * queued before it is done waits in the conn. Reading is always wanted until
 * then (conn_events says so), and conn_fill must be called where conn_pending
 * says that bytes wait. Whoever shows a certificate has proved that it has
 * its key; whether that is anybody is the caller's to decide.
 */
extern const struct transport transport_tls;

enum tls_state {
	TLS_SHAKING, /* nothing that the peer says is known yet */
	TLS_OPEN,    /* also after it has ended */
	TLS_FAILED   /* no handshake; tls_why knows more */
};

/*
 * Put TLS onto a conn on which nothing was read or written yet; its
 * descriptor is connected. The context may be freed or replaced afterwards.
 * -1 where there is no memory: the conn is then as it was.
 * `host` is the name or the numeric address that the peer's certificate is
 * compared with; a name is sent to it (SNI, RFC 6066 §3).
 */
int tls_accept(struct conn *c, const struct tls_context *ctx);
int tls_connect(
    struct conn *c, const struct tls_context *ctx, const char *host);

/* Right after tls_connect: the certificate of the context is shown only if
 * may_show says so, which is asked when the peer has proved who it is
 * (tls_peer.h) and before anything of ours is sent; c and arg last until
 * then. */
void tls_ask(struct conn *c, bool (*may_show)(const struct conn *c, void *arg),
    void *arg);

/* All of these may be asked of any conn; one in plain is TLS_OPEN, and no to
 * the rest. */
bool tls_is(const struct conn *c);
enum tls_state tls_state(const struct conn *c);
/* What went wrong, as the end of a sentence; "" while nothing did. None of it
 * are the peer's own words. */
const char *tls_why(const struct conn *c);
/* The stream ended without the peer having said so (close_notify): bytes may
 * be missing. For lines that makes no difference, as half a line is never
 * handed out. */
bool tls_truncated(const struct conn *c);
/* The peer has sent anything at all. */
bool tls_heard(const struct conn *c);
/* The peer has begun with text instead of TLS. Then what is queued goes out
 * in plain as well, so that it can be told. */
bool tls_met_text(const struct conn *c);
/* Whether the bytes with which somebody begins are those of a TLS hello. */
bool tls_is_hello(const void *data, size_t len);

/* OpenSSL's own, for common/tls_peer.h; NULL in plain. */
struct ssl_st *tls_ssl(const struct conn *c);

#endif
