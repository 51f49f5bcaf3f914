/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_say.h"

#include <time.h>

static void
add_time(struct buf *out, int64_t time_ms)
{
	time_t seconds = (time_t)(time_ms / 1000);
	struct tm tm;
	char text[16];

	if (localtime_r(&seconds, &tm) &&
	    strftime(text, sizeof(text), "%H:%M ", &tm) > 0)
		buf_adds(out, text);
}

void
plain_add_text(struct buf *out, const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= ' ' && *text != 0x7f)
			buf_addc(out, *text);
}

static void
say_message(struct buf *out, const struct event *e, const struct view *v)
{
	add_time(out, e->time_ms);
	if (event_to_channel(e) && !(v->sight & PLAIN_HERE))
		buf_addf(out, "%s ", e->target);
	buf_addf(out, "<%s> ", e->source.nick);
	plain_add_text(out, e->body ? e->body : "");
	buf_adds(out, "\r\n");
}

static void
say_join(struct buf *out, const struct event *e, const struct view *v)
{
	if (v->sight & PLAIN_MINE)
		buf_addf(out, "-- You are in %s\r\n", e->target);
	else
		buf_addf(out, "-- %s joined%s%s\r\n", e->source.nick,
		    v->sight & PLAIN_HERE ? "" : " ",
		    v->sight & PLAIN_HERE ? "" : e->target);
}

void
plain_say(struct buf *out, const struct event *e, const struct view *v)
{
	switch (e->kind) {
	case EVENT_MESSAGE:
	case EVENT_NOTICE:
		say_message(out, e, v);
		break;
	case EVENT_JOIN:
		say_join(out, e, v);
		break;
	default:
		break;
	}
}
