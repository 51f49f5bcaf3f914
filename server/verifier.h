/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_VERIFIER_H
#define SERVER_VERIFIER_H

#include <stdbool.h>
#include <stdint.h>

#include "server/account.h"

/*
 * What is kept of passwords (SCRAM-SHA-256: RFC 5802 §3, RFC 7677), and
 * whether something is the password of it. Passwords are as saslprep makes
 * them (common/saslprep.h); NULL is one that nobody can have. These two take
 * as long as the iterations say: never in the loop (derive.h).
 */

/* With a salt of its own. -1: there was no salt, or no memory. */
int verifier_make(
    struct verifier *v, const char *password, uint32_t iterations);
/* In a time that does not tell how wrong it was. */
bool verifier_check(const struct verifier *v, const char *password);

/* That of an account which is not there, or has no password: always the same
 * for one secret and one name (folded), and no password is that of it. */
enum { VERIFIER_SECRET_LEN = 32 };
void verifier_fake(struct verifier *v,
    const uint8_t secret[VERIFIER_SECRET_LEN], const char *name,
    uint32_t iterations);

/* Whether a ClientProof is one of who knows the password, for an AuthMessage
 * (RFC 5802 §3); and the ServerSignature that answers it. Quick. */
bool verifier_proves(const struct verifier *v,
    const uint8_t proof[SCRAM_KEY_LEN], const char *auth_message);
int verifier_answer(const struct verifier *v, uint8_t signature[SCRAM_KEY_LEN],
    const char *auth_message);

#endif
