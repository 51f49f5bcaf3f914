/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rights.h"

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *owner, *guest;
static struct channel *tea;

/* owner is op of #tea, guest is outside. */
static void
set_up(void)
{
	scene_begin(&sc);
	owner = scene_user(&sc, "owner", NULL, 0);
	guest = scene_user(&sc, "guest", "guest", 0);
	scene_join(&sc, owner, "#tea");
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
	scene_mode(&sc, owner, "#tea", true, letter, param);
}

static void
make_oper(struct session *s)
{
	struct mode_change change = {true, 'o', NULL};
	struct event e = hub_event(&sc.srv, EVENT_UMODE, s);

	e.modes = &change;
	e.nmodes = 1;
	e.body = "+o";
	hub_publish(&sc.srv, &e);
}

static int
may(struct session *s, enum act act)
{
	return can_act(s->user, act, tea, NULL);
}

START_TEST(anybody_may_make_a_channel)
{
	ck_assert_int_eq(can_act(guest->user, ACT_JOIN, NULL, NULL), 0);
	ck_assert_int_eq(can_act(guest->user, ACT_SPEAK, NULL, NULL), 403);
}
END_TEST

START_TEST(a_key_is_asked_for)
{
	set('k', "pot");
	ck_assert_int_eq(may(guest, ACT_JOIN), 475);
	ck_assert_int_eq(can_act(guest->user, ACT_JOIN, tea, "POT"), 475);
	ck_assert_int_eq(can_act(guest->user, ACT_JOIN, tea, "pot"), 0);
	ck_assert_int_eq(may(owner, ACT_JOIN), 0);
}
END_TEST

START_TEST(an_exception_beats_a_ban)
{
	set('b', "*!*@host");
	ck_assert_int_eq(may(guest, ACT_JOIN), 474);
	set('e', "guest!*@*");
	ck_assert_int_eq(may(guest, ACT_JOIN), 0);
}
END_TEST

START_TEST(a_mask_of_an_account_matches_its_people_only)
{
	struct session *other = scene_user(&sc, "other", NULL, 0);

	set('b', "$a:GUEST");
	ck_assert(channel_matches(tea, 'b', guest->user));
	ck_assert(!channel_matches(tea, 'b', other->user));
}
END_TEST

START_TEST(invite_only_lets_the_invited_and_their_masks_in)
{
	struct session *other = scene_user(&sc, "other", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_INVITE, owner);

	set('i', NULL);
	ck_assert_int_eq(may(guest, ACT_JOIN), 473);
	e.target = "guest";
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
	ck_assert_int_eq(may(guest, ACT_JOIN), 0);
	ck_assert_int_eq(may(other, ACT_JOIN), 473);
	set('I', "other!*@*");
	ck_assert_int_eq(may(other, ACT_JOIN), 0);
}
END_TEST

START_TEST(an_invitation_is_used_up_by_coming_in)
{
	struct event e = hub_event(&sc.srv, EVENT_INVITE, owner);

	e.target = "guest";
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
	set('i', NULL);
	scene_join(&sc, guest, "#tea");
	scene_part(&sc, guest, "#tea");
	ck_assert_int_eq(may(guest, ACT_JOIN), 473);
}
END_TEST

START_TEST(an_account_with_lasting_op_passes_invite_only_but_no_ban)
{
	scene_join(&sc, guest, "#tea");
	set('o', "guest");
	scene_part(&sc, guest, "#tea");
	set('i', NULL);
	ck_assert_int_eq(may(guest, ACT_JOIN), 0);
	set('b', "guest!*@*");
	ck_assert_int_eq(may(guest, ACT_JOIN), 474);
}
END_TEST

START_TEST(a_full_channel_takes_nobody)
{
	set('l', "1");
	ck_assert_int_eq(may(guest, ACT_JOIN), 471);
	set('l', "2");
	ck_assert_int_eq(may(guest, ACT_JOIN), 0);
}
END_TEST

START_TEST(outsiders_speak_only_without_n)
{
	ck_assert_int_eq(may(guest, ACT_SPEAK), 404);
	scene_mode(&sc, owner, "#tea", false, 'n', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK), 0);
	set('m', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK), 404);
}
END_TEST

START_TEST(in_a_moderated_channel_voices_and_operators_speak)
{
	scene_join(&sc, guest, "#tea");
	set('m', NULL);
	ck_assert_int_eq(may(guest, ACT_SPEAK), 404);
	ck_assert_int_eq(may(owner, ACT_SPEAK), 0);
	set('v', "guest");
	ck_assert_int_eq(may(guest, ACT_SPEAK), 0);
}
END_TEST

START_TEST(a_ban_silences_a_member_without_voice)
{
	scene_join(&sc, guest, "#tea");
	set('b', "guest!*@*");
	ck_assert_int_eq(may(guest, ACT_SPEAK), 404);
	set('v', "guest");
	ck_assert_int_eq(may(guest, ACT_SPEAK), 0);
}
END_TEST

START_TEST(operators_change_topic_modes_and_members)
{
	scene_join(&sc, guest, "#tea");
	ck_assert_int_eq(may(guest, ACT_TOPIC), 482);
	ck_assert_int_eq(may(guest, ACT_MODE), 482);
	ck_assert_int_eq(may(guest, ACT_KICK), 482);
	ck_assert_int_eq(may(guest, ACT_INVITE), 0);
	ck_assert_int_eq(may(owner, ACT_TOPIC), 0);
	ck_assert_int_eq(may(owner, ACT_MODE), 0);
	set('i', NULL);
	ck_assert_int_eq(may(guest, ACT_INVITE), 482);
	scene_mode(&sc, owner, "#tea", false, 't', NULL);
	ck_assert_int_eq(may(guest, ACT_TOPIC), 0);
}
END_TEST

START_TEST(what_is_secret_is_answered_like_what_is_absent)
{
	static const enum act acts[] = {
	    ACT_SPEAK, ACT_TOPIC, ACT_KICK, ACT_INVITE, ACT_MODE, ACT_READ};

	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		int open = acts[i] == ACT_SPEAK ? 404 : 442;

		ck_assert_int_eq(may(guest, acts[i]), open);
	}
	set('s', NULL);
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		ck_assert_int_eq(may(guest, acts[i]),
		    can_act(guest->user, acts[i], NULL, NULL));
}
END_TEST

START_TEST(a_secret_channel_is_seen_from_inside_only)
{
	struct member *m = world_member(tea, owner->user);

	ck_assert(can_see(guest->user, tea));
	ck_assert(can_see(NULL, tea));
	set('s', NULL);
	ck_assert(!can_see(guest->user, tea));
	ck_assert(!can_see(NULL, tea));
	ck_assert(!can_see_member(guest->user, m));
	make_oper(guest);
	ck_assert(!can_see(guest->user, tea));
	scene_join(&sc, guest, "#tea");
	ck_assert(can_see(guest->user, tea));
	ck_assert(can_see_member(guest->user, m));
}
END_TEST

START_TEST(an_invisible_user_is_seen_by_who_shares_a_channel)
{
	struct member *m = world_member(tea, owner->user);

	owner->user->modes |= USER_INVISIBLE;
	ck_assert(!can_see_user(guest->user, owner->user));
	ck_assert(!can_see_user(NULL, owner->user));
	ck_assert(!can_see_member(guest->user, m));
	ck_assert(can_see_user(owner->user, owner->user));
	scene_join(&sc, guest, "#tea");
	ck_assert(can_see_user(guest->user, owner->user));
}
END_TEST

START_TEST(everybody_sets_the_topic_of_the_lobby_as_nobody_is_operator_there)
{
	struct channel *lobby;

	scene_join(&sc, guest, "#lobby");
	lobby = world_channel(&sc.srv.world, "#lobby");
	ck_assert_int_eq(world_member(lobby, guest->user)->modes, 0);
	ck_assert_int_eq(can_act(guest->user, ACT_TOPIC, lobby, NULL), 0);
}
END_TEST

START_TEST(operators_of_the_server_act_in_the_lobby_and_nowhere_else)
{
	struct channel *lobby;

	scene_join(&sc, guest, "#lobby");
	scene_join(&sc, guest, "#tea");
	lobby = world_channel(&sc.srv.world, "#lobby");
	ck_assert_int_eq(can_act(guest->user, ACT_MODE, lobby, NULL), 482);
	make_oper(guest);
	ck_assert_int_eq(can_act(guest->user, ACT_MODE, lobby, NULL), 0);
	ck_assert_int_eq(can_act(guest->user, ACT_KICK, lobby, NULL), 0);
	ck_assert_int_eq(may(guest, ACT_MODE), 482);
	make_oper(owner);
	ck_assert_int_eq(can_act(owner->user, ACT_MODE, lobby, NULL), 442);
}
END_TEST

static void
add_joins(TCase *tc)
{
	tcase_add_test(tc, anybody_may_make_a_channel);
	tcase_add_test(tc, a_key_is_asked_for);
	tcase_add_test(tc, an_exception_beats_a_ban);
	tcase_add_test(tc, a_mask_of_an_account_matches_its_people_only);
	tcase_add_test(tc, invite_only_lets_the_invited_and_their_masks_in);
	tcase_add_test(tc, an_invitation_is_used_up_by_coming_in);
	tcase_add_test(
	    tc, an_account_with_lasting_op_passes_invite_only_but_no_ban);
	tcase_add_test(tc, a_full_channel_takes_nobody);
}

Suite *
suite_rights(void)
{
	Suite *s = suite_create("rights");
	TCase *tc = tcase_create("rights");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	add_joins(tc);
	tcase_add_test(tc, outsiders_speak_only_without_n);
	tcase_add_test(tc, in_a_moderated_channel_voices_and_operators_speak);
	tcase_add_test(tc, a_ban_silences_a_member_without_voice);
	tcase_add_test(tc, operators_change_topic_modes_and_members);
	tcase_add_test(tc, what_is_secret_is_answered_like_what_is_absent);
	tcase_add_test(tc, a_secret_channel_is_seen_from_inside_only);
	tcase_add_test(tc, an_invisible_user_is_seen_by_who_shares_a_channel);
	tcase_add_test(tc,
	    everybody_sets_the_topic_of_the_lobby_as_nobody_is_operator_there);
	tcase_add_test(
	    tc, operators_of_the_server_act_in_the_lobby_and_nowhere_else);
	suite_add_tcase(s, tc);
	return s;
}
