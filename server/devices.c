/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/devices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"

static void
keep(struct server *srv, const struct account *a)
{
	if (srv->store->ops->devices_save(srv->store, a) < 0)
		log_warn("devices of %s are not kept in the store", a->name);
}

static const char *
name_of(const struct session *s)
{
	return s->device ? s->device : "";
}

static struct account *
account_of(const struct server *srv, const struct session *s)
{
	return s->user ? account_find(&srv->accounts, s->user->account) : NULL;
}

static void
note(struct server *srv, const struct account *a, struct account_device *d,
    const struct session *s)
{
	d->seen_ms = event_now(&srv->clock);
	d->secure = s->secure;
	mem_replace(&d->address, s->local ? "local" : s->address);
	mem_replace(&d->certificate, s->certificate);
	keep(srv, a);
}

void
devices_came(struct server *srv, const struct session *s)
{
	struct account *a = account_of(srv, s);
	int64_t now_ms = event_now(&srv->clock);

	if (a)
		note(srv, a, account_device(a, name_of(s), now_ms), s);
}

void
devices_went(struct server *srv, const struct session *s)
{
	struct account *a = account_of(srv, s);
	struct account_device *d =
	    a ? account_device_find(a, name_of(s)) : NULL;

	if (d)
		note(srv, a, d, s);
}

static bool
is_of(const struct session *s, const struct account *a)
{
	return s->user && s->user->account && !s->doom &&
	    !text_casecmp(s->user->account, a->name);
}

struct session *
devices_next(
    const struct server *srv, const struct account *a, const struct session *s)
{
	struct session *next = s ? s->next : srv->sessions;

	while (next && !is_of(next, a))
		next = next->next;
	return next;
}

static bool
is_named(const struct session *s, const char *which)
{
	char number[24];

	snprintf(number, sizeof(number), "%llu", (unsigned long long)s->id);
	which += *which == '#';
	return !strcmp(number, which) ||
	    (*name_of(s) && !text_casecmp(name_of(s), which));
}

size_t
devices_end(struct server *srv, struct account *a, const char *which)
{
	char *name = mem_alloc(strlen(which) + 1);
	struct session *s = NULL;
	size_t n = 0;

	while ((s = devices_next(srv, a, s))) {
		if (!is_named(s, which))
			continue;
		s->quit = true;
		session_doom(s, "Ended by another device");
		n++;
	}
	text_fold(name, which);
	if (account_device_forget(a, name)) {
		keep(srv, a);
		n += n == 0;
	}
	free(name);
	return n;
}
