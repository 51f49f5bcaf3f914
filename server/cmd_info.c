/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_info.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "config.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/find.h"
#include "server/isupport.h"
#include "server/reply.h"
#include "server/welcome.h"

enum { NUMBER_LEN = 24, MS = 1000, HELP_LINE = 60 };

void
cmd_motd(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (find_server(srv, s, irc_param(m, 0)))
		welcome_motd(srv, s);
}

void
cmd_isupport(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	if (s->user || session_has(s, CAP_EXTENDED_ISUPPORT))
		isupport_send(srv, s);
	else
		reply(srv, s, ERR_NOTREGISTERED, NULL);
}

void
cmd_lusers(struct server *srv, struct session *s, const struct irc_msg *m)
{
	/* a mask of servers, or a mask and whom to ask */
	if (find_server(srv, s, irc_param(m, m->nparams > 1)))
		welcome_lusers(srv, s);
}

void
cmd_version(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (!find_server(srv, s, irc_param(m, 0)))
		return;
	reply_text(srv, s, RPL_VERSION,
	    WORDS(PACKAGE_TARNAME "-" PACKAGE_VERSION,
		srv->settings->server_name),
	    "%s", srv->settings->description);
	isupport_send(srv, s);
}

void
cmd_time(struct server *srv, struct session *s, const struct irc_msg *m)
{
	time_t now = (time_t)(clock_wall_ms() / MS);
	char seconds[NUMBER_LEN], text[64] = "";
	struct tm tm;

	if (!find_server(srv, s, irc_param(m, 0)))
		return;
	snprintf(seconds, sizeof(seconds), "%" PRId64, (int64_t)now);
	if (localtime_r(&now, &tm))
		strftime(text, sizeof(text), "%A %B %e %Y -- %H:%M:%S %z", &tm);
	reply_text(srv, s, RPL_TIME,
	    WORDS(srv->settings->server_name, seconds, "0"), "%s", text);
}

void
cmd_admin(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct settings *set = srv->settings;

	if (!find_server(srv, s, irc_param(m, 0)))
		return;
	if (!*set->admin_name && !*set->admin_location && !*set->admin_email) {
		reply(srv, s, ERR_NOADMININFO, set->server_name, NULL);
		return;
	}
	reply(srv, s, RPL_ADMINME, set->server_name, NULL);
	reply_text(srv, s, RPL_ADMINLOC1, NULL, "%s", set->admin_name);
	reply_text(srv, s, RPL_ADMINLOC2, NULL, "%s", set->admin_location);
	reply_text(srv, s, RPL_ADMINEMAIL, NULL, "%s", set->admin_email);
}

void
cmd_info(struct server *srv, struct session *s, const struct irc_msg *m)
{
	char started[CLOCK_ISO_LEN];

	if (!find_server(srv, s, irc_param(m, 0)))
		return;
	clock_iso(srv->started_ms, started);
	reply_text(srv, s, RPL_INFO, NULL, "%s %s, a chat server",
	    PACKAGE_TARNAME, PACKAGE_VERSION);
	reply_text(srv, s, RPL_INFO, NULL,
	    "Free software: GNU GPL, version 3 or later");
	reply_text(srv, s, RPL_INFO, NULL, "Running since %s", started);
	reply(srv, s, RPL_ENDOFINFO, NULL);
}

static void
help_command(struct server *srv, struct session *s, const struct command *c)
{
	reply_text(srv, s, RPL_HELPSTART, WORDS(c->name), "%s", c->syntax);
	reply_text(srv, s, RPL_HELPTXT, WORDS(c->name), "%s", "");
	reply_text(srv, s, RPL_HELPTXT, WORDS(c->name), "%s", c->help);
	reply_text(srv, s, RPL_ENDOFHELP, WORDS(c->name), "End of help");
}

static void
help_line(struct server *srv, struct session *s, struct buf *line)
{
	if (line->len > 0)
		reply_text(
		    srv, s, RPL_HELPTXT, WORDS("index"), "%s", line->data);
	buf_reset(line);
}

static void
help_index(struct server *srv, struct session *s)
{
	struct buf line = {0};

	reply_text(srv, s, RPL_HELPSTART, WORDS("index"),
	    "The commands of this server; HELP command says more");
	reply_text(srv, s, RPL_HELPTXT, WORDS("index"), "%s", "");
	for (const struct command *c = srv->commands; c->name; c++) {
		if (line.len + strlen(c->name) > HELP_LINE)
			help_line(srv, s, &line);
		buf_addf(&line, "%s%s", line.len ? " " : "", c->name);
	}
	help_line(srv, s, &line);
	buf_free(&line);
	reply_text(srv, s, RPL_ENDOFHELP, WORDS("index"), "End of help");
}

void
cmd_help(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *name = m->nparams > 0 ? m->params[0] : "";
	const struct command *c = command_lookup(srv->commands, name);

	if (!*name || !text_casecmp(name, "index"))
		help_index(srv, s);
	else if (c)
		help_command(srv, s, c);
	else
		reply(srv, s, ERR_HELPNOTFOUND, name, NULL);
}
