/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_talk.h"

#include <config.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/confide.h"
#include "client/mask.h"
#include "client/talk.h"
#include "common/mem.h"
#include "common/text.h"

/* Answers to CTCP requests: so many in so long, as each is a way to make us
 * send. */
enum { CTCP_ANSWERS = 3, CTCP_PERIOD_MS = 10000, CTCP_PING_MAX = 64 };

/* In a private talk, what is said to the other one is mine, under whatever
 * nick I had. */
static bool
is_mine(const struct incoming *in, const struct room *r)
{
	const char *target = in_param(in, 0);

	return in->self ||
	    (r->kind == ROOM_QUERY && !network_is_me(in->n, target) &&
		!text_casecmp(target, r->name));
}

static void
keep(const struct incoming *in, struct talk *t)
{
	struct room *r = in_room(in, t->target);
	struct said_line said = {.kind = t->kind,
	    .nick = t->from,
	    .text = t->text,
	    .time_ms = t->time_ms};

	if (!r)
		return;
	t->self = is_mine(in, r);
	said.flags = talk_flags(in->n, r, t);
	in_keep(in, &said);
}

static void
show(const struct incoming *in, enum said kind, const char *text)
{
	const char *msgid = irc_tag(in->m, "msgid");
	struct talk t = {.kind = kind,
	    .from = *in->from.nick ? in->from.nick : in->n->name,
	    .target = in_param(in, 0),
	    .text = text,
	    .msgid = msgid ? msgid : "",
	    .time_ms = in->time_ms,
	    .self = in->self,
	    .server = in->server,
	    .history = in_replay(in),
	    .asked = in_labeled_room(in)};

	if (in_page(in))
		keep(in, &t);
	else
		talk_show(in->s, in->n, &t);
}

/* What a service was told is shown without the password; not at all where the
 * client told it by itself. */
static void
show_masked(const struct incoming *in, enum said kind, const char *text)
{
	bool tells = mask_tells(in_param(in, 0), text);
	struct buf masked = {0};

	if (in->self && !in_page(in) &&
	    confide_echo(
		in->n, in_param(in, 0), text, tells || !strcmp(text, "***")))
		return;
	if (!tells) {
		show(in, kind, text);
		return;
	}
	mask_text(&masked, text);
	show(in, kind, masked.data);
	buf_free(&masked);
}

static bool
ctcp_allowed(const struct incoming *in)
{
	struct network *n = in->n;

	if (in->self || in->server || in_replay(in))
		return false;
	if (in->now_ms >= n->ctcp_ms) {
		n->ctcp_ms = in->now_ms + CTCP_PERIOD_MS;
		n->ctcp_answers = 0;
	}
	return n->ctcp_answers++ < CTCP_ANSWERS;
}

static void
ctcp_answer(const struct incoming *in, const char *name, const char *text)
{
	struct buf answer = {0};

	buf_addf(&answer, "\001%s %s\001", name, text);
	network_send(in->n, "NOTICE", in->from.nick, answer.data, NULL);
	buf_free(&answer);
}

static void
ctcp_time(const struct incoming *in)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];

	if (localtime_r(&now, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %z", &tm))
		ctcp_answer(in, "TIME", text);
}

static void
ctcp(const struct incoming *in, const char *name, const char *argument)
{
	if (!strcmp(name, "ACTION")) {
		show(in, SAID_ACTION, argument);
		return;
	}
	if (!ctcp_allowed(in))
		return;
	if (!strcmp(name, "VERSION"))
		ctcp_answer(in, name, PACKAGE_STRING);
	else if (!strcmp(name, "PING") && strlen(argument) <= CTCP_PING_MAX)
		ctcp_answer(in, name, argument);
	else if (!strcmp(name, "TIME"))
		ctcp_time(in);
}

/* "\1NAME argument\1", the last \1 may be missing (Modern IRC, CTCP). */
static void
ctcp_parse(const struct incoming *in, const char *body)
{
	size_t len = strcspn(body, "\001");
	char *name = mem_strndup(body, len);
	char *space = strchr(name, ' ');

	if (space)
		*space = '\0';
	ctcp(in, name, space ? space + 1 : "");
	free(name);
}

void
handle_privmsg(const struct incoming *in)
{
	const char *text = in_param(in, 1);

	if (*text == '\001')
		ctcp_parse(in, text + 1);
	else
		show_masked(in, SAID_MESSAGE, text);
}

/* An answer to a CTCP request is shown without its frame. */
void
handle_notice(const struct incoming *in)
{
	const char *text = in_param(in, 1);
	char *clean;

	if (*text != '\001') {
		show_masked(in, SAID_NOTICE, text);
		return;
	}
	clean = mem_strndup(text + 1, strcspn(text + 1, "\001"));
	show(in, SAID_NOTICE, clean);
	free(clean);
}
