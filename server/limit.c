/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/limit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

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

int64_t
allowance_wait_ms(const struct allowance *a, int64_t burst, int64_t rate)
{
	if (a->left >= LINE || burst == 0 || rate == 0)
		return 0;
	return (LINE - a->left + rate - 1) / rate;
}

static void
key_ipv4(struct limit_key *k, const struct in_addr *in)
{
	if (ntohl(in->s_addr) >> 24 == IN_LOOPBACKNET)
		return;
	k->kind = LIMIT_IPV4;
	memcpy(k->who, in, sizeof(*in));
}

static void
key_ipv6(struct limit_key *k, const struct in6_addr *in6)
{
	struct in_addr in;

	if (IN6_IS_ADDR_LOOPBACK(in6))
		return;
	if (IN6_IS_ADDR_V4MAPPED(in6)) {
		memcpy(&in, in6->s6_addr + 12, sizeof(in));
		key_ipv4(k, &in);
		return;
	}
	k->kind = LIMIT_IPV6;
	memcpy(k->who, in6->s6_addr, sizeof(k->who));
}

void
limit_key_address(struct limit_key *k, const struct sockaddr *sa)
{
	memset(k, 0, sizeof(*k));
	if (sa->sa_family == AF_INET)
		key_ipv4(k, &((const struct sockaddr_in *)sa)->sin_addr);
	else if (sa->sa_family == AF_INET6)
		key_ipv6(k, &((const struct sockaddr_in6 *)sa)->sin6_addr);
}

void
limit_key_login(struct limit_key *k, uid_t uid)
{
	memset(k, 0, sizeof(*k));
	k->kind = LIMIT_LOGIN;
	memcpy(k->who, &uid, sizeof(uid));
}

static struct limit_count *
limit_find(struct limit_count *counts, const struct limit_key *k)
{
	struct limit_count *c = NULL;

	if (k->kind != LIMIT_NOBODY)
		HASH_FIND(hh, counts, k, sizeof(*k), c);
	return c;
}

size_t
limit_get(struct limit_count *counts, const struct limit_key *k)
{
	const struct limit_count *c = limit_find(counts, k);

	return c ? c->count : 0;
}

void
limit_add(struct limit_count **counts, const struct limit_key *k)
{
	struct limit_count *c = limit_find(*counts, k);

	if (k->kind == LIMIT_NOBODY)
		return;
	if (!c) {
		c = mem_alloc(sizeof(*c));
		c->key = *k;
		HASH_ADD(hh, *counts, key, sizeof(c->key), c);
	}
	c->count++;
}

void
limit_drop(struct limit_count **counts, const struct limit_key *k)
{
	struct limit_count *c = limit_find(*counts, k);

	if (!c || --c->count > 0)
		return;
	HASH_DEL(*counts, c);
	free(c);
}
