/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EXCHANGE_H
#define CLIENT_EXCHANGE_H

#include <stdint.h>

#include "client/network.h"

/*
 * AUTHENTICATE (IRCv3 sasl 3.1): what is said in an exchange, in pieces of 400
 * bytes of base64. It is in the network's identity; who asks for it says what
 * became of it.
 */
enum {
	EXCHANGE_PIECE = 400,
	EXCHANGE_MAX = 4096 /* bytes of base64 of one answer */
};

enum exchange_result {
	EXCHANGE_GOES_ON,
	EXCHANGE_DERIVE, /* salt and iterations are known: exchange_keys */
	EXCHANGE_FAILED, /* *why says what is wrong; exchange_abort it */
	EXCHANGE_LIAR    /* the same; the server is not who it should be */
};

void exchange_start(struct network *n, enum mechanism m);
/* The parameter of an AUTHENTICATE that came. */
enum exchange_result exchange_data(
    struct network *n, const char *data, const char **why);
/* What scram_salted_password made of the password. */
enum exchange_result exchange_keys(
    struct network *n, const uint8_t salted[SCRAM_KEY_LEN], const char **why);
/* Ends it before its end; what the server says to that is expected. */
void exchange_abort(struct network *n);

#endif
