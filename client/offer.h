/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_OFFER_H
#define CLIENT_OFFER_H

#include <stdbool.h>

#include "client/known.h"

/*
 * A server's key that is not trusted (yet): what the server showed, kept for
 * the question and the answer. Its connection is closed.
 */
enum verdict {
	VERDICT_TOLD,
	VERDICT_KNOWN,
	VERDICT_VOUCHED,
	VERDICT_NEW,      /* asked */
	VERDICT_NOT_TOLD, /* from here on refused: another key than was told */
	VERDICT_CHANGED,  /* or than is known, */
	VERDICT_UNVOUCHED /* or an authority did vouch for it until now */
};

struct offer {
	char *where; /* HOST:PORT */
	struct fingerprint key;
	struct known known; /* what was known before */
	enum verdict verdict;
	bool vouched; /* by an authority, for that host, */
	char *by;     /* of that name, or "" */
	char *why;    /* or why not */
};

void offer_free(struct offer *o); /* NULL: nothing happens */

#endif
