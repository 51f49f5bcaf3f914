/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/hash.h"
#include "common/mem.h"
#include "tests/harness/chance.h"
#include "tests/talk/talk.h"

/*
 * kill -9 at a random moment of a burst, again and again with the same state:
 * whatever anybody was shown is in the store, in the order in which it was
 * shown to everybody.
 */
enum {
	ROUNDS = 200,
	SENDERS = 3,
	PEERS = SENDERS + 2,
	LINES = 100, /* of each sender; more than a turn takes of one */
	PRIVATE = 5, /* every so many goes to the next sender alone */
	SHOWN_LAST = 100,
	DELAY_US = 8000
};

/* Who asks for history is shown none of what they missed by itself. */
#define CAPS                                           \
	"batch message-tags server-time echo-message " \
	"draft/chathistory"

/* A message of the store. */
struct kept {
	char *id;
	long seq;
	long place; /* in the channel; 0: it is private */
	UT_hash_handle hh;
};

/* What one peer was shown, in its order. */
struct view {
	char **ids;
	size_t count, cap;
};

static struct host *h;
static struct peer *peers[PEERS];
static struct view views[ROUNDS][PEERS];
static struct kept *kept;
static unsigned seed;
static unsigned short dice[3];
static int round_no;

static long
roll(long below)
{
	return nrand48(dice) % below;
}

/* TCPCHAT_SEED plays the same again, as far as the machine does. */
static void
begin(void)
{
	seed = chance_seed();
	dice[0] = (unsigned short)seed;
	dice[1] = (unsigned short)(seed >> 16);
	h = host_start(NULL);
}

#define ck_seed(truth, fmt, ...)                                               \
	ck_assert_msg(truth, "TCPCHAT_SEED=%u round %d: " fmt, seed, round_no, \
	    __VA_ARGS__)

static void
come(int i)
{
	char name[8];

	snprintf(name, sizeof(name), "p%d", i);
	peers[i] = peer_connect(h, name);
	peer_send(peers[i],
	    "CAP REQ :" CAPS "\r\nNICK %s\r\nUSER %s 0 * :%s\r\nCAP END\r\n"
	    "JOIN #c",
	    name, name, name);
}

static void
burst(int i)
{
	struct buf all = {0};

	for (int n = 0; n < LINES; n++)
		if (n % PRIVATE == 0)
			buf_addf(&all, "PRIVMSG p%d :%d %d %d\r\n",
			    (i + 1) % SENDERS, round_no, i, n);
		else
			buf_addf(
			    &all, "PRIVMSG #c :%d %d %d\r\n", round_no, i, n);
	peer_raw(peers[i], all.data, all.len);
	buf_free(&all);
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool
take(int i)
{
	struct view *v = &views[round_no][i];

	if (!peer_line(peers[i]))
		return false;
	if (!glob(":* PRIVMSG *", peer_last(peers[i])))
		return true;
	ck_assert_ptr_nonnull(peer_tag(peers[i], "msgid"));
	if (v->count == v->cap) {
		v->cap = v->cap ? v->cap * 2 : 64;
		v->ids = mem_resize(v->ids, v->cap * sizeof(*v->ids));
	}
	v->ids[v->count++] = mem_strdup(peer_tag(peers[i], "msgid"));
	return true;
}

/* When so many messages were seen by the last peer, or after a time in which
 * nobody looks. */
static void
wait_for_the_moment(void)
{
	const struct view *v = &views[round_no][PEERS - 1];
	int64_t end_us;

	if (roll(2)) {
		size_t wanted = (size_t)roll(SENDERS * LINES / 2);

		while (v->count < wanted && take(PEERS - 1))
			continue;
	} else {
		end_us = now_us() + roll(DELAY_US);
		while (now_us() < end_us)
			continue;
	}
}

static void
play_round(void)
{
	for (int i = 0; i < PEERS; i++)
		come(i);
	for (int i = 0; i < PEERS; i++)
		peer_expect(peers[i], ":* 366 p? #c *");
	for (int i = 0; i < SENDERS; i++)
		burst(i);
	wait_for_the_moment();
	host_kill(h);
	for (int i = 0; i < PEERS; i++) {
		while (take(i))
			continue;
		peer_free(peers[i]);
	}
}

static int
load_row(void *context, int ncols, char **cols, char **names)
{
	struct kept *k = mem_alloc(sizeof(*k));
	long *place = context;

	(void)ncols;
	(void)names;
	k->id = mem_strdup(cols[0]);
	k->seq = atol(cols[1]);
	k->place = atol(cols[2]) ? ++*place : 0;
	HASH_ADD_KEYPTR(hh, kept, k->id, strlen(k->id), k);
	return 0;
}

static sqlite3 *
open_store(void)
{
	char path[192];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/history.db", h->state);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static int
expect_ok(void *context, int ncols, char **cols, char **names)
{
	(void)context;
	(void)ncols;
	(void)names;
	ck_seed(!strcmp(cols[0], "ok"), "%s", cols[0]);
	return 0;
}

static void
load(void)
{
	sqlite3 *db = open_store();
	long place = 0;

	ck_assert_int_eq(sqlite3_exec(db,
			     "SELECT msgid, seq, channel FROM events"
			     " WHERE kind = 'message' ORDER BY seq",
			     load_row, &place, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(
	    sqlite3_exec(db, "PRAGMA integrity_check", expect_ok, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
}

static const struct kept *
find(const char *id)
{
	struct kept *k;

	HASH_FIND_STR(kept, id, k);
	ck_seed(k != NULL, "%s was shown and is not in the store", id);
	return k;
}

/* The store's order, and nothing left out between two of the channel. */
static void
check_view(const struct view *v)
{
	long seq = 0, place = 0;

	for (size_t n = 0; n < v->count; n++) {
		const struct kept *k = find(v->ids[n]);

		ck_seed(k->seq > seq, "%s came too late", k->id);
		seq = k->seq;
		if (!k->place)
			continue;
		ck_seed(!place || k->place == place + 1,
		    "something is missing before %s", k->id);
		place = k->place;
	}
}

/* The last page, as everybody gets it. */
static void
check_last_page(const char *nick)
{
	struct peer *p = peer_new_caps(h, nick, CAPS);
	const struct kept *k = kept;
	long last = 0;
	int n = 0;

	for (; k; k = k->hh.next)
		last = k->place > last ? k->place : last;
	peer_send(p, "JOIN #c");
	peer_send(p, "CHATHISTORY LATEST #c * %d", SHOWN_LAST);
	peer_expect(p, ":* BATCH +* chathistory #c");
	while (peer_line(p) && glob(":* PRIVMSG #c *", peer_last(p))) {
		k = find(peer_tag(p, "msgid"));
		ck_assert_int_eq(k->place, last - SHOWN_LAST + ++n);
	}
	ck_assert_int_eq(n, SHOWN_LAST);
}

static void
release(void)
{
	struct kept *k, *next;

	HASH_ITER (hh, kept, k, next) {
		HASH_DEL(kept, k);
		free(k->id);
		free(k);
	}
	for (int r = 0; r < ROUNDS; r++)
		for (int i = 0; i < PEERS; i++) {
			for (size_t n = 0; n < views[r][i].count; n++)
				free(views[r][i].ids[n]);
			free(views[r][i].ids);
		}
}

START_TEST(whoever_was_shown_anything_finds_it_in_the_same_order_afterwards)
{
	size_t shown = 0;

	begin();
	for (round_no = 0; round_no < ROUNDS; round_no++) {
		if (round_no > 0)
			host_again(h, NULL, false);
		play_round();
	}
	load();
	for (round_no = 0; round_no < ROUNDS; round_no++)
		for (int i = 0; i < PEERS; i++) {
			check_view(&views[round_no][i]);
			shown += views[round_no][i].count;
		}
	ck_seed(shown > ROUNDS * LINES, "only %zu were shown", shown);
	host_again(h, NULL, false);
	check_last_page("alice");
	check_last_page("bob");
	release();
}
END_TEST

TALK_SUITE(talk_killed_burst,
    whoever_was_shown_anything_finds_it_in_the_same_order_afterwards)
