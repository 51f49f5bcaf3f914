/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PROOF_H
#define CLIENT_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "client/secret.h"
#include "common/buf.h"
#include "common/scram.h"

/*
 * The client's side of SCRAM-SHA-256 (RFC 5802 §5, RFC 7677), without channel
 * binding: proves that we know the password and lets the server prove that it
 * knows what it was made of. A zeroed one is ready; it does not derive keys
 * itself, as that takes long.
 */
enum {
	PROOF_SALT_MAX = 128,
	PROOF_ITERATIONS_MIN = 4096,   /* fewer are made to be guessed */
	PROOF_ITERATIONS_MAX = 5000000 /* some seconds of work */
};

struct proof {
	char nonce[48];  /* ours; made by proof_first where it is empty */
	struct buf bare; /* client-first-message-bare */
	struct buf text; /* AuthMessage */
	char *server_nonce;
	uint8_t salt[PROOF_SALT_MAX];
	size_t salt_len;
	uint32_t iterations;
	uint8_t expected[SCRAM_KEY_LEN]; /* the server's signature */
	bool expects;
};

/* Appends client-first-message. -1: no account can be called so. */
int proof_first(struct proof *p, const char *account, struct buf *out);
/* server-first-message: NULL, and salt and iterations are known; or what is
 * wrong with it. */
const char *proof_challenge(struct proof *p, const char *message);
/* Appends client-final-message, with what scram_salted_password made. */
int proof_final(
    struct proof *p, const uint8_t salted[SCRAM_KEY_LEN], struct buf *out);
/* server-final-message: NULL where it is proved, or what is wrong. */
const char *proof_check(struct proof *p, const char *message);
void proof_free(struct proof *p); /* zeroed and wiped */

#endif
