/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_kline.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/duration.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "server/absence_ban.h"
#include "server/audit.h"
#include "server/banning.h"
#include "server/reply.h"

enum { A_LINE = 20, MINUTE_MS = 60000, MINUTES_MAX = 52560000 };

/* A line that was said, taken apart. */
struct wish {
	const char *command; /* KLINE, DLINE */
	int64_t duration_ms; /* 0: for good */
	const char *target;
	const char *reason;
	enum ban_kind kind;
	struct buf mask;  /* the one form of it */
	struct buf shown; /* as it is written */
};

static void
wish_free(struct wish *w)
{
	buf_free(&w->mask);
	buf_free(&w->shown);
}

/* -1: it is none. */
static int64_t
read_duration(const char *text)
{
	char *end;
	long minutes;

	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	minutes = strtol(text, &end, 10);
	if (*end)
		return duration_read(text);
	return errno || minutes > MINUTES_MAX ? -1
					      : (int64_t)minutes * MINUTE_MS;
}

static void
refuse(struct server *srv, struct session *s, const struct wish *w,
    const char *code, const char *why)
{
	reply_notice(srv, s, "FAIL", w->command, code, NULL, "%s", why);
}

/* What is wrong with the target, or NULL. */
static const char *
read_target(struct wish *w, bool address)
{
	const char *wrong = ban_read(&w->kind, &w->mask, w->target);

	if (!wrong && address && w->kind != BAN_ADDRESS)
		wrong = "An address, or a block such as 192.0.2.0/24, is "
			"needed; KLINE takes all else";
	if (!wrong)
		ban_format(&w->shown, w->kind, w->mask.data);
	return wrong;
}

static void
take_words(struct wish *w, const struct irc_msg *m)
{
	unsigned i = 0;

	w->duration_ms = 0;
	if (m->nparams > 1 && read_duration(m->params[0]) >= 0)
		w->duration_ms = read_duration(m->params[i++]);
	w->target = m->params[i];
	w->reason = irc_param(m, i + 1);
	if (!w->reason || !*w->reason)
		w->reason = "No reason given";
}

static bool
means_user(const struct ban *b, const struct user *u)
{
	const struct session *x;

	DL_FOREACH2 (u->sessions, x, user_next) {
		struct ban_subject who = banning_subject(x);

		if (ban_matches(b, &who))
			return true;
	}
	return false;
}

static void
warn_of_operators(struct server *srv, struct session *s, const struct wish *w,
    const struct ban *b)
{
	struct user *u, *next;

	HASH_ITER (hh, srv->world.users, u, next)
		if (u->modes & USER_OPER && means_user(b, u))
			reply_notice(srv, s, "WARN", w->command,
			    "MATCHES_OPERATOR", u->nick,
			    "This ban means the operator %s", u->nick);
}

static void
set(struct server *srv, struct session *s, const struct wish *w,
    const struct ban *wanted)
{
	struct ban *old = bans_find(&srv->bans, w->kind, w->mask.data), *b;
	struct buf until = {0};
	size_t ended;

	if (old)
		bans_drop(&srv->bans, old);
	b = bans_add(&srv->bans, wanted);
	if (!b) {
		refuse(srv, s, w, "TOO_MANY_BANS",
		    "There are too many bans: take one away before");
		return;
	}
	banning_keep(srv);
	banning_until(&until, b);
	warn_of_operators(srv, s, w, b);
	audit(
	    srv, s, w->command, w->shown.data, "%s: %s", until.data, b->reason);
	ended = banning_end(srv, b) + absence_ban(srv, b);
	reply_notice(srv, s, "NOTE", w->command, "BANNED", w->shown.data,
	    "%s is banned %s; connections ended by it: %zu", w->shown.data,
	    until.data, ended);
	buf_free(&until);
}

static void
fulfil(struct server *srv, struct session *s, const struct wish *w)
{
	int64_t now = clock_wall_ms();
	struct ban b = {.kind = w->kind,
	    .mask = w->mask.data,
	    .reason = mem_strndup(w->reason,
		utf8_cut(w->reason, strlen(w->reason), BAN_REASON_MAX)),
	    .by = s->user->nick,
	    .made_ms = now,
	    .until_ms = w->duration_ms ? now + w->duration_ms : 0};

	if (b.kind == BAN_ADDRESS)
		(void)netmask_parse(&b.block, b.mask);
	if (means_user(&b, s->user))
		refuse(srv, s, w, "MATCHES_YOU", "This ban means yourself");
	else
		set(srv, s, w, &b);
	free(b.reason);
}

static void
ban(struct server *srv, struct session *s, const struct irc_msg *m,
    const char *command)
{
	struct wish w = {.command = command};
	bool address = *command == 'D';
	const char *wrong;

	if (m->nparams == 0) {
		kline_list(srv, s, address);
		reply(srv, s, RPL_ENDOFSTATS, address ? "D" : "K", NULL);
		return;
	}
	bans_expire(&srv->bans, clock_wall_ms());
	take_words(&w, m);
	wrong = read_target(&w, address);
	if (wrong)
		refuse(srv, s, &w, "INVALID_TARGET", wrong);
	else
		fulfil(srv, s, &w);
	wish_free(&w);
}

static void
lift(struct server *srv, struct session *s, const struct irc_msg *m,
    const char *command)
{
	struct wish w = {.command = command, .target = m->params[0]};
	const char *wrong = read_target(&w, command[2] == 'D');
	struct ban *b =
	    wrong ? NULL : bans_find(&srv->bans, w.kind, w.mask.data);

	if (wrong) {
		refuse(srv, s, &w, "INVALID_TARGET", wrong);
	} else if (!b) {
		refuse(srv, s, &w, "NO_SUCH_BAN", "There is no such ban");
	} else {
		audit(srv, s, command, w.shown.data, "it was set by %s: %s",
		    b->by, b->reason);
		bans_drop(&srv->bans, b);
		banning_keep(srv);
		reply_notice(srv, s, "NOTE", command, "UNBANNED", w.shown.data,
		    "%s is banned no more", w.shown.data);
	}
	wish_free(&w);
}

static void
list_row(struct server *srv, struct session *s, const struct ban *b)
{
	struct buf mask = {0}, until = {0};
	char iso[CLOCK_ISO_LEN];

	ban_format(&mask, b->kind, b->mask);
	banning_until(&until, b);
	clock_iso(b->made_ms, iso);
	if (b->kind == BAN_ADDRESS)
		reply_text(srv, s, RPL_STATSDLINE, WORDS("D", mask.data),
		    "%s (%s; set by %s at %s)", b->reason, until.data, b->by,
		    iso);
	else
		reply_text(srv, s, RPL_STATSKLINE,
		    WORDS("K", mask.data, "*", "*"), "%s (%s; set by %s at %s)",
		    b->reason, until.data, b->by, iso);
	buf_free(&mask);
	buf_free(&until);
}

void
kline_list(struct server *srv, struct session *s, bool addresses)
{
	const struct ban *b;
	unsigned rows = 0;

	if (bans_expire(&srv->bans, clock_wall_ms()))
		banning_keep(srv);
	DL_FOREACH (srv->bans.first, b) {
		if ((b->kind == BAN_ADDRESS) != addresses)
			continue;
		list_row(srv, s, b);
		rows++;
	}
	allowance_take(s->allowance, rows / A_LINE);
}

void
cmd_kline(struct server *srv, struct session *s, const struct irc_msg *m)
{
	ban(srv, s, m, "KLINE");
}

void
cmd_dline(struct server *srv, struct session *s, const struct irc_msg *m)
{
	ban(srv, s, m, "DLINE");
}

void
cmd_unkline(struct server *srv, struct session *s, const struct irc_msg *m)
{
	lift(srv, s, m, "UNKLINE");
}

void
cmd_undline(struct server *srv, struct session *s, const struct irc_msg *m)
{
	lift(srv, s, m, "UNDLINE");
}
