/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ENROL_H
#define SERVER_ENROL_H

#include "server/account.h"
#include "server/server.h"

/*
 * Accounts that people make, and passwords that they choose: one way for
 * REGISTER (IRCv3 draft/account-registration) and NickServ. A name is one
 * that may be a nick, that is nobody's account or nick, was none, and is no
 * login of this machine. Passwords are kept as derive.h makes them of what
 * SASLprep leaves (common/saslprep.h): PASSWORD_MAX bytes at most, no control
 * characters.
 */
enum { PASSWORD_MAX = 300 };

/* What became of it: a code of standard replies, and a sentence. */
struct enrolled {
	const char *name; /* of the account; "*": not known */
	const char *code; /* NULL: it is done */
	const char *text;
};

/* Called in the loop, at once or later, unless the session is gone; until then
 * it waits. The account is NULL where it was refused. */
typedef void enrol_then(struct server *srv, struct session *s,
    struct account *a, const struct enrolled *what);

struct enrolment {
	const char *name;     /* NULL or "*": the nick */
	const char *password; /* copied, as are the others; wiped */
	const char *token;    /* of an invitation, or NULL */
	enrol_then *then;
};

/* Makes the account, and logs the session in to it. */
void account_register(
    struct server *srv, struct session *s, const struct enrolment *e);
/* Gives an account another password. Who may is the caller's to know. */
void account_set_password(struct server *srv, struct session *s,
    const struct account *a, const char *password, enrol_then *then);

#endif
