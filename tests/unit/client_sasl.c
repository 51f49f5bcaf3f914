/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base64.h"
#include "tests/unit/client_script.h"

START_TEST(plain_shows_account_and_password_and_goes_on_to_the_welcome)
{
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN,EXTERNAL");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIy\r\n");
	hear(":irc 900 me me!u@h ada :You are now logged in as ada");
	ck_sent("");
	hear(":irc 903 me :SASL authentication successful");
	ck_sent("CAP END\r\n");
	ck_assert_str_eq(t.n->persona.logged_in, "ada");
	script_ck_says("You are logged in to net as ada");
	script_ck_says("/login -k keeps");
}
END_TEST

START_TEST(a_name_of_the_account_is_asked_for_again_after_the_login)
{
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN");
	hear(":irc 433 * me :Nickname is reserved by its account");
	talker_sent(&t);
	hear("AUTHENTICATE +");
	talker_sent(&t);
	hear(":irc 903 me :ok");
	ck_sent("NICK me\r\nCAP END\r\n");
}
END_TEST

START_TEST(scram_is_taken_before_plain_and_proves_both_sides)
{
	script_know("ada", "pencil");
	script_greet("sasl=PLAIN,SCRAM-SHA-256");
	script_challenge("ada", "4096");
	ck_sent("");
	script_work();
	script_prove("pencil", true);
	ck_sent("AUTHENTICATE +\r\n");
	hear(":irc 900 me me!u@h ada :ok");
	hear(":irc 903 me :ok");
	ck_sent("CAP END\r\n");
	ck_assert(keyring_saw_scram(address));
}
END_TEST

START_TEST(a_server_without_a_proof_is_left)
{
	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	script_challenge("ada", "4096");
	script_work();
	t.n->want = true;
	script_prove("pencil", false);
	ck_sent("AUTHENTICATE *\r\n");
	ck_assert(!t.n->want);
	script_ck_says("cannot prove that it knows your password");
	hear(":irc 903 me :ok");
	ck_sent("");
	ck_assert_str_eq(t.n->persona.logged_in, "");
}
END_TEST

/* RFC 5802 §7, server-error */
START_TEST(an_error_instead_of_a_proof_is_a_no_and_not_a_lie)
{
	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	script_challenge("ada", "4096");
	script_work();
	talker_sent(&t);
	t.n->want = true;
	script_say_base64("e=invalid-proof");
	ck_sent("AUTHENTICATE +\r\n");
	ck_assert(t.n->want);
	hear(":irc 904 me :wrong password");
	ck_sent("CAP END\r\n");
	script_ck_says("did not take the password");
	script_ck_silent("not trusted");
	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	script_challenge("ada", "4096");
	script_work();
	script_say_base64("e=invalid-proof");
	hear(":irc 903 me :ok");
	ck_assert(!t.n->want);
	script_ck_says("without a proof");
}
END_TEST

START_TEST(a_yes_before_the_proof_is_none)
{
	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	t.n->want = true;
	script_challenge("ada", "4096");
	hear(":irc 903 me :ok");
	ck_assert(!t.n->want);
	script_ck_says("without a proof");
	ck_sent("AUTHENTICATE *\r\n");
	errands_turn(errands);
	ck_assert_int_eq(errands_fd(errands), -1);
}
END_TEST

START_TEST(iteration_counts_have_bounds)
{
	static const char *const bad[][2] = {{"1", "too few"},
	    {"4095", "too few"}, {"5000001", "too many"}, {"0", "is none"},
	    {"-5", "is none"}, {"99999999999999999999", "too many"},
	    {"4096x", "is none"}};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		room_clear(t.n->room);
		script_know("ada", "pencil");
		script_greet("sasl=SCRAM-SHA-256");
		script_challenge("ada", bad[i][0]);
		ck_sent("AUTHENTICATE *\r\nCAP END\r\n");
		script_ck_says(bad[i][1]);
	}
}
END_TEST

START_TEST(another_nonce_than_ours_is_no_answer)
{
	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	script_say_base64("r=someone,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
	ck_sent("AUTHENTICATE *\r\nCAP END\r\n");
	script_ck_says("not to our question");
}
END_TEST

START_TEST(what_is_no_answer_ends_the_exchange)
{
	static const char *const bad[] = {"AUTHENTICATE !!!!",
	    "AUTHENTICATE AGFkYQ==", "AUTHENTICATE bT1leHQs"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		script_know("ada", "pencil");
		script_greet("sasl=SCRAM-SHA-256");
		hear("AUTHENTICATE +");
		talker_sent(&t);
		hear(bad[i]);
		ck_sent("AUTHENTICATE *\r\nCAP END\r\n");
	}
}
END_TEST

START_TEST(an_answer_of_many_pieces_has_a_bound)
{
	char piece[512];

	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	memset(piece, 'A', sizeof(piece));
	memcpy(piece, "AUTHENTICATE ", 13);
	piece[13 + 400] = '\0';
	for (int i = 0; i < 10; i++)
		hear(piece);
	ck_sent("");
	hear(piece);
	ck_sent("AUTHENTICATE *\r\nCAP END\r\n");
	script_ck_says("too long");
}
END_TEST

/* \0ada\0 and the password: so many bytes of base64. */
static void
ck_pieces(size_t password, const size_t *pieces)
{
	char word[SECRET_MAX + 1];
	const char *sent;

	memset(word, 'p', password);
	word[password] = '\0';
	script_know("ada", word);
	script_greet("sasl=PLAIN");
	talker_sent(&t);
	hear("AUTHENTICATE +");
	sent = talker_sent(&t);
	for (; *pieces; pieces++) {
		size_t len = strcspn(sent, "\r");

		ck_assert_uint_eq(len, *pieces + strlen("AUTHENTICATE "));
		sent += len + 2;
	}
	ck_assert_str_eq(sent, "");
	hear(":irc 904 me :no");
	talker_sent(&t);
}

START_TEST(a_message_goes_in_pieces_of_400_and_a_full_last_one_is_ended)
{
	ck_pieces(292, (size_t[]){396, 0});
	ck_pieces(293, (size_t[]){400, 1, 0});
	ck_pieces(295, (size_t[]){400, 1, 0});
	ck_pieces(296, (size_t[]){400, 4, 0});
	ck_pieces(SECRET_MAX, (size_t[]){400, 140, 0});
}
END_TEST

START_TEST(an_answer_in_pieces_is_put_together)
{
	char salt[200], piece[512], nonce[64];
	struct buf text = {0}, b = {0};

	script_know("ada", "pencil");
	script_greet("sasl=SCRAM-SHA-256");
	hear("AUTHENTICATE +");
	snprintf(nonce, sizeof(nonce), "%s", t.n->persona.proof.nonce);
	talker_sent(&t);
	memset(salt, 'A', sizeof(salt));
	salt[160] = '\0';
	buf_addf(&text, "r=%s", nonce);
	while (text.len < 300 - 170)
		buf_addc(&text, 'n');
	buf_addf(&text, ",s=%s,i=4096", salt);
	while (text.len % 300)
		buf_addc(&text, ',');
	base64_add(&b, text.data, text.len);
	ck_assert_uint_eq(b.len, 400);
	snprintf(piece, sizeof(piece), "AUTHENTICATE %s", b.data);
	hear(piece);
	ck_assert_int_eq(t.n->persona.errand, PERSONA_NO_ERRAND);
	hear("AUTHENTICATE +");
	ck_assert_int_eq(t.n->persona.errand, PERSONA_DERIVE);
	buf_free(&text);
	buf_free(&b);
}
END_TEST

START_TEST(a_wrong_password_is_told_once_and_not_sent_again)
{
	script_know("ada", "wrong");
	script_greet("sasl=PLAIN");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	hear(":irc 904 me :SASL authentication failed");
	ck_sent("CAP END\r\n");
	script_ck_says("did not take the password of ada");
	script_ck_says("/login ada tries another");
	ck_assert_str_eq(t.n->persona.password.text, "");
	handle_lost(&t.state, t.n, "gone");
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
}
END_TEST

START_TEST(a_password_that_may_have_been_changed_is_tried_as_both)
{
	script_know("ada", "hunter2");
	secret_set(&t.n->persona.next, "hunter3", 7);
	script_greet("sasl=PLAIN");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIy\r\n");
	hear(":irc 904 me :no");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIz\r\n");
	hear(":irc 904 me :no");
	ck_sent("CAP END\r\n");
	script_ck_says("did not take the password");
}
END_TEST

START_TEST(a_server_that_had_scram_does_not_get_the_password_by_plain)
{
	struct buf err = {0};

	ck_assert_int_eq(keyring_note_scram(address, true, &err), 0);
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
	script_ck_says("offered SCRAM-SHA-256 before");
	script_ck_says("/login -p");
	hear(":irc 001 me :Welcome");
	hear(":irc 422 me :no MOTD");
	ck_sent("");
	input_line(&t.state, "/login -p ada");
	script_press("hunter2\r");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIy\r\n");
	hear(":irc 903 me :ok");
	ck_assert(!keyring_saw_scram(address));
}
END_TEST

START_TEST(a_list_that_loses_scram_on_the_way_is_no_reason_for_plain)
{
	script_know("ada", "hunter2");
	t.n->persona.seen_scram = true;
	script_greet("sasl");
	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	hear(":irc 908 me PLAIN :are available");
	hear(":irc 904 me :failed");
	ck_sent("CAP END\r\n");
	script_ck_says("offered SCRAM-SHA-256 before");
}
END_TEST

START_TEST(another_mechanism_of_908_is_tried)
{
	script_know("ada", "hunter2");
	script_greet("sasl");
	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	hear(":irc 908 me PLAIN,EXTERNAL :are available");
	hear(":irc 904 me :failed");
	ck_sent("AUTHENTICATE PLAIN\r\n");
}
END_TEST

START_TEST(who_can_log_in_by_nothing_else_is_told_why)
{
	script_know("ada", "hunter2");
	script_greet("sasl");
	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	hear(":irc 908 me ECDSA-NIST256P-CHALLENGE :are available");
	hear(":irc 904 me :failed");
	ck_sent("CAP END\r\n");
	script_ck_says("it offers no way to log in");
	section.sasl = SASL_EXTERNAL;
	script_configure();
	t.n->certificate = true;
	script_greet("sasl=EXTERNAL");
	ck_sent("AUTHENTICATE EXTERNAL\r\n");
	hear(":irc 904 me :not known");
	ck_sent("CAP END\r\n");
	script_ck_says("knows no account for your certificate");
	script_ck_silent("no password of ada is known");
}
END_TEST

START_TEST(plain_needs_a_connection_that_nobody_reads)
{
	script_know("ada", "hunter2");
	t.n->guard = GUARD_NONE;
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
	script_ck_says("not encrypted");
	section.password_in_clear = true;
	script_configure();
	handle_lost(&t.state, t.n, "gone");
	script_greet("sasl=PLAIN");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	script_ck_says("unencrypted");
}
END_TEST

START_TEST(external_goes_first_and_a_password_after_it)
{
	script_know("ada", "hunter2");
	t.n->certificate = true;
	script_greet("sasl=PLAIN,EXTERNAL");
	ck_sent("AUTHENTICATE EXTERNAL\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE +\r\n");
	hear(":irc 904 me :unknown certificate");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	hear(":irc 903 me :ok");
	ck_sent("CAP END\r\n");
}
END_TEST

START_TEST(an_unknown_certificate_alone_is_told)
{
	t.n->certificate = true;
	script_greet("sasl=EXTERNAL");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	hear(":irc 904 me :no such key");
	ck_sent("CAP END\r\n");
	script_ck_says("knows no account for your certificate (no such key)");
}
END_TEST

START_TEST(external_on_a_socket_is_asked_for_only_where_wanted)
{
	t.n->local = true;
	script_greet("sasl=EXTERNAL");
	ck_sent("CAP END\r\n");
	section.sasl = SASL_EXTERNAL;
	script_configure();
	script_greet("sasl=EXTERNAL");
	ck_sent("AUTHENTICATE EXTERNAL\r\n");
}
END_TEST

START_TEST(failures_are_told_in_words)
{
	static const char *const lines[][2] = {
	    {":irc 902 me :You must use a nick assigned to you", "assigned"},
	    {":irc 905 me :SASL message too long", "too long"},
	    {":irc 906 me :SASL authentication aborted", "aborted"}};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		script_know("ada", "hunter2");
		script_greet("sasl=PLAIN");
		talker_sent(&t);
		hear(lines[i][0]);
		ck_sent("CAP END\r\n");
		script_ck_says(lines[i][1]);
	}
}
END_TEST

START_TEST(who_is_logged_in_already_has_nothing_to_do)
{
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN");
	talker_sent(&t);
	hear(":irc 907 me :already");
	ck_sent("CAP END\r\n");
	script_ck_silent("Not logged in");
}
END_TEST

START_TEST(sasl_that_comes_later_is_used_and_may_go_again)
{
	script_know("ada", "hunter2");
	talker_welcome(&t, "");
	hear("CAP me NEW :sasl=PLAIN");
	ck_sent("CAP REQ sasl\r\n");
	hear("CAP me ACK :sasl");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("CAP me DEL :sasl");
	script_ck_says("has stopped to log people in");
	ck_assert(!logon_busy(t.n));
	ck_sent("");
}
END_TEST

START_TEST(what_ends_an_exchange_that_was_left_does_not_end_the_next)
{
	static const char *const late[] = {
	    "AUTHENTICATE +", ":irc 903 me :ok", ":irc 906 me :aborted"};

	talker_welcome(&t, "sasl");
	mem_replace(&t.n->persona.mechanisms, "SCRAM-SHA-256");
	script_know("ada", "pencel");
	logon_now(&t.state, t.n);
	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	script_know("ada", "pencil");
	logon_now(&t.state, t.n);
	ck_sent("AUTHENTICATE *\r\nAUTHENTICATE SCRAM-SHA-256\r\n");
	for (size_t i = 0; i < sizeof(late) / sizeof(*late); i++)
		hear(late[i]);
	ck_sent("");
	ck_assert(logon_busy(t.n));
	script_ck_silent("Not logged in");
	script_ck_silent("not trusted");
	hear("AUTHENTICATE +");
	ck_assert_str_ne(talker_sent(&t), "");
	hear(":irc 906 me :of this one");
	ck_assert(!logon_busy(t.n));
}
END_TEST

Suite *
suite_client_sasl(void)
{
	Suite *s = suite_create("client_sasl");
	TCase *tc = tcase_create("sasl");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, script_setup, script_teardown);
	tcase_add_test(
	    tc, plain_shows_account_and_password_and_goes_on_to_the_welcome);
	tcase_add_test(
	    tc, a_name_of_the_account_is_asked_for_again_after_the_login);
	tcase_add_test(tc, scram_is_taken_before_plain_and_proves_both_sides);
	tcase_add_test(tc, a_server_without_a_proof_is_left);
	tcase_add_test(tc, an_error_instead_of_a_proof_is_a_no_and_not_a_lie);
	tcase_add_test(tc, a_yes_before_the_proof_is_none);
	tcase_add_test(tc, iteration_counts_have_bounds);
	tcase_add_test(tc, another_nonce_than_ours_is_no_answer);
	tcase_add_test(tc, what_is_no_answer_ends_the_exchange);
	tcase_add_test(tc, an_answer_of_many_pieces_has_a_bound);
	tcase_add_test(
	    tc, a_message_goes_in_pieces_of_400_and_a_full_last_one_is_ended);
	tcase_add_test(tc, an_answer_in_pieces_is_put_together);
	tcase_add_test(tc, a_wrong_password_is_told_once_and_not_sent_again);
	tcase_add_test(
	    tc, a_password_that_may_have_been_changed_is_tried_as_both);
	tcase_add_test(
	    tc, a_server_that_had_scram_does_not_get_the_password_by_plain);
	tcase_add_test(
	    tc, a_list_that_loses_scram_on_the_way_is_no_reason_for_plain);
	tcase_add_test(tc, another_mechanism_of_908_is_tried);
	tcase_add_test(tc, who_can_log_in_by_nothing_else_is_told_why);
	tcase_add_test(tc, plain_needs_a_connection_that_nobody_reads);
	tcase_add_test(tc, external_goes_first_and_a_password_after_it);
	tcase_add_test(tc, an_unknown_certificate_alone_is_told);
	tcase_add_test(tc, external_on_a_socket_is_asked_for_only_where_wanted);
	tcase_add_test(
	    tc, what_ends_an_exchange_that_was_left_does_not_end_the_next);
	tcase_add_test(tc, failures_are_told_in_words);
	tcase_add_test(tc, who_is_logged_in_already_has_nothing_to_do);
	tcase_add_test(tc, sasl_that_comes_later_is_used_and_may_go_again);
	suite_add_tcase(s, tc);
	return s;
}
