/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/playback.h"

#include <stdlib.h>
#include <string.h>

#include "common/block.h"
#include "common/mem.h"
#include "server/author.h"
#include "server/caps.h"
#include "server/dated.h"
#include "server/rights.h"
#include "server/speaker.h"

bool
playback_said_only(const struct session *s)
{
	return !session_has(s, CAP_EVENT_PLAYBACK);
}

/* Whether the session has a form for it. */
static bool
is_known(const struct session *s, enum event_kind kind)
{
	switch (kind) {
	case EVENT_MESSAGE:
	case EVENT_NOTICE:
		return true;
	case EVENT_TAGMSG:
		return session_has(s, CAP_MESSAGE_TAGS | CAP_EVENT_PLAYBACK);
	case EVENT_RENAME:
		return session_has(s, CAP_CHANNEL_RENAME | CAP_EVENT_PLAYBACK);
	case EVENT_REDACT:
		return session_has(s, CAP_REDACTION | CAP_EVENT_PLAYBACK);
	default:
		return session_has(s, CAP_EVENT_PLAYBACK);
	}
}

static bool
has_rank(const struct playback *p, char status)
{
	const struct channel *c =
	    world_channel_by_id(&p->srv->world, p->place->channel_id);
	const struct member *m = c ? world_member(c, p->s->user) : NULL;

	return m && m->modes & modes_from(status);
}

bool
playback_shows(const struct playback *p, const struct event *e)
{
	if (!is_known(p->s, e->kind))
		return false;
	/* a client that did not ask for it would answer it */
	if (event_has_ctcp(e->body) && !session_has(p->s, CAP_CHATHISTORY))
		return false;
	return !e->status || has_rank(p, e->status) ||
	    author_is(p->srv, e, p->s->user);
}

struct masked {
	struct mode_change changes[EVENT_MODES_MAX];
	size_t n;
};

static void
note_change(const struct mode_step *step, void *context)
{
	struct masked *m = context;
	bool key = step->letter == 'k' && step->param;

	if (m->n < EVENT_MODES_MAX)
		m->changes[m->n++] = (struct mode_change){
		    step->add, step->letter, key ? "*" : step->param};
}

/* The text of a change of modes, without a key. */
static void
mask_modes(struct buf *out, const char *text)
{
	char *copy = mem_strdup(text), *rest = copy;
	const char *words[EVENT_MODES_MAX + 1];
	struct masked m = {.n = 0};
	size_t n = 0;

	while (rest && n <= EVENT_MODES_MAX)
		words[n++] = strsep(&rest, " ");
	modes_parse(channel_modes, words, n, note_change, &m);
	modes_format(out, m.changes, m.n);
	free(copy);
}

/* Names as they lead to this place now. */
static void
rename_talk(const struct playback *p, struct event *e)
{
	const char *own = p->s->user->nick;

	if (author_is(p->srv, e, p->s->user)) {
		e->source.nick = own;
		e->target = p->place->name;
	} else {
		e->target = own;
	}
}

size_t
playback_send(const struct playback *p, const struct event *kept)
{
	struct view v = session_view(p->s);
	struct buf out = {0}, modes = {0}, dated = {0};
	struct event e = *kept;
	struct block *b;
	size_t len;

	v.batch = p->batch;
	if (!p->place->channel_id)
		rename_talk(p, &e);
	else if (e.target && e.kind != EVENT_RENAME)
		e.target = p->place->name;
	if (e.kind == EVENT_MODE && e.body) {
		mask_modes(&modes, e.body);
		e.body = modes.data ? modes.data : "";
	}
	if (event_said(&e) && !session_has(p->s, CAP_SERVER_TIME)) {
		dated_text(&dated, &e);
		e.body = dated.data;
	}
	v.sight = speaker_recalls(p->srv, p->s, &e);
	p->s->dialect->encode(&out, &e, &v);
	len = out.len;
	b = block_new(out.data ? out.data : "", out.len);
	session_send(p->s, b);
	block_release(b);
	buf_free(&out);
	buf_free(&modes);
	buf_free(&dated);
	return len;
}
