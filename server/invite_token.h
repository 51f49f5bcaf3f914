/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_INVITE_TOKEN_H
#define SERVER_INVITE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/redeemed.h"

/*
 * Invitations are tokens that say themselves how often and until when they
 * count, signed (HMAC-SHA-256) with a key in the state directory (invite.key,
 * 0600): who may read that makes them, without asking the server. Without the
 * file, or with another one, none counts that was made before.
 */
enum {
	INVITE_KEY_LEN = 32,
	INVITE_USES_MAX = 1000,
	INVITE_TOKEN_LEN = 44 /* base64 without padding */
};

struct invite_key {
	uint8_t bytes[INVITE_KEY_LEN];
	bool known;
};

struct invite {
	char id[REDEEMED_ID_SIZE];
	unsigned uses;
	int64_t until_ms; /* wall, whole seconds */
};

/* Reads the key, which is made where it is not yet there: for whoever owns the
 * folder. -1 with a line in err. */
int invite_key_open(struct invite_key *key, const char *dir, struct buf *err);

/* Appends a new one; -1: there are no random numbers to be had. */
int invite_token_make(struct buf *out, const struct invite_key *key,
    unsigned uses, int64_t until_ms);
/* False: it is none that this key signed. */
bool invite_token_read(
    struct invite *i, const struct invite_key *key, const char *token);

#endif
