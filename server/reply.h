/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include <stddef.h>

#include "server/server.h"

/*
 * Answers to one session. Numerics are one table (number, name, fixed text)
 * from which these, and the test against the man page, are derived.
 */
enum numeric {
	RPL_WELCOME = 1
	/* … completed by the table's owner */
};

/* The numeric with its fixed text. params may be NULL-ended words. */
void reply(struct server *srv, struct session *s, enum numeric n, ...)
    __attribute__((sentinel));
/* The numeric with words (NULL-ended) and then a text of its own, printf
 * style, always sent with ':'. */
void reply_text(struct server *srv, struct session *s, enum numeric n,
    const char *const *words, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* Another command from the server (PONG, CAP, …): words, then text or
 * NULL. */
void reply_command(struct server *srv, struct session *s, const char *command,
    const char *const *words, const char *text);
/* FAIL, WARN, NOTE (standard-replies). type is one of these words. */
void reply_standard(struct server *srv, struct session *s, const char *type,
    const char *command, const char *code, const char *context, const char *fmt,
    ...) __attribute__((format(printf, 7, 8)));

#endif
