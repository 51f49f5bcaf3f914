/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/throttle.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

static bool
is_off(struct throttle_rate rate)
{
	return rate.count <= 0 || rate.period_ms <= 0;
}

static size_t
key_length(size_t len)
{
	return len < THROTTLE_KEY ? len : THROTTLE_KEY;
}

static struct throttle_entry *
find(const struct throttle *t, const void *key, size_t len)
{
	struct throttle_entry *e;

	HASH_FIND(hh, t->entries, key, key_length(len), e);
	return e;
}

/* What is in it by now. In a period it gains `count` times what one of them
 * takes, and holds no more. */
static int64_t
filled(
    const struct throttle_entry *e, struct throttle_rate rate, int64_t now_ms)
{
	int64_t full = rate.count * rate.period_ms;
	int64_t passed = now_ms > e->at_ms ? now_ms - e->at_ms : 0;

	if (passed >= rate.period_ms || e->left + passed * rate.count >= full)
		return full;
	return e->left + passed * rate.count;
}

int64_t
throttle_wait_ms(const struct throttle *t, struct throttle_rate rate,
    const void *key, size_t len, int64_t now_ms)
{
	const struct throttle_entry *e = find(t, key, len);
	int64_t missing;

	if (is_off(rate) || !e)
		return 0;
	missing = rate.period_ms - filled(e, rate, now_ms);
	return missing > 0 ? (missing + rate.count - 1) / rate.count : 0;
}

static void
drop(struct throttle *t, struct throttle_entry *e)
{
	HASH_DEL(t->entries, e);
	free(e);
}

static struct throttle_entry *
add(struct throttle *t, struct throttle_rate rate, const void *key, size_t len,
    int64_t now_ms)
{
	struct throttle_entry *e;

	if (HASH_COUNT(t->entries) >= THROTTLE_KEYS)
		drop(t, t->entries);
	e = mem_alloc(sizeof(*e) + key_length(len));
	e->len = key_length(len);
	memcpy(e->key, key, e->len);
	e->left = rate.count * rate.period_ms;
	e->at_ms = now_ms;
	HASH_ADD_KEYPTR(hh, t->entries, e->key, e->len, e);
	return e;
}

void
throttle_take(struct throttle *t, struct throttle_rate rate, const void *key,
    size_t len, int64_t now_ms)
{
	struct throttle_entry *e = find(t, key, len);

	if (is_off(rate))
		return;
	if (!e) {
		e = add(t, rate, key, len, now_ms);
	} else {
		HASH_DEL(t->entries, e);
		HASH_ADD_KEYPTR(hh, t->entries, e->key, e->len, e);
	}
	e->left = filled(e, rate, now_ms) - rate.period_ms;
	e->at_ms = now_ms;
	if (e->left < 0)
		e->left = 0;
}

void
throttle_free(struct throttle *t)
{
	while (t->entries)
		drop(t, t->entries);
}
