/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_follow.h"

#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/plain_missed.h"
#include "server/plain_say.h"

static bool
is_name(const char *a, const char *b)
{
	return a && b && !text_casecmp(a, b);
}

static bool
is_mine(const struct speaker *who, const struct event *e)
{
	return who->user_id && e->source.user_id == who->user_id;
}

static bool
is_to_me(const struct speaker *who, const struct event *e)
{
	switch (e->kind) {
	case EVENT_KICK:
		return is_name(who->nick, e->arg);
	case EVENT_MESSAGE:
	case EVENT_NOTICE:
	case EVENT_TAGMSG:
	case EVENT_INVITE:
	case EVENT_KILL:
		return is_name(who->nick, e->target);
	default:
		return false;
	}
}

static unsigned
sight(const struct speech *sp, const struct speaker *who, const struct event *e)
{
	unsigned seen = 0;

	if (is_mine(who, e))
		seen |= PLAIN_MINE;
	if (is_to_me(who, e))
		seen |= PLAIN_ME;
	if (is_name(sp->place, e->target))
		seen |= PLAIN_HERE;
	return seen;
}

/* What was said before is shown when all else about the channel was. */
static void
come_to(struct speech *sp, const char *channel)
{
	struct errand *rest = mind_aside(sp);

	mind_settle(sp, channel);
	mind_resume(sp, rest);
}

static void
leave(struct speech *sp, const char *channel)
{
	if (is_name(sp->place, channel))
		mem_replace(&sp->place, NULL);
}

unsigned
follow_see(struct speech *sp, const struct speaker *who, const struct event *e)
{
	bool mine = is_mine(who, e);
	unsigned seen;

	if (e->kind == EVENT_JOIN && mine && mind_does(sp, ROLE_JOIN) &&
	    e->session_id == sp->session_id)
		come_to(sp, e->target);
	seen = sight(sp, who, e);
	sp->spoken_to |= event_said(e) && seen & PLAIN_ME && !mine;
	if ((e->kind == EVENT_PART && mine) ||
	    (e->kind == EVENT_KICK && seen & PLAIN_ME))
		leave(sp, e->target);
	else if (e->kind == EVENT_RENAME && seen & PLAIN_HERE)
		mem_replace(&sp->place, e->arg);
	return seen;
}

/* One that did not ask for this nickname is given another. */
static bool
is_about_nick(const struct reply *r)
{
	static const char *const codes[] = {"431", "432", "433", "437"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (!strcmp(r->command, codes[i]))
			return true;
	return !strcmp(r->command, "FAIL") && r->nparams > 0 &&
	    !strcmp(r->params[0], "NICK");
}

static bool
is_fail(const struct reply *r, const char *command, const char *code)
{
	return !strcmp(r->command, "FAIL") && r->nparams > 1 &&
	    !strcmp(r->params[0], command) &&
	    (!code || !strcmp(r->params[1], code));
}

static bool
is_refusal(const struct reply *r)
{
	int number = irc_numeric(r->command);

	return !strcmp(r->command, "FAIL") || (number >= 400 && number < 600);
}

static bool
is_row(const struct reply *r)
{
	return !strcmp(r->command, "322") || !strcmp(r->command, "352");
}

/* Whoever joins a channel by the name it had comes to where it is now. */
static void
join_renamed(struct speech *sp, const struct reply *r)
{
	struct errand *rest = mind_aside(sp);

	mind_ask(sp, ROLE_JOIN, "JOIN", MIND_WORDS(r->params[3]), NULL);
	mind_resume(sp, rest);
}

bool
follow_hear(struct speech *sp, const struct reply *r)
{
	if (missed_hear(sp, r))
		return false;
	sp->failed |= is_refusal(r);
	sp->rows += is_row(r);
	if (mind_does(sp, ROLE_GUEST) && is_about_nick(r))
		return false;
	if (mind_does(sp, ROLE_ENTRY) && is_fail(r, "CHATHISTORY", NULL))
		return false;
	if (mind_does(sp, ROLE_JOIN) && r->nparams > 3 &&
	    is_fail(r, "JOIN", "CHANNEL_RENAMED"))
		join_renamed(sp, r);
	return true;
}
