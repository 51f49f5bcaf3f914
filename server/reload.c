/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/caps.h"
#include "server/cmd_cap.h"
#include "server/hub.h"
#include "server/isupport.h"
#include "server/listen.h"
#include "server/logins.h"
#include "server/notify.h"
#include "server/opers.h"
#include "server/plain_port.h"
#include "server/reply.h"
#include "server/retention.h"
#include "server/seal.h"
#include "server/session.h"
#include "server/sts.h"

enum { MOTD_LINES = 500, MOTD_WIDTH = 400 };

void
reload_free_motd(struct server *srv)
{
	for (size_t i = 0; i < srv->motd_lines; i++)
		free(srv->motd[i]);
	free(srv->motd);
	srv->motd = NULL;
	srv->motd_lines = 0;
}

/* Only what is sound UTF-8 is shown, as the network speaks nothing else. */
static void
add_motd_line(struct server *srv, char *line)
{
	size_t len = strcspn(line, "\r\n");
	struct buf clean = {0};

	if (utf8_valid(line, len))
		buf_add(&clean, line, utf8_cut(line, len, MOTD_WIDTH));
	else
		text_visible(&clean, line,
		    len < MOTD_WIDTH / 3 ? len : MOTD_WIDTH / 3, NULL);
	srv->motd =
	    mem_resize(srv->motd, (srv->motd_lines + 1) * sizeof(*srv->motd));
	srv->motd[srv->motd_lines++] = mem_strdup(clean.data ? clean.data : "");
	buf_free(&clean);
}

static void
read_motd(struct server *srv)
{
	const char *path = srv->settings->motd_file;
	char line[4096];
	FILE *f;

	reload_free_motd(srv);
	if (!*path)
		return;
	f = fopen(path, "re");
	if (!f) {
		log_warn("motd-file %s: %s", path, strerror(errno));
		return;
	}
	while (srv->motd_lines < MOTD_LINES && fgets(line, sizeof(line), f))
		add_motd_line(srv, line);
	fclose(f);
}

void
reload_apply(struct server *srv)
{
	const struct settings *set = srv->settings;
	struct session *s;

	log_open(
	    srv->verbose ? LOG_LEVEL_DEBUG : (enum log_level)set->log_level);
	srv->world.whowas_max = (size_t)set->whowas_entries;
	srv->world.channel_modes = set->channel_modes;
	srv->world.lobby = set->lobby;
	for (s = srv->sessions; s; s = s->next) {
		s->conn.out_max = (size_t)set->output_max;
		plain_port_settle(srv, s);
	}
	logins_ask(srv->logins, set->reserve_logins);
	read_motd(srv);
	retention_now(srv);
	srv->absent_again = true;
}

static void
say_reloaded(const struct server *srv)
{
	struct buf addresses = {0};

	listen_format(srv, &addresses);
	log_info("reloaded; listening at %s",
	    addresses.data ? addresses.data : "nothing");
	buf_free(&addresses);
}

/* Whoever asked by REHASH sees no log. */
static void
say_failed(struct server *srv, const char *why)
{
	struct buf text = {0};

	log_error("%s", why);
	buf_addf(&text, "Reload failed: %s", why);
	hub_tell_operators(srv, text.data);
	buf_free(&text);
}

/* No part of what it may be waiting for under a label. */
static void
tell_change(struct server *srv, struct session *s, const char *tokens)
{
	bool was = session_label_pause(s);

	isupport_say(srv, s, tokens);
	session_label_resume(s, was);
}

/* What was said about the server at the beginning stays true. */
static void
tell_changes(struct server *srv, const struct settings *before)
{
	struct buf changes = {0};
	struct session *s;

	isupport_changes(&changes, before, srv->settings);
	for (s = srv->sessions; s && changes.len > 0; s = s->next)
		if (s->user || session_has(s, CAP_EXTENDED_ISUPPORT))
			tell_change(srv, s, changes.data);
	for (s = srv->sessions; s; s = s->next) {
		struct cap_offer o = cap_offer(before, s);

		cap_tell(srv, s, &o);
	}
	buf_free(&changes);
}

void
reload(struct server *srv)
{
	struct buf err = {0};
	struct settings *old = srv->settings, *fresh;

	notify("RELOADING=1");
	fresh = server_settings_load(
	    server_settings_path(srv->settings_path), &err);
	if (fresh) {
		fresh->search = old->search;
		/* clients know the server by it */
		mem_replace(&fresh->server_name, old->server_name);
		srv->settings = fresh;
		reload_apply(srv);
		tell_changes(srv, old);
		opers_settle(srv);
		server_settings_free(old);
		if (listen_sync(srv, &err) == 0 && seal_sync(srv, &err) == 0)
			say_reloaded(srv);
		sts_tell_changes(srv);
	}
	if (err.len > 0)
		say_failed(srv, err.data);
	buf_free(&err);
	notify("READY=1");
}
