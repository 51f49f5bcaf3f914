/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/incoming.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/page.h"
#include "client/state.h"

const char *
in_param(const struct incoming *in, size_t i)
{
	const char *p = irc_param(in->m, i);

	return p ? p : "";
}

struct page *
in_page(const struct incoming *in)
{
	return in->batch ? in->batch->page : NULL;
}

bool
in_replay(const struct incoming *in)
{
	return in->batch && in->batch->history;
}

bool
in_begins_past(const struct incoming *in)
{
	const char *type = in_param(in, 1);

	return !strcmp(type, "chathistory") ||
	    !strcmp(type, "draft/chathistory") ||
	    !strcmp(type, "znc.in/playback");
}

bool
in_ends_past(const struct incoming *in)
{
	return irc_tag(in->m, "draft/chathistory-end") ||
	    irc_tag(in->m, "chathistory-end");
}

const char *
in_label(const struct incoming *in)
{
	const char *label = irc_tag(in->m, "label");

	if (label)
		return label;
	return in->batch && *in->batch->label ? in->batch->label : NULL;
}

struct room *
in_room(const struct incoming *in, const char *name)
{
	if (in_page(in))
		return state_by_id(in->s, in_page(in)->room);
	return state_find(in->s, in->n, name);
}

struct room *
in_labeled_room(const struct incoming *in)
{
	const char *label = irc_tag(in->m, "label");
	uint64_t id = label ? strtoull(label, NULL, 10) : 0;
	struct room *r;

	if (!id && in->batch)
		id = in->batch->room;
	r = id ? state_by_id(in->s, id) : NULL;
	/* A label is what the server says: not into another one's window. */
	return r && r->network == in->n ? r : NULL;
}

struct room *
in_reply_room(const struct incoming *in)
{
	struct room *r = in_labeled_room(in);

	return r ? r : state_here(in->s, in->n);
}

void
in_rest(const struct incoming *in, size_t first, struct buf *out)
{
	for (size_t i = first; i < in->m->nparams; i++)
		buf_addf(out, "%s%s", i > first ? " " : "", in->m->params[i]);
}

void
in_keep(const struct incoming *in, struct said_line *said)
{
	const char *msgid = irc_tag(in->m, "msgid");

	said->msgid = msgid;
	said->flags |= LINE_HISTORY | (in->time_ms ? LINE_KEPT : 0);
	page_add(in_page(in), said);
}

static void
add(const struct incoming *in, struct room *r, struct said_line *said,
    const char *fmt, va_list ap)
{
	struct buf text = {0};

	buf_addv(&text, fmt, ap);
	said->text = text.data ? text.data : "";
	said->time_ms = in->time_ms;
	if (in_replay(in))
		said->flags |= LINE_HISTORY;
	if (in_page(in))
		in_keep(in, said);
	else
		state_add(in->s, r, said);
	buf_free(&text);
}

void
in_say(const struct incoming *in, struct room *r, enum said kind,
    const char *fmt, ...)
{
	struct said_line said = {.kind = kind};
	va_list ap;

	va_start(ap, fmt);
	add(in, r, &said, fmt, ap);
	va_end(ap);
}

void
in_event(const struct incoming *in, struct room *r, unsigned flags,
    const char *fmt, ...)
{
	struct said_line said = {
	    .kind = SAID_EVENT, .flags = flags, .nick = in->from.nick};
	va_list ap;

	if (in->self)
		said.flags |= LINE_SELF;
	said.msgid = irc_tag(in->m, "msgid");
	va_start(ap, fmt);
	add(in, r, &said, fmt, ap);
	va_end(ap);
}

void
in_add_duration(struct buf *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
	    {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
	size_t i = 0;
	int64_t count;

	while (i < 3 && seconds < units[i].seconds)
		i++;
	count = seconds / units[i].seconds;
	buf_addf(out, "%lld %s%s", (long long)count, units[i].name,
	    count == 1 ? "" : "s");
}

void
in_add_date(struct buf *out, int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[64];

	if (localtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		buf_adds(out, text);
}
