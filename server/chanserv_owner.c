/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv_owner.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access.h"
#include "server/access_give.h"
#include "server/chanserv_call.h"
#include "server/confirm.h"
#include "server/rights.h"

static const char *
asker(const struct service_call *c)
{
	return c->s->user->account;
}

static bool
is_founder(const struct service_call *c, const struct channel *ch)
{
	return access_rank(ch, asker(c)) == MEMBER_FOUNDER;
}

/* Whether they may found one more. */
static bool
has_room(const struct service_call *c)
{
	int64_t most = c->srv->settings->channels_per_account;

	if (most == 0 ||
	    access_founded(&c->srv->world, asker(c)) < (size_t)most)
		return true;
	service_answer(c,
	    "You are the founder of %" PRId64
	    " registered channels, and may be of no more.",
	    most);
	return false;
}

static void
new_founder(
    const struct service_call *c, const struct channel *ch, const char *account)
{
	chanserv_publish(c, EVENT_REGISTER, ch, account, NULL);
	access_settle_founder(c->srv, ch);
}

void
chanserv_register(const struct service_call *c)
{
	struct channel *ch = world_channel(&c->srv->world, c->words[0]);

	if (ch && !world_member(ch, c->s->user))
		ch = NULL;
	if (!ch)
		service_answer(c, "To register a channel, be in it.");
	else if (access_registered(ch))
		service_answer(c, "%s is registered already.", ch->name);
	else if (world_is_lobby(ch))
		service_answer(c, "%s belongs to nobody.", ch->name);
	else if (!can_register(c->s->user, ch))
		service_answer(c, "Only its founder (~) registers %s.%s",
		    ch->name,
		    channel_founded(ch) ? ""
					: " It has none: an operator of it "
					  "may make one (MODE +q).");
	else if (has_room(c)) {
		new_founder(c, ch, asker(c));
		log_info("%s is registered by %s", ch->name, asker(c));
		service_answer(c, "%s is registered, and yours.", ch->name);
	}
}

static void
offer(const struct service_call *c, const struct channel *ch,
    const struct account *to)
{
	bool again = ch->offered && !text_casecmp(ch->offered, to->name);

	chanserv_publish(c, EVENT_OFFER, ch, to->name, NULL);
	if (!again)
		chanserv_tell(c, to->name,
		    "%s offers %s to you. To take it: /msg ChanServ TRANSFER "
		    "ACCEPT %s",
		    asker(c), ch->name, ch->name);
	service_answer(c,
	    "%s is offered to %s, and theirs as soon as they say: /msg "
	    "ChanServ TRANSFER ACCEPT %s",
	    ch->name, to->name, ch->name);
}

static void
give(const struct service_call *c, const struct channel *ch,
    const struct account *to)
{
	const char *founder = access_founder(ch);
	char *before = mem_strdup(founder ? founder : "nobody");

	chanserv_audit(c, ch, "TRANSFER", to->name);
	new_founder(c, ch, to->name);
	chanserv_tell(
	    c, before, "An operator has given %s to %s.", ch->name, to->name);
	chanserv_tell(
	    c, to->name, "An operator has given %s to you.", ch->name);
	service_answer(c, "%s belongs to %s from now on.", ch->name, to->name);
	free(before);
}

void
chanserv_transfer(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	bool own = ch && is_founder(c, ch);
	const struct account *to;

	if (ch && !own && !chanserv_by_oper(c))
		service_answer(c, "Only its founder gives %s away.", ch->name);
	if (!ch || (!own && !chanserv_by_oper(c)))
		return;
	to = chanserv_account(c, c->words[1]);
	if (!to)
		return;
	if (access_rank(ch, to->name) == MEMBER_FOUNDER)
		service_answer(
		    c, "%s belongs to %s already.", ch->name, to->name);
	else if (own)
		offer(c, ch, to);
	else
		give(c, ch, to);
}

static bool
is_offered(const struct service_call *c, const struct channel *ch)
{
	return ch->offered && !text_casecmp(ch->offered, asker(c));
}

void
chanserv_accept(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	const char *founder;
	char *before;

	if (ch && !is_offered(c, ch))
		service_answer(c, "%s is not offered to you.", ch->name);
	if (!ch || !is_offered(c, ch) || !has_room(c))
		return;
	founder = access_founder(ch);
	before = mem_strdup(founder ? founder : "nobody");
	new_founder(c, ch, asker(c));
	log_info("%s of %s belongs to %s", ch->name, before, asker(c));
	chanserv_tell(
	    c, before, "%s is the founder of %s now.", asker(c), ch->name);
	service_answer(c, "%s is yours.", ch->name);
	free(before);
}

void
chanserv_cancel(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	const char *founder;

	if (!ch)
		return;
	if (!ch->offered || (!is_founder(c, ch) && !is_offered(c, ch))) {
		service_answer(
		    c, "There is no offer of %s to take back.", ch->name);
		return;
	}
	founder = access_founder(ch);
	if (is_founder(c, ch))
		chanserv_tell(c, ch->offered,
		    "%s is not offered to you any more.", ch->name);
	else if (founder)
		chanserv_tell(
		    c, founder, "%s does not take %s.", asker(c), ch->name);
	chanserv_publish(c, EVENT_OFFER, ch, NULL, NULL);
	service_answer(c, "%s is not offered to anybody any more.", ch->name);
}

static void
ask_again(
    const struct service_call *c, const struct channel *ch, const char *what)
{
	char code[CONFIRM_LEN];

	if (confirm_code(c->srv, what, asker(c), code) < 0) {
		service_answer(c, "%s cannot be dropped now.", ch->name);
		return;
	}
	service_answer(c,
	    "This ends the registration of %s, its founder and its list, and "
	    "cannot be undone. If you mean it, say within ten minutes: /msg "
	    "ChanServ DROP %s %s",
	    ch->name, ch->name, code);
}

static void
drop(const struct service_call *c, struct channel *ch)
{
	const char *founder = access_founder(ch);
	char *before = mem_strdup(founder ? founder : "nobody");
	bool own = is_founder(c, ch);

	if (!own)
		chanserv_audit(c, ch, "DROP", before);
	chanserv_publish(c, EVENT_REGISTER, ch, NULL, NULL);
	log_info("%s of %s is registered no more", ch->name, before);
	service_answer(c, "%s is registered no more.", ch->name);
	if (!own)
		chanserv_tell(c, before,
		    "An operator has ended the registration of %s.", ch->name);
	free(before);
	access_end(c->srv, ch);
}

void
chanserv_drop(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	struct buf what = {0};

	if (!ch)
		return;
	if (!is_founder(c, ch) && !chanserv_by_oper(c)) {
		service_answer(c, "Only its founder drops %s.", ch->name);
		return;
	}
	buf_addf(&what, "DROP %" PRIu64, ch->id);
	if (confirm_check(c->srv, what.data, asker(c), c->words[1]))
		drop(c, ch);
	else if (c->words[1])
		service_answer(c,
		    "That is not the code for %s, or no longer: DROP %s "
		    "gives another one.",
		    ch->name, ch->name);
	else
		ask_again(c, ch, what.data);
	buf_free(&what);
}
