/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CONFIDE_H
#define CLIENT_CONFIDE_H

#include "client/network.h"

/*
 * NickServ, spoken to by the client itself. What has a password in it is not
 * shown, nor is its echo; the answer stands in the window that asked.
 */

/* Says the words, with a secret in place of each '%'. -1: one has a space, or
 * the line is too long: nothing was sent. */
int confide_tell(struct network *n, const char *words,
    const struct secret *first, const struct secret *second);
/* The same without secrets. */
void confide_ask(struct network *n, const char *words);

/* Whether this echo is of what was said by these: it is to be shown nowhere.
 * secret: a password is in it, or was. */
bool confide_echo(
    struct network *n, const char *target, const char *text, bool secret);

/* Whether the server is of that kind (004), "tcpchat" or another name. */
bool confide_is_of(const struct network *n, const char *software);

#endif
