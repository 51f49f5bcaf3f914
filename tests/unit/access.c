/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/access.h"

#include <stdio.h>
#include <string.h>

#include "server/access_give.h"
#include "server/hub.h"
#include "server/login.h"
#include "server/rights.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;

static void
set_up(void)
{
	scene_begin(&sc);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static struct channel *
tea(void)
{
	return world_channel(&sc.srv.world, "#tea");
}

static void
publish(enum event_kind kind, const char *arg, const char *body)
{
	struct event e = hub_event(&sc.srv, kind, NULL);

	e.target = "#tea";
	e.arg = arg;
	e.body = body;
	hub_publish(&sc.srv, &e);
}

/* With an account of that name. */
static struct session *
comes(const char *nick)
{
	struct session *s = scene_user(&sc, nick, nick, 0);

	scene_join(&sc, s, "#tea");
	return s;
}

static struct session *
founds(void)
{
	struct session *s = comes("alice");

	publish(EVENT_REGISTER, "alice", NULL);
	return s;
}

static unsigned
modes_of(const struct session *s)
{
	return world_member(tea(), s->user)->modes;
}

static unsigned
right_of(const char *account)
{
	return channel_rights(tea(), account);
}

static void
log_in(struct session *s, const char *name)
{
	struct account *a = account_find(&sc.srv.accounts, name);

	login_in(&sc.srv, s, a ? a : account_add(&sc.srv.accounts, name, 1));
}

START_TEST(the_highest_that_an_account_has_becomes_its_rank)
{
	struct session *bob, *carol, *dave;

	comes("alice");
	bob = comes("bob");
	carol = comes("carol");
	dave = comes("dave");
	scene_mode(&sc, NULL, "#tea", true, 'q', "bob");
	scene_mode(&sc, NULL, "#tea", true, 'h', "carol");
	scene_mode(&sc, NULL, "#tea", true, 'v', "carol");
	publish(EVENT_REGISTER, "alice", NULL);
	ck_assert_str_eq(access_founder(tea()), "alice");
	ck_assert_uint_eq(right_of("alice"), MEMBER_FOUNDER | MEMBER_OP);
	ck_assert_uint_eq(right_of("bob"), MEMBER_ADMIN | MEMBER_OP);
	ck_assert_uint_eq(right_of("carol"), MEMBER_HALFOP);
	ck_assert_uint_eq(right_of("dave"), 0);
	access_settle_founder(&sc.srv, tea());
	ck_assert_uint_eq(modes_of(bob), MEMBER_ADMIN | MEMBER_OP);
	ck_assert_uint_eq(modes_of(carol), MEMBER_HALFOP | MEMBER_VOICE);
	ck_assert_uint_eq(modes_of(dave), 0);
}
END_TEST

START_TEST(mode_is_for_the_stay_where_there_is_a_list)
{
	struct session *bob;

	founds();
	bob = comes("bob");
	scene_mode(&sc, NULL, "#tea", true, 'o', "bob");
	ck_assert_uint_eq(modes_of(bob), MEMBER_OP);
	ck_assert_uint_eq(right_of("bob"), 0);
	scene_mode(&sc, NULL, "#tea", false, 'q', "alice");
	ck_assert_uint_eq(right_of("alice"), MEMBER_FOUNDER | MEMBER_OP);
}
END_TEST

START_TEST(the_list_gives_on_joining_what_it_says)
{
	founds();
	publish(EVENT_ACCESS, "bob", "halfop");
	ck_assert_uint_eq(modes_of(comes("bob")), MEMBER_HALFOP);
}
END_TEST

START_TEST(a_login_in_the_middle_gives_and_a_logout_takes)
{
	struct session *alice = founds();
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	publish(EVENT_ACCESS, "bea", "op");
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'v', "bob");
	scene_output(&sc, alice);
	log_in(bob, "bea");
	scene_expect(&sc, alice, ":srv MODE #tea +o bob\r\n");
	ck_assert_uint_eq(modes_of(bob), MEMBER_OP | MEMBER_VOICE);
	login_out(&sc.srv, bob);
	scene_expect(&sc, alice, ":srv MODE #tea -o bob\r\n");
	ck_assert_uint_eq(modes_of(bob), MEMBER_VOICE);
}
END_TEST

START_TEST(who_becomes_another_account_has_what_that_one_has)
{
	struct session *alice = founds();
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	publish(EVENT_ACCESS, "one", "op");
	publish(EVENT_ACCESS, "two", "voice");
	log_in(bob, "one");
	scene_join(&sc, bob, "#tea");
	scene_output(&sc, alice);
	log_in(bob, "two");
	scene_expect(&sc, alice, ":srv MODE #tea -o+v bob bob\r\n");
	log_in(bob, "TWO");
	scene_expect(&sc, alice, "");
}
END_TEST

START_TEST(a_login_also_follows_rights_that_mode_gave)
{
	struct session *alice = comes("alice"), *bob;

	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, bob, "#tea");
	ck_assert(!access_registered(tea()));
	login_out(&sc.srv, alice);
	ck_assert_uint_eq(modes_of(alice), 0);
	ck_assert_uint_eq(right_of("alice"), MEMBER_FOUNDER | MEMBER_OP);
	log_in(bob, "alice");
	ck_assert_uint_eq(modes_of(bob), MEMBER_FOUNDER | MEMBER_OP);
}
END_TEST

START_TEST(one_that_is_registered_lasts_though_nothing_was_said_in_it)
{
	struct session *alice = founds();
	uint64_t id = tea()->id;

	scene_mode(&sc, NULL, "#tea", true, 'i', NULL);
	scene_quit(&sc, alice);
	ck_assert_ptr_nonnull(tea());
	ck_assert_uint_eq(tea()->id, id);
	ck_assert_ptr_null(world_silent(&sc.srv.world));
}
END_TEST

START_TEST(all_of_it_comes_back)
{
	const struct channel *c;

	scene_keep(&sc);
	scene_part(&sc, founds(), "#tea");
	publish(EVENT_ACCESS, "bob", "admin");
	publish(EVENT_ACCESS, "carol", "voice");
	publish(EVENT_ACCESS, "dave", "op");
	publish(EVENT_ACCESS, "dave", NULL);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	c = tea();
	ck_assert_ptr_nonnull(c);
	ck_assert_int_gt(c->registered_ms, 0);
	ck_assert_str_eq(access_founder(c), "alice");
	ck_assert_uint_eq(access_rank(c, "bob"), MEMBER_ADMIN);
	ck_assert_uint_eq(access_rank(c, "carol"), MEMBER_VOICE);
	ck_assert_uint_eq(access_rank(c, "dave"), 0);
	publish(EVENT_REGISTER, NULL, NULL);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_ptr_null(tea());
}
END_TEST

START_TEST(an_account_founds_as_many_as_it_does)
{
	struct event e;

	founds();
	scene_join(&sc, scene_user(&sc, "a2", "alice", 0), "#pot");
	ck_assert_uint_eq(access_founded(&sc.srv.world, "ALICE"), 1);
	e = hub_event(&sc.srv, EVENT_REGISTER, NULL);
	e.target = "#pot";
	e.arg = "Alice";
	hub_publish(&sc.srv, &e);
	ck_assert_uint_eq(access_founded(&sc.srv.world, "alice"), 2);
	publish(EVENT_REGISTER, "bob", NULL);
	ck_assert_uint_eq(access_founded(&sc.srv.world, "alice"), 1);
	ck_assert_uint_eq(access_founded(&sc.srv.world, "bob"), 1);
}
END_TEST

START_TEST(a_new_founder_has_a_place_in_a_full_list)
{
	char name[16];

	founds();
	for (int i = 0; i < CHANNEL_RIGHTS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		publish(EVENT_ACCESS, name, "voice");
	}
	ck_assert_uint_eq(tea()->nrights, CHANNEL_RIGHTS_MAX);
	publish(EVENT_REGISTER, "bob", NULL);
	ck_assert_uint_eq(tea()->nrights, CHANNEL_RIGHTS_MAX);
	ck_assert_str_eq(access_founder(tea()), "bob");
	ck_assert_uint_eq(access_rank(tea(), "alice"), MEMBER_ADMIN);
}
END_TEST

START_TEST(the_lobby_is_nobodys)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct event e = hub_event(&sc.srv, EVENT_REGISTER, NULL);

	scene_join(&sc, alice, "#lobby");
	e.target = "#lobby";
	e.arg = "alice";
	hub_publish(&sc.srv, &e);
	ck_assert(!access_registered(world_channel(&sc.srv.world, "#lobby")));
}
END_TEST

START_TEST(nobody_shuts_the_founder_out)
{
	struct session *alice = founds(), *bob;
	const struct channel *c = tea();

	publish(EVENT_ACCESS, "bob", "admin");
	bob = scene_user(&sc, "bob", "bob", 0);
	scene_part(&sc, alice, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'b', "*!*@*");
	ck_assert_int_eq(can_act(bob->user, ACT_JOIN, c, NULL), 474);
	scene_mode(&sc, NULL, "#tea", true, 'k', "pot");
	scene_mode(&sc, NULL, "#tea", true, 'i', NULL);
	ck_assert_int_eq(can_act(bob->user, ACT_JOIN, c, NULL), 475);
	ck_assert_int_eq(can_act(alice->user, ACT_JOIN, c, NULL), 0);
	publish(EVENT_REGISTER, NULL, NULL);
	ck_assert_int_eq(can_act(alice->user, ACT_JOIN, c, NULL), 475);
}
END_TEST

static bool
may_set(struct session *s, bool add, const char *on)
{
	struct mode_step step = {.add = add, .letter = 'q', .param = on};

	step.def = mode_find(channel_modes, 'q');
	return can_set(s->user, tea(), &step) == 0;
}

START_TEST(mode_makes_and_ends_no_founder)
{
	struct session *alice = comes("alice"), *bob = comes("bob");

	ck_assert(may_set(alice, true, "bob"));
	publish(EVENT_REGISTER, "alice", NULL);
	ck_assert(!may_set(alice, true, "bob"));
	scene_mode(&sc, NULL, "#tea", true, 'q', "bob");
	ck_assert(!may_set(bob, false, "alice"));
	ck_assert(may_set(bob, false, "bob"));
}
END_TEST

START_TEST(only_the_founder_renames)
{
	struct session *alice = comes("alice"), *bob = comes("bob");

	scene_mode(&sc, NULL, "#tea", true, 'o', "bob");
	ck_assert_int_eq(can_act(bob->user, ACT_RENAME, tea(), NULL), 0);
	publish(EVENT_REGISTER, "alice", NULL);
	ck_assert_int_eq(can_act(bob->user, ACT_RENAME, tea(), NULL), 482);
	ck_assert_int_eq(can_act(alice->user, ACT_RENAME, tea(), NULL), 0);
}
END_TEST

START_TEST(one_that_became_the_lobby_is_dropped_all_the_same)
{
	founds();
	sc.srv.world.lobby = "#tea";
	publish(EVENT_REGISTER, "bob", NULL);
	ck_assert_str_eq(access_founder(tea()), "alice");
	publish(EVENT_REGISTER, NULL, NULL);
	ck_assert(!access_registered(tea()));
}
END_TEST

/* Which ranks somebody may give to an account that has that one. */
static const char *
grants(struct session *s, const char *account)
{
	static const unsigned ranks[] = {0, MEMBER_VOICE, MEMBER_HALFOP,
	    MEMBER_OP, MEMBER_ADMIN, MEMBER_FOUNDER};
	static char out[8];
	size_t n = 0;

	for (size_t i = 0; i < 6; i++)
		if (can_grant(s->user, tea(), account, ranks[i]))
			out[n++] = "-vhoaq"[i];
	out[n] = '\0';
	return out;
}

START_TEST(ranks_are_given_below_ones_own_to_those_below)
{
	struct session *alice = founds();

	publish(EVENT_ACCESS, "admin", "admin");
	publish(EVENT_ACCESS, "op", "op");
	publish(EVENT_ACCESS, "halfop", "halfop");
	publish(EVENT_ACCESS, "voice", "voice");
	ck_assert_str_eq(grants(alice, "new"), "-vhoa");
	ck_assert_str_eq(grants(alice, "admin"), "-vhoa");
	ck_assert_str_eq(grants(alice, "alice"), "");
	ck_assert_str_eq(grants(comes("admin"), "op"), "-vho");
	ck_assert_str_eq(grants(comes("op"), "halfop"), "-vh");
	ck_assert_str_eq(grants(comes("halfop"), "new"), "-v");
	ck_assert_str_eq(grants(comes("voice"), "new"), "");
	ck_assert_str_eq(grants(comes("new"), "voice"), "");
	ck_assert_str_eq(grants(comes("op2"), "op2"), "");
}
END_TEST

START_TEST(what_is_ones_own_may_be_given_up)
{
	founds();
	publish(EVENT_ACCESS, "op", "op");
	publish(EVENT_ACCESS, "voice", "voice");
	ck_assert_str_eq(grants(comes("voice"), "VOICE"), "-");
	ck_assert_str_eq(grants(comes("op"), "op"), "-");
}
END_TEST

START_TEST(without_an_account_nothing_is_ones_own)
{
	struct session *s = scene_user(&sc, "guest", NULL, 0);

	founds();
	scene_join(&sc, s, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'o', "guest");
	ck_assert_str_eq(grants(s, "new"), "");
	ck_assert(!can_list(s->user, tea()));
}
END_TEST

START_TEST(what_a_founder_leaves_goes_to_the_highest_and_longest)
{
	struct session *alice = founds(), *bob;

	publish(EVENT_ACCESS, "voice", "voice");
	publish(EVENT_ACCESS, "bob", "op");
	publish(EVENT_ACCESS, "carol", "op");
	bob = comes("bob");
	scene_output(&sc, bob);
	access_forget(&sc.srv, "alice");
	ck_assert_str_eq(access_founder(tea()), "bob");
	ck_assert_uint_eq(right_of("alice"), 0);
	ck_assert_uint_eq(modes_of(alice), 0);
	ck_assert_uint_eq(modes_of(bob), MEMBER_FOUNDER | MEMBER_OP);
	access_forget(&sc.srv, "bob");
	ck_assert_str_eq(access_founder(tea()), "carol");
}
END_TEST

START_TEST(with_nobody_to_leave_it_to_it_is_registered_no_more)
{
	founds();
	publish(EVENT_ACCESS, "bob", "halfop");
	access_forget(&sc.srv, "alice");
	ck_assert(!access_registered(tea()));
	ck_assert_uint_eq(right_of("bob"), 0);
}
END_TEST

START_TEST(an_empty_one_that_belongs_to_nobody_any_more_ends)
{
	scene_part(&sc, founds(), "#tea");
	access_forget(&sc.srv, "bob");
	ck_assert_ptr_nonnull(tea());
	access_forget(&sc.srv, "alice");
	ck_assert_ptr_null(tea());
}
END_TEST

START_TEST(who_is_no_more_has_no_rights_of_mode_either)
{
	struct session *alice = comes("alice"), *bob = comes("bob");

	scene_mode(&sc, alice, "#tea", true, 'o', "bob");
	access_forget(&sc.srv, "bob");
	ck_assert_uint_eq(right_of("bob"), 0);
	ck_assert_uint_eq(modes_of(bob), 0);
	ck_assert_uint_eq(modes_of(alice), MEMBER_FOUNDER | MEMBER_OP);
}
END_TEST

START_TEST(a_secret_one_is_known_to_its_list_and_to_operators)
{
	struct session *bob = scene_user(&sc, "bob", "bob", 0);
	struct session *carol = scene_user(&sc, "carol", "carol", 0);
	struct session *dave = scene_user(&sc, "dave", "dave", 0);
	struct session *guest = scene_user(&sc, "guest", NULL, 0);

	founds();
	publish(EVENT_ACCESS, "bob", "voice");
	publish(EVENT_OFFER, "carol", NULL);
	ck_assert(can_know(guest->user, tea()));
	scene_mode(&sc, NULL, "#tea", true, 's', NULL);
	ck_assert(can_know(bob->user, tea()));
	ck_assert(can_list(bob->user, tea()));
	ck_assert(can_know(carol->user, tea()));
	ck_assert(!can_list(carol->user, tea()));
	ck_assert(!can_know(guest->user, tea()));
	ck_assert(!can_know(dave->user, tea()));
	ck_assert(!can_list(dave->user, tea()));
	dave->user->modes |= USER_OPER;
	ck_assert(can_know(dave->user, tea()));
	ck_assert(can_list(dave->user, tea()));
}
END_TEST

START_TEST(ranks_have_names)
{
	ck_assert_uint_eq(access_rank_named("OP"), MEMBER_OP);
	ck_assert_uint_eq(access_rank_named("o"), MEMBER_OP);
	ck_assert_uint_eq(access_rank_named("+v"), MEMBER_VOICE);
	ck_assert_uint_eq(access_rank_named("protect"), MEMBER_ADMIN);
	ck_assert_uint_eq(access_rank_named("Q"), 0);
	ck_assert_uint_eq(access_rank_named(""), 0);
	ck_assert_str_eq(access_rank_name(MEMBER_ADMIN), "admin");
	ck_assert_str_eq(access_rank_name(0), "nothing");
}
END_TEST

Suite *
suite_access(void)
{
	Suite *s = suite_create("access");
	TCase *tc = tcase_create("access");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, the_highest_that_an_account_has_becomes_its_rank);
	tcase_add_test(tc, mode_is_for_the_stay_where_there_is_a_list);
	tcase_add_test(tc, the_list_gives_on_joining_what_it_says);
	tcase_add_test(tc, a_login_in_the_middle_gives_and_a_logout_takes);
	tcase_add_test(tc, who_becomes_another_account_has_what_that_one_has);
	tcase_add_test(tc, a_login_also_follows_rights_that_mode_gave);
	tcase_add_test(
	    tc, one_that_is_registered_lasts_though_nothing_was_said_in_it);
	tcase_add_test(tc, all_of_it_comes_back);
	tcase_add_test(tc, an_account_founds_as_many_as_it_does);
	tcase_add_test(tc, a_new_founder_has_a_place_in_a_full_list);
	tcase_add_test(tc, the_lobby_is_nobodys);
	tcase_add_test(tc, one_that_became_the_lobby_is_dropped_all_the_same);
	tcase_add_test(tc, nobody_shuts_the_founder_out);
	tcase_add_test(tc, mode_makes_and_ends_no_founder);
	tcase_add_test(tc, only_the_founder_renames);
	tcase_add_test(tc, ranks_are_given_below_ones_own_to_those_below);
	tcase_add_test(tc, what_is_ones_own_may_be_given_up);
	tcase_add_test(tc, without_an_account_nothing_is_ones_own);
	tcase_add_test(
	    tc, what_a_founder_leaves_goes_to_the_highest_and_longest);
	tcase_add_test(tc, with_nobody_to_leave_it_to_it_is_registered_no_more);
	tcase_add_test(tc, an_empty_one_that_belongs_to_nobody_any_more_ends);
	tcase_add_test(tc, who_is_no_more_has_no_rights_of_mode_either);
	tcase_add_test(tc, a_secret_one_is_known_to_its_list_and_to_operators);
	tcase_add_test(tc, ranks_have_names);
	suite_add_tcase(s, tc);
	return s;
}
