/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/peer_tls.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "common/mem.h"

enum { PATIENCE_S = 60 };

struct peer_tls {
	SSL_CTX *ctx;
	SSL *ssl;
};

static void
prepare(struct peer_tls *t, const struct peer_tls_options *o)
{
	SSL_CTX_set_alpn_protos(t->ctx, (const unsigned char *)"\3irc", 4);
	SSL_CTX_set_mode(t->ctx,
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (o && o->version)
		SSL_CTX_set_max_proto_version(t->ctx, o->version);
	if (o && o->id) {
		SSL_CTX_use_certificate(t->ctx, identity_certificate(o->id));
		SSL_CTX_use_PrivateKey(t->ctx, identity_key(o->id));
	}
	t->ssl = SSL_new(t->ctx);
	if (o && o->asks)
		SSL_set_tlsext_host_name(t->ssl, o->asks);
}

/* The server is another process: it may be waited for. */
static int
shake(struct peer_tls *t, int fd)
{
	struct timeval most = {.tv_sec = PATIENCE_S};
	int result;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	SSL_set_fd(t->ssl, fd);
	result = SSL_connect(t->ssl);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	ERR_clear_error();
	return result == 1;
}

struct peer_tls *
peer_tls_new(int fd, const struct peer_tls_options *o)
{
	struct peer_tls *t = mem_alloc(sizeof(*t));

	signal(SIGPIPE, SIG_IGN);
	t->ctx = SSL_CTX_new(TLS_client_method());
	prepare(t, o);
	if (shake(t, fd))
		return t;
	peer_tls_free(t);
	return NULL;
}

static ssize_t
outcome(struct peer_tls *t, int result)
{
	if (result > 0)
		return result;
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		errno = EAGAIN;
		return -1;
	case SSL_ERROR_ZERO_RETURN:
		return 0;
	default:
		errno = ECONNRESET;
		return -1;
	}
}

ssize_t
peer_tls_recv(struct peer_tls *t, void *data, size_t len)
{
	ERR_clear_error();
	return outcome(t, SSL_read(t->ssl, data, (int)len));
}

ssize_t
peer_tls_send(struct peer_tls *t, const void *data, size_t len)
{
	ERR_clear_error();
	return outcome(t, SSL_write(t->ssl, data, (int)len));
}

void
peer_tls_digest(
    const struct peer_tls *t, unsigned char digest[IDENTITY_DIGEST_LEN])
{
	X509 *x = SSL_get1_peer_certificate(t->ssl);

	certificate_digest(x, digest);
	X509_free(x);
}

int
peer_tls_ended(const struct peer_tls *t)
{
	return SSL_get_shutdown(t->ssl) & SSL_RECEIVED_SHUTDOWN;
}

void
peer_tls_finish(struct peer_tls *t)
{
	SSL_shutdown(t->ssl);
}

void
peer_tls_free(struct peer_tls *t)
{
	SSL_free(t->ssl);
	SSL_CTX_free(t->ctx);
	free(t);
}
