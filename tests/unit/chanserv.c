/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv.h"

#include <stdio.h>
#include <string.h>

#include "server/access.h"
#include "server/caps.h"
#include "server/hub.h"
#include "server/service_ask.h"
#include "server/services.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

#define NOTE ":ChanServ!ChanServ@srv NOTICE "

static struct scene sc;
static struct session *alice, *bob;

/* With an account of that name. */
static struct session *
comes(const char *nick)
{
	account_add(&sc.srv.accounts, nick, 1);
	return scene_user(&sc, nick, nick, 0);
}

static void
set_up(void)
{
	scene_begin(&sc);
	sc.srv.services = services_all;
	sc.settings.channels_per_account = 3;
	alice = comes("alice");
	bob = comes("bob");
	scene_join(&sc, alice, "#tea");
	scene_output(&sc, alice);
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
say(struct session *s, const char *line)
{
	service_ask(&sc.srv, s, &chanserv, line);
}

/* That this, with the usual beginning, is all of the answer. */
static void
asks(struct session *s, const char *line, const char *wanted)
{
	struct buf all = {0};

	scene_output(&sc, s);
	say(s, line);
	buf_addf(&all, NOTE "%s :%s\r\n", s->user->nick, wanted);
	scene_expect(&sc, s, all.data);
	buf_free(&all);
}

static void
registers(void)
{
	asks(alice, "REGISTER #tea", "#tea is registered, and yours.");
}

static bool
hears(struct session *s, const char *text)
{
	return scene_count(scene_output(&sc, s), text) == 1;
}

START_TEST(a_founder_registers_a_channel)
{
	registers();
	ck_assert_str_eq(access_founder(tea()), "alice");
	asks(alice, "REGISTER #Tea", "#tea is registered already.");
}
END_TEST

START_TEST(what_somebody_is_told_is_no_answer_of_theirs)
{
	struct session *carol;
	const char *out;

	account_add(&sc.srv.accounts, "carol", 1);
	carol =
	    scene_user(&sc, "carol", "carol", CAP_LABELED_RESPONSE | CAP_BATCH);
	registers();
	scene_output(&sc, carol);
	session_label_begin(carol, "x");
	say(alice, "TRANSFER #tea carol");
	session_label_end(carol, "srv");
	out = scene_output(&sc, carol);
	ck_assert_uint_eq(scene_count(out, "offers #tea to you"), 1);
	ck_assert_uint_eq(scene_count(out, "@label=x :srv ACK\r\n"), 1);
}
END_TEST

START_TEST(others_do_not_register_it)
{
	struct session *guest = scene_user(&sc, "guest", NULL, 0);

	asks(bob, "REGISTER #tea", "To register a channel, be in it.");
	asks(bob, "REGISTER #nowhere", "To register a channel, be in it.");
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'o', "bob");
	asks(bob, "REGISTER #tea", "Only its founder (~) registers #tea.");
	asks(guest, "REGISTER #tea",
	    "You are not logged in. /msg NickServ HELP says how.");
	scene_join(&sc, alice, "#lobby");
	asks(alice, "REGISTER #lobby", "#lobby belongs to nobody.");
	ck_assert(!access_registered(tea()));
}
END_TEST

START_TEST(one_without_founder_gets_one_first)
{
	struct session *guest = scene_user(&sc, "guest", NULL, 0);

	scene_join(&sc, guest, "#pot");
	scene_join(&sc, bob, "#pot");
	scene_mode(&sc, NULL, "#pot", true, 'o', "bob");
	asks(bob, "REGISTER #pot",
	    "Only its founder (~) registers #pot. It has none: an operator of "
	    "it may make one (MODE +q).");
	scene_mode(&sc, bob, "#pot", true, 'q', "bob");
	asks(bob, "REGISTER #pot", "#pot is registered, and yours.");
}
END_TEST

START_TEST(an_account_founds_no_more_than_it_may)
{
	sc.settings.channels_per_account = 1;
	registers();
	scene_join(&sc, alice, "#pot");
	asks(alice, "REGISTER #pot",
	    "You are the founder of 1 registered channels, and may be of no "
	    "more.");
	scene_join(&sc, bob, "#cup");
	asks(bob, "REGISTER #cup", "#cup is registered, and yours.");
	say(bob, "TRANSFER #cup alice");
	asks(alice, "TRANSFER ACCEPT #cup",
	    "You are the founder of 1 registered channels, and may be of no "
	    "more.");
	sc.settings.channels_per_account = 0;
	asks(alice, "REGISTER #pot", "#pot is registered, and yours.");
}
END_TEST

START_TEST(there_is_one_founder_from_then_on)
{
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'q', "bob");
	scene_output(&sc, bob);
	say(alice, "REGISTER #tea");
	scene_expect(&sc, bob, ":srv MODE #tea -q+ao bob bob bob\r\n");
}
END_TEST

START_TEST(ranks_are_added_shown_and_taken)
{
	registers();
	scene_join(&sc, bob, "#tea");
	scene_output(&sc, bob);
	say(alice, "ACCESS #tea ADD Bob halfop");
	scene_expect(&sc, bob, ":srv MODE #tea +h bob\r\n");
	ck_assert(hears(alice, "bob is halfop of #tea from now on."));
	asks(alice, "ACCESS #tea LIST",
	    "#tea: founder alice\r\n" NOTE "alice :#tea: halfop bob\r\n" NOTE
	    "alice :#tea: that is all, 2 in the list.");
	scene_output(&sc, bob);
	say(alice, "ACCESS ADD #tea bob admin");
	scene_expect(&sc, bob, ":srv MODE #tea -h+ao bob bob bob\r\n");
	say(alice, "access #TEA del BOB");
	scene_expect(&sc, bob, ":srv MODE #tea -ao bob bob\r\n");
	ck_assert(hears(alice, "bob has no rank in #tea any more."));
	asks(alice, "ACCESS #tea DEL bob",
	    "That account is not on the list of #tea.");
}
END_TEST

START_TEST(what_is_no_rank_or_nobody_is_refused)
{
	registers();
	asks(alice, "ACCESS #tea ADD bob king",
	    "A rank is admin, op, halfop or voice.");
	asks(alice, "ACCESS #tea ADD bob",
	    "A rank is admin, op, halfop or voice.");
	asks(alice, "ACCESS #tea ADD bob founder",
	    "#tea has one founder: TRANSFER gives it to somebody else.");
	asks(alice, "ACCESS #tea ADD zoe op",
	    "There is no account of that name.");
	asks(alice, "ACCESS #tea ADD alice voice",
	    "You are founder of #tea, and give and take what is below that.");
	asks(alice, "ACCESS #tea DEL alice",
	    "You are founder of #tea, and give and take what is below that.");
	asks(alice, "ACCESS #tea KILL bob",
	    "Say: /msg ChanServ ACCESS #channel ADD account rank | DEL account "
	    "| LIST");
	asks(alice, "ACCESS #tea DEL",
	    "Say: /msg ChanServ ACCESS #channel ADD account rank | DEL account "
	    "| LIST");
	asks(alice, "ACCESS #pot LIST", "#pot is not registered.");
	asks(alice, "ACCESS tea LIST",
	    "Say: /msg ChanServ ACCESS #channel ADD "
	    "account rank | DEL account | LIST");
	ck_assert_uint_eq(tea()->nrights, 1);
}
END_TEST

START_TEST(nobody_changes_what_is_not_below_them)
{
	registers();
	account_add(&sc.srv.accounts, "carol", 1);
	asks(bob, "ACCESS #tea ADD carol voice",
	    "You have no rank in #tea that gives any to others.");
	asks(bob, "ACCESS #tea LIST", "You are not on the list of #tea.");
	asks(bob, "ACCESS #tea DEL alice",
	    "You have no rank in #tea that gives any to others.");
	asks(bob, "ACCESS #tea DEL zoe",
	    "You have no rank in #tea that gives any to others.");
	say(alice, "ACCESS #tea ADD bob op");
	asks(bob, "ACCESS #tea ADD carol op",
	    "You are op of #tea, and give and take what is below that.");
	asks(bob, "ACCESS #tea ADD carol halfop",
	    "carol is halfop of #tea from now on.");
	asks(bob, "ACCESS #tea DEL bob", "bob has no rank in #tea any more.");
	ck_assert_uint_eq(access_rank(tea(), "carol"), MEMBER_HALFOP);
}
END_TEST

START_TEST(rank_of_the_stay_changes_no_list)
{
	registers();
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'o', "bob");
	account_add(&sc.srv.accounts, "carol", 1);
	asks(bob, "ACCESS #tea ADD carol voice",
	    "You have no rank in #tea that gives any to others.");
}
END_TEST

START_TEST(a_full_list_takes_no_more)
{
	char name[16];

	registers();
	say(alice, "ACCESS #tea ADD bob op");
	for (int i = 2; i < CHANNEL_RIGHTS_MAX; i++) {
		struct event e = hub_event(&sc.srv, EVENT_ACCESS, NULL);

		snprintf(name, sizeof(name), "n%d", i);
		e.target = "#tea";
		e.arg = name;
		e.body = "voice";
		hub_publish(&sc.srv, &e);
	}
	account_add(&sc.srv.accounts, "carol", 1);
	asks(alice, "ACCESS #tea ADD carol op",
	    "The list of #tea is full: it has 1000 accounts.");
	asks(alice, "ACCESS #tea ADD bob voice",
	    "bob is voice of #tea from now on.");
	ck_assert_uint_eq(tea()->nrights, CHANNEL_RIGHTS_MAX);
}
END_TEST

START_TEST(up_gives_back_what_was_given_up)
{
	registers();
	scene_mode(&sc, alice, "#tea", false, 'q', "alice");
	scene_mode(&sc, alice, "#tea", false, 'o', "alice");
	scene_output(&sc, alice);
	say(alice, "UP #tea");
	scene_expect(&sc, alice,
	    ":srv MODE #tea +qo alice alice\r\n" NOTE
	    "alice :You are founder of #tea.\r\n");
	asks(bob, "UP #tea", "You are not on the list of #tea.");
	say(alice, "ACCESS #tea ADD bob op");
	asks(bob, "UP #tea", "You are not in #tea.");
}
END_TEST

START_TEST(a_channel_goes_to_who_accepts_it)
{
	registers();
	scene_join(&sc, bob, "#tea");
	scene_output(&sc, bob);
	say(alice, "TRANSFER #tea bob");
	scene_expect(&sc, bob,
	    NOTE "bob :alice offers #tea to you. To take it: /msg ChanServ "
		 "TRANSFER ACCEPT #tea\r\n");
	ck_assert_str_eq(access_founder(tea()), "alice");
	say(alice, "TRANSFER #tea bob");
	scene_expect(&sc, bob, "");
	scene_output(&sc, alice);
	say(bob, "TRANSFER ACCEPT #tea");
	ck_assert_str_eq(access_founder(tea()), "bob");
	ck_assert_uint_eq(access_rank(tea(), "alice"), MEMBER_ADMIN);
	scene_expect(&sc, alice,
	    ":srv MODE #tea -q+a alice alice\r\n"
	    ":srv MODE #tea +qo bob bob\r\n" NOTE
	    "alice :bob is the founder of #tea now.\r\n");
	asks(alice, "TRANSFER ACCEPT #tea", "#tea is not offered to you.");
}
END_TEST

START_TEST(an_offer_is_taken_back_or_refused)
{
	registers();
	say(alice, "TRANSFER #tea bob");
	scene_output(&sc, bob);
	asks(alice, "TRANSFER CANCEL #tea",
	    "#tea is not offered to anybody any more.");
	ck_assert(hears(bob, "#tea is not offered to you any more."));
	asks(bob, "TRANSFER ACCEPT #tea", "#tea is not offered to you.");
	asks(alice, "TRANSFER CANCEL #tea",
	    "There is no offer of #tea to take back.");
	say(alice, "TRANSFER #tea bob");
	scene_output(&sc, alice);
	asks(bob, "TRANSFER CANCEL #tea",
	    "#tea is not offered to anybody any more.");
	ck_assert(hears(alice, "bob does not take #tea."));
	ck_assert_str_eq(access_founder(tea()), "alice");
}
END_TEST

START_TEST(only_the_founder_gives_it_away)
{
	registers();
	say(alice, "ACCESS #tea ADD bob admin");
	asks(bob, "TRANSFER #tea bob", "Only its founder gives #tea away.");
	asks(alice, "TRANSFER #tea zoe", "There is no account of that name.");
	asks(alice, "TRANSFER #tea alice", "#tea belongs to alice already.");
	asks(bob, "TRANSFER ACCEPT #tea", "#tea is not offered to you.");
}
END_TEST

/* The code that the answer to DROP #tea gives. */
static void
code_for(struct session *s, char code[16])
{
	const char *at;

	scene_output(&sc, s);
	say(s, "DROP #tea");
	at = strstr(scene_output(&sc, s), "/msg ChanServ DROP #tea ");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(sscanf(at, "/msg ChanServ DROP #tea %15s", code), 1);
	ck_assert_uint_eq(strlen(code), 8);
}

START_TEST(a_channel_is_dropped_with_its_code_alone)
{
	char code[16], line[64];

	registers();
	code_for(alice, code);
	asks(alice, "DROP #tea 00000000",
	    "That is not the code for #tea, or no longer: DROP #tea gives "
	    "another one.");
	asks(bob, "DROP #tea", "Only its founder drops #tea.");
	snprintf(line, sizeof(line), "DROP #tea %s", code);
	asks(bob, line, "Only its founder drops #tea.");
	ck_assert(access_registered(tea()));
	asks(alice, line, "#tea is registered no more.");
	ck_assert(!access_registered(tea()));
	ck_assert_uint_eq(tea()->nrights, 0);
	asks(alice, line, "#tea is not registered.");
}
END_TEST

START_TEST(a_code_is_for_one_channel_and_its_time)
{
	char code[16], line[64];

	registers();
	scene_join(&sc, alice, "#pot");
	say(alice, "REGISTER #pot");
	code_for(alice, code);
	snprintf(line, sizeof(line), "DROP #pot %s", code);
	asks(alice, line,
	    "That is not the code for #pot, or no longer: DROP #pot gives "
	    "another one.");
	sc.srv.clock.last_ms = event_now(&sc.srv.clock) + 1200000;
	snprintf(line, sizeof(line), "DROP #tea %s", code);
	asks(alice, line,
	    "That is not the code for #tea, or no longer: DROP #tea gives "
	    "another one.");
}
END_TEST

START_TEST(an_empty_one_that_is_dropped_ends_where_nothing_was_said)
{
	char code[16], line[64];

	registers();
	scene_part(&sc, alice, "#tea");
	code_for(alice, code);
	snprintf(line, sizeof(line), "DROP #tea %s", code);
	asks(alice, line, "#tea is registered no more.");
	ck_assert_ptr_null(tea());
}
END_TEST

START_TEST(operators_give_and_drop)
{
	char code[16], line[64];
	struct session *boss = comes("boss");

	boss->user->modes |= USER_OPER;
	registers();
	asks(boss, "TRANSFER #tea bob", "#tea belongs to bob from now on.");
	ck_assert_str_eq(access_founder(tea()), "bob");
	ck_assert(hears(alice, "An operator has given #tea to bob."));
	ck_assert(hears(bob, "An operator has given #tea to you."));
	asks(boss, "ACCESS #tea ADD boss op",
	    "You have no rank in #tea that gives any to others.");
	scene_output(&sc, bob);
	code_for(boss, code);
	snprintf(line, sizeof(line), "DROP #tea %s", code);
	asks(boss, line, "#tea is registered no more.");
	ck_assert(
	    hears(bob, "An operator has ended the registration of #tea."));
}
END_TEST

START_TEST(a_secret_one_is_as_if_it_were_not_there)
{
	static const char *const lines[] = {"INFO #tea", "ACCESS #tea LIST",
	    "ACCESS #tea ADD bob op", "ACCESS #tea DEL bob",
	    "TRANSFER #tea bob", "TRANSFER ACCEPT #tea", "TRANSFER CANCEL #tea",
	    "DROP #tea", "DROP #tea 12345678", "UP #tea"};

	registers();
	scene_mode(&sc, NULL, "#tea", true, 's', NULL);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		asks(bob, lines[i], "#tea is not registered.");
	asks(bob, "REGISTER #tea", "To register a channel, be in it.");
	asks(bob, "LIST", "That is all: 0.");
	say(alice, "ACCESS #tea ADD bob voice");
	asks(bob, "LIST", "#tea: voice\r\n" NOTE "bob :That is all: 1.");
}
END_TEST

START_TEST(what_there_is_to_know_is_shown)
{
	struct session *guest = scene_user(&sc, "guest", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_TOPIC, alice);
	const char *text;

	e.target = "#tea";
	e.body = "leaves";
	hub_publish(&sc.srv, &e);
	registers();
	scene_mode(&sc, NULL, "#tea", true, 'k', "pot");
	say(alice, "TRANSFER #tea bob");
	tea()->registered_ms = 1795227603123;
	asks(guest, "INFO #TEA",
	    "#tea: founder alice, registered 2026-11-21\r\n" NOTE
	    "guest :#tea: modes +knt *\r\n" NOTE "guest :#tea: topic leaves");
	scene_output(&sc, alice);
	say(alice, "INFO #tea");
	text = scene_output(&sc, alice);
	ck_assert_uint_eq(scene_count(text, "1 on the list of access"), 1);
	ck_assert_uint_eq(scene_count(text, "offered to bob"), 1);
	asks(guest, "INFO #nowhere", "#nowhere is not registered.");
	asks(guest, "INFO nowhere", "That is not the name of a channel.");
}
END_TEST

START_TEST(whom_a_secret_one_is_offered_learns_no_more_than_that)
{
	registers();
	scene_mode(&sc, NULL, "#tea", true, 's', NULL);
	tea()->registered_ms = 1795227603123;
	say(alice, "TRANSFER #tea bob");
	asks(bob, "INFO #tea", "#tea: founder alice, registered 2026-11-21");
	asks(bob, "ACCESS #tea LIST", "You are not on the list of #tea.");
	asks(bob, "TRANSFER ACCEPT #tea", "#tea is yours.");
}
END_TEST

Suite *
suite_chanserv(void)
{
	Suite *s = suite_create("chanserv");
	TCase *tc = tcase_create("chanserv");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_founder_registers_a_channel);
	tcase_add_test(tc, what_somebody_is_told_is_no_answer_of_theirs);
	tcase_add_test(tc, others_do_not_register_it);
	tcase_add_test(tc, one_without_founder_gets_one_first);
	tcase_add_test(tc, an_account_founds_no_more_than_it_may);
	tcase_add_test(tc, there_is_one_founder_from_then_on);
	tcase_add_test(tc, ranks_are_added_shown_and_taken);
	tcase_add_test(tc, what_is_no_rank_or_nobody_is_refused);
	tcase_add_test(tc, nobody_changes_what_is_not_below_them);
	tcase_add_test(tc, rank_of_the_stay_changes_no_list);
	tcase_add_test(tc, a_full_list_takes_no_more);
	tcase_add_test(tc, up_gives_back_what_was_given_up);
	tcase_add_test(tc, a_channel_goes_to_who_accepts_it);
	tcase_add_test(tc, an_offer_is_taken_back_or_refused);
	tcase_add_test(tc, only_the_founder_gives_it_away);
	tcase_add_test(tc, a_channel_is_dropped_with_its_code_alone);
	tcase_add_test(tc, a_code_is_for_one_channel_and_its_time);
	tcase_add_test(
	    tc, an_empty_one_that_is_dropped_ends_where_nothing_was_said);
	tcase_add_test(tc, operators_give_and_drop);
	tcase_add_test(tc, a_secret_one_is_as_if_it_were_not_there);
	tcase_add_test(tc, what_there_is_to_know_is_shown);
	tcase_add_test(
	    tc, whom_a_secret_one_is_offered_learns_no_more_than_that);
	suite_add_tcase(s, tc);
	return s;
}
