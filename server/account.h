/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCOUNT_H
#define SERVER_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/hash.h"
#include "common/scram.h"
#include "server/redeemed.h"

/*
 * Durable identities. A login of this machine is an account that the kernel
 * vouches for; others prove who they are by a password or a certificate.
 * Names are folded (common/text.h). All of them are in memory; what changes
 * is written by account_keep (login.h).
 */
enum {
	ACCOUNT_CERTIFICATES_MAX = 16,
	ACCOUNT_NICKS_MAX = 8,
	ACCOUNT_PLACES_MAX = 8,
	SCRAM_SALT_LEN = 16,
	FINGERPRINT_LEN = 64
};

/* All that is kept of a password (RFC 5802 §3, RFC 7677). */
struct verifier {
	uint32_t iterations; /* 0: there is no password */
	uint8_t salt[SCRAM_SALT_LEN];
	uint8_t stored_key[SCRAM_KEY_LEN];
	uint8_t server_key[SCRAM_KEY_LEN];
};

/* A key that logs in to the account: SHA-256 of the SubjectPublicKeyInfo, in
 * lower-case hex. */
struct account_certificate {
	char fingerprint[FINGERPRINT_LEN + 1];
	int64_t added_ms;
	struct account *account;
	struct account_certificate *prev, *next; /* of the account */
	UT_hash_handle hh;                       /* of all */
};

/* A nick, other than its name, that belongs to the account. */
struct account_nick {
	char *nick;   /* as it was asked for */
	char *folded; /* the key */
	char *skeleton;
	struct account *account;
	struct account_nick *prev, *next; /* of the account */
	UT_hash_handle hh;                /* of all */
	UT_hash_handle hh_skeleton;
};

/* One by which it was here (account_devices.h). */
struct account_device {
	char *name;
	char *address;     /* or "local" */
	char *certificate; /* its fingerprint, or NULL */
	bool secure;
	int64_t first_ms, seen_ms; /* wall */
	struct account_device *prev, *next;
};

struct account {
	char *name;   /* as it is spelt */
	char *folded; /* the key */
	char *skeleton;
	/* The kernel has vouched for it: a login of this machine. */
	bool local;
	int64_t uid;    /* that of the login; -1: not known, or not local */
	bool dropped;   /* nobody's; its name never becomes anybody else's */
	bool always_on; /* stays on the network without a connection */
	struct verifier password;
	struct account_certificate *certificates; /* utlist DL */
	size_t ncertificates;
	struct account_nick *nicks; /* utlist DL */
	size_t nnicks;
	/* From where a password was right, the last one first (guess.h). */
	uint64_t places[ACCOUNT_PLACES_MAX];
	size_t nplaces;
	struct account_device *devices; /* account_devices.h; utlist DL */
	size_t ndevices;
	int64_t made_ms, used_ms; /* wall; used: the last login */
	/* of its users (absence.h, stay.h) */
	size_t absent;       /* how many are here without a device */
	uint64_t staying_id; /* the one who is so for good, or 0 */
	bool stay_noted;
	struct account *stay_next;
	UT_hash_handle hh;
	UT_hash_handle hh_skeleton;
};

struct accounts {
	struct account *by_name; /* hash, in the order of their making */
	struct account_nick *by_nick;
	struct account *by_skeleton; /* hashes by skeleton.h; several may have
				      * the same */
	struct account_nick *nicks_by_skeleton;
	struct account_certificate *by_fingerprint;
	struct redeemed *redeemed; /* hash: those that were used */
};

void accounts_free(struct accounts *all);
/* One that was not there; not local, without any way in. */
struct account *account_add(
    struct accounts *all, const char *name, int64_t made_ms);
/* Also one that was dropped; or NULL. */
struct account *account_named(const struct accounts *all, const char *name);
/* The one whom somebody can be; or NULL, also for a name of NULL. */
struct account *account_find(const struct accounts *all, const char *name);
/* The one to which a nick belongs, by its name or a nick of its own; or
 * NULL. */
struct account *account_of_nick(const struct accounts *all, const char *nick);
/* One with a name or nick that has the skeleton of that nick (skeleton.h), and
 * which of them, borrowed; or NULL. */
struct account *account_lookalike(
    const struct accounts *all, const char *nick, const char **name);
/* The one with that key; or NULL. */
struct account *account_of_certificate(
    const struct accounts *all, const char *fingerprint);

/* False where it has too many, or somebody (it too) has that one. */
bool account_certificate_add(struct accounts *all, struct account *a,
    const char *fingerprint, int64_t now_ms);
bool account_certificate_drop(
    struct accounts *all, struct account *a, const char *fingerprint);
bool account_nick_add(
    struct accounts *all, struct account *a, const char *nick);
bool account_nick_drop(
    struct accounts *all, struct account *a, const char *nick);
void account_device_drop(struct account *a, struct account_device *d);
/* It ends: no way in, no nick, and nobody gets its name. */
void account_end(struct accounts *all, struct account *a);

#endif
