/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_register.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "server/acknowledge.h"
#include "server/device.h"
#include "server/name.h"
#include "server/registration.h"
#include "server/reply.h"

enum { REASON_MAX = 300 };

void
cmd_pass(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)srv;
	mem_wipe(&s->password);
	mem_replace(&s->password, m->params[0]);
}

static void
keep_realname(struct server *srv, struct session *s, const char *given)
{
	size_t max = (size_t)srv->settings->realname_length;
	char *cut = mem_strndup(given, utf8_cut(given, strlen(given), max));

	if (*cut || !s->realname)
		mem_replace(&s->realname, *cut ? cut : s->username);
	mem_replace(&cut, NULL);
}

void
cmd_user(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct buf name = {0}, device = {0};
	char *given = mem_strdup(m->params[0]);

	given[device_name(&device, given)] = '\0';
	name_user(&name, given);
	mem_replace(&s->username, name.data);
	mem_replace(&s->device, device.data);
	buf_free(&name);
	buf_free(&device);
	free(given);
	keep_realname(srv, s, m->params[3]);
	s->needs &= ~NEED_USER;
	registration_try(srv, s);
}

void
cmd_ping(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (m->nparams == 0 || !*m->params[0])
		reply(srv, s, ERR_NOORIGIN, NULL);
	else
		reply_command(srv, s, "PONG", WORDS(srv->settings->server_name),
		    m->params[0]);
}

void
cmd_pong(struct server *srv, struct session *s, const struct irc_msg *m)
{
	acknowledge_heard(srv, s, m);
}

void
cmd_ignored(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)srv;
	(void)s;
	(void)m;
}

void
cmd_quit(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *why = m->nparams > 0 ? m->params[0] : "";

	(void)srv;
	s->quit = true;
	session_doom(
	    s, "%.*s", (int)utf8_cut(why, strlen(why), REASON_MAX), why);
}
