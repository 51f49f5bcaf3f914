/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/run.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/pollset.h"
#include "server/absence.h"
#include "server/accept.h"
#include "server/account_drop.h"
#include "server/answer.h"
#include "server/derive.h"
#include "server/forgetting.h"
#include "server/hub.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/reap.h"
#include "server/reload.h"
#include "server/retention.h"
#include "server/seal.h"
#include "server/search.h"
#include "server/serve.h"
#include "server/signals.h"

enum { POLL_WORKER, POLL_DERIVE, POLL_SEARCH, POLL_LISTENER, POLL_SESSION };

/* Fills the poll set; the milliseconds until something is due, -1: never. */
static int64_t
gather(struct server *srv, struct pollset *p)
{
	struct listener *l;
	struct session *s;
	int64_t wait = clock_sooner(hub_wait(srv), search_wait(srv));

	wait = clock_sooner(wait, retention_wait(srv));
	wait = clock_sooner(wait, forgetting_wait(srv));
	wait = clock_sooner(wait, seal_wait(srv));
	wait = clock_sooner(wait, account_drop_wait(srv));
	wait = clock_sooner(wait, absence_wait(srv));
	pollset_reset(p);
	pollset_add(p, worker_fd(srv->worker), POLLIN, POLL_WORKER, NULL);
	pollset_add(p, derive_fd(srv->derive), POLLIN, POLL_DERIVE, NULL);
	if (search_fd(srv) >= 0)
		pollset_add(p, search_fd(srv), POLLIN, POLL_SEARCH, NULL);
	if (accept_ready(srv))
		DL_FOREACH (srv->listeners, l)
			pollset_add(p, l->fd, POLLIN, POLL_LISTENER, l);
	else
		wait = clock_sooner(wait, srv->accept_after_ms - srv->now_ms);
	DL_FOREACH (srv->sessions, s) {
		pollset_add(
		    p, s->conn.fd, serve_events(srv, s), POLL_SESSION, s);
		wait = clock_sooner(wait, serve_wait(srv, s));
	}
	return wait;
}

static void
act(struct server *srv, const struct pollset_who *who, short events)
{
	switch (who->kind) {
	case POLL_WORKER:
		worker_reap(srv->worker, srv);
		break;
	case POLL_DERIVE:
		derive_reap(srv);
		break;
	case POLL_SEARCH:
		search_reap(srv);
		break;
	case POLL_LISTENER:
		accept_waiting(srv, who->what);
		break;
	case POLL_SESSION:
		if (events & ~POLLOUT)
			serve_input(srv, who->what);
		break;
	}
}

static void
heed_signals(struct server *srv)
{
	if (signals_reload())
		srv->rehash = true;
	if (signals_stop()) {
		srv->restart = false;
		srv->status = 0;
		srv->stop = "Server is shutting down";
	}
}

static void
read_and_act(struct server *srv, struct pollset *p)
{
	struct pollset_who who;
	struct session *s;
	short events;

	while (pollset_next(p, &who, &events)) {
		act(srv, &who, events);
		serve_relief(srv);
	}
	absence_turn(srv);
	answers_turn(srv);
	retention_turn(srv);
	forgetting_turn(srv);
	seal_turn(srv);
	account_drop_turn(srv);
	DL_FOREACH (srv->sessions, s) {
		serve_time(srv, s);
		serve_relief(srv);
	}
}

static void
turn(struct server *srv, struct pollset *p, const sigset_t *mask)
{
	int64_t wait = gather(srv, p);

	if (pollset_wait(p, wait, mask) < 0 && errno != EINTR)
		log_error("poll: %s", strerror(errno));
	srv->now_ms = clock_mono_ms();
	heed_signals(srv);
	/* what is said in the turn in which it works again is kept */
	if (srv->store_behind)
		hub_commit(srv);
	read_and_act(srv, p);
	hub_commit(srv);
	search_turn(srv);
	reap(srv);
	serve_output(srv);
	if (srv->rehash) {
		srv->rehash = false;
		reload(srv);
	}
}

static void
say_ready(struct server *srv)
{
	struct buf addresses = {0};

	seal_tell(srv, &addresses);
	buf_adds(&addresses, "tcpchat-server: ready ");
	seal_format(srv, &addresses);
	fprintf(stderr, "%s\n", addresses.data);
	buf_free(&addresses);
	notify("READY=1");
}

static void
say_goodbye(struct server *srv)
{
	struct session *s;

	/* one that comes back has not stopped, for a service manager */
	notify(srv->restart ? "RELOADING=1" : "STOPPING=1");
	log_info("stops: %s", srv->stop);
	DL_FOREACH (srv->sessions, s)
		session_doom(s, "%s", srv->stop);
	reap(srv);
	absence_stop(srv);
	hub_commit(srv);
}

int
run(struct server *srv)
{
	struct pollset p = {0};
	sigset_t mask;

	signals_start(&mask);
	accept_open_spare(srv);
	srv->now_ms = clock_mono_ms();
	say_ready(srv);
	while (!srv->stop)
		turn(srv, &p, &mask);
	say_goodbye(srv);
	pollset_free(&p);
	return 0;
}
