/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls_peer.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "common/tls.h"

const char *
tls_version(const struct conn *c)
{
	const SSL *ssl = tls_ssl(c);

	return ssl ? SSL_get_version(ssl) : "";
}

const char *
tls_cipher(const struct conn *c)
{
	const SSL *ssl = tls_ssl(c);

	return ssl ? SSL_get_cipher_name(ssl) : "";
}

bool
tls_resumed(const struct conn *c)
{
	const SSL *ssl = tls_ssl(c);

	return ssl && SSL_session_reused(ssl);
}

const char *
tls_asked_name(const struct conn *c)
{
	const SSL *ssl = tls_ssl(c);

	return ssl ? SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) : NULL;
}

static const X509 *
peer_certificate(const struct conn *c)
{
	const SSL *ssl = tls_ssl(c);

	return ssl ? SSL_get0_peer_certificate(ssl) : NULL;
}

bool
tls_peer_key(const struct conn *c, unsigned char digest[IDENTITY_DIGEST_LEN])
{
	const X509 *x = peer_certificate(c);

	return x && certificate_digest(x, digest) == 0;
}

bool
tls_peer_verified(const struct conn *c, const char **why)
{
	const SSL *ssl = tls_ssl(c);
	long result = X509_V_ERR_APPLICATION_VERIFICATION;

	if (peer_certificate(c))
		result = SSL_get_verify_result(ssl);
	*why = result == X509_V_OK ? "" : X509_verify_cert_error_string(result);
	return result == X509_V_OK;
}

static bool
add_part(const X509_NAME *name, int nid, struct buf *out)
{
	int at = X509_NAME_get_index_by_NID(name, nid, -1), len;
	const X509_NAME_ENTRY *entry;
	unsigned char *text = NULL;

	if (at < 0)
		return false;
	entry = X509_NAME_get_entry(name, at);
	len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
	if (len > 0)
		buf_add(out, text, (size_t)len);
	OPENSSL_free(text);
	return len > 0;
}

void
tls_peer_issuer(const struct conn *c, struct buf *out)
{
	const X509 *x = peer_certificate(c);
	const X509_NAME *name = x ? X509_get_issuer_name(x) : NULL;

	if (name && !add_part(name, NID_organizationName, out))
		add_part(name, NID_commonName, out);
}
