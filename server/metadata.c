/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/metadata.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/irc.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/settings.h"

enum { USER_MAX = 21, HOST_MAX = 63 }; /* bytes, with the "~" */

bool
metadata_key_valid(const char *key)
{
	size_t len = strlen(key);

	return len > 0 && len <= METADATA_KEY_MAX &&
	    strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_./-") == len;
}

/* ":nick!user@host METADATA target key * :" with the longest of each. */
size_t
metadata_value_max(const struct settings *set)
{
	int64_t target = set->nick_length > set->channel_length
	    ? set->nick_length
	    : set->channel_length;
	int64_t used = (int64_t)strlen(":!@ METADATA   * :") +
	    set->nick_length + USER_MAX + HOST_MAX + target + METADATA_KEY_MAX;
	int64_t room = IRC_BODY_MAX - used;

	return (size_t)(set->metadata_value_bytes < room
		? set->metadata_value_bytes
		: room);
}

void
metadata_value(
    struct buf *out, const struct settings *set, const struct standing *who)
{
	(void)who;
	buf_addf(out,
	    "before-connect,max-subs=%" PRId64 ",max-keys=%" PRId64
	    ",max-value-bytes=%zu",
	    set->metadata_subscriptions, set->metadata_keys,
	    metadata_value_max(set));
}

static struct metadata *
find(const struct metadata *list, const char *key)
{
	const struct metadata *m;

	DL_FOREACH (list, m)
		if (!strcmp(m->key, key))
			return (struct metadata *)m;
	return NULL;
}

const char *
metadata_get(const struct metadata *list, const char *key)
{
	const struct metadata *m = find(list, key);

	return m ? m->value : NULL;
}

size_t
metadata_count(const struct metadata *list)
{
	size_t n = 0;

	for (; list; list = list->next)
		n++;
	return n;
}

static void
drop(struct metadata **list, struct metadata *m)
{
	DL_DELETE(*list, m);
	free(m->key);
	free(m->value);
	free(m);
}

static int
by_key(const struct metadata *a, const struct metadata *b)
{
	return strcmp(a->key, b->key);
}

void
metadata_put(struct metadata **list, const char *key, const char *value)
{
	struct metadata *m = find(*list, key);

	if (!value) {
		if (m)
			drop(list, m);
		return;
	}
	if (!m) {
		m = mem_alloc(sizeof(*m));
		m->key = mem_strdup(key);
		DL_INSERT_INORDER(*list, m, by_key);
	}
	mem_replace(&m->value, value);
}

void
metadata_merge(struct metadata **list, const struct metadata *other)
{
	for (; other; other = other->next)
		metadata_put(list, other->key, other->value);
}

void
metadata_free(struct metadata **list)
{
	while (*list)
		drop(list, *list);
}

static struct metadata_account *
find_account(const struct metadata_account *all, const char *account)
{
	char *folded = text_folded(account);
	struct metadata_account *a;

	HASH_FIND_STR(all, folded, a);
	free(folded);
	return a;
}

const struct metadata *
metadata_of(const struct metadata_account *all, const char *account)
{
	const struct metadata_account *a =
	    account ? find_account(all, account) : NULL;

	return a ? a->list : NULL;
}

static struct metadata_account *
add_account(struct metadata_account **all, const char *account)
{
	struct metadata_account *a = mem_alloc(sizeof(*a));

	a->folded = text_folded(account);
	HASH_ADD_KEYPTR(hh, *all, a->folded, strlen(a->folded), a);
	return a;
}

static void
drop_account(struct metadata_account **all, struct metadata_account *a)
{
	HASH_DELETE(hh, *all, a);
	metadata_free(&a->list);
	free(a->folded);
	free(a);
}

void
metadata_put_of(struct metadata_account **all, const char *account,
    const char *key, const char *value)
{
	struct metadata_account *a = find_account(*all, account);

	if (!a && !value)
		return;
	if (!a)
		a = add_account(all, account);
	metadata_put(&a->list, key, value);
	if (!a->list)
		drop_account(all, a);
}

void
metadata_free_all(struct metadata_account **all)
{
	struct metadata_account *a, *next;

	HASH_ITER (hh, *all, a, next)
		drop_account(all, a);
}
