/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EXEC_ENV_H
#define CLIENT_EXEC_ENV_H

#include "client/tailed.h"

/*
 * The environment of a command that is run for a message: ours, with
 * TCPCHAT_TIME, _ID, _CHANNEL, _NICK, _ACCOUNT, _KIND, _TAGS, _SERVER and _ME
 * (tcpchat(1)), all of which are there, "" for none. No control character is
 * in them. The text is not: it goes to the standard input.
 */
struct exec_place {
	const char *server; /* in a form that tcpchat takes */
	const char *me;     /* our nick */
};

/* NULL-ended; to be freed in one piece with free(). */
char **exec_env(const struct tailed *m, const struct exec_place *place);

#endif
