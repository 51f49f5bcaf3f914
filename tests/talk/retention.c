/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/harness/database.h"
#include "tests/talk/talk.h"

#define CAPS "server-time batch message-tags echo-message"

/* Beside the server; the number that it answers, 0 for none. */
static int64_t
database(const struct host *h, const char *sql)
{
	return database_number(h->state, "history.db", sql);
}

static int64_t
lines(const struct host *h)
{
	return database(h, "SELECT count(*) FROM events");
}

/* A round has come to its end, and is committed when the next turn is. */
static void
wait_for_round(struct host *h)
{
	struct peer *p;

	child_expect_log(h->child, "too old or too many, are deleted");
	p = peer_new(h, "waiting");
	peer_close(p);
}

/* What somebody who comes in is shown, up to here. */
static void
ck_shown_first(struct host *h, const char *nick, const char *text)
{
	struct peer *p = peer_new_caps(h, nick, CAPS);

	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 366 %s #c :*", nick);
	if (text) {
		peer_expect(p, ":* BATCH +* chathistory #c");
		peer_next(p, ":* PRIVMSG #c :%s", text);
	} else {
		peer_expect_none(p, "*PRIVMSG*");
	}
	peer_close(p);
}

START_TEST(a_channel_keeps_nothing_from_now_on_and_what_it_kept_goes)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_send(a, "PRIVMSG #c :before");
	peer_expect(b, ":alice!* PRIVMSG #c :before");
	peer_send(b, "MODE #c +H 0");
	peer_expect(b, ":* 482 bob #c :*");
	peer_send(a, "MODE #c +H 0");
	peer_expect(b, ":alice!* MODE #c +H 0");
	wait_for_round(h);
	peer_send(b, "PRIVMSG #c :after");
	peer_expect(a, ":bob!* PRIVMSG #c :after");
	peer_send(b, "MODE #c");
	peer_expect(b, ":* 324 bob #c +Hnt 0");
	ck_shown_first(h, "carol", NULL);
	ck_assert_int_eq(lines(h), 0);
	host_kill(h);
	host_again(h, NULL, false);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +Hnt 0");
	peer_send(a, "PRIVMSG #c :much later");
	peer_expect(a, ":alice!* PRIVMSG #c :much later");
	ck_assert_int_eq(lines(h), 0);
}
END_TEST

START_TEST(how_much_is_kept_is_checked_shown_and_taken_off)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	peer_send(a, "MODE #c +H 500:x");
	peer_next(a, ":* 696 alice #c H 500:x :*");
	peer_send(a, "MODE #c +H");
	peer_next(a, ":* 461 alice MODE :*");
	peer_send(a, "MODE #c +klH key 9 0500:168h");
	peer_next(a, ":alice!* MODE #c +klH key 9 500:7d");
	peer_send(a, "MODE #c +H 500:7d");
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +Hklnt 500:7d key 9");
	peer_send(a, "MODE #c -H");
	peer_expect(a, ":alice!* MODE #c -H");
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +klnt key 9");
}
END_TEST

START_TEST(new_bounds_count_from_a_reload_on)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	for (int i = 0; i < 20; i++)
		peer_send(a, "PRIVMSG #c :line %d", i);
	peer_expect(a, ":* PRIVMSG #c :line 19");
	ck_shown_first(h, "bob", "line 0");
	host_reload(h, "flood-rate = 0\nhistory-channel-lines = 4\n");
	wait_for_round(h);
	ck_assert_int_eq(lines(h), 4);
	/* besides it, bob has come and gone */
	ck_shown_first(h, "carol", "line 18");
	host_reload(h, "flood-rate = 0\nhistory-total-lines = 1\n");
	wait_for_round(h);
	ck_assert_int_eq(lines(h), 1);
}
END_TEST

START_TEST(what_gets_too_old_while_the_server_is_away_goes_when_it_starts)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	peer_send(a, "PRIVMSG #c :old");
	peer_expect(a, ":alice!* PRIVMSG #c :old");
	peer_send(a, "PRIVMSG #c :new");
	peer_expect(a, ":alice!* PRIVMSG #c :new");
	host_stop(h);
	database(h,
	    "UPDATE events SET time_ms = time_ms - 172800000"
	    " WHERE body = 'old'");
	host_again(h, "history-age = 1d\n", false);
	wait_for_round(h);
	ck_shown_first(h, "bob", "new");
}
END_TEST

/* Killed once it has begun, the next one ends it; and others talk meanwhile. */
START_TEST(a_backlog_is_worked_off_beside_the_talk_and_over_kills)
{
	enum { BACKLOG = 20000 };
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c"), *b;

	peer_send(a, "PRIVMSG #c :newest");
	peer_expect(a, ":alice!* PRIVMSG #c :newest");
	host_stop(h);
	database(h,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 20000) INSERT INTO events (channel, time_ms, msgid,"
	    " kind, nick, bot, target, body) SELECT (SELECT id FROM channels),"
	    " i, i, 'message', 'bob', 0, '#c', 'backlog' FROM n");
	database(h,
	    "UPDATE kept SET lines = (SELECT count(*) FROM events WHERE"
	    " events.channel = kept.channel)");
	for (int round = 0; round < 3; round++) {
		host_again(h, "history-channel-lines = 3\n", false);
		a = peer_new_caps(h, "alice", CAPS);
		b = peer_new_caps(h, "bob", CAPS);
		do {
			peer_send(a, "PRIVMSG bob :meanwhile");
			peer_expect(b, ":alice!* PRIVMSG bob :meanwhile");
		} while (lines(h) > BACKLOG - 3000 * (round + 1));
		host_kill(h);
		ck_assert_int_gt(lines(h), 4);
	}
	host_again(h, "history-channel-lines = 3\n", false);
	wait_for_round(h);
	ck_assert_int_eq(
	    database(h, "SELECT count(*) FROM events WHERE channel > 0"), 3);
	ck_assert_int_eq(
	    database(h, "SELECT total(lines) FROM kept"), lines(h));
	ck_shown_first(h, "carol", "newest");
}
END_TEST

TALK_SUITE(talk_retention,
    a_channel_keeps_nothing_from_now_on_and_what_it_kept_goes,
    how_much_is_kept_is_checked_shown_and_taken_off,
    new_bounds_count_from_a_reload_on,
    what_gets_too_old_while_the_server_is_away_goes_when_it_starts,
    a_backlog_is_worked_off_beside_the_talk_and_over_kills)
