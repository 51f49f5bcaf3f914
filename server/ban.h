/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_BAN_H
#define SERVER_BAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/buf.h"
#include "server/netmask.h"

/*
 * Who may not be on this server, and until when. What a ban names, as an
 * operator writes it and as it is shown again:
 *   uid:1000           a login of this machine, by number
 *   account:alice      ($a:alice) whoever is logged in to it
 *   192.0.2.0/24       a block of addresses; 2001:db8::/32; one address
 *   certfp:HEX         a client certificate, by its key's fingerprint
 *   nick!user@host     a mask as in a channel's list of bans
 */
enum ban_kind {
	BAN_UID,
	BAN_ACCOUNT,
	BAN_ADDRESS,
	BAN_CERTIFICATE,
	BAN_MASK,
	BAN_KINDS
};

struct ban {
	enum ban_kind kind;
	char *mask; /* in its one form, without the word before the colon */
	char *reason;
	char *by;
	int64_t made_ms;      /* wall */
	int64_t until_ms;     /* wall; 0: for good */
	struct netmask block; /* of BAN_ADDRESS */
	struct ban *prev, *next;
};

enum { BANS_MAX = 1000, BAN_REASON_MAX = 200 };

struct bans {
	struct ban *first; /* utlist DL, as they were set */
	size_t count;
};

/* What is known of somebody so far; NULL, or false: not yet, or never. A local
 * one counts by uid alone, as all of them have the same address. */
struct ban_subject {
	bool local;
	uid_t uid;           /* of a local one */
	const char *address; /* of another */
	const char *account;
	const char *certificate;
	const char *nick, *user, *host; /* all three, or none */
};

/* What was given, read: NULL, and the kind and the one form of its mask; or
 * what is wrong with it. */
const char *ban_read(enum ban_kind *kind, struct buf *mask, const char *given);
/* Appends how it is written. */
void ban_format(struct buf *out, enum ban_kind kind, const char *mask);

/* In the store, stable for ever; BAN_KINDS for an unknown one. */
const char *ban_kind_name(enum ban_kind kind);
enum ban_kind ban_kind_named(const char *name);

bool ban_matches(const struct ban *b, const struct ban_subject *s);

struct ban *bans_find(
    const struct bans *all, enum ban_kind kind, const char *mask);
/* A new one, of copies; NULL over the bound, or where the mask of a damaged
 * file is none. There must be none of that kind and mask. */
struct ban *bans_add(struct bans *all, const struct ban *b);
void bans_drop(struct bans *all, struct ban *b);
/* Drops what has ended by then; whether that was any. */
bool bans_expire(struct bans *all, int64_t now_ms);
/* The first that means them, or NULL. */
const struct ban *bans_match(
    const struct bans *all, const struct ban_subject *s);
void bans_free(struct bans *all);

#endif
