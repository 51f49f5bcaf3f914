/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TRUST_H
#define CLIENT_TRUST_H

#include <stdbool.h>

#include "client/offer.h"
#include "client/state.h"

/*
 * Whether a server that was reached with TLS is the one that is meant. In this
 * order:
 *	what the user told: its key has that fingerprint, whatever else;
 *	the key that is known: that one, whatever a certificate says, as who
 *	  compared it once relies on that;
 *	a trusted authority vouches for the host: as usual; that is kept in
 *	  mind, so that a server which loses it is refused;
 *	else it is asked, once.
 * A certificate's dates and names matter to the third only: a key that is
 * known is known. A key that an authority vouches for is not pinned, as it
 * changes with each certificate.
 */
struct trust_peer {
	struct fingerprint key;
	bool vouched;    /* by an authority, for that host */
	const char *why; /* why not */
	const char *by;  /* whose name, or "" */
};

enum verdict trust_judge(const struct fingerprint *told,
    const struct known *known, const struct trust_peer *peer);

/* Whether it was reached with TLS before, or must be; also where nobody can
 * tell. */
bool trust_is_known(const struct network *n, const struct url *place);

/* Whether trust_check would let it pass; nothing is told or kept. */
bool trust_holds(const struct network *n, const struct url *place,
    const struct trust_peer *peer);

/* Judges, keeps in mind what is to be, sets the network's guard or its offer,
 * and tells about it in the network's window. False: nothing may be sent. */
bool trust_check(struct state *s, struct network *n, const struct url *place,
    const struct trust_peer *peer);

/* Tells again what is asked or was refused; false where nothing is. */
bool trust_ask_again(struct state *s, struct network *n);
/* The user says that the server's key is that one: connects. */
void trust_tell(
    struct state *s, struct network *n, const struct fingerprint *fp);

#endif
