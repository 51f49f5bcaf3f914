/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nonce.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/retention.h"
#include "server/said.h"

/* Of a message that was said since the last commit, or while nothing could be
 * written. */
struct nonce_unwritten {
	struct buf name; /* the key and the owner */
	char id[EVENT_ID_LEN];
	int64_t time_ms;
	uint64_t seq; /* 0: it is not kept */
	UT_hash_handle hh;
};

bool
nonce_valid(const char *nonce)
{
	size_t len = 0;

	for (; nonce[len]; len++)
		if (nonce[len] <= ' ' || nonce[len] > '~')
			return false;
	return len > 0 && len <= NONCE_MAX;
}

void
nonce_of(struct store_nonce *n, const char *owner, const char *target,
    const char *nonce)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];
	struct buf all = {0};

	buf_adds(&all, target);
	text_fold(all.data, all.data);
	buf_addf(&all, " %s", nonce);
	SHA256((const unsigned char *)all.data, all.len, sum);
	buf_free(&all);
	memcpy(n->key, sum, sizeof(n->key));
	n->owner = owner;
}

static void
add_name(struct buf *out, const struct store_nonce *n)
{
	buf_add(out, n->key, sizeof(n->key));
	buf_adds(out, n->owner);
}

static struct nonce_unwritten *
find_unwritten(const struct server *srv, const struct store_nonce *n)
{
	struct nonce_unwritten *u;
	struct buf name = {0};

	if (!srv->nonces)
		return NULL;
	add_name(&name, n);
	HASH_FIND(hh, srv->nonces, name.data, name.len, u);
	buf_free(&name);
	return u;
}

/* Whether it was said to somebody, or will be at the end of the turn. */
static bool
is_said(const struct server *srv, const struct nonce_unwritten *u)
{
	return u->seq <= srv->store->kept_seq || !said_refuses(srv);
}

int
nonce_find(
    struct server *srv, const struct store_nonce *n, struct store_first *first)
{
	int64_t since_ms = event_now(&srv->clock) - STORE_NONCE_MS;
	int result =
	    srv->store->ops->nonce_find(srv->store, n, since_ms, first);
	const struct nonce_unwritten *u;

	if (result != 0)
		return result;
	*first = (struct store_first){0};
	u = find_unwritten(srv, n);
	if (!u || u->time_ms <= since_ms || !is_said(srv, u))
		return 0;
	memcpy(first->id, u->id, sizeof(first->id));
	first->time_ms = u->time_ms;
	return 1;
}

static void
drop(struct nonce_unwritten **all, struct nonce_unwritten *u)
{
	HASH_DELETE(hh, *all, u);
	buf_free(&u->name);
	free(u);
}

void
nonce_keep(struct server *srv, const struct event *e)
{
	struct nonce_unwritten *u = find_unwritten(srv, e->nonce);

	retention_later(srv);
	srv->store->ops->nonce_add(srv->store, e->nonce, e);
	if (!u && HASH_COUNT(srv->nonces) >= NONCE_UNWRITTEN)
		return;
	if (!u) {
		u = mem_alloc(sizeof(*u));
		add_name(&u->name, e->nonce);
		HASH_ADD_KEYPTR(hh, srv->nonces, u->name.data, u->name.len, u);
	}
	memcpy(u->id, e->id, sizeof(u->id));
	u->time_ms = e->time_ms;
	u->seq = e->seq;
}

/* What is not sent is forgotten, and what is sent but not kept has no text. */
void
nonce_settle(struct server *srv, bool committed)
{
	int64_t since_ms = event_now(&srv->clock) - STORE_NONCE_MS;
	struct nonce_unwritten *u, *next;

	if (committed) {
		nonce_free(&srv->nonces);
		return;
	}
	HASH_ITER (hh, srv->nonces, u, next)
		if (!is_said(srv, u) || u->time_ms <= since_ms)
			drop(&srv->nonces, u);
		else if (u->seq > srv->store->kept_seq)
			u->seq = 0;
}

void
nonce_again(struct server *srv)
{
	struct nonce_unwritten *u;

	for (u = srv->nonces; u; u = u->hh.next) {
		struct event first = {.time_ms = u->time_ms, .seq = u->seq};
		struct store_nonce n;

		memcpy(first.id, u->id, sizeof(first.id));
		memcpy(n.key, u->name.data, sizeof(n.key));
		n.owner = u->name.data + sizeof(n.key);
		srv->store->ops->nonce_add(srv->store, &n, &first);
	}
}

void
nonce_free(struct nonce_unwritten **all)
{
	struct nonce_unwritten *u, *next;

	HASH_ITER (hh, *all, u, next)
		drop(all, u);
}
