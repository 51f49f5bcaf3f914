/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_IDENTITY_PARTS_H
#define COMMON_IDENTITY_PARTS_H

struct buf;
struct x509_st; /* OpenSSL's */
struct evp_pkey_st;
struct stack_st_X509;

/* What an identity is made of, for the files that make and read one. */
struct identity {
	struct evp_pkey_st *key;
	struct x509_st *certificate;
	struct stack_st_X509 *chain; /* above the certificate; NULL: none */
};

struct identity *identity_new(void); /* of nothing yet */
/* Adds "WHAT: why", the why from OpenSSL's errors, which are then gone. */
void identity_words(struct buf *err, const char *what);

#endif
