/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

START_TEST(ten_pasted_lines_arrive_at_once)
{
	struct host *h = host_start("");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct buf paste = {0};
	int64_t start = clock_mono_ms();

	for (int i = 0; i < 10; i++)
		buf_addf(&paste, "PRIVMSG #c :line %d\r\n", i);
	peer_raw(a, paste.data, paste.len);
	for (int i = 0; i < 10; i++)
		peer_next(b, ":alice!* PRIVMSG #c :line %d", i);
	ck_assert_int_lt(clock_mono_ms() - start, 5000);
	buf_free(&paste);
}
END_TEST

START_TEST(a_flood_is_slowed_down_and_nothing_of_it_is_lost)
{
	enum { BURST = 20, RATE = 20, LINES = 40 };
	struct host *h = host_start("flood-burst = 20\nflood-rate = 20\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct buf paste = {0};
	int64_t start = clock_mono_ms();

	for (int i = 0; i < LINES; i++)
		buf_addf(&paste, "PRIVMSG #c :line %d\r\n", i);
	peer_raw(a, paste.data, paste.len);
	for (int i = 0; i < LINES; i++)
		peer_next(b, ":alice!* PRIVMSG #c :line %d", i);
	ck_assert_int_ge(
	    clock_mono_ms() - start, 1000 * (LINES - BURST) / RATE / 2);
	peer_barrier(a);
	buf_free(&paste);
}
END_TEST

START_TEST(a_flood_by_one_does_not_slow_the_others)
{
	struct host *h = host_start("flood-burst = 10\nflood-rate = 1\n");
	struct peer *a = peer_connect(h, "alice");
	struct peer *b = peer_connect(h, "bob");
	struct buf flood = {0};

	peer_send(b, "NICK bob");
	peer_send(b, "USER b 0 * :B");
	peer_expect(b, ":* 001 bob *");
	peer_send(a, "NICK alice");
	peer_send(a, "USER a 0 * :A");
	peer_expect(a, ":* 001 alice *");
	for (int i = 0; i < 200; i++)
		buf_addf(&flood, "PRIVMSG bob :%d\r\n", i);
	peer_raw(a, flood.data, flood.len);
	peer_expect(b, ":alice!* PRIVMSG bob :3");
	peer_barrier(b);
	peer_barrier(b);
	buf_free(&flood);
}
END_TEST

START_TEST(who_never_reads_is_dropped_and_the_others_notice_nothing)
{
	struct host *h = host_start("output-max = 64K\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *deaf = peer_join(h, "deaf", "#c");
	char text[400];
	int sent = 0;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	peer_deaf(deaf);
	while (!b->lines.data || !strstr(b->lines.data, " QUIT :")) {
		ck_assert_int_lt(sent, 100000);
		for (int i = 0; i < 100; i++)
			peer_send(a, "PRIVMSG #c :%d %s", sent++, text);
		peer_barrier(a);
		while (watch_turn(clock_mono_ms() + 1) == 0)
			continue;
	}
	for (int i = 0; i < sent; i++) {
		do
			peer_next(b, "*");
		while (glob(":deaf!*", peer_last(b)));
		ck_assert_msg(
		    strstr(peer_last(b), " PRIVMSG #c :"), "%s", peer_last(b));
		ck_assert_int_eq(atoi(strstr(peer_last(b), " #c :") + 5), i);
	}
}
END_TEST

START_TEST(who_leaves_by_the_output_bound_is_said_to_have)
{
	struct host *h = host_start("output-max = 64K\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *deaf = peer_join(h, "deaf", "#c");
	char text[400];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	peer_deaf(deaf);
	for (int i = 0;
	     i < 40000 && !(a->lines.data && strstr(a->lines.data, " QUIT :"));
	     i++) {
		peer_send(a, "PRIVMSG #c :%s", text);
		if (i % 100 == 0)
			watch_turn(clock_mono_ms() + 1);
	}
	peer_expect(a, ":deaf!* QUIT :*SendQ exceeded*");
}
END_TEST

START_TEST(who_reads_is_not_dropped_for_a_burst_of_others)
{
	struct host *h = host_start("output-max = 100K\nflood-rate = 0\n");
	struct peer *a = peer_new_caps(h, "alice", "message-tags");
	struct peer *b = peer_new_caps(h, "bob", "message-tags");
	struct buf burst = {0};
	char tag[4001];

	memset(tag, 'x', sizeof(tag) - 1);
	tag[sizeof(tag) - 1] = '\0';
	for (int i = 1; i <= 8; i++)
		peer_joins(b, (char[]){'#', (char)('0' + i), '\0'});
	peer_send(a, "JOIN #1,#2,#3,#4,#5,#6,#7,#8");
	peer_barrier(a);
	for (int i = 0; i < 10; i++)
		buf_addf(
		    &burst, "@+t=%s TAGMSG #1,#2,#3,#4,#5,#6,#7,#8\r\n", tag);
	buf_adds(&burst, "PRIVMSG bob :still there?\r\n");
	peer_raw(a, burst.data, burst.len);
	for (int i = 0; i < 80; i++)
		peer_expect(b, ":alice!* TAGMSG #%d", i % 8 + 1);
	peer_next(b, ":alice!* PRIVMSG bob :still there\\?");
	peer_barrier(b);
	buf_free(&burst);
}
END_TEST

START_TEST(a_line_to_several_counts_as_several)
{
	struct host *h = host_start("flood-burst = 10\nflood-rate = 1\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_connect(h, "bob");
	int64_t start = clock_mono_ms();

	peer_send(b, "NICK bob");
	peer_send(b, "USER b 0 * :B");
	peer_send(b, "PRIVMSG alice,#c,bob,alice2,alice3,alice4,alice5 :x");
	peer_send(b, "PRIVMSG alice :two");
	peer_send(b, "PRIVMSG alice :three");
	peer_expect(a, ":bob!* PRIVMSG alice :three");
	ck_assert_int_ge(clock_mono_ms() - start, 900);
}
END_TEST

START_TEST(many_channels_at_once_count_as_several_lines)
{
	struct host *h = host_start("flood-burst = 10\nflood-rate = 2\n");
	struct peer *a = peer_connect(h, "alice");
	int64_t start = clock_mono_ms();

	peer_send(a, "NICK alice");
	peer_send(a, "USER a 0 * :A");
	peer_send(a, "JOIN #1,#2,#3,#4,#5,#6,#7,#8,#9,#10,#11,#12");
	peer_send(a, "JOIN 0");
	peer_send(a, "PING done");
	peer_expect(a, ":* PONG * *done");
	ck_assert_int_ge(clock_mono_ms() - start, 400);
}
END_TEST

START_TEST(names_of_a_crowd_arrive_whole)
{
	enum { N = 60 };
	struct host *h =
	    host_start("output-max = 2K\nflood-rate = 0\nhistory-lines = 0\n");
	struct peer *p;
	char nick[33];

	for (int i = 0; i < N; i++) {
		snprintf(nick, sizeof(nick), "n%031d", i);
		p = peer_connect(h, "crowd");
		peer_send(p, "NICK %s", nick);
		peer_send(p, "USER n 0 * :N");
		peer_expect(p, ":* 422 *");
		peer_send(p, "JOIN #c");
		peer_expect(p, ":* 366 *");
	}
	peer_send(p, "NAMES #c");
	for (int left = N; left > 0;) {
		peer_next(p, ":* 353 *");
		for (const char *at = peer_last(p); (at = strstr(at, "n00"));
		     at += 32)
			left--;
		left++; /* the asker's own nick in front */
	}
	peer_next(p, ":* 366 *");
}
END_TEST

START_TEST(many_answers_to_one_who_does_not_read_wait_and_stay_bounded)
{
	struct host *h = host_start("output-max = 64K\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *deaf = peer_join(h, "deaf", "#c");
	int64_t before = host_memory_kib(h);
	const char ask[] = "MOTD\r\nWHOIS deaf\r\nHELP\r\n";

	peer_deaf(deaf);
	for (int i = 0; i < 40000; i++)
		if (send(deaf->watch.fd, ask, strlen(ask), MSG_DONTWAIT) < 0)
			break;
	peer_barrier(a);
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(host_memory_kib(h) - before, 20000);
#else
	(void)before;
#endif
	peer_expect_none(a, ":deaf!* QUIT :*");
	peer_reset(deaf);
	peer_expect(a, ":deaf!* QUIT :*");
}
END_TEST

START_TEST(people_of_this_machine_do_not_count_as_one_address)
{
	struct host *h =
	    host_start("sessions-per-address = 2\nflood-rate = 0\n");
	char nick[8];

	for (int i = 0; i < 5; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		peer_new(h, nick);
	}
}
END_TEST

START_TEST(sessions_in_all_are_bounded_and_one_who_leaves_makes_room)
{
	struct host *h = host_start("sessions = 2\nflood-rate = 0\n");
	struct peer *a = peer_new(h, "alice");
	struct peer *p;

	peer_new(h, "bob");
	p = peer_connect(h, "p");
	peer_expect_error(p, "");
	peer_send(a, "QUIT");
	peer_expect_end(a);
	peer_new(h, "carol");
}
END_TEST

START_TEST(loopback_cannot_keep_those_of_the_unix_socket_out)
{
	struct host *h = host_start("sessions = 4\nflood-rate = 0\n");
	struct peer *p;

	for (int i = 0; i < 3; i++)
		peer_new(h, (char[]){(char)('a' + i), '\0'});
	p = peer_connect(h, "p");
	peer_expect_error(p, "loopback");
	p = peer_connect_local(h, "local");
	peer_register(p, "local");
}
END_TEST

START_TEST(who_is_refused_while_speaking_still_hears_why)
{
	struct host *h = host_start("sessions = 1\nflood-rate = 0\n");

	peer_new(h, "alice");
	for (int i = 0; i < 50; i++) {
		struct peer *p = peer_connect(h, "p");

		peer_raw(p, "CAP LS 302\r\nNICK p\r\n", 20);
		peer_expect_error(p, "full");
		peer_close(p);
	}
}
END_TEST

START_TEST(channels_in_all_are_bounded)
{
	struct host *h = host_start("channels = 2\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#a");

	peer_joins(a, "#b");
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 4?? alice #c :*");
	peer_expect_none(a, "*JOIN*");
}
END_TEST

START_TEST(the_empty_channel_that_was_silent_longest_makes_room)
{
	struct host *h = host_start("channels = 3\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#lobby");

	peer_send(a, "PRIVMSG #lobby :kept");
	peer_joins(a, "#old");
	peer_joins(a, "#new");
	peer_send(a, "PRIVMSG #old :one");
	peer_send(a, "PRIVMSG #new :two");
	peer_send(a, "JOIN 0");
	peer_barrier(a);
	host_kill(h);
	host_again(h, "channels = 3\nflood-rate = 0\n", false);
	a = peer_join(h, "alice", "#fourth");
	peer_send(a, "JOIN #new");
	peer_expect(a, ":alice!* PRIVMSG #new :*two");
	peer_send(a, "JOIN #lobby");
	peer_expect(a, ":alice!* PRIVMSG #lobby :*kept");
	peer_send(a, "JOIN #old");
	peer_expect(a, ":* 437 alice #old :*");
	peer_send(a, "PART #new");
	peer_send(a, "JOIN #old");
	peer_expect(a, ":alice!* JOIN #old*");
	peer_expect_none(a, "*PRIVMSG*");
}
END_TEST

/* Until those whose connections were closed are counted no more. */
static void
wait_for_alone(struct peer *a)
{
	bool others;

	do {
		others = false;
		peer_send(a, "LUSERS");
		do {
			peer_next(a, "*");
			others |= glob(":* 253 *", peer_last(a));
		} while (!glob(":* 266 *", peer_last(a)));
	} while (others);
}

START_TEST(without_descriptors_the_server_says_so_recovers_and_does_not_spin)
{
	enum { N = 60 };
	struct host *h = host_start_with(&(struct host_options){
	    .conf = "sessions-per-address = 0\nflood-rate = 0\n", .files = 48});
	struct peer *a = peer_join(h, "alice", "#c"), *p[N];
	int64_t cpu, until;

	for (int i = 0; i < N; i++)
		p[i] = peer_connect(h, "extra");
	peer_expect_error(p[N - 1], "full");
	child_expect_log(h->child, "connections are refused");
	cpu = host_cpu_ms(h);
	until = clock_mono_ms() + 700;
	while (watch_turn(until) == 0)
		continue;
	ck_assert_int_lt(host_cpu_ms(h) - cpu, 200);
	peer_barrier(a);
	for (int i = 0; i < N; i++)
		peer_close(p[i]);
	wait_for_alone(a);
	peer_new(h, "late");
	peer_barrier(a);
}
END_TEST

START_TEST(an_idle_server_uses_no_processor)
{
	struct host *h = host_start(NULL);
	int64_t cpu, until;

	peer_join(h, "alice", "#c");
	cpu = host_cpu_ms(h);
	until = clock_mono_ms() + 500;
	while (watch_turn(until) == 0)
		continue;
	ck_assert_int_le(host_cpu_ms(h) - cpu, 20);
}
END_TEST

START_TEST(a_quarter_of_a_thousand_people_are_no_trouble)
{
	enum { N = 250 };
	struct host *h =
	    host_start("sessions-per-address = 0\nflood-rate = 0\n");
	struct peer *p[N], *a = peer_join(h, "alice", "#c");
	char nick[16];

	for (int i = 0; i < N; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		p[i] = peer_connect(h, nick);
		peer_send(p[i], "NICK %s", nick);
		peer_send(p[i], "USER n 0 * :N");
		peer_send(p[i], "JOIN #c");
	}
	for (int i = 0; i < N; i++)
		peer_expect(p[i], ":* 366 *");
	peer_send(a, "PRIVMSG #c :hello, all of you");
	for (int i = 0; i < N; i++)
		peer_expect(p[i], ":alice!* PRIVMSG #c :hello, all of you");
	for (int i = 0; i < N; i++)
		peer_close(p[i]);
	for (int i = 0; i < N; i++)
		peer_expect(a, ":n*!* QUIT :*");
}
END_TEST

TALK_SUITE(talk_limits, ten_pasted_lines_arrive_at_once,
    a_flood_is_slowed_down_and_nothing_of_it_is_lost,
    a_flood_by_one_does_not_slow_the_others,
    who_never_reads_is_dropped_and_the_others_notice_nothing,
    who_leaves_by_the_output_bound_is_said_to_have,
    who_reads_is_not_dropped_for_a_burst_of_others,
    a_line_to_several_counts_as_several,
    many_channels_at_once_count_as_several_lines, names_of_a_crowd_arrive_whole,
    many_answers_to_one_who_does_not_read_wait_and_stay_bounded,
    people_of_this_machine_do_not_count_as_one_address,
    sessions_in_all_are_bounded_and_one_who_leaves_makes_room,
    loopback_cannot_keep_those_of_the_unix_socket_out,
    who_is_refused_while_speaking_still_hears_why, channels_in_all_are_bounded,
    the_empty_channel_that_was_silent_longest_makes_room,
    without_descriptors_the_server_says_so_recovers_and_does_not_spin,
    an_idle_server_uses_no_processor,
    a_quarter_of_a_thousand_people_are_no_trouble)
