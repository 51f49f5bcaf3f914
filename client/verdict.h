/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_VERDICT_H
#define CLIENT_VERDICT_H

#include "client/incoming.h"
#include "client/outbox.h"

/* What a server's line says of a message in flight. Borrows what it points
 * to. */
struct verdict {
	struct out *m;    /* NULL: nothing of any */
	bool said;        /* it stands; else it was refused: */
	const char *code; /* a numeric, or the code of a FAIL */
	const char *why;  /* in the server's words */
	const char *msgid;
	int64_t time_ms; /* the server's, of what stands; 0 = not told */
};

/*
 * By its label where the server knows labels. Else an echo is that of the
 * first message with its text, and a refusal is of the first message to whom
 * or what it names: servers answer in the order in which they are asked. A
 * server that says nothing to a NOTICE has refused it, where there would be an
 * echo.
 */
struct verdict verdict_of(const struct outbox *o, const struct incoming *in);

#endif
