/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/harness/database.h"
#include "tests/talk/talk.h"

#define CAPS "standard-replies batch labeled-response message-tags"

/* Somebody with an account: the login that runs the tests. */
static struct peer *
login_new(struct host *h, const char *nick)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_caps(p, CAPS);
	peer_send(p, "CAP END");
	peer_register(p, nick);
	return p;
}

/* Beside the server; the number that it answers. */
static int64_t
database(const struct host *h, const char *sql)
{
	return database_number(h->state, "history.db", sql);
}

START_TEST(one_gets_what_one_said_under_the_label_that_one_gave)
{
	struct host *h = host_start(NULL);
	struct peer *a = login_new(h, "desk");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#c");
	peer_send(a, "PRIVMSG #c :mine");
	peer_send(a, "PRIVMSG bob :ours");
	peer_expect(b, ":desk!* PRIVMSG bob :ours");
	peer_send(b, "PRIVMSG #c :theirs");
	peer_expect(a, ":bob!* PRIVMSG #c :theirs");
	peer_send(a, "@label=x HISTORY EXPORT");
	peer_next(a, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(a, "label"), "x");
	peer_next(a, ":* BATCH +* tcpchat/export \\*");
	peer_next(a, ":* HISTORY EXPORT \\* . :{*\"body\":\"mine\"}");
	peer_next(a, ":* HISTORY EXPORT \\* . :{*\"body\":\"ours\"}");
	peer_next(a, ":* BATCH -*");
	peer_next(a, ":* NOTE HISTORY EXPORTED \\* :2 messages");
	peer_next(a, ":* BATCH -*");
	peer_send(b, "HISTORY EXPORT");
	peer_next(b, ":* FAIL HISTORY ACCOUNT_REQUIRED :*");
}
END_TEST

START_TEST(what_one_said_is_forgotten_for_those_who_come_later)
{
	struct host *h = host_start(NULL);
	struct peer *a = login_new(h, "desk"), *c;
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#c");
	peer_send(a, "PRIVMSG #c :mine");
	peer_expect(b, ":desk!* PRIVMSG #c :mine");
	peer_send(b, "PRIVMSG #c :theirs");
	peer_expect(a, ":bob!* PRIVMSG #c :theirs");
	peer_send(a, "HISTORY FORGET #c");
	peer_next(a, ":* FAIL HISTORY NEED_CONFIRMATION #c :*");
	peer_send(a, "@label=x HISTORY FORGET #c FOREVER");
	peer_next(a, ":* NOTE HISTORY FORGETTING #c :*");
	ck_assert_str_eq(peer_tag(a, "label"), "x");
	peer_next(a, ":* NOTE HISTORY FORGOTTEN #c :*");
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_expect_none(b, "*REDACT*");
	c = peer_new_caps(h, "carol", "server-time batch message-tags");
	peer_send(c, "JOIN #c");
	peer_expect(c, ":* BATCH +* chathistory #c");
	peer_next(c, ":bob!* PRIVMSG #c :theirs");
}
END_TEST

/* Killed in the middle, three times. */
START_TEST(forgetting_goes_on_over_kills_while_others_talk)
{
	enum { MANY = 20000 };
	struct host *h = host_start(NULL);
	struct peer *a = login_new(h, "desk"), *b;
	char sql[512];

	peer_joins(a, "#c");
	peer_send(a, "PRIVMSG #c :here");
	peer_barrier(a);
	host_stop(h);
	snprintf(sql, sizeof(sql),
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < %d) INSERT INTO events (channel, time_ms, msgid, kind,"
	    " nick, account, bot, target, body) SELECT (SELECT id FROM"
	    " channels), i, i, 'message', 'desk', '%s', 0, '#c', 'secret'"
	    " FROM n",
	    MANY, my_login());
	database(h, sql);
	host_again(h, NULL, false);
	a = login_new(h, "desk");
	peer_send(a, "HISTORY FORGET * FOREVER");
	peer_expect(a, ":* NOTE HISTORY FORGETTING \\* :*");
	for (int round = 1; round < 4; round++) {
		b = peer_new(h, "bob");
		do {
			peer_send(b, "PRIVMSG bob :meanwhile");
			peer_expect(b, ":bob!* PRIVMSG bob :meanwhile");
		} while (database(h,
			     "SELECT count(*) FROM events"
			     " WHERE body = 'secret'") > MANY - 3000 * round);
		host_kill(h);
		host_again(h, NULL, false);
	}
	a = login_new(h, "desk");
	peer_expect(a, ":* NOTE HISTORY FORGOTTEN \\* :*");
	ck_assert_int_eq(database(h,
			     "SELECT count(*) FROM events"
			     " WHERE body IN ('secret', 'here')"),
	    0);
	ck_assert_int_eq(
	    database(h, "SELECT count(*) FROM events WHERE kind = 'redacted'"),
	    MANY + 1);
}
END_TEST

TALK_SUITE_LOGIN(talk_own, TESTS(NULL),
    TESTS(one_gets_what_one_said_under_the_label_that_one_gave,
	what_one_said_is_forgotten_for_those_who_come_later,
	forgetting_goes_on_over_kills_while_others_talk))
