/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LOGINS_H
#define SERVER_LOGINS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "server/server.h"

/*
 * Whose names are the people of this machine, and whose nick is whose. A
 * login's name as a nick belongs to that login alone, as that of an account to
 * the account: also before they connect, for people that the system's user
 * database knows (uid 0, and the UID_MIN to UID_MAX of login.defs; not the
 * daemons). A look-up may go to a network directory, so it runs on the worker;
 * answers are kept for ten minutes, at most 4096 of them.
 */
enum logins_answer { LOGINS_FREE, LOGINS_TAKEN, LOGINS_UNKNOWN };

struct logins *logins_new(void);
void logins_free(struct logins *l);
/* Whether the user database is asked for nicks; else only those of accounts
 * are reserved. */
void logins_ask(struct logins *l, bool ask);
/* Whether a uid is one of people by login.defs: not root, nor a daemon. */
bool logins_person(const struct logins *l, uid_t uid);
/* Without waiting; UNKNOWN where a look-up is needed first. */
enum logins_answer logins_nick(struct logins *l, const struct accounts *all,
    const char *nick, const char *asker_account);
/* Looks a nick up; `then` is called in the loop with the session's id, which
 * may be gone by then. -1 where the worker is full. */
int logins_look_up_nick(struct server *srv, uint64_t session_id,
    const char *nick, void (*then)(struct server *, uint64_t session_id));
/* The same of a name that somebody wants for good, whatever reserve-logins
 * says: taken where the user database has it at all, daemons too. UNKNOWN:
 * that cannot be said now. `context` is given on, or to `drop` where nobody
 * waits any more; where -1, it is still the caller's. */
struct logins_question {
	const char *name; /* copied */
	void *context;
	void (*then)(struct server *srv, uint64_t session_id,
	    enum logins_answer answer, void *context);
	void (*drop)(void *context);
};
int logins_look_up_name(
    struct server *srv, uint64_t session_id, const struct logins_question *q);
/* uid → login name and real name; login is NULL where the uid has none, and
 * the real name too where nobody can say so now. */
int logins_look_up_uid(struct server *srv, uint64_t session_id, uid_t uid,
    void (*then)(struct server *, uint64_t session_id, const char *login,
	const char *realname));

#endif
