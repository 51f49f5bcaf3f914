/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_rename.h"

#include <string.h>

#include "common/mem.h"
#include "common/text.h"

/* A window of an earlier channel of that name makes room. */
static void
take_name(const struct incoming *in, struct room *r, const char *name)
{
	struct room *other = in_room(in, name);
	bool shown = other && other != r && in->s->current == other;

	if (shown && !r->ask) {
		r->ask = other->ask;
		other->ask = NULL;
	}
	if (other && other != r)
		state_close(in->s, other);
	if (shown)
		state_switch(in->s, r);
	if (!text_casecmp(in->n->joining, r->name))
		mem_replace(&in->n->joining, name);
	room_set_name(r, name);
	in->s->dirty = true;
}

static bool
can_be(const struct incoming *in, const char *name)
{
	return network_is_channel(in->n, name) && strlen(name) <= ROOM_NAME_MAX;
}

void
handle_rename(const struct incoming *in)
{
	const char *from = in_param(in, 0), *to = in_param(in, 1);
	const char *why = in_param(in, 2);
	struct room *r = in_room(in, from);

	if (!r || r->kind != ROOM_CHANNEL || !can_be(in, to))
		return;
	if (!in_replay(in))
		take_name(in, r, to);
	in_event(in, r, 0, "%s renamed %s to %s%s%s", in->from.nick, from, to,
	    *why ? ": " : "", why);
}

static bool
is_renamed(const struct incoming *in)
{
	return !strcmp(in->m->command, "FAIL") &&
	    !strcmp(in_param(in, 0), "JOIN") &&
	    !strcmp(in_param(in, 1), "CHANNEL_RENAMED") &&
	    in->n->caps & CAP_CHANNEL_RENAME;
}

bool
rename_follows(const struct incoming *in)
{
	const char *from = in_param(in, 2), *to = in_param(in, 3);
	struct room *r = in_room(in, from);

	if (!is_renamed(in) || !can_be(in, to))
		return false;
	in_say(in, in_reply_room(in), SAID_SERVER, "%s is called %s now", from,
	    to);
	if (r && r->kind == ROOM_CHANNEL && !r->joined)
		take_name(in, r, to);
	else if (!text_casecmp(in->n->joining, from))
		mem_replace(&in->n->joining, to);
	network_join(in->n, to, r ? r->key : "");
	return true;
}

bool
rename_told(const struct incoming *in, const char **from, const char **to)
{
	size_t at = is_renamed(in) ? 2 : 0;

	*from = in_param(in, at);
	*to = in_param(in, at + 1);
	return (at || !strcmp(in->m->command, "RENAME")) && !in_replay(in) &&
	    can_be(in, *to);
}
