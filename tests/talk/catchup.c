/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/chance.h"
#include "tests/talk/talk.h"

#define CAPS "server-time batch message-tags"

/* bob at one of his devices, in #c; what he is shown there is still to come. */
static struct peer *
bob_at(const struct host *h, const char *device)
{
	struct peer *b = peer_connect(h, "bob");

	b->hears_all = true;
	peer_caps(b, CAPS);
	peer_send(b, "CAP END");
	peer_send(b, "NICK bob");
	peer_send(b, "USER bob%s 0 * :Bob", device);
	peer_expect(b, ":* 001 bob *");
	peer_barrier(b);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	return b;
}

/* What the server has asked, as it stands in the PING. */
static void
answer(struct peer *b)
{
	char token[64];

	peer_expect(b, "PING :catch-up-*");
	snprintf(token, sizeof(token), "%s", peer_word(b, 1));
	peer_send(b, "PONG :%s", token);
	peer_barrier(b);
}

static void
leave(struct peer *b, struct peer *watcher)
{
	peer_close(b);
	peer_expect(watcher, ":bob!* QUIT *");
}

START_TEST(who_comes_back_is_shown_what_was_missed_in_a_batch)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	b = bob_at(h, "");
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :one");
	peer_next(b, ":* BATCH -*");
	peer_next(b, ":* NOTICE bob :What is said in #c is kept *");
	answer(b);
	leave(b, a);
	peer_send(a, "PRIVMSG #c :two");
	peer_send(a, "NOTICE #c :three");
	peer_barrier(a);
	b = bob_at(h, "");
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :two");
	ck_assert_ptr_nonnull(peer_tag(b, "time"));
	peer_next(b, ":alice!* NOTICE #c :three");
	peer_next(b, ":* BATCH -*");
	peer_next(b, "PING :catch-up-1");
}
END_TEST

START_TEST(what_was_not_answered_for_is_shown_again)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	b = bob_at(h, "");
	peer_expect(b, "PING :catch-up-1");
	leave(b, a);
	b = bob_at(h, "");
	peer_expect(b, ":alice!* PRIVMSG #c :one");
}
END_TEST

START_TEST(a_device_is_named_behind_an_at_sign_or_a_slash)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	b = bob_at(h, "@Phone");
	peer_expect(a, ":bob!~bob@* JOIN #c");
	answer(b);
	leave(b, a);
	b = bob_at(h, "@laptop");
	peer_expect(b, ":alice!* PRIVMSG #c :one");
	leave(b, a);
	b = bob_at(h, "/phone");
	peer_expect_none(b, "*PRIVMSG #c :one");
}
END_TEST

START_TEST(a_kill_of_the_server_makes_nobody_see_anything_twice)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b = bob_at(h, "");

	peer_send(a, "PRIVMSG #c :one");
	peer_expect(b, ":alice!* PRIVMSG #c :one");
	answer(b);
	host_kill(h);
	host_again(h, NULL, false);
	a = peer_join(h, "alice", "#c");
	peer_send(a, "PRIVMSG #c :two");
	peer_barrier(a);
	b = bob_at(h, "");
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :two");
}
END_TEST

START_TEST(who_asks_for_history_is_not_shown_it_by_itself)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;

	peer_send(a, "PRIVMSG #c :one");
	peer_barrier(a);
	b = peer_new_caps(h, "bob", CAPS " draft/chathistory");
	b->hears_all = true;
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	peer_next(b, ":* NOTICE bob :What is said in #c is kept *");
	peer_expect_none(b, "*one");
	peer_send(b, "PART #c");
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*is kept*");
}
END_TEST

START_TEST(who_is_shown_what_happened_needs_not_be_told_that_it_is_kept)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_new_caps(
	    h, "bob", CAPS " draft/chathistory draft/event-playback");

	b->hears_all = true;
	peer_send(b, "JOIN #c");
	peer_expect_none(b, "*is kept*");
}
END_TEST

/* With an account. */
static struct peer *
me_at(const struct host *h)
{
	struct peer *p = peer_connect_local(h, "me");

	p->hears_all = true;
	peer_caps(p, CAPS);
	peer_send(p, "CAP END");
	peer_send(p, "NICK me");
	peer_send(p, "USER me 0 * :Me");
	peer_expect(p, ":* 422 me *");
	return p;
}

START_TEST(private_messages_that_were_missed_come_behind_the_welcome)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = me_at(h);

	peer_send(a, "PRIVMSG me :one");
	peer_expect(b, ":alice!* PRIVMSG me :one");
	answer(b);
	peer_send(a, "PRIVMSG me :two");
	peer_expect(b, ":alice!* PRIVMSG me :two");
	peer_close(b);
	b = me_at(h);
	peer_next(b, ":* 221 me +Z");
	peer_next(b, ":* BATCH +* chathistory alice");
	peer_next(b, ":alice!* PRIVMSG me :two");
	peer_next(b, ":* BATCH -*");
	peer_next(b, "PING :catch-up-1");
}
END_TEST

START_TEST(what_was_said_to_an_account_that_was_away_waits_for_it)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_new(h, "alice"), *b = me_at(h);

	peer_close(b);
	peer_send(a, "MONITOR + me");
	peer_expect(a, ":* 731 alice *me");
	for (int i = 1; i <= 20; i++)
		peer_send(a, "PRIVMSG %s :n%d", my_login(), i);
	for (int i = 1; i <= 20; i++)
		peer_expect(a, ":* 301 alice %s :* waits *", my_login());
	host_kill(h);
	host_again(h, "flood-rate = 0\n", false);
	b = me_at(h);
	peer_next(b, ":* 221 me +Z");
	peer_next(b, ":* BATCH +* chathistory alice");
	for (int i = 1; i <= 20; i++)
		peer_next(b, ":alice!* PRIVMSG me :n%d", i);
	peer_next(b, ":* BATCH -*");
	answer(b);
	peer_close(b);
	b = me_at(h);
	peer_expect_none(b, ":alice!*");
}
END_TEST

/*
 * At random: alice talks in #c; bob, at two devices in turn, comes, parts, is
 * kicked, loses his connection or quits, answers the server or does not; and
 * the server is killed. Messages are numbered; a model knows what each device
 * was shown, and what of that it has answered for.
 */
enum { DEVICES = 2, MOST = 4000, STEPS = 500 };

struct seen {
	bool ever, here, sure; /* shown; by this connection; answered for */
};

static struct {
	struct host *host;
	struct peer *alice, *bob;
	bool in;
	unsigned device;
	int said;        /* the last number */
	bool kept[MOST]; /* shown to somebody */
	struct seen seen[DEVICES][MOST];
	int last; /* shown by this connection */
	char token[64];
	bool before_token[MOST];
} g;

/* Numbers that alice was shown, and so must everybody be. */
static void
alice_notes(const char *line)
{
	const char *at = strstr(line, " PRIVMSG #c :n");
	int n;

	if (at && sscanf(at, " PRIVMSG #c :n%d", &n) == 1)
		g.kept[n] = true;
}

static void
alice_reads_to(const char *pattern)
{
	do {
		peer_next(g.alice, "*");
		alice_notes(peer_last(g.alice));
	} while (!glob(pattern, peer_last(g.alice)));
}

static void
alice_comes(void)
{
	g.alice = peer_join_caps(g.host, "alice", CAPS " echo-message", "#c");
	peer_send(g.alice, "MONITOR + bob");
	alice_reads_to(":* 731 alice :bob");
}

static void
note(int n)
{
	struct seen *s = &g.seen[g.device][n];

	ck_assert_msg(!s->sure, "n%d again, though it was answered for", n);
	ck_assert_msg(!s->here, "n%d twice", n);
	ck_assert_msg(n > g.last, "n%d behind n%d", n, g.last);
	s->ever = s->here = true;
	g.kept[n] = true;
	g.last = n;
}

static void
note_token(const char *line)
{
	snprintf(
	    g.token, sizeof(g.token), "%s", strstr(line, ":catch-up-") + 1);
	for (int n = 0; n < MOST; n++)
		g.before_token[n] = g.seen[g.device][n].here;
}

/* All that is there for bob. */
static void
bob_reads(void)
{
	const char *at;
	int n;

	peer_send(g.bob, "PING :that-is-all");
	for (;;) {
		peer_next(g.bob, "*");
		at = strstr(peer_last(g.bob), " PRIVMSG #c :n");
		if (at && sscanf(at, " PRIVMSG #c :n%d", &n) == 1)
			note(n);
		else if (glob("PING :catch-up-*", peer_last(g.bob)))
			note_token(peer_last(g.bob));
		else if (glob(":* KICK #c bob*", peer_last(g.bob)))
			g.in = false;
		else if (glob(":* PONG *that-is-all", peer_last(g.bob)))
			return;
	}
}

static void
bob_answers(void)
{
	bool covered[MOST];

	if (!*g.token)
		return;
	memcpy(covered, g.before_token, sizeof(covered));
	peer_send(g.bob, "PONG %s", g.token);
	*g.token = '\0';
	bob_reads();
	for (int n = 0; n < MOST; n++)
		g.seen[g.device][n].sure |= covered[n];
}

static void
bob_comes(void)
{
	g.device = (unsigned)rand() % DEVICES;
	for (int n = 0; n < MOST; n++)
		g.seen[g.device][n].here = false;
	g.in = false;
	g.last = 0;
	*g.token = '\0';
	g.bob = peer_connect(g.host, "bob");
	g.bob->hears_all = true;
	peer_caps(g.bob, rand() % 2 ? CAPS : "server-time");
	peer_send(g.bob, "CAP END");
	peer_send(g.bob, "NICK bob");
	peer_send(g.bob, "USER bob@d%u 0 * :Bob", g.device);
	peer_expect(g.bob, ":* 001 bob *");
}

static void
bob_goes(bool quits)
{
	if (quits) {
		peer_send(g.bob, "QUIT");
		peer_expect_end(g.bob);
	}
	peer_close(g.bob);
	g.bob = NULL;
	alice_reads_to(":* 731 alice :bob");
}

static void
server_dies(void)
{
	host_kill(g.host);
	while (!g.alice->eof && watch_turn(watch_deadline()) == 0)
		continue;
	for (char *at = g.alice->lines.data; at && (at = strchr(at, '\n'));)
		alice_notes(at++);
	peer_close(g.alice);
	if (g.bob)
		peer_close(g.bob);
	g.bob = NULL;
	host_again(g.host, "flood-rate = 0\nhistory-lines = 1000\n", false);
	alice_comes();
}

static void
alice_says(void)
{
	for (int i = rand() % 6; i >= 0 && g.said + 1 < MOST; i--)
		peer_send(g.alice, "PRIVMSG #c :n%d", ++g.said);
}

static void
bob_does_something(void)
{
	switch (rand() % 9) {
	case 0:
		bob_goes(rand() % 2);
		break;
	case 1:
		if (g.in)
			peer_send(g.bob, "PART #c");
		g.in = false;
		break;
	case 2:
		if (g.in)
			peer_send(g.alice, "KICK #c bob");
		break;
	case 3:
	case 4:
		bob_answers();
		break;
	default:
		if (!g.in)
			peer_send(g.bob, "JOIN #c");
		g.in = true;
		if (rand() % 2)
			bob_reads();
		break;
	}
}

static void
step(void)
{
	if (rand() % 3 == 0)
		alice_says();
	if (rand() % 60 == 0)
		server_dies();
	else if (!g.bob)
		bob_comes();
	else
		bob_does_something();
}

/* Everything that anybody was shown has come to each device. */
static void
assert_complete(void)
{
	peer_send(g.alice, "PING :the-end");
	alice_reads_to(":* PONG *the-end");
	for (unsigned d = 0; d < DEVICES; d++) {
		if (g.bob)
			bob_goes(true);
		do {
			if (g.bob)
				bob_goes(true);
			bob_comes();
		} while (g.device != d);
		peer_send(g.bob, "JOIN #c");
		bob_reads();
		for (int n = 1; n <= g.said; n++)
			ck_assert_msg(!g.kept[n] || g.seen[d][n].ever,
			    "device %u never saw n%d", d, n);
	}
}

START_TEST(whatever_dies_nothing_is_lost_and_nothing_answered_for_comes_again)
{
	unsigned seed = chance_seed();

	record("test", '!', "seed", 4);
	fprintf(stderr, "TCPCHAT_SEED=%u\n", seed);
	srand(seed);
	g.host = host_start("flood-rate = 0\nhistory-lines = 1000\n");
	alice_comes();
	for (int i = 0; i < STEPS; i++)
		step();
	assert_complete();
	ck_assert_int_gt(g.said, STEPS / 3);
}
END_TEST

TALK_SUITE_LOGIN(talk_catchup,
    TESTS(who_comes_back_is_shown_what_was_missed_in_a_batch,
	what_was_not_answered_for_is_shown_again,
	a_device_is_named_behind_an_at_sign_or_a_slash,
	a_kill_of_the_server_makes_nobody_see_anything_twice,
	who_asks_for_history_is_not_shown_it_by_itself,
	who_is_shown_what_happened_needs_not_be_told_that_it_is_kept,
	whatever_dies_nothing_is_lost_and_nothing_answered_for_comes_again),
    TESTS(private_messages_that_were_missed_come_behind_the_welcome,
	what_was_said_to_an_account_that_was_away_waits_for_it))
