/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/logged.h"

#include "common/buf.h"
#include "server/reply.h"

/* Before registration some of it is not known. */
static void
add_mask(struct buf *out, const struct session *s)
{
	const char *nick = s->nick ? s->nick : "*";
	const char *name = s->username ? s->username : "*";

	if (s->user)
		buf_addf(out, "%s!%s@%s", s->user->nick, s->user->name,
		    s->user->host);
	else
		buf_addf(out, "%s!%s@%s", nick, name, session_host(s));
}

void
logged_tell(struct server *srv, struct session *s)
{
	const char *name = session_account(s);
	struct buf mask = {0};

	add_mask(&mask, s);
	if (name)
		reply_text(srv, s, RPL_LOGGEDIN, WORDS(mask.data, name),
		    "You are now logged in as %s", name);
	else
		reply(srv, s, RPL_LOGGEDOUT, mask.data, NULL);
	buf_free(&mask);
}
