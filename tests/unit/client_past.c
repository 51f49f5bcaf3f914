/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "client/history.h"
#include "client/marker.h"
#include "common/clock.h"

void
past_setup(struct past *p)
{
	setenv("TZ", "UTC", 1);
	*p = (struct past){.now_ms = 1000};
	talker_setup(&p->t);
}

void
past_teardown(struct past *p)
{
	talker_teardown(&p->t);
}

void
past_join(struct past *p)
{
	talker_welcome(&p->t, PAST_CAPS);
	p->r = talker_join(&p->t, "#a");
}

void
past_lose(struct past *p)
{
	handle_lost(&p->t.state, p->t.n, "gone");
	talker_welcome(&p->t, PAST_CAPS);
	talker_sent(&p->t);
	talker_hear(&p->t, ":me!u@h JOIN #a");
}

const char *
past_turn(struct past *p)
{
	history_turn(&p->t.state, p->now_ms);
	marker_turn(&p->t.state, p->now_ms);
	return talker_sent(&p->t);
}

const char *
past_asked(struct past *p)
{
	static char line[512];
	const char *sent = past_turn(p);

	p->label[0] = '\0';
	if (*sent == '@' && sscanf(sent, "@label=%31s", p->label) == 1)
		sent = strchr(sent, ' ') + 1;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(sent, "\r"), sent);
	return line;
}

void
past_scroll_up(struct past *p)
{
	history_look(p->r, 0, p->r->count - 1, true);
}

void
past_iso(int i, char out[CLOCK_ISO_LEN])
{
	clock_iso(clock_parse_iso("2026-11-03T12:00:00.000Z") + 60000 * i, out);
}

void
past_message(struct past *p, const char *tags, int i, const char *target)
{
	char line[300], time[CLOCK_ISO_LEN];

	past_iso(i, time);
	snprintf(line, sizeof(line),
	    "@%stime=%s;msgid=m%d :bob!u@h PRIVMSG %s :text %d", tags, time, i,
	    target, i);
	talker_hear(&p->t, line);
}

void
past_live(struct past *p, int i)
{
	past_message(p, "", i, "#a");
}

void
past_begin(struct past *p, const char *tags)
{
	char line[200];

	snprintf(line, sizeof(line), "@%slabel=%s :irc BATCH +p chathistory #a",
	    tags, p->label);
	talker_hear(&p->t, line);
}

void
past_page(struct past *p, int from, int to, bool end)
{
	past_begin(p, end ? "draft/chathistory-end;" : "");
	for (int i = from; i <= to; i++)
		past_message(p, "batch=p;", i, "#a");
	talker_hear(&p->t, ":irc BATCH -p");
}

const char *
past_shown(const struct past *p)
{
	static char text[20000];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < p->r->count; i++) {
		const struct line *l = room_line(p->r, i);

		if (l->kind == SAID_GAP)
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "~ ");
		else if (l->kind == SAID_MESSAGE)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s ", l->text + strlen("text "));
	}
	return text;
}

const char *
past_gap(const struct past *p)
{
	for (size_t i = 0; i < p->r->count; i++)
		if (room_line(p->r, i)->kind == SAID_GAP)
			return room_line(p->r, i)->text;
	return "";
}
