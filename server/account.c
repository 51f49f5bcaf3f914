/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/skeleton.h"

static void
nick_free(struct accounts *all, struct account *a, struct account_nick *n)
{
	HASH_DEL(all->by_nick, n);
	HASH_DELETE(hh_skeleton, all->nicks_by_skeleton, n);
	DL_DELETE(a->nicks, n);
	a->nnicks--;
	free(n->nick);
	free(n->folded);
	free(n->skeleton);
	free(n);
}

static void
certificate_free(struct accounts *all, struct account_certificate *c)
{
	struct account *a = c->account;

	HASH_DEL(all->by_fingerprint, c);
	DL_DELETE(a->certificates, c);
	a->ncertificates--;
	free(c);
}

void
account_device_drop(struct account *a, struct account_device *d)
{
	DL_DELETE(a->devices, d);
	a->ndevices--;
	free(d->name);
	free(d->address);
	free(d->certificate);
	free(d);
}

static void
clear(struct accounts *all, struct account *a)
{
	while (a->nicks)
		nick_free(all, a, a->nicks);
	while (a->certificates)
		certificate_free(all, a->certificates);
	while (a->devices)
		account_device_drop(a, a->devices);
	explicit_bzero(&a->password, sizeof(a->password));
	a->nplaces = 0;
}

void
accounts_free(struct accounts *all)
{
	struct account *a, *next;

	redeemed_free(&all->redeemed);
	HASH_ITER (hh, all->by_name, a, next) {
		HASH_DEL(all->by_name, a);
		if (!a->dropped)
			HASH_DELETE(hh_skeleton, all->by_skeleton, a);
		clear(all, a);
		free(a->name);
		free(a->folded);
		free(a->skeleton);
		free(a);
	}
}

struct account *
account_add(struct accounts *all, const char *name, int64_t made_ms)
{
	struct account *a = mem_alloc(sizeof(*a));

	a->name = mem_strdup(name);
	a->folded = text_folded(name);
	a->uid = -1;
	a->made_ms = made_ms;
	a->skeleton = skeleton(name);
	HASH_ADD_KEYPTR(hh, all->by_name, a->folded, strlen(a->folded), a);
	HASH_ADD_KEYPTR(
	    hh_skeleton, all->by_skeleton, a->skeleton, strlen(a->skeleton), a);
	return a;
}

struct account *
account_named(const struct accounts *all, const char *name)
{
	char *folded = text_folded(name);
	struct account *a;

	HASH_FIND_STR(all->by_name, folded, a);
	free(folded);
	return a;
}

struct account *
account_find(const struct accounts *all, const char *name)
{
	struct account *a = name ? account_named(all, name) : NULL;

	return a && !a->dropped ? a : NULL;
}

static struct account_nick *
find_nick(const struct accounts *all, const char *nick)
{
	char *folded = text_folded(nick);
	struct account_nick *n;

	HASH_FIND_STR(all->by_nick, folded, n);
	free(folded);
	return n;
}

struct account *
account_of_nick(const struct accounts *all, const char *nick)
{
	struct account *a = account_find(all, nick);
	const struct account_nick *n;

	if (a)
		return a;
	n = find_nick(all, nick);
	return n ? n->account : NULL;
}

struct account *
account_lookalike(
    const struct accounts *all, const char *nick, const char **name)
{
	char *wanted = skeleton(nick);
	struct account *a;
	struct account_nick *n = NULL;

	HASH_FIND(hh_skeleton, all->by_skeleton, wanted, strlen(wanted), a);
	if (!a)
		HASH_FIND(hh_skeleton, all->nicks_by_skeleton, wanted,
		    strlen(wanted), n);
	free(wanted);
	if (a)
		*name = a->name;
	if (n)
		*name = n->nick;
	return n ? n->account : a;
}

static struct account_certificate *
find_certificate(const struct accounts *all, const char *fingerprint)
{
	struct account_certificate *c;

	HASH_FIND_STR(all->by_fingerprint, fingerprint, c);
	return c;
}

struct account *
account_of_certificate(const struct accounts *all, const char *fingerprint)
{
	const struct account_certificate *c =
	    find_certificate(all, fingerprint);

	return c ? c->account : NULL;
}

bool
account_certificate_add(struct accounts *all, struct account *a,
    const char *fingerprint, int64_t now_ms)
{
	struct account_certificate *c;

	if (a->ncertificates == ACCOUNT_CERTIFICATES_MAX ||
	    strlen(fingerprint) != FINGERPRINT_LEN ||
	    account_of_certificate(all, fingerprint))
		return false;
	c = mem_alloc(sizeof(*c));
	snprintf(c->fingerprint, sizeof(c->fingerprint), "%s", fingerprint);
	c->added_ms = now_ms;
	c->account = a;
	DL_APPEND(a->certificates, c);
	a->ncertificates++;
	HASH_ADD_STR(all->by_fingerprint, fingerprint, c);
	return true;
}

bool
account_certificate_drop(
    struct accounts *all, struct account *a, const char *fingerprint)
{
	struct account_certificate *c = find_certificate(all, fingerprint);

	if (!c || c->account != a)
		return false;
	certificate_free(all, c);
	return true;
}

bool
account_nick_add(struct accounts *all, struct account *a, const char *nick)
{
	struct account_nick *n;

	if (a->nnicks == ACCOUNT_NICKS_MAX || account_of_nick(all, nick))
		return false;
	n = mem_alloc(sizeof(*n));
	n->nick = mem_strdup(nick);
	n->folded = text_folded(nick);
	n->account = a;
	DL_APPEND(a->nicks, n);
	a->nnicks++;
	n->skeleton = skeleton(nick);
	HASH_ADD_KEYPTR(hh, all->by_nick, n->folded, strlen(n->folded), n);
	HASH_ADD_KEYPTR(hh_skeleton, all->nicks_by_skeleton, n->skeleton,
	    strlen(n->skeleton), n);
	return true;
}

bool
account_nick_drop(struct accounts *all, struct account *a, const char *nick)
{
	struct account_nick *n = find_nick(all, nick);

	if (!n || n->account != a)
		return false;
	nick_free(all, a, n);
	return true;
}

void
account_end(struct accounts *all, struct account *a)
{
	clear(all, a);
	if (!a->dropped)
		HASH_DELETE(hh_skeleton, all->by_skeleton, a);
	a->dropped = true;
	a->always_on = false;
}
