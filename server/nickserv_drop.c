/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_drop.h"

#include "common/buf.h"
#include "common/mem.h"
#include "server/account_drop.h"
#include "server/confirm.h"
#include "server/login.h"
#include "server/modes.h"

/* NULL, with an answer: the asker may not end it. */
static struct account *
find(const struct service_call *c)
{
	bool is_operator = c->s->user->modes & USER_OPER;
	struct account *mine = service_account(c), *a = mine;

	if (c->nwords > 0)
		a = account_find(&c->srv->accounts, c->words[0]);
	if (a && (a == mine || is_operator))
		return a;
	if (is_operator)
		service_answer(c, "There is no such account.");
	else if (c->nwords > 0)
		service_answer(c, "That is not your account.");
	else
		service_answer(c, "You are not logged in.");
	return NULL;
}

/* The code is for who does it, too. */
static void
subject(struct buf *what, const struct account *a)
{
	buf_addf(what, "DROP %s", a->folded);
}

static void
ask(const struct service_call *c, const struct account *a)
{
	char code[CONFIRM_LEN];
	struct buf what = {0};

	subject(&what, a);
	if (confirm_code(c->srv, what.data, c->s->user->guest, code) < 0) {
		service_answer(c, "It cannot be done now; try again.");
	} else {
		service_answer(c,
		    "This ends the account %s for good: its passwords, keys, "
		    "nicknames, private messages and rights in channels. "
		    "Nobody gets its name ever again%s.",
		    a->name,
		    a->local ? ", and the login of that name will be a guest "
			       "here"
			     : "");
		service_answer(c,
		    "If that is what you want: /msg %s DROP %s %s",
		    c->service->name, a->name, code);
	}
	buf_free(&what);
}

static void
end(const struct service_call *c, struct account *a)
{
	char *name = mem_strdup(a->name);

	account_drop(c->srv, c->s, a);
	service_answer(c, "The account %s is no more.", name);
	mem_replace(&name, NULL);
}

void
nickserv_drop(const struct service_call *c)
{
	struct account *a = find(c);
	struct buf what = {0};

	if (!a)
		return;
	subject(&what, a);
	if (c->nwords < 2)
		ask(c, a);
	else if (confirm_check(
		     c->srv, what.data, c->s->user->guest, c->words[1]))
		end(c, a);
	else
		service_answer(c,
		    "That is not the code, or not any more. /msg %s DROP %s "
		    "gives another.",
		    c->service->name, a->name);
	buf_free(&what);
}
