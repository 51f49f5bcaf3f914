/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/tls_peer.h"
#include "tests/suites.h"
#include "tests/unit/tls_pair.h"

static struct tls_pair p;

static void
setup(void)
{
	pair_open(&p);
}

static void
teardown(void)
{
	pair_close(&p);
}

START_TEST(a_handshake_ends_open_with_tls_1_3_and_its_cipher)
{
	ck_assert_int_eq(tls_state(&p.server), TLS_SHAKING);
	pair_settle(&p);
	ck_assert_int_eq(tls_state(&p.server), TLS_OPEN);
	ck_assert_int_eq(tls_state(&p.client), TLS_OPEN);
	ck_assert_str_eq(tls_version(&p.server), "TLSv1.3");
	ck_assert_int_eq(strncmp(tls_cipher(&p.server), "TLS_", 4), 0);
	ck_assert_str_eq(tls_why(&p.server), "");
}
END_TEST

START_TEST(what_is_queued_before_the_handshake_arrives_after_it)
{
	pair_queue(&p.client, "NICK a\r\n");
	pair_queue(&p.server, ":x NOTICE * :hi\r\n");
	pair_settle(&p);
	ck_assert_str_eq(pair_line(&p.server), "NICK a");
	ck_assert_str_eq(pair_line(&p.client), ":x NOTICE * :hi");
}
END_TEST

START_TEST(who_waits_for_a_handshake_never_asks_to_write)
{
	pair_queue(&p.server, "something\r\n");
	ck_assert_int_eq(conn_events(&p.server, true), POLLIN);
	ck_assert_int_eq(conn_events(&p.server, false), POLLIN);
	ck_assert(!conn_waits(&p.server));
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
}
END_TEST

START_TEST(each_side_knows_the_other_by_its_key)
{
	unsigned char seen[IDENTITY_DIGEST_LEN], own[IDENTITY_DIGEST_LEN];

	ck_assert(!tls_peer_key(&p.server, seen));
	pair_settle(&p);
	identity_digest(p.client_id, own);
	ck_assert(tls_peer_key(&p.server, seen));
	ck_assert_mem_eq(seen, own, sizeof(own));
	identity_digest(p.server_id, own);
	ck_assert(tls_peer_key(&p.client, seen));
	ck_assert_mem_eq(seen, own, sizeof(own));
}
END_TEST

START_TEST(a_client_without_a_certificate_has_no_key)
{
	unsigned char seen[IDENTITY_DIGEST_LEN];
	struct buf err = {0};

	conn_close(&p.client);
	conn_close(&p.server);
	tls_context_free(p.client_ctx);
	p.client_ctx = tls_context_client(NULL, &err);
	pair_connect(&p, "localhost");
	pair_settle(&p);
	ck_assert_int_eq(tls_state(&p.server), TLS_OPEN);
	ck_assert(!tls_peer_key(&p.server, seen));
}
END_TEST

START_TEST(nobody_vouches_for_a_certificate_that_signed_itself)
{
	const char *why;

	pair_settle(&p);
	ck_assert(!tls_peer_verified(&p.client, &why));
	ck_assert_str_eq(why, "self-signed certificate");
}
END_TEST

/* The client trusts the server's certificate itself, as it would a CA's. */
static void
connect_trusting(const char *host)
{
	char path[] = "/tmp/tcpchat-ca-XXXXXX";
	int fd = mkstemp(path);
	struct buf err = {0};

	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert_int_eq(identity_save(p.server_id, path, path, &err), 0);
	setenv("SSL_CERT_FILE", path, 1);
	conn_close(&p.client);
	conn_close(&p.server);
	tls_context_free(p.client_ctx);
	p.client_ctx = tls_context_client(NULL, &err);
	unsetenv("SSL_CERT_FILE");
	unlink(path);
	pair_connect(&p, host);
	pair_settle(&p);
}

START_TEST(a_trusted_certificate_is_verified_for_its_names_alone)
{
	const char *why;

	connect_trusting("localhost");
	ck_assert(tls_peer_verified(&p.client, &why));
	ck_assert_str_eq(why, "");
	connect_trusting("localhost.");
	ck_assert(tls_peer_verified(&p.client, &why));
	ck_assert_str_eq(tls_asked_name(&p.server), "localhost");
	connect_trusting("127.0.0.1");
	ck_assert(tls_peer_verified(&p.client, &why));
	connect_trusting("chat.example.org");
	ck_assert(!tls_peer_verified(&p.client, &why));
	ck_assert_ptr_nonnull(strstr(why, "ostname mismatch"));
	connect_trusting("127.0.0.2");
	ck_assert(!tls_peer_verified(&p.client, &why));
}
END_TEST

START_TEST(the_server_learns_the_name_that_was_asked_for)
{
	pair_settle(&p);
	ck_assert_str_eq(tls_asked_name(&p.server), "localhost");
}
END_TEST

START_TEST(close_notify_is_a_clean_end_and_comes_after_the_last_line)
{
	pair_settle(&p);
	pair_queue(&p.client, "QUIT\r\n");
	ck_assert_int_eq(conn_finish(&p.client), CONN_OK);
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
	ck_assert_str_eq(pair_line(&p.server), "QUIT");
	ck_assert(conn_pending(&p.server));
	ck_assert_int_eq(conn_fill(&p.server), CONN_END);
	ck_assert(!tls_truncated(&p.server));
	ck_assert(!conn_pending(&p.server));
	ck_assert_int_eq(conn_fill(&p.server), CONN_END);
}
END_TEST

START_TEST(closing_says_goodbye_too)
{
	pair_settle(&p);
	conn_close(&p.client);
	ck_assert_int_eq(conn_fill(&p.server), CONN_END);
	ck_assert(!tls_truncated(&p.server));
}
END_TEST

START_TEST(a_stream_that_is_cut_is_told_apart)
{
	pair_settle(&p);
	shutdown(p.client.fd, SHUT_WR);
	ck_assert_int_eq(conn_fill(&p.server), CONN_END);
	ck_assert(tls_truncated(&p.server));
}
END_TEST

START_TEST(who_has_finished_is_still_heard)
{
	pair_settle(&p);
	ck_assert_int_eq(conn_finish(&p.client), CONN_OK);
	pair_settle(&p);
	pair_queue(&p.server, "ERROR :bye\r\n");
	pair_settle(&p);
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
	ck_assert_int_eq(conn_fill(&p.client), CONN_OK);
	ck_assert_str_eq(pair_line(&p.client), "ERROR :bye");
}
END_TEST

START_TEST(writing_to_one_who_is_gone_fails_without_a_signal)
{
	pair_settle(&p);
	conn_close(&p.client);
	for (int i = 0; i < 3; i++) {
		pair_queue(&p.server, "are you there?\r\n");
		conn_flush(&p.server);
	}
	ck_assert_int_eq(conn_flush(&p.server), CONN_FAILED);
	ck_assert_int_eq(p.server.error, EPIPE);
}
END_TEST

/* Lines of 100 bytes, numbered. */
static void
queue_many(struct conn *c, int many)
{
	char line[101];

	for (int i = 0; i < many; i++) {
		snprintf(line, sizeof(line), "%08d%91s\n", i, "");
		ck_assert_int_eq(conn_queue_bytes(c, line, 100), 0);
	}
}

static int
take_many(struct conn *c, int next)
{
	const char *line;

	while ((line = pair_line(c)))
		ck_assert_int_eq(atoi(line), next++);
	return next;
}

START_TEST(big_data_both_ways_at_once_arrives_whole_and_in_order)
{
	enum { MANY = 60000 };
	int at_server = 0, at_client = 0, rounds = 0;

	queue_many(&p.client, MANY);
	queue_many(&p.server, MANY);
	while ((at_server < MANY || at_client < MANY) && rounds++ < 100000) {
		pair_turn(&p.client);
		pair_turn(&p.server);
		at_server = take_many(&p.server, at_server);
		at_client = take_many(&p.client, at_client);
	}
	ck_assert_int_eq(at_server, MANY);
	ck_assert_int_eq(at_client, MANY);
	ck_assert_uint_eq(p.client.written, MANY * 100);
}
END_TEST

START_TEST(a_peer_that_takes_nothing_holds_up_nothing_and_is_not_spun_on)
{
	char big[1 << 20];

	memset(big, 'x', sizeof(big));
	pair_settle(&p);
	ck_assert_int_eq(conn_queue_bytes(&p.server, big, sizeof(big)), 0);
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
	ck_assert_int_eq(conn_events(&p.server, true), POLLIN | POLLOUT);
	ck_assert_int_eq(pair_turn(&p.server), 0);
	pair_queue(&p.client, "still heard\r\n");
	ck_assert_int_eq(conn_flush(&p.client), CONN_OK);
	ck_assert_int_gt(pair_turn(&p.server), 0);
	ck_assert_str_eq(pair_line(&p.server), "still heard");
}
END_TEST

START_TEST(what_waits_inside_is_pending_until_it_is_read)
{
	char chunk[LINES_CHUNK];

	memset(chunk, '\n', sizeof(chunk));
	pair_settle(&p);
	ck_assert(!conn_pending(&p.server));
	ck_assert_int_eq(conn_queue_bytes(&p.client, chunk, 9000), 0);
	ck_assert_int_eq(conn_flush(&p.client), CONN_OK);
	ck_assert_int_eq(conn_queue_bytes(&p.client, chunk, 9000), 0);
	ck_assert_int_eq(conn_flush(&p.client), CONN_OK);
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
	ck_assert_uint_eq(p.server.in.len, LINES_CHUNK);
	ck_assert(conn_pending(&p.server));
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
	ck_assert_uint_eq(p.server.read, 18000);
	ck_assert(!conn_pending(&p.server));
}
END_TEST

START_TEST(half_a_record_is_not_pending)
{
	char bytes[2000];
	ssize_t n;

	pair_settle(&p);
	pair_queue(&p.client, "one line\r\n");
	conn_flush(&p.client);
	/* takes the record away and gives half of it back */
	n = recv(p.server.fd, bytes, sizeof(bytes), 0);
	ck_assert_int_gt(n, 10);
	ck_assert_int_eq(send(p.client.fd, bytes, 10, 0), 10);
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
	ck_assert(!conn_pending(&p.server));
	ck_assert_int_eq(
	    send(p.client.fd, bytes + 10, (size_t)n - 10, 0), n - 10);
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
	ck_assert_str_eq(pair_line(&p.server), "one line");
}
END_TEST

START_TEST(small_pieces_travel_in_one_record)
{
	char bytes[4096];

	pair_settle(&p);
	for (int i = 0; i < 30; i++)
		pair_queue(&p.server, "0123456789\r\n");
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
	/* header, content type and tag are 22 bytes */
	ck_assert_int_eq(
	    recv(p.client.fd, bytes, sizeof(bytes), 0), 30 * 12 + 22);
}
END_TEST

START_TEST(the_context_may_be_replaced_while_connections_live)
{
	struct buf err = {0};

	pair_settle(&p);
	tls_context_free(p.server_ctx);
	identity_free(p.server_id);
	p.server_id = pair_identity();
	p.server_ctx = tls_context_server(p.server_id, &err);
	pair_queue(&p.client, "on we go\r\n");
	pair_settle(&p);
	ck_assert_str_eq(pair_line(&p.server), "on we go");
}
END_TEST

START_TEST(plain_conns_may_be_asked_too)
{
	unsigned char digest[IDENTITY_DIGEST_LEN];
	struct conn c;
	const char *why;

	conn_open(&c, -1, &transport_plain, 10, 10);
	ck_assert(!tls_is(&c));
	ck_assert_int_eq(tls_state(&c), TLS_OPEN);
	ck_assert_str_eq(tls_why(&c), "");
	ck_assert_str_eq(tls_version(&c), "");
	ck_assert(!tls_peer_key(&c, digest));
	ck_assert(!tls_peer_verified(&c, &why));
	ck_assert_ptr_null(tls_asked_name(&c));
	conn_close(&c);
}
END_TEST

Suite *
suite_tls(void)
{
	Suite *s = suite_create("tls");
	TCase *t = tcase_create("tls");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_handshake_ends_open_with_tls_1_3_and_its_cipher);
	tcase_add_test(t, what_is_queued_before_the_handshake_arrives_after_it);
	tcase_add_test(t, who_waits_for_a_handshake_never_asks_to_write);
	tcase_add_test(t, each_side_knows_the_other_by_its_key);
	tcase_add_test(t, a_client_without_a_certificate_has_no_key);
	tcase_add_test(t, nobody_vouches_for_a_certificate_that_signed_itself);
	tcase_add_test(
	    t, a_trusted_certificate_is_verified_for_its_names_alone);
	tcase_add_test(t, the_server_learns_the_name_that_was_asked_for);
	tcase_add_test(
	    t, close_notify_is_a_clean_end_and_comes_after_the_last_line);
	tcase_add_test(t, closing_says_goodbye_too);
	tcase_add_test(t, a_stream_that_is_cut_is_told_apart);
	tcase_add_test(t, who_has_finished_is_still_heard);
	tcase_add_test(t, writing_to_one_who_is_gone_fails_without_a_signal);
	tcase_add_test(
	    t, big_data_both_ways_at_once_arrives_whole_and_in_order);
	tcase_add_test(
	    t, a_peer_that_takes_nothing_holds_up_nothing_and_is_not_spun_on);
	tcase_add_test(t, what_waits_inside_is_pending_until_it_is_read);
	tcase_add_test(t, half_a_record_is_not_pending);
	tcase_add_test(t, small_pieces_travel_in_one_record);
	tcase_add_test(t, the_context_may_be_replaced_while_connections_live);
	tcase_add_test(t, plain_conns_may_be_asked_too);
	suite_add_tcase(s, t);
	return s;
}
