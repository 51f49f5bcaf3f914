/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PASSWORD_H
#define SERVER_PASSWORD_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Whether a password is the one of a hash (crypt(3)): found out on the
 * worker, since it takes long on purpose; the session waits meanwhile, and
 * `then` is called in the loop unless it is gone. The configuration may have
 * changed by then: what is what `name` names then must still have that hash.
 */
struct password_question {
	const char *name; /* copied, as are the next two */
	const char *hash;
	const char *password;
	void (*then)(struct server *srv, struct session *s, const char *name,
	    const char *hash, bool right);
};

/* -1 where the worker is full. */
int password_ask(
    struct server *srv, struct session *s, const struct password_question *q);

#endif
