/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/log.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/cmd_cap.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"
#include "server/logins.h"
#include "server/nonce.h"
#include "server/reap.h"
#include "server/said.h"
#include "server/server.h"
#include "server/speak.h"
#include "server/waiting.h"
#include "tests/fuzz/fuzz.h"

/*
 * A whole server without sockets. Each line of the input goes to the peer
 * that its first byte names, '0' to '7'; '8' is known by the kernel as the
 * login "eight" and an operator; '9' types plain lines. '~' ends the turn, and
 * peers that are gone come again with the next. Long answers are given in
 * pieces of three rows, and what others say comes between them. Peers of an odd
 * number ask for all capabilities.
 */
enum { PEERS = 10, LOGIN = 8, PLAIN = 9, STEPS_MAX = 1000 };

struct stage {
	struct server srv;
	uint64_t peers[PEERS];
	char *text; /* the line being said */
};

static void
check_line(const char *line, size_t len)
{
	const char *body = line;

	assert(utf8_valid(line, len));
	assert(!memchr(line, '\0', len) && !memchr(line, '\r', len));
	if (*line == '@')
		body = memchr(line, ' ', len);
	assert(body && len - (size_t)(body - line) <= IRC_BODY_MAX + 1);
}

/* Nothing that steers a terminal. */
static void
check_plain_line(const char *line, size_t len)
{
	struct buf same = {0};

	text_visible(&same, line, len, NULL);
	assert(same.len == len && (!len || !memcmp(same.data, line, len)));
	buf_free(&same);
}

/* What a peer was sent: whole lines, each of which it can read. */
static void
check_output(struct session *s)
{
	void (*check)(const char *line, size_t len) =
	    s->speech ? check_plain_line : check_line;

	while (s->conn.out.count) {
		struct block *b = s->conn.out.ring[s->conn.out.head];
		size_t len = b->len;
		const char *at = b->data, *end;

		for (; len > 0; len -= (size_t)(end - at) + 1, at = end + 1) {
			end = memchr(at, '\n', len);
			assert(end && end > at && end[-1] == '\r');
			check(at, (size_t)(end - at) - 1);
		}
		outq_written(&s->conn.out, b->len);
	}
}

static void
check_channel(const struct channel *c)
{
	const struct member *m;
	size_t n = 0;

	DL_FOREACH2 (c->members, m, channel_next) {
		assert(m->channel == c && world_member(c, m->user) == m);
		n++;
	}
	assert(n == c->nmembers && (n > 0 || channel_outlives(c)));
}

static void
check_world(const struct world *w)
{
	const struct user *u;
	const struct channel *c;
	size_t users = 0, channels = 0;

	for (u = w->users; u; u = u->hh.next, users++)
		assert(u->sessions && world_user(w, u->nick) == u);
	for (c = w->channels; c; c = c->hh.next, channels++)
		check_channel(c);
	assert(users == w->nusers && channels == w->nchannels);
}

static struct session *
come(struct stage *st, int n)
{
	struct server *srv = &st->srv;
	struct session *s = session_new(++srv->last_session_id, -1,
	    &transport_plain, n == PLAIN ? &dialect_plain : &dialect_irc,
	    (size_t)srv->settings->output_max);
	struct cap_offer offer;

	s->needs = NEED_NICK | NEED_USER;
	if (n != PLAIN)
		s->caps = n % 2 ? ~(uint64_t)0 : 0;
	offer = cap_offer(srv->settings, s);
	s->caps = caps_offered(s->caps, &offer);
	s->local = n == LOGIN;
	s->account = n == LOGIN ? mem_strdup("eight") : NULL;
	strcpy(s->address, "192.0.2.1");
	DL_APPEND(srv->sessions, s);
	HASH_ADD(hh, srv->by_id, id, sizeof(s->id), s);
	srv->nsessions++;
	srv->nloopback++;
	st->peers[n] = s->id;
	return s;
}

/* All that is to be done now of what it has typed. */
static void
do_all(struct stage *st, struct session *s)
{
	int steps = 0;

	while (!s->doom && speak_next(&st->srv, s)) {
		assert(++steps < STEPS_MAX);
		while (answer_ready(s))
			answers_turn(&st->srv);
	}
}

static void
act(struct stage *st, struct session *s, const char *line, size_t len)
{
	struct irc_msg m;

	if (s->speech) {
		do_all(st, s);
		speak_take(s, line, len);
		do_all(st, s);
		return;
	}
	free(st->text);
	st->text = mem_strndup(line, len);
	command_dispatch(&st->srv, s, &m,
	    s->dialect->decode(&m, st->text, strlen(st->text)));
}

static void
say(struct stage *st, int n, const char *line, size_t len)
{
	struct session *s = server_session(&st->srv, st->peers[n]);

	if (!s)
		s = come(st, n);
	while (answer_ready(s))
		answers_turn(&st->srv);
	if (s->doom || s->answer)
		return;
	act(st, s, line, len);
}

static void
end_turn(struct stage *st)
{
	struct session *s;

	answers_turn(&st->srv);
	hub_commit(&st->srv);
	reap(&st->srv);
	DL_FOREACH (st->srv.sessions, s)
		check_output(s);
	check_world(&st->srv.world);
}

static void
happen(struct stage *st, const char *line, size_t len)
{
	if (*line >= '0' && *line < '0' + PEERS)
		say(st, *line - '0', line + 1, len - 1);
	else if (*line == '~')
		end_turn(st);
}

static void
finish(struct stage *st)
{
	struct session *s;

	DL_FOREACH (st->srv.sessions, s)
		session_doom(s, "over");
	end_turn(st);
	assert(!st->srv.world.users && !st->srv.sessions);
	waiting_free(&st->srv);
	said_free(&st->srv.said);
	nonce_free(&st->srv.nonces);
	world_free(&st->srv.world);
	st->srv.store->ops->close(st->srv.store);
	logins_free(st->srv.logins);
	free(st->text);
}

FUZZ_TARGET(server)
{
	struct buf err = {0};
	struct stage st = {.srv = {.commands = commands_table}};
	const char *at = (const char *)data, *end = at + len, *next;

	st.srv.settings = server_settings_load(NULL, &err);
	st.srv.settings->channels = 4;
	st.srv.settings->search = false; /* it has threads */
	st.srv.answer_rows = 3;
	log_open(LOG_LEVEL_ERROR);
	world_init(&st.srv.world);
	st.srv.world.lobby = st.srv.settings->lobby;
	st.srv.store = store_none_open();
	st.srv.logins = logins_new();
	logins_ask(st.srv.logins, false);
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (!next)
			next = end;
		if (next > at && !memchr(at, '\r', (size_t)(next - at)))
			happen(&st, at, (size_t)(next - at));
	}
	finish(&st);
	server_settings_free(st.srv.settings);
	return 0;
}
