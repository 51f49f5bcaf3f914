/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_missed.h"

#include <string.h>

#include "common/mem.h"

#define KEY "timestamp="

/* The newest of all time; channels count as well. */
static void
ask_where(struct speech *sp, enum errand_role role)
{
	mind_ask(sp, role, "CHATHISTORY",
	    MIND_WORDS("TARGETS", KEY "9999-12-31T23:59:59.999Z",
		KEY "1970-01-01T00:00:00.000Z", "100"),
	    NULL);
}

void
missed_ask(struct speech *sp, const struct speaker *who)
{
	if (who->login)
		ask_where(sp, ROLE_MISSED);
}

void
missed_mark(struct speech *sp, const struct speaker *who)
{
	if (who->login && sp->spoken_to)
		ask_where(sp, ROLE_SEEN);
}

static void
mark(struct speech *sp, const char *nick, const char *time)
{
	struct buf until = {0};

	buf_addf(&until, KEY "%s", time);
	mind_ask(
	    sp, ROLE_MARKED, "MARKREAD", MIND_WORDS(nick, until.data), NULL);
	buf_free(&until);
}

/* A row tells where something was said, and when last. */
static void
hear_where(struct speech *sp, const struct reply *r)
{
	struct errand *rest;

	if (*r->params[1] == '#')
		return;
	if (mind_does(sp, ROLE_SEEN)) {
		rest = mind_aside(sp);
		mark(sp, r->params[1], r->params[2]);
		mind_resume(sp, rest);
		return;
	}
	mind_ask(sp, ROLE_MARKER, "MARKREAD", MIND_WORDS(r->params[1]), NULL);
	mem_replace(&sp->errands->prev->to, r->params[2]);
}

/* Until where it was read; "*" is never. */
static void
hear_marker(struct speech *sp, const char *nick, const char *until)
{
	const char *last = sp->doing->to;
	size_t key = strlen(KEY);
	bool never = strncmp(until, KEY, key) != 0;

	if (!never && strcmp(until + key, last) >= 0)
		return;
	mind_ask(sp, ROLE_ENTRY, "CHATHISTORY",
	    MIND_WORDS(
		"LATEST", nick, never ? "*" : until, never ? "10" : "100"),
	    NULL);
	mark(sp, nick, last);
}

bool
missed_hear(struct speech *sp, const struct reply *r)
{
	bool where = mind_does(sp, ROLE_MISSED) || mind_does(sp, ROLE_SEEN);
	bool marker = mind_does(sp, ROLE_MARKER);

	if (where && !strcmp(r->command, "CHATHISTORY") && r->nparams > 2)
		hear_where(sp, r);
	else if (marker && !strcmp(r->command, "MARKREAD") && r->nparams > 1)
		hear_marker(sp, r->params[0], r->params[1]);
	else
		return (where || marker || mind_does(sp, ROLE_MARKED)) &&
		    !strcmp(r->command, "FAIL");
	return true;
}
