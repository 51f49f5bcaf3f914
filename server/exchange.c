/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

struct exchange *
exchange_new(enum sasl_mechanism m)
{
	struct exchange *x = mem_alloc(sizeof(*x));

	x->mechanism = m;
	return x;
}

void
exchange_wipe(struct buf *b)
{
	if (b->data)
		explicit_bzero(b->data, b->cap);
	buf_reset(b);
}

void
exchange_free(struct exchange *x)
{
	if (!x)
		return;
	exchange_wipe(&x->coded);
	buf_free(&x->coded);
	free(x->scram.name);
	free(x->scram.binding);
	free(x->scram.nonce);
	buf_free(&x->scram.words);
	explicit_bzero(&x->scram.verifier, sizeof(x->scram.verifier));
	free(x);
}
