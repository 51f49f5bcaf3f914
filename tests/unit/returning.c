/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/returning.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/acknowledge.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"
#include "tests/unit/disk.h"

struct scene sc;
struct session *alice, *bob;
struct buf said;

struct session *
comes(const char *nick, const char *account)
{
	return scene_user(
	    &sc, nick, account, CAP_SERVER_TIME | CAP_ECHO_MESSAGE);
}

/* Answers come row by row, one in a turn. */
void
returning_set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	sc.srv.commands = commands_table;
	sc.srv.answer_rows = 1;
	sc.srv.now_ms = 1000000;
	sc.settings.channel_length = 64;
	alice = comes("alice", NULL);
	bob = comes("bob", NULL);
	scene_join(&sc, alice, "#tea");
	buf_reset(&said);
}

void
returning_tear_down(void)
{
	disk_works();
	scene_end(&sc);
	buf_free(&said);
}

void
says(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

void
turn(void)
{
	answers_turn(&sc.srv);
	if (acknowledge_at(&sc.srv, bob) == sc.srv.now_ms)
		acknowledge_ask(&sc.srv, bob);
	hub_commit(&sc.srv);
	buf_adds(&said, scene_output(&sc, bob));
}

void
listen_to_the_end(void)
{
	do
		turn();
	while (bob->answer);
}

/* Everything that is asked is answered. */
void
acknowledges(void)
{
	const char *at = NULL, *next = said.data;
	char line[64];

	while (next && (next = strstr(next, "PING :" ACKNOWLEDGE_TOKEN)))
		at = next++;
	ck_assert_ptr_nonnull(at);
	snprintf(line, sizeof(line), "PONG :%.*s", (int)strcspn(at + 6, "\r"),
	    at + 6);
	says(bob, line);
	hub_commit(&sc.srv);
}

void
joins(const char *line)
{
	buf_reset(&said);
	says(bob, line);
	listen_to_the_end();
}

void
numbers(int from, int to)
{
	char text[16];

	for (; from <= to; from++) {
		snprintf(text, sizeof(text), "n%d.", from);
		scene_say(&sc, alice, "#tea", text);
	}
}

/* bob was shown these numbers, once and in order, and no other. */
void
assert_numbers(int from, int to)
{
	const char *at = said.data ? said.data : "";
	size_t n = scene_count(at, "PRIVMSG #tea :n");
	char text[32];

	ck_assert_msg(n == (size_t)(to - from + 1), "%zu, not %d to %d: %s", n,
	    from, to, at);
	for (; from <= to; from++) {
		snprintf(text, sizeof(text), "PRIVMSG #tea :n%d.", from);
		at = strstr(at, text);
		ck_assert_msg(at, "%s is missing or out of order", text);
	}
}

void
leaves_and_comes(void)
{
	scene_quit(&sc, bob);
	bob = comes("bob", NULL);
}
