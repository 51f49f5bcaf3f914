/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/metadata.h"

#include <stdio.h>
#include <string.h>

#include "server/caps.h"
#include "server/hub.h"
#include "server/metadata_show.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;

static void
set_up(void)
{
	scene_begin(&sc);
	sc.settings.nick_length = 32;
	sc.settings.channel_length = 64;
	sc.settings.metadata_value_bytes = 256;
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
publish(
    struct session *by, const char *target, const char *key, const char *value)
{
	struct event e = hub_event(&sc.srv, EVENT_METADATA, by);

	e.target = target;
	e.arg = key;
	e.body = value;
	hub_publish(&sc.srv, &e);
}

START_TEST(a_list_holds_each_key_once_sorted)
{
	struct metadata *list = NULL;

	metadata_put(&list, "b", "1");
	metadata_put(&list, "a", "2");
	metadata_put(&list, "b", "3");
	metadata_put(&list, "none", NULL);
	ck_assert_uint_eq(metadata_count(list), 2);
	ck_assert_str_eq(list->key, "a");
	ck_assert_str_eq(metadata_get(list, "b"), "3");
	ck_assert_ptr_null(metadata_get(list, "none"));
	metadata_put(&list, "a", NULL);
	ck_assert_str_eq(list->key, "b");
	metadata_free(&list);
	ck_assert_ptr_null(list);
}
END_TEST

START_TEST(an_account_is_known_while_it_has_keys_however_it_is_spelt)
{
	struct metadata_account *all = NULL;

	metadata_put_of(&all, "Alice", "url", "x");
	ck_assert_str_eq(metadata_get(metadata_of(all, "aLICE"), "url"), "x");
	ck_assert_ptr_null(metadata_of(all, "bob"));
	ck_assert_ptr_null(metadata_of(all, NULL));
	metadata_put_of(&all, "ALICE", "url", NULL);
	ck_assert_ptr_null(all);
}
END_TEST

START_TEST(the_longest_value_leaves_room_for_the_longest_names)
{
	struct settings set = {.nick_length = 32,
	    .channel_length = 64,
	    .metadata_value_bytes = 256};

	ck_assert_uint_eq(metadata_value_max(&set), 256);
	set.nick_length = 64;
	set.channel_length = 100;
	set.metadata_value_bytes = 300;
	ck_assert_uint_lt(metadata_value_max(&set), 200);
	ck_assert_uint_gt(metadata_value_max(&set), 150);
}
END_TEST

START_TEST(what_is_set_belongs_to_user_channel_and_account)
{
	struct session *alice = scene_user(&sc, "alice", "acc", 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct channel *c;

	scene_join(&sc, alice, "#tea");
	publish(alice, "#tea", "url", "tea");
	publish(alice, "alice", "url", "mine");
	publish(bob, "bob", "url", "bobs");
	publish(bob, "nobody", "url", "x");
	publish(bob, "#nowhere", "url", "x");
	c = world_channel(&sc.srv.world, "#tea");
	ck_assert_str_eq(metadata_get(c->metadata, "url"), "tea");
	ck_assert(c->used);
	ck_assert_str_eq(metadata_get(bob->user->metadata, "url"), "bobs");
	scene_quit(&sc, alice);
	alice = scene_user(&sc, "alicia", "ACC", 0);
	ck_assert_str_eq(metadata_get(alice->user->metadata, "url"), "mine");
	scene_quit(&sc, bob);
	bob = scene_user(&sc, "bob", NULL, 0);
	ck_assert_ptr_null(bob->user->metadata);
}
END_TEST

START_TEST(who_logs_in_gets_what_the_account_has)
{
	struct session *alice = scene_user(&sc, "alice", "acc", 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct event e;

	publish(alice, "alice", "url", "mine");
	e = hub_event(&sc.srv, EVENT_ACCOUNT, bob);
	e.source.account = "acc";
	hub_publish(&sc.srv, &e);
	ck_assert_str_eq(metadata_get(bob->user->metadata, "url"), "mine");
}
END_TEST

static void
log_in(struct session *s, const char *account)
{
	struct event e = hub_event(&sc.srv, EVENT_ACCOUNT, s);

	e.source.account = account;
	hub_publish(&sc.srv, &e);
}

START_TEST(who_logs_out_or_in_elsewhere_takes_nothing_of_the_account_along)
{
	struct session *alice = scene_user(&sc, "alice", "one", 0);
	const struct user *u = alice->user;

	publish(alice, "alice", "url", "ones");
	log_in(alice, "two");
	ck_assert_ptr_null(u->metadata);
	publish(alice, "alice", "avatar", "twos");
	log_in(alice, NULL);
	ck_assert_ptr_null(u->metadata);
	log_in(alice, "one");
	ck_assert_str_eq(metadata_get(u->metadata, "url"), "ones");
	ck_assert_uint_eq(metadata_count(u->metadata), 1);
}
END_TEST

static size_t
count(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		n++;
	}
	return n;
}

static void
crowd(size_t n)
{
	char nick[16];

	for (size_t i = 0; i < n; i++) {
		snprintf(nick, sizeof(nick), "user%zu", i);
		scene_join(&sc, scene_user(&sc, nick, NULL, 0), "#big");
		publish(NULL, nick, "url", "x");
	}
}

START_TEST(of_a_large_channel_one_is_told_to_ask_later)
{
	struct session *s =
	    scene_user(&sc, "alice", NULL, CAP_METADATA | CAP_BATCH);
	struct channel *c;
	const char *out;

	session_subscribe(s, "url");
	crowd(101);
	c = world_channel(&sc.srv.world, "#big");
	metadata_show_channel(&sc.srv, s, c);
	ck_assert_str_eq(scene_output(&sc, s), ":srv 774 alice #big 2\r\n");
	metadata_sync_channel(&sc.srv, s, c);
	out = scene_output(&sc, s);
	ck_assert_uint_eq(count(out, "METADATA user"), 101);
	ck_assert_uint_eq(count(out, "BATCH"), 2);
	scene_quit(&sc, sc.srv.sessions->next);
	metadata_show_channel(&sc.srv, s, c);
	ck_assert_uint_eq(count(scene_output(&sc, s), "METADATA user"), 100);
}
END_TEST

START_TEST(metadata_has_no_effect_without_batch)
{
	struct session *s = scene_user(&sc, "alice", NULL, CAP_METADATA);

	session_subscribe(s, "url");
	metadata_welcome(&sc.srv, s);
	metadata_show_user(&sc.srv, s, s->user, "alice");
	ck_assert_str_eq(scene_output(&sc, s), "");
}
END_TEST

START_TEST(subscriptions_stand_once_each)
{
	struct session *s = scene_user(&sc, "alice", NULL, 0);

	session_subscribe(s, "a");
	session_subscribe(s, "b");
	session_subscribe(s, "a");
	ck_assert_uint_eq(s->nsubscriptions, 2);
	session_unsubscribe(s, "a");
	session_unsubscribe(s, "a");
	ck_assert(!session_subscribed(s, "a"));
	ck_assert(session_subscribed(s, "b"));
}
END_TEST

START_TEST(the_store_keeps_it_of_channels_and_accounts)
{
	struct world *w = &sc.srv.world;
	struct session *alice;
	struct channel *c;

	scene_keep(&sc);
	alice = scene_user(&sc, "alice", "acc", 0);
	scene_join(&sc, alice, "#tea");
	publish(alice, "#tea", "url", "tea");
	publish(alice, "#tea", "gone", "x");
	publish(alice, "#tea", "gone", NULL);
	publish(alice, "alice", "url", "mine");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	c = world_channel(w, "#tea");
	ck_assert_ptr_nonnull(c);
	ck_assert_str_eq(metadata_get(c->metadata, "url"), "tea");
	ck_assert_uint_eq(metadata_count(c->metadata), 1);
	ck_assert_str_eq(
	    metadata_get(metadata_of(w->metadata, "ACC"), "url"), "mine");
}
END_TEST

START_TEST(a_channel_that_ends_takes_its_metadata_with_it)
{
	struct session *alice;

	scene_keep(&sc);
	alice = scene_user(&sc, "alice", NULL, 0);
	scene_join(&sc, alice, "#tea");
	publish(alice, "#tea", "url", "tea");
	scene_mode(&sc, alice, "#tea", true, 'i', NULL);
	scene_part(&sc, alice, "#tea");
	scene_join(&sc, alice, "#tea");
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#tea")->metadata);
	publish(alice, "#tea", "other", "x");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_uint_eq(
	    metadata_count(world_channel(&sc.srv.world, "#tea")->metadata), 1);
}
END_TEST

Suite *
suite_metadata(void)
{
	Suite *s = suite_create("metadata");
	TCase *tc = tcase_create("metadata");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_list_holds_each_key_once_sorted);
	tcase_add_test(
	    tc, an_account_is_known_while_it_has_keys_however_it_is_spelt);
	tcase_add_test(tc, the_longest_value_leaves_room_for_the_longest_names);
	tcase_add_test(tc, what_is_set_belongs_to_user_channel_and_account);
	tcase_add_test(tc, who_logs_in_gets_what_the_account_has);
	tcase_add_test(tc,
	    who_logs_out_or_in_elsewhere_takes_nothing_of_the_account_along);
	tcase_add_test(tc, of_a_large_channel_one_is_told_to_ask_later);
	tcase_add_test(tc, metadata_has_no_effect_without_batch);
	tcase_add_test(tc, subscriptions_stand_once_each);
	tcase_add_test(tc, the_store_keeps_it_of_channels_and_accounts);
	tcase_add_test(tc, a_channel_that_ends_takes_its_metadata_with_it);
	suite_add_tcase(s, tc);
	return s;
}
