/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rights.h"

#include <stdio.h>
#include <string.h>

#include "server/caps.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static const char ping[] = "\001PING 1\001", action[] = "\001ACTION waves\001";

static struct scene sc;
static struct session *op, *known, *guest;
static struct channel *tea;

/* op is operator of #tea; known has an account, guest none; both outside. */
static void
set_up(void)
{
	scene_begin(&sc);
	op = scene_user(&sc, "op", NULL, 0);
	known = scene_user(&sc, "known", "known", 0);
	guest = scene_user(&sc, "guest", NULL, 0);
	scene_join(&sc, op, "#tea");
	tea = world_channel(&sc.srv.world, "#tea");
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
set(char letter, const char *param)
{
	scene_mode(&sc, op, "#tea", true, letter, param);
}

static int
may(struct session *s, enum act act, const char *argument)
{
	return can_act(s->user, act, tea, argument);
}

static void
invite_by(struct session *by, const char *nick)
{
	struct event e = hub_event(&sc.srv, EVENT_INVITE, by);

	e.target = nick;
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
}

static void
invite(struct session *s)
{
	invite_by(op, s->user->nick);
}

START_TEST(no_ctcp_but_action_where_c_is_set)
{
	scene_join(&sc, guest, "#tea");
	ck_assert_int_eq(may(guest, ACT_SPEAK, ping), 0);
	set('C', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK, ping), 404);
	ck_assert_int_eq(may(op, ACT_SPEAK, ping), 404);
	ck_assert_int_eq(may(guest, ACT_SPEAK, "hi\n\001PING 1\001"), 404);
	ck_assert_int_eq(may(guest, ACT_SPEAK, action), 0);
	ck_assert_int_eq(may(guest, ACT_SPEAK, "hi"), 0);
	ck_assert_int_eq(may(guest, ACT_SPEAK, NULL), 0);
}
END_TEST

START_TEST(who_has_no_account_does_not_come_into_r_unless_invited)
{
	set('R', NULL);
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 477);
	ck_assert_int_eq(may(known, ACT_JOIN, NULL), 0);
	set('I', "guest!*@*");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
	scene_mode(&sc, op, "#tea", false, 'I', "guest!*@*");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 477);
	invite(guest);
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
}
END_TEST

START_TEST(who_has_no_account_speaks_in_m_with_voice_only)
{
	scene_join(&sc, guest, "#tea");
	scene_join(&sc, known, "#tea");
	set('M', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK, NULL), 477);
	ck_assert_int_eq(may(known, ACT_SPEAK, NULL), 0);
	set('v', "guest");
	ck_assert_int_eq(may(guest, ACT_SPEAK, NULL), 0);
}
END_TEST

START_TEST(a_secret_channel_is_hidden_behind_every_mode)
{
	scene_mode(&sc, op, "#tea", false, 'n', NULL);
	set('M', NULL);
	set('C', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK, ping), 477);
	ck_assert_int_eq(may(known, ACT_SPEAK, ping), 404);
	set('s', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK, ping), 403);
	ck_assert_int_eq(may(known, ACT_SPEAK, ping), 403);
}
END_TEST

START_TEST(no_more_than_so_many_come_in_within_the_seconds)
{
	set('j', "1:3600");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
	scene_join(&sc, known, "#tea");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 480);
	set('I', "*!*@*");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 480);
	invite(guest);
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
}
END_TEST

START_TEST(after_the_seconds_as_many_may_come_again)
{
	set('j', "1:60");
	scene_join(&sc, known, "#tea");
	ck_assert(channel_throttled(tea, tea->joins_ms + 59999));
	ck_assert(!channel_throttled(tea, tea->joins_ms + 60000));
	tea->joins_ms -= 60000;
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
	scene_join(&sc, guest, "#tea");
	ck_assert_uint_eq(tea->joins, 1);
}
END_TEST

START_TEST(without_j_nothing_is_counted)
{
	scene_join(&sc, known, "#tea");
	set('j', "1:60");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
	scene_mode(&sc, op, "#tea", false, 'j', NULL);
	scene_part(&sc, known, "#tea");
	scene_join(&sc, known, "#tea");
	ck_assert_int_eq(may(guest, ACT_JOIN, NULL), 0);
}
END_TEST

static struct member *
in(struct session *s)
{
	return world_member(tea, s->user);
}

START_TEST(in_an_auditorium_those_without_rank_see_each_other_not)
{
	scene_join(&sc, guest, "#tea");
	scene_join(&sc, known, "#tea");
	ck_assert(can_see_member(guest->user, in(known)));
	set('u', NULL);
	ck_assert(!can_see_member(guest->user, in(known)));
	ck_assert(!can_see_member(NULL, in(known)));
	ck_assert(can_see_member(guest->user, in(guest)));
	ck_assert(can_see_member(guest->user, in(op)));
	ck_assert(can_see_member(op->user, in(guest)));
	ck_assert(can_see_member(NULL, in(op)));
	set('v', "guest");
	ck_assert(can_see_member(guest->user, in(known)));
	ck_assert(can_see_member(known->user, in(guest)));
}
END_TEST

START_TEST(an_invisible_one_is_not_found_through_an_auditorium)
{
	scene_join(&sc, guest, "#tea");
	scene_join(&sc, known, "#tea");
	known->user->modes |= USER_INVISIBLE;
	ck_assert(can_see_user(guest->user, known->user));
	set('u', NULL);
	ck_assert(!can_see_user(guest->user, known->user));
	ck_assert(can_see_user(op->user, known->user));
}
END_TEST

static void
silence(void)
{
	scene_output(&sc, op);
	scene_output(&sc, guest);
}

static void
ck_told(const char *word)
{
	ck_assert_str_eq(scene_output(&sc, guest), "");
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, op), word));
}

static void
publish(struct session *s, enum event_kind kind, const char *arg)
{
	struct event e = hub_event(&sc.srv, kind, s);

	e.arg = arg;
	e.body = arg;
	hub_publish(&sc.srv, &e);
}

START_TEST(an_auditorium_tells_who_has_no_rank_nothing_of_those_without)
{
	op->caps = guest->caps =
	    CAP_AWAY_NOTIFY | CAP_SETNAME | CAP_INVITE_NOTIFY;
	scene_user(&sc, "stranger", NULL, 0);
	scene_join(&sc, guest, "#tea");
	set('u', NULL);
	silence();
	scene_join(&sc, known, "#tea");
	ck_told("JOIN");
	publish(known, EVENT_AWAY, "lunch");
	ck_told("AWAY");
	publish(known, EVENT_SETNAME, "Known");
	ck_told("SETNAME");
	publish(known, EVENT_NICK, "famous");
	ck_told("NICK");
	invite_by(known, "stranger");
	ck_told("INVITE");
	scene_part(&sc, known, "#tea");
	ck_told("PART");
	scene_join(&sc, known, "#tea");
	ck_told("AWAY");
	scene_quit(&sc, known);
	ck_told("QUIT");
}
END_TEST

START_TEST(who_is_kicked_from_an_auditorium_hears_of_it_and_others_not)
{
	struct event e = hub_event(&sc.srv, EVENT_KICK, op);

	scene_join(&sc, guest, "#tea");
	scene_join(&sc, known, "#tea");
	set('u', NULL);
	silence();
	scene_output(&sc, known);
	e.target = "#tea";
	e.arg = "known";
	e.body = "out";
	hub_publish(&sc.srv, &e);
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, known), "KICK"));
	ck_told("KICK");
}
END_TEST

START_TEST(all_hear_what_is_said_in_an_auditorium)
{
	scene_join(&sc, guest, "#tea");
	scene_join(&sc, known, "#tea");
	set('u', NULL);
	silence();
	scene_say(&sc, known, "#tea", "hi");
	ck_assert_ptr_nonnull(strstr(scene_output(&sc, guest), ":hi"));
}
END_TEST

static int
message(struct session *from, struct session *to, const char *text)
{
	return can_message(from->user, to->user, text);
}

START_TEST(who_takes_accounts_only_is_written_to_by_those_and_by_oneself)
{
	known->user->modes |= USER_ACCOUNTS;
	guest->user->modes |= USER_ACCOUNTS;
	ck_assert_int_eq(message(guest, known, "hi"), 477);
	ck_assert_int_eq(message(guest, known, NULL), 477);
	ck_assert_int_eq(message(known, guest, "hi"), 0);
	ck_assert_int_eq(message(guest, guest, "hi"), 0);
	guest->user->modes |= USER_OPER;
	ck_assert_int_eq(message(guest, known, "hi"), 0);
}
END_TEST

START_TEST(whom_one_wrote_to_may_answer_and_so_many_of_them)
{
	char nick[16];

	known->user->modes |= USER_ACCOUNTS;
	scene_say(&sc, known, "guest", "hi");
	ck_assert_int_eq(message(guest, known, "hi"), 0);
	ck_assert_int_eq(message(op, known, "hi"), 477);
	for (int i = 0; i < USER_SPOKEN_TO_MAX - 1; i++) {
		snprintf(nick, sizeof(nick), "g%d", i);
		scene_user(&sc, nick, NULL, 0);
		scene_say(&sc, known, nick, "hi");
		scene_say(&sc, known, nick, "hi");
	}
	ck_assert_int_eq(message(guest, known, "hi"), 0);
	scene_say(&sc, known, "op", "hi");
	ck_assert_int_eq(message(guest, known, "hi"), 477);
	ck_assert_int_eq(message(op, known, "hi"), 0);
}
END_TEST

START_TEST(who_takes_no_ctcp_takes_action)
{
	known->user->modes |= USER_NO_CTCP;
	ck_assert_int_eq(message(guest, known, ping), 492);
	ck_assert_int_eq(message(guest, known, action), 0);
	ck_assert_int_eq(message(guest, known, "hi"), 0);
	ck_assert_int_eq(message(guest, known, NULL), 0);
	ck_assert_int_eq(message(known, known, ping), 0);
}
END_TEST

static TCase *
people_case(void)
{
	TCase *tc = tcase_create("people");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, who_takes_accounts_only_is_written_to_by_those_and_by_oneself);
	tcase_add_test(tc, whom_one_wrote_to_may_answer_and_so_many_of_them);
	tcase_add_test(tc, who_takes_no_ctcp_takes_action);
	return tc;
}

static TCase *
auditorium_case(void)
{
	TCase *tc = tcase_create("auditorium");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, in_an_auditorium_those_without_rank_see_each_other_not);
	tcase_add_test(tc, an_invisible_one_is_not_found_through_an_auditorium);
	tcase_add_test(
	    tc, an_auditorium_tells_who_has_no_rank_nothing_of_those_without);
	tcase_add_test(
	    tc, who_is_kicked_from_an_auditorium_hears_of_it_and_others_not);
	tcase_add_test(tc, all_hear_what_is_said_in_an_auditorium);
	return tc;
}

Suite *
suite_restrict(void)
{
	Suite *s = suite_create("restrict");
	TCase *tc = tcase_create("restrict");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, no_ctcp_but_action_where_c_is_set);
	tcase_add_test(
	    tc, who_has_no_account_does_not_come_into_r_unless_invited);
	tcase_add_test(tc, who_has_no_account_speaks_in_m_with_voice_only);
	tcase_add_test(tc, a_secret_channel_is_hidden_behind_every_mode);
	tcase_add_test(tc, no_more_than_so_many_come_in_within_the_seconds);
	tcase_add_test(tc, after_the_seconds_as_many_may_come_again);
	tcase_add_test(tc, without_j_nothing_is_counted);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, auditorium_case());
	suite_add_tcase(s, people_case());
	return s;
}
