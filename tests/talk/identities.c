/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/identities.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <sys/stat.h>

#include "common/buf.h"
#include "tests/talk/talk.h"

struct identity *
identity_for(const char *name, int64_t seconds)
{
	const char *const names[] = {name};
	struct identity_subject subject = {name, names, 1};
	struct buf err = {0};
	struct identity *id = identity_make(&subject, seconds, &err);

	if (!id)
		give_up("no certificate: %s", err.data);
	return id;
}

void
identity_put(const struct identity *id)
{
	char certificate[256], key[256];
	struct buf err = {0};

	snprintf(
	    certificate, sizeof(certificate), "%s/certificate.pem", test_dir());
	snprintf(key, sizeof(key), "%s/key.pem", test_dir());
	if (identity_save(id, certificate, key, &err) < 0)
		give_up("%s", err.data);
}

static void
extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	if (!e || !X509_add_ext(x, e, -1))
		give_up("no extension: %s", value);
	X509_EXTENSION_free(e);
}

/* Valid for a day; its issuer is NULL where it is that itself. */
static X509 *
certificate(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *by)
{
	X509 *x = X509_new();
	X509_NAME *subject = X509_get_subject_name(x);

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), issuer ? 2 : 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -60);
	X509_gmtime_adj(X509_getm_notAfter(x), 86400);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
	    (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
	    x, issuer ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(x, key);
	if (issuer) {
		char names[300];

		snprintf(names, sizeof(names), "DNS:%s", name);
		extend(x, issuer, NID_subject_alt_name, names);
	} else {
		extend(x, x, NID_basic_constraints, "critical,CA:TRUE");
	}
	if (!X509_sign(x, by, EVP_sha256()))
		give_up("cannot sign");
	return x;
}

static void
put(const char *name, X509 *x, EVP_PKEY *key)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	umask(077);
	f = fopen(path, "w");
	if (x)
		PEM_write_X509(f, x);
	if (key)
		PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL);
	fclose(f);
}

void
identity_put_signed(const char *name)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = certificate(ca_key, "A CA of tests", NULL, ca_key);
	X509 *x = certificate(key, name, ca, ca_key);

	put("ca.pem", ca, NULL);
	put("certificate.pem", x, NULL);
	put("key.pem", NULL, key);
	X509_free(x);
	X509_free(ca);
	EVP_PKEY_free(key);
	EVP_PKEY_free(ca_key);
}
