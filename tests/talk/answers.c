/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

#define CAPS "labeled-response batch message-tags"

/* A list of that many channels is more than the system takes for somebody
 * who does not read, and far more than the server keeps. */
enum { CHANNELS = 1200 };

static const char conf[] = "flood-burst = 0\noutput-max = 16K\n"
			   "channels-per-user = 0\nhistory-lines = 0\n";

static struct peer *
maker_of_channels(struct host *h)
{
	struct peer *p = peer_new(h, "maker");

	for (int i = 0; i < CHANNELS; i++) {
		peer_send(p, "JOIN #c%04d", i);
		peer_send(p, "TOPIC #c%04d :%0300d", i, i);
		if (i % 20 == 0)
			peer_barrier(p);
	}
	peer_barrier(p);
	return p;
}

/* At the Unix socket, of which the system keeps least. */
static struct peer *
slow_one(const struct host *h, const char *caps)
{
	struct peer *p = peer_connect_local(h, "slow");

	if (caps) {
		peer_caps(p, caps);
		peer_send(p, "CAP END");
	}
	peer_register(p, "slow");
	return p;
}

/* It has asked for more than it is sent while it does not read. */
static void
asks_and_does_not_read(
    struct peer *slow, struct peer *bystander, const char *line)
{
	peer_deaf(slow);
	peer_send(slow, "%s", line);
	peer_send(slow, "PING behind");
	for (int i = 0; i < 50; i++)
		peer_barrier(bystander);
}

START_TEST(who_reads_slowly_gets_all_of_a_long_list_in_order)
{
	struct host *h = host_start(conf);
	struct peer *maker = maker_of_channels(h);
	struct peer *slow = slow_one(h, NULL);
	size_t rows = 0, message = 0;

	asks_and_does_not_read(slow, maker, "LIST");
	peer_send(maker, "PRIVMSG slow :in between");
	peer_barrier(maker);
	peer_hears(slow);
	peer_next(slow, ":* 321 *");
	for (;;) {
		peer_next(slow, "*");
		if (glob(":* 323 *", peer_last(slow)))
			break;
		if (glob(":maker!* PRIVMSG slow :in between", peer_last(slow)))
			message = rows;
		else
			ck_assert_int_eq(
			    atoi(peer_word(slow, 3) + 2), (int)rows++);
	}
	ck_assert_uint_eq(rows, CHANNELS);
	ck_assert_uint_gt(message, 0);
	ck_assert_uint_lt(message, CHANNELS);
	peer_next(slow, ":* PONG *behind");
}
END_TEST

START_TEST(a_long_labelled_answer_is_one_batch_that_streams)
{
	struct host *h = host_start(conf);
	struct peer *maker = maker_of_channels(h);
	struct peer *slow = slow_one(h, CAPS);
	char *ref;
	size_t rows = 0, aside = 0;

	asks_and_does_not_read(slow, maker, "@label=l1 LIST");
	peer_send(maker, "PRIVMSG slow :in between");
	peer_barrier(maker);
	peer_hears(slow);
	peer_next(slow, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(slow, "label"), "l1");
	ref = mem_strdup(peer_word(slow, 2) + 1);
	for (;;) {
		peer_next(slow, "*");
		if (!peer_tag(slow, "batch")) {
			if (glob(":* BATCH -*", peer_last(slow)))
				break;
			peer_word(slow, 1);
			ck_assert_glob(
			    peer_last(slow), ":maker!* PRIVMSG slow :*");
			aside++;
			continue;
		}
		ck_assert_str_eq(peer_tag(slow, "batch"), ref);
		ck_assert_ptr_null(peer_tag(slow, "label"));
		rows += glob(":* 322 *", peer_last(slow));
	}
	ck_assert_str_eq(peer_word(slow, 2) + 1, ref);
	ck_assert_uint_eq(rows, CHANNELS);
	ck_assert_uint_eq(aside, 1);
	peer_next(slow, ":* PONG *behind");
	free(ref);
}
END_TEST

START_TEST(who_is_lost_in_the_middle_of_an_answer_is_gone_for_all)
{
	struct host *h = host_start(conf);
	struct peer *maker = maker_of_channels(h);
	struct peer *slow = slow_one(h, NULL);
	struct peer *fast = peer_new(h, "fast");

	peer_joins(slow, "#meet");
	peer_joins(fast, "#meet");
	peer_barrier(fast);
	asks_and_does_not_read(slow, maker, "LIST");
	peer_close(slow);
	peer_expect(fast, ":slow!* QUIT :*");
	peer_send(fast, "LIST");
	peer_reset(fast);
	peer_barrier(maker);
	peer_send(maker, "LIST #c0000");
	peer_expect(maker, ":* 322 maker #c0000 *");
	peer_expect(maker, ":* 323 *");
}
END_TEST

START_TEST(a_quit_behind_a_long_answer_comes_after_it)
{
	struct host *h = host_start(conf);
	struct peer *maker = maker_of_channels(h);
	struct peer *slow = slow_one(h, NULL);

	peer_deaf(slow);
	peer_send(slow, "LIST");
	peer_send(slow, "QUIT :done");
	peer_barrier(maker);
	peer_hears(slow);
	peer_expect(slow, ":* 323 *");
	peer_expect_error(slow, "done");
}
END_TEST

START_TEST(who_takes_nothing_of_an_answer_for_long_is_given_up)
{
	struct host *h = host_start("flood-burst = 0\noutput-max = 16K\n"
				    "channels-per-user = 0\n"
				    "history-lines = 0\n"
				    "ping-interval = 2s\n"
				    "pong-timeout = 2s\n");
	struct peer *maker = maker_of_channels(h);
	struct peer *slow = slow_one(h, NULL);

	peer_joins(slow, "#c0000");
	peer_deaf(slow);
	peer_send(slow, "LIST");
	for (;;) {
		peer_send(maker, "PING x");
		peer_next(maker, "*");
		if (glob(":slow!* QUIT :Ping timeout*", peer_last(maker)))
			break;
	}
}
END_TEST

START_TEST(names_takes_a_list_of_channels_and_ends_each)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#one,#two,#hidden");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE #hidden +s");
	peer_barrier(a);
	peer_send(b, "NAMES #ONE,#hidden,,#none,#two");
	peer_next(b, ":* 353 bob = #one :@alice");
	peer_next(b, ":* 366 bob #one :*");
	peer_next(b, ":* 366 bob #hidden :*");
	peer_next(b, ":* 366 bob #none :*");
	peer_next(b, ":* 353 bob = #two :@alice");
	peer_next(b, ":* 366 bob #two :*");
	peer_send(b, "NAMES");
	peer_next(b, ":* 366 bob \\* :*");
	peer_send(b, "NAMES ,");
	peer_next(b, ":* 366 bob \\* :*");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(whois_takes_as_many_nicks_as_targmax_says)
{
	struct host *h = host_start("flood-rate = 0\ntargets = 3\n");
	struct peer *a = peer_new(h, "alice");

	peer_new(h, "bob");
	peer_send(a, "WHOIS bob,nobody,ALICE");
	peer_next(a, ":* 311 alice bob *");
	peer_expect(a, ":* 318 alice bob :*");
	peer_next(a, ":* 401 alice nobody :*");
	peer_next(a, ":* 318 alice nobody :*");
	peer_next(a, ":* 311 alice alice *");
	peer_expect(a, ":* 318 alice ALICE :*");
	peer_send(a, "WHOIS a,b,c,d");
	peer_next(a, ":* 407 alice a,b,c,d :*");
	peer_send(a, "WHOIS ,");
	peer_next(a, ":* 431 alice :*");
	peer_send(a, "WHOWAS a,b,c,d");
	peer_next(a, ":* 407 alice a,b,c,d :*");
	peer_expect_none(a, "*");
}
END_TEST

static void
comes_and_goes(const struct host *h, const char *nick)
{
	struct peer *p = peer_new(h, nick);

	peer_send(p, "QUIT");
	peer_expect_end(p);
}

START_TEST(whowas_counts_and_takes_several_nicks)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	for (int i = 0; i < 3; i++)
		comes_and_goes(h, "bob");
	comes_and_goes(h, "carol");
	peer_send(a, "WHOWAS bob 2");
	ck_assert_uint_eq(peer_count(a, ":* 314 alice bob *"), 2);
	peer_send(a, "WHOWAS bob 0");
	ck_assert_uint_eq(peer_count(a, ":* 314 alice bob *"), 3);
	peer_send(a, "WHOWAS bob -1");
	ck_assert_uint_eq(peer_count(a, ":* 314 alice bob *"), 3);
	peer_send(a, "WHOWAS bob");
	ck_assert_uint_eq(peer_count(a, ":* 314 alice bob *"), 3);
	peer_send(a, "WHOWAS carol,nobody,BOB 1");
	peer_next(a, ":* 314 alice carol *");
	peer_expect(a, ":* 369 alice carol :*");
	peer_next(a, ":* 406 alice nobody :*");
	peer_next(a, ":* 369 alice nobody :*");
	peer_next(a, ":* 314 alice bob *");
	peer_next(a, ":* 312 alice bob *");
	peer_next(a, ":* 369 alice BOB :*");
	peer_send(a, "WHOWAS");
	peer_next(a, ":* 431 alice :*");
}
END_TEST

START_TEST(letters_behind_the_comma_of_whox_are_no_fields)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "WHO #c %%n,ahr");
	peer_next(a, ":* 354 alice :alice");
	peer_next(a, ":* 315 alice #c :*");
	peer_send(a, "WHO #c %%tn,7");
	peer_next(a, ":* 354 alice 7 :alice");
	peer_next(a, ":* 315 alice #c :*");
	peer_send(a, "WHO #c %%nn,7");
	peer_next(a, ":* 354 alice :alice");
	peer_next(a, ":* 315 alice #c :*");
}
END_TEST

TALK_SUITE(talk_answers, who_reads_slowly_gets_all_of_a_long_list_in_order,
    a_long_labelled_answer_is_one_batch_that_streams,
    who_is_lost_in_the_middle_of_an_answer_is_gone_for_all,
    a_quit_behind_a_long_answer_comes_after_it,
    who_takes_nothing_of_an_answer_for_long_is_given_up,
    names_takes_a_list_of_channels_and_ends_each,
    whois_takes_as_many_nicks_as_targmax_says,
    whowas_counts_and_takes_several_nicks,
    letters_behind_the_comma_of_whox_are_no_fields)
