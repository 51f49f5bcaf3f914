/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SASL_H
#define SERVER_SASL_H

#include <stdbool.h>
#include <stddef.h>

#include "server/account.h"
#include "server/exchange.h"
#include "server/server.h"

/*
 * Logging in by SASL (RFC 4422) as AUTHENTICATE carries it (IRCv3 sasl 3.1
 * and 3.2). One exchange at a time belongs to a session; its mechanism is given
 * each whole message of the client and says one of: sasl_ask (and gets the
 * next message), sasl_succeed, sasl_fail. It may do so later, while the session
 * waits.
 */
enum {
	SASL_CHUNK = 400,   /* of base64, in a line */
	SASL_MESSAGE = 1600 /* of base64, of the client */
};

void sasl_begin(struct server *srv, struct session *s, enum sasl_mechanism m);
/* A piece of a message: at most SASL_CHUNK characters. */
void sasl_take(struct server *srv, struct session *s, const char *piece);
/* It ends without a word. */
void sasl_end(struct session *s);
/* It ends with 906, if there is one. */
void sasl_abort(struct server *srv, struct session *s);

void sasl_ask(struct server *srv, struct session *s, const char *message);
void sasl_succeed(struct server *srv, struct session *s, struct account *a);
void sasl_fail(struct server *srv, struct session *s, const char *why);

/* One mechanism each; the message is NUL-ended, and may hold others. It is
 * wiped afterwards. */
void sasl_plain(
    struct server *srv, struct session *s, const char *message, size_t len);
void sasl_scram(
    struct server *srv, struct session *s, const char *message, size_t len);
void sasl_external(
    struct server *srv, struct session *s, const char *message, size_t len);

#endif
