/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mode_run.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access.h"
#include "server/audit.h"
#include "server/dialect.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/mask.h"
#include "server/mode_lists.h"
#include "server/mode_param.h"
#include "server/modes.h"
#include "server/reply.h"
#include "server/rights.h"

enum { SHOWN_MAX = 64, NUMBER_LEN = 24, MS = 1000 };

struct run {
	struct server *srv;
	struct session *s;
	struct channel *c;
	struct mode_change changes[EVENT_MODES_MAX];
	char *params[EVENT_MODES_MAX]; /* owned */
	size_t n;
	size_t room;       /* of a line, for the changes as text */
	size_t taken;      /* changes with a parameter */
	bool refused;      /* said that the asker may not */
	bool lacking;      /* said that a parameter is missing */
	bool unknown[128]; /* letters said to be unknown */
	char shown[MODES_LISTS + 1];
};

static void
publish(struct run *r)
{
	struct event e = hub_event(r->srv, EVENT_MODE, r->s);
	struct buf text = {0};

	if (r->n == 0)
		return;
	modes_format(&text, r->changes, r->n);
	e.target = r->c->name;
	e.modes = r->changes;
	e.nmodes = r->n;
	e.body = text.data;
	audit_lobby(r->srv, r->s, r->c, "MODE", text.data);
	hub_publish(r->srv, &e);
	buf_free(&text);
	while (r->n > 0)
		free(r->params[--r->n]);
}

static size_t
text_len(const struct run *r)
{
	struct buf text = {0};
	size_t len;

	modes_format(&text, r->changes, r->n);
	len = text.len;
	buf_free(&text);
	return len;
}

static void
change(struct run *r, const struct mode_step *step, const char *param)
{
	char *copy = mem_strdup(param);
	struct mode_change m = {step->add, step->letter, copy};

	if (r->n == EVENT_MODES_MAX)
		publish(r);
	r->changes[r->n] = m;
	r->params[r->n++] = copy;
	if (text_len(r) <= r->room || r->n == 1)
		return;
	r->n--;
	publish(r);
	r->changes[0] = m;
	r->params[0] = copy;
	r->n = 1;
}

/* What this line has already done to it, which the world does not show yet:
 * NULL where nothing. */
static const struct mode_change *
pending(const struct run *r, char letter, const char *param)
{
	for (size_t i = r->n; i > 0; i--) {
		const struct mode_change *m = &r->changes[i - 1];

		if (m->letter == letter &&
		    (!param || !text_casecmp(m->param, param)))
			return m;
	}
	return NULL;
}

static void
flag(struct run *r, const struct mode_step *step)
{
	const struct mode_change *before = pending(r, step->letter, NULL);
	bool set = before ? before->add : !!(r->c->modes & step->def->bit);

	if (set != step->add)
		change(r, step, NULL);
}

static void
prefix(struct run *r, const struct mode_step *step)
{
	struct user *u = find_user(r->srv, r->s, step->param);
	struct member *m = u ? world_member(r->c, u) : NULL;
	const struct mode_change *before;
	bool set;

	if (u && !m)
		reply(r->srv, r->s, ERR_USERNOTINCHANNEL, u->nick, r->c->name,
		    NULL);
	if (!m)
		return;
	before = pending(r, step->letter, u->nick);
	set = before ? before->add : !!(m->modes & step->def->bit);
	if (set != step->add)
		change(r, step, u->nick);
}

static void
invalid(struct run *r, const struct mode_step *step, const char *why)
{
	char letter[] = {step->letter, '\0'};
	size_t len = strlen(step->param);

	reply_text(r->srv, r->s, ERR_INVALIDMODEPARAM,
	    WORDS(r->c->name, letter,
		len > 0 && len <= SHOWN_MAX ? step->param : "*"),
	    "%s", why);
}

/* Its parameter with what this line has done to it; false: not set. */
static bool
current_param(const struct run *r, char letter, struct buf *out)
{
	const struct mode_change *before = pending(r, letter, NULL);

	if (!before)
		return channel_param(r->c, letter, out);
	buf_adds(out, before->add ? before->param : "");
	return before->add;
}

/* Who sends people elsewhere must have a say there. */
static bool
may_forward(struct run *r, const struct mode_step *step)
{
	struct channel *to = find_channel(r->srv, r->s, step->param);

	if (to == r->c)
		invalid(r, step, "A channel forwards to another one");
	else if (to)
		return find_may(r->srv, r->s, ACT_FORWARD, to, NULL);
	return false;
}

/* Names of channels have no case. */
static bool
is_param_now(const struct run *r, char letter, const char *wanted)
{
	struct buf now = {0};
	bool same = current_param(r, letter, &now) &&
	    !(letter == 'f' ? text_casecmp : strcmp)(now.data, wanted);

	buf_free(&now);
	return same;
}

static void
set_param(struct run *r, const struct mode_step *step)
{
	struct buf wanted = {0};
	const char *wrong = mode_param(&wanted, step->letter, step->param);

	if (wrong)
		invalid(r, step, wrong);
	else if (!is_param_now(r, step->letter, wanted.data) &&
	    (step->letter != 'f' || may_forward(r, step)))
		change(r, step, wanted.data);
	buf_free(&wanted);
}

/* The key that is taken off need not be known to who may take it off. */
static void
unset_param(struct run *r, const struct mode_step *step)
{
	struct buf now = {0};

	if (current_param(r, step->letter, &now))
		change(r, step, step->def->type == MODE_ALWAYS ? "*" : NULL);
	buf_free(&now);
}

/* Entries of the three lists, those of this line too. */
static bool
list_full(const struct run *r)
{
	int64_t most = r->srv->settings->list_entries;
	size_t n = r->c->nmasks;

	for (size_t i = 0; i < r->n; i++)
		if (mode_find(channel_modes, r->changes[i].letter)->type ==
		    MODE_LIST)
			n += r->changes[i].add ? 1 : (size_t)-1;
	return most > 0 && n >= (size_t)most;
}

/* An older server may have kept it in another form than this one would. */
static bool
is_kept_so(const struct run *r, const struct mode_step *step)
{
	return !step->add && channel_mask(r->c, step->def->bit, step->param);
}

/* As it was set, however its end is spelt. */
static const char *
spelt(const struct mode_change *before, const struct mask *kept,
    const char *given)
{
	if (before)
		return before->param;
	return kept ? kept->mask : given;
}

static void
list(struct run *r, const struct mode_step *step)
{
	char letter[] = {step->letter, '\0'};
	const struct mode_change *before;
	const struct mask *kept;
	struct buf mask = {0};
	const char *wrong = mask_normalise(&mask, step->letter, step->param);
	bool there;

	if (wrong && step->add) {
		invalid(r, step, wrong);
		return;
	}
	if (wrong || is_kept_so(r, step)) {
		buf_reset(&mask);
		buf_adds(&mask, step->param);
	}
	before = pending(r, step->letter, mask.data);
	kept = channel_mask(r->c, step->def->bit, mask.data);
	there = before ? before->add : !!kept;
	if (step->add && !there && list_full(r))
		reply(r->srv, r->s, ERR_BANLISTFULL, r->c->name, letter, NULL);
	else if (there != step->add)
		change(r, step, spelt(before, kept, mask.data));
	buf_free(&mask);
}

static void
set_with_param(struct run *r, const struct mode_step *step)
{
	int64_t most = r->srv->settings->modes_per_line;

	if (most > 0 && r->taken >= (size_t)most)
		return;
	r->taken++;
	switch (step->def->type) {
	case MODE_LIST:
		list(r, step);
		return;
	case MODE_PREFIX:
		prefix(r, step);
		return;
	case MODE_ALWAYS:
	case MODE_TO_SET:
		set_param(r, step);
		return;
	case MODE_FLAG:
		return;
	}
}

/* Once a line, as are unknown letters: a short line must not make a long
 * answer. */
static void
refuse_lacking(struct run *r)
{
	if (!r->lacking)
		reply(r->srv, r->s, ERR_NEEDMOREPARAMS, "MODE", NULL);
	r->lacking = true;
}

static void
refuse_unknown(struct run *r, char letter)
{
	char shown[] = {letter, '\0'};
	bool *told = &r->unknown[letter & 127];

	if (!*told)
		reply(r->srv, r->s, ERR_UNKNOWNMODE, shown, NULL);
	*told = true;
}

static void
set(struct run *r, const struct mode_step *step)
{
	if (step->def->type == MODE_FLAG)
		flag(r, step);
	else if (!step->add &&
	    (step->def->type == MODE_TO_SET || step->def->type == MODE_ALWAYS))
		unset_param(r, step);
	else if (!step->param)
		refuse_lacking(r);
	else
		set_with_param(r, step);
}

/* Once each, however often the letter stands there. */
static void
show_list(struct run *r, char letter)
{
	size_t shown = strlen(r->shown);

	if (shown < MODES_LISTS && !strchr(r->shown, letter))
		r->shown[shown] = letter;
}

static const char *
rank_name(unsigned rank)
{
	switch (rank) {
	case MEMBER_FOUNDER:
		return "a founder (~)";
	case MEMBER_ADMIN:
		return "an admin (&)";
	case MEMBER_OP:
		return "an operator (@)";
	default:
		return "a halfop (%)";
	}
}

/* Who is nobody here hears the usual words; who is somebody, what it takes. */
static void
refuse(struct run *r, const struct mode_step *step, int why)
{
	const char *who = rank_name(step->def->needs);

	if (why != ERR_CHANOPRIVSNEEDED ||
	    can_act(r->s->user, ACT_MODE, r->c, NULL) != 0)
		reply(r->srv, r->s, (enum numeric)why, r->c->name, NULL);
	else if (step->letter == 'q' && access_registered(r->c))
		reply_text(r->srv, r->s, ERR_CHANOPRIVSNEEDED,
		    WORDS(r->c->name),
		    "It is registered: its founder changes by TRANSFER of "
		    "ChanServ");
	else if (step->def->type == MODE_PREFIX && !step->add)
		reply_text(r->srv, r->s, ERR_CHANOPRIVSNEEDED,
		    WORDS(r->c->name),
		    "You must be %s to take %c, and not below whom you take "
		    "it from",
		    who, step->letter);
	else
		reply_text(r->srv, r->s, ERR_CHANOPRIVSNEEDED,
		    WORDS(r->c->name), "You must be %s to change %c", who,
		    step->letter);
}

/* Whether the line so far may change the answer: one's own rank that is taken
 * where one may, or given where one may not; or that there is a founder. */
static bool
changes_rights(const struct run *r, const struct mode_step *step, bool may)
{
	bool founder = step->letter == 'q';

	for (size_t i = 0; i < r->n; i++) {
		const struct mode_change *m = &r->changes[i];
		bool own;

		if (mode_find(channel_modes, m->letter)->type != MODE_PREFIX)
			continue;
		own = !text_casecmp(m->param, r->s->user->nick);
		if ((founder && m->letter == 'q') || (own && m->add != may))
			return true;
	}
	return false;
}

/* Said once a line. */
static bool
may_change(struct run *r, const struct mode_step *step)
{
	int why = can_set(r->s->user, r->c, step);

	if (changes_rights(r, step, !why)) {
		publish(r);
		why = can_set(r->s->user, r->c, step);
	}
	if (why && !r->refused)
		refuse(r, step, why);
	r->refused |= !!why;
	return !why;
}

static void
step_one(const struct mode_step *step, void *context)
{
	struct run *r = context;

	if (!step->def)
		refuse_unknown(r, step->letter);
	else if (step->def->type == MODE_LIST && !step->param)
		show_list(r, step->letter);
	else if (may_change(r, step))
		set(r, step);
}

void
mode_run(struct server *srv, struct session *s, struct channel *c,
    const char *const *words, size_t nwords)
{
	struct run r = {.srv = srv, .s = s, .c = c};
	struct event_actor a;

	world_actor(&a, s->user);
	r.room = dialect_irc_room(&a, "MODE", c->name);
	modes_parse(channel_modes, words, nwords, step_one, &r);
	publish(&r);
	if (*r.shown)
		mode_lists_send(srv, s, c, r.shown);
}
