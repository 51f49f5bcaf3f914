/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/identity.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/identity_parts.h"
#include "common/mem.h"

enum { SERIAL_LEN = 16, BEFORE_S = 3600, SUBJECT_MAX = 64 };

struct identity *
identity_new(void)
{
	return mem_alloc(sizeof(struct identity));
}

void
identity_free(struct identity *id)
{
	if (!id)
		return;
	EVP_PKEY_free(id->key);
	X509_free(id->certificate);
	sk_X509_pop_free(id->chain, X509_free);
	free(id);
}

/* Positive, not zero, and nobody can tell it beforehand: RFC 5280 §4.1.2.2. */
static int
set_serial(X509 *x)
{
	unsigned char bytes[SERIAL_LEN];
	BIGNUM *number;
	int ok;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return 0;
	bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40);
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	ok = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x));
	BN_free(number);
	return ok;
}

static int
set_subject(X509 *x, const char *common)
{
	X509_NAME *name = X509_get_subject_name(x);
	size_t len = strnlen(common, SUBJECT_MAX);

	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		   (const unsigned char *)common, (int)len, -1, 0) &&
	    X509_set_issuer_name(x, name);
}

/* A name or a numeric address, as GENERAL_NAME; NULL: it is neither. */
static GENERAL_NAME *
general_name(const char *text)
{
	GENERAL_NAME *name = GENERAL_NAME_new();
	ASN1_OCTET_STRING *address = a2i_IPADDRESS(text);
	ASN1_IA5STRING *host;

	if (name && address) {
		GENERAL_NAME_set0_value(name, GEN_IPADD, address);
		return name;
	}
	ERR_clear_error();
	host = ASN1_IA5STRING_new();
	if (name && host && ASN1_STRING_set(host, text, -1)) {
		GENERAL_NAME_set0_value(name, GEN_DNS, host);
		return name;
	}
	ASN1_IA5STRING_free(host);
	ASN1_OCTET_STRING_free(address);
	GENERAL_NAME_free(name);
	return NULL;
}

static int
set_names(X509 *x, const struct identity_subject *names)
{
	GENERAL_NAMES *all = GENERAL_NAMES_new();
	int ok = all != NULL;

	for (size_t i = 0; ok && i < names->count; i++) {
		GENERAL_NAME *name = general_name(names->names[i]);

		ok = name && sk_GENERAL_NAME_push(all, name) > 0;
		if (!ok)
			GENERAL_NAME_free(name);
	}
	/* one without names has none of that extension, RFC 5280 §4.2.1.6 */
	if (ok && names->count)
		ok = X509_add1_ext_i2d(x, NID_subject_alt_name, all, 0, 0) == 1;
	GENERAL_NAMES_free(all);
	return ok;
}

static int
add_extension(X509 *x, X509V3_CTX *ctx, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, ctx, nid, value);
	int ok = e && X509_add_ext(x, e, -1);

	X509_EXTENSION_free(e);
	return ok;
}

static int
set_uses(X509 *x)
{
	X509V3_CTX ctx;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	return add_extension(
		   x, &ctx, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(
		x, &ctx, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(
		x, &ctx, NID_ext_key_usage, "serverAuth,clientAuth") &&
	    add_extension(x, &ctx, NID_subject_key_identifier, "hash");
}

static int
set_times(X509 *x, int64_t seconds)
{
	time_t now = time(NULL);

	return X509_time_adj_ex(X509_getm_notBefore(x), 0, -BEFORE_S, &now) &&
	    X509_time_adj_ex(X509_getm_notAfter(x), (int)(seconds / 86400),
		(long)(seconds % 86400), &now);
}

static int
fill(X509 *x, EVP_PKEY *key, const struct identity_subject *names,
    int64_t seconds)
{
	return X509_set_version(x, X509_VERSION_3) && set_serial(x) &&
	    set_times(x, seconds) && set_subject(x, names->common) &&
	    X509_set_pubkey(x, key) && set_names(x, names) && set_uses(x) &&
	    X509_sign(x, key, EVP_sha256());
}

/* Takes the key, also where it fails. */
static struct identity *
sign_self(EVP_PKEY *key, const struct identity_subject *names, int64_t seconds,
    struct buf *err)
{
	struct identity *id = identity_new();

	id->key = key;
	id->certificate = X509_new();
	if (id->certificate && fill(id->certificate, key, names, seconds))
		return id;
	identity_words(err, "a certificate cannot be made");
	identity_free(id);
	return NULL;
}

struct identity *
identity_make(
    const struct identity_subject *names, int64_t seconds, struct buf *err)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");

	if (key)
		return sign_self(key, names, seconds, err);
	identity_words(err, "a key cannot be made");
	return NULL;
}

struct identity *
identity_renew(const struct identity *id, const struct identity_subject *names,
    int64_t seconds, struct buf *err)
{
	EVP_PKEY_up_ref(id->key);
	return sign_self(id->key, names, seconds, err);
}

int
certificate_digest(
    const struct x509_st *x, unsigned char digest[IDENTITY_DIGEST_LEN])
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
	int ok = len > 0 &&
	    EVP_Digest(der, (size_t)len, digest, NULL, EVP_sha256(), NULL);

	OPENSSL_free(der);
	return ok ? 0 : -1;
}

static int64_t
seconds_of(const ASN1_TIME *when)
{
	struct tm tm;

	return ASN1_TIME_to_tm(when, &tm) ? (int64_t)timegm(&tm) : 0;
}

void
identity_digest(
    const struct identity *id, unsigned char digest[IDENTITY_DIGEST_LEN])
{
	if (certificate_digest(id->certificate, digest) < 0)
		memset(digest, 0, IDENTITY_DIGEST_LEN);
}

int64_t
identity_from(const struct identity *id)
{
	return seconds_of(X509_get0_notBefore(id->certificate));
}

int64_t
identity_until(const struct identity *id)
{
	return seconds_of(X509_get0_notAfter(id->certificate));
}

struct x509_st *
identity_certificate(const struct identity *id)
{
	return id->certificate;
}

struct evp_pkey_st *
identity_key(const struct identity *id)
{
	return id->key;
}

struct stack_st_X509 *
identity_chain(const struct identity *id)
{
	return id->chain;
}
