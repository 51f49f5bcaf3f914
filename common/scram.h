/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SCRAM_H
#define COMMON_SCRAM_H

#include <stddef.h>
#include <stdint.h>

/*
 * What both sides of SCRAM-SHA-256 reckon (RFC 5802 §3, RFC 7677). The caller
 * wipes what it was given. -1: OpenSSL failed, which it does for want of
 * memory.
 */
enum { SCRAM_KEY_LEN = 32 };

/* SaltedPassword := Hi(password, salt, i); the password as saslprep made it.
 * As slow as `iterations` says: never in a loop that others wait for. */
int scram_salted_password(uint8_t out[SCRAM_KEY_LEN], const char *password,
    const uint8_t *salt, size_t salt_len, uint32_t iterations);
int scram_client_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t salted[SCRAM_KEY_LEN]);
int scram_server_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t salted[SCRAM_KEY_LEN]);
/* StoredKey := H(ClientKey) */
int scram_stored_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t client_key[SCRAM_KEY_LEN]);
/* HMAC(key, AuthMessage): ClientSignature from the StoredKey, ServerSignature
 * from the ServerKey. */
int scram_signature(uint8_t out[SCRAM_KEY_LEN],
    const uint8_t key[SCRAM_KEY_LEN], const char *auth_message);

#endif
