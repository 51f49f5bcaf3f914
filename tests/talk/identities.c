/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/identities.h"

#include <stdio.h>

#include "common/buf.h"
#include "tests/harness/authority.h"
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

void
identity_put_signed(const char *name)
{
	char ca[256], certificate[256];
	struct buf err = {0};
	struct authority *a;
	struct identity *id;

	snprintf(ca, sizeof(ca), "%s/ca.pem", test_dir());
	snprintf(
	    certificate, sizeof(certificate), "%s/certificate.pem", test_dir());
	a = authority_new(ca);
	authority_issue(a, &(struct issue){certificate, name, -60, 86400});
	id = identity_load(certificate, certificate, &err);
	if (!id)
		give_up("%s", err.data);
	identity_put(id);
	identity_free(id);
	authority_free(a);
}
