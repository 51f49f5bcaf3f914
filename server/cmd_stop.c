/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_stop.h"

#include <stdbool.h>

#include "common/log.h"
#include "server/find.h"
#include "server/reply.h"

void
cmd_rehash(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *path = server_settings_path(srv->settings_path);

	(void)m;
	log_info("%s reloads the configuration", s->user->nick);
	reply(srv, s, RPL_REHASHING, path ? path : "*", NULL);
	srv->rehash = true;
}

static bool
may_stop(struct server *srv, struct session *s, const struct irc_msg *m,
    const char *privilege)
{
	if (!find_server(srv, s, irc_param(m, 0)))
		return false;
	if (!srv->settings->operators_stop)
		reply(srv, s, ERR_NOPRIVS, privilege, NULL);
	return srv->settings->operators_stop;
}

void
cmd_die(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (!may_stop(srv, s, m, "die"))
		return;
	log_info("%s ends the server", s->user->nick);
	srv->stop = "Server is shutting down";
}

void
cmd_restart(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (!may_stop(srv, s, m, "restart"))
		return;
	log_info("%s restarts the server", s->user->nick);
	srv->restart = true;
	srv->stop = "Server is restarting";
}
