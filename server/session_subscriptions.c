/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/session.h"

static size_t
find(const struct session *s, const char *key)
{
	size_t i = 0;

	while (i < s->nsubscriptions && strcmp(s->subscriptions[i], key))
		i++;
	return i;
}

bool
session_subscribed(const struct session *s, const char *key)
{
	return find(s, key) < s->nsubscriptions;
}

void
session_subscribe(struct session *s, const char *key)
{
	size_t n = s->nsubscriptions;

	if (session_subscribed(s, key))
		return;
	s->subscriptions =
	    mem_resize(s->subscriptions, (n + 1) * sizeof(*s->subscriptions));
	s->subscriptions[n] = mem_strdup(key);
	s->nsubscriptions++;
}

void
session_unsubscribe(struct session *s, const char *key)
{
	size_t i = find(s, key);

	if (i == s->nsubscriptions)
		return;
	free(s->subscriptions[i]);
	s->nsubscriptions--;
	memmove(s->subscriptions + i, s->subscriptions + i + 1,
	    (s->nsubscriptions - i) * sizeof(*s->subscriptions));
}

void
session_subscribe_none(struct session *s)
{
	for (size_t i = 0; i < s->nsubscriptions; i++)
		free(s->subscriptions[i]);
	free(s->subscriptions);
	s->subscriptions = NULL;
	s->nsubscriptions = 0;
}
