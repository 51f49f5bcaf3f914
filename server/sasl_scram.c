/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "common/base64.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/identify.h"
#include "server/sasl.h"
#include "server/verifier.h"

enum { NONCE_BYTES = 18, NONCE_MAX = 256 };

/* The value of the attribute that must stand here; `at` goes behind its
 * comma. NULL: another one. The caller frees it. */
static char *
attribute(const char **at, char letter)
{
	const char *value = *at + 2;
	size_t len;

	if (**at != letter || (*at)[1] != '=')
		return NULL;
	len = strcspn(value, ",");
	*at = value + len + (value[len] == ',');
	return mem_strndup(value, len);
}

/* In place: "=2C" is a comma, "=3D" an equals sign, nothing else is. */
static bool
unescape(char *name)
{
	char *out = name;

	for (const char *c = name; *c; c++) {
		if (*c != '=')
			*out++ = *c;
		else if (!strncmp(c, "=2C", 3) || !strncmp(c, "=3D", 3))
			*out++ = *(c += 2) == 'C' ? ',' : '=';
		else
			return false;
	}
	*out = '\0';
	return *name;
}

static bool
nonce_sound(const char *nonce)
{
	for (const char *c = nonce; *c; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return *nonce && strlen(nonce) <= NONCE_MAX;
}

/* gs2-header: whom they want to be is whom they are. A client that would
 * bind to the channel, and heard that we cannot ("y"), heard right. */
static bool
read_header(struct scram *x, const char **at, const char *message)
{
	struct buf coded = {0};
	char *other = NULL;
	bool sound = true;

	*at = message + 2;
	if ((*message != 'n' && *message != 'y') || message[1] != ',')
		return false;
	if (**at == ',')
		++*at;
	else
		sound = (other = attribute(at, 'a')) && unescape(other);
	if (other)
		mem_replace(&x->name, other);
	free(other);
	base64_add(&coded, message, (size_t)(*at - message));
	x->binding = coded.data;
	return sound;
}

static bool
read_first(struct scram *x, const char *message)
{
	const char *at;
	char *name;
	bool sound = false;

	if (!read_header(x, &at, message))
		return false;
	buf_adds(&x->words, at);
	name = attribute(&at, 'n');
	if (name && unescape(name) &&
	    (!x->name || !text_casecmp(x->name, name))) {
		mem_replace(&x->name, name);
		x->nonce = attribute(&at, 'r');
		sound = x->nonce && nonce_sound(x->nonce);
	}
	free(name);
	return sound;
}

static int
add_nonce(struct scram *x)
{
	uint8_t bytes[NONCE_BYTES];
	struct buf whole = {0};

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return -1;
	buf_adds(&whole, x->nonce);
	base64_add(&whole, bytes, sizeof(bytes));
	free(x->nonce);
	x->nonce = whole.data;
	return 0;
}

static void
answer_first(struct server *srv, struct session *s, struct scram *x)
{
	struct buf first = {0};

	buf_addf(&first, "r=%s,s=", x->nonce);
	base64_add(&first, x->verifier.salt, sizeof(x->verifier.salt));
	buf_addf(&first, ",i=%u", (unsigned)x->verifier.iterations);
	buf_addf(&x->words, ",%s", first.data);
	x->awaited = SCRAM_FINAL;
	sasl_ask(srv, s, first.data);
	buf_free(&first);
}

static void
client_first(struct server *srv, struct session *s, const char *message)
{
	struct scram *x = &s->exchange->scram;

	if (*message == 'p')
		sasl_fail(srv, s,
		    "SASL authentication failed: channel binding is not "
		    "supported");
	else if (!read_first(x, message) || add_nonce(x) < 0)
		sasl_fail(srv, s, NULL);
	else if (!identify_verifier(srv, s, x->name, &x->verifier))
		sasl_fail(srv, s, identify_text(IDENTIFY_TOO_OFTEN));
	else
		answer_first(srv, s, x);
}

/* Ends the AuthMessage; false where anything but the proof is wrong. */
static bool
read_final(struct scram *x, const char *message, uint8_t proof[SCRAM_KEY_LEN])
{
	const char *at = message, *end = strstr(message, ",p=");
	char *binding = attribute(&at, 'c'), *nonce = NULL;
	bool sound;

	if (binding)
		nonce = attribute(&at, 'r');
	sound = end && nonce && !strcmp(binding, x->binding) &&
	    !strcmp(nonce, x->nonce) &&
	    base64_decode(proof, SCRAM_KEY_LEN, end + 3, strlen(end + 3)) ==
		SCRAM_KEY_LEN;
	if (sound) {
		buf_addc(&x->words, ',');
		buf_add(&x->words, message, (size_t)(end - message));
	}
	free(binding);
	free(nonce);
	return sound;
}

static void
answer_final(struct server *srv, struct session *s, struct scram *x)
{
	uint8_t signature[SCRAM_KEY_LEN];
	struct buf final = {0};

	if (verifier_answer(&x->verifier, signature, x->words.data) < 0) {
		sasl_fail(srv, s, NULL);
		return;
	}
	buf_adds(&final, "v=");
	base64_add(&final, signature, sizeof(signature));
	x->awaited = SCRAM_NOTHING;
	sasl_ask(srv, s, final.data);
	buf_free(&final);
}

static void
client_final(struct server *srv, struct session *s, const char *message)
{
	struct scram *x = &s->exchange->scram;
	uint8_t proof[SCRAM_KEY_LEN];
	enum identified answer;
	bool right;

	if (!read_final(x, message, proof)) {
		sasl_fail(srv, s, NULL);
		return;
	}
	right = verifier_proves(&x->verifier, proof, x->words.data);
	answer = identify_proved(srv, s, x->name, &x->verifier, right);
	if (answer == IDENTIFY_RIGHT)
		answer_final(srv, s, x);
	else
		sasl_fail(srv, s,
		    answer == IDENTIFY_WRONG ? NULL : identify_text(answer));
}

/* The account may have ended since. */
static void
client_heard(struct server *srv, struct session *s, const char *message)
{
	const struct scram *x = &s->exchange->scram;
	struct account *a = account_find(&srv->accounts, x->name);

	if (*message || !a)
		sasl_fail(srv, s, NULL);
	else
		sasl_succeed(srv, s, a);
}

void
sasl_scram(
    struct server *srv, struct session *s, const char *message, size_t len)
{
	enum scram_awaited awaited = s->exchange->scram.awaited;

	if (!utf8_valid(message, len) || strlen(message) != len)
		sasl_fail(srv, s, NULL);
	else if (awaited == SCRAM_FIRST)
		client_first(srv, s, message);
	else if (awaited == SCRAM_FINAL)
		client_final(srv, s, message);
	else
		client_heard(srv, s, message);
}
