/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv_info.h"

#include "common/buf.h"
#include "common/clock.h"
#include "server/access.h"
#include "server/answer_rows.h"
#include "server/chanserv_call.h"
#include "server/modes.h"
#include "server/rights.h"

enum { DAY_LEN = 10 };

static const char name[] = "ChanServ";

static const char *
founder_of(const struct channel *ch)
{
	const char *founder = access_founder(ch);

	return founder ? founder : "nobody";
}

/* What is in it is for who sees it, or is on its list. */
static void
show_more(const struct service_call *c, const struct channel *ch)
{
	const struct user *u = c->s->user;
	struct buf modes = {0};

	if (!can_see(u, ch) && !can_list(u, ch))
		return;
	channel_modes_text(ch, false, &modes);
	service_answer(c, "%s: modes %s", ch->name, modes.data);
	buf_free(&modes);
	if (ch->topic)
		service_answer(c, "%s: topic %s", ch->name, ch->topic);
}

void
chanserv_info(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	const struct user *u = c->s->user;
	char day[CLOCK_ISO_LEN];

	if (!ch)
		return;
	chanserv_audit_look(c, ch);
	clock_iso(ch->registered_ms, day);
	day[DAY_LEN] = '\0';
	service_answer(
	    c, "%s: founder %s, registered %s", ch->name, founder_of(ch), day);
	show_more(c, ch);
	if (!can_list(u, ch))
		return;
	service_answer(
	    c, "%s: %zu on the list of access", ch->name, ch->nrights);
	if (ch->offered)
		service_answer(c, "%s: offered to %s", ch->name, ch->offered);
}

/* A row of LIST: what this one has there, or may see. */
static bool
list_row(struct server *srv, struct session *s, const void *one)
{
	const struct channel *ch = one;
	unsigned rank;

	if (!access_registered(ch) || !s->user || !can_list(s->user, ch))
		return false;
	rank = access_rank(ch, s->user->account);
	if (rank)
		service_say(srv, s, service_find(srv, name), "%s: %s", ch->name,
		    access_rank_name(rank));
	else
		service_say(srv, s, service_find(srv, name), "%s: of %s",
		    ch->name, founder_of(ch));
	return true;
}

static void
list_last(struct server *srv, struct session *s, size_t rows)
{
	service_say(srv, s, service_find(srv, name), "That is all: %zu.", rows);
}

void
chanserv_list(const struct service_call *c)
{
	static const struct answer_rows rows = {
	    ANSWER_CHANNELS, list_row, list_last};

	chanserv_audit_look(c, NULL);
	answer_rows(c->srv, c->s, &rows);
}
