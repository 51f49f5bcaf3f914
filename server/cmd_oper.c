/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_oper.h"

#include <stdbool.h>
#include <string.h>

#include "server/audit.h"
#include "server/guess.h"
#include "server/opers.h"
#include "server/password.h"
#include "server/reply.h"

static void
oper_refuse(struct server *srv, struct session *s, const char *title)
{
	guess_wrong_here(srv, s, title);
	audit(srv, s, "OPER-REFUSED", title, "wrong title or password");
	reply(srv, s, ERR_PASSWDMISMATCH, NULL);
}

static void
refuse_too_often(struct server *srv, struct session *s)
{
	reply_text(srv, s, ERR_PASSWDMISMATCH, NULL,
	    "Too many wrong passwords; try again later");
}

/* Others who began at the same time may have guessed too often meanwhile. */
static void
oper_answered(struct server *srv, struct session *s, const char *title,
    const char *hash, bool right)
{
	const struct settings_oper *o = oper_find(srv->settings, title);

	if (guess_wait_here_ms(srv, s, title) > 0)
		refuse_too_often(srv, s);
	else if (right && o && !strcmp(o->password_hash, hash))
		oper_grant(srv, s, o, true);
	else
		oper_refuse(srv, s, title);
}

static void
oper_check(struct server *srv, struct session *s, const struct settings_oper *o,
    const char *password)
{
	struct password_question q = {
	    o->title, o->password_hash, password, oper_answered};

	if (password_ask(srv, s, &q) < 0)
		reply_text(srv, s, ERR_PASSWDMISMATCH, NULL,
		    "The server is busy; try again");
}

void
cmd_oper(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct settings_oper *o = oper_find(srv->settings, m->params[0]);

	if (srv->settings->opers.count == 0)
		reply(srv, s, ERR_NOOPERHOST, NULL);
	else if (o && oper_listed(s, o))
		oper_grant(srv, s, o, false);
	else if (m->nparams < 2)
		reply(srv, s, ERR_NEEDMOREPARAMS, "OPER", NULL);
	else if (guess_wait_here_ms(srv, s, m->params[0]) > 0)
		refuse_too_often(srv, s);
	else if (o && *o->password_hash)
		oper_check(srv, s, o, m->params[1]);
	else
		oper_refuse(srv, s, m->params[0]);
}
