/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "common/identity.h"
#include "common/identity_parts.h"

bool
identity_names(const struct identity *id, const char *name)
{
	bool names = X509_check_ip_asc(id->certificate, name, 0) == 1 ||
	    X509_check_host(id->certificate, name, 0, 0, NULL) == 1;

	ERR_clear_error();
	return names;
}

static int
verify(const struct identity *id, X509_STORE *trusted, X509_STORE_CTX *ctx)
{
	if (!X509_STORE_set_default_paths(trusted) ||
	    !X509_STORE_CTX_init(ctx, trusted, id->certificate, id->chain) ||
	    !X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER))
		return X509_V_ERR_OUT_OF_MEM;
	return X509_verify_cert(ctx) == 1 ? X509_V_OK
					  : X509_STORE_CTX_get_error(ctx);
}

bool
identity_vouched(const struct identity *id, const char **why)
{
	X509_STORE *trusted = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int result = X509_V_ERR_OUT_OF_MEM;

	if (trusted && ctx)
		result = verify(id, trusted, ctx);
	/* one that signed itself is trusted by who put it there, not by a CA */
	if (result == X509_V_OK && X509_self_signed(id->certificate, 0) == 1)
		result = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(trusted);
	ERR_clear_error();
	*why = result == X509_V_OK ? "" : X509_verify_cert_error_string(result);
	return result == X509_V_OK;
}
