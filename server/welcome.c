/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/welcome.h"

#include <stdio.h>

#include "common/buf.h"
#include "common/clock.h"
#include "config.h"
#include "server/isupport.h"
#include "server/metadata_show.h"
#include "server/modes.h"
#include "server/reply.h"

enum { NUMBER_LEN = 24 };

struct counts {
	size_t invisible, operators, unknown, channels;
};

static void
count_all(const struct server *srv, struct counts *n)
{
	for (const struct user *u = srv->world.users; u; u = u->hh.next) {
		n->invisible += !!(u->modes & USER_INVISIBLE);
		n->operators += !!(u->modes & USER_OPER);
	}
	for (const struct channel *c = srv->world.channels; c; c = c->hh.next)
		n->channels += c->nmembers > 0;
	for (const struct session *s = srv->sessions; s; s = s->next)
		n->unknown += !s->user;
}

static void
send_count(struct server *srv, struct session *s, enum numeric n, size_t count)
{
	char number[NUMBER_LEN];

	snprintf(number, sizeof(number), "%zu", count);
	if (count > 0)
		reply(srv, s, n, number, NULL);
}

static void
send_users(struct server *srv, struct session *s, enum numeric n,
    const char *where, size_t now, size_t most)
{
	char a[NUMBER_LEN], b[NUMBER_LEN];

	snprintf(a, sizeof(a), "%zu", now);
	snprintf(b, sizeof(b), "%zu", most);
	reply_text(srv, s, n, WORDS(a, b), "Current %s users %zu, max %zu",
	    where, now, most);
}

void
welcome_lusers(struct server *srv, struct session *s)
{
	size_t users = srv->world.nusers, most = srv->world.max_users;
	struct counts n = {0};

	count_all(srv, &n);
	reply_text(srv, s, RPL_LUSERCLIENT, NULL,
	    "There are %zu users and %zu invisible on 1 servers",
	    users - n.invisible, n.invisible);
	send_count(srv, s, RPL_LUSEROP, n.operators);
	send_count(srv, s, RPL_LUSERUNKNOWN, n.unknown);
	send_count(srv, s, RPL_LUSERCHANNELS, n.channels);
	reply_text(srv, s, RPL_LUSERME, NULL,
	    "I have %zu clients and 0 servers", users);
	send_users(srv, s, RPL_LOCALUSERS, "local", users, most);
	send_users(srv, s, RPL_GLOBALUSERS, "global", users, most);
}

void
welcome_motd(struct server *srv, struct session *s)
{
	if (!srv->motd) {
		reply(srv, s, ERR_NOMOTD, NULL);
		return;
	}
	reply_text(srv, s, RPL_MOTDSTART, NULL, "- %s Message of the day - ",
	    srv->settings->server_name);
	for (size_t i = 0; i < srv->motd_lines; i++)
		reply_text(srv, s, RPL_MOTD, NULL, "- %s", srv->motd[i]);
	reply(srv, s, RPL_ENDOFMOTD, NULL);
}

static void
letters(struct buf *out, const struct mode_def *table, bool with_param)
{
	for (; table->letter; table++)
		if (!with_param || table->type != MODE_FLAG)
			buf_addc(out, table->letter);
}

static void
send_myinfo(struct server *srv, struct session *s)
{
	struct buf users = {0}, channels = {0}, with_param = {0};

	letters(&users, user_modes, false);
	letters(&channels, channel_modes, false);
	letters(&with_param, channel_modes, true);
	reply(srv, s, RPL_MYINFO, srv->settings->server_name,
	    PACKAGE_TARNAME "-" PACKAGE_VERSION, users.data, channels.data,
	    with_param.data, NULL);
	buf_free(&users);
	buf_free(&channels);
	buf_free(&with_param);
}

static void
send_modes(struct server *srv, struct session *s)
{
	struct buf out = {0};

	buf_addc(&out, '+');
	for (const struct mode_def *m = user_modes; m->letter; m++)
		if (s->user->modes & m->bit)
			buf_addc(&out, m->letter);
	if (out.len > 1)
		reply(srv, s, RPL_UMODEIS, out.data, NULL);
	buf_free(&out);
}

void
welcome(struct server *srv, struct session *s)
{
	const struct settings *set = srv->settings;
	const struct user *u = s->user;
	char started[CLOCK_ISO_LEN];

	clock_iso(srv->started_ms, started);
	reply_text(srv, s, RPL_WELCOME, NULL,
	    "Welcome to the %s network, %s!%s@%s", set->network, u->nick,
	    u->name, u->host);
	reply_text(srv, s, RPL_YOURHOST, NULL,
	    "Your host is %s, running version %s", set->server_name,
	    PACKAGE_TARNAME "-" PACKAGE_VERSION);
	reply_text(srv, s, RPL_CREATED, NULL,
	    "This server has been running since %s", started);
	send_myinfo(srv, s);
	isupport_send(srv, s);
	welcome_lusers(srv, s);
	metadata_welcome(srv, s);
	welcome_motd(srv, s);
	send_modes(srv, s);
}
