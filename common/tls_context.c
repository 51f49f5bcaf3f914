/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/tls_words.h"

enum { CHAIN_MAX = 32 * 1024 }; /* bytes of certificates that a peer shows */

/* Of TLS 1.2: what RFC 9325 §4.2 recommends. */
static const char ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL";

/* Of TLS 1.3, all that there are; the cheapest of those that suffice first, as
 * RFC 8446 §9.1 does. */
static const char ciphersuites[] = "TLS_AES_128_GCM_SHA256:"
				   "TLS_CHACHA20_POLY1305_SHA256:"
				   "TLS_AES_256_GCM_SHA384";

static const unsigned char alpn[] = "\3irc"; /* RFC 7301 §3.1 */
enum { ALPN_LEN = sizeof(alpn) - 1 };

struct tls_context {
	SSL_CTX *ssl;
};

/* A client that means another protocol was led here by somebody else. */
static int
select_alpn(SSL *ssl, const unsigned char **out, unsigned char *outlen,
    const unsigned char *in, unsigned inlen, void *arg)
{
	unsigned char *chosen;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, outlen, alpn, ALPN_LEN, in, inlen) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/* Every name is ours: who asks knows us by it. */
static int
take_any_name(SSL *ssl, int *alert, void *arg)
{
	(void)ssl;
	(void)alert;
	(void)arg;
	return SSL_TLSEXT_ERR_OK;
}

/* Nobody has to vouch for a client: its key is what counts. */
static int
take_any_client(X509_STORE_CTX *store, void *arg)
{
	(void)arg;
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

/* What is found out is kept as the result of the verification. */
static int
verify_server(X509_STORE_CTX *store, void *arg)
{
	(void)arg;
	if (X509_verify_cert(store) <= 0 &&
	    X509_STORE_CTX_get_error(store) == X509_V_OK)
		X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
	return 1;
}

static int
set_common(SSL_CTX *ssl)
{
	SSL_CTX_set_options(ssl,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
		SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ssl,
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(ssl, 1);
	SSL_CTX_set_max_cert_list(ssl, CHAIN_MAX);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	return SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION) &&
	    SSL_CTX_set_ciphersuites(ssl, ciphersuites) &&
	    SSL_CTX_set_cipher_list(ssl, ciphers);
}

static int
set_identity(SSL_CTX *ssl, const struct identity *id)
{
	return SSL_CTX_use_certificate(ssl, identity_certificate(id)) == 1 &&
	    SSL_CTX_use_PrivateKey(ssl, identity_key(id)) == 1 &&
	    SSL_CTX_set1_chain(ssl, identity_chain(id)) == 1;
}

static int
set_server(SSL_CTX *ssl, const struct identity *id)
{
	static const unsigned char context[] = "irc";

	SSL_CTX_set_alpn_select_cb(ssl, select_alpn, NULL);
	SSL_CTX_set_tlsext_servername_callback(ssl, take_any_name);
	SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, NULL);
	SSL_CTX_set_cert_verify_callback(ssl, take_any_client, NULL);
	return SSL_CTX_set_session_id_context(
		   ssl, context, sizeof(context) - 1) &&
	    SSL_CTX_set_num_tickets(ssl, 1) && set_identity(ssl, id);
}

static int
set_client(SSL_CTX *ssl, const struct identity *id)
{
	SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ssl, verify_server, NULL);
	/* without them nobody is vouched for, which is told then */
	(void)SSL_CTX_set_default_verify_paths(ssl);
	/* the one thing here that returns 0 for success */
	return SSL_CTX_set_alpn_protos(ssl, alpn, ALPN_LEN) == 0 &&
	    (!id || set_identity(ssl, id));
}

static struct tls_context *
context_new(const SSL_METHOD *method,
    int (*set)(SSL_CTX *, const struct identity *), const struct identity *id,
    struct buf *err)
{
	struct tls_context *ctx = mem_alloc(sizeof(*ctx));
	char why[TLS_WORDS_MAX];

	ERR_clear_error();
	ctx->ssl = SSL_CTX_new(method);
	if (ctx->ssl && set_common(ctx->ssl) && set(ctx->ssl, id)) {
		ERR_clear_error();
		return ctx;
	}
	tls_words_openssl(why);
	buf_addf(err, "TLS cannot be set up: %s", why);
	ERR_clear_error();
	tls_context_free(ctx);
	return NULL;
}

struct tls_context *
tls_context_server(const struct identity *id, struct buf *err)
{
	return context_new(TLS_server_method(), set_server, id, err);
}

struct tls_context *
tls_context_client(const struct identity *id, struct buf *err)
{
	return context_new(TLS_client_method(), set_client, id, err);
}

void
tls_context_free(struct tls_context *ctx)
{
	if (!ctx)
		return;
	SSL_CTX_free(ctx->ssl);
	free(ctx);
}

struct ssl_ctx_st *
tls_context_get(const struct tls_context *ctx)
{
	return ctx->ssl;
}
