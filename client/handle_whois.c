/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_whois.h"

#include <stdlib.h>

static void
say_user(const struct incoming *in, const char *is)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "%s %s %s@%s: %s",
	    in_param(in, 1), is, in_param(in, 2), in_param(in, 3),
	    in_param(in, 5));
}

void
handle_whois_user(const struct incoming *in)
{
	say_user(in, "is");
}

void
handle_whowas_user(const struct incoming *in)
{
	say_user(in, "was");
}

static void
say(const struct incoming *in, const char *words, size_t first)
{
	struct buf rest = {0};

	if (first)
		in_rest(in, first, &rest);
	in_say(in, in_reply_room(in), SAID_SERVER, "%s %s%s", in_param(in, 1),
	    words, rest.data ? rest.data : "");
	buf_free(&rest);
}

void
handle_whois_server(const struct incoming *in)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "%s is on %s%s%s",
	    in_param(in, 1), in_param(in, 2), *in_param(in, 3) ? ": " : "",
	    in_param(in, 3));
}

void
handle_whois_oper(const struct incoming *in)
{
	say(in, "is an operator of the server", 0);
}

void
handle_whois_idle(const struct incoming *in)
{
	struct buf text = {0};
	long long idle = strtoll(in_param(in, 2), NULL, 10);
	long long since = strtoll(in_param(in, 3), NULL, 10);

	in_add_duration(&text, idle > 0 ? idle : 0);
	if (since > 0) {
		buf_adds(&text, ", here since ");
		in_add_date(&text, since);
	}
	in_say(in, in_reply_room(in), SAID_SERVER, "%s has been silent for %s",
	    in_param(in, 1), text.data);
	buf_free(&text);
}

void
handle_whois_channels(const struct incoming *in)
{
	say(in, "is in ", 2);
}

void
handle_whois_account(const struct incoming *in)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "%s is logged in as %s",
	    in_param(in, 1), in_param(in, 2));
}

void
handle_whois_bot(const struct incoming *in)
{
	say(in, "is a bot", 0);
}

void
handle_whois_secure(const struct incoming *in)
{
	say(in, "uses a secure connection", 0);
}

void
handle_whois_other(const struct incoming *in)
{
	say(in, "", 2);
}

void
handle_is_away(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));

	in_say(in, r ? r : in_reply_room(in), SAID_SERVER, "%s is away: %s",
	    in_param(in, 1), in_param(in, 2));
}

void
handle_inviting(const struct incoming *in)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "%s was invited to %s",
	    in_param(in, 1), in_param(in, 2));
}

void
handle_gone(const struct incoming *in)
{
	in->n->away = true;
	in_say(in, in_reply_room(in), SAID_SERVER,
	    "You are away; /away without words ends it");
}

void
handle_back(const struct incoming *in)
{
	in->n->away = false;
	in_say(in, in_reply_room(in), SAID_SERVER, "You are back");
}
