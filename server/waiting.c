/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/waiting.h"

#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/correspondent.h"

enum { SENDERS = 4 }; /* that may fill it together */

struct waiting_sender {
	char *key; /* the folded account, or "~" for all without one */
	size_t count;
	UT_hash_handle hh;
};

struct waiting {
	char *account; /* folded */
	size_t total;
	struct waiting_sender *senders;
	UT_hash_handle hh;
};

static void
forget_all(struct waiting *o)
{
	struct waiting_sender *s, *next;

	HASH_ITER (hh, o->senders, s, next) {
		HASH_DEL(o->senders, s);
		free(s->key);
		free(s);
	}
	o->total = 0;
}

static struct waiting *
find(const struct server *srv, const char *account)
{
	char *key = text_folded(account);
	struct waiting *o;

	HASH_FIND_STR(srv->waiting, key, o);
	free(key);
	return o;
}

static struct waiting *
add(struct server *srv, const char *account)
{
	struct waiting *o = mem_alloc(sizeof(*o));

	o->account = text_folded(account);
	HASH_ADD_KEYPTR(hh, srv->waiting, o->account, strlen(o->account), o);
	return o;
}

static struct waiting_sender *
sender(const struct waiting *o, const char *account)
{
	char *key = text_folded(account ? account : "~");
	struct waiting_sender *s;

	HASH_FIND_STR(o->senders, key, s);
	free(key);
	return s;
}

static void
count(struct waiting *o, const char *account)
{
	struct waiting_sender *s = sender(o, account);

	if (!s) {
		s = mem_alloc(sizeof(*s));
		s->key = text_folded(account ? account : "~");
		HASH_ADD_KEYPTR(hh, o->senders, s->key, strlen(s->key), s);
	}
	s->count++;
	o->total++;
}

/* What was delivered, or said by themselves, tells that they were here. */
static void
note(const struct event *e, void *context)
{
	struct waiting *o = context;
	const char *from = e->source.account;

	if (e->target_id || (from && !text_casecmp(from, o->account)))
		forget_all(o);
	else
		count(o, from);
}

/* What waits, as far as it is known. */
static struct waiting *
known(struct server *srv, const char *account)
{
	struct store_range r = {.after = STORE_FIRST,
	    .before = STORE_LAST,
	    .newest = true,
	    .said = true,
	    .max = (size_t)srv->settings->offline_messages};
	struct waiting *o = find(srv, account);

	if (o)
		return o;
	o = add(srv, account);
	r.owner = o->account;
	srv->store->ops->read(srv->store, &r, note, o);
	return o;
}

enum waiting_answer
waiting_may(struct server *srv, const struct user *from, const char *account)
{
	size_t most = (size_t)srv->settings->offline_messages;
	const struct waiting_sender *s;
	const struct waiting *o;

	if (most == 0 || !account_find(&srv->accounts, account))
		return WAITING_NOBODY;
	o = known(srv, account);
	s = sender(o, from->account);
	if (o->total >= most)
		return WAITING_FULL;
	return s && s->count >= (most + SENDERS - 1) / SENDERS ? WAITING_ENOUGH
							       : WAITING_WAITS;
}

void
waiting_sent(struct server *srv, const struct user *from, const char *account)
{
	count(known(srv, account), from->account);
}

void
waiting_came(struct server *srv, const char *account)
{
	struct waiting *o = find(srv, account);

	if (!o)
		o = add(srv, account);
	forget_all(o);
}

void
waiting_free(struct server *srv)
{
	struct waiting *o, *next;

	HASH_ITER (hh, srv->waiting, o, next) {
		forget_all(o);
		HASH_DEL(srv->waiting, o);
		free(o->account);
		free(o);
	}
}
