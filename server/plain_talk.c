/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_talk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/plain_say.h"

/* To be done: a message as on the wire, or a text to show. */
struct errand {
	char *line;
	bool text;
	struct errand *prev, *next;
};

struct speech {
	uint64_t session_id;
	struct errand *errands; /* utlist DL */
	struct errand *doing;   /* what was handed out last */
	char *place;            /* the channel it talks in, or NULL */
	bool greeted;
};

static void
errand_free(struct errand *e)
{
	if (e)
		mem_wipe(&e->line);
	free(e);
}

static void
add(struct speech *sp, bool text, struct buf *line)
{
	struct errand *e = mem_alloc(sizeof(*e));

	e->text = text;
	e->line = mem_strdup(line->data ? line->data : "");
	DL_APPEND(sp->errands, e);
	buf_wipe(line);
}

static struct speech *
talk_open(uint64_t session_id)
{
	struct speech *sp = mem_alloc(sizeof(*sp));

	sp->session_id = session_id;
	return sp;
}

static void
talk_close(struct speech *sp)
{
	struct errand *e, *next;

	DL_FOREACH_SAFE (sp->errands, e, next)
		errand_free(e);
	errand_free(sp->doing);
	free(sp->place);
	free(sp);
}

static void
register_as(struct speech *sp, const struct speaker *who)
{
	struct buf line = {0};

	if (who->login)
		buf_addf(&line, "NICK %s", who->login);
	else
		buf_addf(&line, "NICK guest%" PRIu64, sp->session_id);
	add(sp, false, &line);
	buf_adds(&line, "USER plain 0 * :");
	add(sp, false, &line);
	if (*who->lobby) {
		buf_addf(&line, "JOIN %s", who->lobby);
		add(sp, false, &line);
		mem_replace(&sp->place, who->lobby);
	}
}

static void
talk_take(
    struct speech *sp, const struct speaker *who, const char *line, size_t len)
{
	struct buf out = {0};

	if (!line || len == 0)
		return;
	if (!who->nick)
		register_as(sp, who);
	buf_addf(&out, "PRIVMSG %s :", sp->place ? sp->place : "*");
	buf_add(&out, line, len);
	add(sp, false, &out);
}

static void
talk_finish(struct speech *sp, const struct speaker *who)
{
	struct buf out = {0};

	(void)who;
	buf_adds(&out, "QUIT");
	add(sp, false, &out);
}

static void
greet(struct speech *sp, const struct speaker *who)
{
	struct buf out = {0};

	sp->greeted = true;
	buf_addf(&out, "-- Welcome to %s.\r\n", who->network);
	add(sp, true, &out);
}

static enum speech_next
talk_next(struct speech *sp, const struct speaker *who, struct irc_msg *m,
    struct buf *text)
{
	struct errand *e;

	if (!sp->greeted)
		greet(sp, who);
	errand_free(sp->doing);
	e = sp->doing = sp->errands;
	if (!e)
		return SPEECH_NONE;
	DL_DELETE(sp->errands, e);
	if (e->text) {
		buf_adds(text, e->line);
		return SPEECH_TEXT;
	}
	irc_parse(m, e->line, strlen(e->line));
	return SPEECH_MESSAGE;
}

static unsigned
talk_see(struct speech *sp, const struct speaker *who, const struct event *e)
{
	unsigned sight = 0;

	if (who->user_id && e->source.user_id == who->user_id)
		sight |= PLAIN_MINE;
	if (sp->place && e->target && !text_casecmp(sp->place, e->target))
		sight |= PLAIN_HERE;
	return sight;
}

static bool
talk_hear(struct speech *sp, const struct speaker *who, const struct reply *r)
{
	(void)sp;
	(void)who;
	(void)r;
	return true;
}

const struct speech_ops plain_talk = {
    .open = talk_open,
    .close = talk_close,
    .take = talk_take,
    .finish = talk_finish,
    .next = talk_next,
    .see = talk_see,
    .hear = talk_hear,
};
