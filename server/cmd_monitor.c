/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_monitor.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/find.h"
#include "server/metadata_show.h"
#include "server/monitor.h"
#include "server/name.h"
#include "server/reply.h"
#include "server/service.h"

/* What a line has left for nicks where all other names are as long as they
 * may be; nicks that cost one line more. */
enum { LINE_BYTES = 340, A_LINE = 16, NUMBER_LEN = 24 };

/* A comma list on as many lines as it takes. */
struct list {
	struct server *srv;
	struct session *s;
	enum numeric numeric;
	struct buf line;
};

static void
list_flush(struct list *l)
{
	if (l->line.len > 0)
		reply_text(l->srv, l->s, l->numeric, NULL, "%s", l->line.data);
	buf_reset(&l->line);
}

static void
list_add(struct list *l, const char *entry)
{
	if (l->line.len + strlen(entry) > LINE_BYTES)
		list_flush(l);
	buf_addf(&l->line, "%s%s", l->line.len ? "," : "", entry);
}

static void
list_end(struct list *l)
{
	list_flush(l);
	buf_free(&l->line);
}

/* Who of some is here. */
struct status {
	struct list online, offline;
};

static void
status_begin(struct status *st, struct server *srv, struct session *s)
{
	st->online = (struct list){srv, s, RPL_MONONLINE, {0}};
	st->offline = (struct list){srv, s, RPL_MONOFFLINE, {0}};
}

static void
status_add(struct status *st, const char *nick)
{
	const struct server *srv = st->online.srv;
	const struct service *v = service_find(srv, nick);
	const struct user *u = world_user(&srv->world, nick);
	struct user service;
	struct buf mask = {0};

	if (v) {
		service_user(&service, srv, v);
		u = &service;
	}
	if (!u) {
		list_add(&st->offline, nick);
		return;
	}
	buf_addf(&mask, "%s!%s@%s", u->nick, u->name, u->host);
	list_add(&st->online, mask.data);
	buf_free(&mask);
}

static void
status_end(struct status *st)
{
	list_end(&st->online);
	list_end(&st->offline);
}

/* How much of a list goes on a line, cut between two nicks. One that alone is
 * too long is nobody's. */
static size_t
line_len(const char *list)
{
	size_t len = strlen(list);

	if (len <= LINE_BYTES)
		return len;
	for (len = LINE_BYTES; len > 0 && list[len] != ',';)
		len--;
	return len ? len : strcspn(list, ",");
}

/* One line of what did not fit; how much it took. */
static size_t
full_line(struct server *srv, struct session *s, const char *rest)
{
	char limit[NUMBER_LEN];
	size_t len = line_len(rest);
	struct buf part = {0};

	snprintf(
	    limit, sizeof(limit), "%" PRId64, srv->settings->monitor_entries);
	buf_add(&part, rest, len);
	reply(srv, s, ERR_MONLISTFULL, limit, part.data, NULL);
	buf_free(&part);
	return len + strspn(rest + len, ",");
}

static bool
is_full(const struct server *srv, const struct session *s, const char *nick)
{
	return monitor_count(s) >= (size_t)srv->settings->monitor_entries &&
	    !monitor_watches(srv, s, nick);
}

/* Whether there was room. */
static bool
add_one(struct status *st, const char *nick)
{
	struct server *srv = st->online.srv;
	struct session *s = st->online.s;
	const char *wrong =
	    name_check_nick(nick, (size_t)srv->settings->nick_length);

	if (!*nick)
		return true;
	if (wrong && !service_find(srv, nick)) {
		reply_text(
		    srv, s, ERR_ERRONEUSNICKNAME, WORDS(nick), "%s", wrong);
		return true;
	}
	if (is_full(srv, s, nick))
		return false;
	monitor_add(srv, s, nick);
	status_add(st, nick);
	return true;
}

/* What those who are watched now have set (metadata). */
static void
show_metadata(struct server *srv, struct session *s, const char *nicks)
{
	char *copy = mem_strdup(nicks), *rest = copy, *nick;

	while ((nick = strsep(&rest, ","))) {
		const struct user *u = world_user(&srv->world, nick);

		if (u && monitor_watches(srv, s, nick))
			metadata_show_user(srv, s, u, u->nick);
	}
	free(copy);
}

static void
add_all(struct server *srv, struct session *s, const char *nicks)
{
	char *copy = mem_strdup(nicks), *rest = copy, *nick;
	const char *left = "";
	struct status st;

	status_begin(&st, srv, s);
	while (!*left && (nick = strsep(&rest, ",")))
		if (!add_one(&st, nick))
			left = nicks + (nick - copy);
	status_end(&st);
	show_metadata(srv, s, nicks);
	while (*left)
		left += full_line(srv, s, left);
	free(copy);
}

static void
drop_all(struct server *srv, struct session *s, const char *nicks)
{
	char *copy = mem_strdup(nicks), *rest = copy, *nick;

	while ((nick = strsep(&rest, ",")))
		monitor_drop(srv, s, nick);
	free(copy);
}

static void
show_list(struct server *srv, struct session *s)
{
	struct list l = {srv, s, RPL_MONLIST, {0}};

	for (struct monitor_watch *w = s->watches; w; w = w->hh.next)
		list_add(&l, w->nick);
	list_end(&l);
	reply(srv, s, RPL_ENDOFMONLIST, NULL);
}

static void
show_status(struct server *srv, struct session *s)
{
	struct status st;

	status_begin(&st, srv, s);
	for (struct monitor_watch *w = s->watches; w; w = w->hh.next)
		status_add(&st, w->nick);
	status_end(&st);
}

/* Each nick is to be looked for. */
static void
charge(struct session *s, size_t nicks)
{
	allowance_take(s->allowance, (unsigned)(nicks / A_LINE));
}

static void
change(struct server *srv, struct session *s, const struct irc_msg *m,
    void (*with)(struct server *srv, struct session *s, const char *nicks))
{
	if (m->nparams < 2) {
		reply(srv, s, ERR_NEEDMOREPARAMS, "MONITOR", NULL);
		return;
	}
	charge(s, find_count(m->params[1]));
	with(srv, s, m->params[1]);
}

void
cmd_monitor(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *what = m->params[0];

	if (!strcmp(what, "+"))
		change(srv, s, m, add_all);
	else if (!strcmp(what, "-"))
		change(srv, s, m, drop_all);
	else if (!text_casecmp(what, "C"))
		monitor_clear(srv, s);
	else if (!text_casecmp(what, "L"))
		show_list(srv, s);
	else if (!text_casecmp(what, "S"))
		show_status(srv, s);
	else
		reply(srv, s, ERR_UNKNOWNERROR, "MONITOR", NULL);
}
