/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <string.h>

#include "common/text.h"
#include "common/utf8.h"
#include "server/identify.h"
#include "server/sasl.h"

/* RFC 4616 §2: [authzid] NUL authcid NUL passwd. Nobody acts as another. */
static bool
parse(const char *message, size_t len, const char **name, const char **password)
{
	const char *end = message + len;

	*name = message + strlen(message) + 1;
	if (*name >= end)
		return false;
	*password = *name + strlen(*name) + 1;
	if (*password >= end || *password + strlen(*password) != end)
		return false;
	if (!**name || (*message && text_casecmp(message, *name)))
		return false;
	return utf8_valid(*name, strlen(*name)) &&
	    utf8_valid(*password, strlen(*password));
}

static void
answered(struct server *srv, struct session *s, struct account *a,
    enum identified answer)
{
	if (a)
		sasl_succeed(srv, s, a);
	else
		sasl_fail(srv, s,
		    answer == IDENTIFY_WRONG ? NULL : identify_text(answer));
}

void
sasl_plain(
    struct server *srv, struct session *s, const char *message, size_t len)
{
	const char *name, *password;

	if (parse(message, len, &name, &password))
		identify(srv, s, name, password, answered);
	else
		sasl_fail(srv, s, NULL);
}
