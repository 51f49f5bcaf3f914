/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/devices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/absence.h"
#include "server/accept.h"
#include "server/account_drop.h"
#include "server/acknowledge.h"
#include "server/answer.h"
#include "server/attach.h"
#include "server/banning.h"
#include "server/caps.h"
#include "server/hub.h"
#include "server/login.h"
#include "server/people.h"
#include "server/presence.h"
#include "server/replay.h"
#include "server/showing.h"
#include "server/stay_note.h"
#include "tests/harness/chance.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

enum { DEVICES = 4, STEPS = 600, RUNS = 8 };

/* A device, and which of the numbers that were said it has seen. */
struct device {
	struct session *session; /* NULL: it is not connected */
	char name[8];
	int seen[STEPS];
};

static struct scene sc;
static struct session *bob;
static struct user *alice;
static struct device devices[DEVICES];
static int said;
static unsigned seed;

static void
set_up(void)
{
	struct session *s;

	scene_begin(&sc);
	scene_keep(&sc);
	sc.settings.history_lines = STEPS;
	memset(devices, 0, sizeof(devices));
	said = 0;
	account_add(&sc.srv.accounts, "alice", 1);
	bob = scene_user(&sc, "bob", "bob", CAP_MESSAGE_TAGS);
	s = scene_user(&sc, "alice", "alice", 0);
	alice = s->user;
	scene_join(&sc, bob, "#tea");
	scene_join(&sc, s, "#tea");
	accept_forget(&sc.srv, s);
	session_detach(s);
	session_free(s);
	for (int i = 0; i < DEVICES; i++)
		snprintf(devices[i].name, sizeof(devices[i].name), "d%d", i);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static unsigned
chance(unsigned n)
{
	return (unsigned)rand_r(&seed) / 7 % n;
}

/* Numbers stand behind " :n". */
static void
look(struct device *d)
{
	const char *out;

	hub_commit(&sc.srv);
	while (d->session->answer)
		answers_turn(&sc.srv);
	out = scene_output(&sc, d->session);
	while ((out = strstr(out, " :n"))) {
		out += 3;
		d->seen[atoi(out)]++;
	}
}

static void
look_all(void)
{
	for (int i = 0; i < DEVICES; i++)
		if (devices[i].session)
			look(&devices[i]);
}

static void
comes(struct device *d)
{
	struct session of = {.user = alice};
	uint64_t wanted = CAP_ECHO_MESSAGE | CAP_SERVER_TIME |
	    (chance(2) ? CAP_BATCH | CAP_MESSAGE_TAGS : 0);

	d->session = scene_device(&sc, &of, wanted);
	mem_replace(&d->session->device, d->name);
	showing_all(&sc.srv, d->session);
	replay_talks(&sc.srv, d->session);
	if (chance(2))
		look(d);
}

/* It answers for what it has seen. */
static void
acknowledges(struct session *s)
{
	char token[32];
	struct irc_msg pong = {.nparams = 1, .params = {token}};

	while (acknowledge_at(&sc.srv, s) >= 0) {
		acknowledge_ask(&sc.srv, s);
		snprintf(token, sizeof(token), ACKNOWLEDGE_TOKEN "%u",
		    (unsigned)s->catchup->asked);
		acknowledge_heard(&sc.srv, s, &pong);
	}
}

static void
goes(struct device *d)
{
	look(d);
	acknowledges(d->session);
	accept_forget(&sc.srv, d->session);
	session_detach(d->session);
	session_free(d->session);
	d->session = NULL;
	presence_settle(&sc.srv, alice, NULL);
}

static void
says(void)
{
	struct device *d = &devices[chance(DEVICES)];
	bool own = d->session && chance(2), talk = chance(3) == 0;
	char text[16];

	snprintf(text, sizeof(text), "n%d", said++);
	if (own)
		scene_say(&sc, d->session, talk ? "bob" : "#tea", text);
	else
		scene_say(&sc, bob, talk ? "alice" : "#tea", text);
}

static void
acts(void)
{
	struct device *d = &devices[chance(DEVICES)];

	switch (chance(4)) {
	case 0:
		if (d->session)
			goes(d);
		else
			comes(d);
		break;
	case 1:
		look_all();
		break;
	default:
		says();
	}
}

START_TEST(every_device_sees_all_that_is_said_once)
{
	unsigned began = seed = chance_seed() + (unsigned)_i;

	for (int i = 0; i < STEPS; i++)
		acts();
	for (int i = 0; i < DEVICES; i++)
		if (!devices[i].session)
			comes(&devices[i]);
	look_all();
	for (int i = 0; i < DEVICES; i++)
		for (int n = 0; n < said; n++)
			ck_assert_msg(devices[i].seen[n] == 1,
			    "seed %u: device %d saw %d of %d %d times", began,
			    i, n, said, devices[i].seen[n]);
}
END_TEST

START_TEST(no_more_devices_are_remembered_than_may_be)
{
	struct account *a = account_find(&sc.srv.accounts, "alice");
	char name[16];

	for (int i = 0; i < ACCOUNT_DEVICES_MAX + 4; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		account_device(a, name, i)->seen_ms = i;
	}
	ck_assert_uint_eq(a->ndevices, ACCOUNT_DEVICES_MAX);
	ck_assert(!account_device_forget(a, "d3"));
	ck_assert(account_device_forget(a, "d4"));
}
END_TEST

START_TEST(devices_are_remembered_by_the_store)
{
	const struct account_device *d;
	struct account *a;

	comes(&devices[0]);
	mem_replace(&devices[0].session->certificate, "abc");
	a = account_find(&sc.srv.accounts, "alice");
	sc.srv.store->ops->account_save(sc.srv.store, a);
	devices_came(&sc.srv, devices[0].session);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	a = account_find(&sc.srv.accounts, "alice");
	d = a->devices;
	ck_assert_ptr_nonnull(d);
	ck_assert_str_eq(d->name, "d0");
	ck_assert_str_eq(d->certificate, "abc");
	ck_assert_int_gt(d->seen_ms, 0);
}
END_TEST

START_TEST(who_has_one_device_that_is_not_secure_is_not)
{
	struct session of = {.user = alice}, *s;

	s = scene_device(&sc, &of, 0);
	s->secure = true;
	attach_left(&sc.srv, alice);
	ck_assert_uint_ne(alice->modes & USER_SECURE, 0);
	s = scene_device(&sc, &of, 0);
	session_detach(s);
	attach(&sc.srv, s, alice);
	ck_assert_uint_eq(alice->modes & USER_SECURE, 0);
	session_detach(s);
	attach_left(&sc.srv, alice);
	ck_assert_uint_ne(alice->modes & USER_SECURE, 0);
}
END_TEST

START_TEST(a_device_that_comes_says_nothing_by_that)
{
	struct session of = {.user = alice}, *s = scene_device(&sc, &of, 0);

	s->spoke_ms = 1000;
	sc.srv.now_ms = 91000;
	s = scene_device(&sc, &of, 0);
	session_detach(s);
	attach(&sc.srv, s, alice);
	ck_assert_int_eq(people_idle(&sc.srv, alice), 90);
}
END_TEST

START_TEST(who_is_no_operator_by_the_devices_left_is_none)
{
	struct session of = {.user = alice};

	scene_device(&sc, &of, 0);
	alice->modes |= USER_OPER;
	alice->oper = mem_strdup("by another device");
	attach_left(&sc.srv, alice);
	ck_assert_uint_eq(alice->modes & USER_OPER, 0);
}
END_TEST

START_TEST(who_is_thrown_out_does_not_stay_as_a_connection_was_lost)
{
	char account[] = "alice", reason[] = "no";
	struct ban b = {.kind = BAN_ACCOUNT, .mask = account, .reason = reason};
	struct session of = {.user = alice};
	struct session *one = scene_device(&sc, &of, 0);
	struct session *two = scene_device(&sc, &of, 0);

	session_lose(one, "Connection closed");
	two->quit = true;
	session_doom(two, "%s", "Ping timeout");
	ck_assert_uint_eq(banning_end(&sc.srv, &b), 0);
	ck_assert(!one->lost && !two->quit);
	ck_assert_str_eq(one->doom, "You are banned from this server: no");
	device_end_user(&sc.srv, alice, "Killed");
	ck_assert_str_eq(two->doom, "Killed");
}
END_TEST

static void
count(const struct store_stay *row, void *context)
{
	(void)row;
	++*(int *)context;
}

START_TEST(nothing_is_left_of_the_devices_of_an_account_that_is_dropped)
{
	const struct store_ops *ops = sc.srv.store->ops;
	struct account *a = account_find(&sc.srv.accounts, "alice");
	int stays = 0;

	a->always_on = true;
	stay_mark(&sc.srv, a);
	account_keep(&sc.srv, a);
	comes(&devices[0]);
	devices_came(&sc.srv, devices[0].session);
	hub_commit(&sc.srv);
	ops->stay_load(sc.srv.store, count, &stays);
	ck_assert_int_eq(stays, 1);
	devices[0].session->user = NULL;
	account_drop(&sc.srv, bob, a);
	devices[0].session->user = alice;
	hub_commit(&sc.srv);
	stays = 0;
	ops->stay_load(sc.srv.store, count, &stays);
	ck_assert_int_eq(stays, 0);
	a->dropped = false;
	sc.srv.store->ops->account_save(sc.srv.store, a);
	a->dropped = true;
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	a = account_find(&sc.srv.accounts, "alice");
	ck_assert_ptr_null(a->devices);
}
END_TEST

Suite *
suite_server_devices(void)
{
	Suite *s = suite_create("server_devices");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(
	    tc, every_device_sees_all_that_is_said_once, 0, RUNS);
	tcase_add_test(tc, no_more_devices_are_remembered_than_may_be);
	tcase_add_test(tc, devices_are_remembered_by_the_store);
	tcase_add_test(tc, who_has_one_device_that_is_not_secure_is_not);
	tcase_add_test(tc, a_device_that_comes_says_nothing_by_that);
	tcase_add_test(tc, who_is_no_operator_by_the_devices_left_is_none);
	tcase_add_test(
	    tc, who_is_thrown_out_does_not_stay_as_a_connection_was_lost);
	tcase_add_test(
	    tc, nothing_is_left_of_the_devices_of_an_account_that_is_dropped);
	suite_add_tcase(s, tc);
	return s;
}
