/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_IDENTITY_H
#define COMMON_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * A private key and the certificate that shows it, with those above it (RFC
 * 5280). Who trusts it knows it by the SHA-256 over its SubjectPublicKeyInfo,
 * which stays when the certificate is renewed.
 */
struct identity;

struct x509_st; /* OpenSSL's */
struct evp_pkey_st;
struct stack_st_X509;

enum { IDENTITY_DIGEST_LEN = 32 };

struct identity_subject {
	const char *common;       /* the subject; cut to 64 bytes */
	const char *const *names; /* host names and numeric addresses */
	size_t count;
};

/* A new key (ECDSA P-256) with a certificate of its own for those names,
 * valid from an hour ago on for so many seconds. NULL with err. */
struct identity *identity_make(
    const struct identity_subject *names, int64_t seconds, struct buf *err);
/* The same key in a new certificate. */
struct identity *identity_renew(const struct identity *id,
    const struct identity_subject *names, int64_t seconds, struct buf *err);

/*
 * From PEM files; both may be one file. NULL with one line in err: a missing
 * file, a key that others may read (with the command that repairs it), one
 * with a passphrase, one that does not fit the certificate.
 */
struct identity *identity_load(
    const char *certificate_path, const char *key_path, struct buf *err);
/* Of a key alone, for identity_renew. NULL with err; errno is ENOENT where
 * there is no such file, else EINVAL. */
struct identity *identity_load_key(const char *key_path, struct buf *err);
/* Writes both (one file where the paths are the same), mode 0600, each
 * complete or not at all. -1 with err. */
int identity_save(const struct identity *id, const char *certificate_path,
    const char *key_path, struct buf *err);
void identity_free(struct identity *id); /* NULL: nothing happens */

void identity_digest(
    const struct identity *id, unsigned char digest[IDENTITY_DIGEST_LEN]);
/* When its certificate begins and ends, in seconds since 1970. */
int64_t identity_from(const struct identity *id);
int64_t identity_until(const struct identity *id);

/* Whether its certificate names that host or numeric address. */
bool identity_names(const struct identity *id, const char *name);
/* Whether a CA that this machine trusts has signed it, as a server's, and it
 * counts today; *why then is "", else what is wrong. */
bool identity_vouched(const struct identity *id, const char **why);

/* OpenSSL's own, for contexts. They stay the identity's. */
struct x509_st *identity_certificate(const struct identity *id);
struct evp_pkey_st *identity_key(const struct identity *id);
struct stack_st_X509 *identity_chain(const struct identity *id);

/* Of any certificate. */
int certificate_digest(const struct x509_st *x,
    unsigned char digest[IDENTITY_DIGEST_LEN]); /* 0, or -1 */

#endif
