/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/lookalike.h"

#include <stdlib.h>

#include "common/text.h"
#include "server/caps.h"
#include "server/reply.h"
#include "server/skeleton.h"

static bool
is_own(const char *account, const char *theirs)
{
	return account && theirs && !text_casecmp(account, theirs);
}

/* The same nick in other letters is no lookalike: it is in use, or not. */
static const char *
somebody_here(const struct server *srv, const struct session *s,
    const char *nick, const char *account)
{
	const struct user *u = world_lookalike(&srv->world, nick);

	if (!u || u == s->user || is_own(account, u->account) ||
	    !text_casecmp(u->nick, nick))
		return NULL;
	return u->nick;
}

const char *
lookalike_of(
    const struct server *srv, const struct session *s, const char *nick)
{
	const char *account = session_account(s);
	const struct account *own = account_of_nick(&srv->accounts, nick);
	const struct account *other;
	const char *name, *here;

	if (own && is_own(account, own->name))
		return NULL;
	here = somebody_here(srv, s, nick, account);
	if (here)
		return here;
	other = account_lookalike(&srv->accounts, nick, &name);
	if (!other || is_own(account, other->name) || !text_casecmp(name, nick))
		return NULL;
	return name;
}

void
lookalike_refuse(
    struct server *srv, struct session *s, const char *nick, const char *whose)
{
	static const char text[] =
	    "%s looks like %s, and would be taken for it";

	if (s->user && session_has(s, CAP_STANDARD_REPLIES))
		reply_standard(srv, s, "FAIL", "NICK", "NICKNAME_CONFUSABLE",
		    nick, text, nick, whose);
	else
		reply_text(
		    srv, s, ERR_NICKNAMEINUSE, WORDS(nick), text, nick, whose);
}
