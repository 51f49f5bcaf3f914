/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/exec.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "client/answers.h"
#include "client/chatter.h"
#include "client/crew.h"
#include "client/exec_env.h"
#include "client/exec_words.h"
#include "client/handle_rename.h"
#include "client/history.h"
#include "client/pipe.h"
#include "client/sender.h"
#include "client/tailing.h"
#include "client/words.h"
#include "common/clock.h"
#include "common/text.h"

enum { CLOSE_POLL_MS = 50 };

/* Of a run: whether it may answer, which its first line decides. */
enum mood { MOOD_UNKNOWN, MOOD_ANSWERS, MOOD_MUTE };

struct exec {
	const struct options *o;
	struct words words;
	struct buf program; /* its path */
	struct tailing tailing;
	struct answers answers; /* that the sender has no room for yet */
	struct sender *sender;
	struct crew crew;
	struct chatter chatter;
	struct pipe *p;  /* while there are turns */
	size_t left_out; /* messages, since there was no room for them */
	bool stopping;
	int64_t end_ms; /* when to end with what still goes on */
};

/* "bot" (IRCv3 bot-mode), with a vendor before it on older servers. */
static bool
is_bot(const struct tailed *m)
{
	for (size_t i = 0; i < m->ntags; i++) {
		const char *key = m->tags[i].key, *name = strrchr(key, '/');

		if (!strcmp(name ? name + 1 : key, "bot"))
			return true;
	}
	return false;
}

/* What no history would give again is taken and not run: were it left unread,
 * nor would the server's word be read of what was said. */
static bool
leave_out(struct exec *x)
{
	if (history_can(x->p->n))
		return false;
	if (!x->left_out++)
		pipe_say("%s cannot keep up with what is said, and this server "
			 "keeps no history: some of it is left out",
		    x->words.list[0]);
	return true;
}

static void
tell_left_out(struct exec *x)
{
	if (!x->left_out || !crew_hungry(&x->crew))
		return;
	pipe_say("%s was not run for %zu messages that were left out",
	    x->words.list[0], x->left_out);
	x->left_out = 0;
}

static bool
take(void *arg, const struct tailed *m)
{
	struct exec *x = arg;

	if (m->self || !*m->nick || is_bot(m) ||
	    (strcmp(m->kind, "message") && strcmp(m->kind, "action")) ||
	    x->stopping || crew_take(&x->crew, m))
		return true;
	return leave_out(x);
}

static bool
is_hungry(void *arg)
{
	const struct exec *x = arg;

	return crew_hungry(&x->crew);
}

/* In a form that a tcpchat which the command runs takes. */
static void
add_server(struct buf *out, const struct network *n)
{
	if (*n->server)
		buf_adds(out, n->server);
	else
		url_format(out, &n->place);
}

static int
on_begin(void *arg, struct crew_run *c)
{
	struct exec *x = arg;
	struct buf server = {0}, text = {0};
	struct exec_place place = {.me = x->p->n->nick};
	struct spawn how = {.path = x->program.data, .argv = x->words.list};
	int64_t until_ms = clock_mono_ms() + x->o->limit_ms;
	int rc;

	add_server(&server, x->p->n);
	place.server = server.data;
	how.env = exec_env(c->message, &place);
	buf_addf(&text, "%s\n", c->message->text);
	rc = run_start(&c->run, &how, text.data, text.len, until_ms);
	free((void *)how.env);
	buf_free(&server);
	buf_free(&text);
	return rc;
}

static bool
may_answer(struct exec *x, struct crew_run *c)
{
	const struct tailed *m = c->message;
	enum chatter_result result;

	if (c->mood == MOOD_UNKNOWN) {
		result = chatter_count(
		    &x->chatter, m->nick, m->channel, x->p->now_ms);
		c->mood = result == CHATTER_OK ? MOOD_ANSWERS : MOOD_MUTE;
		if (result == CHATTER_FULL)
			pipe_say("%s was answered %d times within %d s in %s: "
				 "no more answers until that is over",
			    m->nick, CHATTER_MAX, CHATTER_PERIOD_MS / 1000,
			    m->channel);
	}
	return c->mood == MOOD_ANSWERS;
}

static void
on_said(void *arg, struct crew_run *c, const char *line)
{
	struct exec *x = arg;

	if (x->p && may_answer(x, c))
		answers_add(&x->answers, c->message->channel, line);
}

static void
on_error(void *arg, struct crew_run *c, const char *line)
{
	const struct exec *x = arg;

	(void)c;
	pipe_say("%s: %s", x->words.list[0], line);
}

static void
on_ended(void *arg, struct crew_run *c, int rc)
{
	struct exec *x = arg;
	struct buf why = {0};

	exec_words_end(&why, c, rc, x->o->limit_ms, x->stopping);
	if (why.len)
		pipe_say("%s %s", x->words.list[0], why.data);
	buf_free(&why);
}

static const struct crew_ops crew_ops = {
    .begin = on_begin, .said = on_said, .error = on_error, .ended = on_ended};

static void
on_settled(void *arg, const struct sender_result *r)
{
	(void)arg;
	if (r->verdict != SENDER_SAID)
		pipe_say("Not said in %s: \"%.*s\": %s", r->target, (int)r->len,
		    r->text, r->why);
}

/* That others know us for a bot, where the server has a mode for that. Not
 * where the nick is the usual one: it is that of somebody's other devices, who
 * is none. */
static void
tell_bot(const struct exec *x, struct network *n)
{
	char mode[] = {'+', n->bot_mode, '\0'};

	if (n->bot_mode && x->o->nick)
		network_send(n, "MODE", n->nick, mode, NULL);
}

static void
on_ready(struct pipe *p, void *job)
{
	struct exec *x = job;

	x->p = p;
	tell_bot(x, p->n);
	tailing_ready(&x->tailing, p);
	sender_ready(x->sender, p->n, p->now_ms);
}

static void
rename_target(struct exec *x, const char *from, const char *to)
{
	answers_rename(&x->answers, from, to);
	sender_rename(x->sender, from, to);
}

static bool
is_followed(const struct exec *x, const char *name)
{
	for (size_t i = 0; i < x->o->ntails; i++)
		if (!text_casecmp(x->o->tails[i], name))
			return true;
	return false;
}

/* Answers go after whom they are for. */
static void
hear_of_names(struct exec *x, const struct incoming *in)
{
	const char *from, *to;

	if (rename_told(in, &from, &to))
		rename_target(x, from, to);
	else if (!strcmp(in->m->command, "NICK") && !in_replay(in) &&
	    is_followed(x, in->from.nick))
		rename_target(x, in->from.nick, in_param(in, 0));
}

static void
on_heard(struct pipe *p, void *job, const struct incoming *in)
{
	struct exec *x = job;

	x->p = p;
	hear_of_names(x, in);
	sender_heard(x->sender, in);
	tailing_heard(&x->tailing, in);
}

static void
on_lost(struct pipe *p, void *job, const char *why)
{
	struct exec *x = job;

	(void)p;
	(void)why;
	sender_lost(x->sender);
	tailing_lost(&x->tailing);
}

static size_t
on_poll(struct pipe *p, void *job, struct pollfd *fds)
{
	const struct exec *x = job;

	(void)p;
	return crew_poll(&x->crew, fds);
}

static void
on_act(struct pipe *p, void *job, const struct pollfd *fds, size_t count)
{
	struct exec *x = job;

	x->p = p;
	crew_act(&x->crew, fds, count);
}

static bool
all_is_said(const struct exec *x)
{
	return !x->answers.first && sender_is_idle(x->sender);
}

static void
end_when_done(struct exec *x)
{
	struct pipe *p = x->p;

	if (!x->stopping)
		return;
	if ((!crew_running(&x->crew) && (!p->ready || all_is_said(x))) ||
	    p->now_ms >= x->end_ms)
		pipe_end(p, EXIT_SUCCESS);
}

static void
on_turn(struct pipe *p, void *job)
{
	struct exec *x = job;

	x->p = p;
	tailing_turn(&x->tailing, p);
	answers_hand_over(
	    &x->answers, x->sender, x->o->privmsg ? "PRIVMSG" : "NOTICE");
	crew_turn(&x->crew, p->now_ms, x->answers.first != NULL);
	tell_left_out(x);
	sender_turn(x->sender, p->n, p->now_ms);
	end_when_done(x);
}

static int64_t
on_deadline(const struct pipe *p, const void *job)
{
	const struct exec *x = job;
	int64_t at = crew_deadline(&x->crew);

	(void)p;
	at = clock_sooner(at, tailing_deadline(&x->tailing));
	at = clock_sooner(at, sender_deadline(x->sender));
	return x->stopping ? clock_sooner(at, x->end_ms) : at;
}

/* Whoever asks twice does not want to wait. */
static void
on_stop(struct pipe *p, void *job, int sig)
{
	struct exec *x = job;
	size_t dropped;

	(void)sig;
	if (x->stopping) {
		crew_close(&x->crew);
		pipe_end(p, EXIT_SUCCESS);
		return;
	}
	x->stopping = true;
	x->end_ms = p->now_ms + EXEC_END_MS;
	dropped = crew_stop(&x->crew, p->now_ms);
	if (dropped)
		pipe_say("%s was not run for %zu more that waited",
		    x->words.list[0], dropped);
}

static const struct pipe_ops ops = {.later = true,
    .ready = on_ready,
    .heard = on_heard,
    .lost = on_lost,
    .poll = on_poll,
    .act = on_act,
    .turn = on_turn,
    .deadline = on_deadline,
    .stop = on_stop};

/* What still runs, as the connection ended us and not a signal. */
static void
end_runs(struct crew *c)
{
	struct pollfd fds[RUN_FDS * CREW_RUNS_MAX];
	int64_t until_ms = clock_mono_ms() + EXEC_END_MS;

	crew_stop(c, clock_mono_ms());
	while (crew_running(c) && clock_mono_ms() < until_ms) {
		size_t count = crew_poll(c, fds);

		if (poll(fds, count, CLOSE_POLL_MS) > 0)
			crew_act(c, fds, count);
		crew_turn(c, clock_mono_ms(), true);
	}
	crew_close(c);
}

static void
tell_unsaid(const struct exec *x)
{
	if (x->answers.count)
		pipe_say("%zu lines that %s printed were not said",
		    x->answers.count, x->words.list[0]);
	else if (!sender_is_idle(x->sender))
		pipe_say("Not all that %s printed was said", x->words.list[0]);
}

/* EX_OK, or what is wrong with the command, told. */
static int
read_command(struct exec *x)
{
	struct buf err = {0};
	int rc;

	if (words_split(&x->words, x->o->exec, &err) < 0) {
		pipe_say("--exec: %s", err.data);
		buf_free(&err);
		return EX_USAGE;
	}
	rc = spawn_find(x->words.list[0], &x->program);
	if (!rc)
		return EX_OK;
	pipe_say("--exec: %s: %s", x->words.list[0], strerror(rc));
	return EX_UNAVAILABLE;
}

static int
run(struct exec *x, struct settings *settings)
{
	struct tailed_sink sink = {.take = take, .hungry = is_hungry, .arg = x};
	int status = read_command(x);

	if (status != EX_OK)
		return status;
	if (tailing_open(&x->tailing, x->o, &sink) < 0)
		return EX_USAGE;
	crew_open(&x->crew, x->o->runs, &crew_ops, x);
	x->sender = sender_new(on_settled, x);
	x->sender->hurry = true;
	status = pipe_run(x->o, settings, &ops, x);
	x->p = NULL;
	end_runs(&x->crew);
	tell_unsaid(x);
	answers_free(&x->answers);
	sender_free(x->sender);
	tailing_close(&x->tailing);
	return status;
}

int
exec_run(const struct options *o, struct settings *settings)
{
	struct exec x = {.o = o};
	int status = run(&x, settings);

	chatter_free(&x.chatter);
	words_free(&x.words);
	buf_free(&x.program);
	return status;
}
