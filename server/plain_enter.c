/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_enter.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/plain_missed.h"

/* The least nick length that may be set holds a guest of three digits. */
enum { GUESSES = 32, GUEST_LEN = 5, NICK_LEN = 64, GUEST_DIGITS_MAX = 4 };

static void
where_it_goes(struct buf *out, const struct speaker *who)
{
	if (*who->lobby)
		buf_addf(out, "what you type is said in %s", who->lobby);
	else
		buf_adds(out, "@join #channel enters a channel");
}

void
enter_greet(struct speech *sp, const struct speaker *who)
{
	struct buf where = {0};

	sp->greeted = true;
	where_it_goes(&where, who);
	if (who->login)
		mind_tell(sp, "Welcome to %s, %s: %s.", who->network,
		    who->login, where.data);
	else
		mind_tell(sp,
		    "Welcome to %s. @nick NAME chooses your nickname, and %s.",
		    who->network, where.data);
	mind_tell(sp, "@help shows what else there is.");
	buf_free(&where);
}

static void
introduce(struct speech *sp, const struct speaker *who, enum errand_role role,
    const char *nick)
{
	/* the system knows what a login is called */
	if (!sp->introduced)
		mind_ask(sp, ROLE_NONE, "USER", MIND_WORDS("plain", "0", "*"),
		    who->login ? "" : "plain lines");
	sp->introduced = true;
	mind_ask(sp, role, "NICK", MIND_NO_WORDS, nick);
}

void
enter_as(struct speech *sp, const struct speaker *who, const char *nick)
{
	introduce(sp, who, ROLE_CHOSEN, nick);
}

static void
guest_name(
    char out[NICK_LEN], const struct speech *sp, const struct speaker *who)
{
	size_t digits = who->nick_max - GUEST_LEN;
	uint64_t most = 1;

	if (digits > GUEST_DIGITS_MAX)
		digits = GUEST_DIGITS_MAX;
	for (size_t i = 0; i < digits; i++)
		most *= 10;
	snprintf(out, NICK_LEN, "guest%0*" PRIu64, (int)digits,
	    (sp->session_id + sp->guesses) % most);
}

void
enter_by_itself(struct speech *sp, const struct speaker *who)
{
	struct errand *rest = mind_aside(sp);
	char guest[NICK_LEN];

	if (who->login && sp->guesses == 0) {
		introduce(sp, who, ROLE_GUEST, who->login);
	} else {
		guest_name(guest, sp, who);
		introduce(sp, who, ROLE_GUEST, guest);
	}
	sp->guesses++;
	mind_resume(sp, rest);
}

/* Who has other devices may be there already, as was shown. */
static void
go_to_lobby(struct speech *sp, const struct speaker *who)
{
	if (!*who->lobby) {
		mind_tell(sp, "@join #channel enters a channel.");
		return;
	}
	if (!who->is_in(who->where, who->lobby)) {
		mind_ask(sp, ROLE_JOIN, "JOIN", MIND_WORDS(who->lobby), NULL);
		return;
	}
	mind_settle(sp, who->lobby);
	mind_tell(sp, "What you type is said in %s.", who->lobby);
}

static void
arrive(struct speech *sp, const struct speaker *who)
{
	struct errand *rest = mind_aside(sp);

	sp->arrived = true;
	sp->refused = false;
	go_to_lobby(sp, who);
	missed_ask(sp, who);
	mind_resume(sp, rest);
}

/* Nothing that was typed for another nick is said under a guest's. */
static void
refused(struct speech *sp)
{
	struct errand *rest = mind_aside(sp);

	sp->refused = true;
	mind_complain(sp,
	    "You have no nickname yet, and what you type is not said: "
	    "@nick NAME chooses one.");
	mind_resume(sp, rest);
}

void
enter_settle(struct speech *sp, const struct speaker *who)
{
	bool chosen = mind_does(sp, ROLE_CHOSEN);

	if (sp->arrived || !(chosen || mind_does(sp, ROLE_GUEST)))
		return;
	if (who->nick)
		arrive(sp, who);
	else if (chosen || sp->guesses >= GUESSES)
		refused(sp);
	else
		enter_by_itself(sp, who);
}
