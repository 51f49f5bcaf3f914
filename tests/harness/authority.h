/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_AUTHORITY_H
#define TESTS_HARNESS_AUTHORITY_H

#include <stdint.h>

/* An authority of the test's own ("Test CA"), for SSL_CERT_FILE, and what it
 * signs. Everything here fails the test where it does not work. */
struct authority;

/* Writes its certificate to path. */
struct authority *authority_new(const char *path);
void authority_free(struct authority *a);

struct issue {
	const char *path; /* the certificate, then its key, in PEM, mode 0600 */
	const char *name; /* a host's, or a numeric address */
	int64_t from_s, until_s; /* from now on */
};

/* A new key and a certificate; `a` NULL: signed by itself. */
void authority_issue(struct authority *a, const struct issue *what);

#endif
