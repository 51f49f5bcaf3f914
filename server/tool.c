/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "common/text.h"
#include "server/backup.h"
#include "server/export.h"
#include "server/import.h"
#include "server/invite_tool.h"
#include "server/name.h"
#include "server/statedir.h"

bool
tool_asked(const struct options *o)
{
	return o->invite || o->backup || o->export_to || o->files.count > 0;
}

static int
run_export(const struct options *o, const char *dir, struct buf *err)
{
	const struct export x = {dir, o->export_to, o->channel, o->account};

	return export_run(&x, err);
}

static bool
zone_is_known(const char *zone)
{
	const char *folder = getenv("TZDIR");
	struct buf path = {0};
	bool known;

	/* "CET-1CEST" and the like say all themselves */
	if (!strcmp(zone, "UTC") || strpbrk(zone, "-+0123456789"))
		return true;
	buf_addf(&path, "%s/%s", folder ? folder : "/usr/share/zoneinfo", zone);
	known = access(path.data, R_OK) == 0;
	buf_free(&path);
	return known;
}

static int
set_zone(const char *zone, struct buf *err)
{
	if (!zone)
		return 0;
	if (!*zone || !zone_is_known(zone)) {
		buf_addf(err,
		    "--timezone %s: not a time zone of this machine, as in "
		    "Europe/Berlin or UTC",
		    zone);
		return -1;
	}
	setenv("TZ", zone, 1);
	tzset();
	return 0;
}

/* What is asked for, as import.h has it. */
static int
plan_import(const struct options *o, struct import *i, struct buf *err)
{
	struct import_log day = {0};
	bool log = o->format && strcmp(o->format, "json") != 0;

	i->format = log ? import_log_format(o->format) : NULL;
	if (log && !i->format)
		buf_addf(err,
		    "--format %s: must be json, weechat, irssi or znc",
		    o->format);
	else if (log && (!o->channel || name_check_channel(o->channel, 255)))
		buf_adds(err, "a log needs --channel: the channel it is of");
	else if (!log && (o->channel || o->nick || o->date || o->timezone))
		buf_adds(err,
		    "--channel, --nick, --date and --timezone go with a log's "
		    "--format: JSON lines say it themselves");
	else if (o->date && i->format->days == IMPORT_LOG_DATED)
		buf_addf(err, "--date: each line of a %s log has its own",
		    o->format);
	else if (o->date && import_log_day(&day, o->date) < 0)
		buf_addf(err, "--date %s: must be as in 2026-11-26", o->date);
	return err->len > 0 ? -1 : set_zone(o->timezone, err);
}

static int
locked_import(const struct options *o, const struct import *i, struct buf *err)
{
	struct settings *set =
	    server_settings_load(server_settings_path(o->settings), err);
	int lock, status;

	if (!set)
		return EX_CONFIG;
	lock = statedir_open(i->dir, err);
	if (lock < 0 && errno == EWOULDBLOCK) {
		buf_reset(err);
		buf_addf(err,
		    "a tcpchat-server runs with the state directory %s: stop "
		    "it for as long as the import takes",
		    i->dir);
		status = EX_TEMPFAIL;
	} else {
		status = lock < 0 ? EX_CANTCREAT : import_run(i, set, err);
	}
	if (lock >= 0)
		close(lock);
	server_settings_free(set);
	return status;
}

static int
run_import(const struct options *o, const char *dir, struct buf *err)
{
	struct import i = {.dir = dir,
	    .files = (const char *const *)o->files.items,
	    .nfiles = o->files.count,
	    .channel = o->channel,
	    .nick = o->nick,
	    .date = o->date,
	    .owner = o->owner};

	if (plan_import(o, &i, err) < 0)
		return EX_USAGE;
	return locked_import(o, &i, err);
}

static int
run_asked(const struct options *o, const char *dir, struct buf *err)
{
	if (o->invite)
		return invite_tool(o, dir, err);
	if (o->backup)
		return backup(dir, o->backup, err);
	return o->export_to ? run_export(o, dir, err) : run_import(o, dir, err);
}

/* Names of files may be anything. */
static void
say(const struct buf *text)
{
	struct buf shown = {0};

	text_visible(&shown, text->data, text->len, "\n");
	fprintf(stderr, "tcpchat-server: %s\n", shown.data);
	buf_free(&shown);
}

int
tool_run(const struct options *o)
{
	struct buf dir = {0}, err = {0};
	int status = EX_CANTCREAT;

	if (statedir_find(o->state, &dir, &err) == 0)
		status = run_asked(o, dir.data, &err);
	if (err.len > 0)
		say(&err);
	buf_free(&dir);
	buf_free(&err);
	return status;
}
