/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/chatter.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"

/* The one of that key, or else one to use for it: a free one, or the one that
 * began first. */
static struct chatter_pair *
find(struct chatter *c, const char *key)
{
	struct chatter_pair *best = c->pairs;

	for (size_t i = 0; i < CHATTER_PAIRS; i++) {
		struct chatter_pair *p = &c->pairs[i];

		if (p->key && !strcmp(p->key, key))
			return p;
		if (best->key && (!p->key || p->since_ms < best->since_ms))
			best = p;
	}
	return best;
}

static void
begin(struct chatter_pair *p, const char *key, int64_t now_ms)
{
	free(p->key);
	*p = (struct chatter_pair){.key = text_folded(key), .since_ms = now_ms};
}

enum chatter_result
chatter_count(
    struct chatter *c, const char *nick, const char *channel, int64_t now_ms)
{
	struct chatter_pair *p;
	struct buf key = {0};

	buf_addf(&key, "%s %s", nick, channel);
	text_fold(key.data, key.data);
	p = find(c, key.data);
	if (!p->key || strcmp(p->key, key.data) ||
	    now_ms >= p->since_ms + CHATTER_PERIOD_MS)
		begin(p, key.data, now_ms);
	buf_free(&key);
	p->answers++;
	if (p->answers <= CHATTER_MAX)
		return CHATTER_OK;
	return p->answers == CHATTER_MAX + 1 ? CHATTER_FULL : CHATTER_STILL;
}

void
chatter_free(struct chatter *c)
{
	for (size_t i = 0; i < CHATTER_PAIRS; i++)
		free(c->pairs[i].key);
	*c = (struct chatter){0};
}
