/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/serve.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/tls.h"
#include "server/acknowledge.h"
#include "server/answer.h"
#include "server/cmd_batch.h"
#include "server/command.h"
#include "server/handshake.h"
#include "server/hub.h"
#include "server/multiline.h"
#include "server/plain_port.h"
#include "server/share.h"
#include "server/speak.h"

enum { LINES_A_TURN = 32 }; /* so that one flooder starves nobody */

/* Whether nothing is read from it for now. Of one that shares its allowance
 * the first lines always are: that they wait gives it its turn. */
static bool
is_slowed(const struct server *srv, const struct session *s)
{
	return !s->share && share_wait_ms(srv, s) > 0;
}

/* Of one that says no more, what is still to be done waits until it has the
 * answers of before: it may read them slowly, and ends with the last. */
static bool
drains(const struct session *s)
{
	return s->speech && s->conn.ended && s->conn.out.bytes > 0;
}

/* Nothing of what it said is taken for now. */
static bool
holds(const struct session *s)
{
	return s->waiting || answer_holds(s) || drains(s);
}

/* Whether what it says is taken now. */
static bool
reads(const struct server *srv, const struct session *s)
{
	return !holds(s) && !s->pending && !s->conn.ended && !is_slowed(srv, s);
}

short
serve_events(const struct server *srv, const struct session *s)
{
	if (s->doom)
		return 0;
	return conn_events(&s->conn, reads(srv, s));
}

/* Bytes that poll cannot see are its own, and read as any. */
static bool
reads_without_poll(const struct server *srv, const struct session *s)
{
	return conn_pending(&s->conn) && reads(srv, s);
}

static int64_t
until(const struct server *srv, int64_t when_ms)
{
	return when_ms > srv->now_ms ? when_ms - srv->now_ms : 0;
}

/* When its silence, or the time it takes to register, has lasted too long;
 * -1: never. */
static int64_t
timeout_at(const struct server *srv, const struct session *s)
{
	const struct settings *set = srv->settings;

	if (!s->user && set->register_ms)
		return clock_sooner(
		    handshake_at(srv, s), s->since_ms + set->register_ms);
	if (!s->user)
		return handshake_at(srv, s);
	if (s->pinged_ms)
		return s->pinged_ms + set->pong_ms;
	/* the system asks those who cannot answer (TCP keepalive) */
	if (!s->dialect->pings)
		return s->conn.ended ? s->heard_ms + set->pong_ms : -1;
	return set->ping_ms ? s->heard_ms + set->ping_ms : -1;
}

int64_t
serve_wait(const struct server *srv, const struct session *s)
{
	int64_t at = clock_sooner(timeout_at(srv, s), batch_timeout_at(srv, s));
	int64_t wait;

	at = clock_sooner(at, acknowledge_at(srv, s));
	at = clock_sooner(at, plain_port_greets_at(s));
	wait = at < 0 ? -1 : until(srv, at);

	if (s->doom)
		return 0;
	if (answer_ready(s))
		return 0;
	if (holds(s))
		return wait;
	if (s->pending || is_slowed(srv, s))
		wait = clock_sooner(wait, share_wait_ms(srv, s));
	return reads_without_poll(srv, s) ? 0 : wait;
}

static void
act(struct server *srv, struct session *s, char *line, size_t len)
{
	struct irc_msg m;
	enum decode_result decoded;

	if (s->speech) {
		speak_take(s, line, len);
	} else {
		decoded = s->dialect->decode(&m, line, len);
		command_dispatch(srv, s, &m, decoded);
	}
	explicit_bzero(line, len); /* it may have held a password */
}

static void
act_too_long(struct server *srv, struct session *s)
{
	struct irc_msg m = {.ntags = 0};

	if (s->speech)
		speak_take(s, NULL, 0);
	else
		command_dispatch(srv, s, &m, DECODE_TOO_LONG);
}

static bool
take_line(struct server *srv, struct session *s)
{
	char *line;
	size_t len;

	if (speak_next(srv, s))
		return true;
	switch (conn_next_line(&s->conn, &line, &len)) {
	case LINE_NONE:
		return s->conn.ended && speak_finish(srv, s);
	case LINE_TOO_LONG:
		act_too_long(srv, s);
		break;
	case LINE_READY:
		act(srv, s, line, len);
		break;
	}
	return true;
}

static void
take_lines(struct server *srv, struct session *s)
{
	share_refill(srv, s);
	s->pending = true;
	for (int i = 0; i < LINES_A_TURN; i++) {
		if (s->doom || holds(s) || server_said_much(srv) ||
		    !share_may_take(srv, s))
			return;
		if (!take_line(srv, s)) {
			s->pending = false;
			break;
		}
		share_took(s);
	}
	if (s->conn.ended && !s->pending)
		session_lose(s, "Connection closed");
}

/* Who went while something was written to it has left as any other. */
static void
doom_failed(struct session *s)
{
	if (s->conn.error == EPIPE)
		session_lose(s, "Connection closed");
	else if (s->conn.error == ENOBUFS)
		session_lose(s, "SendQ exceeded");
	else if (*tls_why(&s->conn))
		session_lose(s, "TLS: %s", tls_why(&s->conn));
	else
		session_lose(s, "%s", strerror(s->conn.error));
}

/* Its silence is ours. */
static void
excuse(const struct server *srv, struct session *s)
{
	s->heard_ms = srv->now_ms;
	s->pinged_ms = 0;
	if (s->multiline)
		s->multiline->heard_ms = srv->now_ms;
}

/* While it takes an answer, we do not read what it says. */
static void
write_out(const struct server *srv, struct session *s)
{
	uint64_t before = s->conn.written;
	bool held = answer_holds(s) || drains(s);

	if (conn_flush(&s->conn) == CONN_FAILED)
		doom_failed(s);
	else if (held && s->conn.written > before)
		excuse(srv, s);
}

void
serve_output(struct server *srv)
{
	struct session *s;

	srv->rendered = 0;
	DL_FOREACH (srv->sessions, s)
		if (!s->doom && conn_waits(&s->conn))
			write_out(srv, s);
}

void
serve_relief(struct server *srv)
{
	if (!server_said_much(srv))
		return;
	hub_commit(srv);
	serve_output(srv);
}

void
serve_input(struct server *srv, struct session *s)
{
	enum conn_result result;

	if (s->doom)
		return;
	s->heard_ms = srv->now_ms;
	s->pinged_ms = 0;
	s->greet_at_ms = 0;
	result = conn_fill(&s->conn);
	handshake_heed(srv, s);
	if (result == CONN_FAILED)
		doom_failed(s);
	take_lines(srv, s);
}

static void
ask_for_life(struct server *srv, struct session *s)
{
	session_ping(s, srv->settings->server_name, event_now(&srv->clock));
	s->pinged_ms = srv->now_ms;
}

static bool
is_due(const struct server *srv, int64_t at_ms)
{
	return at_ms >= 0 && at_ms <= srv->now_ms;
}

static void
timed_out(struct server *srv, struct session *s)
{
	if (is_due(srv, handshake_at(srv, s)))
		session_doom(s, "TLS handshake timeout");
	else if (!s->user)
		session_doom(s, "Registration timeout");
	else if (!s->pinged_ms && s->dialect->pings)
		ask_for_life(srv, s);
	else
		session_lose(s, "Ping timeout: %lld seconds",
		    (long long)(srv->now_ms - s->heard_ms) / 1000);
}

/* Whether what it wrote waits, here or on the way, for our sake. */
static bool
kept_waiting(const struct server *srv, const struct session *s)
{
	return s->waiting || (!holds(s) && (s->pending || is_slowed(srv, s)));
}

void
serve_time(struct server *srv, struct session *s)
{
	if (s->doom)
		return;
	if (!s->waiting && !s->answer && s->capture.active)
		session_label_end(s, srv->settings->server_name);
	if (kept_waiting(srv, s))
		excuse(srv, s);
	if (is_due(srv, plain_port_greets_at(s)))
		plain_port_greet(s);
	if (s->pending && !holds(s))
		take_lines(srv, s);
	if (reads_without_poll(srv, s))
		serve_input(srv, s);
	if (is_due(srv, batch_timeout_at(srv, s)))
		batch_time_out(srv, s);
	if (is_due(srv, timeout_at(srv, s)))
		timed_out(srv, s);
	if (is_due(srv, acknowledge_at(srv, s)))
		acknowledge_ask(srv, s);
}
