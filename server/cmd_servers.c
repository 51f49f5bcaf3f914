/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_servers.h"

#include <utlist.h>

#include "common/text.h"
#include "config.h"
#include "server/answer_rows.h"
#include "server/find.h"
#include "server/modes.h"
#include "server/reply.h"

/* LINKS [[server] mask] */
void
cmd_links(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *mask = irc_param(m, m->nparams > 1);
	const char *name = srv->settings->server_name;

	if (m->nparams > 1 && !find_server(srv, s, m->params[0]))
		return;
	if (!mask || !*mask)
		mask = "*";
	if (text_match(mask, name))
		reply_text(srv, s, RPL_LINKS, WORDS(name, name), "0 %s",
		    srv->settings->description);
	reply(srv, s, RPL_ENDOFLINKS, mask, NULL);
}

void
cmd_map(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	reply_text(srv, s, RPL_MAP, NULL, "%s (%zu users)",
	    srv->settings->server_name, srv->world.nusers);
	reply(srv, s, RPL_MAPEND, NULL);
}

static void
trace_session(struct server *srv, struct session *s, const struct session *x)
{
	if (!x->user)
		reply(srv, s, RPL_TRACEUNKNOWN, "????", "users", x->address,
		    NULL);
	else if (x->user->modes & USER_OPER)
		reply(srv, s, RPL_TRACEOPERATOR, "Oper", "users", x->user->nick,
		    NULL);
	else
		reply(srv, s, RPL_TRACEUSER, "User", "users", x->user->nick,
		    NULL);
}

/* How many connections somebody has is not for others. */
static void
trace_user(struct server *srv, struct session *s, const struct user *u)
{
	bool all = u == s->user || s->user->modes & USER_OPER;
	const struct session *x;

	DL_FOREACH2 (u->sessions, x, user_next) {
		trace_session(srv, s, x);
		if (!all)
			break;
	}
}

static void
trace_end(struct server *srv, struct session *s)
{
	reply(srv, s, RPL_TRACEEND, srv->settings->server_name,
	    PACKAGE_TARNAME "-" PACKAGE_VERSION, NULL);
}

static bool
trace_row(struct server *srv, struct session *s, const void *one)
{
	trace_session(srv, s, one);
	return true;
}

static void
trace_last(struct server *srv, struct session *s, size_t rows)
{
	(void)rows;
	trace_end(srv, s);
}

static const struct answer_rows trace_rows = {
    ANSWER_SESSIONS, trace_row, trace_last};

void
cmd_trace(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *name = irc_param(m, 0);
	const struct user *u = name ? world_user(&srv->world, name) : NULL;

	if (!find_server(srv, s, name))
		return;
	if (!u && s->user->modes & USER_OPER) {
		answer_rows(srv, s, &trace_rows);
		return;
	}
	trace_user(srv, s, u ? u : s->user);
	trace_end(srv, s);
}

void
cmd_no_server(struct server *srv, struct session *s, const struct irc_msg *m)
{
	reply(srv, s, ERR_NOSUCHSERVER, m->params[0], NULL);
}

void
cmd_service(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	reply_text(srv, s, ERR_NOPRIVILEGES, NULL,
	    "Permission denied: this server takes no services");
}

void
cmd_summon(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	reply(srv, s, ERR_SUMMONDISABLED, NULL);
}

void
cmd_users(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	reply(srv, s, ERR_USERSDISABLED, NULL);
}
