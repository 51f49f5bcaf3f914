/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/link.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "client/sts.h"
#include "client/way.h"
#include "common/irc.h"
#include "common/mem.h"
#include "common/tls.h"

enum {
	OUT_MAX = 4 << 20,
	PING_AFTER_MS = 30000,
	ANSWER_MS = 2000, /* then silence after something sent is looked into */
	DEAD_AFTER_MS = 90000,
	SHAKE_MS = 15000,
	SSH_END_MS = 2000, /* for ssh to end after its connection has */
	SSH_LOOK_MS = 20,
	REGISTER_MS = 60000,
	LEAVE_MS = 1000,
	STABLE_MS = 30000, /* then a lost connection begins with short pauses */
	LAG_SHOWN_MS = 1000
};

struct link *
link_new(struct state *s, struct network *n)
{
	struct link *l = mem_alloc(sizeof(*l));

	l->s = s;
	l->n = n;
	l->conn.fd = -1;
	l->attempt = (struct attempt){.s = s, .n = n, .fd = -1};
	ssh_init(&l->ssh);
	return l;
}

void
link_free(struct link *l)
{
	attempt_free(&l->attempt);
	conn_close(&l->conn);
	ssh_kill(&l->ssh);
	free(l);
}

/* It is asked to end, and looked after until it has. */
static void
stop_ssh(struct link *l, int64_t now_ms)
{
	ssh_stop(&l->ssh);
	l->deadline_ms = now_ms + SSH_END_MS;
	l->look_ms = now_ms + SSH_LOOK_MS;
}

static void
reap_ssh(struct link *l, int64_t now_ms)
{
	int status;

	l->look_ms = now_ms + SSH_LOOK_MS;
	if (!ssh_ended(&l->ssh, &status) && now_ms >= l->deadline_ms)
		ssh_kill(&l->ssh);
}

static void
link_down(struct link *l, const char *why, int64_t now_ms)
{
	struct buf text = {0};

	sts_renew(l->n);
	conn_close(&l->conn);
	stop_ssh(l, now_ms);
	l->n->guard = GUARD_NONE;
	if (now_ms - l->up_ms > STABLE_MS)
		l->attempt.failures = 0;
	buf_addf(&text, "Disconnected from %s: %s", l->n->name, why);
	l->step = LINK_DOWN;
	l->n->want = l->n->want && !l->n->shut;
	handle_lost(l->s, l->n, text.data);
	buf_free(&text);
	if (l->n->want && !l->n->again)
		attempt_later(&l->attempt, now_ms);
}

/* Nothing more is tried until the user wants it again. */
static void
link_rest(struct link *l)
{
	l->n->want = false;
	l->n->status = NETWORK_OFFLINE;
	l->n->guard = GUARD_NONE;
	l->s->dirty = true;
}

/* Everything is as it must be: the server is spoken to. */
static void
link_up(struct link *l, int64_t now_ms)
{
	const struct url *place = attempt_place(&l->attempt);
	struct buf where = {0}, guard = {0}, address = {0};

	url_format(&where, place);
	way_address(&address, place);
	network_reached(l->n, address.data);
	buf_free(&address);
	network_guard_text(l->n, &guard);
	mem_replace(&l->attempt.said, NULL);
	l->step = LINK_UP;
	l->up_ms = now_ms;
	l->heard_ms = now_ms;
	l->greeted = false;
	l->unanswered = false;
	l->ping_at_ms = now_ms + PING_AFTER_MS;
	l->n->place = *place;
	handle_connected(l->n);
	state_say(l->s, l->n->room, SAID_CLIENT, "%s %s%s%s",
	    place->scheme == URL_SSH ? "Started ssh for" : "Connected to",
	    where.data, guard.len ? ": " : "", guard.len ? guard.data : "");
	buf_free(&where);
	buf_free(&guard);
}

/* No TLS came of it. */
static void
shake_failed(struct link *l, const char *why, int64_t now_ms)
{
	struct buf text = {0};
	bool text_port = tls_met_text(&l->conn);

	if (why)
		buf_adds(&text, why);
	else
		shake_why(&l->conn, l->n, attempt_place(&l->attempt), &text);
	conn_close(&l->conn);
	l->step = LINK_DOWN;
	/* Trying again does not change what a port is for. */
	if (text_port && !l->n->welcomed_before) {
		state_say(l->s, l->n->room, SAID_ERROR,
		    "Not connected to %s: %s", l->n->name, text.data);
		link_rest(l);
	} else {
		attempt_refused(&l->attempt, text.data, now_ms);
	}
	buf_free(&text);
}

static void
shake(struct link *l, int64_t now_ms)
{
	enum tls_state state = tls_state(&l->conn);

	if (state == TLS_FAILED) {
		shake_failed(l, NULL, now_ms);
	} else if (state == TLS_OPEN) {
		if (shake_trusted(
			l->s, l->n, attempt_place(&l->attempt), &l->conn)) {
			link_up(l, now_ms);
			return;
		}
		conn_close(&l->conn);
		l->step = LINK_DOWN;
		link_rest(l);
	}
}

static enum network_guard
guard_of(const struct url *place)
{
	if (place->scheme == URL_SSH)
		return GUARD_SSH;
	return place->scheme == URL_UNIX || url_is_loopback(place) ? GUARD_LOCAL
								   : GUARD_NONE;
}

static void
link_open(struct link *l, int fd, int64_t now_ms)
{
	const struct url *place = attempt_place(&l->attempt);
	struct buf err = {0};

	l->n->local = place->scheme == URL_UNIX;
	l->n->guard = guard_of(place);
	l->n->certificate = false;
	conn_open(&l->conn, fd, &transport_plain, IRC_FROM_SERVER_MAX, OUT_MAX);
	if (place->scheme != URL_IRCS) {
		link_up(l, now_ms);
		return;
	}
	l->step = LINK_SHAKING;
	l->deadline_ms = now_ms + SHAKE_MS;
	if (shake_begin(&l->shake, &l->conn, l->s, l->n, place, &err) < 0)
		shake_failed(l, err.data, now_ms);
	buf_free(&err);
}

static void
read_lines(struct link *l, int64_t now_ms)
{
	enum line_result result;
	char *line;
	size_t len;

	/* What follows where it is to be left at once is not heeded. */
	while (!l->n->again &&
	    (result = conn_next_line(&l->conn, &line, &len)) != LINE_NONE) {
		l->greeted = true;
		if (result == LINE_READY)
			handle_line(l->s, l->n, line, len, now_ms);
		else
			state_say(l->s, l->n->room, SAID_ERROR,
			    "The server sent a line that is too long; it is "
			    "not shown");
	}
}

/* Why it ended: what the server said of it, where it did. */
static const char *
farewell(const struct link *l, const char *otherwise)
{
	if (l->step == LINK_LEAVING)
		return "you left";
	if (!l->greeted && attempt_place(&l->attempt)->scheme == URL_IRC)
		return "it closed before a word, as a port for TLS does: "
		       "ircs:// connects to those";
	return *l->n->farewell ? l->n->farewell : otherwise;
}

/* In plain on a port for TLS: said once, and left. */
static void
leave_tls_port(struct link *l)
{
	const struct url *place = attempt_place(&l->attempt);

	struct buf why = {0};

	buf_addf(&why,
	    "Not connected: this port speaks TLS: /connect ircs://%s:%s",
	    place->host, place->port);
	conn_close(&l->conn);
	l->step = LINK_DOWN;
	handle_lost(l->s, l->n, why.data);
	link_rest(l);
	buf_free(&why);
}

/* Its end, which tells more, comes a moment later. */
static void
await_ssh(struct link *l, int64_t now_ms)
{
	conn_close(&l->conn);
	l->step = LINK_ENDING;
	l->deadline_ms = now_ms + SSH_END_MS;
	l->look_ms = now_ms + SSH_LOOK_MS;
}

static void
link_read(struct link *l, int64_t now_ms)
{
	enum conn_result result = conn_fill(&l->conn);

	if (l->step == LINK_SHAKING)
		shake(l, now_ms);
	if (l->step != LINK_UP && l->step != LINK_LEAVING)
		return;
	if (!l->greeted && !tls_is(&l->conn) && shake_is_tls(&l->conn)) {
		leave_tls_port(l);
		return;
	}
	l->heard_ms = now_ms;
	l->unanswered = false;
	if (l->step == LINK_UP)
		read_lines(l, now_ms);
	if (l->step == LINK_LEAVING && result == CONN_OK)
		lines_free(&l->conn.in);
	if (result != CONN_OK && l->ssh.pid && l->step == LINK_UP)
		await_ssh(l, now_ms);
	else if (result == CONN_END)
		link_down(
		    l, farewell(l, "the server closed the connection"), now_ms);
	else if (result == CONN_FAILED)
		link_down(l, farewell(l, strerror(l->conn.error)), now_ms);
}

static bool
is_deaf(const struct link *l)
{
	return l->n->deaf && l->step == LINK_UP;
}

int
link_fd(const struct link *l, short *events)
{
	if (l->step == LINK_DOWN) {
		*events = POLLOUT;
		return l->attempt.fd;
	}
	*events = conn_events(&l->conn, !is_deaf(l));
	return l->conn.fd;
}

int
link_err_fd(const struct link *l)
{
	return l->ssh.err_fd;
}

void
link_err_ready(struct link *l)
{
	ssh_listen(&l->ssh, l->s, l->n->room);
}

void
link_ready(struct link *l, int64_t now_ms)
{
	int fd;

	if (l->step != LINK_DOWN) {
		link_read(l, now_ms);
		return;
	}
	fd = attempt_connected(&l->attempt, now_ms);
	if (fd >= 0)
		link_open(l, fd, now_ms);
}

/* While the server takes nothing, what is to be sent waits in `out`, where
 * it is seen how much that is before text is added. */
static enum conn_result
send_out(struct link *l)
{
	struct buf *out = &l->n->out;
	enum conn_result result = conn_flush(&l->conn);

	if (result != CONN_OK || l->conn.out.count || !out->len)
		return result;
	/* NETWORK_OUT_MAX and a line are less than OUT_MAX. */
	conn_queue_bytes(&l->conn, out->data, out->len);
	/* A password may have been in it. */
	explicit_bzero(out->data, out->len);
	buf_reset(out);
	return conn_flush(&l->conn);
}

static void
link_send(struct link *l, int64_t now_ms)
{
	bool failed = send_out(l) == CONN_FAILED;

	if (failed && l->ssh.pid && l->step == LINK_UP)
		await_ssh(l, now_ms);
	else if (failed)
		link_down(l, strerror(l->conn.error), now_ms);
	else if (l->n->out.len > NETWORK_OUT_MAX)
		link_down(l, "the server takes nothing any more", now_ms);
}

/* While an answer is late, the lag grows before one's eyes. */
static void
watch_lag(struct link *l, int64_t now_ms)
{
	int64_t late = l->n->ping_ms ? now_ms - l->n->ping_ms : 0;

	if (late < LAG_SHOWN_MS || late - l->n->lag_ms < LAG_SHOWN_MS)
		return;
	l->n->lag_ms = late;
	l->s->dirty = true;
}

static bool
is_ping_due(const struct link *l, int64_t now_ms)
{
	if (l->n->ping_ms)
		return false;
	return now_ms >= l->ping_at_ms || l->n->lag_ms < 0 ||
	    (l->unanswered && now_ms - l->sent_ms >= ANSWER_MS);
}

/* Nothing is read for now, so nothing tells whether the server is there. */
static void
stay_deaf(struct link *l, int64_t now_ms)
{
	l->heard_ms = now_ms;
	l->ping_at_ms = now_ms + PING_AFTER_MS;
	l->n->ping_ms = 0;
	l->unanswered = false;
}

static void
watch(struct link *l, int64_t now_ms)
{
	struct network *n = l->n;

	if (is_deaf(l)) {
		stay_deaf(l, now_ms);
		return;
	}
	if (n->out.len && !l->unanswered) {
		l->unanswered = true;
		l->sent_ms = now_ms;
	}
	watch_lag(l, now_ms);
	if (now_ms - l->heard_ms >= DEAD_AFTER_MS) {
		link_down(l, "no answer for 90 seconds", now_ms);
	} else if (n->status == NETWORK_REGISTERING) {
		if (now_ms - l->up_ms >= REGISTER_MS)
			link_down(l, "it did not welcome us", now_ms);
	} else if (is_ping_due(l, now_ms)) {
		n->ping_ms = now_ms;
		l->ping_at_ms = now_ms + PING_AFTER_MS;
		network_send(n, "PING", "lag", NULL);
	}
}

static void
link_leave(struct link *l, int64_t now_ms)
{
	const char *reason = l->n->quit && *l->n->quit ? l->n->quit : NULL;

	network_send(l->n, "QUIT", reason, NULL);
	link_send(l, now_ms);
	if (l->step != LINK_UP)
		return;
	l->step = LINK_LEAVING;
	l->deadline_ms = now_ms + LEAVE_MS;
}

/* TLS that has only begun is dropped; nobody there knows of us. */
static void
stop_shaking(struct link *l)
{
	if (l->step != LINK_SHAKING)
		return;
	conn_close(&l->conn);
	l->step = LINK_DOWN;
}

static void
connect_anew(struct link *l, int64_t now_ms)
{
	stop_shaking(l);
	if (l->step == LINK_UP)
		link_leave(l, now_ms);
	if (l->step != LINK_DOWN)
		link_down(l, "connecting anew", now_ms);
	l->n->again = false;
	attempt_forget(&l->attempt);
	attempt_start(&l->attempt, now_ms);
}

static void
give_in(struct link *l, int64_t now_ms)
{
	stop_shaking(l);
	if (l->step == LINK_UP) {
		link_leave(l, now_ms);
	} else if (l->step == LINK_ENDING) {
		link_down(l, "you left", now_ms);
	} else if (l->step == LINK_DOWN && l->n->status != NETWORK_OFFLINE) {
		attempt_stop(&l->attempt);
		l->n->status = NETWORK_OFFLINE;
		l->s->dirty = true;
	}
}

static void
ssh_is_down(struct link *l, int status, int64_t now_ms)
{
	struct buf why = {0}, advice = {0};
	bool rest;

	link_err_ready(l);
	rest = ssh_explain(
	    &l->ssh, status, attempt_place(&l->attempt), &why, &advice);
	if (rest)
		l->n->want = false;
	link_down(l, farewell(l, why.data), now_ms);
	if (rest)
		link_rest(l);
	if (advice.len)
		state_say(l->s, l->n->room, SAID_CLIENT, "%s", advice.data);
	buf_free(&why);
	buf_free(&advice);
}

static void
watch_ssh(struct link *l, int64_t now_ms)
{
	int status = 0;

	l->look_ms = now_ms + SSH_LOOK_MS;
	if (ssh_ended(&l->ssh, &status) || now_ms >= l->deadline_ms)
		ssh_is_down(l, status, now_ms);
}

static void
run_ssh(struct link *l, int64_t now_ms)
{
	const struct url *place = attempt_place(&l->attempt);
	struct buf err = {0};
	int fd;

	l->attempt.want_ssh = false;
	fd = ssh_start(&l->ssh, l->s->settings, place, &err);
	if (fd >= 0)
		link_open(l, fd, now_ms);
	else
		attempt_refused(&l->attempt, err.data, now_ms);
	buf_free(&err);
}

/* What the socket did not take is written, and the time is watched. */
static void
keep_shaking(struct link *l, int64_t now_ms)
{
	if (now_ms >= l->deadline_ms) {
		shake_failed(l, "it did not answer in TLS", now_ms);
		return;
	}
	if (conn_waits(&l->conn) && conn_flush(&l->conn) == CONN_FAILED)
		shake_failed(l, strerror(l->conn.error), now_ms);
}

void
link_turn(struct link *l, int64_t now_ms)
{
	if (l->n->again)
		connect_anew(l, now_ms);
	else if (!l->n->want)
		give_in(l, now_ms);
	if (l->step == LINK_DOWN && l->ssh.pid)
		reap_ssh(l, now_ms);
	if (l->step == LINK_DOWN)
		attempt_turn(&l->attempt, now_ms);
	if (l->attempt.want_ssh)
		run_ssh(l, now_ms);
	if (l->step == LINK_ENDING) {
		watch_ssh(l, now_ms);
		return;
	}
	if (l->step == LINK_SHAKING) {
		keep_shaking(l, now_ms);
		return;
	}
	if (l->step != LINK_DOWN && conn_pending(&l->conn) && !is_deaf(l))
		link_read(l, now_ms);
	if (l->step == LINK_UP)
		watch(l, now_ms);
	if (l->step == LINK_UP || l->step == LINK_LEAVING)
		link_send(l, now_ms);
	if (l->step == LINK_LEAVING && now_ms >= l->deadline_ms)
		link_down(l, "you left", now_ms);
}

static int64_t
down_deadline(const struct link *l)
{
	int64_t next = attempt_deadline(&l->attempt);

	return l->ssh.pid && (next < 0 || l->look_ms < next) ? l->look_ms
							     : next;
}

int64_t
link_deadline(const struct link *l)
{
	int64_t lag = l->n->lag_ms > 0 ? l->n->lag_ms : 0;

	if (l->step == LINK_DOWN)
		return down_deadline(l);
	if (l->step == LINK_SHAKING)
		return l->deadline_ms;
	if (l->step == LINK_ENDING)
		return l->look_ms;
	if (conn_pending(&l->conn) && !is_deaf(l))
		return 0;
	if (l->step == LINK_LEAVING)
		return l->deadline_ms;
	if (l->n->status == NETWORK_REGISTERING)
		return l->up_ms + REGISTER_MS;
	if (l->n->ping_ms)
		return l->n->ping_ms + lag + LAG_SHOWN_MS;
	if (l->unanswered && l->sent_ms + ANSWER_MS < l->ping_at_ms)
		return l->sent_ms + ANSWER_MS;
	return l->ping_at_ms;
}
