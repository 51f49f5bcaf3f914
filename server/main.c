/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/absence.h"
#include "server/banning.h"
#include "server/commands.h"
#include "server/derive.h"
#include "server/guess.h"
#include "server/listen.h"
#include "server/logins.h"
#include "server/nonce.h"
#include "server/options.h"
#include "server/reload.h"
#include "server/run.h"
#include "server/said.h"
#include "server/seal.h"
#include "server/search.h"
#include "server/server.h"
#include "server/services.h"
#include "server/settle.h"
#include "server/signals.h"
#include "server/statedir.h"
#include "server/stay_restore.h"
#include "server/store_file.h"
#include "server/tool.h"
#include "server/waiting.h"

enum { WORKER_THREADS = 2, WORKER_WAITING = 16384 };

static int
fail(int status, struct buf *err)
{
	fprintf(stderr, "tcpchat-server: %s\n", err->data ? err->data : "?");
	buf_free(err);
	return status;
}

/* As many descriptors as we may have: each session takes one. */
static void
raise_descriptors(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) < 0)
		return;
	rl.rlim_cur = rl.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &rl);
}

static int
open_state(const struct options *o, struct buf *dir, struct buf *err)
{
	if (statedir_find(o->state, dir, err) < 0)
		return -1;
	return statedir_open(dir->data, err);
}

static int
open_store(struct server *srv, const char *dir, struct buf *err)
{
	bool disk = srv->settings->history_sync == SETTINGS_SYNC_DISK;

	srv->store = store_sqlite_open(dir, disk, err);
	if (!srv->store)
		return -1;
	if (srv->store->ops->load(srv->store, &srv->world, &srv->accounts) ==
	    0) {
		event_follow(&srv->clock, srv->store->last_ms);
		banning_load(srv);
		srv->dropping = srv->accounts.by_name;
		return 0;
	}
	buf_addf(err, "%s/history.db: %s", dir, srv->store->trouble);
	return -1;
}

static int
start_workers(struct server *srv, const char *dir, struct buf *err)
{
	srv->worker = worker_start(WORKER_THREADS, WORKER_WAITING);
	srv->derive = derive_start();
	srv->search = search_start(dir, srv->settings->search);
	if (srv->worker && srv->derive && srv->search)
		return 0;
	buf_adds(err, "cannot start threads");
	return -1;
}

static int
start(struct server *srv, const char *dir, struct buf *err)
{
	/* root may be the only one to read the admin's, and what the server
	 * makes for itself belongs to whom it becomes */
	bool admins_files = *srv->settings->tls_certificate;

	world_init(&srv->world);
	srv->logins = logins_new();
	srv->state_dir = dir;
	reload_apply(srv);
	if (listen_inherit(srv, err) < 0 || listen_sync(srv, err) < 0)
		return EX_UNAVAILABLE;
	if (admins_files && seal_sync(srv, err) < 0)
		return EX_CONFIG;
	if (settle(srv, dir, err) < 0)
		return EX_NOPERM;
	if (!admins_files && seal_sync(srv, err) < 0)
		return EX_CONFIG;
	if (open_store(srv, dir, err) < 0)
		return EX_CANTCREAT;
	if (invite_key_open(&srv->invite_key, dir, err) < 0)
		return EX_CANTCREAT;
	stay_restore(srv);
	return start_workers(srv, dir, err) < 0 ? EX_OSERR : EX_OK;
}

static void
finish(struct server *srv)
{
	if (srv->restart)
		listen_hand_over(srv);
	listen_close(srv);
	seal_free(srv->seal);
	search_stop(srv->search);
	derive_stop(srv->derive);
	if (srv->store)
		srv->store->ops->close(srv->store);
	said_free(&srv->said);
	nonce_free(&srv->nonces);
	absence_free(srv);
	world_free(&srv->world);
	waiting_free(srv);
	limit_free(&srv->limits);
	throttle_free(&srv->connects);
	throttle_free(&srv->registers);
	logins_free(srv->logins);
	accounts_free(&srv->accounts);
	bans_free(&srv->bans);
	guess_free(srv);
	explicit_bzero(&srv->invite_key, sizeof(srv->invite_key));
	reload_free_motd(srv);
	/* last, as a look-up on its way may take a while */
	if (srv->worker)
		worker_stop(srv->worker);
}

static int
find_runas(struct server *srv, const struct options *o, struct buf *err)
{
	return runas_find(
	    &srv->runas, o->user ? o->user : srv->settings->user, err);
}

static int
serve(struct server *srv, const struct options *o)
{
	struct buf dir = {0}, err = {0};
	int status, lock;

	if (find_runas(srv, o, &err) < 0)
		return fail(EX_NOUSER, &err);
	lock = open_state(o, &dir, &err);
	signals_ignore();
	/* while all files can be read, as localtime_r need not do it */
	tzset();
	if (lock < 0) {
		status = errno == EWOULDBLOCK ? EX_TEMPFAIL : EX_CANTCREAT;
		buf_free(&dir);
		return fail(status, &err);
	}
	raise_descriptors();
	status = start(srv, dir.data, &err);
	if (status == EX_OK)
		run(srv);
	else
		fail(status, &err);
	if (status == EX_OK)
		status = srv->status;
	finish(srv);
	close(lock);
	runas_free(&srv->runas);
	buf_free(&dir);
	return status;
}

static int
test(const struct server *srv, const char *path)
{
	struct buf err = {0};

	if (seal_check(srv->settings, &err) < 0)
		return fail(EX_CONFIG, &err);
	printf("%s: no mistake found\n", path ? path : "defaults");
	return EX_OK;
}

static int
load_and_serve(const struct options *o, bool *again)
{
	struct server srv = {
	    .settings_path = o->settings,
	    .commands = commands_table,
	    .services = services_all,
	    .listen = o->listen,
	    .verbose = o->verbose,
	    .started_ms = clock_wall_ms(),
	    .now_ms = clock_mono_ms(),
	};
	const char *path = server_settings_path(o->settings);
	struct buf err = {0};
	int status;

	srv.settings = server_settings_load(path, &err);
	if (!srv.settings)
		return fail(EX_CONFIG, &err);
	status = o->test ? test(&srv, path) : serve(&srv, o);
	server_settings_free(srv.settings);
	*again = srv.restart;
	return status;
}

/* The state and the addresses are free by now; signals stay blocked, so that
 * one to stop is heard by whom it becomes. A program that was removed, or is
 * only half replaced, is started once more as it was. */
static int
start_again(char **argv)
{
	/* execvp would give one that is no program to the shell */
	if (strchr(argv[0], '/'))
		execv(argv[0], argv);
	else
		execvp(argv[0], argv);
	execv("/proc/self/exe", argv);
	fprintf(stderr, "tcpchat-server: cannot start %s again: %s\n", argv[0],
	    strerror(errno));
	return EX_OSERR;
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	int status = options_parse(&o, argc, argv);
	bool again = false;

	store_file_begin();
	if (status == OPTIONS_GO && tool_asked(&o))
		status = tool_run(&o);
	else if (status == OPTIONS_GO)
		status = load_and_serve(&o, &again);
	options_free(&o);
	return again ? start_again(argv) : status;
}
