/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/attempt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "client/sts.h"
#include "client/trust.h"
#include "common/mem.h"
#include "common/sock.h"

enum { CONNECT_MS = 10000, PAUSE_MS = 1000, DOUBLINGS_MAX = 20 };

static void try_place(struct attempt *a, int64_t now_ms);

void
attempt_stop(struct attempt *a)
{
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
	a->step = ATTEMPT_NONE;
	a->want_lookup = false;
	a->want_ssh = false;
	a->lookup_id = 0;
	buf_reset(&a->tried);
}

void
attempt_free(struct attempt *a)
{
	attempt_stop(a);
	buf_free(&a->tried);
	mem_replace(&a->said, NULL);
}

void
attempt_forget(struct attempt *a)
{
	a->failures = 0;
	a->told = false;
	mem_replace(&a->said, NULL);
}

/* A quarter more or less, so that not all come back at the same moment. */
static int64_t
jittered(int64_t pause_ms)
{
	unsigned short dice = 0;

	if (getentropy(&dice, sizeof(dice)) < 0)
		return pause_ms;
	return pause_ms * 3 / 4 + pause_ms * dice / 65535 / 2;
}

static int64_t
next_pause(struct attempt *a)
{
	int64_t most = a->s->settings->reconnect_max_ms;
	int64_t pause_ms = (int64_t)PAUSE_MS
	    << (a->failures < DOUBLINGS_MAX ? a->failures : DOUBLINGS_MAX);

	a->failures++;
	pause_ms = jittered(pause_ms < most ? pause_ms : most);
	return pause_ms < most ? pause_ms : most;
}

void
attempt_later(struct attempt *a, int64_t now_ms)
{
	struct network *n = a->n;
	int64_t pause_ms;

	a->step = ATTEMPT_NONE;
	a->s->dirty = true;
	if (!a->s->settings->reconnect) {
		n->want = false;
		n->status = NETWORK_OFFLINE;
		state_say(
		    a->s, n->room, SAID_CLIENT, "/reconnect connects again");
		return;
	}
	pause_ms = next_pause(a);
	n->status = NETWORK_WAITING;
	n->retry_at_ms = now_ms + pause_ms;
	if (a->failures == 1)
		state_say(a->s, n->room, SAID_CLIENT,
		    "Trying again in %lld s, then with growing pauses; "
		    "/reconnect tries at once",
		    (long long)(pause_ms + 999) / 1000);
}

/* Once, what a newcomer can do. Whose server was reached with TLS before is
 * not led away from it by who keeps them from it. */
static void
tell_the_way(struct attempt *a)
{
	if (a->told || a->n->welcomed_before || a->s->bare)
		return;
	a->told = true;
	if (a->nplaces == 1 && a->places[0].scheme == URL_IRCS &&
	    !trust_is_known(a->n, &a->places[0]))
		state_say(a->s, a->n->room, SAID_ERROR,
		    "%s is reached with TLS only. Where it has none, and "
		    "everybody on the way may read along: /connect irc://%s",
		    a->places[0].host, a->places[0].host);
	else if (*a->n->server)
		state_say(a->s, a->n->room, SAID_CLIENT,
		    "Is the address right? /connect HOST connects to another "
		    "server");
	else
		state_say(a->s, a->n->room, SAID_CLIENT,
		    "No server was found on this machine. Start one with: "
		    "tcpchat-server   Or connect to one elsewhere: "
		    "/connect HOST (from the shell: tcpchat HOST)");
}

static void
give_up(struct attempt *a, int64_t now_ms)
{
	const char *tried = a->tried.data ? a->tried.data : "nothing";

	if (!a->said || strcmp(a->said, tried))
		state_say(a->s, a->n->room, SAID_ERROR,
		    "Cannot connect to %s: tried %s", a->n->name, tried);
	mem_replace(&a->said, tried);
	tell_the_way(a);
	attempt_stop(a);
	attempt_later(a, now_ms);
}

static void
note(struct attempt *a, const char *why)
{
	buf_adds(&a->tried, a->tried.len ? ", " : "");
	url_format(&a->tried, &a->places[a->place]);
	buf_addf(&a->tried, " (%s)", why);
}

static void
next_place(struct attempt *a, const char *why, int64_t now_ms)
{
	note(a, why);
	a->place++;
	try_place(a, now_ms);
}

static void
try_address(struct attempt *a, int error, int64_t now_ms)
{
	for (; a->address < a->naddresses; a->address++) {
		const struct address *to = &a->addresses[a->address];

		a->fd = sock_connect((const struct sockaddr *)&to->sa, to->len);
		if (a->fd >= 0) {
			a->step = ATTEMPT_CONNECTING;
			a->deadline_ms = now_ms + CONNECT_MS;
			return;
		}
		error = errno;
	}
	next_place(a, strerror(error), now_ms);
}

static void
address_failed(struct attempt *a, int error, int64_t now_ms)
{
	close(a->fd);
	a->fd = -1;
	a->address++;
	try_address(a, error, now_ms);
}

int
attempt_connected(struct attempt *a, int64_t now_ms)
{
	int error = sock_connect_result(a->fd), fd = a->fd;

	if (error) {
		address_failed(a, error, now_ms);
		return -1;
	}
	a->fd = -1;
	attempt_stop(a);
	return fd;
}

void
attempt_refused(struct attempt *a, const char *why, int64_t now_ms)
{
	next_place(a, why, now_ms);
}

const struct url *
attempt_place(const struct attempt *a)
{
	return &a->places[a->place];
}

void
attempt_addresses(struct attempt *a, const struct address *addresses,
    size_t count, const char *why, int64_t now_ms)
{
	if (count)
		memcpy(a->addresses, addresses, count * sizeof(*addresses));
	a->naddresses = count;
	a->address = 0;
	a->lookup_id = 0;
	if (count)
		try_address(a, 0, now_ms);
	else
		next_place(a, why, now_ms);
}

static void
try_place(struct attempt *a, int64_t now_ms)
{
	struct buf err = {0};

	if (a->place == a->nplaces) {
		give_up(a, now_ms);
		return;
	}
	if (sts_apply(a->n, &a->places[a->place], &err) < 0) {
		next_place(a, err.data, now_ms);
		buf_free(&err);
		return;
	}
	if (a->places[a->place].scheme == URL_SSH) {
		a->want_ssh = true;
		return;
	}
	a->address = 0;
	a->naddresses = lookup_known(&a->places[a->place], a->addresses);
	if (a->naddresses) {
		try_address(a, 0, now_ms);
		return;
	}
	a->step = ATTEMPT_LOOKUP;
	a->want_lookup = true;
}

void
attempt_start(struct attempt *a, int64_t now_ms)
{
	struct network *n = a->n;

	attempt_stop(a);
	a->place = 0;
	a->nplaces = places_for(a->s->settings, n->server, a->places);
	n->status = NETWORK_CONNECTING;
	a->s->dirty = true;
	if (!a->said)
		state_say(a->s, n->room, SAID_CLIENT, "Connecting to %s",
		    *n->server ? n->server : "the local server");
	try_place(a, now_ms);
}

void
attempt_turn(struct attempt *a, int64_t now_ms)
{
	if (a->step == ATTEMPT_CONNECTING && now_ms >= a->deadline_ms)
		address_failed(a, ETIMEDOUT, now_ms);
	else if (a->step == ATTEMPT_NONE && a->n->status == NETWORK_WAITING &&
	    now_ms >= a->n->retry_at_ms)
		attempt_start(a, now_ms);
}

int64_t
attempt_deadline(const struct attempt *a)
{
	if (a->step == ATTEMPT_CONNECTING)
		return a->deadline_ms;
	if (a->step == ATTEMPT_NONE && a->n->status == NETWORK_WAITING)
		return a->n->retry_at_ms;
	return -1;
}
