/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/trouble.h"

#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "client/pipe_words.h"
#include "client/places.h"
#include "client/trust.h"
#include "common/duration.h"
#include "common/mem.h"
#include "common/text.h"

enum { ERROR_MAX = 2000, NICK_TRIES = 10 };

char **
trouble_channel(const struct trouble *t, const char *channel)
{
	for (size_t i = 0; i < t->channels.count; i++)
		if (!text_casecmp(t->channels.items[i], channel))
			return &t->channels.items[i];
	return NULL;
}

static bool
is_resting(const struct trouble *t)
{
	return !t->n->want && t->n->status == NETWORK_OFFLINE;
}

/* What one event makes the client say belongs together. */
static void
add_error(struct trouble *t, const char *text)
{
	if (t->complete)
		buf_reset(&t->error);
	t->complete = false;
	t->fresh = true;
	if (t->error.len > ERROR_MAX ||
	    (t->error.len && strstr(t->error.data, text)))
		return;
	buf_addf(&t->error, "%s%s", t->error.len ? "; " : "", text);
}

void
trouble_said(struct trouble *t, const struct said_line *said)
{
	if (said->kind == SAID_ERROR)
		add_error(t, said->text);
	else if (said->kind == SAID_CLIENT && is_resting(t))
		add_error(t, said->text);
	else if (said->kind == SAID_SERVER && !strncmp(said->text, "ssh: ", 5))
		mem_replace(&t->ssh, said->text + 5);
}

static void __attribute__((format(printf, 3, 4)))
end_with(struct trouble *t, int status, const char *fmt, ...)
{
	va_list ap;

	if (t->status)
		return;
	t->status = status;
	va_start(ap, fmt);
	buf_addv(&t->why, fmt, ap);
	va_end(ap);
}

static void
fail_with(struct trouble *t, int status, const char *on_screen)
{
	struct buf words = {0};

	pipe_words(t->o, on_screen ? on_screen : "", &words);
	end_with(t, status, "%s", words.data ? words.data : "");
	buf_free(&words);
}

static const char *
last(const struct incoming *in)
{
	return in_param(in, in->m->nparams - 1);
}

static void
need_password(struct trouble *t, const struct incoming *in)
{
	end_with(t, EX_NOPERM,
	    "%s wants a password of its own (%s): it stands in tcpchat.conf, "
	    "network NAME { server = … password = … }, for which you run "
	    "tcpchat … NAME",
	    t->n->name, last(in));
}

static void
no_nick(struct trouble *t, const struct incoming *in)
{
	if (t->n->status != NETWORK_REGISTERING)
		return;
	buf_reset(&t->error);
	if (t->n->nick_try > NICK_TRIES)
		end_with(t, EX_NOPERM,
		    "%s accepts no name of yours (%s): choose another with "
		    "--nick NAME",
		    t->n->name, last(in));
}

/* A server may be so kind as to say so in plain, as tcpchat-server does. */
static void
wrong_port(struct trouble *t, const struct incoming *in)
{
	const struct url *place = &t->n->place;
	struct buf text = {0};

	if (place->scheme != URL_IRC || !strcasestr(last(in), "speaks TLS"))
		return;
	buf_addf(&text,
	    "Not connected: this port speaks TLS: /connect ircs://%s:%s",
	    place->host, place->port);
	fail_with(t, EX_UNAVAILABLE, text.data);
	buf_free(&text);
}

static const struct {
	const char *command;
	void (*run)(struct trouble *t, const struct incoming *in);
} before[] = {{"432", no_nick}, {"433", no_nick}, {"436", no_nick},
    {"437", no_nick}, {"464", need_password}, {"ERROR", wrong_port}};

/* Why a channel cannot be entered, and what can be done: %s is the channel. */
static const struct refusal {
	const char *command;
	int status;
	const char *hint;
} refusals[] = {
    {"403", EX_USAGE, "the name of a channel begins with #"},
    {"405", EX_NOPERM, "you are in as many channels as you may be"},
    {"437", EX_TEMPFAIL, "try again later"},
    {"471", EX_TEMPFAIL, "the channel is full; try again later"},
    {"473", EX_NOPERM, "ask an operator of the channel for /invite"},
    {"474", EX_NOPERM, "ask an operator of the channel for /unban"},
    {"475", EX_NOPERM, "ask an operator of the channel for /invite"},
    {"476", EX_USAGE, NULL},
    {"477", EX_NOPERM, "that takes an account: /login -k ACCOUNT"},
    {"479", EX_USAGE, NULL},
    {"489", EX_NOPERM, "it takes a connection with TLS"},
    {"FAIL", EX_NOPERM, NULL},
};

/* Servers have more numerics for that. */
static const struct refusal other = {"", EX_NOPERM, NULL};

static const struct refusal *
refusal_of(const char *command)
{
	int n = irc_numeric(command);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (!strcmp(refusals[i].command, command))
			return &refusals[i];
	return n >= 400 && n < 600 ? &other : NULL;
}

static void
refused(struct trouble *t, const struct incoming *in, const char *channel,
    const struct refusal *why)
{
	const char *hint = why->hint;
	struct buf text = {0};

	buf_addf(&text, "%s cannot be entered: %s%s%s", channel, last(in),
	    hint ? "; " : "", hint ? hint : "");
	end_with(t, why->status, "%s", text.data);
	buf_free(&text);
}

/* A channel that we are not in; "FAIL JOIN CODE #c :words" as well. */
static void
heard_refusal(struct trouble *t, const struct incoming *in)
{
	bool standard = !strcmp(in->m->command, "FAIL");
	const char *channel = in_param(in, standard ? 2 : 1);
	const struct room *r = state_find(in->s, in->n, channel);
	const struct refusal *why;

	if (!trouble_channel(t, channel) || (r && r->joined) ||
	    (standard && strcmp(in_param(in, 0), "JOIN") != 0))
		return;
	why = refusal_of(in->m->command);
	if (why)
		refused(t, in, channel, why);
}

static void
heard_early(struct trouble *t, const struct incoming *in)
{
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
		if (!strcmp(before[i].command, in->m->command))
			before[i].run(t, in);
	if (t->n->shut)
		fail_with(t, EX_NOPERM, t->error.data);
}

/* Out of a channel by somebody else's will. */
static void
heard_removal(struct trouble *t, const struct incoming *in)
{
	const char *channel = in_param(in, 0);

	if (!strcmp(in->m->command, "KICK") && trouble_channel(t, channel) &&
	    network_is_me(in->n, in_param(in, 1)))
		end_with(t, EX_NOPERM, "%s has kicked you from %s: %s",
		    in->from.nick, channel, in_param(in, 2));
	else if (!strcmp(in->m->command, "PART") && in->self &&
	    trouble_channel(t, channel))
		end_with(t, EX_NOPERM, "You were taken out of %s: %s", channel,
		    in_param(in, 1));
}

static void
heard_about_channels(struct trouble *t, const struct incoming *in)
{
	heard_refusal(t, in);
	heard_removal(t, in);
}

void
trouble_heard(struct trouble *t, const struct incoming *in)
{
	if (t->status)
		return;
	if (!strcmp(in->m->command, "465"))
		end_with(t, EX_NOPERM, "%s does not let you in: %s", t->n->name,
		    last(in));
	else if (!t->ready)
		heard_early(t, in);
	else if (!in_replay(in))
		heard_about_channels(t, in);
	t->complete = true;
}

/* What a newcomer can do, where that is not told yet. Whose server was reached
 * with TLS before is not led away from it by who keeps them from it. */
static void
add_hint(const struct trouble *t, struct buf *text)
{
	struct url places[PLACES_MAX];
	size_t count = places_for(t->s->settings, t->n->server, places);

	if (t->n->welcomed_before || strstr(text->data, "/connect "))
		return;
	if (count == 1 && places[0].scheme == URL_IRCS &&
	    !trust_is_known(t->n, &places[0]))
		buf_addf(text,
		    ". Where it has no TLS, and everybody on the way may read "
		    "along: /connect irc://%s",
		    places[0].host);
	else if (count > 1)
		buf_adds(text,
		    ". No server was found on this machine: tcpchat-server "
		    "starts one; one elsewhere: /connect HOST");
}

static void
add_why(const struct trouble *t, struct buf *text)
{
	if (t->error.len)
		buf_adds(text, t->error.data);
	else
		buf_addf(text, "%s does not answer", t->n->name);
	if (t->ssh && strstr(text->data, "ssh "))
		buf_addf(text, " (%s)", t->ssh);
	add_hint(t, text);
}

static int
status_of(const struct trouble *t)
{
	const char *error = t->error.data;

	if (t->n->welcomed_before)
		return EX_TEMPFAIL;
	return error && strstr(error, gai_strerror(EAI_NONAME))
	    ? EX_NOHOST
	    : EX_UNAVAILABLE;
}

static void
gave_up(struct trouble *t)
{
	struct buf text = {0};

	add_why(t, &text);
	if (t->o->wait_ms > 0) {
		buf_adds(&text, ". Tried for ");
		duration_say(&text, t->o->wait_ms);
		buf_adds(&text, " (--wait)");
	}
	fail_with(t, status_of(t), text.data);
	buf_free(&text);
}

/* Nothing more is tried, as that would change nothing. */
static void
rests(struct trouble *t)
{
	struct buf text = {0};

	if (t->n->offer)
		pipe_words_offer(t->o, t->n, &text);
	else
		add_why(t, &text);
	if (t->n->offer)
		end_with(t, EX_NOPERM, "%s", text.data);
	else
		fail_with(t, EX_UNAVAILABLE, text.data);
	buf_free(&text);
}

static void
add_now(const struct trouble *t, struct buf *words)
{
	struct buf text = {0};

	add_why(t, &text);
	pipe_words(t->o, text.data, words);
	buf_free(&text);
}

/* For ever: each reason once until it is ready. */
static void
tell(struct trouble *t)
{
	struct buf words = {0};

	t->fresh = false;
	add_now(t, &words);
	if (!t->told || strcmp(t->told, words.data) != 0) {
		pipe_say("%s. Trying again", words.data);
		t->spoke = true;
	}
	mem_replace(&t->told, words.data);
	buf_free(&words);
}

/* That is worth no word where it is there again at once. */
void
trouble_lost(struct trouble *t, int64_t now_ms)
{
	struct buf words = {0};

	t->ready = false;
	t->unready_ms = now_ms;
	add_now(t, &words);
	mem_replace(&t->told, words.data);
	buf_free(&words);
}

void
trouble_begin(struct trouble *t, int64_t now_ms)
{
	t->begun = true;
	t->unready_ms = now_ms;
}

int64_t
trouble_deadline(const struct trouble *t)
{
	return !t->begun || t->ready || t->o->wait_ms <= 0
	    ? -1
	    : t->unready_ms + t->o->wait_ms;
}

static bool
has_waited(const struct trouble *t, int64_t now_ms)
{
	int64_t until_ms = trouble_deadline(t);

	if (!t->ready && !t->o->wait_ms)
		return t->n->status == NETWORK_WAITING;
	return until_ms >= 0 && now_ms >= until_ms;
}

void
trouble_ready(struct trouble *t)
{
	t->ready = true;
	if (t->spoke)
		pipe_say("Connected to %s", t->n->name);
	t->spoke = false;
	t->fresh = false;
	mem_replace(&t->told, NULL);
	mem_replace(&t->ssh, NULL);
}

static void
look(struct trouble *t, int64_t now_ms)
{
	if (t->n->persona.failed)
		fail_with(t, EX_NOPERM, t->error.data);
	else if (t->ready)
		t->fresh = false;
	else if (is_resting(t))
		rests(t);
	else if (has_waited(t, now_ms))
		gave_up(t);
	else if (t->o->wait_ms < 0 && t->fresh &&
	    t->n->status == NETWORK_WAITING)
		tell(t);
}

void
trouble_turn(struct trouble *t, int64_t now_ms)
{
	if (t->begun && !t->status)
		look(t, now_ms);
	t->complete = true;
}

void
trouble_free(struct trouble *t)
{
	for (size_t i = 0; i < t->channels.count; i++)
		free(t->channels.items[i]);
	free(t->channels.items);
	buf_free(&t->error);
	buf_free(&t->why);
	mem_replace(&t->told, NULL);
	mem_replace(&t->ssh, NULL);
}
