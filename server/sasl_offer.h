/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SASL_OFFER_H
#define SERVER_SASL_OFFER_H

#include "common/buf.h"
#include "server/policy.h"
#include "server/settings.h"

/* Which ways to log in by SASL there are: EXTERNAL with a
 * certificate or the kernel's word, PLAIN where nobody else can read it. */
enum sasl_mechanism {
	SASL_EXTERNAL, /* RFC 4422 appendix A */
	SASL_SCRAM,    /* SCRAM-SHA-256: RFC 7677 */
	SASL_PLAIN,    /* RFC 4616 */
	SASL_NONE
};

/* NONE: there is no such one for it. */
enum sasl_mechanism sasl_offer_find(
    const struct settings *set, const struct standing *who, const char *name);
const char *sasl_offer_name(enum sasl_mechanism m);
/* Appends those that it may use, the best first, with commas: the value of
 * the capability sasl (IRCv3 sasl 3.2), and of 908. */
void sasl_offer_names(
    struct buf *out, const struct settings *set, const struct standing *who);

#endif
