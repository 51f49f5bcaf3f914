/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_talk.h"

#include <string.h>

#include "common/utf8.h"
#include "server/plain_commands.h"
#include "server/plain_enter.h"
#include "server/plain_follow.h"
#include "server/plain_missed.h"
#include "server/plain_saying.h"

static void
take_text(struct speech *sp, const char *line, size_t len)
{
	struct buf text = {0};

	saying_clean(&text, line, len);
	if (text.data && text.data[strspn(text.data, " ")])
		mind_take(sp, &text);
	buf_wipe(&text);
}

static void
talk_take(struct speech *sp, const char *line, size_t len)
{
	if (!line)
		mind_complain(
		    sp, "That line was too long, and nothing of it was said.");
	else if (!utf8_valid(line, len))
		mind_complain(sp,
		    "That line was not UTF-8, and nothing of it was said: set "
		    "your terminal to UTF-8.");
	else
		take_text(sp, line, len);
}

static void
talk_finish(struct speech *sp, const struct speaker *who)
{
	missed_mark(sp, who);
	mind_ask(sp, ROLE_NONE, "QUIT", MIND_NO_WORDS, NULL);
}

static bool
is_command(const char *line)
{
	return line[0] == '@' && line[1] != '@';
}

static void
talk_text(struct speech *sp, const char *line)
{
	if (plain_command_slashed(line))
		mind_complain(sp,
		    "Commands begin with an @ here, so nothing was said: @help "
		    "shows them, @all says a line whatever it begins with.");
	else
		mind_say(sp, NULL, line + (*line == '@'), false);
}

static void
act(struct speech *sp, const struct speaker *who, struct errand *e)
{
	if (is_command(e->line))
		plain_command_run(sp, who, e->line + 1);
	else
		talk_text(sp, e->line);
	errand_drop(sp, e);
}

static bool
needs_nick(const struct errand *e)
{
	if (is_command(e->line))
		return plain_command_needs_nick(e->line + 1);
	return !plain_command_slashed(e->line);
}

/* What was typed: somebody without a nickname has to come in first. */
static void
typed_next(struct speech *sp, const struct speaker *who, struct errand *e)
{
	if (who->nick || !needs_nick(e)) {
		act(sp, who, e);
	} else if (!sp->refused) {
		enter_by_itself(sp, who);
	} else {
		mind_complain(sp,
		    "Nothing was said or done, as you have no nickname yet: "
		    "@nick NAME chooses one.");
		errand_drop(sp, e);
	}
}

static bool
is_shown(const struct speech *sp, const struct errand *e)
{
	switch (e->shown) {
	case IF_DONE:
		return !sp->failed;
	case IF_NONE:
		return !sp->failed && sp->rows == 0;
	case IF_ANY:
		break;
	}
	return true;
}

/* The next errand that can be handed out: others come to that, or end. */
static struct errand *
choose(struct speech *sp, const struct speaker *who)
{
	struct errand *e;

	while ((e = sp->errands)) {
		if (e->kind == ERRAND_TYPED)
			typed_next(sp, who, e);
		else if (e->kind == ERRAND_SAY)
			saying_next(sp, who, e);
		else if (e->kind == ERRAND_TEXT && !is_shown(sp, e))
			errand_drop(sp, e);
		else
			break;
	}
	return e;
}

static enum speech_next
talk_next(struct speech *sp, const struct speaker *who, struct irc_msg *m,
    struct buf *text)
{
	struct errand *e;

	if (!sp->greeted)
		enter_greet(sp, who);
	enter_settle(sp, who);
	e = choose(sp, who);
	mind_do(sp, e);
	if (!e)
		return SPEECH_NONE;
	if (e->kind == ERRAND_TEXT) {
		buf_adds(text, e->line);
		return SPEECH_TEXT;
	}
	irc_parse(m, e->line, strlen(e->line));
	return SPEECH_MESSAGE;
}

const struct speech_ops plain_talk = {
    .open = mind_new,
    .close = mind_free,
    .take = talk_take,
    .finish = talk_finish,
    .next = talk_next,
    .see = follow_see,
    .hear = follow_hear,
};
