/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_list.h"

#include <string.h>

/* Lines of a LIST that are shown; a big network has ten thousands. */
enum { LIST_SHOWN = 500 };

void
handle_list_begin(const struct incoming *in)
{
	in->n->listed = 0;
}

void
handle_list_entry(const struct incoming *in)
{
	const char *topic = in_param(in, 3);

	if (in->n->listed++ >= LIST_SHOWN)
		return;
	in_say(in, in_reply_room(in), SAID_SERVER, "%s (%s)%s%s",
	    in_param(in, 1), in_param(in, 2), *topic ? ": " : "", topic);
}

void
handle_list_end(const struct incoming *in)
{
	size_t listed = in->n->listed;

	in->n->listed = 0;
	if (listed > LIST_SHOWN)
		in_say(in, in_reply_room(in), SAID_SERVER,
		    "%zu channels more; /list PATTERN shows fewer, "
		    "for example /list *linux*",
		    listed - LIST_SHOWN);
	else
		in_say(in, in_reply_room(in), SAID_SERVER,
		    listed == 1 ? "%zu channel" : "%zu channels", listed);
}

void
handle_who(const struct incoming *in)
{
	const char *flags = in_param(in, 6);
	const char *real = strchr(in_param(in, 7), ' ');

	in_say(in, in_reply_room(in), SAID_SERVER, "%s (%s@%s)%s%s%s",
	    in_param(in, 5), in_param(in, 2), in_param(in, 3), real ? ": " : "",
	    real ? real + 1 : "", *flags == 'G' ? " (away)" : "");
}

static const char *
mask_kind(const char *command)
{
	switch (irc_numeric(command)) {
	case 346:
		return "invited";
	case 348:
		return "an exception";
	default:
		return "banned";
	}
}

void
handle_mask(const struct incoming *in)
{
	const char *who = in_param(in, 3);

	in_say(in, in_reply_room(in), SAID_SERVER, "%s is %s in %s%s%.*s",
	    in_param(in, 2), mask_kind(in->m->command), in_param(in, 1),
	    *who ? ", by " : "", (int)strcspn(who, "!"), who);
}

void
handle_masks_end(const struct incoming *in)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "The end of the bans of %s",
	    in_param(in, 1));
}
