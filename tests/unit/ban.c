/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ban.h"

#include <stdio.h>
#include <string.h>

#include "server/audit.h"
#include "server/banning.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct scene sc;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
reads(const char *given, enum ban_kind want, const char *shown)
{
	struct buf mask = {0}, text = {0};
	enum ban_kind kind;

	ck_assert_ptr_null(ban_read(&kind, &mask, given));
	ck_assert_int_eq(kind, want);
	ban_format(&text, kind, mask.data);
	ck_assert_str_eq(text.data, shown);
	buf_free(&mask);
	buf_free(&text);
}

static void
is_wrong(const char *given)
{
	struct buf mask = {0};
	enum ban_kind kind;

	ck_assert_msg(ban_read(&kind, &mask, given) != NULL, "%s", given);
	ck_assert_uint_eq(mask.len, 0);
	buf_free(&mask);
}

START_TEST(a_ban_names_whom_it_means_in_one_form)
{
	reads("uid:01000", BAN_UID, "uid:1000");
	reads("account:alice", BAN_ACCOUNT, "account:alice");
	reads("$a:alice", BAN_ACCOUNT, "account:alice");
	reads("192.0.2.77/24", BAN_ADDRESS, "192.0.2.0/24");
	reads("192.0.2.7/32", BAN_ADDRESS, "192.0.2.7");
	reads("2001:db8::1/33", BAN_ADDRESS, "2001:db8::/33");
	reads("::1", BAN_ADDRESS, "0::1");
	reads("::/0", BAN_ADDRESS, "0::/0");
	reads("certfp:" HEX, BAN_CERTIFICATE, "certfp:" HEX);
	reads("alice", BAN_MASK, "alice!*@*");
	reads("*@bad.example", BAN_MASK, "*!*@bad.example");
}
END_TEST

START_TEST(what_names_nobody_is_refused)
{
	static const char *const wrong[] = {"uid:", "uid:-1", "uid:1x",
	    "uid:4294967295", "uid:99999999999999999999",
	    "account:", "account:a*", "certfp:abc", "certfp:", "$r:name",
	    "$m:x", "", ":"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		is_wrong(wrong[i]);
}
END_TEST

static const struct ban *
add(const char *given)
{
	struct buf mask = {0};
	struct ban b = {.reason = (char *)"why", .by = (char *)"boss"};

	ck_assert_ptr_null(ban_read(&b.kind, &mask, given));
	b.mask = mask.data;
	bans_add(&sc.srv.bans, &b);
	buf_free(&mask);
	return sc.srv.bans.first->prev;
}

static bool
means(const char *given, const struct ban_subject *who)
{
	return ban_matches(add(given), who);
}

START_TEST(a_uid_is_that_of_a_local_one_alone)
{
	struct ban_subject who = {.local = true, .uid = 1000};

	ck_assert(means("uid:1000", &who));
	ck_assert(!means("uid:100", &who));
	who.local = false;
	ck_assert(!means("uid:1000", &who));
	who.uid = 0;
	ck_assert(!means("uid:0", &who));
}
END_TEST

START_TEST(accounts_addresses_and_keys_are_held_against_it)
{
	struct ban_subject who = {.address = "2001:db8::7",
	    .account = "Alice",
	    .certificate = HEX,
	    .nick = NULL};

	ck_assert(means("account:alice", &who));
	ck_assert(!means("account:alic", &who));
	ck_assert(means("2001:db8::/32", &who));
	ck_assert(!means("2001:db9::/32", &who));
	ck_assert(!means("0.0.0.0/0", &who));
	ck_assert(means("certfp:" HEX, &who));
	who.account = who.address = who.certificate = NULL;
	ck_assert(!means("account:alice", &who));
	ck_assert(!means("::/0", &who));
	ck_assert(!means("certfp:" HEX, &who));
	who.address = "localhost";
	ck_assert(!means("::/0", &who));
}
END_TEST

START_TEST(a_mask_is_held_against_the_host_that_others_see_and_the_address)
{
	struct ban_subject who = {.address = "192.0.2.7",
	    .nick = "bob",
	    .user = "~b",
	    .host = "home.example"};

	ck_assert(means("*!*@home.*", &who));
	ck_assert(means("BOB!~b@192.0.2.*", &who));
	ck_assert(!means("bob!b@*", &who));
	who.nick = NULL;
	ck_assert(!means("*!*@*", &who));
}
END_TEST

START_TEST(what_has_ended_vanishes)
{
	struct bans *all = &sc.srv.bans;

	((struct ban *)add("one!*@*"))->until_ms = 1000;
	add("two!*@*");
	ck_assert(!bans_expire(all, 999));
	ck_assert(bans_expire(all, 1000));
	ck_assert_uint_eq(all->count, 1);
	ck_assert_str_eq(all->first->mask, "two!*@*");
}
END_TEST

START_TEST(there_is_a_most_of_them)
{
	struct ban b = {
	    .kind = BAN_UID, .reason = (char *)"", .by = (char *)""};
	char mask[16];

	b.mask = mask;
	for (int i = 0; i < BANS_MAX; i++) {
		snprintf(mask, sizeof(mask), "%d", i);
		ck_assert_ptr_nonnull(bans_add(&sc.srv.bans, &b));
	}
	snprintf(mask, sizeof(mask), "%d", BANS_MAX);
	ck_assert_ptr_null(bans_add(&sc.srv.bans, &b));
}
END_TEST

START_TEST(an_address_that_is_none_bans_nobody)
{
	struct ban b = {.kind = BAN_ADDRESS,
	    .mask = (char *)"192.0.2.x/24",
	    .reason = (char *)"",
	    .by = (char *)""};

	ck_assert_ptr_null(bans_add(&sc.srv.bans, &b));
	ck_assert_uint_eq(sc.srv.bans.count, 0);
}
END_TEST

START_TEST(they_are_kept_over_a_kill_as_they_are_now)
{
	const struct ban *b;

	add("192.0.2.0/24");
	((struct ban *)add("$a:alice"))->until_ms = INT64_MAX;
	bans_drop(&sc.srv.bans, (struct ban *)add("bob"));
	banning_keep(&sc.srv);
	ck_assert_int_eq(sc.srv.store->ops->commit(sc.srv.store), 0);
	bans_free(&sc.srv.bans);
	scene_reopen(&sc);
	banning_load(&sc.srv);
	ck_assert_uint_eq(sc.srv.bans.count, 2);
	b = bans_find(&sc.srv.bans, BAN_ACCOUNT, "ALICE");
	ck_assert_ptr_nonnull(b);
	ck_assert_int_eq(b->until_ms, INT64_MAX);
	ck_assert_str_eq(b->reason, "why");
	ck_assert_str_eq(b->by, "boss");
	b = bans_find(&sc.srv.bans, BAN_ADDRESS, "192.0.2.0/24");
	ck_assert_ptr_nonnull(b);
	ck_assert(
	    ban_matches(b, &(struct ban_subject){.address = "192.0.2.200"}));
}
END_TEST

START_TEST(it_says_until_when)
{
	struct ban b = {.reason = (char *)"spam", .until_ms = 0};
	struct buf text = {0};

	banning_tell(&text, &b);
	ck_assert_str_eq(text.data, "You are banned from this server: spam");
	buf_reset(&text);
	b.until_ms = INT64_C(1764133200000);
	banning_tell(&text, &b);
	ck_assert_str_eq(text.data,
	    "You are banned from this server until 2025-11-26 05:00 UTC: spam");
	buf_free(&text);
}
END_TEST

START_TEST(the_others_who_are_operators_hear_of_an_act_and_who_did_it_does_not)
{
	struct session *boss = scene_user(&sc, "boss", "anna", 0);
	struct session *other = scene_user(&sc, "other", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	boss->user->modes |= USER_OPER;
	other->user->modes |= USER_OPER;
	audit(&sc.srv, boss, "KLINE", "bob!*@*", "for good: %s", "spam");
	scene_expect(&sc, boss, "");
	scene_expect(&sc, bob, "");
	scene_expect(&sc, other,
	    ":srv NOTICE other :audit KLINE by boss!boss@host account=anna "
	    "uid=- address= on bob!*@*: for good: spam\r\n");
}
END_TEST

Suite *
suite_ban(void)
{
	Suite *s = suite_create("ban");
	TCase *tc = tcase_create("ban");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_ban_names_whom_it_means_in_one_form);
	tcase_add_test(tc, what_names_nobody_is_refused);
	tcase_add_test(tc, a_uid_is_that_of_a_local_one_alone);
	tcase_add_test(tc, accounts_addresses_and_keys_are_held_against_it);
	tcase_add_test(tc,
	    a_mask_is_held_against_the_host_that_others_see_and_the_address);
	tcase_add_test(tc, what_has_ended_vanishes);
	tcase_add_test(tc, there_is_a_most_of_them);
	tcase_add_test(tc, an_address_that_is_none_bans_nobody);
	tcase_add_test(tc, they_are_kept_over_a_kill_as_they_are_now);
	tcase_add_test(tc, it_says_until_when);
	tcase_add_test(tc,
	    the_others_who_are_operators_hear_of_an_act_and_who_did_it_does_not);
	suite_add_tcase(s, tc);
	return s;
}
