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
/* Milliseconds until the next line may be taken; 0: now. */
int64_t allowance_wait_ms(
    const struct allowance *a, int64_t burst, int64_t rate);

/*
 * Whose sessions count together: those from one IPv4 address, one IPv6 /64,
 * one login at the Unix socket. People of a shared machine also come through
 * loopback, so its addresses count as nobody's.
 */
enum limit_kind { LIMIT_NOBODY, LIMIT_IPV4, LIMIT_IPV6, LIMIT_LOGIN };

struct limit_key {
	uint64_t kind; /* no padding: the whole is hashed */
	uint8_t who[8];
};

struct limit_count {
	struct limit_key key;
	size_t count;
	UT_hash_handle hh;
};

void limit_key_address(struct limit_key *k, const struct sockaddr *sa);
void limit_key_login(struct limit_key *k, uid_t uid);

/* How many there are; one more; one less. */
size_t limit_get(struct limit_count *counts, const struct limit_key *k);
void limit_add(struct limit_count **counts, const struct limit_key *k);
void limit_drop(struct limit_count **counts, const struct limit_key *k);

#endif
