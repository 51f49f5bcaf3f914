/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/verifier.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#include "common/buf.h"

/* Fills both keys from the salt and the iterations. */
static int
derive(struct verifier *v, const char *password)
{
	uint8_t salted[SCRAM_KEY_LEN], client[SCRAM_KEY_LEN];
	int result = -1;

	if (scram_salted_password(salted, password, v->salt, sizeof(v->salt),
		v->iterations) == 0 &&
	    scram_client_key(client, salted) == 0 &&
	    scram_stored_key(v->stored_key, client) == 0 &&
	    scram_server_key(v->server_key, salted) == 0)
		result = 0;
	explicit_bzero(salted, sizeof(salted));
	explicit_bzero(client, sizeof(client));
	return result;
}

int
verifier_make(struct verifier *v, const char *password, uint32_t iterations)
{
	v->iterations = iterations;
	if (RAND_bytes(v->salt, sizeof(v->salt)) != 1)
		return -1;
	return derive(v, password);
}

bool
verifier_check(const struct verifier *v, const char *password)
{
	struct verifier mine = *v;
	int failed = derive(&mine, password ? password : "");
	bool right = !failed && password &&
	    CRYPTO_memcmp(
		mine.stored_key, v->stored_key, sizeof(v->stored_key)) == 0;

	explicit_bzero(&mine, sizeof(mine));
	return right;
}

static void
fake_piece(uint8_t *out, size_t len, const uint8_t *secret, const char *what,
    const char *name)
{
	uint8_t whole[SCRAM_KEY_LEN] = {0};
	struct buf text = {0};

	buf_addf(&text, "%s %s", what, name);
	scram_signature(whole, secret, text.data);
	memcpy(out, whole, len);
	buf_free(&text);
}

void
verifier_fake(struct verifier *v, const uint8_t secret[VERIFIER_SECRET_LEN],
    const char *name, uint32_t iterations)
{
	v->iterations = iterations;
	fake_piece(v->salt, sizeof(v->salt), secret, "salt", name);
	fake_piece(
	    v->stored_key, sizeof(v->stored_key), secret, "stored", name);
	fake_piece(
	    v->server_key, sizeof(v->server_key), secret, "server", name);
}

bool
verifier_proves(const struct verifier *v, const uint8_t proof[SCRAM_KEY_LEN],
    const char *auth_message)
{
	uint8_t key[SCRAM_KEY_LEN], stored[SCRAM_KEY_LEN];
	bool right;

	if (scram_signature(key, v->stored_key, auth_message) < 0)
		return false;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] ^= proof[i];
	right = scram_stored_key(stored, key) == 0 &&
	    CRYPTO_memcmp(stored, v->stored_key, sizeof(stored)) == 0;
	explicit_bzero(key, sizeof(key));
	return right;
}

int
verifier_answer(const struct verifier *v, uint8_t signature[SCRAM_KEY_LEN],
    const char *auth_message)
{
	return scram_signature(signature, v->server_key, auth_message);
}
