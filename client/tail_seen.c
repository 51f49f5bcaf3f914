/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail_seen.h"

#include <string.h>

/* FNV-1a of 64 bits: what others choose makes no bucket full here, there are
 * none; two that collide by chance are one in 10^16. */
static uint64_t
mix(uint64_t h, const char *s)
{
	do {
		h ^= (unsigned char)*s;
		h *= 0x100000001b3ULL;
	} while (*s++);
	return h;
}

static uint64_t
key_of(const struct tailed *m)
{
	uint64_t h = 0xcbf29ce484222325ULL;

	if (*m->id)
		return mix(h, m->id);
	h = mix(mix(mix(h, m->kind), m->nick), m->text);
	return h ^ (uint64_t)m->time_ms * 0x9e3779b97f4a7c15ULL;
}

void
tail_seen_begin(struct tail_seen *seen)
{
	seen->telling++;
}

static struct tail_seen_mark *
find(struct tail_seen *seen, uint64_t key)
{
	for (size_t i = 0; i < TAIL_SEEN_MAX; i++) {
		struct tail_seen_mark *mark = &seen->marks[i];

		if (mark->key == key && mark->telling < seen->telling)
			return mark;
	}
	return NULL;
}

bool
tail_seen_before(struct tail_seen *seen, const struct tailed *m)
{
	struct tail_seen_mark *mark = find(seen, key_of(m));

	if (!mark)
		return false;
	mark->telling = seen->telling;
	return true;
}

void
tail_seen_add(struct tail_seen *seen, const struct tailed *m)
{
	seen->marks[seen->next] =
	    (struct tail_seen_mark){key_of(m), seen->telling};
	seen->next = (seen->next + 1) % TAIL_SEEN_MAX;
}
