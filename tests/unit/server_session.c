/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/session.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/block.h"
#include "server/caps.h"
#include "tests/suites.h"

static int far_end;
static struct session *s;

static void
set_up(void)
{
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	far_end = pair[1];
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	fcntl(far_end, F_SETFL, O_NONBLOCK);
	s = session_new(1, pair[0], &transport_plain, &dialect_irc, 4096);
	s->caps = CAP_LABELED_RESPONSE | CAP_BATCH;
}

static void
tear_down(void)
{
	session_free(s);
	close(far_end);
}

static void
sends(const char *line)
{
	struct block *b = block_new(line, strlen(line));

	session_send(s, b);
	block_release(b);
}

static void
sends_aside(const char *line)
{
	struct block *b = block_new(line, strlen(line));

	session_send_aside(s, b);
	block_release(b);
}

static void
arrives(const char *want)
{
	char got[8192];
	ssize_t n;

	ck_assert_int_eq(conn_flush(&s->conn), CONN_OK);
	n = read(far_end, got, sizeof(got) - 1);
	got[n < 0 ? 0 : n] = '\0';
	ck_assert_str_eq(got, want);
}

START_TEST(without_a_label_lines_go_out_as_they_are)
{
	session_label_begin(s, NULL);
	sends(":a B\r\n");
	session_label_end(s, "srv");
	arrives(":a B\r\n");
}
END_TEST

START_TEST(without_the_capability_a_label_means_nothing)
{
	s->caps = CAP_LABELED_RESPONSE;
	session_label_begin(s, "x");
	sends(":a B\r\n");
	session_label_end(s, "srv");
	arrives(":a B\r\n");
}
END_TEST

START_TEST(no_answer_to_a_label_is_acknowledged)
{
	session_label_begin(s, "x");
	session_label_end(s, "srv");
	arrives("@label=x :srv ACK\r\n");
}
END_TEST

START_TEST(one_line_carries_the_label_itself)
{
	session_label_begin(s, "x;y");
	sends("@time=1 :a B\r\n");
	session_label_end(s, "srv");
	arrives("@label=x\\:y;time=1 :a B\r\n");
}
END_TEST

START_TEST(several_lines_come_in_a_labelled_batch)
{
	session_label_begin(s, "x");
	sends(":a B\r\n");
	sends("@time=1 :a C\r\n");
	session_label_end(s, "srv");
	arrives("@label=x :srv BATCH +1 labeled-response\r\n"
		"@batch=1 :a B\r\n@batch=1;time=1 :a C\r\n:srv BATCH -1\r\n");
}
END_TEST

START_TEST(lines_rendered_together_are_counted_one_by_one)
{
	session_label_begin(s, "x");
	sends(":a B\r\n:a C\r\n");
	session_label_end(s, "srv");
	arrives("@label=x :srv BATCH +1 labeled-response\r\n"
		"@batch=1 :a B\r\n@batch=1 :a C\r\n:srv BATCH -1\r\n");
}
END_TEST

START_TEST(a_batch_inside_an_answer_is_nested)
{
	session_label_begin(s, "x");
	sends(":srv BATCH +9 chathistory #a\r\n");
	sends("@batch=9 :a B\r\n");
	sends(":srv BATCH -9\r\n");
	session_label_end(s, "srv");
	arrives("@label=x :srv BATCH +1 labeled-response\r\n"
		"@batch=1 :srv BATCH +9 chathistory #a\r\n"
		"@batch=9 :a B\r\n"
		"@batch=1 :srv BATCH -9\r\n"
		":srv BATCH -1\r\n");
}
END_TEST

START_TEST(what_is_not_part_of_the_answer_passes_by)
{
	session_label_begin(s, "x");
	sends(":a B\r\n");
	sends_aside(":other C\r\n");
	session_label_end(s, "srv");
	arrives(":other C\r\n@label=x :a B\r\n");
}
END_TEST

START_TEST(a_label_of_more_than_64_bytes_is_none)
{
	char label[66];

	memset(label, 'l', sizeof(label));
	label[65] = '\0';
	session_label_begin(s, label);
	ck_assert(!s->capture.active);
	label[64] = '\0';
	session_label_begin(s, label);
	ck_assert(s->capture.active);
	session_label_end(s, "srv");
}
END_TEST

START_TEST(a_session_that_takes_nothing_is_given_up_at_its_bound)
{
	char line[1024];

	memset(line, 'x', sizeof(line));
	strcpy(line + sizeof(line) - 3, "\r\n");
	for (int i = 0; i < 5; i++)
		sends(line);
	ck_assert_str_eq(s->doom, "SendQ exceeded");
	ck_assert_uint_le(s->conn.out.bytes, 4096);
}
END_TEST

START_TEST(a_labelled_answer_is_bounded_too)
{
	char line[1024];

	memset(line, 'x', sizeof(line));
	strcpy(line + sizeof(line) - 3, "\r\n");
	session_label_begin(s, "x");
	for (int i = 0; i < 5; i++)
		sends(line);
	ck_assert_str_eq(s->doom, "SendQ exceeded");
	session_label_end(s, "srv");
}
END_TEST

START_TEST(the_first_reason_to_end_stays)
{
	session_doom(s, "Ping timeout: %d seconds", 180);
	session_doom(s, "SendQ exceeded");
	ck_assert_str_eq(s->doom, "Ping timeout: 180 seconds");
	sends(":a B\r\n");
	arrives("");
}
END_TEST

START_TEST(a_user_may_have_several_sessions)
{
	char nick[] = "alice";
	struct user u = {.nick = nick};

	ck_assert_str_eq(session_name(s), "*");
	session_attach(s, &u);
	ck_assert_ptr_eq(u.sessions, s);
	ck_assert_str_eq(session_name(s), "alice");
	session_detach(s);
	ck_assert_ptr_null(u.sessions);
	session_detach(s);
}
END_TEST

Suite *
suite_server_session(void)
{
	Suite *suite = suite_create("server_session");
	TCase *tc = tcase_create("labels");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, without_a_label_lines_go_out_as_they_are);
	tcase_add_test(tc, without_the_capability_a_label_means_nothing);
	tcase_add_test(tc, no_answer_to_a_label_is_acknowledged);
	tcase_add_test(tc, one_line_carries_the_label_itself);
	tcase_add_test(tc, several_lines_come_in_a_labelled_batch);
	tcase_add_test(tc, lines_rendered_together_are_counted_one_by_one);
	tcase_add_test(tc, a_batch_inside_an_answer_is_nested);
	tcase_add_test(tc, what_is_not_part_of_the_answer_passes_by);
	tcase_add_test(tc, a_label_of_more_than_64_bytes_is_none);
	suite_add_tcase(suite, tc);
	tc = tcase_create("output");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, a_session_that_takes_nothing_is_given_up_at_its_bound);
	tcase_add_test(tc, a_labelled_answer_is_bounded_too);
	tcase_add_test(tc, the_first_reason_to_end_stays);
	tcase_add_test(tc, a_user_may_have_several_sessions);
	suite_add_tcase(suite, tc);
	return suite;
}
