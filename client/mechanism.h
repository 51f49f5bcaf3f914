/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MECHANISM_H
#define CLIENT_MECHANISM_H

#include <stdbool.h>

/* By which mechanism of SASL one logs in: the strongest that is possible. */
enum mechanism {
	MECHANISM_NONE,
	MECHANISM_EXTERNAL, /* RFC 4422, appendix A */
	MECHANISM_SCRAM,    /* SCRAM-SHA-256, RFC 7677 */
	MECHANISM_PLAIN     /* RFC 4616 */
};

/* The option `sasl` of a network. */
enum sasl_choice { SASL_AUTO, SASL_NO, SASL_EXTERNAL, SASL_SCRAM, SASL_PLAIN };

struct mechanism_wish {
	const char *offered; /* "PLAIN,SCRAM-SHA-256"; "" = not told */
	int choice;          /* enum sasl_choice */
	unsigned tried;      /* 1 << enum mechanism: not these */
	bool external;       /* the connection itself tells who we are */
	bool password;       /* it is known */
	bool clear;          /* it may be shown to the server, and to whoever
			      * can read this connection */
	bool private;        /* nobody can read it */
	bool scram_before;   /* the server once offered SCRAM */
};

const char *mechanism_wire_name(enum mechanism m);
bool mechanism_offered(const char *offered, enum mechanism m);
/* MECHANISM_NONE: *why is what to tell about it, or NULL where there is
 * nothing to log in with. */
enum mechanism mechanism_choose(
    const struct mechanism_wish *wish, const char **why);

#endif
