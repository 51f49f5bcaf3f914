/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/limit.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"

enum { BYTE = 8, ALL = 0xff };
enum { LINE = 1000 }; /* an allowance counts in thousandths */

void
allowance_init(struct allowance *a, int64_t burst, int64_t now_ms)
{
	a->left = burst * LINE;
	a->at_ms = now_ms;
}

void
allowance_refill(
    struct allowance *a, int64_t burst, int64_t rate, int64_t now_ms)
{
	int64_t passed = now_ms - a->at_ms;

	a->at_ms = now_ms;
	if (passed <= 0)
		return;
	/* No machine sleeps so long that more than a day matters. */
	if (passed > 86400000)
		passed = 86400000;
	a->left += passed * rate;
	if (a->left > burst * LINE)
		a->left = burst * LINE;
}

void
allowance_take(struct allowance *a, unsigned cost)
{
	a->left -= (int64_t)cost * LINE;
}

void
allowance_give(struct allowance *a, unsigned cost, int64_t burst)
{
	a->left += (int64_t)cost * LINE;
	if (a->left > burst * LINE)
		a->left = burst * LINE;
}

int64_t
allowance_wait_ms(const struct allowance *a, int64_t burst, int64_t rate)
{
	if (a->left >= LINE || burst == 0 || rate == 0)
		return 0;
	return (LINE - a->left + rate - 1) / rate;
}

/* Leaves the first bits of a network's address. */
static void
cut_bits(uint8_t *who, size_t len, unsigned bits)
{
	for (size_t i = 0; i < len; i++) {
		unsigned before = (unsigned)i * BYTE;

		if (bits <= before)
			who[i] = 0;
		else if (bits < before + BYTE)
			who[i] &= (uint8_t)(ALL << (before + BYTE - bits));
	}
}

static void
key_ipv4(struct limit_key *k, const struct in_addr *in, unsigned bits)
{
	if (ntohl(in->s_addr) >> 24 == IN_LOOPBACKNET)
		return;
	k->kind = LIMIT_IPV4;
	memcpy(k->who, in, sizeof(*in));
	cut_bits(k->who, sizeof(*in), bits);
}

static void
key_ipv6(struct limit_key *k, const struct in6_addr *in6,
    const struct limit_blocks *blocks)
{
	struct in_addr in;

	if (IN6_IS_ADDR_LOOPBACK(in6))
		return;
	if (IN6_IS_ADDR_V4MAPPED(in6)) {
		memcpy(&in, in6->s6_addr + 12, sizeof(in));
		key_ipv4(k, &in, blocks->ipv4);
		return;
	}
	k->kind = LIMIT_IPV6;
	memcpy(k->who, in6->s6_addr, sizeof(k->who));
	cut_bits(k->who, sizeof(k->who), blocks->ipv6);
}

void
limit_key_address(struct limit_key *k, const struct sockaddr *sa,
    const struct limit_blocks *blocks)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)sa;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)sa;

	memset(k, 0, sizeof(*k));
	if (sa->sa_family == AF_INET)
		key_ipv4(k, &in->sin_addr, blocks->ipv4);
	else if (sa->sa_family == AF_INET6)
		key_ipv6(k, &in6->sin6_addr, blocks);
}

void
limit_key_login(struct limit_key *k, uid_t uid)
{
	memset(k, 0, sizeof(*k));
	k->kind = LIMIT_LOGIN;
	memcpy(k->who, &uid, sizeof(uid));
}

static bool
counts(const struct limit_key *k)
{
	return k->kind != LIMIT_NOBODY && k->kind != LIMIT_EXEMPT;
}

static struct limit_count *
limit_find(const struct limits *l, const struct limit_key *k)
{
	struct limit_count *c = NULL;

	if (counts(k))
		HASH_FIND(hh, l->counts, k, sizeof(*k), c);
	return c;
}

size_t
limit_get(const struct limits *l, const struct limit_key *k)
{
	const struct limit_count *c = limit_find(l, k);

	return c ? c->count : 0;
}

static void
leave_idle(struct limits *l, struct limit_count *c)
{
	DL_DELETE(l->idle, c);
	l->nidle--;
}

static void
forget(struct limits *l, struct limit_count *c)
{
	HASH_DEL(l->counts, c);
	free(c);
}

static void
forget_idle(struct limits *l)
{
	struct limit_count *c = l->idle;

	leave_idle(l, c);
	forget(l, c);
}

struct limit_count *
limit_add(struct limits *l, const struct limit_key *k)
{
	struct limit_count *c = limit_find(l, k);

	if (!counts(k))
		return NULL;
	if (!c) {
		c = mem_alloc(sizeof(*c));
		c->key = *k;
		HASH_ADD(hh, l->counts, key, sizeof(c->key), c);
	} else if (c->count == 0) {
		leave_idle(l, c);
	}
	c->count++;
	return c;
}

void
limit_drop(struct limits *l, const struct limit_key *k)
{
	struct limit_count *c = limit_find(l, k);

	if (!c || c->count == 0 || --c->count > 0)
		return;
	if (k->kind != LIMIT_LOGIN) {
		forget(l, c);
		return;
	}
	DL_APPEND(l->idle, c);
	if (++l->nidle > LIMIT_IDLE)
		forget_idle(l);
}

void
limit_free(struct limits *l)
{
	while (l->idle)
		forget_idle(l);
	assert(!l->counts);
}
