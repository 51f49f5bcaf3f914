/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kept.h"

#include <inttypes.h>

#include "common/duration.h"
#include "server/reply.h"
#include "server/retention.h"

/* Whether the whole may be too much. */
static bool
is_bounded(const struct server *srv)
{
	const struct settings *set = srv->settings;

	return set->history_lines_max || set->history_bytes;
}

bool
kept_words(const struct server *srv, const struct channel *c, struct buf *out)
{
	struct store_bounds b = retention_bounds(srv, c);

	if (!store_keeps(srv->store) || b.most == 0)
		return false;
	if (b.age_ms) {
		buf_adds(out, "for ");
		duration_say(out, b.age_ms);
	} else if (b.most < 0) {
		buf_adds(out,
		    is_bounded(srv) ? "while there is room for it"
				    : "without end");
	}
	if (b.most > 0)
		buf_addf(out, "%sup to the last %" PRId64 " lines",
		    b.age_ms ? ", " : "", b.most);
	return true;
}

void
kept_tell(struct server *srv, struct session *s, const struct channel *c)
{
	struct buf words = {0};

	if (kept_words(srv, c, &words))
		reply_notice(srv, s, "NOTE", "JOIN", "HISTORY_KEPT", c->name,
		    "What is said in %s is kept %s: who comes in may read it",
		    c->name, words.data);
	buf_free(&words);
}
