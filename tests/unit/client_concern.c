/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/concern.h"

#include <stdio.h>
#include <string.h>

#include "client/input.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

#define SERV ":ChanServ!ChanServ@irc.net NOTICE me :"

static struct talker t;
static struct room *tea, *pot;

static void
setup(void)
{
	talker_setup(&t);
	talker_welcome(&t, "");
	tea = talker_join(&t, "#tea");
	pot = talker_join(&t, "#pot");
	state_switch(&t.state, tea);
}

static void
teardown(void)
{
	talker_teardown(&t);
}

static void
assert_last(const struct room *r, const char *text)
{
	ck_assert_str_eq(talker_last(r, 0)->text, text);
}

START_TEST(what_a_service_says_stands_in_the_channel_that_it_is_about)
{
	talker_hear(&t, SERV "#pot is registered, and yours.");
	assert_last(pot, "#pot is registered, and yours.");
	talker_hear(&t, SERV "bob is op of \002#POT\002.");
	assert_last(pot, "bob is op of \002#POT\002.");
	talker_hear(&t, SERV "alice offers (#pot) to you");
	assert_last(pot, "alice offers (#pot) to you");
	talker_hear(&t, SERV "#unknown and then #pot");
	assert_last(pot, "#unknown and then #pot");
	ck_assert_ptr_null(state_find(&t.state, t.n, "ChanServ"));
}
END_TEST

START_TEST(what_is_about_none_stands_where_it_was_asked)
{
	size_t before = pot->count;

	input_line(&t.state, "/chanserv help");
	state_switch(&t.state, pot);
	talker_hear(&t, SERV "There is no such command.");
	assert_last(tea, "There is no such command.");
	ck_assert_uint_eq(pot->count, before);
}
END_TEST

START_TEST(unasked_and_about_nothing_it_is_shown_where_one_is)
{
	talker_hear(&t, ":NickServ!x@irc.net NOTICE me :Log in, please");
	assert_last(tea, "Log in, please");
	state_switch(&t.state, pot);
	talker_hear(&t, ":NickServ!x@irc.net PRIVMSG me :Log in, please");
	assert_last(pot, "Log in, please");
	ck_assert_ptr_null(state_find(&t.state, t.n, "NickServ"));
}
END_TEST

START_TEST(where_it_was_asked_shows_it_as_well)
{
	char line[200];
	size_t before;

	t.n->caps |= CAP_LABELED_RESPONSE | CAP_ECHO_MESSAGE;
	input_line(&t.state, "/channel info #pot");
	snprintf(line, sizeof(line), "@label=%llu " SERV "#pot: founder bob",
	    (unsigned long long)tea->id);
	talker_hear(&t, line);
	assert_last(pot, "#pot: founder bob");
	assert_last(tea, "#pot: founder bob");
	ck_assert_uint_eq(talker_last(tea, 0)->flags, LINE_COPY);
	before = tea->count;
	snprintf(line, sizeof(line), "@label=%llu " SERV "#tea: founder bob",
	    (unsigned long long)tea->id);
	talker_hear(&t, line);
	ck_assert_uint_eq(tea->count, before + 1);
}
END_TEST

START_TEST(the_echo_of_what_it_was_told_stands_there_too)
{
	char line[200];

	t.n->caps |= CAP_LABELED_RESPONSE | CAP_ECHO_MESSAGE;
	input_line(&t.state, "/channel info #pot");
	snprintf(line, sizeof(line),
	    "@label=%llu :me!u@h PRIVMSG ChanServ :INFO #pot",
	    (unsigned long long)tea->id);
	talker_hear(&t, line);
	assert_last(tea, "(to ChanServ) INFO #pot");
	ck_assert_ptr_null(state_find(&t.state, t.n, "ChanServ"));
}
END_TEST

START_TEST(a_window_for_it_that_was_opened_is_used)
{
	struct room *r;

	input_line(&t.state, "/query ChanServ");
	r = state_find(&t.state, t.n, "ChanServ");
	ck_assert_ptr_nonnull(r);
	talker_hear(&t, SERV "#pot is registered");
	assert_last(r, "#pot is registered");
	talker_hear(&t, ":me!u@h PRIVMSG ChanServ :INFO #pot");
	assert_last(r, "INFO #pot");
}
END_TEST

START_TEST(others_have_their_windows_as_ever)
{
	talker_hear(&t, ":bob!u@h PRIVMSG me :see #pot");
	ck_assert_ptr_nonnull(state_find(&t.state, t.n, "bob"));
	talker_hear(&t, ":carol!u@h NOTICE me :see #pot");
	assert_last(tea, "see #pot");
	ck_assert(!concern_is_service("Serv"));
	ck_assert(!concern_is_service("chanservant"));
	ck_assert(concern_is_service("chanserv"));
	ck_assert(concern_is_service("NickServ@services.net"));
}
END_TEST

START_TEST(a_hostile_notice_is_shown_and_no_more)
{
	struct buf line = {0};

	buf_adds(&line, SERV);
	for (int i = 0; i < 200; i++)
		buf_adds(&line, "\002 ");
	buf_adds(&line, "#pot");
	talker_hear(&t, line.data);
	talker_hear(&t, SERV "\002\002 ( # #,");
	assert_last(tea, "\002\002 ( # #,");
	buf_free(&line);
}
END_TEST

Suite *
suite_client_concern(void)
{
	Suite *s = suite_create("client_concern");
	TCase *tc = tcase_create("client_concern");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
	    tc, what_a_service_says_stands_in_the_channel_that_it_is_about);
	tcase_add_test(tc, what_is_about_none_stands_where_it_was_asked);
	tcase_add_test(tc, unasked_and_about_nothing_it_is_shown_where_one_is);
	tcase_add_test(tc, where_it_was_asked_shows_it_as_well);
	tcase_add_test(tc, the_echo_of_what_it_was_told_stands_there_too);
	tcase_add_test(tc, a_window_for_it_that_was_opened_is_used);
	tcase_add_test(tc, others_have_their_windows_as_ever);
	tcase_add_test(tc, a_hostile_notice_is_shown_and_no_more);
	suite_add_tcase(s, tc);
	return s;
}
