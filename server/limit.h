/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LIMIT_H
#define SERVER_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "common/hash.h"

/*
 * Allowance for flood control: it fills at a rate up to a burst, lines take
 * from it, and nobody is read from while it is empty. In thousandths of a
 * line; `at_ms` is monotonic. A burst or rate of 0 switches it off.
 */
struct allowance {
	int64_t left;
	int64_t at_ms;
};

void allowance_init(struct allowance *a, int64_t burst, int64_t now_ms);
/* Fills up what has come in since the last call. */
void allowance_refill(
    struct allowance *a, int64_t burst, int64_t rate, int64_t now_ms);
/* Takes the cost of a line; may go below zero, to be waited for. */
void allowance_take(struct allowance *a, unsigned cost);
/* What was taken of a line that was somebody else's. */
void allowance_give(struct allowance *a, unsigned cost, int64_t burst);
/* Milliseconds until the next line may be taken; 0: now. */
int64_t allowance_wait_ms(
    const struct allowance *a, int64_t burst, int64_t rate);

/*
 * Whose sessions count together: those from one block of addresses, and those
 * of one login that the kernel vouches for. Loopback may be anybody of a
 * shared machine where the kernel does not say who, so its addresses count as
 * nobody's; and so do those that are not limited at all (address-exempt).
 */
enum limit_kind {
	LIMIT_NOBODY,
	LIMIT_IPV4,
	LIMIT_IPV6,
	LIMIT_LOGIN,
	LIMIT_EXEMPT
};

struct limit_key {
	uint64_t kind; /* no padding: the whole is hashed */
	uint8_t who[8];
};

/* The blocks of addresses that count as one: bits of their beginning. */
struct limit_blocks {
	unsigned ipv4; /* at most 32 */
	unsigned ipv6; /* at most 64 */
};

struct session;

/*
 * Those that count together. A login has one allowance for all its sessions,
 * or ten connections would be ten bursts; an address has not, as people who
 * share one are not one another. It outlives the last session of the login, so
 * that coming again does not fill it: at most LIMIT_IDLE of those, of which
 * the one that went first goes.
 */
enum { LIMIT_IDLE = 1024 };

struct limit_count {
	struct limit_key key;
	size_t count;
	struct allowance allowance; /* of a login */
	struct session *sessions;   /* of it (share.h); utlist DL */
	uint64_t lines;             /* that were taken */
	struct limit_count *prev, *next;
	UT_hash_handle hh;
};

/* All zero: nobody. */
struct limits {
	struct limit_count *counts; /* hash */
	struct limit_count *idle; /* utlist DL, the one that went first first */
	size_t nidle;
};

void limit_key_address(struct limit_key *k, const struct sockaddr *sa,
    const struct limit_blocks *blocks);
void limit_key_login(struct limit_key *k, uid_t uid);

/* How many there are; one more, and what it counts in: new (allowance.at_ms
 * is 0), as it was, or NULL where nobody counts; one less. */
size_t limit_get(const struct limits *l, const struct limit_key *k);
struct limit_count *limit_add(struct limits *l, const struct limit_key *k);
void limit_drop(struct limits *l, const struct limit_key *k);
/* Nobody may count any more. */
void limit_free(struct limits *l);

#endif
