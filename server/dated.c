/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/dated.h"

#include <string.h>
#include <time.h>

#include "common/utf8.h"
#include "server/dialect.h"

static void
add_time(struct buf *out, int64_t time_ms)
{
	time_t seconds = time_ms / 1000;
	struct tm local;
	char text[32];

	if (!localtime_r(&seconds, &local))
		return;
	strftime(text, sizeof(text), "[%Y-%m-%d %H:%M] ", &local);
	buf_adds(out, text);
}

void
dated_text(struct buf *out, const struct event *e)
{
	static const char action[] = "\001ACTION ";
	const char *body = e->body ? e->body : "";
	size_t lead = strlen(action), len, room;

	if (strncmp(body, action, lead) != 0)
		lead = 0;
	buf_add(out, body, lead);
	add_time(out, e->time_ms);
	room = dialect_irc_room(&e->source,
	    e->kind == EVENT_NOTICE ? "NOTICE" : "PRIVMSG", e->target);
	room = room > out->len ? room - out->len : 0;
	body += lead;
	len = strcspn(body, "\r\n");
	buf_add(out, body, utf8_cut(body, len, room));
	buf_adds(out, body + len);
	if (lead && out->data[out->len - 1] != '\001')
		buf_addc(out, '\001');
}
