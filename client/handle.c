/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle.h"

#include <string.h>
#include <utlist.h>

#include "client/decode.h"
#include "client/handle_history.h"
#include "client/handle_list.h"
#include "client/handle_login.h"
#include "client/handle_people.h"
#include "client/handle_register.h"
#include "client/handle_rename.h"
#include "client/handle_reply.h"
#include "client/handle_room.h"
#include "client/handle_search.h"
#include "client/handle_takeout.h"
#include "client/handle_talk.h"
#include "client/handle_whois.h"
#include "client/history.h"
#include "client/incoming.h"
#include "client/page.h"
#include "client/search.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

enum { CLOCKS_APART_MS = 86400000 /* clocks that are further are wrong */ };

struct entry {
	const char *command;
	size_t least; /* parameters; a line with fewer is passed over */
	void (*run)(const struct incoming *in);
};

static const struct entry entries[] = {
    {"CAP", 3, handle_cap},
    {"PING", 0, handle_ping},
    {"PONG", 0, handle_pong},
    {"ERROR", 0, handle_error},
    {"001", 1, handle_welcome},
    {"004", 3, handle_myinfo},
    {"005", 2, handle_isupport},
    {"265", 2, handle_last},
    {"266", 2, handle_last},
    {"372", 2, handle_motd},
    {"375", 0, handle_nothing},
    {"376", 0, handle_motd_end},
    {"422", 0, handle_motd_end},
    {"432", 1, handle_nick_refused},
    {"433", 1, handle_nick_refused},
    {"436", 1, handle_nick_refused},
    {"437", 1, handle_nick_refused},

    {"PRIVMSG", 2, handle_privmsg},
    {"NOTICE", 2, handle_notice},
    {"TAGMSG", 0, handle_nothing},
    {"BATCH", 1, handle_batch},
    {"ACK", 0, handle_ack},
    {"CHATHISTORY", 3, handle_chathistory},
    {"MARKREAD", 2, handle_markread},

    {"JOIN", 1, handle_join},
    {"470", 4, handle_forwarded},
    {"PART", 1, handle_part},
    {"QUIT", 0, handle_quit},
    {"KICK", 2, handle_kick},
    {"NICK", 1, handle_nick},
    {"AWAY", 0, handle_away},
    {"ACCOUNT", 1, handle_account},
    {"AUTHENTICATE", 1, handle_authenticate},
    {"REGISTER", 2, handle_enrolled},
    {"VERIFY", 2, handle_enrolled},
    {"900", 3, handle_logged_in},
    {"901", 1, handle_logged_out},
    {"902", 1, handle_sasl_failed},
    {"903", 0, handle_sasl_done},
    {"904", 1, handle_sasl_failed},
    {"905", 1, handle_sasl_failed},
    {"906", 1, handle_sasl_failed},
    {"907", 0, handle_sasl_already},
    {"908", 2, handle_sasl_mechanisms},
    {"CHGHOST", 2, handle_chghost},
    {"SETNAME", 1, handle_nothing},
    {"INVITE", 2, handle_invite},
    {"RENAME", 2, handle_rename},

    {"TOPIC", 1, handle_topic},
    {"MODE", 2, handle_mode},
    {"221", 2, handle_my_modes},
    {"324", 3, handle_modes_are},
    {"329", 3, handle_created},
    {"331", 2, handle_no_topic},
    {"332", 3, handle_topic_is},
    {"333", 4, handle_topic_who},
    {"353", 4, handle_names},
    {"366", 2, handle_names_end},

    {"321", 0, handle_list_begin},
    {"322", 3, handle_list_entry},
    {"323", 0, handle_list_end},
    {"315", 0, handle_nothing},
    {"346", 3, handle_mask},
    {"347", 0, handle_nothing},
    {"348", 3, handle_mask},
    {"349", 0, handle_nothing},
    {"352", 7, handle_who},
    {"367", 3, handle_mask},
    {"368", 2, handle_masks_end},

    {"276", 3, handle_whois_other},
    {"301", 3, handle_is_away},
    {"305", 0, handle_back},
    {"306", 0, handle_gone},
    {"307", 3, handle_whois_other},
    {"311", 6, handle_whois_user},
    {"312", 3, handle_whois_server},
    {"313", 2, handle_whois_oper},
    {"314", 6, handle_whowas_user},
    {"317", 3, handle_whois_idle},
    {"318", 0, handle_nothing},
    {"319", 3, handle_whois_channels},
    {"320", 3, handle_whois_other},
    {"330", 3, handle_whois_account},
    {"335", 2, handle_whois_bot},
    {"338", 3, handle_whois_other},
    {"341", 3, handle_inviting},
    {"369", 0, handle_nothing},
    {"378", 3, handle_whois_other},
    {"379", 3, handle_whois_other},
    {"671", 2, handle_whois_secure},

    {"HISTORY", 4, handle_takeout},
    {"FAIL", 2, handle_fail},
    {"WARN", 2, handle_fail},
    {"NOTE", 2, handle_fail},
};

/* What may be part of an answer to CHATHISTORY. */
static const char *const past[] = {"BATCH", "JOIN", "KICK", "MODE", "NICK",
    "NOTICE", "PART", "PRIVMSG", "QUIT", "RENAME", "TOPIC"};

static const struct entry *
find(const char *command)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		if (!strcmp(entries[i].command, command))
			return &entries[i];
	return NULL;
}

static struct batch *
batch_of(struct network *n, const struct irc_msg *m)
{
	const char *id = irc_tag(m, "batch");

	return id && *id ? network_batch(n, id) : NULL;
}

static bool
is_talk(const char *command)
{
	return !strcmp(command, "PRIVMSG") || !strcmp(command, "NOTICE");
}

/* A line of an answer to CHATHISTORY; false for one that is none. */
static bool
begin_past(const struct incoming *in, const struct entry *e)
{
	const char *msgid = irc_tag(in->m, "msgid");
	bool context = irc_tag(in->m, "draft/chathistory-context");

	if (strcmp(in->m->command, "BATCH") != 0 && !context)
		page_message(in_page(in), msgid ? msgid : "", in->time_ms);
	for (size_t i = 0; e && i < sizeof(past) / sizeof(*past); i++)
		if (!strcmp(past[i], e->command))
			return true;
	return false;
}

/* By the server's clock, which may be another one: what tells its time now
 * tells how far that is ahead. */
static void
note_heard(const struct incoming *in)
{
	struct network *n = in->n;
	int64_t now_ms = clock_wall_ms(), ahead_ms = in->time_ms - now_ms;

	if (n->status != NETWORK_ONLINE)
		return;
	if (in->time_ms && !in->batch && ahead_ms > -CLOCKS_APART_MS &&
	    ahead_ms < CLOCKS_APART_MS)
		n->ahead_ms = ahead_ms;
	n->heard_ms = now_ms + n->ahead_ms;
}

static void
heed(const struct incoming *in, const struct entry *e)
{
	note_heard(in);
	if (in_page(in) && !begin_past(in, e))
		return;
	if (in->batch && in->batch->search && is_talk(in->m->command))
		handle_search_line(in);
	else if (!e)
		handle_other(in);
	else if (in->m->nparams >= e->least)
		e->run(in);
}

static void
dispatch(
    struct state *s, struct network *n, const struct irc_msg *m, int64_t now_ms)
{
	struct incoming in = {.s = s, .n = n, .m = m, .now_ms = now_ms};
	const char *time = irc_tag(m, "time");

	if (m->source)
		irc_source_parse(&in.from, m->source);
	in.server = !m->source || (!*in.from.user && strchr(in.from.nick, '.'));
	in.self = m->source && !in.server && network_is_me(n, in.from.nick);
	in.time_ms = time ? clock_parse_iso(time) : 0;
	if (in.time_ms < 0)
		in.time_ms = 0;
	in.batch = batch_of(n, m);
	heed(&in, find(m->command));
	if (s->heard)
		s->heard(s->heard_arg, &in);
}

void
handle_line(struct state *s, struct network *n, const char *line, size_t len,
    int64_t now_ms)
{
	struct buf text = {0};
	struct irc_msg m;

	decode(&text, line, len);
	if (text.data && irc_parse(&m, text.data, text.len) == IRC_OK)
		dispatch(s, n, &m, now_ms);
	buf_free(&text);
}

void
handle_connected(struct network *n)
{
	network_reset(n);
	n->status = NETWORK_REGISTERING;
	n->negotiating = true;
	mem_replace(&n->nick, n->wish);
	if (*n->password)
		network_send(n, "PASS", n->password, NULL);
	network_send(n, "CAP", "LS", "302", NULL);
	network_send(n, "NICK", n->wish, NULL);
	network_send(n, "USER", n->wish, "0", "*",
	    *n->realname ? n->realname : n->wish, NULL);
}

void
handle_lost(struct state *s, struct network *n, const char *why)
{
	bool was_online = n->status == NETWORK_ONLINE;
	struct room *r;

	network_reset(n);
	n->status = NETWORK_OFFLINE;
	if (was_online)
		n->left_ms = n->heard_ms;
	state_say(s, n->room, SAID_ERROR, "%s", why);
	search_lost(s, n);
	DL_FOREACH (s->rooms, r) {
		if (r->network != n || r->kind == ROOM_SERVER ||
		    r->kind == ROOM_RESULTS || !was_online)
			continue;
		if (r->kind == ROOM_CHANNEL && !r->joined)
			continue;
		history_lost(r);
		r->left_ms = n->left_ms;
		r->left_line = room_newest(r);
		r->rejoin = r->joined;
		r->joined = false;
		room_part_all(r);
		state_say(s, r, SAID_ERROR, "%s", why);
	}
}
