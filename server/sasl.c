/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sasl.h"

#include <stdlib.h>
#include <string.h>

#include "common/base64.h"
#include "common/log.h"
#include "common/mem.h"
#include "server/logged.h"
#include "server/login.h"
#include "server/reply.h"

enum { DECODED = SASL_MESSAGE / 4 * 3 };

static void (*const steps[])(
    struct server *srv, struct session *s, const char *message, size_t len) = {
    [SASL_EXTERNAL] = sasl_external,
    [SASL_SCRAM] = sasl_scram,
    [SASL_PLAIN] = sasl_plain,
};

void
sasl_end(struct session *s)
{
	exchange_free(s->exchange);
	s->exchange = NULL;
}

void
sasl_abort(struct server *srv, struct session *s)
{
	if (!s->exchange)
		return;
	sasl_end(s);
	reply(srv, s, ERR_SASLABORTED, NULL);
}

static void
say(struct server *srv, struct session *s, const char *piece)
{
	reply_command(srv, s, "AUTHENTICATE", WORDS(piece), NULL);
}

void
sasl_ask(struct server *srv, struct session *s, const char *message)
{
	char piece[SASL_CHUNK + 1];
	struct buf coded = {0};
	size_t at = 0, len;

	base64_add(&coded, message, strlen(message));
	do {
		len = coded.len - at;
		if (len > SASL_CHUNK)
			len = SASL_CHUNK;
		memcpy(piece, coded.data ? coded.data + at : "", len);
		piece[len] = '\0';
		say(srv, s, len ? piece : "+");
		at += len;
	} while (len == SASL_CHUNK);
	buf_free(&coded);
}

void
sasl_succeed(struct server *srv, struct session *s, struct account *a)
{
	const char *how = sasl_offer_name(s->exchange->mechanism);

	sasl_end(s);
	s->sasl_done = true;
	log_info(
	    "%s: logged in to the account %s by %s", s->address, a->name, how);
	login_in(srv, s, a);
	logged_tell(srv, s);
	reply(srv, s, RPL_SASLSUCCESS, NULL);
}

void
sasl_fail(struct server *srv, struct session *s, const char *why)
{
	sasl_end(s);
	if (why)
		reply_text(srv, s, ERR_SASLFAIL, NULL, "%s", why);
	else
		reply(srv, s, ERR_SASLFAIL, NULL);
}

void
sasl_begin(struct server *srv, struct session *s, enum sasl_mechanism m)
{
	s->exchange = exchange_new(m);
	sasl_ask(srv, s, "");
}

static void
whole(struct server *srv, struct session *s)
{
	struct exchange *x = s->exchange;
	char *message = mem_alloc(DECODED + 1);
	ssize_t len = base64_decode((uint8_t *)message, DECODED,
	    x->coded.data ? x->coded.data : "", x->coded.len);

	exchange_wipe(&x->coded);
	if (len < 0) {
		sasl_fail(srv, s, "SASL authentication failed: not base64");
	} else {
		message[len] = '\0';
		steps[x->mechanism](srv, s, message, (size_t)len);
	}
	explicit_bzero(message, DECODED);
	free(message);
}

void
sasl_take(struct server *srv, struct session *s, const char *piece)
{
	struct exchange *x = s->exchange;
	size_t len = strlen(piece);

	if (!strcmp(piece, "+"))
		len = 0;
	if (x->coded.len + len > SASL_MESSAGE) {
		sasl_fail(srv, s, "SASL authentication failed: too long");
		return;
	}
	buf_add(&x->coded, piece, len);
	if (len < SASL_CHUNK)
		whole(srv, s);
}
