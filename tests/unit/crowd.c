/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/crowd.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/apply.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"

struct crowd crowd;

struct event
crowd_by_user(const char *nick, enum event_kind kind)
{
	struct event e = hub_event(&crowd.sc.srv, kind, NULL);
	const struct user *u = world_user(&crowd.sc.srv.world, nick);

	e.source = (struct event_actor){
	    .nick = nick, .user = nick, .host = "host", .realname = "R"};
	if (u)
		world_actor(&e.source, u);
	return e;
}

/* "#c00042" */
const char *
crowd_name_of(const char *lead, int i)
{
	static char name[16];

	snprintf(name, sizeof(name), "%s%05d", lead, i);
	return name;
}

void
crowd_joins(const char *nick, const char *channel)
{
	struct event e = crowd_by_user(nick, EVENT_JOIN);

	e.target = channel;
	world_apply(&crowd.sc.srv.world, &e);
}

void
crowd_comes(const char *nick)
{
	struct event e = crowd_by_user(nick, EVENT_CONNECT);

	world_apply(&crowd.sc.srv.world, &e);
}

void
crowd_quits(const char *nick)
{
	struct event e = crowd_by_user(nick, EVENT_QUIT);

	e.body = "gone";
	hub_publish(&crowd.sc.srv, &e);
}

void
crowd_parts(const char *nick, const char *channel)
{
	struct event e = crowd_by_user(nick, EVENT_PART);

	e.target = channel;
	hub_publish(&crowd.sc.srv, &e);
}

void
crowd_renames(const char *nick, const char *to)
{
	struct event e = crowd_by_user(nick, EVENT_NICK);

	e.arg = to;
	hub_publish(&crowd.sc.srv, &e);
}

/* Once for all tests, each of which has a copy. */
void
crowd_fill(void)
{
	char nick[16];

	scene_begin(&crowd.sc);
	crowd.sc.srv.commands = commands_table;
	for (int i = 0; i < CROWD_USERS; i++) {
		snprintf(nick, sizeof(nick), "u%05d", i);
		crowd_comes(nick);
		crowd_joins(nick, crowd_name_of("#c", i % CROWD_CHANNELS));
		crowd_joins(nick, "#big");
	}
}

void
crowd_empty(void)
{
	scene_end(&crowd.sc);
}

void
crowd_set_up(void)
{
	crowd.asker = scene_user(
	    &crowd.sc, "asker", NULL, CAP_BATCH | CAP_LABELED_RESPONSE);
	crowd.other = scene_user(&crowd.sc, "other", NULL, 0);
	crowd.sc.srv.answered = 0;
	crowd.pieces = 0;
	memset(crowd.seen, 0, sizeof(crowd.seen));
}

void
crowd_tear_down(void)
{
	buf_free(&crowd.said);
}

void
crowd_says(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &crowd.sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

/* What it is sent in a turn, which is never much; whether more will come. */
bool
crowd_piece(void)
{
	const char *text = scene_output(&crowd.sc, crowd.asker);

	ck_assert_uint_le(strlen(text), CROWD_PIECE);
	ck_assert_ptr_null(crowd.asker->doom);
	buf_adds(&crowd.said, text);
	crowd.pieces++;
	if (!crowd.asker->answer)
		return false;
	answers_turn(&crowd.sc.srv);
	return true;
}

void
crowd_all_pieces(void)
{
	while (crowd_piece())
		continue;
}

/* Counts, in all lines of this numeric, what stands behind each `before` by
 * the number in it. */
void
crowd_count_numbers(const char *numeric, const char *before)
{
	char *copy = mem_strdup(crowd.said.data), *rest = copy, *line, *at;

	while ((line = strsep(&rest, "\n"))) {
		if (!strstr(line, numeric))
			continue;
		for (at = line; (at = strstr(at, before));) {
			at += strlen(before);
			if (strspn(at, "0123456789") == 5)
				crowd
				    .seen[strtol(at, NULL, 10) % CROWD_USERS]++;
		}
	}
	free(copy);
}

void
crowd_all_seen_once(size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		ck_assert_msg(
		    crowd.seen[i] == 1, "%zu: %u times", i, crowd.seen[i]);
}

size_t
crowd_lines_like(const char *word)
{
	size_t n = 0;

	for (const char *at = crowd.said.data; (at = strstr(at, word)); at++)
		n++;
	return n;
}
