/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_nick.h"

#include "common/text.h"
#include "server/absence.h"
#include "server/cmd_nick.h"
#include "server/giveback.h"
#include "server/login.h"
#include "server/rights.h"

/* Only the nick that one has: it was found free of others' when one took it. */
void
nickserv_nick_add(const struct service_call *c)
{
	struct accounts *all = &c->srv->accounts;
	const char *nick = c->s->user->nick;
	const struct account *owner = account_of_nick(all, nick);
	struct account *a = service_account(c);

	if (owner == a) {
		service_answer(c, "%s is yours already.", nick);
	} else if (owner) {
		service_answer(c, "%s belongs to somebody else.", nick);
	} else if (!account_nick_add(all, a, nick)) {
		service_answer(c,
		    "%s has %d nicknames beside its name, and no more may be "
		    "added.",
		    a->name, ACCOUNT_NICKS_MAX);
	} else {
		account_keep(c->srv, a);
		service_answer(
		    c, "%s belongs to %s from now on.", nick, a->name);
	}
}

void
nickserv_nick_del(const struct service_call *c)
{
	const char *nick = c->nwords > 0 ? c->words[0] : c->s->user->nick;
	struct account *a = service_account(c);

	if (!text_casecmp(nick, a->name)) {
		service_answer(
		    c, "%s is the name of the account itself.", a->name);
	} else if (!account_nick_drop(&c->srv->accounts, a, nick)) {
		service_answer(c, "%s has no such nickname.", a->name);
	} else {
		account_keep(c->srv, a);
		service_answer(c, "%s is free for all again.", nick);
	}
}

void
nickserv_nick_list(const struct service_call *c)
{
	const struct account *a = service_account(c);
	const struct account_nick *n = a->nicks;

	service_answer(c, "Nicknames of %s: %zu", a->name, a->nnicks + 1);
	service_answer(c, "  %s  its name", a->name);
	for (; n; n = n->next)
		service_answer(c, "  %s", n->nick);
}

/* NULL, with an answer: it is not the asker's. */
static const char *
own_nick(const struct service_call *c)
{
	const struct account *a = service_account(c);
	const char *nick = c->nwords > 0 ? c->words[0] : a->name;

	if (account_of_nick(&c->srv->accounts, nick) == a)
		return nick;
	service_answer(c, "That nickname is not yours.");
	return NULL;
}

/* Another user of the same account gives it too, to who asks for it. */
static bool
is_anothers(const struct service_call *c, const char *nick)
{
	const struct user *u = world_user(&c->srv->world, nick);

	return u && u != c->s->user;
}

/* One's own without a device goes; whoever else has it gets another nick. */
static void
take(const struct service_call *c, const char *nick)
{
	struct user *u = world_user(&c->srv->world, nick);
	bool own = u->account && !text_casecmp(u->account, c->s->user->account);

	if (own && !u->sessions)
		absence_quit(c->srv, u, NULL);
	else
		giveback_take(c->srv, nick);
}

void
nickserv_release(const struct service_call *c)
{
	const char *nick = own_nick(c);

	if (nick && !is_anothers(c, nick)) {
		service_answer(c, "Nobody else has %s now.", nick);
	} else if (nick) {
		take(c, nick);
		service_answer(c, "%s is free for you now.", nick);
	}
}

void
nickserv_regain(const struct service_call *c)
{
	const char *nick = own_nick(c);
	struct irc_msg m = {.command = "NICK", .params = {nick}, .nparams = 1};

	if (!nick)
		return;
	if (is_anothers(c, nick) && !keeps_name(c->s->user))
		take(c, nick);
	else if (!text_casecmp(c->s->user->nick, nick))
		service_answer(c, "You are %s already.", nick);
	cmd_nick(c->srv, c->s, &m);
}
