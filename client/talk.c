/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/talk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/concern.h"
#include "client/history.h"
#include "client/mask.h"
#include "common/buf.h"
#include "common/mem.h"
#include "common/split.h"
#include "common/text.h"

/* A user and a host of usual lengths, until ours are known. */
enum { USERHOST_GUESS = 10 + 1 + 63, PIECE_MIN = 64 };

static bool
is_nick_char(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
	    (c && strchr("-_[]\\`^{}|", c));
}

bool
talk_mentions(const char *text, const char *nick)
{
	size_t len = strlen(nick);

	for (const char *p = text; len && *p; p++) {
		size_t i = 0;

		if (p > text && is_nick_char(p[-1]))
			continue;
		while (
		    i < len && text_fold_char(p[i]) == text_fold_char(nick[i]))
			i++;
		if (i == len && !is_nick_char(p[len]))
			return true;
	}
	return false;
}

/* STATUSMSG: "@#room" is said in #room. */
static const char *
channel_of(const struct network *n, const char *target)
{
	if (*target && strchr(n->statusmsg, *target) &&
	    network_is_channel(n, target + 1))
		target++;
	return network_is_channel(n, target) ? target : NULL;
}

static struct room *
open_query(struct state *s, struct network *n, const char *peer)
{
	struct room *r = state_open(s, n, ROOM_QUERY, peer);

	if (r)
		history_opened(r);
	return r;
}

static struct room *
service_room(struct state *s, struct network *n, const struct talk *t)
{
	if (!t->self)
		return concern_room(s, n, t->text, t->asked);
	return t->asked ? t->asked : state_here(s, n);
}

static struct room *
room_of(struct state *s, struct network *n, const struct talk *t)
{
	const char *channel = channel_of(n, t->target);
	const char *peer = t->self ? t->target : t->from;
	struct room *r;

	if (t->server)
		return n->room;
	if (channel)
		return state_find(s, n, channel);
	r = state_find(s, n, peer);
	if (!r && concern_is_service(peer))
		return service_room(s, n, t);
	if (!r && t->kind == SAID_NOTICE)
		return state_here(s, n);
	return r ? r : open_query(s, n, peer);
}

static bool
is_history(const struct room *r, const struct talk *t)
{
	if (r->left_ms && t->time_ms > r->left_ms)
		return false;
	return t->history ||
	    (r->kind == ROOM_CHANNEL && t->time_ms &&
		t->time_ms < r->joined_ms);
}

/* History and read marker know it as part of this room: not a notice that is
 * shown wherever we are, nor one to some of a channel only. */
static bool
is_kept(const struct network *n, const struct room *r, const struct talk *t)
{
	const char *peer = t->self ? t->target : t->from;

	if (!t->time_ms || t->server || r->kind == ROOM_SERVER)
		return false;
	return !text_casecmp(
	    r->name, network_is_channel(n, t->target) ? t->target : peer);
}

unsigned
talk_flags(const struct network *n, const struct room *r, const struct talk *t)
{
	unsigned flags = 0;

	if (t->self)
		flags |= LINE_SELF;
	else if (t->kind != SAID_NOTICE && !t->server &&
	    (r->kind == ROOM_QUERY || talk_mentions(t->text, n->nick)))
		flags |= LINE_MENTION;
	if (is_history(r, t))
		flags |= LINE_HISTORY;
	if (is_kept(n, r, t))
		flags |= LINE_KEPT;
	return flags;
}

static void
add_copy(struct state *s, struct room *r, struct said_line *said)
{
	said->msgid = NULL;
	said->flags &= ~(unsigned)LINE_KEPT;
	said->flags |= LINE_COPY;
	state_add(s, r, said);
}

/* In a window that is not its own, a line says where it was said. */
static void
add_elsewhere(struct state *s, struct room *r, const struct talk *t,
    struct said_line *said)
{
	struct buf text = {0};

	buf_addf(&text, "(to %s) %s", t->target, t->text);
	said->text = text.data;
	add_copy(s, r, said);
	buf_free(&text);
}

/* What I tell a service without a window for it. */
static bool
is_told_elsewhere(
    const struct network *n, const struct room *r, const struct talk *t)
{
	return !channel_of(n, t->target) && concern_is_service(t->target) &&
	    text_casecmp(r->name, t->target) != 0;
}

void
talk_show(struct state *s, struct network *n, const struct talk *t)
{
	struct room *r = room_of(s, n, t);
	struct said_line said = {.kind = t->kind,
	    .nick = t->from,
	    .text = t->text,
	    .msgid = t->msgid,
	    .time_ms = t->time_ms};
	struct member *m;

	if (r && room_seen(r, t->msgid))
		return;
	said.flags = talk_flags(n, r ? r : n->room, t);
	m = r ? room_member(r, t->from) : NULL;
	if (m) {
		m->spoke = ++s->spoke;
		said.prefix = m->prefixes[0];
	}
	if (r && t->self && is_told_elsewhere(n, r, t))
		add_elsewhere(s, r, t, &said);
	else if (!r || (t->self && r->kind == ROOM_SERVER))
		add_elsewhere(s, state_here(s, n), t, &said);
	else
		state_add(s, r, &said);
	if (!r || !t->asked || t->asked == r)
		return;
	if (t->self)
		add_elsewhere(s, t->asked, t, &said);
	else if (concern_is_service(t->from))
		add_copy(s, t->asked, &said);
}

size_t
talk_room(const struct network *n, const char *target, enum said kind)
{
	size_t userhost = *n->userhost ? strlen(n->userhost) : USERHOST_GUESS;
	size_t used = strlen(":! PRIVMSG  :\r\n") + strlen(n->nick) + userhost +
	    strlen(target) +
	    (kind == SAID_ACTION ? strlen("\001ACTION \001") : 0);

	return n->linelen > used + PIECE_MIN ? n->linelen - used : PIECE_MIN;
}

static void
show_own(struct state *s, struct network *n, const struct talk *like)
{
	struct talk t = *like;
	struct buf masked = {0};

	if (mask_tells(t.target, t.text)) {
		mask_text(&masked, t.text);
		t.text = masked.data;
	}
	talk_show(s, n, &t);
	buf_free(&masked);
}

static int
send_piece(struct state *s, struct network *n, const struct talk *t)
{
	struct buf action = {0};
	int rc;

	if (t->kind == SAID_ACTION)
		buf_addf(&action, "\001ACTION %s\001", t->text);
	rc = network_send(n, t->kind == SAID_NOTICE ? "NOTICE" : "PRIVMSG",
	    t->target, action.data ? action.data : t->text, NULL);
	buf_free(&action);
	if (rc == 0 && !(n->caps & CAP_ECHO_MESSAGE))
		show_own(s, n, t);
	return rc;
}

static int
send_line(struct state *s, struct network *n, const struct talk *like,
    const char *line, size_t len)
{
	size_t max = talk_room(n, like->target, like->kind);

	while (len) {
		size_t cut = split_length(line, len, max);
		char *piece = mem_strndup(line, cut);
		struct talk t = *like;
		int rc;

		t.text = piece;
		rc = send_piece(s, n, &t);
		free(piece);
		if (rc < 0)
			return -1;
		while (cut < len && line[cut] == ' ')
			cut++;
		line += cut;
		len -= cut;
	}
	return 0;
}

int
talk_send(struct state *s, struct network *n, const char *target,
    enum said kind, const char *text)
{
	char *nick = mem_strdup(n->nick);
	struct talk like = {.kind = kind,
	    .from = nick,
	    .target = target,
	    .msgid = "",
	    .self = true,
	    .asked = state_by_id(s, n->reply_room)};
	int rc = n->status == NETWORK_ONLINE ? 0 : -1;

	concern_asked(n, target);
	while (rc == 0 && *text) {
		size_t len = strcspn(text, "\n");

		rc = send_line(s, n, &like, text, len);
		text += len + (text[len] == '\n');
	}
	free(nick);
	return rc;
}
