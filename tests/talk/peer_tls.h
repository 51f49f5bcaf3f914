/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_PEER_TLS_H
#define TESTS_TALK_PEER_TLS_H

#include <stddef.h>
#include <sys/types.h>

#include "common/identity.h"

/* How somebody speaks TLS; all zero: as it comes, and nobody is trusted. */
struct peer_tls_options {
	const struct identity *id; /* the certificate that is shown, or NULL */
	const char *asks;          /* a name (SNI), or NULL */
	int version;               /* TLS1_2_VERSION and so on; 0: any */
};

/* OpenSSL's own way over a descriptor, none of common/. */
struct peer_tls;

/* Shakes hands; NULL where the server does not want to. */
struct peer_tls *peer_tls_new(int fd, const struct peer_tls_options *o);
/* As recv and send that do not wait. */
ssize_t peer_tls_recv(struct peer_tls *t, void *data, size_t len);
ssize_t peer_tls_send(struct peer_tls *t, const void *data, size_t len);
/* Of the key that the server has shown. */
void peer_tls_digest(
    const struct peer_tls *t, unsigned char digest[IDENTITY_DIGEST_LEN]);
/* Whether the server has said that it ends (close_notify). */
int peer_tls_ended(const struct peer_tls *t);
void peer_tls_finish(struct peer_tls *t); /* says so itself */
void peer_tls_free(struct peer_tls *t);

#endif
