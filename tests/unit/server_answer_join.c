/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice, *bob;
static struct buf said; /* to bob */

/* Answers come row by row, one in a turn. */
static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	sc.srv.commands = commands_table;
	sc.srv.answer_rows = 1;
	sc.settings.channel_length = 64;
	alice = scene_user(&sc, "alice", NULL, 0);
	bob = scene_user(&sc, "bob", NULL,
	    CAP_SERVER_TIME | CAP_BATCH | CAP_LABELED_RESPONSE);
	scene_join(&sc, alice, "#tea");
}

static void
tear_down(void)
{
	scene_end(&sc);
	buf_free(&said);
}

static void
says(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

static void
listen_to_the_end(void)
{
	while (bob->answer)
		answers_turn(&sc.srv);
	buf_adds(&said, scene_output(&sc, bob));
}

START_TEST(what_is_said_while_one_comes_in_is_not_shown_as_history_too)
{
	scene_say(&sc, alice, "#tea", "before");
	says(bob, "JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	scene_say(&sc, alice, "#tea", "meanwhile");
	listen_to_the_end();
	ck_assert_uint_eq(scene_count(said.data, " BATCH +1 chathistory "), 1);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :before"), 1);
	ck_assert_uint_eq(scene_count(said.data, "PRIVMSG #tea :meanwhile"), 1);
}
END_TEST

START_TEST(a_labelled_join_comes_before_what_is_said_after_it)
{
	const char *join, *message;

	says(bob, "@label=x JOIN #tea");
	ck_assert_ptr_nonnull(bob->answer);
	scene_say(&sc, alice, "#tea", "welcome");
	listen_to_the_end();
	join = strstr(said.data, ":bob!bob@host JOIN #tea");
	message = strstr(said.data, "PRIVMSG #tea :welcome");
	ck_assert(join && message && join < message);
	ck_assert_uint_eq(scene_count(said.data, "label=x"), 1);
	ck_assert_uint_eq(scene_count(said.data, "@label=x :srv BATCH +"), 1);
}
END_TEST

Suite *
suite_server_answer_join(void)
{
	Suite *s = suite_create("server_answer_join");
	TCase *tc = tcase_create("join");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, what_is_said_while_one_comes_in_is_not_shown_as_history_too);
	tcase_add_test(tc, a_labelled_join_comes_before_what_is_said_after_it);
	suite_add_tcase(s, tc);
	return s;
}
