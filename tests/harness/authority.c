/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/authority.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/mem.h"
#include "tests/harness/child.h"

struct authority {
	EVP_PKEY *key;
	X509 *certificate;
};

static void
need(int ok, const char *what)
{
	if (!ok)
		give_up("authority: %s", what);
}

static void
add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	need(extension != NULL, value);
	need(X509_add_ext(x, extension, -1), value);
	X509_EXTENSION_free(extension);
}

static void
set_name(X509 *x, const char *name, const char *organization)
{
	X509_NAME *subject = X509_get_subject_name(x);

	need(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
		 (const unsigned char *)name, -1, -1, 0),
	    "CN");
	if (organization)
		need(X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
			 (const unsigned char *)organization, -1, -1, 0),
		    "O");
}

static X509 *
new_certificate(EVP_PKEY *key, int64_t from_s, int64_t until_s)
{
	X509 *x = X509_new();
	static long serial;

	need(x != NULL, "X509_new");
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(x), from_s);
	X509_gmtime_adj(X509_getm_notAfter(x), until_s);
	X509_set_pubkey(x, key);
	return x;
}

static void
sign(X509 *x, X509 *issuer, EVP_PKEY *key)
{
	X509_set_issuer_name(x, X509_get_subject_name(issuer));
	need(X509_sign(x, key, EVP_sha256()) > 0, "X509_sign");
}

static FILE *
create(const char *path)
{
	FILE *fp = fopen(path, "w");

	need(fp != NULL, path);
	chmod(path, 0600);
	return fp;
}

struct authority *
authority_new(const char *path)
{
	struct authority *a = mem_alloc(sizeof(*a));
	FILE *fp = create(path);

	a->key = EVP_EC_gen("P-256");
	need(a->key != NULL, "a key");
	a->certificate = new_certificate(a->key, -86400, 86400);
	set_name(a->certificate, "Test Root", "Test CA");
	add_extension(a->certificate, a->certificate, NID_basic_constraints,
	    "critical,CA:TRUE");
	sign(a->certificate, a->certificate, a->key);
	PEM_write_X509(fp, a->certificate);
	fclose(fp);
	return a;
}

void
authority_free(struct authority *a)
{
	if (!a)
		return;
	EVP_PKEY_free(a->key);
	X509_free(a->certificate);
	free(a);
}

void
authority_issue(struct authority *a, const struct issue *what)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = new_certificate(key, what->from_s, what->until_s);
	struct in6_addr any;
	char name[300];
	FILE *fp = create(what->path);
	int numeric = inet_pton(AF_INET, what->name, &any) == 1 ||
	    inet_pton(AF_INET6, what->name, &any) == 1;

	set_name(x, what->name, NULL);
	snprintf(
	    name, sizeof(name), "%s:%s", numeric ? "IP" : "DNS", what->name);
	add_extension(x, a ? a->certificate : x, NID_subject_alt_name, name);
	sign(x, a ? a->certificate : x, a ? a->key : key);
	PEM_write_X509(fp, x);
	PEM_write_PrivateKey(fp, key, NULL, NULL, 0, NULL, NULL);
	fclose(fp);
	X509_free(x);
	EVP_PKEY_free(key);
}
