/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/sasl_peers.h"

#include <stdio.h>
#include <string.h>

#include "common/base64.h"
#include "common/scram.h"

enum { CHUNK = 400 };

void
account_make(struct host *h, const char *name, const char *password)
{
	struct peer *p = peer_connect(h, name);

	peer_send(p, "NICK %s", name);
	peer_send(p, "REGISTER * * :%s", password);
	peer_expect(p, ":* REGISTER SUCCESS %s :*", name);
	peer_expect(p, ":* 900 \\* %s!* %s :*", name, name);
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_free(p);
}

struct peer *
sasl_connect(struct host *h, const char *name)
{
	struct peer *p = peer_connect(h, name);

	peer_caps(p, "sasl");
	return p;
}

struct peer *
sasl_beside_alice(void)
{
	struct host *h = host_start(SASL_CONF);

	account_make(h, "alice", "correct horse");
	return sasl_connect(h, "p");
}

void
sasl_start(struct peer *p, const char *mechanism)
{
	peer_send(p, "AUTHENTICATE %s", mechanism);
	peer_next(p, ":* AUTHENTICATE +");
}

void
sasl_say(struct peer *p, const void *data, size_t len)
{
	struct buf coded = {0};
	size_t at = 0;

	base64_add(&coded, data, len);
	for (; coded.len - at >= CHUNK; at += CHUNK)
		peer_send(p, "AUTHENTICATE %.*s", CHUNK, coded.data + at);
	peer_send(p, "AUTHENTICATE %s", coded.len > at ? coded.data + at : "+");
	buf_free(&coded);
}

void
sasl_says(struct peer *p, const char *text)
{
	sasl_say(p, text, strlen(text));
}

void
sasl_plain(
    struct peer *p, const char *authzid, const char *name, const char *password)
{
	struct buf all = {0};

	buf_add(&all, authzid, strlen(authzid) + 1);
	buf_add(&all, name, strlen(name) + 1);
	buf_adds(&all, password);
	sasl_start(p, "PLAIN");
	sasl_say(p, all.data, all.len);
	buf_free(&all);
}

void
sasl_expect_in(struct peer *p, const char *account)
{
	peer_next(p, ":* 900 * *!*@* %s :You are now logged in as %s", account,
	    account);
	peer_next(p, ":* 903 * :*");
}

/* What an AUTHENTICATE of the server says. */
static void
heard(struct peer *p, char *out, size_t size)
{
	const char *word;
	ssize_t len;

	peer_next(p, ":* AUTHENTICATE *");
	word = peer_word(p, 2);
	len = base64_decode((uint8_t *)out, size - 1, word, strlen(word));
	ck_assert_int_ge(len, 0);
	out[len] = '\0';
}

void
scram_first(
    struct peer *p, struct scram_talk *t, const char *header, const char *name)
{
	struct buf message = {0};

	snprintf(t->first, sizeof(t->first), "n=%s,r=fyko+d2lbbFgONRv9qkxdawL",
	    name);
	buf_addf(&message, "%s%s", header, t->first);
	sasl_start(p, "SCRAM-SHA-256");
	sasl_says(p, message.data);
	heard(p, t->server, sizeof(t->server));
	ck_assert_int_eq(sscanf(t->server, "r=%399[^,],s=%99[^,],i=%u",
			     t->nonce, t->salt, &t->iterations),
	    3);
	ck_assert_int_eq(strncmp(t->nonce, "fyko+d2lbbFgONRv9qkxdawL", 24), 0);
	ck_assert_uint_gt(strlen(t->nonce), 40);
	buf_free(&message);
}

static void
reckon(const struct scram_talk *t, const char *password,
    uint8_t salted[SCRAM_KEY_LEN])
{
	uint8_t salt[64];
	ssize_t len =
	    base64_decode(salt, sizeof(salt), t->salt, strlen(t->salt));

	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(scram_salted_password(salted, password, salt,
			     (size_t)len, t->iterations),
	    0);
}

static void
add_auth_message(struct buf *out, const struct scram_talk *t,
    const char *binding, const char *nonce)
{
	buf_addf(out, "%s,%s,c=%s,r=%s", t->first, t->server, binding, nonce);
}

void
scram_final(struct peer *p, struct scram_talk *t, const char *binding,
    const char *nonce, const char *password)
{
	uint8_t salted[SCRAM_KEY_LEN], key[SCRAM_KEY_LEN];
	uint8_t stored[SCRAM_KEY_LEN], proof[SCRAM_KEY_LEN];
	struct buf words = {0}, message = {0};

	reckon(t, password, salted);
	add_auth_message(&words, t, binding, nonce);
	scram_client_key(key, salted);
	scram_stored_key(stored, key);
	scram_signature(proof, stored, words.data);
	for (size_t i = 0; i < sizeof(proof); i++)
		proof[i] ^= key[i];
	buf_addf(&message, "c=%s,r=%s,p=", binding, nonce);
	base64_add(&message, proof, sizeof(proof));
	sasl_says(p, message.data);
	buf_free(&words);
	buf_free(&message);
}

void
scram_expect_server(struct peer *p, const struct scram_talk *t,
    const char *binding, const char *password)
{
	uint8_t salted[SCRAM_KEY_LEN], key[SCRAM_KEY_LEN];
	uint8_t signature[SCRAM_KEY_LEN];
	struct buf words = {0}, want = {0};
	char got[100];

	reckon(t, password, salted);
	add_auth_message(&words, t, binding, t->nonce);
	scram_server_key(key, salted);
	scram_signature(signature, key, words.data);
	buf_adds(&want, "v=");
	base64_add(&want, signature, sizeof(signature));
	heard(p, got, sizeof(got));
	ck_assert_str_eq(got, want.data);
	buf_free(&words);
	buf_free(&want);
}
