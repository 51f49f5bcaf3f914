/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/exchange.h"

#include <stdio.h>
#include <string.h>

#include "common/base64.h"
#include "common/mem.h"

/* Steps of SCRAM: what is awaited. */
enum { AWAIT_START, AWAIT_CHALLENGE, AWAIT_KEYS, AWAIT_PROOF, AWAIT_END };

static void
send_piece(struct network *n, const char *piece, size_t len)
{
	char line[EXCHANGE_PIECE + 32];

	snprintf(line, sizeof(line), "AUTHENTICATE %.*s", (int)len, piece);
	network_send_secret(n, line);
}

/* One that fills its last piece is ended by "+", as is one of nothing. */
static void
send_message(struct network *n, const void *data, size_t len)
{
	struct buf text = {
	    .data = mem_alloc(2 * len + 16), .cap = 2 * len + 16};
	size_t at = 0, piece;

	base64_add(&text, data, len);
	do {
		piece = text.len - at;
		piece = piece < EXCHANGE_PIECE ? piece : EXCHANGE_PIECE;
		if (piece)
			send_piece(n, text.data + at, piece);
		else
			send_piece(n, "+", 1);
		at += piece;
	} while (piece == EXCHANGE_PIECE);
	buf_wipe(&text);
}

void
exchange_start(struct network *n, enum mechanism m)
{
	struct persona *id = &n->persona;

	persona_end_exchange(id);
	id->mechanism = m;
	id->tried |= 1u << m;
	id->relisted = false;
	send_piece(n, mechanism_wire_name(m), strlen(mechanism_wire_name(m)));
}

void
exchange_abort(struct network *n)
{
	persona_end_exchange(&n->persona);
	n->persona.aborted = true;
	send_piece(n, "*", 1);
}

/* RFC 4616: no other to act as, then who, then the password. */
static void
send_plain(struct network *n)
{
	const struct persona *id = &n->persona;
	char text[2 + 2 * SECRET_MAX + 1];
	size_t account = strlen(id->account), len = strlen(id->password.text);

	account = account < SECRET_MAX ? account : SECRET_MAX;
	text[0] = '\0';
	memcpy(text + 1, id->account, account);
	text[1 + account] = '\0';
	memcpy(text + 2 + account, id->password.text, len);
	send_message(n, text, 2 + account + len);
	explicit_bzero(text, sizeof(text));
}

static enum exchange_result
answer_once(struct network *n, const char **why)
{
	*why = "the server asks for what is no part of this mechanism";
	if (n->persona.step != AWAIT_START || n->persona.in.len)
		return EXCHANGE_FAILED;
	n->persona.step = AWAIT_END;
	if (n->persona.mechanism == MECHANISM_PLAIN)
		send_plain(n);
	else
		send_message(n, "", 0);
	return EXCHANGE_GOES_ON;
}

static enum exchange_result
scram_begin(struct network *n, const char **why)
{
	struct persona *id = &n->persona;
	struct buf first = {0};
	int rc = proof_first(&id->proof, id->account, &first);

	*why = "no account is called so";
	if (rc == 0)
		send_message(n, first.data, first.len);
	buf_free(&first);
	id->step = AWAIT_CHALLENGE;
	return rc == 0 ? EXCHANGE_GOES_ON : EXCHANGE_FAILED;
}

/* One that says no with an error of SCRAM says it in a numeric after that. */
static enum exchange_result
scram_end(struct network *n, const char *text, const char **why)
{
	struct persona *id = &n->persona;
	bool no = !strncmp(text, "e=", 2);

	id->step = AWAIT_END;
	*why = no ? NULL : proof_check(&id->proof, text);
	if (*why)
		return EXCHANGE_LIAR;
	id->proved = !no;
	send_message(n, "", 0);
	return EXCHANGE_GOES_ON;
}

static enum exchange_result
scram_step(struct network *n, const char *text, const char **why)
{
	struct persona *id = &n->persona;

	switch (id->step) {
	case AWAIT_START:
		return scram_begin(n, why);
	case AWAIT_CHALLENGE:
		*why = proof_challenge(&id->proof, text);
		id->step = AWAIT_KEYS;
		return *why ? EXCHANGE_FAILED : EXCHANGE_DERIVE;
	case AWAIT_PROOF:
		return scram_end(n, text, why);
	default:
		*why = "the server speaks out of turn";
		return EXCHANGE_FAILED;
	}
}

enum exchange_result
exchange_keys(
    struct network *n, const uint8_t salted[SCRAM_KEY_LEN], const char **why)
{
	struct persona *id = &n->persona;
	struct buf final = {0};
	int rc = proof_final(&id->proof, salted, &final);

	*why = "the proof could not be made";
	if (rc == 0)
		send_message(n, final.data, final.len);
	buf_wipe(&final);
	id->step = AWAIT_PROOF;
	return rc == 0 ? EXCHANGE_GOES_ON : EXCHANGE_FAILED;
}

static enum exchange_result
whole(struct network *n, const char **why)
{
	struct persona *id = &n->persona;
	uint8_t text[EXCHANGE_MAX];
	ssize_t len = base64_decode(
	    text, sizeof(text) - 1, id->in.len ? id->in.data : "", id->in.len);

	if (id->mechanism != MECHANISM_SCRAM)
		return answer_once(n, why);
	buf_reset(&id->in);
	*why = "the server's answer is no text";
	if (len < 0 || memchr(text, '\0', (size_t)len))
		return EXCHANGE_FAILED;
	text[len] = '\0';
	return scram_step(n, (const char *)text, why);
}

enum exchange_result
exchange_data(struct network *n, const char *data, const char **why)
{
	struct buf *in = &n->persona.in;
	size_t len = strcmp(data, "+") ? strlen(data) : 0;

	*why = "the server's answer is too long";
	if (len > EXCHANGE_PIECE || in->len + len > EXCHANGE_MAX)
		return EXCHANGE_FAILED;
	buf_add(in, data, len);
	return len == EXCHANGE_PIECE ? EXCHANGE_GOES_ON : whole(n, why);
}
