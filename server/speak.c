/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/speak.h"

#include "common/block.h"
#include "server/command.h"
#include "server/speaker.h"

static void
show(struct session *s, const struct buf *text)
{
	struct block *b = block_new(text->data ? text->data : "", text->len);

	/* as of the messages that it is in place of */
	allowance_take(s->allowance, 1);
	session_send(s, b);
	block_release(b);
}

bool
speak_next(struct server *srv, struct session *s)
{
	struct speaker who = speaker(srv, s);
	struct buf text = {0};
	struct irc_msg m = {.ntags = 0};
	enum speech_next next = SPEECH_NONE;

	if (s->speech)
		next = s->dialect->speech->next(s->speech, &who, &m, &text);
	if (next == SPEECH_MESSAGE)
		command_dispatch(srv, s, &m, DECODE_OK);
	else if (next == SPEECH_TEXT)
		show(s, &text);
	buf_free(&text);
	return next != SPEECH_NONE;
}

void
speak_take(struct session *s, const char *line, size_t len)
{
	s->dialect->speech->take(s->speech, line, len);
}

bool
speak_finish(struct server *srv, struct session *s)
{
	struct speaker who;

	if (!s->speech || s->finished)
		return false;
	who = speaker(srv, s);
	s->finished = true;
	s->dialect->speech->finish(s->speech, &who);
	return true;
}
