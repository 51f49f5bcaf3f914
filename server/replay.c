/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/replay.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/author.h"
#include "server/caps.h"
#include "server/correspondent.h"
#include "server/device.h"
#include "server/hub.h"
#include "server/kept.h"
#include "server/playback.h"
#include "server/reply.h"
#include "server/rights.h"
#include "server/stray.h"

/* Messages of a piece, and bytes after which it has no more; what is passed
 * over for the work of a row; how long a place is taken for used. */
enum {
	PIECE = 32,
	PIECE_BYTES = 16384,
	SKIPPED_A_ROW = 32,
	USED_MS = 86400000
};

static struct catchup *
catchup_of(struct server *srv, struct session *s)
{
	struct buf owner = {0};

	if (s->catchup)
		return s->catchup;
	device_owner(s, &owner);
	s->catchup = catchup_new(s, owner.data, s->device ? s->device : "");
	buf_free(&owner);
	stray_part(srv, s->catchup);
	return s->catchup;
}

static struct store_range
range_of(const struct replay *r, size_t max)
{
	return (struct store_range){.channel_id = r->run.channel_id,
	    .after = r->at,
	    .before = STORE_LAST,
	    .said = true,
	    .max = max};
}

/* Behind what this session was shown, answered for or not. */
static void
pass_shown(const struct session *s, struct replay *r)
{
	const struct catchup_unsure *u =
	    catchup_unsure(s->catchup, r->run.channel_id);

	if (u && store_point_cmp(&u->shown, &r->at) > 0)
		r->at = u->shown;
}

/* At the first time, or after it, no more than what the settings say. -1: it
 * cannot be read now. */
static int
leave_out(struct server *srv, struct session *s, struct replay *r, bool known)
{
	const struct settings *set = srv->settings;
	struct store_range range;
	struct buf owner = {0};
	int result;

	range = range_of(
	    r, (size_t)(known ? set->history_catch_up : set->history_lines));
	correspondent_owner(s->user, &owner);
	if (!range.channel_id)
		range.owner = owner.data;
	result = srv->store->ops->skip(
	    srv->store, &range, known ? &r->left_out : NULL);
	r->at = range.after;
	if (r->left_out > 0)
		answer_worked(srv, (range.max + r->left_out) / SKIPPED_A_ROW);
	buf_free(&owner);
	return result;
}

static struct channel *
channel_of(const struct server *srv, const struct replay *r)
{
	return world_channel_by_id(&srv->world, r->run.channel_id);
}

/* Of a channel that is not kept no place is known, so that it is told that it
 * is kept when it is. */
static bool
is_kept(const struct server *srv, const struct replay *r)
{
	struct buf words = {0};
	const struct channel *c = channel_of(srv, r);
	bool kept = !c || kept_words(srv, c, &words);

	buf_free(&words);
	return kept;
}

static void
use_place(struct server *srv, struct store_cursor *c)
{
	int64_t now_ms = clock_wall_ms();

	if (now_ms - c->used_ms < USED_MS)
		return;
	c->used_ms = now_ms;
	srv->store->ops->cursor_move(srv->store, c);
}

static void
add_place(struct server *srv, const struct session *s, const struct replay *r)
{
	const struct catchup *c = s->catchup;

	srv->store->ops->cursor_add(srv->store,
	    &(struct store_cursor){.owner = catchup_owner(c, r->run.channel_id),
		.device = c->device,
		.channel_id = r->run.channel_id,
		.at = r->at,
		.used_ms = clock_wall_ms()});
}

/* What was known is told by the store; what is new, it is told. -1: it cannot
 * be read now, so that it stays as it is. */
static int
look_up(struct server *srv, struct session *s, struct replay *r)
{
	const struct store_ops *ops = srv->store->ops;
	struct store_cursor c = {
	    .owner = catchup_owner(s->catchup, r->run.channel_id),
	    .device = s->catchup->device,
	    .channel_id = r->run.channel_id};
	int found = ops->cursor_load(srv->store, &c);
	bool known = found == 1;

	if (found < 0)
		return -1;
	/* as clocks that went wrong leave behind */
	if (known && c.at.time_ms > event_now(&srv->clock))
		known = false;
	r->tell = !known;
	r->at = known ? c.at : STORE_FIRST;
	r->since_ms = r->at.time_ms;
	if (known)
		pass_shown(s, r);
	if (r->on && leave_out(srv, s, r, known) < 0)
		return -1;
	if (!r->on && !known)
		r->at = srv->newest;
	if (known)
		use_place(srv, &c);
	else if (is_kept(srv, r))
		add_place(srv, s, r);
	pass_shown(s, r);
	return 0;
}

void
replay_begin(struct server *srv, struct session *s, struct replay *r,
    uint64_t channel_id)
{
	struct catchup *c;

	*r = (struct replay){.run.channel_id = channel_id, .begun = true};
	if (!store_keeps(srv->store))
		return;
	c = catchup_of(srv, s);
	r->on = session_catches_up(s) && !catchup_under_way(c, channel_id);
	if (r->on || !session_has(s, CAP_EVENT_PLAYBACK))
		r->failed = look_up(srv, s, r) < 0;
	r->running = &srv->replays;
	*r->running += r->on;
	if (r->on)
		DL_APPEND(c->runs, &r->run);
	else if (!catchup_under_way(c, channel_id))
		catchup_doubt(c, channel_id, r->at, true)->asked =
		    CATCHUP_NEVER;
}

static bool
may_read(
    const struct server *srv, const struct session *s, const struct replay *r)
{
	if (!r->run.channel_id)
		return s->user->account;
	return can_act(s->user, ACT_READ, channel_of(srv, r), NULL) == 0;
}

static void
close_batch(struct server *srv, struct session *s, struct replay *r)
{
	if (*r->batch)
		reply_batch_line(srv, s, r->batch, NULL, NULL);
	*r->batch = '\0';
}

/* What is between people is a batch for each with whom it is, as long as it
 * goes on. */
static void
open_batch(
    struct server *srv, struct session *s, struct replay *r, const char *with)
{
	bool same = r->with && !text_casecmp(r->with, with);

	if (!same)
		mem_replace(&r->with, with);
	if (!session_has(s, CAP_BATCH) || (*r->batch && same))
		return;
	close_batch(srv, s, r);
	memcpy(r->batch, session_batch_ref(s), sizeof(r->batch));
	reply_batch_line(srv, s, r->batch, "chathistory", r->with);
}

enum piece_end { PIECE_MORE, PIECE_LAST, PIECE_FAILED };

struct piece {
	struct server *srv;
	struct session *s;
	struct replay *r;
	size_t rows, bytes;
	bool full;
};

/* With whom the talk is, or the channel; NULL: it is not shown. What one said
 * oneself to somebody looks, to a client that does not know of that, as if one
 * had said it to oneself. */
static const char *
place_name(const struct piece *p, const struct event *e)
{
	const struct session *s = p->s;
	const struct channel *c = channel_of(p->srv, p->r);

	if (c)
		return c->name;
	if (!author_is(p->srv, e, s->user))
		return e->source.nick;
	if (author_wrote_to(p->srv, e, s->user))
		return s->user->nick;
	return session_has(s, CAP_ECHO_MESSAGE) ||
		session_has(s, CAP_SELF_MESSAGE)
	    ? e->target
	    : NULL;
}

/* With what may wait already (answer.c), and a long message more, it must fit
 * into the output. */
static size_t
piece_bytes(const struct session *s)
{
	size_t most = s->conn.out_max / 4;

	return most > 0 && most < PIECE_BYTES ? most : PIECE_BYTES;
}

static void
show(const struct event *e, void *context)
{
	struct piece *p = context;
	struct place place = {.channel_id = p->r->run.channel_id};
	struct playback playback = {p->srv, p->s, &place, NULL};
	const char *name;

	if (p->full)
		return;
	p->rows++;
	p->r->at = (struct store_point){e->time_ms, e->seq};
	name = place_name(p, e);
	if (!name || !playback_shows(&playback, e))
		return;
	open_batch(p->srv, p->s, p->r, name);
	place.name = p->r->with;
	playback.batch = *p->r->batch ? p->r->batch : NULL;
	p->bytes += playback_send(&playback, e);
	p->r->shown++;
	p->full = p->bytes >= piece_bytes(p->s);
}

static enum piece_end
show_piece(struct server *srv, struct session *s, struct replay *r)
{
	struct piece p = {.srv = srv, .s = s, .r = r};
	struct store_range range = range_of(r, PIECE);
	struct buf owner = {0};
	int result;

	correspondent_owner(s->user, &owner);
	if (!range.channel_id)
		range.owner = owner.data;
	result = srv->store->ops->read(srv->store, &range, show, &p);
	buf_free(&owner);
	answer_worked(srv, p.rows);
	if (result < 0)
		return PIECE_FAILED;
	/* fewer than a piece may be some of them damaged */
	return p.rows > 0 ? PIECE_MORE : PIECE_LAST;
}

/* What to send to see them, from one's last place on. */
static void
add_way(struct buf *out, const struct server *srv, const struct replay *r,
    const struct channel *c)
{
	char since[CLOCK_ISO_LEN];

	clock_iso(r->since_ms > 0 ? r->since_ms : 0, since);
	buf_addf(out, ". CAP REQ draft/chathistory, then CHATHISTORY %s%s",
	    c ? "AFTER " : "TARGETS", c ? c->name : "");
	buf_addf(out, " timestamp=%s", since);
	if (!c) {
		clock_iso(event_now(&srv->clock), since);
		buf_addf(out, " timestamp=%s", since);
	}
	buf_addf(out, " %" PRId64 " shows %s", srv->settings->history_page,
	    c ? "them" : "with whom you talked");
}

static void
tell_left_out(struct server *srv, struct session *s, struct replay *r)
{
	const struct channel *c = channel_of(srv, r);
	bool more = r->left_out > STORE_SKIP_COUNTED;
	struct buf text = {0};

	buf_addf(&text,
	    "%s: %s%zu older messages that you missed are not shown",
	    c ? c->name : "Private messages", more ? "more than " : "",
	    more ? r->left_out - 1 : r->left_out);
	add_way(&text, srv, r, c);
	reply_command(srv, s, "NOTICE", WORDS(session_name(s)), text.data);
	buf_free(&text);
	r->left_out = 0;
	r->shown++;
}

/* Live from now on, or (left) as far as it was shown. */
static void
stop(struct session *s, struct replay *r, bool left)
{
	struct catchup *c = s->catchup;

	--*r->running;
	DL_DELETE(c->runs, &r->run);
	r->on = false;
	if (r->shown == 0 && !catchup_unsure(c, r->run.channel_id))
		return;
	catchup_doubt(c, r->run.channel_id, r->at, left);
	c->burst = true;
}

static void
tell_kept(struct server *srv, struct session *s, const struct replay *r)
{
	const struct channel *c = channel_of(srv, r);

	if (r->tell && c && !session_has(s, CAP_EVENT_PLAYBACK))
		kept_tell(srv, s, c);
}

/* One that was not said to its end is not live: nothing covers it. */
static void
give_up(struct session *s, struct replay *r)
{
	stop(s, r, true);
	catchup_doubt(s->catchup, r->run.channel_id, r->at, true)->asked =
	    CATCHUP_NEVER;
}

/* Whether there is more of what was missed. */
static bool
show_missed(struct server *srv, struct session *s, struct replay *r)
{
	if (!may_read(srv, s, r)) {
		close_batch(srv, s, r);
		stop(s, r, true);
		return false;
	}
	if (r->left_out > 0) {
		tell_left_out(srv, s, r);
		return true;
	}
	switch (r->failed ? PIECE_FAILED : show_piece(srv, s, r)) {
	case PIECE_MORE:
		return true;
	case PIECE_LAST:
		close_batch(srv, s, r);
		stop(s, r, false);
		return false;
	case PIECE_FAILED:
		close_batch(srv, s, r);
		give_up(s, r);
		break;
	}
	return false;
}

bool
replay_step(struct server *srv, struct session *s, struct replay *r)
{
	if (r->over) {
		close_batch(srv, s, r);
		return false;
	}
	if (r->on && show_missed(srv, s, r))
		return true;
	if (may_read(srv, s, r))
		tell_kept(srv, s, r);
	return false;
}

void
replay_end(struct session *s, struct replay *r)
{
	if (r->begun && r->on)
		give_up(s, r);
	free(r->with);
	*r = (struct replay){.begun = false};
}

void
replay_talks_end(struct session *s)
{
	struct catchup_run *run =
	    s->catchup ? catchup_under_way(s->catchup, 0) : NULL;
	struct replay *r = (struct replay *)run;

	if (!r)
		return;
	DL_DELETE(s->catchup->runs, run);
	--*r->running;
	r->on = false;
	r->over = true;
}

struct alone {
	struct answer answer;
	struct replay replay;
};

static bool
alone_step(struct server *srv, struct session *s, struct answer *a)
{
	return replay_step(srv, s, &((struct alone *)a)->replay);
}

static void
alone_end(struct answer *a)
{
	replay_end(a->session, &((struct alone *)a)->replay);
	free(a);
}

static const struct answer_kind alone_kind = {alone_step, alone_end};

void
replay_talks(struct server *srv, struct session *s)
{
	struct alone *a;

	if (!s->user->account || !session_catches_up(s))
		return;
	a = mem_alloc(sizeof(*a));
	a->answer.kind = &alone_kind;
	replay_begin(srv, s, &a->replay, 0);
	answer_begin(srv, s, &a->answer);
}
