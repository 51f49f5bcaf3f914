/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/ssl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "common/fingerprint.h"
#include "tests/talk/identities.h"
#include "tests/talk/talk.h"

START_TEST(people_talk_over_tls_and_in_plain_in_the_same_room)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#c");
	peer_send(a, "PRIVMSG #c :over TLS");
	peer_expect(b, ":alice!* PRIVMSG #c :over TLS");
	peer_send(b, "PRIVMSG #c :in plain");
	peer_expect(a, ":bob!* PRIVMSG #c :in plain");
}
END_TEST

START_TEST(who_comes_over_tls_has_mode_z_and_is_shown_as_secure)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE alice");
	peer_expect(a, ":* 221 alice +*Z*");
	peer_send(b, "WHOIS alice");
	peer_expect(b, ":* 671 bob alice :is using a secure connection");
	peer_send(a, "WHOIS bob");
	peer_expect(a, ":* 311 alice bob *");
	peer_expect_none(a, ":* 671 *");
}
END_TEST

START_TEST(tls_1_2_is_spoken_too)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(
	    h, "alice", &(struct peer_tls_options){.version = TLS1_2_VERSION});

	peer_send(a, "MODE alice");
	peer_expect(a, ":* 221 alice +*Z*");
}
END_TEST

START_TEST(the_fingerprint_of_a_certificate_is_shown_to_its_owner_alone)
{
	struct identity *mine = identity_for("somebody", 86400);
	struct host *h = host_start_tls(NULL);
	struct peer *a =
	    peer_new_tls(h, "alice", &(struct peer_tls_options){.id = mine});
	struct peer *b = peer_new(h, "bob");
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};
	char hex[FINGERPRINT_HEX_SIZE];

	identity_digest(mine, fp.bytes);
	fingerprint_hex(&fp, hex);
	peer_send(a, "WHOIS alice");
	peer_expect(a,
	    ":* 276 alice alice :has client certificate fingerprint %s", hex);
	peer_send(b, "WHOIS alice");
	peer_expect(b, ":* 311 bob alice *");
	peer_expect_none(b, ":* 276 *");
	identity_free(mine);
}
END_TEST

START_TEST(the_ready_line_tells_the_whole_address)
{
	struct host *h = host_start_tls(NULL);

	ck_assert_uint_eq(strlen(h->fingerprint), 64);
	ck_assert_ptr_nonnull(
	    strstr(h->child->log.data, "tcpchat-server: fingerprint "));
	ck_assert_ptr_nonnull(
	    strstr(h->child->log.data, "tcpchat-server: in words "));
}
END_TEST

START_TEST(plain_text_on_the_tls_port_is_told_so_in_plain)
{
	struct host *h = host_start_tls(NULL);
	struct peer *p = peer_connect_tls_port(h, "lost");

	peer_send(p, "NICK lost");
	peer_send(p, "USER lost 0 * :lost");
	peer_expect_error(p, "This port speaks TLS");
	child_expect_log(h->child, "no TLS: the other side speaks plain text");
}
END_TEST

static const char hello[] =
    "\x16\x03\x01\x00\x75\x01\x00\x00\x71\x03\x03"
    "0123456789\n123456789012345678901\x00\x00\x02\x13\x01\x01\x00\x00";

START_TEST(a_tls_hello_on_the_plain_port_is_told_so)
{
	struct host *h = host_start_tls(NULL);
	struct peer *p = peer_connect(h, "lost");

	peer_raw(p, hello, sizeof(hello) - 1);
	peer_expect_error(p, "This port speaks no TLS; that is at port ");
	child_expect_log(h->child, "speaks TLS to a port without");
}
END_TEST

START_TEST(a_tls_hello_that_comes_in_pieces_is_told_so_too)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "lost"), *b = peer_new(h, "bob");

	peer_raw(p, hello, 1);
	peer_barrier(b);
	peer_raw(p, hello + 1, sizeof(hello) - 2);
	peer_expect_error(p, "This port speaks no TLS; connect without");
}
END_TEST

START_TEST(who_ignores_that_costs_nothing)
{
	struct host *h = host_start_tls(NULL);
	struct peer *p = peer_connect(h, "lost"), *b = peer_new(h, "bob");
	int64_t before;

	peer_raw(p, hello, sizeof(hello) - 1);
	peer_expect_error(p, "no TLS");
	before = host_cpu_ms(h);
	for (int i = 0; i < 50; i++)
		peer_barrier(b);
	ck_assert_int_lt(host_cpu_ms(h) - before, 500);
}
END_TEST

START_TEST(garbage_on_the_tls_port_is_closed_and_logged_once)
{
	struct host *h = host_start_tls("flood-rate = 0\n"
					"sessions-per-address = 0\n");
	struct peer *b = peer_new_tls(h, "bob", NULL);
	const char *first;

	for (int i = 0; i < 20; i++) {
		struct peer *p = peer_connect_tls_port(h, "garbage");

		peer_raw(p, "\xff\xfe\0garbage", 10);
		peer_expect_end(p);
	}
	peer_barrier(b);
	first = strstr(h->child->log.data, "no TLS: ");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, "no TLS: "));
}
END_TEST

START_TEST(a_handshake_that_does_not_go_on_has_a_deadline)
{
	struct host *h = host_start_tls("flood-rate = 0\n"
					"handshake-timeout = 1s\n");
	struct peer *silent = peer_connect_tls_port(h, "silent");
	struct peer *half = peer_connect_tls_port(h, "half");

	peer_raw(half, hello, 20);
	peer_expect_end(silent);
	peer_expect_end(half);
}
END_TEST

START_TEST(one_who_shakes_no_hands_takes_a_place_like_any)
{
	struct host *h = host_start_tls("flood-rate = 0\nsessions = 2\n");
	struct peer *first, *second;

	peer_connect_tls_port(h, "silent");
	first = peer_new_tls(h, "alice", NULL);
	second = peer_connect_tls_port(h, "late");
	peer_expect_error(second, "full");
	peer_barrier(first);
}
END_TEST

START_TEST(a_line_that_comes_with_the_handshake_is_not_lost)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_connect_tls(h, "alice", NULL);

	/* all of it in one record, and more than one read takes */
	peer_send(a, "NICK alice\r\nUSER alice 0 * :a");
	for (int i = 0; i < 200; i++)
		peer_send(a, "PING %090d", i);
	peer_expect(a, ":* 001 alice *");
	peer_expect(a, ":* PONG * :%090d", 199);
}
END_TEST

START_TEST(long_answers_arrive_whole)
{
	struct host *h =
	    host_start_tls("flood-rate = 0\nchannels-per-user = 0\n");
	struct peer *a = peer_new_tls(h, "alice", NULL);

	for (int i = 0; i < 400; i++)
		peer_send(a, "JOIN #a-channel-with-a-long-name-%d", i);
	peer_barrier(a);
	peer_send(a, "LIST");
	for (int i = 0; i < 400; i++)
		peer_expect(a, ":* 322 alice #a-channel-with-*");
	peer_expect(a, ":* 323 *");
}
END_TEST

START_TEST(who_leaves_is_told_goodbye_by_close_notify)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);

	peer_send(a, "QUIT :bye");
	peer_expect_error(a, "Quit: bye");
	ck_assert(peer_tls_ended(a->tls));
}
END_TEST

START_TEST(who_says_goodbye_by_close_notify_has_left)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#c");
	peer_expect(b, ":alice!* JOIN *");
	peer_half_close(a);
	peer_expect(b, ":alice!* QUIT :Connection closed");
}
END_TEST

START_TEST(who_is_cut_off_has_left_too_and_half_a_line_is_not_heard)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#c");
	peer_expect(b, ":alice!* JOIN *");
	peer_raw(a, "PRIVMSG #c :half a li", 21);
	peer_close(a);
	peer_next(b, ":alice!* QUIT :Connection closed");
}
END_TEST

START_TEST(the_end_of_the_server_is_told_over_tls)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	struct peer *silent = peer_connect_tls_port(h, "silent");

	peer_barrier(a);
	child_signal(h->child, SIGTERM);
	peer_expect_error(a, "");
	ck_assert(peer_tls_ended(a->tls));
	peer_expect_end(silent);
	child_expect_exit(h->child, 0);
}
END_TEST

START_TEST(one_who_reads_nothing_is_given_up_and_others_wait_for_nothing)
{
	struct host *h = host_start_tls("flood-rate = 0\noutput-max = 64K\n");
	struct peer *deaf = peer_new_tls(h, "deaf", NULL);
	struct peer *b = peer_join(h, "bob", "#c");
	char text[400];

	peer_joins(deaf, "#c");
	peer_expect(b, ":deaf!* JOIN *");
	peer_deaf(deaf);
	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 20000 && !strstr(h->child->log.data, "SendQ");
	     i++) {
		peer_send(b, "PRIVMSG #c :%.*s", (int)sizeof(text), text);
		if (i % 100 == 0)
			peer_barrier(b);
	}
	child_expect_log(h->child, "SendQ exceeded");
}
END_TEST

START_TEST(version_and_cipher_are_logged_at_debug)
{
	struct host *h = host_start_tls("flood-rate = 0\nlog-level = debug\n");

	peer_new_tls(h, "alice", NULL);
	child_expect_log(h->child, "TLSv1.3, TLS_");
}
END_TEST

TALK_SUITE(talk_tls, people_talk_over_tls_and_in_plain_in_the_same_room,
    who_comes_over_tls_has_mode_z_and_is_shown_as_secure, tls_1_2_is_spoken_too,
    the_fingerprint_of_a_certificate_is_shown_to_its_owner_alone,
    the_ready_line_tells_the_whole_address,
    plain_text_on_the_tls_port_is_told_so_in_plain,
    a_tls_hello_on_the_plain_port_is_told_so,
    a_tls_hello_that_comes_in_pieces_is_told_so_too,
    who_ignores_that_costs_nothing,
    garbage_on_the_tls_port_is_closed_and_logged_once,
    a_handshake_that_does_not_go_on_has_a_deadline,
    one_who_shakes_no_hands_takes_a_place_like_any,
    a_line_that_comes_with_the_handshake_is_not_lost, long_answers_arrive_whole,
    who_leaves_is_told_goodbye_by_close_notify,
    who_says_goodbye_by_close_notify_has_left,
    who_is_cut_off_has_left_too_and_half_a_line_is_not_heard,
    the_end_of_the_server_is_told_over_tls,
    one_who_reads_nothing_is_given_up_and_others_wait_for_nothing,
    version_and_cipher_are_logged_at_debug)
