/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kept.h"

#include <string.h>

#include "server/caps.h"
#include "server/reply.h"

bool
kept_words(const struct server *srv, const struct channel *c, struct buf *out)
{
	(void)c;
	if (!strcmp(srv->store->ops->name, "none"))
		return false;
	buf_adds(out, "without end");
	return true;
}

void
kept_tell(struct server *srv, struct session *s, const struct channel *c)
{
	struct buf text = {0}, words = {0};

	if (kept_words(srv, c, &words)) {
		buf_addf(&text,
		    "What is said in %s is kept %s: who comes in may read it",
		    c->name, words.data);
		if (session_has(s, CAP_STANDARD_REPLIES))
			reply_standard(srv, s, "NOTE", "JOIN", "HISTORY_KEPT",
			    c->name, "%s", text.data);
		else
			reply_command(srv, s, "NOTICE", WORDS(session_name(s)),
			    text.data);
	}
	buf_free(&words);
	buf_free(&text);
}
