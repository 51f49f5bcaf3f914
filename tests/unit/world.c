/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/world.h"

#include <stdio.h>
#include <string.h>

#include "server/apply.h"
#include "server/hub.h"
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
channel(const char *name)
{
	return world_channel(&sc.srv.world, name);
}

static unsigned
modes_of(struct session *s, const char *name)
{
	return world_member(channel(name), s->user)->modes;
}

START_TEST(names_are_found_however_they_are_spelt)
{
	struct session *alice = scene_user(&sc, "Alice", NULL, 0);

	scene_join(&sc, alice, "#Tea[1]");
	ck_assert_ptr_eq(world_user(&sc.srv.world, "aLICE"), alice->user);
	ck_assert_ptr_nonnull(channel("#TEA[1]"));
	ck_assert_ptr_null(channel("#tea{1}"));
}
END_TEST

START_TEST(who_makes_a_channel_gets_op_and_the_next_one_does_not)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct buf modes = {0};

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	ck_assert_uint_eq(modes_of(alice, "#tea"), MEMBER_OP);
	ck_assert_uint_eq(modes_of(bob, "#tea"), 0);
	channel_modes_text(channel("#tea"), false, &modes);
	ck_assert_str_eq(modes.data, "+nt");
	buf_free(&modes);
}
END_TEST

START_TEST(the_lobby_gives_nobody_op)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);

	scene_join(&sc, alice, "#LOBBY");
	ck_assert_uint_eq(modes_of(alice, "#lobby"), 0);
	ck_assert(!channel_owned(channel("#lobby")));
}
END_TEST

START_TEST(an_empty_channel_stays_with_its_modes)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	uint64_t id;

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	id = channel("#tea")->id;
	scene_part(&sc, alice, "#tea");
	ck_assert_uint_eq(channel("#tea")->id, id);
	ck_assert_str_eq(channel("#tea")->key, "pot");
}
END_TEST

START_TEST(an_empty_invite_only_channel_that_nobody_owns_is_gone)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	uint64_t id;

	scene_join(&sc, alice, "#tea");
	id = channel("#tea")->id;
	scene_mode(&sc, alice, "#tea", true, 'i', NULL);
	scene_quit(&sc, alice);
	ck_assert_ptr_null(channel("#tea"));
	scene_join(&sc, scene_user(&sc, "bob", NULL, 0), "#tea");
	ck_assert_uint_ne(channel("#tea")->id, id);
}
END_TEST

START_TEST(an_empty_channel_in_which_nothing_was_said_is_gone)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	scene_join(&sc, alice, "#taE");
	scene_join(&sc, bob, "#taE");
	scene_part(&sc, alice, "#tae");
	ck_assert_ptr_nonnull(channel("#tae"));
	scene_part(&sc, bob, "#tae");
	ck_assert_ptr_null(channel("#tae"));
}
END_TEST

START_TEST(an_account_gets_back_what_it_had)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "hi");
	scene_part(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	ck_assert_uint_eq(modes_of(bob, "#tea"), 0);
	scene_join(&sc, alice, "#tea");
	ck_assert_uint_eq(modes_of(alice, "#tea"), MEMBER_FOUNDER | MEMBER_OP);
}
END_TEST

START_TEST(taking_op_takes_the_lasting_right_too)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", "bob", 0);

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'o', "bob");
	scene_mode(&sc, bob, "#tea", false, 'o', "ALICE");
	scene_part(&sc, alice, "#tea");
	scene_join(&sc, alice, "#tea");
	ck_assert_uint_eq(modes_of(alice, "#tea"), MEMBER_FOUNDER);
	ck_assert_uint_eq(channel_rights(channel("#tea"), "bob"), MEMBER_OP);
}
END_TEST

START_TEST(who_comes_into_an_empty_channel_without_owner_gets_op)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", "bob", 0);

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "hi");
	scene_quit(&sc, alice);
	scene_join(&sc, bob, "#tea");
	ck_assert_uint_eq(modes_of(bob, "#tea"), MEMBER_OP);
	ck_assert(!channel_owned(channel("#tea")));
}
END_TEST

START_TEST(a_new_nick_is_found_and_the_old_one_remembered)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	e.arg = "carol";
	hub_publish(&sc.srv, &e);
	ck_assert_ptr_eq(world_user(&sc.srv.world, "Carol"), alice->user);
	ck_assert_ptr_null(world_user(&sc.srv.world, "alice"));
	ck_assert_ptr_nonnull(world_whowas(&sc.srv.world, "ALICE"));
}
END_TEST

START_TEST(a_nick_may_change_its_case_but_not_take_anothers)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	e.arg = "ALICE";
	hub_publish(&sc.srv, &e);
	ck_assert_str_eq(alice->user->nick, "ALICE");
	e.arg = "bob";
	world_apply(&sc.srv.world, &e);
	ck_assert_str_eq(alice->user->nick, "ALICE");
	ck_assert_ptr_eq(world_user(&sc.srv.world, "bob"), bob->user);
}
END_TEST

START_TEST(who_was_here_is_remembered_up_to_a_bound)
{
	char nick[16];

	sc.srv.world.whowas_max = 3;
	for (int i = 0; i < 10; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		scene_quit(&sc, scene_user(&sc, nick, NULL, 0));
	}
	ck_assert_uint_eq(sc.srv.world.nwhowas, 3);
	ck_assert_ptr_nonnull(world_whowas(&sc.srv.world, "n9"));
	ck_assert_ptr_null(world_whowas(&sc.srv.world, "n6"));
}
END_TEST

START_TEST(masks_stand_in_a_list_once_however_they_are_spelt)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'b', "Bad!*@*");
	scene_mode(&sc, alice, "#tea", true, 'b', "bad!*@*");
	ck_assert_uint_eq(channel("#tea")->nmasks, 1);
	ck_assert_str_eq(channel("#tea")->lists[0]->by, "alice!alice@host");
	scene_mode(&sc, alice, "#tea", false, 'b', "BAD!*@*");
	ck_assert_uint_eq(channel("#tea")->nmasks, 0);
}
END_TEST

START_TEST(a_channel_remembers_the_newest_hundred_invitations)
{
	struct channel *c;

	scene_join(&sc, scene_user(&sc, "alice", NULL, 0), "#tea");
	c = channel("#tea");
	for (uint64_t id = 1; id <= 150; id++)
		channel_invite(c, id);
	channel_invite(c, 150);
	ck_assert_uint_eq(c->ninvitations, CHANNEL_INVITATIONS_MAX);
	ck_assert_uint_eq(c->invitations->user_id, 51);
}
END_TEST

START_TEST(a_limit_and_a_key_are_shown_to_those_who_may_know)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct buf text = {0};

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_mode(&sc, alice, "#tea", true, 'l', "5");
	channel_modes_text(channel("#tea"), true, &text);
	ck_assert_str_eq(text.data, "+klnt pot 5");
	buf_reset(&text);
	channel_modes_text(channel("#tea"), false, &text);
	ck_assert_str_eq(text.data, "+klnt * 5");
	buf_free(&text);
}
END_TEST

START_TEST(every_mode_of_a_channel_is_shown)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct buf text = {0};

	scene_join(&sc, alice, "#tea");
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == MODE_FLAG)
			scene_mode(&sc, alice, "#tea", true, m->letter, NULL);
		else if (m->type == MODE_TO_SET || m->type == MODE_ALWAYS)
			scene_mode(&sc, alice, "#tea", true, m->letter, "5:6");
	channel_modes_text(channel("#tea"), true, &text);
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type != MODE_PREFIX && m->type != MODE_LIST)
			ck_assert_ptr_nonnull(strchr(text.data, m->letter));
	ck_assert_ptr_nonnull(strstr(text.data, " 5:6 5:6 5:6 5"));
	buf_free(&text);
}
END_TEST

START_TEST(who_quits_is_in_no_channel_any_more)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_join(&sc, alice, "#milk");
	scene_say(&sc, alice, "#milk", "hi");
	scene_quit(&sc, alice);
	ck_assert_uint_eq(channel("#tea")->nmembers, 1);
	ck_assert_uint_eq(channel("#milk")->nmembers, 0);
	ck_assert_uint_eq(sc.srv.world.nusers, 1);
}
END_TEST

START_TEST(events_that_do_not_fit_change_nothing)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_PART, alice);

	e.target = "#nowhere";
	world_apply(&sc.srv.world, &e);
	e.kind = EVENT_KICK;
	e.arg = "nobody";
	world_apply(&sc.srv.world, &e);
	e.kind = EVENT_TOPIC;
	world_apply(&sc.srv.world, &e);
	e.kind = EVENT_QUIT;
	e.source.user_id = 99;
	world_apply(&sc.srv.world, &e);
	ck_assert_uint_eq(sc.srv.world.nusers, 1);
	ck_assert_uint_eq(sc.srv.world.nchannels, 0);
}
END_TEST

static void
rename_channel(struct session *s, const char *from, const char *to)
{
	struct event e = hub_event(&sc.srv, EVENT_RENAME, s);

	e.target = from;
	e.arg = to;
	e.body = "";
	hub_publish(&sc.srv, &e);
}

START_TEST(a_renamed_channel_keeps_all_but_its_name)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct channel *c;
	uint64_t id;

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_mode(&sc, alice, "#tea", true, 'b', "bad!*@*");
	channel_invite(channel("#tea"), bob->user->id);
	id = channel("#tea")->id;
	rename_channel(alice, "#TEA", "#Soup");
	c = channel("#soup");
	ck_assert_ptr_null(channel("#tea"));
	ck_assert_uint_eq(c->id, id);
	ck_assert_str_eq(c->name, "#Soup");
	ck_assert_str_eq(c->key, "pot");
	ck_assert_ptr_nonnull(channel_mask(c, 0, "bad!*@*"));
	ck_assert(channel_invited(c, bob->user));
	ck_assert_uint_ne(channel_rights(c, "alice"), 0);
	ck_assert_ptr_nonnull(world_member(c, alice->user));
	ck_assert_uint_eq(sc.srv.world.nchannels, 1);
}
END_TEST

START_TEST(the_lobbys_name_leads_to_no_other_channel_that_had_it)
{
	struct world *w = &sc.srv.world;
	struct channel *c = world_channel_add(w, "#tea", 1);

	world_channel_rename(w, c, "#soup", 2);
	ck_assert_ptr_eq(world_renamed(w, "#tea", 3), c);
	w->lobby = "#Tea";
	ck_assert_ptr_null(world_renamed(w, "#tea", 3));
}
END_TEST

START_TEST(a_channel_is_not_renamed_to_the_name_of_another)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, alice, "#soup");
	rename_channel(alice, "#tea", "#soup");
	ck_assert_str_eq(channel("#tea")->name, "#tea");
	rename_channel(alice, "#nowhere", "#here");
	ck_assert_ptr_null(channel("#here"));
}
END_TEST

START_TEST(a_former_name_leads_to_its_channel_for_a_month)
{
	struct world *w = &sc.srv.world;
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	int64_t day = 24 * 60 * 60 * 1000, then;

	scene_join(&sc, alice, "#tea");
	rename_channel(alice, "#tea", "#soup");
	then = channel("#soup")->formers->time_ms;
	ck_assert_ptr_eq(
	    world_renamed(w, "#TEA", then + 29 * day), channel("#soup"));
	ck_assert_ptr_null(world_renamed(w, "#tea", then + 31 * day));
	ck_assert_ptr_null(world_renamed(w, "#soup", then));
	rename_channel(alice, "#soup", "#tea");
	ck_assert_ptr_null(world_renamed(w, "#tea", then));
	ck_assert_ptr_eq(world_renamed(w, "#soup", then), channel("#tea"));
}
END_TEST

START_TEST(a_former_name_ends_when_it_is_made_anew_and_with_its_channel)
{
	struct world *w = &sc.srv.world;
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#a");
	rename_channel(alice, "#a", "#b");
	rename_channel(alice, "#b", "#c");
	ck_assert_uint_eq(channel("#c")->nformers, 2);
	scene_join(&sc, alice, "#a");
	ck_assert_ptr_null(world_renamed(w, "#a", 0));
	ck_assert_ptr_eq(world_renamed(w, "#b", 0), channel("#c"));
	world_leave(w, world_member(channel("#c"), alice->user));
	world_channel_drop(w, channel("#c"));
	ck_assert_ptr_null(world_renamed(w, "#b", 0));
	ck_assert_ptr_null(w->formers);
}
END_TEST

START_TEST(a_channel_has_four_former_names_at_most_and_renames_rest)
{
	struct world *w = &sc.srv.world;
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	int64_t first;

	scene_join(&sc, alice, "#0");
	for (int i = 0; i < 5; i++) {
		char from[] = "#0", to[] = "#1";

		from[1] += i;
		to[1] += i;
		ck_assert(!channel_renamed_enough(channel(from), 1) == (i < 4));
		rename_channel(alice, from, to);
	}
	ck_assert_ptr_null(world_renamed(w, "#0", 0));
	ck_assert_ptr_eq(world_renamed(w, "#1", 0), channel("#5"));
	ck_assert_uint_eq(channel("#5")->nformers, 4);
	first = channel("#5")->renamed_ms[0];
	ck_assert(
	    !channel_renamed_enough(channel("#5"), first + CHANNEL_RENAMES_MS));
}
END_TEST

static TCase *
rename_case(void)
{
	TCase *tc = tcase_create("rename");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_renamed_channel_keeps_all_but_its_name);
	tcase_add_test(
	    tc, the_lobbys_name_leads_to_no_other_channel_that_had_it);
	tcase_add_test(tc, a_channel_is_not_renamed_to_the_name_of_another);
	tcase_add_test(tc, a_former_name_leads_to_its_channel_for_a_month);
	tcase_add_test(
	    tc, a_former_name_ends_when_it_is_made_anew_and_with_its_channel);
	tcase_add_test(
	    tc, a_channel_has_four_former_names_at_most_and_renames_rest);
	return tc;
}

static TCase *
channels_case(void)
{
	TCase *tc = tcase_create("channels");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, who_makes_a_channel_gets_op_and_the_next_one_does_not);
	tcase_add_test(tc, the_lobby_gives_nobody_op);
	tcase_add_test(tc, an_empty_channel_stays_with_its_modes);
	tcase_add_test(
	    tc, an_empty_invite_only_channel_that_nobody_owns_is_gone);
	tcase_add_test(tc, an_empty_channel_in_which_nothing_was_said_is_gone);
	tcase_add_test(tc, an_account_gets_back_what_it_had);
	tcase_add_test(tc, taking_op_takes_the_lasting_right_too);
	tcase_add_test(
	    tc, who_comes_into_an_empty_channel_without_owner_gets_op);
	tcase_add_test(tc, masks_stand_in_a_list_once_however_they_are_spelt);
	tcase_add_test(tc, a_channel_remembers_the_newest_hundred_invitations);
	tcase_add_test(tc, a_limit_and_a_key_are_shown_to_those_who_may_know);
	return tc;
}

Suite *
suite_world(void)
{
	Suite *s = suite_create("world");
	TCase *tc = tcase_create("users");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, names_are_found_however_they_are_spelt);
	tcase_add_test(tc, a_new_nick_is_found_and_the_old_one_remembered);
	tcase_add_test(tc, a_nick_may_change_its_case_but_not_take_anothers);
	tcase_add_test(tc, who_was_here_is_remembered_up_to_a_bound);
	tcase_add_test(tc, every_mode_of_a_channel_is_shown);
	tcase_add_test(tc, who_quits_is_in_no_channel_any_more);
	tcase_add_test(tc, events_that_do_not_fit_change_nothing);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, channels_case());
	suite_add_tcase(s, rename_case());
	return s;
}
