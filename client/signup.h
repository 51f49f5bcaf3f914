/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SIGNUP_H
#define CLIENT_SIGNUP_H

#include "client/state.h"

/*
 * An account that is made: REGISTER and VERIFY (IRCv3
 * draft/account-registration), or NickServ where the server has not got them.
 * What was asked for waits for a connection on which it can be said.
 */

/* Whether the server lists a key of it: "email-required". */
bool signup_has(const struct network *n, const char *key);
/* Says what waits, where that can be now. True where CAP END waits for the
 * answer. */
bool signup_begin(struct state *s, struct network *n);
/* The answer: REGISTER or VERIFY with its code, account and words; a FAIL
 * likewise. False: not ours. */
void signup_answer(struct state *s, struct network *n, const char *code,
    const char *account, const char *words);
bool signup_failed(struct state *s, struct network *n, const char *command,
    const char *code, const char *words);

#endif
