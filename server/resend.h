/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RESEND_H
#define SERVER_RESEND_H

#include <stdbool.h>

#include "common/irc.h"
#include "server/server.h"

/*
 * A message for one target that has a nonce (nonce.h), and may have been said
 * before: then it is answered by what its sender got of the first one (with
 * echo-message its echo: id, time and text as they are kept, and as it is sent
 * now where the text is not), and nobody else gets anything.
 */
struct resend {
	struct server *srv;
	struct session *s;
	enum event_kind kind;
	const char *command; /* of what is answered by FAIL */
	const char *target;  /* as it was written, */
	char status;         /* that of it, and */
	const char *name;    /* what follows it */
	const char *text;
	const char *nonce;
};

/* Whether it is answered, by FAIL where the first one was taken back, or
 * nobody can know whether there was one: nothing is said then. Else n is what
 * it will be known by; it borrows `owner`. */
bool resend_answered(
    const struct resend *r, struct buf *owner, struct store_nonce *n);

/* The nonce of a message or a BATCH, sound or not; NULL: none, or the session
 * has no tcpchat/nonce. */
const char *resend_nonce(const struct session *s, const struct irc_msg *m);
/* FAIL for a nonce that is none. */
void resend_refuse(struct server *srv, struct session *s, const char *command);

#endif
