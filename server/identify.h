/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IDENTIFY_H
#define SERVER_IDENTIFY_H

#include "server/account.h"
#include "server/server.h"

/*
 * Whether somebody is who they say, by the password of an account: one way
 * for SASL PLAIN and NickServ. A name that is no account, one without a
 * password and a wrong password are answered alike, after the same time.
 * Nobody is logged in by this.
 */
enum identified {
	IDENTIFY_RIGHT,
	IDENTIFY_WRONG,
	IDENTIFY_TOO_OFTEN, /* guess.h: nothing is said of it */
	IDENTIFY_BUSY,      /* not looked at: too many wait (derive.h) */
	IDENTIFY_OPEN       /* nor here: others on the way could read it */
};

/* NULL but for RIGHT. The session lives. */
typedef void identify_then(struct server *srv, struct session *s,
    struct account *a, enum identified answer);

/* Calls `then` in the loop: at once where it was not looked at, else later,
 * unless the session is gone; until then the session waits. A right password
 * whose verifier has less than the iterations of today gets a new one. */
void identify(struct server *srv, struct session *s, const char *name,
    const char *password, identify_then *then);
/* What to say to the last three. */
const char *identify_text(enum identified answer);

/* For SCRAM, where the password itself is never seen: what to reckon with;
 * and afterwards whether the proof was right. False: too often, not now. */
bool identify_verifier(const struct server *srv, const struct session *s,
    const char *name, struct verifier *v);
/* WRONG: it was, or the account's password is not that one any more. TOO_OFTEN:
 * others who were looked at in the meantime were wrong, and nothing is said of
 * this one. */
enum identified identify_proved(struct server *srv, struct session *s,
    const char *name, const struct verifier *v, bool right);

#endif
