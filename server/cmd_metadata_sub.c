/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_metadata_sub.h"

#include "server/metadata.h"
#include "server/metadata_show.h"
#include "server/reply.h"

enum { KEYS_A_LINE = 5, A_LINE = 4, FIRST_KEY = 2 };

/* Keys as the words of as many lines as they need. */
static void
say_keys(struct server *srv, struct session *s, enum numeric n,
    const char *const *keys, size_t nkeys)
{
	while (nkeys > 0) {
		const char *line[KEYS_A_LINE + 1] = {NULL};
		size_t i = 0;

		for (; i < KEYS_A_LINE && i < nkeys; i++)
			line[i] = keys[i];
		reply_words(srv, s, n, line);
		keys += i;
		nkeys -= i;
	}
}

static bool
is_valid(struct server *srv, struct session *s, const char *key)
{
	if (metadata_key_valid(key))
		return true;
	reply_fail(srv, s, "METADATA", "KEY_INVALID", WORDS(key),
	    "A key has 1 to %d of a-z, 0-9, '_', '.', '/' and '-'",
	    METADATA_KEY_MAX);
	return false;
}

static bool
is_full(const struct server *srv, const struct session *s)
{
	return s->nsubscriptions >=
	    (size_t)srv->settings->metadata_subscriptions;
}

void
metadata_sub(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *done[IRC_PARAMS_MAX] = {NULL}, *full = NULL;
	size_t i, before = s->nsubscriptions, ndone = 0;

	allowance_take(s->allowance, (unsigned)m->nparams / A_LINE);
	for (i = FIRST_KEY; i < m->nparams && !full; i++) {
		const char *key = m->params[i];

		if (!is_valid(srv, s, key))
			continue;
		if (is_full(srv, s)) {
			full = key;
			continue;
		}
		session_subscribe(s, key);
		done[ndone++] = key;
	}
	say_keys(srv, s, RPL_METADATASUBOK, done, ndone);
	if (full)
		reply_fail(srv, s, "METADATA", "TOO_MANY_SUBS", WORDS(full),
		    "Too many subscriptions");
	metadata_show_keys(srv, s,
	    (const char *const *)s->subscriptions + before,
	    s->nsubscriptions - before);
}

void
metadata_unsub(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *done[IRC_PARAMS_MAX] = {NULL};
	size_t ndone = 0;

	for (size_t i = FIRST_KEY; i < m->nparams; i++) {
		const char *key = m->params[i];

		if (!is_valid(srv, s, key))
			continue;
		session_unsubscribe(s, key);
		done[ndone++] = key;
	}
	say_keys(srv, s, RPL_METADATAUNSUBOK, done, ndone);
}

void
metadata_subs(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	reply_batch_begin(srv, s, "metadata-subs", NULL);
	say_keys(srv, s, RPL_METADATASUBS,
	    (const char *const *)s->subscriptions, s->nsubscriptions);
	reply_batch_end(srv, s);
}
