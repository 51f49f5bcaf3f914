/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

START_TEST(new_connections_of_a_login_are_throttled)
{
	struct host *h =
	    host_start("flood-rate = 0\nconnections-per-login = 2\n"
		       "connections-time = 1h\n");

	peer_close(peer_new_local(h, "one"));
	peer_close(peer_new_local(h, "two"));
	peer_expect_error(peer_connect_local(h, "three"),
	    "Too many new connections from your login; try again in ");
	peer_new(h, "stranger");
}
END_TEST

START_TEST(who_was_sent_away_may_come_when_they_were_told)
{
	struct host *h =
	    host_start("flood-rate = 0\nconnections-per-login = 1\n"
		       "connections-time = 1s\n");
	struct peer *p;
	int64_t until = clock_mono_ms() + 60000;
	bool in = false;

	peer_close(peer_new_local(h, "one"));
	while (!in && clock_mono_ms() < until) {
		p = peer_connect_local(h, "two");
		peer_send(p, "PING x");
		in = peer_line(p) && glob(":* PONG *", peer_last(p));
		peer_free(p);
	}
	ck_assert(in);
}
END_TEST

/* Its password is "letmein". */
#define GATEWAY                                                   \
	"webirc kiwi { password-hash = \""                        \
	"$6$saltsalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/"           \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8.\"" \
	"\nhosts = {\"127.0.0.0/8\", \"unix\"} }\n"

/* Comes through the gateway from that address. */
static struct peer *
visitor(struct host *h, const char *nick, const char *address)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "WEBIRC letmein kiwi %s %s", address, address);
	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER u 0 * :U");
	return p;
}

START_TEST(new_connections_of_an_address_are_throttled_by_its_block)
{
	struct host *h = host_start(
	    "flood-rate = 0\nconnections-per-address = 1\n"
	    "connections-time = 1h\naddress-bits-ipv4 = 24\n" GATEWAY);

	peer_expect(visitor(h, "one", "198.51.100.1"), ":* 001 *");
	peer_expect_error(visitor(h, "two", "198.51.100.2"),
	    "Too many new connections from your address; try again in ");
	peer_expect(visitor(h, "three", "198.51.101.1"), ":* 001 *");
	peer_expect(visitor(h, "four", "2001:db8::1"), ":* 001 *");
	peer_expect_error(visitor(h, "five", "2001:db8::2"), "Too many new");
	peer_expect(visitor(h, "six", "2001:db8:0:1::1"), ":* 001 *");
}
END_TEST

START_TEST(who_is_exempt_comes_as_often_as_they_like)
{
	struct host *h =
	    host_start("flood-rate = 0\nconnections-per-address = 1\n"
		       "sessions-per-address = 1\nconnections-time = 1h\n"
		       "address-exempt = {\"198.51.100.0/24\"}\n" GATEWAY);

	peer_expect(visitor(h, "one", "198.51.100.1"), ":* 001 *");
	peer_expect(visitor(h, "two", "198.51.100.1"), ":* 001 *");
	peer_expect(visitor(h, "three", "198.51.101.1"), ":* 001 *");
	peer_expect_error(visitor(h, "four", "198.51.101.1"), "Too many");
}
END_TEST

static void
flood(struct peer *p, int lines)
{
	struct buf paste = {0};

	for (int i = 0; i < lines; i++)
		buf_addf(&paste, "PRIVMSG #c :line %d\r\n", i);
	peer_raw(p, paste.data, paste.len);
	buf_free(&paste);
}

START_TEST(the_connections_of_a_login_have_one_allowance)
{
	enum { BURST = 20, RATE = 40, LINES = 20, DEVICES = 4 };
	struct host *h = host_start("flood-burst = 20\nflood-rate = 40\n");
	struct peer *w = peer_join(h, "witness", "#c");
	struct peer *all[DEVICES];
	char nick[] = "n0";
	int64_t start;

	for (int i = 0; i < DEVICES; i++) {
		nick[1] = (char)('0' + i);
		all[i] = peer_new_local(h, nick);
		peer_joins(all[i], "#c");
	}
	start = clock_mono_ms();
	for (int i = 0; i < DEVICES; i++)
		flood(all[i], LINES);
	for (int i = 0; i < DEVICES * LINES; i++)
		peer_expect(w, ":* PRIVMSG #c :line *");
	ck_assert_int_ge(clock_mono_ms() - start,
	    1000 * (DEVICES * LINES - BURST) / RATE / 2);
}
END_TEST

START_TEST(a_flood_by_one_window_does_not_silence_the_others_of_its_login)
{
	enum { LINES = 400 };
	struct host *h = host_start("flood-burst = 20\nflood-rate = 20\n");
	struct peer *w = peer_join(h, "witness", "#c");
	struct peer *a = peer_new_local(h, "script");
	struct peer *b = peer_new_local(h, "window");
	int before = 0;

	peer_joins(a, "#c");
	peer_joins(b, "#c");
	flood(a, LINES);
	peer_expect(w, ":script!* PRIVMSG #c :line 0");
	peer_send(b, "PRIVMSG #c :hello");
	do {
		peer_expect(w, ":* PRIVMSG #c :*");
		before++;
	} while (!glob(":window!*", peer_last(w)));
	ck_assert_int_lt(before, 60);
}
END_TEST

TALK_SUITE_LOGIN(talk_throttles,
    TESTS(new_connections_of_an_address_are_throttled_by_its_block,
	who_is_exempt_comes_as_often_as_they_like),
    TESTS(new_connections_of_a_login_are_throttled,
	who_was_sent_away_may_come_when_they_were_told,
	the_connections_of_a_login_have_one_allowance,
	a_flood_by_one_window_does_not_silence_the_others_of_its_login))
