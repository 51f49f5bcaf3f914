/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

/* Somebody who must not notice what others do to the server. */
static struct peer *
bystander(struct host *h)
{
	struct peer *p = peer_join(h, "bystander", "#calm");

	peer_barrier(p);
	return p;
}

static void
assert_undisturbed(struct peer *p)
{
	peer_send(p, "PRIVMSG bystander :all is well");
	peer_next(p, ":bystander!* PRIVMSG bystander :all is well");
}

START_TEST(random_bytes_are_survived)
{
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h), *p;
	unsigned char bytes[8192];

	srand(4711);
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (unsigned char)(rand() >> 7);
		p = peer_connect(h, "noise");
		peer_raw(p, bytes, sizeof(bytes));
		peer_half_close(p);
		peer_expect_end(p);
		peer_close(p);
	}
	assert_undisturbed(calm);
}
END_TEST

START_TEST(random_lines_after_registration_are_survived)
{
	static const char *const words[] = {"JOIN", "PRIVMSG", "MODE", "#c",
	    "noise", "+b", "+o", ":", "-", "0", "NICK", "WHO", "%t", "KICK",
	    "INVITE", "TOPIC", "*", ",", "#", "@+x=1", "CAP", "REQ", "AWAY",
	    "\x01", "\xc3\xa9", "PART", "WHOIS", "TAGMSG", "@#c", "NAMES",
	    "LIST", "a!b@c", "+k", "l", "9999999999", "USERHOST", "ISON",
	    "SETNAME", "NOTICE", "PING", "WHOWAS", "-1", "HELP", "OPER"};
	enum { NWORDS = sizeof(words) / sizeof(*words) };
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_new_caps(h, "noise",
	    "message-tags labeled-response batch echo-message server-time");

	srand(4712);
	for (int i = 0; i < 3000; i++) {
		char line[256] = "";
		for (int n = rand() % 7; n >= 0; n--) {
			strcat(line, words[rand() % NWORDS]);
			strcat(line, rand() % 8 ? " " : "");
		}
		peer_send(p, "%s%s", rand() % 4 ? "" : "@label=x ", line);
	}
	peer_barrier(p);
	assert_undisturbed(calm);
}
END_TEST

START_TEST(an_endless_line_is_answered_once_and_takes_no_memory)
{
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_new(h, "alice");
	int64_t before = host_memory_kib(h);
	char many[65536];

	memset(many, 'x', sizeof(many));
	for (int i = 0; i < 256; i++)
		if (peer_raw(p, many, sizeof(many)) < 0)
			break;
	if (!p->eof) {
		peer_send(p, "end");
		peer_next(p, ":* 417 alice :*");
		peer_expect_none(p, "* 417 *");
	}
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(host_memory_kib(h) - before, 4000);
#else
	(void)before;
#endif
	assert_undisturbed(calm);
}
END_TEST

START_TEST(an_endless_line_before_registration_does_not_spin)
{
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_connect(h, "p");
	char many[20000];
	int64_t cpu, until;

	memset(many, 'x', sizeof(many));
	peer_raw(p, many, sizeof(many));
	peer_barrier(calm);
	cpu = host_cpu_ms(h);
	until = clock_mono_ms() + 500;
	while (watch_turn(until) == 0)
		continue;
	ck_assert_int_le(host_cpu_ms(h) - cpu, 50);
	peer_send(p, "z");
	peer_register(p, "alice");
}
END_TEST

START_TEST(a_tls_hello_on_the_plain_port_does_not_spin)
{
	static const char hello[] =
	    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_connect(h, "tls");
	char rest[517];
	int64_t cpu, until;

	memset(rest, 0x5a, sizeof(rest));
	memcpy(rest, hello, sizeof(hello) - 1);
	peer_raw(p, rest, sizeof(rest));
	peer_barrier(calm);
	cpu = host_cpu_ms(h);
	until = clock_mono_ms() + 500;
	while (watch_turn(until) == 0)
		continue;
	ck_assert_int_le(host_cpu_ms(h) - cpu, 50);
	assert_undisturbed(calm);
}
END_TEST

START_TEST(half_a_line_and_silence_ends_by_the_timeout)
{
	struct host *h = host_start("register-timeout = 1s\n");
	struct peer *p = peer_connect(h, "p");

	peer_raw(p, "NICK al", 7);
	peer_expect_end(p);
}
END_TEST

START_TEST(a_line_in_single_bytes_is_a_line)
{
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_connect(h, "p");
	const char text[] = "NICK alice\r\nUSER a 0 * :A\r\n";

	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		peer_raw(p, text + i, 1);
		peer_barrier(calm);
	}
	peer_next(p, ":* 001 alice *");
}
END_TEST

START_TEST(closing_in_mid_line_does_not_run_the_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_raw(b, "PRIVMSG #c :half", 16);
	peer_close(b);
	peer_expect(a, ":bob!* *");
	ck_assert_glob(peer_last(a), ":bob!* JOIN *");
	peer_next(a, ":bob!* QUIT *");
}
END_TEST

START_TEST(what_was_sent_before_closing_is_done)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(b, "PRIVMSG #c :last words");
	peer_close(b);
	peer_expect(a, ":bob!* PRIVMSG #c :last words");
	peer_expect(a, ":bob!* QUIT *");
	peer_send(c, "PRIVMSG #c :half closed");
	peer_half_close(c);
	peer_expect(a, ":carol!* PRIVMSG #c :half closed");
	peer_expect(a, ":carol!* QUIT *");
	peer_expect_end(c);
}
END_TEST

START_TEST(ten_thousand_parameters_are_no_trouble)
{
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p = peer_new(h, "alice");
	struct buf line = {0};

	buf_adds(&line, "JOIN");
	for (int i = 0; i < 10000; i++)
		buf_adds(&line, " a");
	peer_send(p, "%s", line.data);
	peer_next(p, ":* 417 alice :*");
	buf_reset(&line);
	buf_adds(&line, "ISON");
	for (int i = 0; i < 250; i++)
		buf_adds(&line, " a");
	peer_send(p, "%s", line.data);
	peer_next(p, ":* 303 alice :*");
	buf_reset(&line);
	buf_adds(&line, "MODE #c +");
	for (int i = 0; i < 400; i++)
		buf_adds(&line, "b");
	peer_send(p, "%s", line.data);
	peer_barrier(p);
	assert_undisturbed(calm);
	buf_free(&line);
}
END_TEST

START_TEST(fifteen_parameters_parse)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "ISON a b c d e f g h i j k l m n alice");
	peer_next(p, ":* 303 alice :alice");
	peer_send(p, "ISON a b c d e f g h i j k l m n o p q r alice");
	peer_next(p, ":* 303 alice :alice");
}
END_TEST

START_TEST(nuls_and_lone_carriage_returns_do_not_split_or_cut_a_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_raw(a, "PRIVMSG #c :a\0b\r\n", 17);
	peer_expect(b, ":alice!* PRIVMSG #c :ab");
	peer_raw(a, "PRIVMSG #c :x\rQUIT :no\r\n", 24);
	peer_expect(b, ":alice!* PRIVMSG #c :x*");
	peer_barrier(a);
	peer_expect_none(b, "*QUIT :*");
}
END_TEST

START_TEST(no_parameter_can_smuggle_a_line_to_others)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_join(h, "bob", "#c");
	const char bad[] = "PRIVMSG bob :one\r:evil 001 bob :two\n";

	peer_raw(a, bad, sizeof(bad) - 1);
	peer_barrier(a);
	peer_expect_none(b, ":evil*");
}
END_TEST

START_TEST(a_source_sent_by_a_client_is_ignored)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, ":bob!b@c PRIVMSG #c :who am I");
	peer_barrier(a);
	peer_expect(b, ":alice!* PRIVMSG #c :who am I");
}
END_TEST

START_TEST(tags_without_end_or_sense_are_survived)
{
	static const char *const bad[] = {"@", "@ ", "@a", "@;;;; PING x",
	    "@=;=b PING x", "@a=\\ PING x", "@+a=1;+a=2;+a PING x", ":",
	    ": PING x", ":x", "@a :b", "@a :b ", "\x01\x02\x03", "PING",
	    "@label PING x", "@label= PING x", " PING x", ":\xff PING x"};
	struct host *h = host_start(NULL);
	struct peer *calm = bystander(h);
	struct peer *p =
	    peer_new_caps(h, "alice", "message-tags labeled-response batch");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		peer_send(p, "%s", bad[i]);
	peer_barrier(p);
	assert_undisturbed(calm);
}
END_TEST

START_TEST(too_many_tags_are_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new_caps(h, "alice", "message-tags");
	struct buf line = {0};

	buf_addc(&line, '@');
	for (int i = 0; i < 500; i++)
		buf_addf(&line, "%s+t%d", i ? ";" : "", i);
	buf_adds(&line, " PRIVMSG alice :hi");
	peer_send(p, "%s", line.data);
	peer_barrier(p);
	buf_free(&line);
}
END_TEST

START_TEST(a_hundred_connections_that_come_and_go_leave_nothing_behind)
{
	struct host *h = host_start("sessions-per-address = 0\n");
	struct peer *calm = bystander(h);
	int64_t before;

	for (int i = 0; i < 100; i++)
		peer_close(peer_connect(h, "brief"));
	peer_barrier(calm);
	before = host_memory_kib(h);
	for (int i = 0; i < 500; i++) {
		struct peer *p = peer_connect(h, "brief");
		peer_raw(p, "NICK x\r\nUSER", 12);
		if (i % 2)
			peer_reset(p);
		else
			peer_close(p);
	}
	peer_barrier(calm);
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(host_memory_kib(h) - before, 4000);
#else
	(void)before;
#endif
}
END_TEST

TALK_SUITE(talk_bad_input, random_bytes_are_survived,
    random_lines_after_registration_are_survived,
    an_endless_line_is_answered_once_and_takes_no_memory,
    an_endless_line_before_registration_does_not_spin,
    a_tls_hello_on_the_plain_port_does_not_spin,
    half_a_line_and_silence_ends_by_the_timeout,
    a_line_in_single_bytes_is_a_line, closing_in_mid_line_does_not_run_the_line,
    what_was_sent_before_closing_is_done,
    ten_thousand_parameters_are_no_trouble, fifteen_parameters_parse,
    nuls_and_lone_carriage_returns_do_not_split_or_cut_a_line,
    no_parameter_can_smuggle_a_line_to_others,
    a_source_sent_by_a_client_is_ignored,
    tags_without_end_or_sense_are_survived, too_many_tags_are_refused,
    a_hundred_connections_that_come_and_go_leave_nothing_behind)
