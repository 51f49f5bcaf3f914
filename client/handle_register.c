/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/handle_login.h"
#include "client/handle_sts.h"
#include "client/logon.h"
#include "client/manyline.h"
#include "client/signup.h"
#include "client/targets.h"
#include "common/mem.h"

enum { NICK_TRIES = 10 };

static const struct {
	const char *name;
	unsigned cap;
} caps[] = {
    {"account-notify", CAP_ACCOUNT_NOTIFY},
    {"account-tag", CAP_ACCOUNT_TAG},
    {"away-notify", CAP_AWAY_NOTIFY},
    {"batch", CAP_BATCH},
    {"cap-notify", CAP_CAP_NOTIFY},
    {"chghost", CAP_CHGHOST},
    {"draft/account-registration", CAP_ACCOUNT_REGISTRATION},
    {"draft/channel-rename", CAP_CHANNEL_RENAME},
    {"draft/chathistory", CAP_CHATHISTORY},
    {"draft/event-playback", CAP_EVENT_PLAYBACK},
    {"draft/multiline", CAP_MULTILINE},
    {"draft/read-marker", CAP_READ_MARKER},
    {"echo-message", CAP_ECHO_MESSAGE},
    {"extended-join", CAP_EXTENDED_JOIN},
    {"invite-notify", CAP_INVITE_NOTIFY},
    {"labeled-response", CAP_LABELED_RESPONSE},
    {"message-tags", CAP_MESSAGE_TAGS},
    {"multi-prefix", CAP_MULTI_PREFIX},
    {"sasl", CAP_SASL},
    {"server-time", CAP_SERVER_TIME},
    {"setname", CAP_SETNAME},
    {"soju.im/search", CAP_SEARCH},
    {"standard-replies", CAP_STANDARD_REPLIES},
    {"tcpchat/nonce", CAP_NONCE},
    {"userhost-in-names", CAP_USERHOST_IN_NAMES},
};

/* The caps of a list that we know; a value after '=' does not matter. */
static unsigned
caps_of(const char *list)
{
	unsigned set = 0;

	for (; *list; list += strspn(list, " ")) {
		size_t word = strcspn(list, " "), len = strcspn(list, " =");

		for (size_t i = 0; i < sizeof(caps) / sizeof(*caps); i++)
			if (strlen(caps[i].name) == len &&
			    !memcmp(caps[i].name, list, len))
				set |= caps[i].cap;
		list += word;
	}
	return set;
}

/* A login, or an account that is made, goes before the welcome. */
static void
negotiated(const struct incoming *in)
{
	bool login = logon_begin(in->s, in->n);

	if (!signup_begin(in->s, in->n) && !login)
		network_cap_end(in->n);
}

/* Who asks for history gets none unasked: only where it can be read. A message
 * of several lines is a batch. */
static unsigned
useful(const struct network *n)
{
	unsigned with = CAP_BATCH | CAP_SERVER_TIME, set = n->offered;

	if ((set & with) != with)
		set &= ~(unsigned)(CAP_CHATHISTORY | CAP_EVENT_PLAYBACK);
	if (!n->multiline || !(set & CAP_BATCH))
		set &= ~(unsigned)CAP_MULTILINE;
	return set;
}

enum { for_windows = CAP_READ_MARKER | CAP_EVENT_PLAYBACK | CAP_SEARCH };

static void
cap_request(const struct incoming *in)
{
	struct network *n = in->n;
	unsigned wanted = useful(n) & ~n->caps;
	struct buf names = {0};

	if (in->s->bare)
		wanted &= ~(unsigned)for_windows;

	for (size_t i = 0; i < sizeof(caps) / sizeof(*caps); i++)
		if (caps[i].cap & wanted)
			buf_addf(
			    &names, "%s%s", names.len ? " " : "", caps[i].name);
	if (names.len) {
		n->requested = true;
		network_send(n, "CAP", "REQ", names.data, NULL);
	} else {
		negotiated(in);
	}
	buf_free(&names);
}

/* "-name" in an ACK takes a capability away. */
static void
cap_ack(struct network *n, const char *list)
{
	for (; *list; list += strspn(list, " ")) {
		size_t len = strcspn(list, " ");
		char *word = mem_strndup(list, len);

		if (*word == '-')
			n->caps &= ~caps_of(word + 1);
		else
			n->caps |= caps_of(word);
		free(word);
		list += len;
	}
}

void
handle_cap(const struct incoming *in)
{
	struct network *n = in->n;
	const char *sub = in_param(in, 1);
	bool more = !strcmp(in_param(in, 2), "*") && in->m->nparams > 3;
	const char *list = in_param(in, more ? 3 : 2);

	if (!strcmp(sub, "LS") || !strcmp(sub, "NEW")) {
		if (handle_sts(in, list))
			return;
		n->offered |= caps_of(list);
		manyline_caps(n, list);
		persona_caps(&n->persona, list);
		if (!more)
			cap_request(in);
	} else if (!strcmp(sub, "DEL")) {
		n->offered &= ~caps_of(list);
		n->caps &= ~caps_of(list);
		logon_gone(in->s, n);
	} else if (!strcmp(sub, "ACK") || !strcmp(sub, "NAK")) {
		if (*sub == 'A')
			cap_ack(n, list);
		n->requested = false;
		if (!more)
			negotiated(in);
	}
}

void
handle_ping(const struct incoming *in)
{
	network_send(in->n, "PONG", in_param(in, 0), NULL);
}

void
handle_pong(const struct incoming *in)
{
	if (!in->n->ping_ms)
		return;
	in->n->lag_ms = in->now_ms - in->n->ping_ms;
	in->n->ping_ms = 0;
	in->s->dirty = true;
}

void
handle_error(const struct incoming *in)
{
	const char *words = in_param(in, 0);
	const char *hint = handle_login_hint(in, words);

	mem_replace(&in->n->farewell, words);
	in_say(in, in->n->room, SAID_ERROR, "The server says: %s%s%s", words,
	    hint ? ". " : "", hint ? hint : "");
}

void
handle_welcome(const struct incoming *in)
{
	struct network *n = in->n;

	if (n->status != NETWORK_REGISTERING)
		return;
	if (*in_param(in, 0) && strlen(in_param(in, 0)) <= ROOM_NAME_MAX)
		mem_replace(&n->nick, in_param(in, 0));
	n->status = NETWORK_ONLINE;
	n->negotiating = false;
	in_say(
	    in, n->room, SAID_SERVER, "%s", in_param(in, in->m->nparams - 1));
	if (strcmp(n->nick, n->wish))
		in_say(in, n->room, SAID_CLIENT,
		    "You are %s here. Should whoever is called %s leave, you "
		    "get that name; /nick %s asks for it now",
		    n->nick, n->wish, n->wish);
}

void
handle_myinfo(const struct incoming *in)
{
	mem_replace(&in->n->software, in_param(in, 2));
}

void
handle_isupport(const struct incoming *in)
{
	for (size_t i = 1; i + 1 < in->m->nparams; i++)
		network_isupport(in->n, in->m->params[i]);
}

static void
join_first(struct network *n)
{
	for (size_t i = 0; i < n->channels.count; i++)
		network_join(n, n->channels.items[i], "");
	if (!n->channels.count && *n->lobby)
		network_join(n, n->lobby, "");
}

static void
fill_windows(struct state *s, struct network *n)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && r->rejoin)
			network_join(n, r->name, r->key);
	if (!n->welcomed_before)
		join_first(n);
	targets_ask(n);
}

void
handle_motd(const struct incoming *in)
{
	const char *line = in_param(in, 1);

	in_say(in, in->n->room, SAID_SERVER, "%s",
	    strncmp(line, "- ", 2) ? line : line + 2);
}

/* The end of the MOTD is where ISUPPORT is known and joining allowed. */
void
handle_motd_end(const struct incoming *in)
{
	struct network *n = in->n;

	if (n->status != NETWORK_ONLINE || n->ready)
		return;
	n->ready = true;
	if (!in->s->bare)
		fill_windows(in->s, n);
	n->welcomed_before = true;
	logon_welcomed(in->s, n);
	signup_begin(in->s, n);
}

/* bob, bob_, bob1, bob2, …; cut, so that a short limit leaves the end. */
static void
other_nick(const struct network *n, struct buf *out)
{
	bool odd = !strcmp(n->refused, "432");
	const char *base = odd ? "guest" : n->wish;

	if (n->nick_try == 1 && !odd)
		buf_addf(out, "%s_", base);
	else
		buf_addf(out, "%.*s%u", n->nick_try > 3 ? 8 : 30, base,
		    n->nick_try - !odd);
}

void
handle_nick_refused(const struct incoming *in)
{
	struct network *n = in->n;
	struct buf nick = {0};
	const char *refused = in_param(in, in->m->nparams > 2 ? 1 : 0);

	in_say(in, n->status == NETWORK_ONLINE ? in_reply_room(in) : n->room,
	    SAID_ERROR, "%s: %s", refused, in_param(in, in->m->nparams - 1));
	if (n->status != NETWORK_REGISTERING)
		return;
	if (n->nick_try == NICK_TRIES)
		in_say(in, n->room, SAID_ERROR,
		    "No name was accepted; choose one with /nick NAME");
	if (n->nick_try++ >= NICK_TRIES)
		return;
	snprintf(n->refused, sizeof(n->refused), "%s", in->m->command);
	other_nick(n, &nick);
	mem_replace(&n->nick, nick.data);
	network_send(n, "NICK", nick.data, NULL);
	buf_free(&nick);
}
