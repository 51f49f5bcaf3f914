/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/names.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "server/caps.h"
#include "server/modes.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24, MS = 1000 };

/* What a 353 has left for names. */
static size_t
names_room(
    const struct server *srv, const struct session *s, const struct channel *c)
{
	size_t used = strlen(":  353  =  :") + strlen(session_name(s)) +
	    strlen(srv->settings->server_name) + strlen(c->name);

	return IRC_BODY_MAX > used ? IRC_BODY_MAX - used : 0;
}

static void
names_flush(struct server *srv, struct session *s, const struct channel *c,
    struct buf *line)
{
	const char *symbol = c->modes & CHANNEL_SECRET ? "@" : "=";

	if (line->len > 0)
		reply_text(srv, s, RPL_NAMREPLY, WORDS(symbol, c->name), "%s",
		    line->data);
	buf_reset(line);
}

static void
names_entry(struct buf *out, const struct session *s, const struct member *m)
{
	const struct user *u = m->user;

	buf_adds(
	    out, modes_prefixes(m->modes, session_has(s, CAP_MULTI_PREFIX)));
	buf_adds(out, u->nick);
	if (session_has(s, CAP_USERHOST_IN_NAMES))
		buf_addf(out, "!%s@%s", u->name, u->host);
}

static void
names_list(struct server *srv, struct session *s, const struct channel *c)
{
	struct buf line = {0}, entry = {0};
	size_t room = names_room(srv, s, c);
	bool cut = false;

	for (struct member *m = c->members; m; m = m->channel_next) {
		if (!can_see_member(s->user, m))
			continue;
		buf_reset(&entry);
		if (!reply_room(s)) {
			cut = true;
			break;
		}
		names_entry(&entry, s, m);
		if (line.len > 0 && line.len + 1 + entry.len > room)
			names_flush(srv, s, c, &line);
		buf_addf(&line, "%s%s", line.len ? " " : "", entry.data);
	}
	names_flush(srv, s, c, &line);
	if (cut)
		reply(srv, s, ERR_TOOMANYMATCHES, "NAMES", c->name, NULL);
	buf_free(&line);
	buf_free(&entry);
}

void
names_send(struct server *srv, struct session *s, const struct channel *c,
    const char *name)
{
	if (c)
		names_list(srv, s, c);
	reply(srv, s, RPL_ENDOFNAMES, c ? c->name : name, NULL);
}

void
names_topic(
    struct server *srv, struct session *s, const struct channel *c, bool always)
{
	char time[NUMBER_LEN];

	if (!c->topic) {
		if (always)
			reply(srv, s, RPL_NOTOPIC, c->name, NULL);
		return;
	}
	snprintf(time, sizeof(time), "%" PRId64, c->topic_ms / MS);
	reply_text(srv, s, RPL_TOPIC, WORDS(c->name), "%s", c->topic);
	reply(srv, s, RPL_TOPICWHOTIME, c->name,
	    c->topic_by ? c->topic_by : "*", time, NULL);
}
