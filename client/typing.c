/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/typing.h"

#include <stdlib.h>
#include <string.h>

#include "client/ask.h"
#include "common/mem.h"

void
typing_open(struct typing *t, struct editor *editor, struct state *s)
{
	*t = (struct typing){.editor = editor, .s = s, .shown = s->current->id};
}

void
typing_free(struct typing *t)
{
	free(t->put_back);
	free(t->seek.text);
}

void
typing_refuse(struct typing *t, const char *line)
{
	mem_replace(&t->put_back, line);
}

static void
put_back(struct typing *t)
{
	if (!t->put_back)
		return;
	editor_set_text(t->editor, t->put_back, strlen(t->put_back));
	mem_replace(&t->put_back, NULL);
}

/* Where the window asks for a password, that is what is typed. */
static void
follow_ask(struct typing *t)
{
	struct ask *a = t->s->current->ask;

	editor_hide(t->editor, a ? &a->typed : NULL);
	if (a)
		editor_set_question(t->editor, ask_line(a));
}

static void
follow_find(struct typing *t)
{
	size_t point;
	const char *text = editor_text(t->editor, &point);

	if (!t->seek.active || !strcmp(text, t->seek.text))
		return;
	seek_type(&t->seek, t->s->current, text);
	t->s->dirty = true;
}

void
typing_typed(struct typing *t)
{
	put_back(t);
	typing_follow(t, true);
	follow_ask(t);
	follow_find(t);
}

void
typing_follow(struct typing *t, bool by_user)
{
	struct room *r = t->s->current;
	struct room *old = state_by_id(t->s, t->shown);
	const char *text;
	size_t point;

	if (r->id == t->shown)
		return;
	typing_end_find(t, false);
	t->shown = r->id;
	if (!by_user && !r->draft && old && old->kind == ROOM_SERVER)
		return;
	text = editor_text(t->editor, &point);
	if (old)
		room_set_draft(old, *text ? text : NULL, point);
	editor_set_text(t->editor, r->draft, r->draft_point);
	room_set_draft(r, NULL, 0);
}

void
typing_hidden(struct typing *t, enum hidden_result result)
{
	struct room *r = t->s->current;
	struct ask *a = r->ask;
	enum ask_result said;
	const char *why;

	if (result == HIDDEN_TYPED)
		return;
	said = ask_answer(a, result, &why);
	if (said != ASK_GOES_ON)
		r->ask = NULL;
	if (why)
		state_say(t->s, r,
		    said == ASK_DROPPED ? SAID_CLIENT : SAID_ERROR, "%s", why);
	if (said == ASK_COMPLETE)
		a->done(t->s, r, a);
	if (said != ASK_GOES_ON)
		ask_free(a);
	follow_ask(t);
}

void
typing_prompt(struct typing *t)
{
	const struct room *r = t->s->current;
	const char *trouble = t->seek.trouble;
	struct buf prompt = {0};

	if (t->seek.active)
		buf_addf(&prompt, "find%s%s: ", trouble ? ", " : "",
		    trouble ? trouble : "");
	else
		buf_addf(&prompt, "%s> ",
		    r->kind == ROOM_SERVER ? r->network->nick : r->name);
	editor_set_prompt(t->editor, prompt.data);
	buf_free(&prompt);
	follow_ask(t);
}

void
typing_find(struct typing *t)
{
	struct room *r = t->s->current;

	if (typing_move(t, -1))
		return;
	seek_begin(&t->seek, r, r->anchor ? r->anchor : room_newest(r));
	editor_lend(t->editor);
}

bool
typing_move(struct typing *t, int by)
{
	if (!t->seek.active)
		return false;
	seek_step(&t->seek, t->s->current, by);
	t->s->dirty = true;
	return true;
}

void
typing_end_find(struct typing *t, bool back)
{
	if (!t->seek.active)
		return;
	seek_end(&t->seek, state_by_id(t->s, t->seek.room), back);
	editor_give_back(t->editor);
	t->s->dirty = true;
}
