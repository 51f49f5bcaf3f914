/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_cert.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/fingerprint.h"
#include "server/login.h"

enum { DAY_LEN = 10 }; /* of a time, the day alone */

/* What was said, or the key of this connection. */
static bool
read_key(const struct service_call *c, struct fingerprint *fp)
{
	const char *text = c->nwords > 0 ? c->tails[0] : c->s->certificate;
	const char *why;

	if (!text)
		service_answer(c,
		    "This connection has no client certificate: connect with "
		    "one, or say the fingerprint of its key.");
	else if (fingerprint_parse(fp, text, &why) < 0)
		service_answer(c, "That is no fingerprint: %s.", why);
	else if (fp->known < FINGERPRINT_BYTES)
		service_answer(c,
		    "Words tell only a part of a fingerprint: say its 64 hex "
		    "digits.");
	else
		return true;
	return false;
}

void
nickserv_cert_add(const struct service_call *c)
{
	char hex[FINGERPRINT_HEX_SIZE];
	struct accounts *all = &c->srv->accounts;
	struct account *a = service_account(c);
	struct fingerprint fp;

	if (!read_key(c, &fp))
		return;
	fingerprint_hex(&fp, hex);
	if (account_of_certificate(all, hex)) {
		service_answer(c, "That key logs in to an account already.");
	} else if (!account_certificate_add(
		       all, a, hex, event_now(&c->srv->clock))) {
		service_answer(c, "%s has %d keys, and no more may be added.",
		    a->name, ACCOUNT_CERTIFICATES_MAX);
	} else {
		account_keep(c->srv, a);
		service_answer(
		    c, "The key %s logs in to %s from now on.", hex, a->name);
	}
}

/* NULL: none, or more than one. */
static const struct account_certificate *
find(const struct account *a, const struct fingerprint *told)
{
	const struct account_certificate *each, *found = NULL;
	struct fingerprint fp;
	const char *why;

	for (each = a->certificates; each; each = each->next) {
		if (fingerprint_parse(&fp, each->fingerprint, &why) < 0 ||
		    !fingerprint_matches(told, &fp))
			continue;
		if (found)
			return NULL;
		found = each;
	}
	return found;
}

void
nickserv_cert_del(const struct service_call *c)
{
	const struct account_certificate *key;
	char hex[FINGERPRINT_HEX_SIZE];
	struct account *a = service_account(c);
	struct fingerprint told;
	const char *why;

	if (fingerprint_parse(&told, c->tails[0], &why) < 0) {
		service_answer(c, "That is no fingerprint: %s.", why);
		return;
	}
	key = find(a, &told);
	if (!key) {
		service_answer(c, "%s has no such key.", a->name);
		return;
	}
	snprintf(hex, sizeof(hex), "%s", key->fingerprint);
	account_certificate_drop(&c->srv->accounts, a, hex);
	account_keep(c->srv, a);
	service_answer(
	    c, "The key %s does not log in to %s any more.", hex, a->name);
}

void
nickserv_cert_list(const struct service_call *c)
{
	const struct account *a = service_account(c);
	const struct account_certificate *each = a->certificates;
	char added[CLOCK_ISO_LEN];

	service_answer(
	    c, "Keys that log in to %s: %zu", a->name, a->ncertificates);
	for (; each; each = each->next) {
		clock_iso(each->added_ms, added);
		service_answer(
		    c, "  %s  added %.*s", each->fingerprint, DAY_LEN, added);
	}
}
