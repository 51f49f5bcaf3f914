/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conn.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/suites.h"

static struct conn c;
static int peer;

static void
setup(void)
{
	int fds[2];

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	conn_open(&c, fds[0], &transport_plain, 100, 1000);
	peer = fds[1];
}

static void
teardown(void)
{
	conn_close(&c);
	if (peer >= 0)
		close(peer);
}

static void
say(const char *s)
{
	ck_assert_int_eq(send(peer, s, strlen(s), 0), (ssize_t)strlen(s));
}

static void
close_peer(void)
{
	close(peer);
	peer = -1;
}

START_TEST(lines_of_the_peer_are_read)
{
	char *line;
	size_t len;

	say("one\r\ntwo\r\nha");
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "one");
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "two");
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
}
END_TEST

START_TEST(nothing_to_read_is_no_failure_and_holds_no_memory)
{
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_ptr_null(c.in.data);
	ck_assert_int_eq(conn_flush(&c), CONN_OK);
}
END_TEST

START_TEST(lines_before_the_end_are_read_and_half_a_line_is_not)
{
	char *line;
	size_t len;

	say("one\nQUI");
	close_peer();
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "one");
	ck_assert_int_eq(conn_fill(&c), CONN_END);
	ck_assert(c.ended);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
	ck_assert_int_eq(conn_fill(&c), CONN_END);
}
END_TEST

START_TEST(half_a_line_at_the_end_is_read_where_that_is_wished)
{
	char *line;
	size_t len;

	c.keeps_rest = true;
	say("one\nha");
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "one");
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
	say("lf");
	shutdown(peer, SHUT_WR);
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
	ck_assert_int_eq(conn_fill(&c), CONN_END);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_READY);
	ck_assert_str_eq(line, "half");
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
}
END_TEST

START_TEST(half_a_line_of_a_broken_connection_is_read_by_nobody)
{
	char *line;
	size_t len;

	c.keeps_rest = true;
	say("ha");
	ck_assert_int_eq(conn_queue_bytes(&c, "x", 1), 0);
	ck_assert_int_eq(conn_flush(&c), CONN_OK);
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	close_peer(); /* with input unread: a reset */
	ck_assert_int_eq(conn_fill(&c), CONN_FAILED);
	ck_assert_int_eq(conn_next_line(&c, &line, &len), LINE_NONE);
}
END_TEST

START_TEST(one_fill_reads_a_bounded_number_of_bytes)
{
	char many[3 * LINES_CHUNK];

	memset(many, '\n', sizeof(many));
	ck_assert_int_eq(
	    send(peer, many, sizeof(many), 0), (ssize_t)sizeof(many));
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_uint_eq(c.in.len, LINES_CHUNK);
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert_uint_eq(c.in.len, LINES_CHUNK);
}
END_TEST

START_TEST(what_is_queued_is_written_in_order)
{
	char got[16] = {0};

	ck_assert_int_eq(conn_events(&c, false), 0);
	ck_assert_int_eq(conn_queue_bytes(&c, "one ", 4), 0);
	ck_assert_int_eq(conn_queue_bytes(&c, "two", 3), 0);
	ck_assert_int_eq(conn_events(&c, false), POLLOUT);
	ck_assert_int_eq(recv(peer, got, sizeof(got), 0), -1);
	ck_assert_int_eq(conn_flush(&c), CONN_OK);
	ck_assert_int_eq(conn_events(&c, false), 0);
	ck_assert_int_eq(recv(peer, got, sizeof(got), 0), 7);
	ck_assert_str_eq(got, "one two");
}
END_TEST

START_TEST(output_over_its_bound_is_refused_whole)
{
	char data[600] = {0};
	struct block *b = block_new(data, 401);

	ck_assert_int_eq(conn_queue_bytes(&c, data, 600), 0);
	errno = 0;
	ck_assert_int_eq(conn_queue(&c, b), -1);
	ck_assert_int_eq(errno, ENOBUFS);
	ck_assert_uint_eq(b->refs, 1);
	ck_assert_int_eq(conn_queue_bytes(&c, data, 401), -1);
	ck_assert_uint_eq(c.out.bytes, 600);
	ck_assert_int_eq(conn_queue_bytes(&c, data, 400), 0);
	block_release(b);
}
END_TEST

START_TEST(output_without_a_bound_is_never_refused)
{
	char data[600] = {0};

	c.out_max = 0;
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(conn_queue_bytes(&c, data, 600), 0);
}
END_TEST

static void
queue_numbers(size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t n = (uint32_t)i;

		ck_assert_int_eq(conn_queue_bytes(&c, &n, sizeof(n)), 0);
	}
}

/* Takes what is there; returns how many bytes the peer has got in all. */
static size_t
take(char *got, size_t have, size_t size)
{
	ssize_t n = recv(peer, got + have, size - have, 0);

	return n > 0 ? have + (size_t)n : have;
}

START_TEST(a_peer_that_reads_slowly_gets_every_byte_once)
{
	enum { COUNT = 50000 };
	static uint32_t got[COUNT];
	size_t have = 0;
	int small = 4096, waited = 0;

	setsockopt(c.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	c.out_max = 0;
	queue_numbers(COUNT);
	while (have < sizeof(got)) {
		ck_assert_int_eq(conn_flush(&c), CONN_OK);
		waited += conn_events(&c, false) == POLLOUT;
		have = take((char *)got, have, sizeof(got));
	}
	ck_assert_int_gt(waited, 1);
	ck_assert_uint_eq(c.out.bytes, 0);
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_uint_eq(got[i], i);
}
END_TEST

START_TEST(writing_to_a_peer_that_has_gone_is_a_failure_and_no_signal)
{
	close_peer();
	conn_queue_bytes(&c, "hello", 5);
	ck_assert_int_eq(conn_flush(&c), CONN_FAILED);
	ck_assert_int_eq(c.error, EPIPE);
	ck_assert_int_eq(conn_flush(&c), CONN_FAILED);
	ck_assert_int_eq(conn_fill(&c), CONN_FAILED);
}
END_TEST

START_TEST(a_closed_connection_holds_nothing)
{
	say("half");
	conn_fill(&c);
	conn_queue_bytes(&c, "hello", 5);
	conn_close(&c);
	ck_assert_int_eq(c.fd, -1);
	ck_assert_ptr_null(c.in.data);
	ck_assert_ptr_null(c.out.ring);
	conn_close(&c);
}
END_TEST

Suite *
suite_conn(void)
{
	Suite *s = suite_create("conn");
	TCase *tc = tcase_create("conn");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, lines_of_the_peer_are_read);
	tcase_add_test(tc, nothing_to_read_is_no_failure_and_holds_no_memory);
	tcase_add_test(
	    tc, lines_before_the_end_are_read_and_half_a_line_is_not);
	tcase_add_test(tc, half_a_line_at_the_end_is_read_where_that_is_wished);
	tcase_add_test(
	    tc, half_a_line_of_a_broken_connection_is_read_by_nobody);
	tcase_add_test(tc, one_fill_reads_a_bounded_number_of_bytes);
	tcase_add_test(tc, what_is_queued_is_written_in_order);
	tcase_add_test(tc, output_over_its_bound_is_refused_whole);
	tcase_add_test(tc, output_without_a_bound_is_never_refused);
	tcase_add_test(tc, a_peer_that_reads_slowly_gets_every_byte_once);
	tcase_add_test(
	    tc, writing_to_a_peer_that_has_gone_is_a_failure_and_no_signal);
	tcase_add_test(tc, a_closed_connection_holds_nothing);
	suite_add_tcase(s, tc);
	return s;
}
