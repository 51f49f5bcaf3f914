/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <string.h>

#include "common/text.h"
#include "server/sasl.h"

/* Whom somebody is without a password: by the key of their certificate, or by
 * the kernel's word. */
static struct account *
proved(const struct server *srv, const struct session *s)
{
	struct account *a = NULL;

	if (s->certificate)
		a = account_of_certificate(&srv->accounts, s->certificate);
	if (!a && s->login)
		a = account_find(&srv->accounts, s->login);
	return a;
}

/* The message is whom they want to be; empty: whom they are. */
void
sasl_external(
    struct server *srv, struct session *s, const char *message, size_t len)
{
	struct account *a = proved(srv, s);

	if (!a || strlen(message) != len ||
	    (len > 0 && text_casecmp(message, a->name)))
		sasl_fail(srv, s, NULL);
	else
		sasl_succeed(srv, s, a);
}
