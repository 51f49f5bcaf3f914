/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/confirm.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>

#include "common/buf.h"
#include "common/text.h"

enum { PERIOD_MS = 600000 };

static int64_t
period(const struct server *srv)
{
	return event_now(&srv->clock) / PERIOD_MS;
}

static int
make_key(struct server *srv)
{
	uint8_t *key = srv->confirm_key;

	if (!srv->confirm_keyed)
		srv->confirm_keyed =
		    RAND_bytes(key, sizeof(srv->confirm_key)) == 1;
	return srv->confirm_keyed ? 0 : -1;
}

static int
code_of(struct server *srv, const char *what, const char *who, int64_t when,
    char code[CONFIRM_LEN])
{
	uint8_t sum[EVP_MAX_MD_SIZE];
	struct buf text = {0};
	bool done;

	if (make_key(srv) < 0)
		return -1;
	buf_addf(&text, "%" PRId64 " %s %s", when, who, what);
	done = HMAC(EVP_sha256(), srv->confirm_key, sizeof(srv->confirm_key),
	    (const uint8_t *)text.data, text.len, sum, NULL);
	buf_free(&text);
	snprintf(code, CONFIRM_LEN, "%02x%02x%02x%02x", sum[0], sum[1], sum[2],
	    sum[3]);
	return done ? 0 : -1;
}

int
confirm_code(struct server *srv, const char *what, const char *who,
    char code[CONFIRM_LEN])
{
	return code_of(srv, what, who, period(srv), code);
}

bool
confirm_check(
    struct server *srv, const char *what, const char *who, const char *code)
{
	int64_t now = period(srv);
	char right[CONFIRM_LEN];

	for (int64_t when = now; code && when >= now - 1; when--)
		if (code_of(srv, what, who, when, right) == 0 &&
		    !text_casecmp(code, right))
			return true;
	return false;
}
