/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/call.h"

#include <stdarg.h>
#include <string.h>

static void
skip_spaces(struct call *c)
{
	c->args += strspn(c->args, " ");
}

char *
call_word(struct call *c)
{
	char *word;

	skip_spaces(c);
	word = c->args;
	c->args += strcspn(c->args, " ");
	if (*c->args)
		*c->args++ = '\0';
	skip_spaces(c);
	return word;
}

const char *
call_channel(struct call *c)
{
	skip_spaces(c);
	if (network_is_channel(c->n, c->args))
		return call_word(c);
	if (c->room->kind == ROOM_CHANNEL)
		return c->room->name;
	call_fail(
	    c, "Which channel? /%s %s", c->command->name, c->command->args);
	return NULL;
}

static void
say(struct call *c, enum said kind, const char *fmt, va_list ap)
{
	struct buf text = {0};

	buf_addv(&text, fmt, ap);
	state_say(c->s, c->room, kind, "%s", text.data ? text.data : "");
	buf_free(&text);
}

void
call_fail(struct call *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, SAID_ERROR, fmt, ap);
	va_end(ap);
	c->failed = true;
}

void
call_say(struct call *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, SAID_CLIENT, fmt, ap);
	va_end(ap);
}
