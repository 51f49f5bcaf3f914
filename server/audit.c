/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/audit.h"

#include <stdarg.h>

#include "common/buf.h"
#include "common/log.h"
#include "server/hub.h"

static const char *
known(const char *word)
{
	return word && *word ? word : "-";
}

static void
add_who(struct buf *out, const struct server *srv, const struct session *by)
{
	const struct user *u = by ? by->user : NULL;

	if (!by) {
		buf_addf(out, "%s account=- uid=- address=-",
		    srv->settings->server_name);
		return;
	}
	buf_addf(out, "%s!%s@%s account=%s uid=", u ? u->nick : known(by->nick),
	    u ? u->name : known(by->username), u ? u->host : session_host(by),
	    known(session_account(by)));
	if (by->local)
		buf_addf(out, "%u", (unsigned)by->uid);
	else
		buf_addc(out, '-');
	buf_addf(out, " address=%s", by->address);
}

void
audit(struct server *srv, const struct session *by, const char *what,
    const char *whom, const char *why_fmt, ...)
{
	struct buf line = {0};
	va_list ap;

	buf_addf(&line, "audit %s by ", what);
	add_who(&line, srv, by);
	buf_addf(&line, " on %s: ", known(whom));
	va_start(ap, why_fmt);
	buf_addv(&line, why_fmt, ap);
	va_end(ap);
	log_info("%s", line.data);
	hub_tell_other_operators(srv, by, line.data);
	buf_free(&line);
}

void
audit_user(struct server *srv, const struct session *by, const char *what,
    const struct user *whom, const char *why)
{
	struct buf mask = {0};

	buf_addf(&mask, "%s!%s@%s", whom->nick, whom->name, whom->host);
	audit(srv, by, what, mask.data, "%s", why);
	buf_free(&mask);
}

void
audit_lobby(struct server *srv, const struct session *by,
    const struct channel *c, const char *what, const char *why)
{
	const struct member *m;

	if (!by || !world_is_lobby(c) || !(by->user->modes & USER_OPER))
		return;
	m = world_member(c, by->user);
	if (m && modes_rank(m->modes) == 0)
		audit(srv, by, what, c->name, "%s", known(why));
}
