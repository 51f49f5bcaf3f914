/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base64.h"
#include "common/mem.h"
#include "server/derive.h"
#include "server/guess.h"
#include "server/identify.h"
#include "server/login.h"
#include "server/verifier.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/* RFC 7677 §3 */
static const char auth_message[] =
    "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIl"
    "j)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO"
    "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

static struct scene sc;
static char answers[512]; /* of all that was asked, in their order */

static void
setup(void)
{
	scene_begin(&sc);
	sc.settings.password_tries = 3;
	sc.settings.password_tries_ms = 60000;
	sc.settings.insecure_passwords = true;
	sc.srv.derive = derive_start();
	ck_assert_ptr_nonnull(sc.srv.derive);
	answers[0] = '\0';
}

static void
teardown(void)
{
	derive_stop(sc.srv.derive);
	scene_end(&sc);
}

static struct account *
account(const char *name, const char *password)
{
	struct account *a = account_add(&sc.srv.accounts, name, 1);

	ck_assert_int_eq(verifier_make(&a->password, password, 4096), 0);
	return a;
}

/* Somebody at an address of its own. */
static struct session *
from(const char *nick, uint8_t place)
{
	struct session *s = scene_user(&sc, nick, NULL, 0);

	s->limit_key = (struct limit_key){LIMIT_IPV4, {192, 0, 2, place}};
	sc.srv.nloopback--;
	limit_add(&sc.srv.limits, &s->limit_key);
	return s;
}

static void
then(struct server *srv, struct session *s, struct account *a,
    enum identified answer)
{
	static const char letters[] = "+-tbo";
	char word[3] = {s->user->nick[0], letters[answer], '\0'};

	(void)srv;
	ck_assert((a != NULL) == (answer == IDENTIFY_RIGHT));
	strcat(answers, word);
}

static void
wait_for(size_t length)
{
	while (strlen(answers) < length) {
		struct pollfd p = {derive_fd(sc.srv.derive), POLLIN, 0};

		ck_assert_int_eq(poll(&p, 1, 20000), 1);
		derive_reap(&sc.srv);
	}
}

START_TEST(the_vectors_of_rfc_7677_are_reckoned)
{
	struct verifier v = {.iterations = 4096};
	uint8_t proof[SCRAM_KEY_LEN], signature[SCRAM_KEY_LEN];
	uint8_t salted[SCRAM_KEY_LEN], key[SCRAM_KEY_LEN];
	struct buf text = {0};

	ck_assert_int_eq(base64_decode(v.salt, sizeof(v.salt),
			     "W22ZaJ0SNY7soEsUEjb6gQ==", 24),
	    16);
	scram_salted_password(
	    salted, "pencil", v.salt, sizeof(v.salt), v.iterations);
	scram_client_key(key, salted);
	scram_stored_key(v.stored_key, key);
	scram_server_key(v.server_key, salted);
	ck_assert(verifier_check(&v, "pencil"));
	ck_assert(!verifier_check(&v, "pencils"));
	ck_assert(!verifier_check(&v, NULL));
	ck_assert_int_eq(
	    base64_decode(proof, sizeof(proof),
		"dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", 44),
	    32);
	ck_assert(verifier_proves(&v, proof, auth_message));
	verifier_answer(&v, signature, auth_message);
	base64_add(&text, signature, sizeof(signature));
	ck_assert_str_eq(
	    text.data, "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
	proof[31] ^= 1;
	ck_assert(!verifier_proves(&v, proof, auth_message));
	buf_free(&text);
}
END_TEST

START_TEST(a_password_is_that_of_its_verifier_whose_salt_is_its_own)
{
	struct verifier a, b;

	ck_assert_int_eq(verifier_make(&a, "sesame", 4096), 0);
	ck_assert_int_eq(verifier_make(&b, "sesame", 4096), 0);
	ck_assert(memcmp(a.salt, b.salt, sizeof(a.salt)) != 0);
	ck_assert(memcmp(a.stored_key, b.stored_key, SCRAM_KEY_LEN) != 0);
	ck_assert(verifier_check(&a, "sesame"));
	ck_assert(!verifier_check(&a, "Sesame"));
}
END_TEST

START_TEST(who_is_not_there_has_one_salt_for_ever_and_no_password)
{
	static const uint8_t secret[VERIFIER_SECRET_LEN] = {1},
			     other[VERIFIER_SECRET_LEN] = {2};
	struct verifier a, b;

	verifier_fake(&a, secret, "ada", 4096);
	verifier_fake(&b, secret, "ada", 4096);
	ck_assert_mem_eq(&a, &b, sizeof(a));
	ck_assert(!verifier_check(&a, ""));
	verifier_fake(&b, secret, "bob", 4096);
	ck_assert(memcmp(a.salt, b.salt, sizeof(a.salt)) != 0);
	verifier_fake(&b, other, "ada", 4096);
	ck_assert(memcmp(a.salt, b.salt, sizeof(a.salt)) != 0);
}
END_TEST

START_TEST(a_right_password_is_told_from_a_wrong_one_and_from_nobody_s)
{
	struct session *ada = from("ada", 1);

	account("ada", "sesame");
	identify(&sc.srv, ada, "Ada", "sesame", then);
	ck_assert(ada->waiting);
	wait_for(2);
	ck_assert(!ada->waiting);
	identify(&sc.srv, ada, "ada", "sesamo", then);
	wait_for(4);
	identify(&sc.srv, ada, "nobody", "sesame", then);
	wait_for(6);
	identify(&sc.srv, ada, "ada", "ses\001me", then);
	wait_for(8);
	ck_assert_str_eq(answers, "a+a-a-a-");
}
END_TEST

START_TEST(a_login_has_no_password_until_it_sets_one)
{
	struct session *ada = from("ada", 1);

	account_add(&sc.srv.accounts, "ada", 1)->local = true;
	identify(&sc.srv, ada, "ada", "", then);
	wait_for(2);
	ck_assert_str_eq(answers, "a-");
}
END_TEST

START_TEST(a_password_that_changed_meanwhile_is_wrong)
{
	struct session *ada = from("ada", 1);
	struct account *a = account("ada", "sesame");

	identify(&sc.srv, ada, "ada", "sesame", then);
	ck_assert_int_eq(verifier_make(&a->password, "other", 4096), 0);
	wait_for(2);
	ck_assert_str_eq(answers, "a-");
}
END_TEST

START_TEST(a_password_of_fewer_iterations_is_hashed_anew_when_it_was_right)
{
	struct session *ada = from("ada", 1);
	struct account *a = account("ada", "sesame");

	sc.settings.password_iterations = 5000;
	identify(&sc.srv, ada, "ada", "wrong", then);
	wait_for(2);
	ck_assert_uint_eq(a->password.iterations, 4096);
	identify(&sc.srv, ada, "ada", "sesame", then);
	wait_for(4);
	ck_assert_uint_eq(a->password.iterations, 5000);
	ck_assert(verifier_check(&a->password, "sesame"));
}
END_TEST

START_TEST(who_guesses_too_often_waits_and_nobody_elsewhere_does)
{
	struct session *eve = from("eve", 66), *bob = from("bob", 2);

	account("bob", "sesame");
	for (int i = 0; i < 10000; i++) {
		identify(&sc.srv, eve, "victim", "wrong", then);
		if (i < 4)
			wait_for(2 * (size_t)i + 2);
		else
			answers[8] = '\0';
	}
	ck_assert_str_eq(answers, "e-e-e-et");
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(10);
	ck_assert_str_eq(answers, "e-e-e-etb+");
	sc.srv.now_ms += 60000;
	identify(&sc.srv, eve, "victim", "wrong", then);
	wait_for(12);
	ck_assert_str_eq(answers, "e-e-e-etb+e-");
}
END_TEST

/* All of them ask before the first one is answered. */
START_TEST(many_connections_at_once_guess_no_more_often_than_one)
{
	size_t looked_at = 0;
	char nick[8];

	account("bob", "sesame");
	for (int i = 0; i < 12; i++) {
		snprintf(nick, sizeof(nick), "e%d", i);
		identify(&sc.srv, from(nick, 66), "bob",
		    i < 11 ? "wrong" : "sesame", then);
	}
	wait_for(2 * 12);
	for (const char *c = answers; *c; c += 2)
		looked_at += c[1] == '-';
	ck_assert_uint_eq(looked_at, 3);
	ck_assert_ptr_null(strchr(answers, '+'));
}
END_TEST

START_TEST(nobody_is_locked_out_of_an_account_by_others_who_guess_it)
{
	struct session *bob = from("bob", 2), *new = from("new", 3);

	account("bob", "sesame");
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(2);
	for (uint8_t place = 100; place < 103; place++) {
		identify(&sc.srv, from("eve", place), "BOB", "wrong", then);
		wait_for(2 * (size_t)(place - 98));
		scene_quit(&sc, sc.srv.sessions->prev);
	}
	identify(&sc.srv, new, "bob", "sesame", then);
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(12);
	ck_assert_str_eq(answers, "b+e-e-e-ntb+");
}
END_TEST

START_TEST(a_name_that_is_no_account_is_guessed_as_often_as_one)
{
	for (uint8_t place = 1; place <= 3; place++) {
		identify(&sc.srv, from("e", place), "nobody", "wrong", then);
		wait_for(2 * (size_t)place);
		scene_quit(&sc, sc.srv.sessions->prev);
	}
	identify(&sc.srv, from("f", 9), "nobody", "wrong", then);
	ck_assert_str_eq(answers, "e-e-e-ft");
}
END_TEST

/* Several of them. */
static void
crowd_asks(int count)
{
	char nick[8];

	sc.settings.password_tries = 0;
	for (int i = 0; i < count; i++) {
		snprintf(nick, sizeof(nick), "e%d", i);
		identify(&sc.srv, from(nick, 66), "bob", "wrong", then);
	}
}

START_TEST(places_that_ask_take_turns)
{
	struct session *bob;
	char *at;

	account("bob", "sesame");
	crowd_asks(DERIVE_LINE);
	bob = from("bob", 2);
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(2 * DERIVE_LINE + 2);
	/* behind those that ran, and one more */
	at = strstr(answers, "b+");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_le(at - answers, 2 * 9);
}
END_TEST

START_TEST(one_place_has_only_so_many_that_wait)
{
	size_t busy = 0;

	crowd_asks(DERIVE_LINE + 10);
	for (const char *c = answers; *c; c++)
		busy += *c == 'b';
	ck_assert_uint_ge(busy, 10 - 4);
	wait_for(2 * (DERIVE_LINE + 10));
}
END_TEST

START_TEST(whoever_went_is_not_reckoned_for)
{
	struct session *bob = from("bob", 2);

	account("bob", "sesame");
	sc.settings.password_tries = 0;
	for (int i = 0; i < DERIVE_LINE; i++) {
		identify(&sc.srv, from("e", 66), "bob", "wrong", then);
		scene_quit(&sc, sc.srv.sessions->prev);
	}
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(2);
	ck_assert_str_eq(answers, "b+");
}
END_TEST

START_TEST(where_others_can_listen_no_password_is_taken)
{
	struct session *bob = from("bob", 2);

	account("bob", "sesame");
	sc.settings.insecure_passwords = false;
	identify(&sc.srv, bob, "bob", "sesame", then);
	ck_assert_str_eq(answers, "bo");
	bob->secure = true;
	identify(&sc.srv, bob, "bob", "sesame", then);
	wait_for(4);
	ck_assert_str_eq(answers, "bob+");
}
END_TEST

START_TEST(secret_and_known_places_survive_a_restart)
{
	struct session *bob;
	uint8_t secret[32];
	uint64_t place;
	struct account *a;

	scene_keep(&sc);
	bob = from("bob", 2);
	a = account("bob", "sesame");
	guess_right(&sc.srv, bob, a);
	place = a->places[0];
	ck_assert_int_eq(account_keep(&sc.srv, a), 0);
	memcpy(secret, sc.srv.store->secret, sizeof(secret));
	sc.srv.store->ops->commit(sc.srv.store);
	scene_reopen(&sc);
	ck_assert_mem_eq(secret, sc.srv.store->secret, sizeof(secret));
	a = account_find(&sc.srv.accounts, "bob");
	ck_assert_uint_eq(a->nplaces, 1);
	ck_assert(a->places[0] == place);
	ck_assert(verifier_check(&a->password, "sesame"));
	memset(secret, 0, sizeof(secret));
	ck_assert(memcmp(secret, sc.srv.store->secret, sizeof(secret)) != 0);
}
END_TEST

Suite *
suite_server_passwords(void)
{
	Suite *s = suite_create("server_passwords");
	TCase *tc = tcase_create("server_passwords");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, the_vectors_of_rfc_7677_are_reckoned);
	tcase_add_test(
	    tc, a_password_is_that_of_its_verifier_whose_salt_is_its_own);
	tcase_add_test(
	    tc, who_is_not_there_has_one_salt_for_ever_and_no_password);
	tcase_add_test(
	    tc, a_right_password_is_told_from_a_wrong_one_and_from_nobody_s);
	tcase_add_test(tc, a_login_has_no_password_until_it_sets_one);
	tcase_add_test(tc, a_password_that_changed_meanwhile_is_wrong);
	tcase_add_test(tc,
	    a_password_of_fewer_iterations_is_hashed_anew_when_it_was_right);
	tcase_add_test(
	    tc, who_guesses_too_often_waits_and_nobody_elsewhere_does);
	tcase_add_test(
	    tc, many_connections_at_once_guess_no_more_often_than_one);
	tcase_add_test(
	    tc, nobody_is_locked_out_of_an_account_by_others_who_guess_it);
	tcase_add_test(
	    tc, a_name_that_is_no_account_is_guessed_as_often_as_one);
	tcase_add_test(tc, places_that_ask_take_turns);
	tcase_add_test(tc, one_place_has_only_so_many_that_wait);
	tcase_add_test(tc, whoever_went_is_not_reckoned_for);
	tcase_add_test(tc, where_others_can_listen_no_password_is_taken);
	tcase_add_test(tc, secret_and_known_places_survive_a_restart);
	suite_add_tcase(s, tc);
	return s;
}
