/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/metadata_peers.h"

#define LABELS "labeled-response message-tags " CAPS

START_TEST(the_capability_says_what_the_limits_are)
{
	struct host *h = host_start("metadata-keys = 3\nmetadata-value-bytes = "
				    "99\nmetadata-subscriptions = 7\n");
	struct peer *a = peer_connect(h, "alice");

	peer_send(a, "CAP LS 302");
	peer_expect(a,
	    ":* CAP * LS *draft/metadata-2=before-connect,max-subs=7,"
	    "max-keys=3,max-value-bytes=99*");
	host_reload(h, "metadata-keys = 4\n");
	peer_expect(a, ":* CAP \\* NEW :draft/metadata-2=*max-keys=4,*");
}
END_TEST

START_TEST(one_sets_gets_and_lists_ones_own)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SET url :http://example.com/ a");
	peer_next(a, ":* 761 alice alice url \\* :http://example.com/ a");
	peer_send(a, "METADATA ALICE SET avatar :x");
	peer_next(a, ":* 761 alice alice avatar \\* :x");
	peer_send(a, "METADATA * GET none url");
	expect_metadata(a, "alice");
	peer_next(a, ":* 766 alice alice none :*");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":* 761 alice alice url \\* :http://example.com/ a");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "METADATA * LIST");
	expect_metadata(a, "alice");
	peer_next(a, ":* 761 alice alice avatar \\* :x");
	peer_next(a, ":* 761 alice alice url *");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(without_batch_the_answers_come_plain)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "METADATA * SET url :x");
	peer_next(a, ":* 761 alice alice url \\* :x");
	peer_send(a, "METADATA * LIST");
	peer_next(a, ":* 761 alice alice url \\* :x");
	peer_expect_none(a, "*");
	ck_assert_str_eq(peer_tags(a), "");
}
END_TEST

START_TEST(a_value_may_be_empty_and_is_taken_away_without_one)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SET url :");
	peer_next(a, ":* 761 alice alice url \\* :");
	peer_send(a, "METADATA * GET url");
	expect_metadata(a, "alice");
	peer_next(a, ":* 761 alice alice url \\* :");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "METADATA * SET url");
	peer_next(a, ":* 766 alice alice url :*");
	peer_send(a, "METADATA * SET url");
	peer_next(a, ":* FAIL METADATA KEY_NOT_SET alice url :*");
}
END_TEST

START_TEST(a_key_has_small_letters_digits_and_few_signs)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	char key[52];

	peer_send(a, "METADATA * SET Url :x");
	peer_next(a, ":* FAIL METADATA KEY_INVALID Url :*");
	peer_send(a, "METADATA * SET a_b./-9 :x");
	peer_next(a, ":* 761 alice alice a_b./-9 \\* :x");
	memset(key, 'k', sizeof(key) - 1);
	key[51] = '\0';
	peer_send(a, "METADATA * SET %s :x", key);
	peer_next(a, ":* FAIL METADATA KEY_INVALID k*k :*");
	peer_send(a, "METADATA * SET %s :x", key + 1);
	peer_next(a, ":* 761 alice alice k*k \\* :x");
	peer_send(a, "METADATA * GET $url a_b./-9");
	expect_metadata(a, "alice");
	peer_next(a, ":* FAIL METADATA KEY_INVALID $url :*");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":* 761 alice alice a_b./-9 *");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(what_is_absent_and_what_is_hidden_are_answered_alike)
{
	static const char *const asked[] = {
	    "GET url", "LIST", "SYNC", "SET url :x", "CLEAR", "SUBS"};
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "METADATA #c SET url :http://secret");
	peer_expect(a, ":* 761 alice #c url \\* :*");
	peer_send(b, "METADATA #c GET url");
	peer_expect(b, ":* 761 bob #c url \\* :http://secret");
	for (const char *mode = "sik"; *mode; mode++) {
		peer_send(a, "MODE #c +%c key", *mode);
		peer_barrier(a);
		peer_barrier(b);
		for (size_t i = 0; i < 6; i++) {
			peer_send(b, "METADATA #c %s", asked[i]);
			peer_next(b, ":* FAIL METADATA INVALID_TARGET #c :*");
			peer_send(b, "METADATA #d %s", asked[i]);
			peer_next(b, ":* FAIL METADATA INVALID_TARGET #d :*");
		}
		peer_send(a, "MODE #c -%c key", *mode);
	}
	peer_send(b, "METADATA carol LIST");
	peer_next(b, ":* FAIL METADATA INVALID_TARGET carol :*");
}
END_TEST

START_TEST(nobody_sets_what_is_not_theirs)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_barrier(b);
	peer_send(b, "METADATA alice SET url :x");
	peer_next(b, ":* FAIL METADATA KEY_NO_PERMISSION alice url :*");
	peer_send(b, "METADATA alice CLEAR");
	peer_next(b, ":* FAIL METADATA KEY_NO_PERMISSION alice \\* :*");
	peer_send(b, "METADATA #c SET url :x");
	peer_next(b, ":* FAIL METADATA KEY_NO_PERMISSION #c url :*");
	peer_send(b, "METADATA #c CLEAR");
	peer_next(b, ":* FAIL METADATA KEY_NO_PERMISSION #c \\* :*");
	peer_barrier(a);
	peer_send(a, "METADATA #c SET url :x");
	peer_next(a, ":* 761 alice #c url \\* :x");
	peer_send(a, "METADATA #c LIST");
	expect_metadata(a, "#c");
	peer_next(a, ":* 761 alice #c url \\* :x");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(there_are_so_many_keys_and_no_more)
{
	struct host *h = host_start("metadata-keys = 2\n");
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SET a :1");
	peer_send(a, "METADATA * SET b :1");
	peer_expect(a, ":* 761 alice alice b *");
	peer_send(a, "METADATA * SET c :1");
	peer_next(a, ":* FAIL METADATA LIMIT_REACHED alice :*");
	peer_send(a, "METADATA * SET a :2");
	peer_next(a, ":* 761 alice alice a \\* :2");
	peer_send(a, "METADATA * SET a");
	peer_next(a, ":* 766 alice alice a :*");
	peer_send(a, "METADATA * SET c :1");
	peer_next(a, ":* 761 alice alice c \\* :1");
}
END_TEST

START_TEST(a_value_of_the_longest_kind_arrives_whole_and_no_longer_one)
{
	struct host *h = host_start("nick-length = 64\nchannel-length = 100\n"
				    "metadata-value-bytes = 300\n");
	struct peer *a, *b;
	char nick[65], key[51], value[302];
	size_t most;

	memset(nick, 'n', 64);
	nick[64] = '\0';
	memset(key, 'k', 50);
	key[50] = '\0';
	memset(value, 'v', 301);
	value[301] = '\0';
	a = peer_join_caps(h, nick, CAPS, "#c");
	b = peer_join_caps(h, "bob", CAPS, "#c");
	subscribe(b, key);
	peer_send(a, "METADATA * SET %s :%s", key, value);
	peer_expect(a, ":* FAIL METADATA VALUE_INVALID :*at most * bytes");
	most = strtoul(strstr(peer_last(a), "at most ") + 8, NULL, 10);
	ck_assert_uint_gt(most, 100);
	ck_assert_uint_lt(most, 300);
	value[most] = '\0';
	peer_send(a, "METADATA * SET %s :%s", key, value);
	peer_expect(a, ":* 761 n*n n*n k*k \\* :%s", value);
	peer_expect(b, ":n*n!* METADATA n*n k*k \\* :%s", value);
	value[most] = 'v';
	value[most + 1] = '\0';
	peer_send(a, "METADATA * SET %s :%s", key, value);
	peer_expect(a, ":* FAIL METADATA VALUE_INVALID :*");
}
END_TEST

START_TEST(a_value_is_utf8)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SET url :bad \xc3");
	peer_next(a, ":* FAIL METADATA INVALID_UTF8 :*");
	peer_send(a, "METADATA * SET url :gut \xc3\xa4");
	peer_next(a, ":* 761 alice alice url \\* :gut \xc3\xa4");
}
END_TEST

START_TEST(what_metadata_cannot_do_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * destr0y");
	peer_next(a, ":* FAIL METADATA SUBCOMMAND_INVALID destr0y :*");
	peer_send(a, "METADATA *");
	peer_next(a, ":* 461 alice METADATA :*");
	for (const char *const *s =
		 ((const char *const[]){"GET", "SET", "SUB", "UNSUB", NULL});
	     *s; s++) {
		peer_send(a, "METADATA * %s", *s);
		peer_next(a, ":* 461 alice METADATA :*");
	}
}
END_TEST

START_TEST(clear_takes_all_away_and_tells_each)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	subscribe(b, "a b");
	peer_send(a, "METADATA #c SET a :1");
	peer_send(a, "METADATA #c SET b :2");
	peer_expect(a, ":* 761 alice #c b *");
	peer_send(a, "METADATA #c CLEAR");
	expect_metadata(a, "#c");
	peer_next(a, ":* 766 alice #c a :*");
	peer_next(a, ":* 766 alice #c b :*");
	peer_next(a, ":* BATCH -*");
	peer_expect(b, ":alice!* METADATA #c b \\* :2");
	peer_next(b, ":alice!* METADATA #c a \\*");
	peer_next(b, ":alice!* METADATA #c b \\*");
	peer_send(a, "METADATA #c LIST");
	expect_metadata(a, "#c");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(before_registration_one_sets_and_subscribes_for_oneself)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_new_caps(h, "bob", CAPS);
	struct peer *a = peer_connect(h, "alice");

	peer_send(a, "CAP REQ :%s", CAPS);
	peer_next(a, ":* CAP * ACK :*");
	peer_send(a, "METADATA * SUB display-name");
	peer_next(a, ":* 770 \\* display-name");
	peer_send(a, "METADATA * SET display-name :a b c");
	peer_next(a, ":* 761 \\* \\* display-name \\* :a b c");
	peer_send(a, "METADATA bob SET url :x");
	peer_next(a, ":* FAIL METADATA INVALID_TARGET bob :*");
	peer_send(a, "METADATA * LIST");
	expect_metadata(a, "\\*");
	peer_next(a, ":* 761 \\* \\* display-name \\* :a b c");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "NICK alice");
	peer_send(a, "USER u s e :r");
	peer_send(a, "CAP END");
	peer_expect(a, ":* BATCH +* metadata alice");
	peer_next(a, ":* METADATA alice display-name \\* :a b c");
	peer_next(a, ":* BATCH -*");
	peer_next(a, ":* 422 alice :*");
	peer_send(b, "METADATA alice GET display-name");
	peer_expect(b, ":* 761 bob alice display-name \\* :a b c");
}
END_TEST

START_TEST(who_has_set_nothing_is_welcomed_with_an_empty_batch)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect(h, "alice");

	peer_send(a, "CAP REQ :%s", CAPS);
	peer_send(a, "NICK alice");
	peer_send(a, "USER u s e :r");
	peer_send(a, "CAP END");
	peer_expect(a, ":* BATCH +* metadata alice");
	peer_next(a, ":* BATCH -*");
	peer_next(a, ":* 422 alice :*");
}
END_TEST

START_TEST(whois_shows_it_to_who_knows_of_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "METADATA * SET url :x");
	peer_barrier(a);
	peer_send(b, "WHOIS alice");
	peer_expect(b, ":* 760 bob alice url \\* :x");
	peer_expect(b, ":* 318 bob alice :*");
	peer_send(a, "WHOIS alice");
	peer_expect_none(a, "* 760 *");
}
END_TEST

START_TEST(labels_stand_on_the_answer_alone)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", LABELS, "#c");
	struct peer *b = peer_join_caps(h, "bob", LABELS, "#c");

	subscribe(b, "url");
	peer_barrier(a);
	peer_send(a, "@label=m1 METADATA * SET url :x");
	peer_next(a, ":* 761 alice alice url \\* :x");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_next(b, ":alice!* METADATA alice url \\* :x");
	ck_assert_ptr_null(peer_tag(b, "label"));
	peer_send(a, "@label=m2 METADATA * SET $ :x");
	peer_next(a, ":* FAIL METADATA KEY_INVALID $ :*");
	ck_assert_str_eq(peer_tag(a, "label"), "m2");
	peer_send(a, "@label=m3 METADATA * LIST");
	peer_next(a, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(a, "label"), "m3");
	expect_metadata(a, "alice");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_next(a, ":* 761 *");
	peer_next(a, ":* BATCH -*");
	peer_next(a, ":* BATCH -*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(what_is_set_of_a_channel_survives_a_restart)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "METADATA #c SET url :x");
	peer_send(a, "METADATA #c SET b :y");
	peer_send(a, "METADATA * SET url :mine");
	peer_send(a, "METADATA #c SET b");
	peer_expect(a, ":* 766 alice #c b :*");
	host_stop(h);
	host_again(h, NULL, true);
	a = peer_new_caps(h, "alice", CAPS);
	peer_send(a, "METADATA #c LIST");
	expect_metadata(a, "#c");
	peer_next(a, ":* 761 alice #c url \\* :x");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "METADATA * LIST");
	expect_metadata(a, "alice");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(what_is_set_of_an_account_is_that_of_all_who_have_it)
{
	struct host *h = host_start("reserve-logins = no\n");
	struct peer *a = peer_connect_local(h, "one");
	struct peer *b = peer_connect_local(h, "two"), *c;

	peer_caps(a, CAPS);
	peer_send(a, "CAP END");
	peer_register(a, "one");
	peer_register(b, "two");
	peer_send(b, "METADATA * SET url :x");
	peer_barrier(b);
	peer_send(a, "METADATA * GET url");
	peer_expect(a, ":* 761 one one url \\* :x");
	host_stop(h);
	host_again(h, NULL, true);
	c = peer_connect_local(h, "three");
	peer_send(c, "CAP REQ :%s", CAPS);
	peer_send(c, "NICK three");
	peer_send(c, "USER u s e :r");
	peer_send(c, "CAP END");
	peer_expect(c, ":* BATCH +* metadata three");
	peer_next(c, ":* METADATA three url \\* :x");
	peer_next(c, ":* BATCH -*");
	peer_send(c, "METADATA * SET url");
	peer_expect(c, ":* 766 three three url :*");
}
END_TEST

START_TEST(who_shares_an_account_is_not_told_on)
{
	struct host *h = host_start("reserve-logins = no\n");
	struct peer *a = peer_connect_local(h, "one");
	struct peer *b = peer_connect_local(h, "two"), *c;

	peer_register(a, "one");
	peer_register(b, "two");
	peer_joins(b, "#c");
	c = peer_join_caps(h, "carol", CAPS, "#c");
	subscribe(c, "url");
	peer_send(a, "METADATA * SET url :x");
	peer_next(c, ":two!* METADATA two url \\* :x");
	peer_expect_none(c, "*one*");
}
END_TEST

TALK_SUITE_LOGIN(talk_metadata,
    TESTS(the_capability_says_what_the_limits_are,
	one_sets_gets_and_lists_ones_own, without_batch_the_answers_come_plain,
	a_value_may_be_empty_and_is_taken_away_without_one,
	a_key_has_small_letters_digits_and_few_signs,
	what_is_absent_and_what_is_hidden_are_answered_alike,
	nobody_sets_what_is_not_theirs, there_are_so_many_keys_and_no_more,
	a_value_of_the_longest_kind_arrives_whole_and_no_longer_one,
	a_value_is_utf8, what_metadata_cannot_do_is_refused,
	clear_takes_all_away_and_tells_each,
	before_registration_one_sets_and_subscribes_for_oneself,
	who_has_set_nothing_is_welcomed_with_an_empty_batch,
	whois_shows_it_to_who_knows_of_it, labels_stand_on_the_answer_alone,
	what_is_set_of_a_channel_survives_a_restart),
    TESTS(what_is_set_of_an_account_is_that_of_all_who_have_it,
	who_shares_an_account_is_not_told_on))
