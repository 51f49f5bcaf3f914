/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_mind.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"

static void
errand_free(struct errand *e)
{
	if (!e)
		return;
	/* by now it may be cut into words */
	explicit_bzero(e->line, e->size);
	free(e->line);
	free(e->to);
	free(e);
}

struct speech *
mind_new(uint64_t session_id)
{
	struct speech *sp = mem_alloc(sizeof(*sp));

	sp->session_id = session_id;
	return sp;
}

void
mind_free(struct speech *sp)
{
	struct errand *e, *next;

	DL_FOREACH_SAFE (sp->errands, e, next)
		errand_free(e);
	errand_free(sp->doing);
	free(sp->place);
	free(sp);
}

/* Takes the line, of which nothing stays behind. */
static struct errand *
add(struct speech *sp, enum errand_kind kind, struct buf *line)
{
	struct errand *e = mem_alloc(sizeof(*e));

	e->kind = kind;
	e->line = mem_strdup(line->data ? line->data : "");
	e->size = strlen(e->line);
	DL_APPEND(sp->errands, e);
	buf_wipe(line);
	return e;
}

void
mind_ask(struct speech *sp, enum errand_role role, const char *command,
    const char *const *words, const char *text)
{
	struct buf line = {0};
	struct irc_writer w;

	irc_write(&w, &line);
	irc_begin(&w, NULL, command);
	for (; *words; words++)
		irc_add_param(&w, *words);
	if (text)
		irc_add_text(&w, text);
	add(sp, ERRAND_MESSAGE, &line)->role = role;
}

/* Lines that follow each other are one errand. */
static void
add_text(struct speech *sp, struct buf *lines)
{
	struct errand *last = sp->errands ? sp->errands->prev : NULL;
	struct buf both = {0};

	if (last && last->kind == ERRAND_TEXT && last->shown == IF_ANY) {
		buf_adds(&both, last->line);
		errand_drop(sp, last);
	}
	buf_add(&both, lines->data, lines->len);
	buf_wipe(lines);
	add(sp, ERRAND_TEXT, &both);
}

static void
add_line(struct speech *sp, const char *mark, const char *fmt, va_list ap)
{
	struct buf text = {0}, line = {0};

	buf_addv(&text, fmt, ap);
	buf_adds(&line, mark);
	text_visible(&line, text.data, text.len, NULL);
	buf_adds(&line, "\r\n");
	buf_wipe(&text);
	add_text(sp, &line);
}

void
mind_tell(struct speech *sp, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(sp, "-- ", fmt, ap);
	va_end(ap);
}

void
mind_complain(struct speech *sp, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(sp, "! ", fmt, ap);
	va_end(ap);
}

void
mind_tell_if(struct speech *sp, enum errand_if shown, const char *text)
{
	struct buf line = {0};

	buf_addf(&line, "-- %s\r\n", text);
	add(sp, ERRAND_TEXT, &line)->shown = shown;
}

void
mind_take(struct speech *sp, struct buf *line)
{
	add(sp, ERRAND_TYPED, line);
}

void
mind_say(struct speech *sp, const char *to, const char *text, bool action)
{
	struct buf line = {0};
	struct errand *e;

	buf_adds(&line, text);
	e = add(sp, ERRAND_SAY, &line);
	e->to = mem_strdup(to);
	e->action = action;
}

void
mind_settle(struct speech *sp, const char *channel)
{
	mem_replace(&sp->place, channel);
	mind_ask(sp, ROLE_ENTRY, "CHATHISTORY",
	    MIND_WORDS("LATEST", channel, "*", "10"), NULL);
}

struct errand *
mind_aside(struct speech *sp)
{
	struct errand *rest = sp->errands;

	sp->errands = NULL;
	return rest;
}

void
mind_resume(struct speech *sp, struct errand *rest)
{
	DL_CONCAT(sp->errands, rest);
}

void
errand_drop(struct speech *sp, struct errand *e)
{
	DL_DELETE(sp->errands, e);
	errand_free(e);
}

void
mind_do(struct speech *sp, struct errand *e)
{
	if (e)
		DL_DELETE(sp->errands, e);
	errand_free(sp->doing);
	sp->doing = e;
	if (!e || e->kind != ERRAND_MESSAGE)
		return;
	sp->failed = false;
	sp->rows = 0;
}

bool
mind_does(const struct speech *sp, enum errand_role role)
{
	return sp->doing && sp->doing->kind == ERRAND_MESSAGE &&
	    sp->doing->role == role;
}

const char *
mind_place(struct speech *sp, const struct speaker *who)
{
	if (sp->place && !who->is_in(who->where, sp->place))
		mem_replace(&sp->place, NULL);
	return sp->place;
}

static void
how_to_talk(struct buf *out, const struct speaker *who)
{
	const char *last = who->last(who->where);

	if (last)
		buf_addf(out, "@join %s to talk there", last);
	else if (*who->lobby)
		buf_addf(out, "@join %s to come in", who->lobby);
	else
		buf_adds(out, "@join #channel to enter one");
}

void
mind_complain_nowhere(
    struct speech *sp, const struct speaker *who, const char *what)
{
	struct buf how = {0};

	how_to_talk(&how, who);
	mind_complain(
	    sp, "%s, as you talk in no channel now: %s.", what, how.data);
	buf_free(&how);
}
