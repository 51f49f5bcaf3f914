/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer.h"

#include <utlist.h>

/* Rows at once for one session, and for all in one turn; what may wait for
 * the session that is asked for more; what costs as much as a line. */
enum {
	ROWS = 256,
	ROWS_A_TURN = 512,
	WAITING_MAX = 32768,
	ROW_WORK = 16,
	LINE_WORK = 65536
};

static size_t
waiting(const struct session *s)
{
	return s->conn.out.bytes + s->capture.bytes;
}

/* What others say, and history, must fit beside it. */
static bool
has_room(const struct session *s)
{
	size_t most = s->conn.out_max / 4;

	if (most == 0 || most > WAITING_MAX)
		most = WAITING_MAX;
	return waiting(s) < most;
}

bool
answer_holds(const struct session *s)
{
	return s->answer || s->conn.written < s->answer_end;
}

bool
answer_ready(const struct session *s)
{
	return s->answer && !s->doom && !s->waiting && has_room(s);
}

void
answer_worked(struct server *srv, size_t rows)
{
	srv->answered += rows;
}

static void
charge(struct answer *a, size_t rows, size_t bytes)
{
	a->work += rows * ROW_WORK + bytes;
	allowance_take(a->session->allowance, (unsigned)(a->work / LINE_WORK));
	a->work %= LINE_WORK;
}

static void
finish(struct server *srv, struct answer *a)
{
	struct session *s = a->session;

	DL_DELETE(srv->answers, a);
	s->answer = a->later;
	if (s->answer)
		DL_APPEND(srv->answers, s->answer);
	a->kind->end(a);
}

/* What steps say to others, as those of a JOIN do, must fit as well. */
static bool
has_time(const struct server *srv)
{
	return srv->answered < ROWS_A_TURN && !server_said_much(srv);
}

static void
write_piece(struct server *srv, struct answer *a)
{
	struct session *s = a->session;
	size_t most = srv->answer_rows ? srv->answer_rows : ROWS;
	size_t rows = 0, before = waiting(s), done = srv->answered;
	bool more = true;

	while (more && rows < most && has_time(srv) && answer_ready(s)) {
		more = a->kind->step(srv, s, a);
		rows++;
		srv->answered++;
	}
	if (rows > 0) {
		s->heard_ms = srv->now_ms;
		s->pinged_ms = 0;
		charge(a, srv->answered - done, waiting(s) - before);
	}
	if (more)
		session_label_stream(s, srv->settings->server_name);
	else
		finish(srv, a);
}

void
answer_begin(struct server *srv, struct session *s, struct answer *a)
{
	struct answer **place = &s->answer;
	int n = 0;

	a->session = s;
	for (; *place; n++)
		place = &(*place)->later;
	if (n >= ANSWERS_MAX) {
		a->kind->end(a);
		return;
	}
	*place = a;
	if (s->answer != a)
		return;
	DL_APPEND(srv->answers, a);
	write_piece(srv, a);
}

void
answer_whole(struct server *srv, struct session *s)
{
	session_label_end(s, srv->settings->server_name);
	s->answer_end = s->conn.written + s->conn.out.bytes;
}

void
answers_turn(struct server *srv)
{
	struct answer *last = srv->answers ? srv->answers->prev : NULL;
	bool round = !last;

	srv->answered = 0;
	while (!round && has_time(srv)) {
		struct answer *a = srv->answers;
		struct session *s = a->session;

		round = a == last;
		DL_DELETE(srv->answers, a);
		DL_APPEND(srv->answers, a);
		if (!answer_ready(s))
			continue;
		write_piece(srv, a);
		if (s->answer == a)
			continue;
		answer_whole(srv, s);
	}
}

void
answers_drop(struct server *srv, struct session *s)
{
	struct answer *a = s->answer;

	if (a)
		DL_DELETE(srv->answers, a);
	while ((a = s->answer)) {
		s->answer = a->later;
		a->kind->end(a);
	}
}
