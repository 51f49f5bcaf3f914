/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/names.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/modes.h"
#include "server/reply.h"
#include "server/rights.h"

/* Who is not to be seen is as much work as a row, as nothing is sent that
 * would cost; of others, some are. */
enum { NUMBER_LEN = 24, MS = 1000, VISITS = 64, NAMES_A_ROW = 8 };

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

/* As many as fit on one line; of a bounded number, where few of them may be
 * shown. */
static void
names_line(struct server *srv, struct session *s, const struct channel *c,
    struct walk *walk)
{
	struct buf line = {0}, entry = {0};
	size_t room = names_room(srv, s, c), hidden = 0;
	int visited = 0;

	for (; visited < VISITS && walk->at; visited++) {
		const struct member *m = walk->at;

		buf_reset(&entry);
		if (can_see_member(s->user, m))
			names_entry(&entry, s, m);
		if (line.len > 0 && line.len + 1 + entry.len > room)
			break;
		if (entry.len > 0)
			buf_addf(
			    &line, "%s%s", line.len ? " " : "", entry.data);
		else
			hidden++;
		channel_walk_member(walk);
	}
	answer_worked(srv, hidden + (size_t)visited / NAMES_A_ROW);
	names_flush(srv, s, c, &line);
	buf_free(&line);
	buf_free(&entry);
}

void
names_begin(struct names *n, struct channel *c, const char *name)
{
	n->channel_id = c ? c->id : 0;
	n->name = mem_strdup(c ? c->name : name);
	if (c)
		channel_walk(c, &n->walk);
}

bool
names_step(struct server *srv, struct session *s, struct names *n)
{
	const struct channel *c =
	    world_channel_by_id(&srv->world, n->channel_id);

	if (c && n->walk.at) {
		names_line(srv, s, c, &n->walk);
		return true;
	}
	reply(srv, s, RPL_ENDOFNAMES,
	    c && can_see(s->user, c) ? c->name : n->name, NULL);
	return false;
}

void
names_end(struct names *n)
{
	walk_end(&n->walk);
	free(n->name);
	n->name = NULL;
}

/* Those of a list, one after the other. */
struct several {
	struct answer answer;
	char *list, *rest;
	struct names now;
};

static bool
several_step(struct server *srv, struct session *s, struct answer *a)
{
	struct several *l = (struct several *)a;
	struct channel *c;
	char *name;

	if (l->now.name) {
		if (!names_step(srv, s, &l->now))
			names_end(&l->now);
		return true;
	}
	name = find_word(&l->rest);
	if (!name)
		return false;
	c = world_channel(&srv->world, name);
	names_begin(&l->now, c && can_see(s->user, c) ? c : NULL, name);
	return true;
}

static void
several_end(struct answer *a)
{
	struct several *l = (struct several *)a;

	names_end(&l->now);
	free(l->list);
	free(l);
}

static const struct answer_kind several_kind = {several_step, several_end};

void
names_send(struct server *srv, struct session *s, const char *list)
{
	struct several *l = mem_alloc(sizeof(*l));

	l->answer.kind = &several_kind;
	l->list = l->rest = mem_strdup(list);
	answer_begin(srv, s, &l->answer);
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
