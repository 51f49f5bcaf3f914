/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/absence.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/log.h"
#include "common/mem.h"
#include "server/hub.h"
#include "server/stay.h"

static struct absence *
find(const struct server *srv, uint64_t user_id)
{
	struct absence *a;

	HASH_FIND(hh, srv->absent_by_id, &user_id, sizeof(user_id), a);
	return a;
}

const struct absence *
absence_of(const struct server *srv, const struct user *u)
{
	return find(srv, u->id);
}

static void
link_in(struct server *srv, struct absence *a, bool stays)
{
	a->stays = stays;
	if (!stays) {
		DL_APPEND(srv->absent, a);
		return;
	}
	DL_APPEND(srv->staying, a);
	srv->nstaying++;
	a->account->staying_id = a->user_id;
}

static void
link_out(struct server *srv, struct absence *a)
{
	if (!a->stays) {
		DL_DELETE(srv->absent, a);
		return;
	}
	DL_DELETE(srv->staying, a);
	srv->nstaying--;
	a->account->staying_id = 0;
}

static struct absence *
add(struct server *srv, const struct user *u, const char *reason, bool stays)
{
	struct absence *a = mem_alloc(sizeof(*a));

	a->user_id = u->id;
	a->account = account_find(&srv->accounts, u->account);
	a->since_ms = srv->now_ms;
	a->spoke_ms = srv->now_ms;
	a->reason = mem_strdup(reason);
	a->account->absent++;
	link_in(srv, a, stays);
	HASH_ADD(hh, srv->absent_by_id, user_id, sizeof(a->user_id), a);
	return a;
}

static void
drop(struct server *srv, struct absence *a)
{
	a->account->absent--;
	link_out(srv, a);
	HASH_DEL(srv->absent_by_id, a);
	free(a->reason);
	free(a);
}

void
absence_over(struct server *srv, const struct user *u)
{
	struct absence *a = find(srv, u->id);

	if (a)
		drop(srv, a);
}

/* Whether they may come back to what they were. */
static bool
may_resume(
    const struct server *srv, const struct user *u, const struct session *s)
{
	const struct account *a = account_find(&srv->accounts, u->account);

	return s->lost && !srv->stop && srv->settings->resume_ms > 0 && a &&
	    a->absent < ABSENT_PER_ACCOUNT;
}

/* Who is thrown out does not stay. */
static bool
goes_well(const struct server *srv, const struct session *s)
{
	return s->quit || s->lost || srv->stop;
}

bool
absence_begin(struct server *srv, struct user *u, const struct session *s,
    const char *why)
{
	bool resumes = u->account && may_resume(srv, u, s);
	struct absence *a;

	if (!resumes && (!goes_well(srv, s) || !stay_may(srv, u)))
		return false;
	a = add(srv, u, why, !resumes);
	a->spoke_ms = s->spoke_ms;
	log_info("%s %s without a device", u->nick,
	    resumes ? "is expected back" : "stays");
	if (!resumes)
		stay_alone(srv, u);
	return true;
}

void
absence_restored(struct server *srv, const struct user *u)
{
	add(srv, u, "", true);
}

void
absence_quit(struct server *srv, struct user *u, const char *why)
{
	struct event e = hub_event(srv, EVENT_QUIT, NULL);
	struct absence *a = find(srv, u->id);
	char *reason = mem_strdup(why || !a ? why : a->reason);

	if (a)
		drop(srv, a);
	log_info("%s is gone: %s", u->nick, reason ? reason : "");
	world_actor(&e.source, u);
	e.body = reason ? reason : "";
	hub_publish(srv, &e);
	free(reason);
}

void
device_end_user(struct server *srv, struct user *u, const char *why)
{
	struct session *s;

	if (!u->sessions) {
		absence_quit(srv, u, why);
		return;
	}
	DL_FOREACH2 (u->sessions, s, user_next)
		session_expel(s, "%s", why);
}

static int64_t
left_ms(const struct server *srv, const struct absence *a)
{
	int64_t at = a->since_ms + srv->settings->resume_ms;

	return at > srv->now_ms ? at - srv->now_ms : 0;
}

int64_t
absence_wait(const struct server *srv)
{
	if (srv->absent_again)
		return 0;
	return srv->absent ? left_ms(srv, srv->absent) : -1;
}

static void
time_over(struct server *srv, struct absence *a)
{
	struct user *u = world_user_by_id(&srv->world, a->user_id);

	if (!stay_may(srv, u)) {
		absence_quit(srv, u, NULL);
		return;
	}
	link_out(srv, a);
	link_in(srv, a, true);
	stay_alone(srv, u);
}

static void
look_at(struct server *srv, struct absence *a)
{
	struct user *u = world_user_by_id(&srv->world, a->user_id);

	if (a->account->dropped)
		absence_quit(srv, u, "Account dropped");
	else if (a->stays && !stay_still(srv, a->account))
		absence_quit(srv, u, "Stays no longer");
}

/* Accounts, or settings, are not what they were. */
static void
look_again(struct server *srv)
{
	struct absence *a, *next;

	srv->absent_again = false;
	DL_FOREACH_SAFE (srv->absent, a, next)
		look_at(srv, a);
	DL_FOREACH_SAFE (srv->staying, a, next)
		look_at(srv, a);
}

void
absence_turn(struct server *srv)
{
	if (srv->absent_again)
		look_again(srv);
	while (srv->absent && left_ms(srv, srv->absent) == 0)
		time_over(srv, srv->absent);
}

void
absence_stop(struct server *srv)
{
	while (srv->absent)
		time_over(srv, srv->absent);
}

void
absence_free(struct server *srv)
{
	while (srv->absent)
		drop(srv, srv->absent);
	while (srv->staying)
		drop(srv, srv->staying);
}
