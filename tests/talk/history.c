/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

#define CAPS "server-time batch message-tags echo-message"

START_TEST(a_joiner_is_shown_the_last_messages_with_their_times_and_ids)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);
	char *first;

	peer_send(a, "PRIVMSG #c :one");
	peer_expect(a, "* PRIVMSG #c :one");
	first = a->last;
	a->last = NULL;
	peer_send(a, "NOTICE #c :two");
	peer_expect(a, "* NOTICE #c :two");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :one");
	ck_assert_ptr_nonnull(peer_tag(b, "batch"));
	ck_assert_ptr_nonnull(strstr(first, peer_tag(b, "time")));
	ck_assert_ptr_nonnull(strstr(first, peer_tag(b, "msgid")));
	peer_next(b, ":alice!* NOTICE #c :two");
	peer_next(b, ":* BATCH -*");
	free(first);
}
END_TEST

START_TEST(without_batch_the_lines_come_plain_with_times)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", "server-time");

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	peer_next(b, ":alice!* PRIVMSG #c :one");
	ck_assert_ptr_nonnull(peer_tag(b, "time"));
	ck_assert_ptr_null(peer_tag(b, "batch"));
}
END_TEST

START_TEST(without_server_time_the_time_stands_in_front_of_the_text)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	peer_next(b, ":alice!* PRIVMSG #c :**:*one");
	ck_assert_str_eq(peer_tags(b), "");
}
END_TEST

START_TEST(no_more_than_the_configured_number_is_shown)
{
	struct host *h = host_start("history-lines = 3\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	for (int i = 0; i < 10; i++)
		peer_send(a, "PRIVMSG #c :line %d", i);
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* BATCH +* chathistory #c");
	for (int i = 7; i < 10; i++)
		peer_next(b, ":alice!* PRIVMSG #c :line %d", i);
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(history_may_be_switched_off)
{
	struct host *h = host_start("history-lines = 0\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*PRIVMSG*");
}
END_TEST

START_TEST(a_bot_is_shown_nothing_that_it_would_answer_once_more)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bot", CAPS);

	peer_send(a, "PRIVMSG #c :!deploy");
	peer_barrier(a);
	peer_send(b, "MODE bot +B");
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*PRIVMSG*");
}
END_TEST

START_TEST(private_status_and_tag_messages_are_not_in_a_channels_history)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "PRIVMSG @#c :for ops");
	peer_send(a, "PRIVMSG bob :for bob");
	peer_send(a, "@+typing=active TAGMSG #c");
	peer_send(a, "PRIVMSG #c :\x01PING 123\x01");
	peer_send(a,
	    "PRIVMSG #c :\x01"
	    "ACTION waves\x01");
	peer_barrier(a);
	peer_expect(b, ":alice!* PRIVMSG bob :for bob");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* BATCH +* chathistory #c");
	peer_expect(b,
	    ":alice!* PRIVMSG #c :\x01"
	    "ACTION waves\x01");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(who_cannot_join_is_shown_nothing)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "MODE #c +i");
	peer_send(a, "PRIVMSG #c :secret");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*secret*");
}
END_TEST

START_TEST(what_was_said_in_a_closed_room_is_not_shown_to_who_makes_it_anew)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "MODE #c +i");
	peer_send(a, "PRIVMSG #c :between us");
	peer_send(a, "PART #c");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*between us*");
}
END_TEST

START_TEST(an_empty_channel_with_a_key_keeps_its_key)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "MODE #c +k sesame");
	peer_send(a, "PRIVMSG #c :between us");
	peer_send(a, "PART #c");
	peer_barrier(a);
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*between us*");
	peer_send(b, "JOIN #c sesame");
	peer_expect(b, ":alice!* PRIVMSG #c :between us");
}
END_TEST

START_TEST(messages_topic_and_modes_survive_a_restart)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#Chan");
	struct peer *b;
	char id[64];

	peer_send(a, "TOPIC #chan :Always here");
	peer_send(a, "MODE #chan +msk-t sesame");
	peer_send(a, "MODE #chan +bl bad!*@* 12");
	peer_send(a, "PRIVMSG #chan :before");
	peer_expect(a, "* PRIVMSG #Chan :before");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	host_stop(h);
	host_again(h, NULL, false);
	b = peer_new_caps(h, "bob", CAPS);
	peer_send(b, "JOIN #chan");
	peer_expect(b, ":* 475 bob *");
	peer_send(b, "JOIN #chan sesame");
	peer_expect(b, ":bob!* JOIN *#Chan");
	peer_expect(b, ":* 332 bob #Chan :Always here");
	peer_expect(b, ":* 333 bob #Chan alice* *");
	peer_expect(b, ":alice!* PRIVMSG #Chan :before");
	ck_assert_str_eq(peer_tag(b, "msgid"), id);
	peer_send(b, "MODE #chan");
	peer_expect(b, ":* 324 bob #Chan +*");
	ck_assert_ptr_nonnull(strchr(peer_word(b, 4), 'm'));
	ck_assert_ptr_nonnull(strchr(peer_word(b, 4), 's'));
	ck_assert_ptr_null(strchr(peer_word(b, 4), 't'));
	ck_assert_ptr_nonnull(strstr(peer_last(b), " 12"));
	peer_send(b, "MODE #chan b");
	peer_expect(b, ":* 367 bob #Chan bad!\\*@\\* *");
}
END_TEST

START_TEST(an_empty_channels_past_is_there_for_the_next_comer)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "PRIVMSG #c :left behind");
	peer_send(a, "QUIT");
	peer_expect_end(a);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":alice!* PRIVMSG #c :left behind");
}
END_TEST

/* What a peer was shown since it was asked last, line by line. */
static void
gather_shown(struct peer *p, struct buf *shown)
{
	const char *from = p->lines.data ? p->lines.data + p->next : "";

	while (strchr(from, '\n')) {
		const char *text = strstr(from, " PRIVMSG #c :");
		const char *end = strchr(from, '\n');

		if (text && text < end)
			buf_add(
			    shown, text + 13, (size_t)(end + 1 - text - 13));
		from = end + 1;
	}
}

/* Everything of `shown` stands in `past` too, in the same order. */
static void
assert_kept(const char *shown, const char *past)
{
	while (*shown) {
		size_t len = strcspn(shown, "\n") + 1;
		const char *at = past;

		while (*at && strncmp(at, shown, len))
			at += strcspn(at, "\n") + 1;
		ck_assert_msg(
		    *at, "lost, or out of order: %.*s", (int)len - 1, shown);
		past = at + len;
		shown += len;
	}
}

enum { TALKERS = 3, LINES = 40, HEARD_MAX = TALKERS * TALKERS * LINES };

static size_t
heard(struct peer *const *p)
{
	size_t n = 0;

	for (int i = 0; i < TALKERS; i++)
		for (size_t at = p[i]->next; at < p[i]->lines.len; at++)
			n += p[i]->lines.data[at] == '\n';
	return n;
}

/* They talk all at once, until any number of lines was shown to them. */
static void
talk_a_while(struct peer *const *p, int round)
{
	size_t enough = 1 + (size_t)rand() % (HEARD_MAX * 3 / 4);

	for (int n = 0; n < LINES && heard(p) < enough; n++) {
		for (int i = 0; i < TALKERS; i++)
			peer_send(p[i], "PRIVMSG #c :%d-%d-%d", round, i, n);
		if (n % 4 == 0)
			watch_turn(clock_mono_ms() + 2);
	}
	while (heard(p) < enough && watch_turn(watch_deadline()) == 0)
		continue;
}

static void
talk_until_killed(struct host *h, int round, struct buf *shown)
{
	struct peer *p[TALKERS];
	char nick[8];

	for (int i = 0; i < TALKERS; i++) {
		snprintf(nick, sizeof(nick), "t%d", i);
		p[i] = peer_join_caps(h, nick, CAPS, "#c");
	}
	talk_a_while(p, round);
	host_kill(h);
	for (int i = 0; i < TALKERS; i++) {
		int64_t deadline = watch_deadline();

		while (!p[i]->eof && !watch_turn(deadline))
			continue;
		gather_shown(p[i], &shown[i]);
		peer_close(p[i]);
	}
}

/* Everything that the server shows of the channel's past; nothing, where the
 * end came before a word. */
static void
gather_past(struct host *h, struct buf *past)
{
	struct peer *p = peer_new_caps(h, "late", CAPS);

	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 366 late #c :*");
	peer_send(p, "PING past");
	for (peer_next(p, "*"); !glob(":* PONG *past", peer_last(p));
	     peer_next(p, "*"))
		if (strstr(peer_last(p), " PRIVMSG #c :"))
			buf_addf(past, "%s\n",
			    strstr(peer_last(p), " PRIVMSG #c :") + 13);
	peer_close(p);
}

START_TEST(kill_9_loses_nothing_that_anybody_was_shown)
{
	enum { ROUNDS = 20 };
	struct host *h = host_start("history-lines = 1000\nflood-rate = 0\n");
	size_t lines = 0;

	srand((unsigned)getpid());
	for (int round = 0; round < ROUNDS; round++) {
		struct buf shown[TALKERS] = {{0}}, past = {0};

		talk_until_killed(h, round, shown);
		host_again(h, NULL, false);
		gather_past(h, &past);
		for (int i = 0; i < TALKERS; i++) {
			const char *text = shown[i].data ? shown[i].data : "";

			assert_kept(text, past.data ? past.data : "");
			lines += shown[i].len / sizeof("1-2-3");
			buf_free(&shown[i]);
		}
		buf_free(&past);
	}
	ck_assert_uint_gt(lines, ROUNDS * 10);
}
END_TEST

START_TEST(a_message_is_shown_only_after_it_is_on_its_way_to_the_store)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b;

	for (int i = 0; i < 5; i++) {
		peer_send(a, "PRIVMSG #c :shown %d", i);
		peer_expect(a, ":alice!* PRIVMSG #c :shown %d", i);
		host_kill(h);
		host_again(h, NULL, false);
		b = peer_new_caps(h, "bob", CAPS);
		peer_send(b, "JOIN #c");
		peer_expect(b, ":alice!* PRIVMSG #c :shown %d", i);
		peer_close(b);
		a = peer_join_caps(h, "alice", CAPS, "#c");
	}
}
END_TEST

TALK_SUITE(talk_history,
    a_joiner_is_shown_the_last_messages_with_their_times_and_ids,
    without_batch_the_lines_come_plain_with_times,
    without_server_time_the_time_stands_in_front_of_the_text,
    no_more_than_the_configured_number_is_shown, history_may_be_switched_off,
    a_bot_is_shown_nothing_that_it_would_answer_once_more,
    private_status_and_tag_messages_are_not_in_a_channels_history,
    who_cannot_join_is_shown_nothing,
    what_was_said_in_a_closed_room_is_not_shown_to_who_makes_it_anew,
    an_empty_channel_with_a_key_keeps_its_key,
    messages_topic_and_modes_survive_a_restart,
    an_empty_channels_past_is_there_for_the_next_comer,
    kill_9_loses_nothing_that_anybody_was_shown,
    a_message_is_shown_only_after_it_is_on_its_way_to_the_store)
