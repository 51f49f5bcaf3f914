/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/targets.h"

#include <stdio.h>
#include <string.h>
#include <utlist.h>

#include "client/history.h"
#include "client/history_place.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

static void
add_timestamp(char out[CLOCK_ISO_LEN + 16], int64_t wall_ms)
{
	char iso[CLOCK_ISO_LEN];

	clock_iso(wall_ms, iso);
	snprintf(out, CLOCK_ISO_LEN + 16, "timestamp=%s", iso);
}

void
targets_ask(struct network *n)
{
	char until[CLOCK_ISO_LEN + 16], since[CLOCK_ISO_LEN + 16], limit[24];
	int64_t now_ms = clock_wall_ms(), since_ms = n->left_ms;
	size_t most = history_limit(n);

	if (!since_ms && n->caps & CAP_READ_MARKER)
		since_ms = now_ms - TARGETS_DAYS * day_ms;
	if (!history_can(n) || !since_ms)
		return;
	add_timestamp(until, now_ms + day_ms);
	add_timestamp(since, since_ms - HISTORY_SKEW_MS);
	if (most > NETWORK_TARGETS_MAX)
		most = NETWORK_TARGETS_MAX;
	snprintf(limit, sizeof(limit), "%zu", most);
	snprintf(n->label, sizeof(n->label), "%s", TARGETS_LABEL);
	network_send(n, "CHATHISTORY", "TARGETS", until, since, limit, NULL);
	n->label[0] = '\0';
}

static void
open_talk(struct state *s, struct network *n, const char *nick)
{
	struct room *r = NULL;
	size_t queries = 0;

	DL_FOREACH (s->rooms, r)
		queries += r->network == n && r->kind == ROOM_QUERY;
	if (queries >= TARGETS_OPEN_MAX)
		return;
	r = state_open(s, n, ROOM_QUERY, nick);
	if (!r)
		return;
	r->left_ms = n->left_ms;
	history_opened(r);
}

/* Whether it has been read is asked first. */
static void
ask_marker(struct network *n, const char *nick, int64_t time_ms)
{
	for (size_t i = 0; i < NETWORK_TARGETS_MAX; i++) {
		struct target *t = &n->targets[i];

		if (t->nick)
			continue;
		t->nick = mem_strdup(nick);
		t->time_ms = time_ms;
		network_send(n, "MARKREAD", nick, NULL);
		return;
	}
}

void
targets_found(
    struct state *s, struct network *n, const char *name, int64_t time_ms)
{
	struct room *r = state_find(s, n, name);

	if (!*name || network_is_channel(n, name) || time_ms <= 0 ||
	    network_is_me(n, name))
		return;
	if (r && r->left_ms)
		history_missed(r);
	else if (!r && n->caps & CAP_READ_MARKER)
		ask_marker(n, name, time_ms);
	else if (!r)
		open_talk(s, n, name);
}

void
targets_marked(
    struct state *s, struct network *n, const char *nick, int64_t time_ms)
{
	for (size_t i = 0; i < NETWORK_TARGETS_MAX; i++) {
		struct target *t = &n->targets[i];

		if (!t->nick || text_casecmp(t->nick, nick) != 0)
			continue;
		if (t->time_ms > time_ms && !state_find(s, n, nick))
			open_talk(s, n, nick);
		mem_replace(&t->nick, NULL);
	}
}

void
targets_refused(struct state *s, struct network *n)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && r->kind == ROOM_QUERY && r->left_ms)
			history_missed(r);
}
