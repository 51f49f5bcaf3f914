/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/client_tags.h"
#include "server/correspondent.h"
#include "server/dialect.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/modes.h"
#include "server/multiline.h"
#include "server/nonce.h"
#include "server/place.h"
#include "server/presence.h"
#include "server/reply.h"
#include "server/resend.h"
#include "server/rights.h"
#include "server/service_ask.h"
#include "server/waiting.h"

enum { TAGS_FREE = 1024 }; /* bytes that cost nothing */

/* One command for all of its targets. */
struct saying {
	struct server *srv;
	struct session *s;
	enum event_kind kind;
	const char *command;
	const char *text; /* NULL: a TAGMSG */
	const char *tags;
	bool batch;                      /* several lines */
	const char *nonce;               /* NULL: none; then, for a target: */
	const struct store_nonce *known; /* by what it will be known again */
};

/* NOTICE must not be answered (RFC 2812 §3.3.2): two programs would talk to
 * each other for ever. */
static bool
answered(const struct saying *say)
{
	return say->kind != EVENT_NOTICE;
}

static void
refuse(const struct saying *say, enum numeric n, const char *target)
{
	if (answered(say))
		reply(say->srv, say->s, n, target, NULL);
}

static size_t
longest_line(const char *text)
{
	struct event_line l = {.rest = text};
	size_t longest = 0;

	while (event_next_line(&l))
		if (l.len > longest)
			longest = l.len;
	return longest;
}

static void
refuse_long(const struct saying *say, const char *target)
{
	static const char why[] = "The line to %s would be too long with your "
				  "name in front; it was not sent";

	if (say->batch)
		reply_standard(say->srv, say->s, "FAIL", "BATCH",
		    "MULTILINE_INVALID", NULL, why, target);
	else if (answered(say))
		reply_text(
		    say->srv, say->s, ERR_INPUTTOOLONG, NULL, why, target);
}

/* Whether the line fits as it is relayed; what does not is not cut, since
 * its end would be lost without anybody's knowing. */
static bool
fits(const struct saying *say, const char *target)
{
	struct event_actor a;

	if (!say->text)
		return true;
	world_actor(&a, say->s->user);
	if (longest_line(say->text) <=
	    dialect_irc_room(&a, say->command, target))
		return true;
	refuse_long(say, target);
	return false;
}

/* False where it is refused, as it cannot be kept. */
static bool
publish(const struct saying *say, const char *target, char status)
{
	struct event e = hub_event(say->srv, say->kind, say->s);

	e.target = target;
	e.status = status;
	e.body = say->text;
	e.tags = say->tags;
	e.nonce = say->known;
	return hub_publish(say->srv, &e);
}

/* Of several prefixes the least says who hears it. */
static char
lowest_status(const char *target, size_t n)
{
	const char *all = modes_all_prefixes(), *low = all;

	for (size_t i = 0; i < n; i++)
		if (strchr(low, target[i]))
			low = strchr(low, target[i]);
	return *low;
}

static size_t
status_len(const char *target)
{
	return strspn(target, modes_all_prefixes());
}

/* What a mode of the channel forbids, in its words; NULL: no mode does. */
static const char *
mode_forbids(
    const struct saying *say, enum numeric why, const struct channel *c)
{
	if (why == ERR_NEEDREGGEDNICK)
		return "Cannot send to channel (+M): log in first";
	if (why != ERR_CANNOTSENDTOCHAN)
		return NULL;
	if (!can_act(say->s->user, ACT_SPEAK, c, NULL))
		return "Cannot send to channel (+C): no CTCP";
	if (c->modes & CHANNEL_NO_OUTSIDE && !world_member(c, say->s->user))
		return "Cannot send to channel (+n): you are not in it";
	if (c->modes & CHANNEL_MODERATED)
		return "Cannot send to channel (+m): it is moderated";
	return "Cannot send to channel (+b): you are muted or banned there";
}

static void
refuse_channel(const struct saying *say, enum numeric why,
    const struct channel *c, const char *name)
{
	const char *mode = mode_forbids(say, why, c);

	if (!mode)
		refuse(say, why, name);
	else if (answered(say))
		reply_text(say->srv, say->s, why, WORDS(name), "%s", mode);
}

static void
say_to_channel(const struct saying *say, const char *target)
{
	size_t n = status_len(target);
	const char *name = target + n;
	char status = n > 0 ? lowest_status(target, n) : 0;
	struct channel *c = world_channel(&say->srv->world, name);
	int why = ERR_NOSUCHCHANNEL;

	if (c)
		why = can_act(say->s->user, ACT_SPEAK, c, say->text);
	if (why)
		refuse_channel(say, (enum numeric)why, c, name);
	else if (fits(say, target))
		publish(say, c->name, status);
}

/* Whether they take it (user modes R and T). */
static bool
takes(const struct saying *say, const struct user *u)
{
	int why = can_message(say->s->user, u, say->text);

	if (why == ERR_NEEDREGGEDNICK && answered(say))
		reply_text(say->srv, say->s, ERR_NEEDREGGEDNICK, WORDS(u->nick),
		    "They take messages of those with an account only (+R)");
	else if (why)
		refuse(say, (enum numeric)why, u->nick);
	return !why;
}

static void
refuse_to_wait(const struct saying *say, const char *account, const char *code,
    const char *why)
{
	if (answered(say))
		reply_notice(say->srv, say->s, "FAIL", say->command, code,
		    account, "%s is not here, and %s", account, why);
}

/* For an account that is not here. */
static void
say_to_absent(const struct saying *say, const char *account)
{
	if (!fits(say, account))
		return;
	if (!publish(say, account, 0))
		return;
	waiting_sent(say->srv, say->s->user, account);
	if (say->kind == EVENT_MESSAGE)
		reply_text(say->srv, say->s, RPL_AWAY, WORDS(account),
		    "is not here; your message waits until they come");
}

/* What is not kept has nobody to go to. */
static bool
may_wait(const struct saying *say)
{
	struct event e = {.kind = say->kind, .target = "", .body = say->text};

	return say->text && event_kept(&e);
}

/* Of who is not here: the account of that name, or of whom the sender knew by
 * that nick last. NULL: none. */
static const char *
absent_account(const struct saying *say, const char *name, struct buf *known)
{
	struct buf owner = {0};
	bool found;

	correspondent_owner(say->s->user, &owner);
	found = place_peer(say->srv, owner.data, name, known);
	buf_free(&owner);
	if (!found || *known->data == '~' ||
	    world_user_of(&say->srv->world, known->data))
		return NULL;
	return text_casecmp(known->data, name) ? known->data : name;
}

static void
try_to_wait(const struct saying *say, const char *target)
{
	struct buf known = {0};
	const char *account =
	    may_wait(say) ? absent_account(say, target, &known) : NULL;
	enum waiting_answer answer = account
	    ? waiting_may(say->srv, say->s->user, account)
	    : WAITING_NOBODY;

	if (answer == WAITING_NOBODY)
		refuse(say, ERR_NOSUCHNICK, target);
	else if (answer == WAITING_ENOUGH)
		refuse_to_wait(say, account, "TOO_MANY_WAIT",
		    "enough of yours waits for them");
	else if (answer == WAITING_FULL)
		refuse_to_wait(say, account, "TOO_MANY_WAIT",
		    "as much as may be waits for them");
	else if (say->srv->store_behind)
		refuse_to_wait(
		    say, account, "NOT_SENT", "history cannot be written now");
	else
		say_to_absent(say, account);
	buf_free(&known);
}

static void
say_to_user(const struct saying *say, const char *target)
{
	struct user *u = find_recipient(say->srv, target);

	if (!u) {
		try_to_wait(say, target);
		return;
	}
	if (!takes(say, u) || !fits(say, u->nick))
		return;
	if (publish(say, u->nick, 0) && presence_of(u) &&
	    say->kind == EVENT_MESSAGE)
		reply_text(say->srv, say->s, RPL_AWAY, WORDS(u->nick), "%s",
		    presence_of(u));
}

static void
say_first(const struct saying *say, const char *target)
{
	if (target[status_len(target)] == '#')
		say_to_channel(say, target);
	else
		say_to_user(say, target);
}

static void
say_to(const struct saying *say, const char *target)
{
	size_t n = status_len(target);
	bool channel = target[n] == '#';
	struct resend r = {say->srv, say->s, say->kind,
	    say->batch ? "BATCH" : say->command, target,
	    channel && n > 0 ? lowest_status(target, n) : '\0',
	    channel ? target + n : target, say->text, say->nonce};
	struct saying first = *say;
	struct store_nonce known;
	struct buf owner = {0};

	first.known = &known;
	if (!say->nonce)
		say_first(say, target);
	else if (!resend_answered(&r, &owner, &known))
		say_first(&first, target);
	buf_free(&owner);
}

/* Whether the word stands in the list before it; the words of the list up
 * to there end in NUL bytes. */
static bool
said_before(const char *list, const char *word)
{
	for (; list < word; list += strlen(list) + 1)
		if (!text_casecmp(list, word))
			return true;
	return false;
}

static void
say_to_all(const struct saying *say, const char *targets)
{
	char *copy = mem_strdup(targets), *rest = copy, *target;

	while ((target = strsep(&rest, ",")))
		if (*target && !said_before(copy, target))
			say_to(say, target);
	free(copy);
}

/* Whether there is anybody to say it to, and not too many. */
static bool
has_targets(const struct saying *say, const struct irc_msg *m)
{
	int64_t most = say->srv->settings->targets;
	const char *targets = m->nparams > 0 ? m->params[0] : "";
	size_t n = find_count(targets);

	if (n == 0 && answered(say))
		reply_text(say->srv, say->s, ERR_NORECIPIENT, NULL,
		    "No recipient given (%s)", say->command);
	else if (most > 0 && n > (size_t)most)
		refuse(say, ERR_TOOMANYTARGETS, targets);
	else
		return n > 0;
	return false;
}

/* Who mistakes a target says a password to somebody. */
static void
refuse_mixed(const struct saying *say, const struct service *v)
{
	if (answered(say))
		service_say(say->srv, say->s, v,
		    "Nothing was sent: what is for me goes to me alone.");
}

static void
say_to_service(const struct saying *say, const struct service *v)
{
	if (!say->text)
		return;
	if (strpbrk(say->text, "\r\n")) {
		service_say(say->srv, say->s, v,
		    "One line at a time, please; nothing was done.");
		return;
	}
	service_echo(say->srv, say->s, v, say->kind, say->text);
	if (answered(say))
		service_ask(say->srv, say->s, v, say->text);
}

/* Whether a service is meant: then nobody else hears any of it. */
static bool
service_hears(const struct saying *say, const char *targets)
{
	char *copy = mem_strdup(targets), *rest = copy, *target;
	const struct service *v = NULL;
	bool alone = !strchr(targets, ',');

	while (!v && (target = find_word(&rest)))
		v = service_find(say->srv, target);
	if (v && alone)
		say_to_service(say, v);
	else if (v)
		refuse_mixed(say, v);
	free(copy);
	return v;
}

/* A line to several is several lines, and long tags are as lines. */
static void
charge(const struct saying *say, size_t targets, size_t tags)
{
	size_t each = 1 + tags / TAGS_FREE;

	allowance_take(say->s->allowance, (unsigned)(targets * each) - 1);
}

static void
say_it(struct saying *say, const struct irc_msg *m)
{
	struct buf tags = {0};

	if (!has_targets(say, m))
		return;
	if (say->nonce && !nonce_valid(say->nonce)) {
		resend_refuse(say->srv, say->s, say->command);
		return;
	}
	say->s->spoke_ms = say->srv->now_ms;
	if (session_has(say->s, CAP_MESSAGE_TAGS))
		client_tags_keep(&tags, say->srv->settings, m);
	say->tags = tags.len ? tags.data : NULL;
	charge(say, find_count(m->params[0]), tags.len);
	if ((say->text || say->tags) && !service_hears(say, m->params[0]))
		say_to_all(say, m->params[0]);
	buf_free(&tags);
}

static void
say_text(struct server *srv, struct session *s, const struct irc_msg *m,
    enum event_kind kind, const char *command)
{
	struct saying it = {
	    .srv = srv, .s = s, .kind = kind, .command = command};

	it.text = m->nparams > 1 ? m->params[1] : "";
	it.nonce = resend_nonce(s, m);
	if (m->nparams > 0 && !*it.text) {
		if (answered(&it))
			reply(srv, s, ERR_NOTEXTTOSEND, NULL);
		return;
	}
	say_it(&it, m);
}

void
cmd_privmsg(struct server *srv, struct session *s, const struct irc_msg *m)
{
	say_text(srv, s, m, EVENT_MESSAGE, "PRIVMSG");
}

void
cmd_notice(struct server *srv, struct session *s, const struct irc_msg *m)
{
	say_text(srv, s, m, EVENT_NOTICE, "NOTICE");
}

void
cmd_tagmsg(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct saying it = {
	    .srv = srv, .s = s, .kind = EVENT_TAGMSG, .command = "TAGMSG"};

	if (!session_has(s, CAP_MESSAGE_TAGS))
		reply(srv, s, ERR_UNKNOWNCOMMAND, "TAGMSG", NULL);
	else
		say_it(&it, m);
}

void
message_say(struct server *srv, struct session *s, const struct multiline *m)
{
	struct saying it = {.srv = srv,
	    .s = s,
	    .kind = m->kind,
	    .command = m->kind == EVENT_NOTICE ? "NOTICE" : "PRIVMSG",
	    .text = m->body.data,
	    .tags = m->tags,
	    .nonce = m->nonce,
	    .batch = true};

	s->spoke_ms = srv->now_ms;
	charge(&it, 1, m->tags ? strlen(m->tags) : 0);
	if (!service_hears(&it, m->target))
		say_to(&it, m->target);
}
