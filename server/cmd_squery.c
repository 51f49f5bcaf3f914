/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_squery.h"

#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "server/reply.h"
#include "server/service_ask.h"

void
cmd_squery(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct service *v = service_find(srv, m->params[0]);

	if (v)
		service_ask(srv, s, v, m->params[1]);
	else
		reply(srv, s, ERR_NOSUCHSERVICE, m->params[0], NULL);
}

void
cmd_to_service(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct service *v = service_of_command(srv, m->command);
	struct buf line = {0};

	buf_adds(&line, "");
	for (size_t i = 0; i < m->nparams; i++)
		buf_addf(&line, "%s%s", i ? " " : "", m->params[i]);
	if (v)
		service_ask(srv, s, v, line.data);
	else
		reply(srv, s, ERR_UNKNOWNCOMMAND, m->command, NULL);
	buf_wipe(&line);
}

static bool
is_asked_for(const struct service *v, const char *mask, const char *type)
{
	return text_match(mask, v->name) && !strcmp(type, "0");
}

void
cmd_servlist(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *mask = irc_param(m, 0), *type = irc_param(m, 1);
	const struct service *const *v = srv->services;

	mask = mask && *mask ? mask : "*";
	type = type && *type ? type : "0";
	for (; v && *v; v++)
		if (is_asked_for(*v, mask, type))
			reply_text(srv, s, RPL_SERVLIST,
			    WORDS((*v)->name, srv->settings->server_name, "*",
				"0", "0"),
			    "%s", (*v)->description);
	reply(srv, s, RPL_SERVLISTEND, mask, type, NULL);
}
