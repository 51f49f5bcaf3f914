/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/telnet.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/suites.h"

#define IAC  "\377"
#define SE   "\360"
#define AYT  "\366"
#define SB   "\372"
#define WILL "\373"
#define WONT "\374"
#define DO   "\375"
#define DONT "\376"
#define YES  "-- Yes, I am here\r\n"

enum { LINE_MAX_LEN = 1000, OUT_MAX = 4000 };

/* With the NUL bytes that are in it. */
#define SAY(text)           say(text, sizeof(text) - 1)
#define EXPECT_TEXT(text)   expect_text(text, sizeof(text) - 1)
#define EXPECT_HEARD(bytes) expect_heard(bytes, sizeof(bytes) - 1)

static struct conn c;
static int peer;

static void
begin(int fd)
{
	conn_open(&c, fd, &transport_plain, LINE_MAX_LEN, OUT_MAX);
	telnet_begin(&c);
}

static void
setup(void)
{
	int fds[2];

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	begin(fds[0]);
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
say(const char *bytes, size_t len)
{
	ck_assert_int_eq(send(peer, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* What a read gives, byte for byte. */
static void
expect_text(const char *want, size_t len)
{
	char got[256];
	ssize_t n = c.transport->read(&c, got, sizeof(got));

	ck_assert_int_eq(n, (ssize_t)len);
	ck_assert_mem_eq(got, want, len);
}

static void
expect_nothing(void)
{
	char got[256];

	errno = 0;
	ck_assert_int_eq(c.transport->read(&c, got, sizeof(got)), -1);
	ck_assert_int_eq(errno, EAGAIN);
}

/* What the peer is answered. */
static void
expect_heard(const char *want, size_t len)
{
	char got[256];
	ssize_t n;

	ck_assert_int_eq(conn_flush(&c), CONN_OK);
	n = recv(peer, got, sizeof(got), 0);
	ck_assert_int_eq(n, len ? (ssize_t)len : -1);
	if (len)
		ck_assert_mem_eq(got, want, len);
}

START_TEST(text_passes_unchanged_and_is_answered_by_nothing)
{
	SAY("h\303\251llo\r\n\tthere\n");
	EXPECT_TEXT("h\303\251llo\r\n\tthere\n");
	EXPECT_HEARD("");
}
END_TEST

START_TEST(options_are_refused_once_each_and_leave_no_byte)
{
	SAY("a" IAC DO "\001b" IAC WILL "\037c" IAC DO "\377"
	    "d");
	EXPECT_TEXT("abcd");
	EXPECT_HEARD(IAC WONT "\001" IAC DONT "\037" IAC WONT "\377");
}
END_TEST

START_TEST(a_refusal_is_answered_by_nothing_so_that_there_is_no_loop)
{
	SAY(IAC WONT "\001" IAC DONT "\003");
	expect_nothing();
	EXPECT_HEARD("");
}
END_TEST

START_TEST(a_timing_mark_is_answered_each_time)
{
	SAY(IAC DO "\006" IAC DO "\006");
	expect_nothing();
	EXPECT_HEARD(IAC WONT "\006" IAC WONT "\006");
}
END_TEST

START_TEST(who_asks_whether_we_are_there_gets_a_line)
{
	SAY("x" IAC AYT "\r\n");
	EXPECT_TEXT("x\r\n");
	EXPECT_HEARD(YES);
}
END_TEST

START_TEST(other_commands_are_taken_out)
{
	for (int command = 236; command < 250; command++) {
		char bytes[] = {'a', (char)IAC[0], (char)command, 'b'};

		say(bytes, sizeof(bytes));
		EXPECT_TEXT("ab");
		if (command != 246)
			EXPECT_HEARD("");
		else
			EXPECT_HEARD(YES);
	}
}
END_TEST

START_TEST(a_subnegotiation_is_skipped_with_what_looks_like_its_end)
{
	SAY("a" IAC SB "\030\0\n" IAC IAC SE "x" IAC "\001" SE IAC SE "b");
	EXPECT_TEXT("ab");
	EXPECT_HEARD("");
}
END_TEST

START_TEST(a_subnegotiation_whose_end_was_forgotten_ends_at_a_command)
{
	SAY(IAC SB "\037junk" IAC DO "\001b");
	EXPECT_TEXT("b");
	EXPECT_HEARD(IAC WONT "\001");
}
END_TEST

START_TEST(a_long_subnegotiation_holds_no_memory)
{
	char junk[200];

	memset(junk, 'j', sizeof(junk));
	SAY(IAC SB "\037");
	for (int i = 0; i < 1000; i++) {
		say(junk, sizeof(junk));
		ck_assert_int_eq(conn_fill(&c), CONN_OK);
		ck_assert_ptr_null(c.in.data);
	}
	SAY(IAC SE "b");
	EXPECT_TEXT("b");
}
END_TEST

START_TEST(a_doubled_iac_is_one_byte_of_text)
{
	SAY("a" IAC IAC "b");
	EXPECT_TEXT("a\377b");
}
END_TEST

START_TEST(a_byte_of_255_before_what_is_no_command_is_text)
{
	SAY("a" IAC "\n" IAC "bc");
	EXPECT_TEXT("a\377\n\377bc");
	SAY(IAC);
	expect_nothing();
	SAY("\n");
	EXPECT_TEXT("\377\n");
}
END_TEST

START_TEST(enter_without_a_line_feed_ends_a_line)
{
	SAY("a\r\0b\r\n\0c");
	EXPECT_TEXT("a\r\nb\r\n\0c");
	SAY("d\r");
	EXPECT_TEXT("d\r");
	SAY("\0");
	EXPECT_TEXT("\n");
	SAY("e\r" IAC "\361\0");
	EXPECT_TEXT("e\r\n");
}
END_TEST

START_TEST(a_stream_may_be_cut_anywhere)
{
	static const char bytes[] = "a" IAC DO "\001" IAC SB "\037\1" IAC IAC
				    "\2" IAC SE "b\r\0" IAC AYT IAC IAC "c\n";
	char got[64];
	size_t len = 0;

	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		ssize_t n;

		say(bytes + i, 1);
		n = c.transport->read(&c, got + len, sizeof(got) - len);
		ck_assert(n > 0 || (n == -1 && errno == EAGAIN));
		len += n > 0 ? (size_t)n : 0;
	}
	ck_assert_uint_eq(len, 7);
	ck_assert_mem_eq(got, "ab\r\n\377c\n", 7);
	EXPECT_HEARD(IAC WONT "\001" YES);
}
END_TEST

START_TEST(the_end_is_the_end_also_after_half_a_command)
{
	char got[8];

	SAY("a" IAC DO);
	shutdown(peer, SHUT_WR);
	EXPECT_TEXT("a");
	ck_assert_int_eq(c.transport->read(&c, got, sizeof(got)), 0);
}
END_TEST

START_TEST(only_commands_are_no_end_of_the_connection)
{
	SAY(IAC "\361");
	ck_assert_int_eq(conn_fill(&c), CONN_OK);
	ck_assert(!c.ended);
	ck_assert_int_eq(c.error, 0);
}
END_TEST

START_TEST(who_asks_and_reads_nothing_is_given_up)
{
	enum conn_result result = CONN_OK;

	for (int i = 0; i < OUT_MAX && result == CONN_OK; i++) {
		SAY(IAC DO "\001");
		result = conn_fill(&c);
		ck_assert_uint_le(c.out.bytes, OUT_MAX);
	}
	ck_assert_int_eq(result, CONN_FAILED);
	ck_assert_int_eq(c.error, ENOBUFS);
}
END_TEST

START_TEST(nothing_of_what_was_read_is_left_behind_it)
{
	char room[16];

	memset(room, '-', sizeof(room));
	SAY("se" IAC "\361" IAC "\361" IAC "\361cret");
	ck_assert_int_eq(c.transport->read(&c, room, sizeof(room)), 6);
	ck_assert_mem_eq(room, "secret\0\0\0\0\0\0\0---", sizeof(room));
}
END_TEST

/* A connection over TCP, which has urgent data. */
static void
begin_tcp(void)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, len), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	peer = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(peer, (struct sockaddr *)&in, len), 0);
	begin(accept(fd, NULL, NULL));
	close(fd);
}

START_TEST(the_urgent_mark_of_a_synch_stays_in_its_place)
{
	char got[8];
	size_t len = 0;
	ssize_t n;

	begin_tcp();
	ck_assert_int_eq(send(peer, IAC "\364" IAC "\362", 4, MSG_OOB), 4);
	SAY(IAC DO "\006hi\n");
	while (len < 3) {
		n = c.transport->read(&c, got + len, sizeof(got) - len);
		ck_assert(n > 0 || (n == -1 && errno == EAGAIN));
		len += n > 0 ? (size_t)n : 0;
	}
	ck_assert_uint_eq(len, 3);
	ck_assert_mem_eq(got, "hi\n", 3);
	EXPECT_HEARD(IAC WONT "\006");
}
END_TEST

Suite *
suite_telnet(void)
{
	Suite *s = suite_create("telnet");
	TCase *tc = tcase_create("telnet");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, text_passes_unchanged_and_is_answered_by_nothing);
	tcase_add_test(tc, options_are_refused_once_each_and_leave_no_byte);
	tcase_add_test(
	    tc, a_refusal_is_answered_by_nothing_so_that_there_is_no_loop);
	tcase_add_test(tc, a_timing_mark_is_answered_each_time);
	tcase_add_test(tc, who_asks_whether_we_are_there_gets_a_line);
	tcase_add_test(tc, other_commands_are_taken_out);
	tcase_add_test(
	    tc, a_subnegotiation_is_skipped_with_what_looks_like_its_end);
	tcase_add_test(
	    tc, a_subnegotiation_whose_end_was_forgotten_ends_at_a_command);
	tcase_add_test(tc, a_long_subnegotiation_holds_no_memory);
	tcase_add_test(tc, a_doubled_iac_is_one_byte_of_text);
	tcase_add_test(tc, a_byte_of_255_before_what_is_no_command_is_text);
	tcase_add_test(tc, enter_without_a_line_feed_ends_a_line);
	tcase_add_test(tc, a_stream_may_be_cut_anywhere);
	tcase_add_test(tc, the_end_is_the_end_also_after_half_a_command);
	tcase_add_test(tc, only_commands_are_no_end_of_the_connection);
	tcase_add_test(tc, who_asks_and_reads_nothing_is_given_up);
	tcase_add_test(tc, nothing_of_what_was_read_is_left_behind_it);
	suite_add_tcase(s, tc);
	tc = tcase_create("over TCP");
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, the_urgent_mark_of_a_synch_stays_in_its_place);
	suite_add_tcase(s, tc);
	return s;
}
