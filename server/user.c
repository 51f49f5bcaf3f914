/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/user.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/skeleton.h"

struct user *
user_new(const struct event_actor *a)
{
	struct user *u = mem_alloc(sizeof(*u));

	user_rename(u, a->nick);
	u->name = mem_strdup(a->user ? a->user : "");
	u->host = mem_strdup(a->host ? a->host : "");
	u->realname = mem_strdup(a->realname ? a->realname : "");
	u->account = mem_strdup(a->account);
	return u;
}

void
user_free(struct user *u)
{
	assert(!u->members);
	assert(!u->sessions);
	free(u->nick);
	free(u->folded);
	free(u->skeleton);
	free(u->name);
	free(u->host);
	free(u->realname);
	free(u->account);
	free(u->away);
	free(u->oper);
	free(u->oper_hash);
	metadata_free(&u->metadata);
	markers_free(&u->markers);
	free(u);
}

void
user_rename(struct user *u, const char *nick)
{
	char *folded = text_folded(nick);

	mem_replace(&u->nick, nick);
	free(u->folded);
	u->folded = folded;
	free(u->skeleton);
	u->skeleton = skeleton(nick);
}

bool
user_spoke_to(const struct user *u, const struct user *other)
{
	for (size_t i = 0; i < USER_SPOKEN_TO_MAX; i++)
		if (u->spoken_to[i] == other->id)
			return true;
	return false;
}

void
user_note_spoken_to(struct user *u, const struct user *other)
{
	if (!user_spoke_to(u, other))
		u->spoken_to[u->nspoken_to++ % USER_SPOKEN_TO_MAX] = other->id;
}

struct whowas *
whowas_new(const struct user *u, int64_t time_ms)
{
	struct whowas *w = mem_alloc(sizeof(*w));

	w->nick = mem_strdup(u->nick);
	w->name = mem_strdup(u->name);
	w->host = mem_strdup(u->host);
	w->realname = mem_strdup(u->realname);
	w->account = mem_strdup(u->account);
	w->time_ms = time_ms;
	return w;
}

void
whowas_free(struct whowas *w)
{
	free(w->nick);
	free(w->name);
	free(w->host);
	free(w->realname);
	free(w->account);
	free(w);
}
