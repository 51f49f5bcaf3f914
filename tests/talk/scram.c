/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/sasl_peers.h"

/* "n,,", "y,,", "n,a=alice," */
#define BIWS "biws"
#define EWS  "eSws"
#define NAME "bixhPWFsaWNlLA=="

/* From the third message on. */
static void
logs_in(struct peer *p, struct scram_talk *t, const char *binding)
{
	scram_final(p, t, binding, t->nonce, "correct horse");
	scram_expect_server(p, t, binding, "correct horse");
	peer_send(p, "AUTHENTICATE +");
	sasl_expect_in(p, "alice");
}

START_TEST(who_knows_the_password_logs_in_and_the_server_knows_it_too)
{
	struct scram_talk t;
	struct peer *p = sasl_beside_alice();

	scram_first(p, &t, "n,,", "alice");
	ck_assert_uint_eq(t.iterations, 4096);
	logs_in(p, &t, BIWS);
}
END_TEST

START_TEST(nobody_is_logged_in_before_they_heard_the_server)
{
	struct scram_talk t;
	struct peer *p = sasl_beside_alice();

	scram_first(p, &t, "n,,", "alice");
	scram_final(p, &t, BIWS, t.nonce, "correct horse");
	scram_expect_server(p, &t, BIWS, "correct horse");
	peer_send(p, "AUTHENTICATE *");
	peer_next(p, ":* 906 *");
	peer_send(p, "CAP END");
	peer_register(p, "p");
	peer_send(p, "WHOIS p");
	peer_expect_none(p, ":* 330 *");
}
END_TEST

START_TEST(a_client_that_could_bind_to_a_channel_hears_that_this_cannot)
{
	struct scram_talk t;
	struct peer *p = sasl_beside_alice();

	sasl_start(p, "SCRAM-SHA-256");
	sasl_says(p, "p=tls-exporter,,n=alice,r=abc");
	peer_next(p, ":* 904 \\* :*channel binding*");
	scram_first(p, &t, "y,,", "alice");
	scram_final(p, &t, BIWS, t.nonce, "correct horse");
	peer_next(p, ":* 904 *");
	scram_first(p, &t, "y,,", "alice");
	logs_in(p, &t, EWS);
}
END_TEST

START_TEST(whom_somebody_wants_to_be_is_whom_they_are)
{
	struct scram_talk t;
	struct peer *p = sasl_beside_alice();

	sasl_start(p, "SCRAM-SHA-256");
	sasl_says(p, "n,a=bob,n=alice,r=abc");
	peer_next(p, ":* 904 *");
	scram_first(p, &t, "n,a=alice,", "alice");
	logs_in(p, &t, NAME);
}
END_TEST

START_TEST(a_wrong_proof_and_another_nonce_fail)
{
	struct scram_talk t;
	struct peer *p = sasl_beside_alice();

	scram_first(p, &t, "n,,", "alice");
	scram_final(p, &t, BIWS, t.nonce, "wrong horse");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
	scram_first(p, &t, "n,,", "alice");
	scram_final(p, &t, BIWS, "fyko+d2lbbFgONRv9qkxdawL", "correct horse");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
	scram_first(p, &t, "n,,", "alice");
	sasl_says(p, "");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
}
END_TEST

START_TEST(who_is_not_there_looks_like_who_is)
{
	struct host *h = host_start(SASL_CONF);
	struct scram_talk first, again, other;
	struct peer *p;

	account_make(h, "alice", "correct horse");
	p = sasl_connect(h, "p");
	scram_first(p, &first, "n,,", "nobody");
	scram_final(p, &first, BIWS, first.nonce, "guess");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
	peer_free(p);
	host_kill(h);
	host_again(h, SASL_CONF, true);
	p = sasl_connect(h, "p");
	scram_first(p, &again, "n,,", "NOBODY");
	ck_assert_str_eq(first.salt, again.salt);
	ck_assert_uint_eq(first.iterations, again.iterations);
	peer_send(p, "AUTHENTICATE *");
	peer_next(p, ":* 906 *");
	scram_first(p, &other, "n,,", "alice");
	ck_assert_uint_eq(strlen(other.salt), strlen(first.salt));
	ck_assert_uint_eq(other.iterations, first.iterations);
}
END_TEST

START_TEST(what_is_no_message_of_scram_fails)
{
	static const char *const bad[] = {"", "n", "n,", "n,,", "n,,n=alice",
	    "n,,n=,r=abc", "n,,n=alice,r=", "n,,m=x,n=alice,r=abc",
	    "n,,n=al=ice,r=abc", "n,,r=abc,n=alice", "x,,n=alice,r=abc",
	    "n,b=x,n=alice,r=abc", "n,,n=alice,r=a b", "n,,n=alice,r=\xc3\xa4",
	    "n,,n=\xff,r=abc"};
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		sasl_start(p, "SCRAM-SHA-256");
		sasl_says(p, bad[i]);
		peer_next(p, ":* 904 \\* :SASL authentication failed");
	}
}
END_TEST

START_TEST(wrong_proofs_count_as_guesses)
{
	struct host *h = host_start(SASL_CONF "password-tries = 3\n");
	struct scram_talk t;
	struct peer *p = sasl_connect(h, "p");

	for (int i = 0; i < 3; i++) {
		scram_first(p, &t, "n,,", "nobody");
		scram_final(p, &t, BIWS, t.nonce, "guess");
		peer_next(p, ":* 904 \\* :SASL authentication failed");
	}
	sasl_start(p, "SCRAM-SHA-256");
	sasl_says(p, "n,,n=nobody,r=abc");
	peer_next(p, ":* 904 \\* :Too many wrong passwords*");
}
END_TEST

START_TEST(proofs_that_many_have_ready_are_guesses_all_the_same)
{
	enum { MANY = 5 };
	struct host *h = host_start(SASL_CONF "password-tries = 3\n");
	struct scram_talk t[MANY];
	struct peer *p[MANY];

	account_make(h, "alice", "correct horse");
	for (int i = 0; i < MANY; i++) {
		p[i] = sasl_connect(h, "p");
		scram_first(p[i], &t[i], "n,,", "alice");
	}
	for (int i = 0; i < MANY - 1; i++) {
		scram_final(p[i], &t[i], BIWS, t[i].nonce, "guess");
		peer_next(p[i],
		    i < 3 ? ":* 904 \\* :SASL authentication failed"
			  : ":* 904 \\* :Too many wrong passwords*");
	}
	scram_final(p[MANY - 1], &t[MANY - 1], BIWS, t[MANY - 1].nonce,
	    "correct horse");
	peer_next(p[MANY - 1], ":* 904 \\* :Too many wrong passwords*");
}
END_TEST

TALK_SUITE(talk_scram,
    who_knows_the_password_logs_in_and_the_server_knows_it_too,
    nobody_is_logged_in_before_they_heard_the_server,
    a_client_that_could_bind_to_a_channel_hears_that_this_cannot,
    whom_somebody_wants_to_be_is_whom_they_are,
    a_wrong_proof_and_another_nonce_fail, who_is_not_there_looks_like_who_is,
    what_is_no_message_of_scram_fails, wrong_proofs_count_as_guesses,
    proofs_that_many_have_ready_are_guesses_all_the_same)
