/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_metadata.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/audit.h"
#include "server/cmd_metadata_sub.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/metadata.h"
#include "server/metadata_show.h"
#include "server/reply.h"
#include "server/rights.h"

enum { A_LINE = 4 }; /* keys that cost one more */

/* What a command is about: a channel, somebody, or whoever is about to
 * register (neither). */
struct about {
	struct server *srv;
	struct session *s;
	const struct irc_msg *m;
	struct channel *channel;
	struct user *user;
	const char *name; /* as answers call it */
	struct metadata **list;
};

static void
about_channel(struct about *a, struct channel *c)
{
	a->channel = c;
	a->name = c->name;
	a->list = &c->metadata;
}

static void
about_user(struct about *a, struct user *u)
{
	a->user = u;
	a->name = u->nick;
	a->list = &u->metadata;
}

/* A channel that one cannot see into is answered like one that is absent. */
static bool
find_target(struct about *a)
{
	const char *name = a->m->params[0];
	struct world *w = &a->srv->world;
	struct channel *c = world_channel(w, name);
	struct user *u = strcmp(name, "*") ? world_user(w, name) : a->s->user;

	if (!a->s->user && !strcmp(name, "*")) {
		a->name = name;
		a->list = &a->s->metadata;
	} else if (a->s->user && c && can_look(a->s->user, c)) {
		about_channel(a, c);
	} else if (a->s->user && u) {
		about_user(a, u);
	}
	if (!a->list)
		reply_fail(a->srv, a->s, "METADATA", "INVALID_TARGET",
		    WORDS(name), "Nobody and no channel of that name");
	return a->list;
}

static bool
key_valid(const struct about *a, const char *key)
{
	if (metadata_key_valid(key))
		return true;
	reply_fail(a->srv, a->s, "METADATA", "KEY_INVALID", WORDS(key),
	    "A key has 1 to %d of a-z, 0-9, '_', '.', '/' and '-'",
	    METADATA_KEY_MAX);
	return false;
}

static bool
may_set(const struct about *a, const char *key)
{
	if (a->channel && !can_act(a->s->user, ACT_METADATA, a->channel, NULL))
		return true;
	if (!a->channel && a->user == a->s->user)
		return true;
	reply_fail(a->srv, a->s, "METADATA", "KEY_NO_PERMISSION",
	    WORDS(a->name, key), "This is not yours to set");
	return false;
}

static void
say_value(const struct about *a, const char *key, const char *value)
{
	if (value)
		reply_text(a->srv, a->s, RPL_KEYVALUE, WORDS(a->name, key, "*"),
		    "%s", value);
	else
		reply(a->srv, a->s, RPL_KEYNOTSET, a->name, key, NULL);
}

static void
publish(const struct about *a, const char *target, const char *key,
    const char *value)
{
	struct event e = hub_event(a->srv, EVENT_METADATA, a->s);

	e.target = target;
	e.arg = key;
	e.body = value;
	hub_publish(a->srv, &e);
}

/* Whoever sees that one need not know who else has the account. */
static void
publish_as(
    const struct about *a, struct user *u, const char *key, const char *value)
{
	struct event e = hub_event(a->srv, EVENT_METADATA, NULL);

	world_actor(&e.source, u);
	e.target = u->nick;
	e.arg = key;
	e.body = value;
	hub_publish(a->srv, &e);
}

/* Somebody's account may have come under other nicks too. */
static void
publish_of_user(const struct about *a, const char *key, const char *value)
{
	const char *account = a->user->account;
	struct user *u, *next;

	publish(a, a->user->nick, key, value);
	if (!account)
		return;
	HASH_ITER (hh, a->srv->world.users, u, next)
		if (u != a->user && u->account &&
		    !text_casecmp(u->account, account))
			publish_as(a, u, key, value);
}

static void
set(const struct about *a, const char *key, const char *value)
{
	const char *now = metadata_get(*a->list, key);

	if (now == value || (now && value && !strcmp(now, value)))
		return;
	if (a->channel) {
		audit_lobby(a->srv, a->s, a->channel, "METADATA", key);
		publish(a, a->channel->name, key, value);
	} else if (a->user) {
		publish_of_user(a, key, value);
	} else {
		metadata_put(a->list, key, value);
	}
}

static bool
has_room(const struct about *a, const char *key)
{
	size_t most = (size_t)a->srv->settings->metadata_keys;

	if (metadata_get(*a->list, key) || metadata_count(*a->list) < most)
		return true;
	reply_fail(a->srv, a->s, "METADATA", "LIMIT_REACHED", WORDS(a->name),
	    "No more than %zu keys may be set", most);
	return false;
}

static bool
value_fits(const struct about *a, const char *value)
{
	size_t most = metadata_value_max(a->srv->settings);

	if (strlen(value) <= most)
		return true;
	reply_fail(a->srv, a->s, "METADATA", "VALUE_INVALID", WORDS(NULL),
	    "A value has at most %zu bytes", most);
	return false;
}

static bool
may_drop(const struct about *a, const char *key)
{
	if (metadata_get(*a->list, key))
		return true;
	reply_fail(a->srv, a->s, "METADATA", "KEY_NOT_SET", WORDS(a->name, key),
	    "The key is not set");
	return false;
}

static void
run_set(struct about *a)
{
	const char *key = a->m->params[2], *value = irc_param(a->m, 3);

	if (!key_valid(a, key) || !may_set(a, key))
		return;
	if (value ? !value_fits(a, value) || !has_room(a, key)
		  : !may_drop(a, key))
		return;
	set(a, key, value);
	say_value(a, key, value);
}

static void
run_get(struct about *a)
{
	reply_batch_begin(a->srv, a->s, "metadata", a->name);
	for (size_t i = 2; i < a->m->nparams; i++)
		if (key_valid(a, a->m->params[i]))
			say_value(a, a->m->params[i],
			    metadata_get(*a->list, a->m->params[i]));
	reply_batch_end(a->srv, a->s);
}

static void
run_list(struct about *a)
{
	reply_batch_begin(a->srv, a->s, "metadata", a->name);
	for (const struct metadata *m = *a->list; m; m = m->next)
		say_value(a, m->key, m->value);
	reply_batch_end(a->srv, a->s);
}

/* Each key that goes is told to all as if it had been set to nothing. */
static void
run_clear(struct about *a)
{
	if (!may_set(a, "*"))
		return;
	allowance_take(
	    a->s->allowance, (unsigned)metadata_count(*a->list) / A_LINE);
	reply_batch_begin(a->srv, a->s, "metadata", a->name);
	while (*a->list) {
		char *key = mem_strdup((*a->list)->key);

		set(a, key, NULL);
		say_value(a, key, NULL);
		free(key);
	}
	reply_batch_end(a->srv, a->s);
}

static void
run_sync(struct about *a)
{
	if (a->channel)
		metadata_sync_channel(a->srv, a->s, a->channel);
	else if (a->user)
		metadata_sync_user(a->srv, a->s, a->user);
	else
		run_list(a);
}

/* Who subscribes does so for itself. */
static void
for_oneself(struct about *a,
    void (*run)(struct server *srv, struct session *s, const struct irc_msg *m))
{
	if (a->channel || a->user != a->s->user)
		reply_fail(a->srv, a->s, "METADATA", "INVALID_TARGET",
		    WORDS(a->name), "Only one's own list can be changed");
	else
		run(a->srv, a->s, a->m);
}

static void
run_sub(struct about *a)
{
	for_oneself(a, metadata_sub);
}

static void
run_unsub(struct about *a)
{
	for_oneself(a, metadata_unsub);
}

static void
run_subs(struct about *a)
{
	for_oneself(a, metadata_subs);
}

static const struct subcommand {
	const char *name;
	unsigned least; /* parameters of METADATA */
	void (*run)(struct about *a);
} subcommands[] = {
    {"CLEAR", 2, run_clear},
    {"GET", 3, run_get},
    {"LIST", 2, run_list},
    {"SET", 3, run_set},
    {"SUB", 3, run_sub},
    {"SUBS", 2, run_subs},
    {"SYNC", 2, run_sync},
    {"UNSUB", 3, run_unsub},
};

void
cmd_metadata(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct subcommand *c = FIND_ROW(subcommands, m->params[1]);
	struct about a = {.srv = srv, .s = s, .m = m};

	if (!c)
		reply_fail(srv, s, "METADATA", "SUBCOMMAND_INVALID",
		    WORDS(m->params[1]), "METADATA has no such subcommand");
	else if (m->nparams < c->least)
		reply(srv, s, ERR_NEEDMOREPARAMS, "METADATA", NULL);
	else if (find_target(&a))
		c->run(&a);
}

void
cmd_metadata_registered(struct server *srv, struct session *s)
{
	struct about a = {.srv = srv, .s = s};
	struct metadata *early = s->metadata;

	s->metadata = NULL;
	about_user(&a, s->user);
	for (const struct metadata *m = early; m; m = m->next)
		if (has_room(&a, m->key))
			set(&a, m->key, m->value);
	metadata_free(&early);
}
