/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_chghost.h"

#include <string.h>

#include "common/buf.h"
#include "server/audit.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/name.h"
#include "server/reply.h"

static void
change(struct server *srv, struct session *s, const struct user *u,
    const char *name, const char *host)
{
	struct event e = hub_event(srv, EVENT_CHGHOST, s);
	struct buf said = {0};

	if (strcmp(u->name, name) != 0 || strcmp(u->host, host) != 0) {
		buf_addf(&said, "%s@%s", name, host);
		audit_user(srv, s, "CHGHOST", u, said.data);
		buf_reset(&said);
		world_actor(&e.source, u);
		e.arg = name;
		e.body = host;
		hub_publish(srv, &e);
	}
	buf_addf(&said, "%s is %s@%s now", u->nick, u->name, u->host);
	reply_command(srv, s, "NOTICE", WORDS(session_name(s)), said.data);
	buf_free(&said);
}

void
cmd_chghost(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct user *u = find_user(srv, s, m->params[0]);
	const char *wrong = name_check_host(m->params[1]);

	if (u && wrong)
		reply_notice(srv, s, "FAIL", "CHGHOST", "INVALID_HOST", NULL,
		    "%s", wrong);
	else if (u)
		change(srv, s, u, u->name, m->params[1]);
}

void
cmd_chgident(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct user *u = find_user(srv, s, m->params[0]);
	const char *wrong = name_check_user(m->params[1]);

	if (u && wrong)
		reply_notice(srv, s, "FAIL", "CHGIDENT", "INVALID_USER", NULL,
		    "%s", wrong);
	else if (u)
		change(srv, s, u, m->params[1], u->host);
}
