/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include "common/buf.h"
#include "server/account.h"
#include "server/sasl_offer.h"

/* What SCRAM knows from one message to the next (sasl_scram.c). */
enum scram_awaited { SCRAM_FIRST, SCRAM_FINAL, SCRAM_NOTHING };
struct scram {
	enum scram_awaited awaited;
	char *name;
	char *binding;    /* the header in base64, which c= must repeat */
	char *nonce;      /* the client's, and ours */
	struct buf words; /* AuthMessage so far */
	struct verifier verifier;
};

/* An exchange of SASL while it goes on (sasl.h). */
struct exchange {
	enum sasl_mechanism mechanism;
	struct buf coded; /* what came of the client's message */
	struct scram scram;
};

struct exchange *exchange_new(enum sasl_mechanism m);
/* Leaves nothing of secrets; NULL: nothing. */
void exchange_free(struct exchange *x);
/* Nothing of what came is left. */
void exchange_wipe(struct buf *b);

#endif
