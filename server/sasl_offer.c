/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sasl_offer.h"

#include "common/text.h"

static const char *const names[SASL_NONE] = {
    "EXTERNAL", "SCRAM-SHA-256", "PLAIN"};

static bool
usable(enum sasl_mechanism m, const struct settings *set,
    const struct standing *who)
{
	if (m == SASL_EXTERNAL)
		return who->proved;
	return m == SASL_SCRAM || policy_passwords(set, who);
}

enum sasl_mechanism
sasl_offer_find(
    const struct settings *set, const struct standing *who, const char *name)
{
	enum sasl_mechanism m = 0;

	while (m < SASL_NONE &&
	    (text_casecmp(names[m], name) || !usable(m, set, who)))
		m++;
	return m;
}

const char *
sasl_offer_name(enum sasl_mechanism m)
{
	return names[m];
}

void
sasl_offer_names(
    struct buf *out, const struct settings *set, const struct standing *who)
{
	size_t before = out->len;

	for (enum sasl_mechanism m = 0; m < SASL_NONE; m++)
		if (usable(m, set, who))
			buf_addf(out, "%s%s", out->len > before ? "," : "",
			    names[m]);
}
