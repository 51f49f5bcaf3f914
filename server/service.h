/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVICE_H
#define SERVER_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/*
 * Nicks that the server itself answers for (NickServ, …), by a table of
 * commands each. A service is no user of the world. What is said to it goes
 * to nobody else, is not kept and not logged; answers are NOTICEs from
 * NickServ!NickServ@<server>, to the session that asked. Who has echo-message
 * gets the echo of a command, with *** in place of what may be secret.
 */
enum { SERVICE_WORDS_MAX = 16 };

enum service_needs {
	SERVICE_ACCOUNT = 1 << 0, /* who asks is logged in */
	SERVICE_OPER = 1 << 1,    /* is an operator */
	/* Its words may hold a password: they are never shown again, and the
	 * command is taken only where nobody on the way can read it. */
	SERVICE_SECRET = 1 << 2
};

/* One that was said. Words and tails are borrowed until the handler returns,
 * and wiped then. */
struct service_call {
	struct server *srv;
	struct session *s;
	const struct service *service;
	const struct service_command *command;
	size_t nwords;                            /* after the command's name */
	const char *words[SERVICE_WORDS_MAX + 1]; /* NULL after the last */
	const char *tails[SERVICE_WORDS_MAX]; /* from that word to the end */
};

/* One row: the gate, HELP and the man page read it. A name may be of two words
 * ("CERT ADD"); HELP is not in the tables, as every service has it. */
struct service_command {
	const char *name;
	unsigned needs;
	unsigned least; /* words after the name */
	unsigned cost; /* of flood control, in lines, beside that of the line */
	void (*run)(const struct service_call *c);
	const char *syntax;
	const char *help; /* one sentence */
	const char *more; /* lines that HELP command shows besides; or NULL */
};

struct service {
	const char *name;        /* its nick; name_check_nick refuses it */
	const char *shortcut;    /* a command that speaks to it: "NS" */
	const char *description; /* one line */
	const struct service_command *commands; /* sorted; a NULL name ends */
};

/* By its nick, or nick@<server>; NULL: it is none. */
const struct service *service_find(const struct server *srv, const char *nick);
/* By a command that speaks to it: its nick or its shortcut. */
const struct service *service_of_command(
    const struct server *srv, const char *command);

/* One line of an answer, printf style. */
void service_say(struct server *srv, struct session *s, const struct service *v,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same, for a handler. */
void service_answer(const struct service_call *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same from the one of that name, if there is such, for what is known
 * later. */
void service_tell(struct server *srv, struct session *s, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Whose account asks; or NULL. */
struct account *service_account(const struct service_call *c);
/* How the command is to be said. */
void service_syntax(const struct service_call *c);

/* It as somebody, for what tells about people (WHO, USERHOST, MONITOR):
 * borrowed strings, in no hash, in no channel. */
void service_user(
    struct user *u, const struct server *srv, const struct service *v);

#endif
