/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rights.h"

#include <stdio.h>
#include <string.h>

#include "tests/suites.h"
#include "tests/unit/scene.h"

static const char letters[] = "qaohv-";
enum { RANKS = 6 };

static struct scene sc;
static struct session *all[RANKS]; /* "q" to "v", and "-" without any */
static struct channel *tea;

/* Two of each rank: nicks "q1", "q2", … */
static void
set_up(void)
{
	char nick[8];

	scene_begin(&sc);
	for (size_t i = 0; i < RANKS; i++)
		for (int n = 1; n <= 2; n++) {
			struct session *s;

			snprintf(nick, sizeof(nick), "%c%d", letters[i], n);
			s = scene_user(&sc, nick, NULL, 0);
			scene_join(&sc, s, "#tea");
			if (letters[i] != '-')
				scene_mode(
				    &sc, NULL, "#tea", true, letters[i], nick);
			if (n == 1)
				all[i] = s;
		}
	scene_mode(&sc, NULL, "#tea", false, 'o', "q1");
	tea = world_channel(&sc.srv.world, "#tea");
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static bool
may_set(struct session *s, bool add, char letter, char on)
{
	char nick[] = {on, '2', '\0'};
	struct mode_step step = {.add = add, .letter = letter, .param = nick};

	step.def = mode_find(channel_modes, letter);
	return can_set(s->user, tea, &step) == 0;
}

/* Which of the letters somebody of each rank may give or take, as in
 * "q:qaohv a:ohv ". */
static const char *
table(bool add, char on)
{
	static char out[128];
	size_t n = 0;

	for (size_t i = 0; i < RANKS; i++) {
		n += (size_t)snprintf(out + n, 3, "%c:", letters[i]);
		for (const char *p = "qaohv"; *p; p++)
			if (may_set(all[i], add, *p, on))
				out[n++] = *p;
		out[n++] = ' ';
	}
	out[n] = '\0';
	return out;
}

START_TEST(each_rank_gives_what_it_may)
{
	ck_assert_str_eq(table(true, '-'), "q:qaohv a:ohv o:ohv h:v v: -: ");
	ck_assert_str_eq(table(true, 'q'), "q:qaohv a:ohv o:ohv h:v v: -: ");
}
END_TEST

START_TEST(nobody_takes_anything_from_those_above)
{
	ck_assert_str_eq(table(false, 'q'), "q:qaohv a: o: h: v: -: ");
	ck_assert_str_eq(table(false, 'a'), "q:qaohv a: o: h: v: -: ");
	ck_assert_str_eq(table(false, 'o'), "q:qaohv a:ohv o:ohv h: v: -: ");
	ck_assert_str_eq(table(false, 'h'), "q:qaohv a:ohv o:ohv h: v: -: ");
	ck_assert_str_eq(table(false, 'v'), "q:qaohv a:ohv o:ohv h:v v: -: ");
}
END_TEST

START_TEST(ones_own_may_be_dropped_whatever_it_is)
{
	for (size_t i = 0; letters[i] != '-'; i++) {
		struct mode_step step = {.letter = letters[i],
		    .def = mode_find(channel_modes, letters[i]),
		    .param = all[i]->user->nick};

		ck_assert_int_eq(can_set(all[i]->user, tea, &step), 0);
	}
}
END_TEST

START_TEST(each_rank_kicks_whom_it_may)
{
	static const char *const wanted[RANKS] = {
	    "qaohv-", "ohv-", "ohv-", "v-", "", ""};

	for (size_t i = 0; i < RANKS; i++)
		for (const char *p = letters; *p; p++) {
			char nick[] = {*p, '2', '\0'};

			ck_assert_int_eq(
			    can_act(all[i]->user, ACT_KICK, tea, nick),
			    strchr(wanted[i], *p) ? 0 : 482);
		}
}
END_TEST

START_TEST(who_made_a_channel_without_founder_may_make_one)
{
	struct session *s = scene_user(&sc, "maker", NULL, 0);
	struct mode_step step = {true, 'q', NULL, "maker"};

	step.def = mode_find(channel_modes, 'q');
	scene_join(&sc, s, "#pot");
	ck_assert_int_eq(
	    can_set(s->user, world_channel(&sc.srv.world, "#pot"), &step), 0);
	ck_assert_int_eq(can_set(s->user, tea, &step), 442);
	ck_assert_int_eq(can_set(all[2]->user, tea, &step), 482);
}
END_TEST

START_TEST(a_founder_for_good_who_is_away_is_founder_all_the_same)
{
	struct session *s = scene_user(&sc, "maker", "maker", 0);
	struct session *op = scene_user(&sc, "op", NULL, 0);
	struct mode_step step = {true, 'q', NULL, "op"};

	step.def = mode_find(channel_modes, 'q');
	scene_join(&sc, s, "#pot");
	scene_join(&sc, op, "#pot");
	scene_mode(&sc, s, "#pot", true, 'o', "op");
	scene_part(&sc, s, "#pot");
	ck_assert_int_eq(
	    can_set(op->user, world_channel(&sc.srv.world, "#pot"), &step),
	    482);
}
END_TEST

Suite *
suite_ranks(void)
{
	Suite *s = suite_create("ranks");
	TCase *tc = tcase_create("ranks");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, each_rank_gives_what_it_may);
	tcase_add_test(tc, nobody_takes_anything_from_those_above);
	tcase_add_test(tc, ones_own_may_be_dropped_whatever_it_is);
	tcase_add_test(tc, each_rank_kicks_whom_it_may);
	tcase_add_test(tc, who_made_a_channel_without_founder_may_make_one);
	tcase_add_test(
	    tc, a_founder_for_good_who_is_away_is_founder_all_the_same);
	suite_add_tcase(s, tc);
	return s;
}
