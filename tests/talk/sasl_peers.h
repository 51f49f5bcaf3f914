/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_SASL_PEERS_H
#define TESTS_TALK_SASL_PEERS_H

#include "tests/talk/talk.h"

/* Passwords are quick to hash, and are taken over loopback. */
#define SASL_CONF                                        \
	"flood-rate = 0\npassword-iterations = 4096\n"   \
	"insecure-passwords = yes\nregister = anybody\n" \
	"accounts-per-address = 0\n"

/* The account is there, and nobody is logged in to it. */
void account_make(struct host *h, const char *name, const char *password);

/* Connected, with the capability sasl, and not yet registered. */
struct peer *sasl_connect(struct host *h, const char *name);
/* The same, at a server of its own where alice has an account with the password
 * "correct horse". */
struct peer *sasl_beside_alice(void);
/* AUTHENTICATE mechanism, which is begun. */
void sasl_start(struct peer *p, const char *mechanism);
/* AUTHENTICATE data, in base64, in pieces. */
void sasl_say(struct peer *p, const void *data, size_t len);
void sasl_says(struct peer *p, const char *text);
/* All of PLAIN, up to what the server answers. */
void sasl_plain(struct peer *p, const char *authzid, const char *name,
    const char *password);
/* 900 and 903. */
void sasl_expect_in(struct peer *p, const char *account);

/* What SCRAM knows of the other side. */
struct scram_talk {
	char first[400];  /* client-first-bare */
	char server[400]; /* server-first */
	char nonce[400];
	char salt[100];
	unsigned iterations;
};
/* The first two messages; `header` as "n,,". */
void scram_first(
    struct peer *p, struct scram_talk *t, const char *header, const char *name);
/* The third; `binding` is the header in base64. */
void scram_final(struct peer *p, struct scram_talk *t, const char *binding,
    const char *nonce, const char *password);
/* The server has proved that it knows the password too. */
void scram_expect_server(struct peer *p, const struct scram_talk *t,
    const char *binding, const char *password);

#endif
