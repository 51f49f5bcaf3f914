/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_stop.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sysexits.h>

#include "common/buf.h"
#include "common/text.h"
#include "server/audit.h"
#include "server/reply.h"
#include "server/seal.h"

void
cmd_rehash(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *path = server_settings_path(srv->settings_path);

	(void)m;
	audit(srv, s, "REHASH", path, "the configuration is read again");
	reply(srv, s, RPL_REHASHING, path ? path : "*", NULL);
	srv->rehash = true;
}

/* By its own name only: who would find it by somebody's nick may mean to end
 * somebody, not everybody. */
static bool
may_stop(struct server *srv, struct session *s, const struct irc_msg *m,
    const char *privilege)
{
	const char *name = irc_param(m, 0);

	if (name && !text_match(name, srv->settings->server_name)) {
		reply(srv, s, ERR_NOSUCHSERVER, *name ? name : "*", NULL);
		return false;
	}
	if (!srv->settings->operators_stop)
		reply(srv, s, ERR_NOPRIVS, privilege, NULL);
	return srv->settings->operators_stop;
}

void
cmd_die(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (!may_stop(srv, s, m, "die"))
		return;
	audit(srv, s, "DIE", NULL, "the server ends");
	srv->restart = false;
	srv->status = EX_OK;
	srv->stop = "Server is shutting down";
}

/* With a mistake in its configuration it would not come back. Whether one that
 * was settled may read its keys says nothing of who starts it again. */
static bool
can_come_back(struct server *srv, struct session *s)
{
	struct buf err = {0};
	struct settings *next = server_settings_load(
	    server_settings_path(srv->settings_path), &err);
	bool sound = next && (srv->settled || seal_usable(next, &err) == 0);

	if (!sound) {
		audit(srv, s, "RESTART-REFUSED", NULL, "%s", err.data);
		reply_notice(srv, s, "FAIL", "RESTART", "INVALID_CONFIGURATION",
		    NULL, "%s", err.data);
	}
	server_settings_free(next);
	buf_free(&err);
	return sound;
}

/* What it gave up it could not get back: its service manager can. */
static bool
can_start_again(struct server *srv, struct session *s)
{
	if (!srv->settled || getenv("NOTIFY_SOCKET"))
		return true;
	reply_notice(srv, s, "FAIL", "RESTART", "CONFINED", NULL,
	    "This server has given up the right to start programs: end it "
	    "(DIE) and start it again, or set confine = no");
	return false;
}

void
cmd_restart(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (!may_stop(srv, s, m, "restart") || srv->stop ||
	    !can_start_again(srv, s) || !can_come_back(srv, s))
		return;
	audit(srv, s, "RESTART", NULL, "the server starts again");
	srv->restart = !srv->settled;
	srv->status = srv->settled ? EX_TEMPFAIL : EX_OK;
	srv->stop = "Server is restarting";
}
