/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/scene.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/accept.h"
#include "server/guess.h"
#include "server/hub.h"
#include "server/logins.h"
#include "server/nonce.h"
#include "server/replay.h"
#include "server/said.h"
#include "server/waiting.h"

void
scene_begin(struct scene *sc)
{
	static char name[] = "srv";

	memset(sc, 0, sizeof(*sc));
	sc->settings.server_name = name;
	sc->settings.history_lines = 50;
	sc->settings.password_iterations = 4096;
	sc->settings.history_page = 100;
	sc->settings.history_catch_up = 1000;
	sc->srv.settings = &sc->settings;
	world_init(&sc->srv.world);
	sc->srv.world.lobby = "#lobby";
	sc->srv.store = store_none_open();
	sc->srv.logins = logins_new();
}

static void
end_session(struct scene *sc, struct session *s)
{
	accept_forget(&sc->srv, s);
	session_detach(s);
	session_free(s);
}

static void
remove_dir(const char *dir)
{
	static const char *const names[] = {"history.db", "history.db-wal",
	    "history.db-shm", "search.db", "search.db-wal", "search.db-shm"};
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

void
scene_end(struct scene *sc)
{
	struct session *s, *next;

	DL_FOREACH_SAFE (sc->srv.sessions, s, next)
		end_session(sc, s);
	said_free(&sc->srv.said);
	nonce_free(&sc->srv.nonces);
	world_free(&sc->srv.world);
	sc->srv.store->ops->close(sc->srv.store);
	waiting_free(&sc->srv);
	limit_free(&sc->srv.limits);
	throttle_free(&sc->srv.connects);
	throttle_free(&sc->srv.registers);
	logins_free(sc->srv.logins);
	accounts_free(&sc->srv.accounts);
	bans_free(&sc->srv.bans);
	guess_free(&sc->srv);
	if (sc->dir[0])
		remove_dir(sc->dir);
	buf_free(&sc->output);
}

static void
open_store(struct scene *sc)
{
	struct buf err = {0};

	sc->srv.store = store_sqlite_open(sc->dir, false, &err);
	ck_assert_msg(sc->srv.store != NULL, "%s", err.data);
	ck_assert_int_eq(sc->srv.store->ops->load(
			     sc->srv.store, &sc->srv.world, &sc->srv.accounts),
	    0);
	event_follow(&sc->srv.clock, sc->srv.store->last_ms);
}

void
scene_keep(struct scene *sc)
{
	snprintf(sc->dir, sizeof(sc->dir), "/tmp/tcpchat-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(sc->dir));
	sc->srv.store->ops->close(sc->srv.store);
	open_store(sc);
}

void
scene_reopen(struct scene *sc)
{
	struct session *s, *next;

	DL_FOREACH_SAFE (sc->srv.sessions, s, next)
		end_session(sc, s);
	said_free(&sc->srv.said);
	nonce_free(&sc->srv.nonces);
	sc->srv.store->ops->close(sc->srv.store);
	world_free(&sc->srv.world);
	accounts_free(&sc->srv.accounts);
	world_init(&sc->srv.world);
	sc->srv.world.lobby = "#lobby";
	sc->srv.clock = (struct event_clock){0};
	open_store(sc);
}

static struct session *
make_session(struct scene *sc, uint64_t caps)
{
	uint64_t id = ++sc->srv.last_session_id;
	struct session *s =
	    session_new(id, -1, &transport_plain, &dialect_irc, 65536);

	s->caps = caps;
	DL_APPEND(sc->srv.sessions, s);
	HASH_ADD(hh, sc->srv.by_id, id, sizeof(s->id), s);
	sc->srv.nsessions++;
	sc->srv.nloopback++;
	return s;
}

struct session *
scene_user(
    struct scene *sc, const char *nick, const char *account, uint64_t caps)
{
	struct session *s = make_session(sc, caps);
	struct event e = hub_event(&sc->srv, EVENT_CONNECT, s);

	e.source.nick = e.source.user = e.source.realname = nick;
	e.source.host = "host";
	e.source.account = account;
	hub_publish(&sc->srv, &e);
	session_attach(s, world_user(&sc->srv.world, nick));
	return s;
}

struct session *
scene_device(struct scene *sc, struct session *first, uint64_t caps)
{
	struct session *s = make_session(sc, caps);

	session_attach(s, first->user);
	return s;
}

void
scene_join(struct scene *sc, struct session *s, const char *channel)
{
	struct event e = hub_event(&sc->srv, EVENT_JOIN, s);

	e.target = channel;
	hub_publish(&sc->srv, &e);
}

void
scene_part(struct scene *sc, struct session *s, const char *channel)
{
	struct event e = hub_event(&sc->srv, EVENT_PART, s);

	e.target = channel;
	hub_publish(&sc->srv, &e);
}

void
scene_say(
    struct scene *sc, struct session *s, const char *target, const char *body)
{
	struct event e = hub_event(&sc->srv, EVENT_MESSAGE, s);

	e.target = target;
	e.body = body;
	hub_publish(&sc->srv, &e);
}

void
scene_mode(struct scene *sc, struct session *s, const char *channel, bool add,
    char letter, const char *param)
{
	struct mode_change change = {add, letter, param};
	struct event e = hub_event(&sc->srv, EVENT_MODE, s);
	struct buf text = {0};

	modes_format(&text, &change, 1);
	e.target = channel;
	e.modes = &change;
	e.nmodes = 1;
	e.body = text.data;
	hub_publish(&sc->srv, &e);
	buf_free(&text);
}

void
scene_quit(struct scene *sc, struct session *s)
{
	struct event e = hub_event(&sc->srv, EVENT_QUIT, s);

	e.body = "gone";
	end_session(sc, s);
	hub_publish(&sc->srv, &e);
}

void
scene_replay(struct scene *sc, struct session *s, const char *channel)
{
	struct replay r;

	replay_begin(
	    &sc->srv, s, &r, world_channel(&sc->srv.world, channel)->id);
	while (replay_step(&sc->srv, s, &r))
		continue;
	replay_end(s, &r);
}

const char *
scene_output(struct scene *sc, struct session *s)
{
	struct iovec iov[64];
	int n;

	buf_reset(&sc->output);
	while ((n = outq_iov(&s->conn.out, iov, 64)) > 0)
		for (int i = 0; i < n; i++) {
			buf_add(&sc->output, iov[i].iov_base, iov[i].iov_len);
			outq_written(&s->conn.out, iov[i].iov_len);
		}
	buf_addc(&sc->output, '\0');
	return sc->output.data;
}

void
scene_expect(struct scene *sc, struct session *s, const char *wanted)
{
	ck_assert_str_eq(scene_output(sc, s), wanted);
}

size_t
scene_count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}
