/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/dial.h"
#include "common/identity.h"
#include "tests/suites.h"
#include "tests/unit/client_secure.h"

enum { DAY_S = 86400, YEAR_S = 365 * DAY_S };

static struct secure_client c;

static void
setup(void)
{
	secure_setup(&c);
}

static void
teardown(void)
{
	secure_teardown(&c);
}

static struct fingerprint
server_key(void)
{
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};
	struct buf err = {0};
	struct identity *id = identity_load(c.pem, c.pem, &err);

	ck_assert_ptr_nonnull(id);
	identity_digest(id, fp.bytes);
	identity_free(id);
	return fp;
}

static const char *
server_hex(void)
{
	static char hex[FINGERPRINT_HEX_SIZE];
	struct fingerprint fp = server_key();

	fingerprint_hex(&fp, hex);
	return hex;
}

static const char *
server_words(char between)
{
	static struct buf words;
	struct fingerprint fp = server_key();

	buf_free(&words);
	fingerprint_words(&fp, between, &words);
	return words.data;
}

static const char *
first_word(void)
{
	struct fingerprint fp = server_key();

	return fingerprint_word(&fp, 0);
}

static void
type(const char *line)
{
	secure_type(&c, line);
	secure_settle(&c);
}

static void
trust(const char *where, const char *what)
{
	char line[512];

	snprintf(line, sizeof(line), "/trust %s %s", where, what);
	type(line);
}

static void
connect_to(const char *scheme)
{
	secure_dial(&c, scheme);
	secure_settle(&c);
}

static void
expect_refused(void)
{
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(!c.n->want);
	ck_assert_int_eq(c.peer.fd, -1);
	ck_assert_uint_eq(c.heard.len, 0);
}

static void
expect_spoken_to(enum network_guard guard)
{
	ck_assert_int_eq(c.n->status, NETWORK_REGISTERING);
	ck_assert_int_eq(c.n->guard, guard);
	ck_assert_ptr_nonnull(strstr(c.heard.data, "CAP LS 302\nNICK "));
}

static void
trust_first(void)
{
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	trust("", first_word());
	expect_spoken_to(GUARD_KEY);
}

START_TEST(a_key_nobody_knows_is_asked_about_and_nothing_is_sent)
{
	struct fingerprint fp;
	struct buf groups = {0};

	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, server_words(' ')));
	fp = server_key();
	fingerprint_groups(&fp, 0, 8, &groups);
	ck_assert(secure_told(&c, groups.data));
	ck_assert(secure_told(&c, "at its start"));
	ck_assert_str_eq(secure_file(&c, "known_servers"), "");
	buf_free(&groups);
}
END_TEST

START_TEST(the_first_word_is_a_yes_and_then_nothing_is_asked)
{
	struct stat st;
	char path[160];

	trust_first();
	ck_assert_ptr_nonnull(
	    strstr(secure_file(&c, "known_servers"), server_hex()));
	snprintf(path, sizeof(path), "%s/known_servers", c.state_dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	connect_to("ircs");
	expect_spoken_to(GUARD_KEY);
	ck_assert_ptr_null(c.n->offer);
}
END_TEST

START_TEST(nothing_but_the_first_word_or_all_of_them_is_a_yes)
{
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	type("/trust");
	expect_refused();
	trust("", "yes");
	expect_refused();
	ck_assert(secure_told(&c, "not the first of the eight words"));
	type("yes");
	type("");
	expect_refused();
	ck_assert_str_eq(secure_file(&c, "known_servers"), "");
	trust(c.where, server_words('-'));
	expect_spoken_to(GUARD_KEY);
}
END_TEST

START_TEST(a_changed_key_is_refused_until_all_of_it_is_named)
{
	char old[FINGERPRINT_HEX_SIZE], command[256];

	trust_first();
	snprintf(old, sizeof(old), "%s", server_hex());
	secure_hang_up(&c);
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "HAS CHANGED"));
	ck_assert(secure_told(&c, "known since 2"));
	snprintf(command, sizeof(command), "/trust %s %s", c.where,
	    server_words('-'));
	ck_assert(secure_told(&c, command));
	snprintf(command, sizeof(command), "tcpchat --fingerprint %s ircs://%s",
	    server_hex(), c.where);
	ck_assert(secure_told(&c, command));
	trust("", first_word());
	expect_refused();
	ck_assert_ptr_nonnull(strstr(secure_file(&c, "known_servers"), old));
	trust(c.where, server_words('-'));
	expect_spoken_to(GUARD_KEY);
	ck_assert_ptr_null(strstr(secure_file(&c, "known_servers"), old));
}
END_TEST

START_TEST(a_refusal_is_not_tried_again_and_stops_no_other_network)
{
	struct network *other = state_add_network(&c.state, "y", "");

	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	dial_set(&c.state, other, "irc://127.0.0.1:1");
	c.now_ms += 3600000;
	secure_settle(&c);
	expect_refused();
	ck_assert_int_ne(other->status, NETWORK_OFFLINE);
}
END_TEST

START_TEST(a_fingerprint_that_was_told_is_all_that_counts)
{
	const char *why;

	secure_self_signed(&c, "example.org");
	secure_dial(&c, "ircs");
	ck_assert_int_eq(
	    fingerprint_parse(&c.n->told, server_words('-'), &why), 0);
	secure_settle(&c);
	expect_spoken_to(GUARD_KEY);
	ck_assert_ptr_nonnull(
	    strstr(secure_file(&c, "known_servers"), server_hex()));
}
END_TEST

START_TEST(another_key_than_was_told_is_refused_whoever_vouches)
{
	const char *why;

	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	secure_dial(&c, "ircs");
	ck_assert_int_eq(fingerprint_parse(&c.n->told, server_hex(), &why), 0);
	c.n->told.bytes[0] ^= 1;
	secure_settle(&c);
	expect_refused();
	ck_assert(secure_told(&c, "another key than you told"));
}
END_TEST

START_TEST(an_address_tells_the_fingerprint)
{
	char url[160];

	secure_self_signed(&c, "127.0.0.1");
	snprintf(
	    url, sizeof(url), "ircs://sha256:%s@%s", server_hex(), c.where);
	dial_set(&c.state, c.n, url);
	secure_settle(&c);
	expect_spoken_to(GUARD_KEY);
	secure_hang_up(&c);
	secure_self_signed(&c, "127.0.0.1");
	dial_set(&c.state, c.n, url);
	secure_settle(&c);
	expect_refused();
}
END_TEST

START_TEST(what_is_accepted_counts_more_than_the_address_from_then_on)
{
	char url[160];

	secure_self_signed(&c, "127.0.0.1");
	snprintf(
	    url, sizeof(url), "ircs://sha256:%s@%s", server_hex(), c.where);
	secure_self_signed(&c, "127.0.0.1");
	dial_set(&c.state, c.n, url);
	secure_settle(&c);
	expect_refused();
	trust(c.where, server_words('-'));
	expect_spoken_to(GUARD_KEY);
	type("/reconnect");
	expect_spoken_to(GUARD_KEY);
	secure_self_signed(&c, "127.0.0.1");
	type("/reconnect");
	expect_refused();
}
END_TEST

START_TEST(whom_an_authority_vouches_for_is_not_asked_about)
{
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_spoken_to(GUARD_VOUCHED);
	ck_assert_str_eq(c.n->voucher, "Test CA");
	ck_assert(secure_told(&c, "encrypted, checked by Test CA"));
	ck_assert_ptr_nonnull(strstr(secure_file(&c, "known_servers"), " ca "));
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_spoken_to(GUARD_VOUCHED);
}
END_TEST

START_TEST(a_server_that_loses_its_authority_is_refused)
{
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_spoken_to(GUARD_VOUCHED);
	secure_hang_up(&c);
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "DOES NOT HOLD"));
	trust("", first_word());
	expect_refused();
	secure_signed(&c, "127.0.0.1", -2 * DAY_S, -DAY_S);
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "expired"));
}
END_TEST

START_TEST(a_certificate_for_another_host_is_asked_about)
{
	secure_signed(&c, "example.org", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_refused();
	ck_assert_int_eq(c.n->offer->verdict, VERDICT_NEW);
	ck_assert(secure_told(&c, "IP address mismatch"));
}
END_TEST

START_TEST(an_expired_certificate_is_asked_about)
{
	secure_signed(&c, "127.0.0.1", -2 * DAY_S, -DAY_S);
	connect_to("ircs");
	expect_refused();
	ck_assert_int_eq(c.n->offer->verdict, VERDICT_NEW);
	ck_assert(secure_told(&c, "certificate has expired"));
}
END_TEST

START_TEST(a_known_key_counts_more_than_an_authority)
{
	trust_first();
	secure_hang_up(&c);
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "Test CA vouches for the new one"));
	trust(c.where, server_words('-'));
	expect_spoken_to(GUARD_VOUCHED);
	secure_hang_up(&c);
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_spoken_to(GUARD_VOUCHED);
}
END_TEST

START_TEST(a_broken_line_is_named_and_nobody_is_believed)
{
	secure_write(&c, "known_servers",
	    "# mine\n\nexample.org:6697 sha256:12 2026-01-01T00:00:00Z\n");
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "known_servers:3: "));
	ck_assert(secure_told(&c, "64 hex digits"));
}
END_TEST

START_TEST(comments_and_lines_of_later_kinds_are_kept)
{
	static const char text[] = "# mine\nexample.org:6697 later thing\n"
				   "\nexample.net:6697 ca\n";

	secure_write(&c, "known_servers", text);
	trust_first();
	ck_assert_ptr_eq(strstr(secure_file(&c, "known_servers"), text),
	    secure_file(&c, "known_servers"));
}
END_TEST

START_TEST(no_old_question_stands_where_nobody_can_tell)
{
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	ck_assert_ptr_nonnull(c.n->offer);
	secure_write(&c, "known_servers", "broken\n");
	type("/reconnect");
	expect_refused();
	ck_assert(secure_told(&c, "known_servers:1:"));
	ck_assert_ptr_null(c.n->offer);
	type("/trust");
	ck_assert(secure_told(&c, "Nothing is asked"));
}
END_TEST

START_TEST(a_file_that_others_may_write_is_not_believed)
{
	char path[160];

	secure_write(&c, "known_servers", "");
	snprintf(path, sizeof(path), "%s/known_servers", c.state_dir);
	chmod(path, 0620);
	secure_self_signed(&c, "127.0.0.1");
	connect_to("ircs");
	expect_refused();
	ck_assert(secure_told(&c, "chmod 600"));
}
END_TEST

START_TEST(a_full_file_takes_no_more)
{
	struct known k = {.how = KNOWN_CA};
	struct buf text = {0}, err = {0};

	for (int i = 0; i < 10000; i++)
		buf_addf(&text, "h%d:1 ca\n", i);
	secure_write(&c, "known_servers", text.data);
	ck_assert_int_eq(known_set("new:1", &k, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "full"));
	buf_reset(&err);
	ck_assert_int_eq(known_set("h7:1", &k, &err), 0);
	k.how = KNOWN_NOT;
	ck_assert_int_eq(known_set("h8:1", &k, &err), 0);
	k.how = KNOWN_CA;
	ck_assert_int_eq(known_set("new:1", &k, &err), 0);
	buf_free(&text);
	buf_free(&err);
}
END_TEST

START_TEST(tls_on_a_plain_port_is_told_the_plain_address)
{
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	ck_assert_int_eq(c.n->status, NETWORK_CONNECTING);
	secure_say(&c, ":x NOTICE * :looking up your host name");
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(secure_told(&c, "speaks plain text, not TLS"));
	ck_assert(secure_told(&c, "/connect irc://127.0.0.1:"));
}
END_TEST

START_TEST(plain_on_a_tls_port_is_told_the_tls_address)
{
	secure_dial(&c, "irc");
	secure_settle_plain(&c);
	ck_assert_int_eq(
	    conn_queue_bytes(&c.peer, "\x15\x03\x03\x00\x02\x02\x0a", 7), 0);
	conn_flush(&c.peer);
	secure_hang_up(&c);
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(secure_told(&c, "this port speaks TLS: /connect ircs://"));
}
END_TEST

START_TEST(a_handshake_that_is_cut_is_a_failed_attempt)
{
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	secure_hang_up(&c);
	ck_assert_int_eq(c.n->status, NETWORK_WAITING);
	ck_assert(secure_told(&c, "Cannot connect"));
	ck_assert(secure_told(&c, "the other side closed the connection"));
}
END_TEST

START_TEST(a_known_server_that_speaks_plain_text_is_none_to_go_on_with)
{
	trust_first();
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	secure_say(&c, ":x NOTICE * :come in");
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(secure_told(&c, "somebody may be in between"));
	ck_assert(!secure_told(&c, "irc://"));
}
END_TEST

START_TEST(whose_server_is_known_is_not_led_to_plain_connections)
{
	trust_first();
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	secure_hang_up(&c);
	ck_assert_int_eq(c.n->status, NETWORK_WAITING);
	ck_assert(!secure_told(&c, "irc://"));
	secure_write(&c, "known_servers", "");
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	secure_hang_up(&c);
	ck_assert(secure_told(&c, "/connect irc://127.0.0.1"));
}
END_TEST

START_TEST(a_handshake_has_a_deadline)
{
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	ck_assert_int_eq(links_deadline(c.links), c.now_ms + 15000);
	c.now_ms += 15000;
	secure_settle_plain(&c);
	ck_assert_int_eq(c.n->status, NETWORK_WAITING);
	ck_assert(secure_told(&c, "did not answer in TLS"));
}
END_TEST

START_TEST(a_handshake_can_be_given_up)
{
	secure_dial(&c, "ircs");
	secure_settle_plain(&c);
	secure_type(&c, "/disconnect");
	secure_settle_plain(&c);
	ck_assert_int_eq(c.n->status, NETWORK_OFFLINE);
	ck_assert(links_idle(c.links));
}
END_TEST

START_TEST(talk_goes_over_tls_both_ways)
{
	trust_first();
	secure_say(&c, ":x 001 me :hi");
	secure_say(&c, ":x 376 me :end");
	ck_assert_int_eq(c.n->status, NETWORK_ONLINE);
	secure_say(&c, "PING :are you there");
	ck_assert_ptr_nonnull(strstr(c.heard.data, "PONG :are you there"));
}
END_TEST

Suite *
suite_client_trust(void)
{
	Suite *s = suite_create("client_trust");
	TCase *tc = tcase_create("client_trust");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 30);
	tcase_add_test(
	    tc, a_key_nobody_knows_is_asked_about_and_nothing_is_sent);
	tcase_add_test(tc, the_first_word_is_a_yes_and_then_nothing_is_asked);
	tcase_add_test(tc, nothing_but_the_first_word_or_all_of_them_is_a_yes);
	tcase_add_test(tc, a_changed_key_is_refused_until_all_of_it_is_named);
	tcase_add_test(
	    tc, a_refusal_is_not_tried_again_and_stops_no_other_network);
	tcase_add_test(tc, a_fingerprint_that_was_told_is_all_that_counts);
	tcase_add_test(
	    tc, another_key_than_was_told_is_refused_whoever_vouches);
	tcase_add_test(tc, an_address_tells_the_fingerprint);
	tcase_add_test(
	    tc, what_is_accepted_counts_more_than_the_address_from_then_on);
	tcase_add_test(tc, whom_an_authority_vouches_for_is_not_asked_about);
	tcase_add_test(tc, a_server_that_loses_its_authority_is_refused);
	tcase_add_test(tc, a_certificate_for_another_host_is_asked_about);
	tcase_add_test(tc, an_expired_certificate_is_asked_about);
	tcase_add_test(tc, a_known_key_counts_more_than_an_authority);
	tcase_add_test(tc, a_broken_line_is_named_and_nobody_is_believed);
	tcase_add_test(tc, comments_and_lines_of_later_kinds_are_kept);
	tcase_add_test(tc, no_old_question_stands_where_nobody_can_tell);
	tcase_add_test(tc, a_file_that_others_may_write_is_not_believed);
	tcase_add_test(tc, a_full_file_takes_no_more);
	tcase_add_test(tc, tls_on_a_plain_port_is_told_the_plain_address);
	tcase_add_test(tc, plain_on_a_tls_port_is_told_the_tls_address);
	tcase_add_test(tc, a_handshake_that_is_cut_is_a_failed_attempt);
	tcase_add_test(
	    tc, a_known_server_that_speaks_plain_text_is_none_to_go_on_with);
	tcase_add_test(
	    tc, whose_server_is_known_is_not_led_to_plain_connections);
	tcase_add_test(tc, a_handshake_has_a_deadline);
	tcase_add_test(tc, a_handshake_can_be_given_up);
	tcase_add_test(tc, talk_goes_over_tls_both_ways);
	suite_add_tcase(s, tc);
	return s;
}
