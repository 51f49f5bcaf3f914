/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/scram.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

int
scram_salted_password(uint8_t out[SCRAM_KEY_LEN], const char *password,
    const uint8_t *salt, size_t salt_len, uint32_t iterations)
{
	return PKCS5_PBKDF2_HMAC(password, (int)strlen(password), salt,
		   (int)salt_len, (int)iterations, EVP_sha256(), SCRAM_KEY_LEN,
		   out) == 1
	    ? 0
	    : -1;
}

int
scram_signature(uint8_t out[SCRAM_KEY_LEN], const uint8_t key[SCRAM_KEY_LEN],
    const char *auth_message)
{
	unsigned len = 0;

	return HMAC(EVP_sha256(), key, SCRAM_KEY_LEN,
		   (const unsigned char *)auth_message, strlen(auth_message),
		   out, &len)
	    ? 0
	    : -1;
}

int
scram_client_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t salted[SCRAM_KEY_LEN])
{
	return scram_signature(out, salted, "Client Key");
}

int
scram_server_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t salted[SCRAM_KEY_LEN])
{
	return scram_signature(out, salted, "Server Key");
}

int
scram_stored_key(
    uint8_t out[SCRAM_KEY_LEN], const uint8_t client_key[SCRAM_KEY_LEN])
{
	return EVP_Digest(client_key, SCRAM_KEY_LEN, out, NULL, EVP_sha256(),
		   NULL) == 1
	    ? 0
	    : -1;
}
