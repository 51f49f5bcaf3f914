/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/proof.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base64.h"
#include "common/mem.h"
#include "common/saslprep.h"

enum { NONCE_BYTES = 24, NONCE_MAX = 512 };

static int
make_nonce(struct proof *p)
{
	uint8_t bytes[NONCE_BYTES];
	struct buf text = {0};

	if (*p->nonce)
		return 0;
	if (getentropy(bytes, sizeof(bytes)) < 0)
		return -1;
	base64_add(&text, bytes, sizeof(bytes));
	memcpy(p->nonce, text.data, text.len);
	buf_free(&text);
	return 0;
}

/* RFC 5802 §5.1, saslname */
static void
add_name(struct buf *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '=')
			buf_adds(out, "=3D");
		else if (*name == ',')
			buf_adds(out, "=2C");
		else
			buf_addc(out, *name);
	}
}

int
proof_first(struct proof *p, const char *account, struct buf *out)
{
	char *name = saslprep(account);

	if (!name || !*name || make_nonce(p) < 0) {
		free(name);
		return -1;
	}
	buf_adds(&p->bare, "n=");
	add_name(&p->bare, name);
	buf_addf(&p->bare, ",r=%s", p->nonce);
	buf_addf(out, "n,,%s", p->bare.data);
	free(name);
	return 0;
}

/* The value of an attribute "x=…" at *s, which then points after it. */
static char *
take_attribute(const char **s, char name)
{
	const char *from = *s;
	size_t len;

	if (from[0] != name || from[1] != '=')
		return NULL;
	from += 2;
	len = strcspn(from, ",");
	*s = from + len + (from[len] == ',');
	return mem_strndup(from, len);
}

static const char *
take_nonce(struct proof *p, const char **s)
{
	size_t len = strlen(p->nonce);

	p->server_nonce = take_attribute(s, 'r');
	if (!p->server_nonce || strlen(p->server_nonce) > NONCE_MAX ||
	    strncmp(p->server_nonce, p->nonce, len) != 0 ||
	    strlen(p->server_nonce) == len)
		return "its answer is not to our question";
	return NULL;
}

static const char *
take_salt(struct proof *p, const char **s)
{
	char *salt = take_attribute(s, 's');
	ssize_t len = salt
	    ? base64_decode(p->salt, sizeof(p->salt), salt, strlen(salt))
	    : -1;

	free(salt);
	if (len <= 0)
		return "its salt is none";
	p->salt_len = (size_t)len;
	return NULL;
}

static const char *
take_iterations(struct proof *p, const char **s)
{
	char *count = take_attribute(s, 'i');
	char *end = count;
	long n = count && *count >= '1' && *count <= '9'
	    ? strtol(count, &end, 10)
	    : 0;
	bool odd = !count || *end;

	free(count);
	if (odd || n <= 0)
		return "its iteration count is none";
	if (n < PROOF_ITERATIONS_MIN)
		return "it asks for a proof from which your password could be "
		       "guessed (too few iterations)";
	if (n > PROOF_ITERATIONS_MAX)
		return "it asks for more work than makes sense (too many "
		       "iterations)";
	p->iterations = (uint32_t)n;
	return NULL;
}

const char *
proof_challenge(struct proof *p, const char *message)
{
	const char *s = message, *why;

	if (p->server_nonce)
		return "it asks twice";
	if (*s == 'm')
		return "it asks for an extension that this client does not "
		       "know";
	why = take_nonce(p, &s);
	why = why ? why : take_salt(p, &s);
	why = why ? why : take_iterations(p, &s);
	if (!why)
		buf_addf(&p->text, "%s,%s,c=biws,r=%s", p->bare.data, message,
		    p->server_nonce);
	return why;
}

int
proof_final(
    struct proof *p, const uint8_t salted[SCRAM_KEY_LEN], struct buf *out)
{
	uint8_t key[SCRAM_KEY_LEN], stored[SCRAM_KEY_LEN];
	uint8_t sign[SCRAM_KEY_LEN], server[SCRAM_KEY_LEN];
	int failed = scram_client_key(key, salted) |
	    scram_stored_key(stored, key) |
	    scram_signature(sign, stored, p->text.data) |
	    scram_server_key(server, salted) |
	    scram_signature(p->expected, server, p->text.data);

	for (size_t i = 0; i < SCRAM_KEY_LEN; i++)
		key[i] ^= sign[i];
	buf_addf(out, "c=biws,r=%s,p=", p->server_nonce);
	base64_add(out, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	explicit_bzero(stored, sizeof(stored));
	explicit_bzero(server, sizeof(server));
	p->expects = !failed;
	return failed ? -1 : 0;
}

const char *
proof_check(struct proof *p, const char *message)
{
	const char *s = message;
	char *value = p->expects ? take_attribute(&s, 'v') : NULL;
	uint8_t got[SCRAM_KEY_LEN];
	bool same = value &&
	    base64_decode(got, sizeof(got), value, strlen(value)) ==
		SCRAM_KEY_LEN &&
	    CRYPTO_memcmp(got, p->expected, SCRAM_KEY_LEN) == 0;

	free(value);
	p->expects = false;
	return same ? NULL : "it cannot prove that it knows your password";
}

void
proof_free(struct proof *p)
{
	buf_wipe(&p->bare);
	buf_wipe(&p->text);
	free(p->server_nonce);
	explicit_bzero(p, sizeof(*p));
}
