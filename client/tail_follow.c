/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail_follow.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/mem.h"

struct follow *
follow_new(const char *name, bool channel, const struct tailed_sink *sink)
{
	struct follow *f = mem_alloc(sizeof(*f));

	f->name = mem_strdup(name);
	f->channel = channel;
	f->sink = sink;
	f->held = mem_alloc(FOLLOW_HELD_MAX * sizeof(struct tailed *));
	return f;
}

static void
drop_held(struct follow *f)
{
	for (size_t i = 0; i < f->nheld; i++)
		free(f->held[i]);
	f->nheld = 0;
	f->held_bytes = 0;
}

void
follow_free(struct follow *f)
{
	drop_held(f);
	free(f->held);
	free(f->last_id);
	free(f->name);
	free(f);
}

void
follow_rename(struct follow *f, const char *name)
{
	mem_replace(&f->name, name);
}

static bool
is_id(const char *id)
{
	return *id && strlen(id) <= FOLLOW_ID_MAX && !strpbrk(id, " \r\n");
}

static bool
is_last(const struct follow *f, const char *id, int64_t time_ms)
{
	return f->known && f->last_ms == time_ms &&
	    !strcmp(f->last_id ? f->last_id : "", id);
}

static void
move_to(struct follow *f, const char *id, int64_t time_ms)
{
	if (is_last(f, id, time_ms))
		return;
	if (time_ms != f->last_ms)
		f->skip_ms = false;
	mem_replace(&f->last_id, is_id(id) ? id : NULL);
	f->last_ms = time_ms;
	f->known = true;
	f->given = false;
	f->moved = true;
}

void
follow_since(struct follow *f, const char *id, int64_t time_ms)
{
	move_to(f, id, time_ms);
	f->given = true;
}

bool
follow_here(struct follow *f, int64_t now_ms, bool can, bool by_id)
{
	bool before = f->known;

	f->can = can;
	f->by_id = by_id;
	f->step = FOLLOW_LIVE;
	f->start = can && !f->known ? START_WANTS : START_DONE;
	if (can && f->known) {
		f->dropped = false;
		f->step = FOLLOW_WANTS;
	}
	/* For a connection that is lost before anything is shown. */
	if (!f->known)
		f->last_ms = now_ms;
	f->known = f->known || !can;
	tail_seen_begin(&f->seen);
	return can || !before;
}

static bool
take(struct follow *f, const struct tailed *m)
{
	struct tailed called = *m;

	called.channel = f->name;
	return f->sink->take(f->sink->arg, &called);
}

/* Shows it where it was not shown; false where the sink is full. */
static bool
show(struct follow *f, const struct tailed *m)
{
	bool before = f->can && tail_seen_before(&f->seen, m);

	if (!before && !take(f, m))
		return false;
	if (!before)
		tail_seen_add(&f->seen, m);
	move_to(f, m->id, m->time_ms);
	return true;
}

static bool
hold(struct follow *f, const struct tailed *m)
{
	size_t size = tailed_size(m);

	if (f->nheld == FOLLOW_HELD_MAX ||
	    f->held_bytes + size > FOLLOW_HELD_BYTES)
		return false;
	f->held[f->nheld++] = tailed_copy(m);
	f->held_bytes += size;
	return true;
}

/* The first n of what is held were shown. */
static void
release(struct follow *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		f->held_bytes -= tailed_size(f->held[i]);
		free(f->held[i]);
	}
	f->nheld -= n;
	memmove(f->held, f->held + n, f->nheld * sizeof(*f->held));
}

/* False where the sink had enough before the end. */
static bool
show_held(struct follow *f)
{
	size_t n = 0;

	if (f->nheld)
		tail_seen_begin(&f->seen);
	while (n < f->nheld && show(f, f->held[n]))
		n++;
	release(f, n);
	return f->nheld == 0;
}

/* The sink is full: history has it, from the last one shown on. */
static void
fall_behind(struct follow *f)
{
	drop_held(f);
	f->dropped = true;
	f->step = FOLLOW_WANTS;
}

void
follow_away(struct follow *f)
{
	if (f->step != FOLLOW_AWAY)
		f->known = true;
	if (f->can)
		drop_held(f);
	f->step = FOLLOW_AWAY;
	f->start = START_DONE;
}

bool
follow_wants(const struct follow *f)
{
	bool wants = f->start == START_WANTS ||
	    (f->step == FOLLOW_WANTS && f->start == START_DONE);

	return wants && tailed_hungry(f->sink);
}

bool
follow_awaits(const struct follow *f)
{
	return f->step == FOLLOW_ASKED || f->start == START_ASKED;
}

/* Those of the same millisecond must not be left out. */
static void
refer(struct follow *f, struct buf *out)
{
	int64_t ms =
	    f->last_ms > 0 && !f->skip_ms ? f->last_ms - 1 : f->last_ms;
	char iso[CLOCK_ISO_LEN];

	f->used_id = f->last_id && f->by_id;
	if (f->used_id) {
		buf_addf(out, "msgid=%s", f->last_id);
		return;
	}
	clock_iso(ms, iso);
	buf_addf(out, "timestamp=%s", iso);
}

const char *
follow_ask(struct follow *f, size_t most, struct buf *reference)
{
	f->limit = most;
	if (f->start == START_WANTS) {
		f->start = START_ASKED;
		f->limit = 1;
		buf_adds(reference, "*");
		return "LATEST";
	}
	f->step = FOLLOW_ASKED;
	f->asked_ms = f->last_ms;
	f->got = 0;
	f->moved = f->full = f->dropped = false;
	tail_seen_begin(&f->seen);
	refer(f, reference);
	return "AFTER";
}

static void
live(struct follow *f, const struct tailed *m)
{
	bool shown = show(f, m);

	if (f->start == START_WANTS)
		f->start = START_DONE;
	if (shown)
		return;
	/* The first one of all is not shown now: that is the place. */
	if (!f->known)
		move_to(f, "", m->time_ms);
	fall_behind(f);
}

void
follow_live(struct follow *f, const struct tailed *m)
{
	if (f->step == FOLLOW_AWAY)
		return;
	if (f->step == FOLLOW_LIVE && f->can) {
		live(f, m);
	} else if (f->step == FOLLOW_LIVE) {
		if ((f->nheld || !show(f, m)) && !hold(f, m))
			f->lost = true;
	} else if (!f->dropped && !hold(f, m)) {
		drop_held(f);
		f->dropped = true;
	}
}

void
follow_replay(struct follow *f, const struct tailed *m)
{
	if (f->can || !f->known || m->time_ms < f->last_ms)
		return;
	tail_seen_begin(&f->seen);
	if (!tail_seen_before(&f->seen, m))
		follow_live(f, m);
}

void
follow_page(struct follow *f, const struct tailed *m)
{
	/* of one that was given up */
	if (!follow_awaits(f)) {
		follow_replay(f, m);
		return;
	}
	f->got++;
	if (f->start == START_ASKED) {
		if (f->known)
			return;
		tail_seen_add(&f->seen, m);
		move_to(f, m->id, m->time_ms);
	} else if (!f->full && !show(f, m)) {
		f->full = true;
	}
}

void
follow_other(struct follow *f, const char *id, int64_t time_ms)
{
	if (!follow_awaits(f))
		return;
	f->got++;
	if (f->start == START_ASKED ? !f->known : !f->full && time_ms)
		move_to(f, id, time_ms);
}

/* What is held is all that comes after the last page. */
static void
go_live(struct follow *f)
{
	f->step = FOLLOW_LIVE;
	if (!show_held(f) && f->can)
		fall_behind(f);
}

static bool
is_complete(struct follow *f)
{
	if (f->used_id ? f->moved : f->last_ms > f->asked_ms)
		return false;
	/* A whole page of one millisecond: there is no way on but past it. */
	if (f->got < f->limit || f->used_id || f->skip_ms)
		return true;
	f->skip_ms = true;
	return false;
}

void
follow_answered(struct follow *f, bool end)
{
	if (f->start == START_ASKED) {
		f->start = START_DONE;
		if (!f->known)
			move_to(f, "", 0);
		return;
	}
	if (f->step != FOLLOW_ASKED)
		return;
	f->step = FOLLOW_WANTS;
	if (f->full)
		fall_behind(f);
	else if (!f->dropped && (end || is_complete(f)))
		go_live(f);
}

enum follow_refused
follow_refused(struct follow *f, bool id)
{
	if (f->start == START_ASKED) {
		f->start = START_DONE;
		return FOLLOW_AGAIN;
	}
	if (id && f->used_id) {
		f->by_id = false;
		f->step = FOLLOW_WANTS;
		return f->given ? FOLLOW_WRONG : FOLLOW_AGAIN;
	}
	f->can = false;
	go_live(f);
	return FOLLOW_GAP;
}

void
follow_turn(struct follow *f)
{
	if (!f->can && f->nheld && tailed_hungry(f->sink))
		show_held(f);
}

bool
follow_is_stuck(const struct follow *f)
{
	return !f->can && f->nheld;
}
