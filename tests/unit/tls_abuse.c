/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/tls.h"
#include "common/tls_peer.h"
#include "tests/suites.h"
#include "tests/unit/tls_pair.h"

static struct tls_pair p;
static SSL_CTX *ctx; /* of a client that does what ours would not */
static SSL *ssl;
static int fd; /* the client's end */

static void
setup(void)
{
	fd = pair_open_server(&p);
	ctx = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT);
}

static void
teardown(void)
{
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	pair_close(&p);
}

static void
say(const void *bytes, size_t len)
{
	ck_assert_int_eq(send(fd, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* Both sides go on until neither moves; 1 where the client is through. */
static int
shake(void)
{
	int result = 0;

	if (!ssl) {
		ssl = SSL_new(ctx);
		SSL_set_fd(ssl, fd);
		SSL_set_connect_state(ssl);
	}
	for (int i = 0; i < 10; i++) {
		ERR_clear_error();
		result = SSL_do_handshake(ssl);
		pair_turn(&p.server);
	}
	return result;
}

static void
expect_failed(const char *why)
{
	ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
	ck_assert_int_eq(tls_state(&p.server), TLS_FAILED);
	ck_assert_str_eq(tls_why(&p.server), why);
	ck_assert(!conn_pending(&p.server));
	ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
}

START_TEST(plain_text_is_recognised_and_answered_in_plain)
{
	char got[64] = {0};

	say("NICK a\r\nUSER a 0 * :a\r\n", 24);
	ck_assert_int_eq(conn_fill(&p.server), CONN_END);
	ck_assert_int_eq(tls_state(&p.server), TLS_FAILED);
	ck_assert_str_eq(
	    tls_why(&p.server), "the other side speaks plain text, not TLS");
	ck_assert(tls_met_text(&p.server));
	ck_assert_uint_eq(p.server.in.len, 0);
	ck_assert_int_eq(recv(fd, got, sizeof(got), 0), -1);
	pair_queue(&p.server, "ERROR :no\r\n");
	ck_assert_int_eq(conn_finish(&p.server), CONN_OK);
	ck_assert_int_eq(recv(fd, got, sizeof(got), 0), 11);
	ck_assert_str_eq(got, "ERROR :no\r\n");
}
END_TEST

START_TEST(garbage_is_given_up_without_a_word)
{
	char got[64];

	say("\x80\x2e\x01\x00\x02\xff\xfe", 7);
	expect_failed("the other side sent what is no TLS");
	ck_assert(!tls_met_text(&p.server));
	ck_assert_int_eq(recv(fd, got, sizeof(got), 0), -1);
}
END_TEST

START_TEST(garbage_in_a_record_is_given_up)
{
	say("\x16\x03\x01\x00\x04zzzz", 9);
	ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
	ck_assert_int_eq(tls_state(&p.server), TLS_FAILED);
	ck_assert_str_ne(tls_why(&p.server), "");
	ck_assert(!tls_met_text(&p.server));
}
END_TEST

START_TEST(a_record_longer_than_there_are_is_given_up_at_its_head)
{
	say("\x16\x03\x01\xff\xff", 5);
	expect_failed("the other side sent what is no TLS");
}
END_TEST

START_TEST(a_record_longer_than_there_are_ends_an_open_connection)
{
	ck_assert_int_eq(shake(), 1);
	say("\x17\x03\x03\xff\xff", 5);
	ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
	ck_assert_int_eq(p.server.error, EPROTO);
	ck_assert_int_eq(tls_state(&p.server), TLS_OPEN);
	ck_assert_str_eq(
	    tls_why(&p.server), "the other side sent what is no TLS");
}
END_TEST

START_TEST(a_record_that_was_tampered_with_ends_an_open_connection)
{
	char record[5 + 40] = "\x17\x03\x03\x00\x28";

	ck_assert_int_eq(shake(), 1);
	say(record, sizeof(record));
	ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
	ck_assert_int_eq(p.server.error, EPROTO);
	ck_assert_str_ne(tls_why(&p.server), "");
}
END_TEST

START_TEST(who_goes_before_a_word_has_failed)
{
	shutdown(fd, SHUT_WR);
	expect_failed("the other side closed the connection");
	ck_assert_int_eq(p.server.error, ECONNRESET);
}
END_TEST

START_TEST(old_versions_are_refused_in_words)
{
	SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(ctx, TLS1_1_VERSION);
	SSL_CTX_set_security_level(ctx, 0);
	ck_assert_int_lt(shake(), 1);
	expect_failed("no TLS version that both sides know (1.2 or later is "
		      "needed)");
}
END_TEST

START_TEST(tls_1_2_is_taken)
{
	SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	ck_assert_int_eq(shake(), 1);
	ck_assert_str_eq(tls_version(&p.server), "TLSv1.2");
	ck_assert_int_eq(tls_state(&p.server), TLS_OPEN);
}
END_TEST

START_TEST(ciphers_without_forward_secrecy_are_refused)
{
	SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_cipher_list(ctx, "AES128-GCM-SHA256");
	ck_assert_int_lt(shake(), 1);
	expect_failed("no cipher that both sides know");
}
END_TEST

START_TEST(another_protocol_is_refused)
{
	SSL_CTX_set_alpn_protos(
	    ctx, (const unsigned char *)"\2h2\x8http/1.1", 12);
	ck_assert_int_lt(shake(), 1);
	expect_failed("the other side wants another protocol than irc (ALPN)");
}
END_TEST

START_TEST(irc_is_chosen_among_protocols)
{
	const unsigned char *chosen;
	unsigned len;

	SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\2h2\3irc", 7);
	ck_assert_int_eq(shake(), 1);
	SSL_get0_alpn_selected(ssl, &chosen, &len);
	ck_assert_uint_eq(len, 3);
	ck_assert_mem_eq(chosen, "irc", 3);
}
END_TEST

START_TEST(what_the_other_side_refuses_is_told)
{
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	ck_assert_int_lt(shake(), 1);
	expect_failed("the other side refused: unknown CA");
}
END_TEST

START_TEST(renegotiation_is_refused_and_the_connection_goes_on)
{
	SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	ck_assert_int_eq(shake(), 1);
	ck_assert_int_eq(SSL_renegotiate(ssl), 1);
	SSL_do_handshake(ssl);
	pair_turn(&p.server);
	ERR_clear_error();
	ck_assert_int_le(SSL_do_handshake(ssl), 0);
	ck_assert_int_eq(
	    ERR_GET_REASON(ERR_peek_error()), SSL_R_NO_RENEGOTIATION);
	ck_assert_int_eq(p.server.error, 0);
	ck_assert(!p.server.ended);
	pair_queue(&p.server, "still here\r\n");
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
	ck_assert_uint_eq(p.server.out.count, 0);
}
END_TEST

START_TEST(new_keys_are_taken_while_lines_go_on)
{
	ck_assert_int_eq(shake(), 1);
	for (int i = 0; i < 100; i++) {
		ck_assert_int_eq(
		    SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED), 1);
		ck_assert_int_eq(SSL_write(ssl, "hello\r\n", 7), 7);
		pair_turn(&p.server);
		ck_assert_str_eq(pair_line(&p.server), "hello");
	}
	pair_queue(&p.server, "hello too\r\n");
	ck_assert_int_eq(conn_flush(&p.server), CONN_OK);
}
END_TEST

/* Each asks for an answer, which nobody takes. */
START_TEST(a_flood_of_new_keys_is_not_read_on_and_on)
{
	int fills = 0;

	ck_assert_int_eq(shake(), 1);
	for (int i = 0; i < 100000 && fills < 10000; i++) {
		SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED);
		if (SSL_do_handshake(ssl) == 1)
			continue;
		if (!(conn_events(&p.server, true) & POLLIN))
			break;
		conn_fill(&p.server);
		fills++;
	}
	ck_assert_int_eq(conn_events(&p.server, true), POLLOUT);
	ck_assert(!conn_pending(&p.server));
	ck_assert_int_eq(conn_fill(&p.server), CONN_OK);
}
END_TEST

START_TEST(a_session_goes_on_by_its_ticket_and_keeps_its_key)
{
	unsigned char seen[IDENTITY_DIGEST_LEN], own[IDENTITY_DIGEST_LEN];
	SSL_SESSION *session;
	char got[8];

	SSL_CTX_use_certificate(ctx, identity_certificate(p.client_id));
	SSL_CTX_use_PrivateKey(ctx, identity_key(p.client_id));
	ck_assert_int_eq(shake(), 1);
	ck_assert(!tls_resumed(&p.server));
	SSL_read(ssl, got, sizeof(got)); /* the ticket */
	session = SSL_get1_session(ssl);
	SSL_shutdown(ssl);
	SSL_free(ssl);
	conn_close(&p.server);
	conn_close(&p.client);
	ssl = SSL_new(ctx);
	SSL_set_session(ssl, session);
	SSL_SESSION_free(session);
	fd = pair_reopen_server(&p);
	SSL_set_fd(ssl, fd);
	SSL_set_connect_state(ssl);
	ck_assert_int_eq(shake(), 1);
	ck_assert(tls_resumed(&p.server));
	identity_digest(p.client_id, own);
	ck_assert(tls_peer_key(&p.server, seen));
	ck_assert_mem_eq(seen, own, sizeof(own));
}
END_TEST

/* Passes what the client writes on, a byte at a time, until `cut`. */
static size_t
drip(int from, size_t cut)
{
	size_t passed = 0;
	char byte;

	for (int idle = 0; idle < 3 && passed < cut; idle++) {
		SSL_do_handshake(ssl);
		while (passed < cut && recv(from, &byte, 1, 0) == 1) {
			say(&byte, 1);
			conn_fill(&p.server);
			conn_flush(&p.server);
			passed++;
			idle = 0;
		}
	}
	return passed;
}

static size_t
shake_until(size_t cut, long version)
{
	size_t passed;
	int between[2];

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, between), 0);
	conn_close(&p.server);
	conn_close(&p.client);
	fd = pair_reopen_server(&p);
	SSL_free(ssl);
	ssl = SSL_new(ctx);
	SSL_set_max_proto_version(ssl, version);
	SSL_set_rfd(ssl, fd);
	SSL_set_wfd(ssl, between[0]);
	SSL_set_connect_state(ssl);
	passed = drip(between[1], cut);
	close(between[0]);
	close(between[1]);
	return passed;
}

static void
cut_everywhere(long version)
{
	size_t whole = shake_until(SIZE_MAX, version);

	ck_assert_int_eq(tls_state(&p.server), TLS_OPEN);
	for (size_t cut = 0; cut < whole - 20; cut += 13) {
		shake_until(cut, version);
		ck_assert_int_eq(tls_state(&p.server), TLS_SHAKING);
		shutdown(fd, SHUT_WR);
		ck_assert_int_eq(conn_fill(&p.server), CONN_FAILED);
		ck_assert_str_eq(
		    tls_why(&p.server), "the other side closed the connection");
	}
}

START_TEST(a_handshake_of_single_bytes_works_and_is_cut_at_every_flight)
{
	cut_everywhere(TLS1_3_VERSION);
	cut_everywhere(TLS1_2_VERSION);
}
END_TEST

START_TEST(a_hello_is_told_from_text)
{
	ck_assert(tls_is_hello("\x16\x03\x01\x02\x00\x01", 6));
	ck_assert(!tls_is_hello("\x16", 1));
	ck_assert(!tls_is_hello("NICK a", 6));
	ck_assert(!tls_is_hello("", 0));
}
END_TEST

Suite *
suite_tls_abuse(void)
{
	Suite *s = suite_create("tls_abuse");
	TCase *t = tcase_create("tls_abuse");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, plain_text_is_recognised_and_answered_in_plain);
	tcase_add_test(t, garbage_is_given_up_without_a_word);
	tcase_add_test(t, garbage_in_a_record_is_given_up);
	tcase_add_test(
	    t, a_record_longer_than_there_are_is_given_up_at_its_head);
	tcase_add_test(
	    t, a_record_longer_than_there_are_ends_an_open_connection);
	tcase_add_test(
	    t, a_record_that_was_tampered_with_ends_an_open_connection);
	tcase_add_test(t, who_goes_before_a_word_has_failed);
	tcase_add_test(t, old_versions_are_refused_in_words);
	tcase_add_test(t, tls_1_2_is_taken);
	tcase_add_test(t, ciphers_without_forward_secrecy_are_refused);
	tcase_add_test(t, another_protocol_is_refused);
	tcase_add_test(t, irc_is_chosen_among_protocols);
	tcase_add_test(t, what_the_other_side_refuses_is_told);
	tcase_add_test(t, renegotiation_is_refused_and_the_connection_goes_on);
	tcase_add_test(t, new_keys_are_taken_while_lines_go_on);
	tcase_add_test(t, a_flood_of_new_keys_is_not_read_on_and_on);
	tcase_add_test(t, a_session_goes_on_by_its_ticket_and_keeps_its_key);
	tcase_add_test(
	    t, a_handshake_of_single_bytes_works_and_is_cut_at_every_flight);
	tcase_add_test(t, a_hello_is_told_from_text);
	suite_add_tcase(s, t);
	return s;
}
