/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_history.h"

#include <errno.h>
#include <string.h>

#include "server/find.h"
#include "server/forgetting.h"
#include "server/own_export.h"
#include "server/place.h"
#include "server/reply.h"

/* What must be written so that nothing is forgotten by mistake. */
static const char sure[] = "FOREVER";

struct wish {
	struct server *srv;
	struct session *s;
	const struct irc_msg *m;
	const char *name; /* of the place; "*": all */
	struct place place;
	bool found;
};

static void
fail(const struct wish *w, const char *code, const char *text)
{
	reply_fail(w->srv, w->s, "HISTORY", code, WORDS(w->name), "%s", text);
}

/* NULL: everywhere. */
static const struct place *
where(const struct wish *w)
{
	return w->found ? &w->place : NULL;
}

/* False, and an answer, where there is no such place to look into. */
static bool
find_where(struct wish *w)
{
	if (!strcmp(w->name, "*"))
		return true;
	w->found = place_find(w->srv, w->s->user, w->name, &w->place);
	if (w->found)
		w->name = w->place.name;
	else
		fail(w, "INVALID_TARGET", "There is nothing to read for you");
	return w->found;
}

static void
run_export(struct wish *w)
{
	own_export(w->srv, w->s, where(w), w->name);
}

static void
run_forget(struct wish *w)
{
	const char *word = irc_param(w->m, 2);

	if (!word || strcmp(word, sure) != 0) {
		reply_fail(w->srv, w->s, "HISTORY", "NEED_CONFIRMATION",
		    WORDS(w->name),
		    "What you said there loses its text for good, for "
		    "everybody; if that is what you want: HISTORY FORGET %s %s",
		    w->name, sure);
		return;
	}
	if (forgetting_begin(w->srv, w->s->user->account, where(w)) == 0)
		reply_notice(w->srv, w->s, "NOTE", "HISTORY", "FORGETTING",
		    w->name,
		    "What you said there until now is being forgotten; you "
		    "are told when it is");
	else if (errno == EBUSY)
		fail(w, "TOO_MANY", "That much is being forgotten already");
	else
		fail(w, "INTERNAL_ERROR", "The history cannot be changed now");
}

static const struct subcommand {
	const char *name;
	unsigned least; /* parameters of HISTORY */
	void (*run)(struct wish *w);
} subcommands[] = {
    {"EXPORT", 1, run_export},
    {"FORGET", 2, run_forget},
};

void
cmd_history(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct subcommand *c = FIND_ROW(subcommands, m->params[0]);
	struct wish w = {.srv = srv, .s = s, .m = m, .name = irc_param(m, 1)};

	if (!w.name)
		w.name = "*";
	if (!c)
		reply_fail(srv, s, "HISTORY", "SUBCOMMAND_INVALID",
		    WORDS(m->params[0]), "It is EXPORT or FORGET");
	else if (m->nparams < c->least)
		reply(srv, s, ERR_NEEDMOREPARAMS, "HISTORY", NULL);
	else if (!s->user->account)
		reply_fail(srv, s, "HISTORY", "ACCOUNT_REQUIRED", WORDS(NULL),
		    "Without an account nobody knows what is yours");
	else if (find_where(&w))
		c->run(&w);
	place_free(&w.place);
}
