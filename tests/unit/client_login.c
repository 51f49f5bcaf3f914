/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/client_script.h"

START_TEST(login_asks_hidden_and_keeps_only_where_that_was_asked_for)
{
	struct secret s = {0};
	struct buf err = {0};
	char *account = NULL;

	talker_welcome(&t, "sasl");
	mem_replace(&t.n->persona.mechanisms, "PLAIN");
	input_line(&t.state, "/login ada hunter2");
	ck_assert_ptr_null(t.state.current->ask);
	input_line(&t.state, "/login ada");
	script_press("hunter2\r");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	talker_sent(&t);
	hear(":irc 900 me me!u@h ada :ok");
	hear(":irc 903 me :ok");
	ck_assert_int_eq(keyring_find(address, &account, &s, &err), 0);
	input_line(&t.state, "/login -k");
	ck_assert_int_eq(keyring_find(address, &account, &s, &err), 1);
	ck_assert_str_eq(account, "ada");
	ck_assert_str_eq(s.text, "hunter2");
	script_ck_silent("hunter2");
	free(account);
}
END_TEST

START_TEST(a_certificate_is_enough_only_where_the_server_takes_it)
{
	talker_welcome(&t, "sasl");
	t.n->certificate = true;
	mem_replace(&t.n->persona.mechanisms, "PLAIN");
	input_line(&t.state, "/login");
	ck_assert_ptr_nonnull(t.state.current->ask);
	script_press("\003");
	ck_sent("");
	mem_replace(&t.n->persona.mechanisms, "PLAIN,EXTERNAL");
	input_line(&t.state, "/login");
	ck_assert_ptr_null(t.state.current->ask);
	ck_sent("AUTHENTICATE EXTERNAL\r\n");
}
END_TEST

START_TEST(a_kept_password_logs_in_and_goes_by_address)
{
	struct secret s = {.text = "hunter2"};
	struct buf err = {0};

	ck_assert_int_eq(keyring_keep(address, "ada", &s, &err), 0);
	script_greet("sasl=PLAIN");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIy\r\n");
	hear(":irc 903 me :ok");
	handle_lost(&t.state, t.n, "gone");
	network_reached(t.n, "other.example.org:6697");
	ck_assert_str_eq(t.n->persona.password.text, "");
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
}
END_TEST

START_TEST(a_logout_lasts_and_f_forgets_what_is_kept)
{
	struct secret s = {.text = "hunter2"};
	struct buf err = {0};
	char *account = mem_strdup("ada");

	ck_assert_int_eq(keyring_keep(address, "ada", &s, &err), 0);
	script_know("ada", "hunter2");
	talker_welcome(&t, "");
	hear(":irc 900 me me!u@h ada :ok");
	input_line(&t.state, "/logout");
	ck_sent("PRIVMSG NickServ LOGOUT\r\n");
	script_ck_says("still kept");
	hear(":irc 901 me me!u@h :out");
	script_ck_says("You are logged out of net");
	handle_lost(&t.state, t.n, "gone");
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
	mem_replace(&t.n->persona.account, "ada");
	input_line(&t.state, "/logout -f");
	ck_assert_int_eq(keyring_find(address, &account, &s, &err), 0);
	free(account);
}
END_TEST

START_TEST(a_logout_before_the_welcome_does_not_hold_it_up)
{
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	input_line(&t.state, "/logout");
	ck_sent("AUTHENTICATE *\r\nCAP END\r\n");
	hear(":irc 906 me :aborted");
	ck_sent("");
	ck_assert_str_eq(t.n->persona.password.text, "");
}
END_TEST

START_TEST(a_command_tells_the_password)
{
	section.account = (char *)"ada";
	section.password_command = (char *)"printf 'hunter2\\nmore\\n'";
	script_configure();
	script_greet("sasl=PLAIN");
	ck_sent("");
	script_work();
	ck_sent("AUTHENTICATE PLAIN\r\n");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGFkYQBodW50ZXIy\r\n");
}
END_TEST

START_TEST(a_command_that_fails_is_told_and_the_welcome_comes)
{
	section.account = (char *)"ada";
	section.password_command = (char *)"echo no key here >&2; exit 3";
	script_configure();
	script_greet("sasl=PLAIN");
	script_work();
	ck_sent("CAP END\r\n");
	script_ck_says("password-command failed: no key here. /login ada");
}
END_TEST

START_TEST(a_server_without_sasl_is_told_through_nickserv_unseen)
{
	script_know("ada", "hunter2");
	handle_connected(t.n);
	hear("CAP * LS :echo-message");
	hear("CAP * ACK :echo-message");
	hear(":irc 001 me :Welcome");
	talker_sent(&t);
	hear(":irc 422 me :no MOTD");
	ck_sent("PRIVMSG NickServ :IDENTIFY ada hunter2\r\n");
	hear(":me!u@h PRIVMSG NickServ :IDENTIFY ada hunter2");
	ck_assert_ptr_null(state_find(&t.state, t.n, "NickServ"));
	hear(":NickServ!s@x NOTICE me :You are now identified");
	hear(":me!u@h ACCOUNT ada");
	script_ck_says("You are logged in to net as ada");
	script_ck_silent("hunter2");
}
END_TEST

START_TEST(who_wants_no_sasl_is_logged_in_through_nickserv)
{
	section.sasl = SASL_NO;
	script_configure();
	script_know("ada", "hunter2");
	script_greet("sasl=PLAIN");
	ck_sent("CAP END\r\n");
	script_ck_silent("Not logged in");
	hear(":irc 001 me :Welcome");
	hear(":irc 422 me :no MOTD");
	ck_sent("PRIVMSG NickServ :IDENTIFY ada hunter2\r\n");
}
END_TEST

START_TEST(echoes_of_what_the_client_says_by_itself_are_not_shown)
{
	const char *sent;
	char line[256];

	talker_welcome(&t, "echo-message");
	hear(":irc 900 me me!u@h ada :ok");
	input_line(&t.state, "/password");
	script_press("new\rnew\r");
	hear(":me!u@h PRIVMSG NickServ :***");
	input_line(&t.state, "/devices");
	hear(":me!u@h PRIVMSG NickServ :DEVICES");
	input_line(&t.state, "/logout");
	hear(":me!u@h PRIVMSG NickServ :***");
	script_ck_silent("(to NickServ) DEVICES");
	hear(":me!u@h PRIVMSG NickServ :DEVICES");
	script_ck_says("(to NickServ) DEVICES");
	input_line(&t.state, "/cert new");
	input_line(&t.state, "/cert add");
	sent = strstr(talker_sent(&t), "CERT ADD ");
	ck_assert_ptr_nonnull(sent);
	snprintf(line, sizeof(line), ":me!u@h PRIVMSG NickServ :%s", sent);
	line[strcspn(line, "\r")] = '\0';
	hear(line);
	script_ck_silent("(to NickServ) CERT");
}
END_TEST

START_TEST(what_nickserv_answers_stands_where_the_command_was_typed)
{
	struct room *a, *b;

	talker_welcome(&t, "");
	hear(":irc 900 me me!u@h ada :ok");
	hear(":me!u@h JOIN #a");
	hear(":me!u@h JOIN #b");
	a = state_find(&t.state, t.n, "#a");
	b = state_find(&t.state, t.n, "#b");
	state_switch(&t.state, a);
	input_line(&t.state, "/password");
	script_press("new\rnew\r");
	state_switch(&t.state, b);
	hear(":NickServ!s@x NOTICE me :It is changed");
	ck_assert_str_eq(talker_last(a, 0)->text, "It is changed");
	input_line(&t.state, "/devices");
	state_switch(&t.state, a);
	hear(":NickServ!s@x NOTICE me :One device");
	ck_assert_str_eq(talker_last(b, 0)->text, "One device");
}
END_TEST

START_TEST(nickserv_gets_no_password_where_others_read)
{
	script_know("ada", "hunter2");
	t.n->guard = GUARD_NONE;
	talker_welcome(&t, "");
	ck_sent("");
	script_ck_says("not encrypted");
	input_line(&t.state, "/register");
	ck_assert_ptr_null(t.state.current->ask);
}
END_TEST

START_TEST(nickserv_is_no_way_around_what_was_there_before)
{
	script_know("ada", "hunter2");
	t.n->persona.seen_scram = true;
	talker_welcome(&t, "");
	ck_sent("");
	script_ck_says("and now nothing of SASL");
	input_line(&t.state, "/login ada");
	ck_assert_ptr_null(t.state.current->ask);
	input_line(&t.state, "/login -p ada");
	script_press("hunter2\r");
	ck_sent("PRIVMSG NickServ :IDENTIFY ada hunter2\r\n");
	hear(":irc 900 me me!u@h ada :ok");
	ck_assert(!t.n->persona.seen_scram);
	section.sasl = SASL_SCRAM;
	script_configure();
	handle_lost(&t.state, t.n, "gone");
	t.n->guard = GUARD_KEY;
	talker_welcome(&t, "");
	ck_sent("");
	script_ck_says("it offers no SASL");
}
END_TEST

START_TEST(what_one_tells_a_service_by_hand_is_masked)
{
	struct room *r;

	talker_welcome(&t, "");
	input_line(&t.state, "/msg NickServ identify hunter2");
	ck_sent("PRIVMSG NickServ :identify hunter2\r\n");
	script_ck_says("(to NickServ) identify ***");
	talker_welcome(&t, "echo-message");
	hear(":me!u@h PRIVMSG NickServ@services.x :SET PASSWORD hunter3");
	script_ck_says("(to NickServ@services.x) SET ***");
	input_line(&t.state, "/query NickServ");
	input_line(&t.state, "/msg NickServ help identify");
	hear(":me!u@h PRIVMSG NickServ :help identify");
	r = state_find(&t.state, t.n, "NickServ");
	ck_assert_str_eq(talker_last(r, 0)->text, "help identify");
	script_ck_silent("hunter");
}
END_TEST

START_TEST(another_login_takes_the_place_of_one_that_is_not_over)
{
	script_know("ada", "pencil");
	script_greet("sasl=PLAIN");
	ck_sent("AUTHENTICATE PLAIN\r\n");
	input_line(&t.state, "/login -k bob");
	script_press("hunter2\r");
	ck_sent("AUTHENTICATE *\r\nAUTHENTICATE PLAIN\r\n");
	hear(":irc 900 me me!u@h ada :ok");
	hear(":irc 903 me :ok");
	script_ck_silent("is kept in");
	hear(":irc 906 me :aborted");
	hear("AUTHENTICATE +");
	ck_sent("AUTHENTICATE AGJvYgBodW50ZXIy\r\n");
	hear(":irc 900 me me!u@h bob :ok");
	hear(":irc 903 me :ok");
	ck_sent("CAP END\r\n");
	script_ck_says("The password of bob is kept");
}
END_TEST

START_TEST(no_join_of_the_server_takes_the_window_from_a_question)
{
	struct room *r = t.state.current;

	talker_welcome(&t, "");
	hear(":irc 900 me me!u@h ada :ok");
	input_line(&t.state, "/password");
	hear(":me!u@h JOIN #open");
	ck_assert_ptr_nonnull(state_find(&t.state, t.n, "#open"));
	ck_assert_ptr_eq(t.state.current, r);
	mem_replace(&t.n->joining, "#asked");
	hear(":me!u@h JOIN #asked");
	ck_assert_ptr_eq(t.state.current, r);
	script_press("new\rnew\r");
	hear(":me!u@h JOIN #later");
	ck_assert_ptr_eq(t.state.current, state_find(&t.state, t.n, "#later"));
}
END_TEST

START_TEST(a_question_goes_on_in_the_window_that_takes_the_place_of_its_own)
{
	struct ask *a;

	talker_welcome(&t, "draft/channel-rename");
	hear(":irc 900 me me!u@h ada :ok");
	hear(":me!u@h JOIN #old");
	hear(":me!u@h JOIN #new");
	hear(":me!u@h PART #new");
	state_switch(&t.state, state_find(&t.state, t.n, "#new"));
	input_line(&t.state, "/password");
	a = t.state.current->ask;
	ck_assert_ptr_nonnull(a);
	hear(":irc RENAME #old #new :x");
	ck_assert_str_eq(t.state.current->name, "#new");
	ck_assert(t.state.current->joined);
	ck_assert_ptr_eq(t.state.current->ask, a);
}
END_TEST

static void
greet_registration(const char *keys)
{
	char line[256];

	handle_connected(t.n);
	snprintf(line, sizeof(line), "CAP * LS :draft/account-registration%s%s",
	    *keys ? "=" : "", keys);
	hear(line);
	hear("CAP * ACK :draft/account-registration");
	hear(":irc 001 me :Welcome");
	hear(":irc 422 me :no MOTD");
	talker_sent(&t);
}

START_TEST(register_makes_an_account_with_a_password_typed_twice)
{
	greet_registration("custom-account-name");
	input_line(&t.state, "/register ada");
	script_press("pencil\rpencel\r");
	ck_sent("");
	script_press("pencil\rpencil\r");
	ck_sent("REGISTER ada * :pencil\r\n");
	hear(":irc REGISTER SUCCESS ada :Account created");
	ck_assert_str_eq(t.n->persona.logged_in, "ada");
	ck_assert_str_eq(t.n->persona.password.text, "pencil");
	ck_assert_str_eq(t.n->persona.new_password.text, "");
	script_ck_silent("pencil");
}
END_TEST

START_TEST(register_keeps_the_password_where_asked_to)
{
	char *account = NULL;
	struct secret s = {0};
	struct buf err = {0};

	greet_registration("custom-account-name");
	input_line(&t.state, "/register -k ada");
	script_press("pencil\rpencil\r");
	ck_sent("REGISTER ada * :pencil\r\n");
	hear(":irc 900 me me!u@h ada :You are now logged in as ada");
	ck_assert_int_eq(keyring_find(address, &account, &s, &err), 0);
	hear(":irc REGISTER SUCCESS ada :Account created");
	ck_assert_int_eq(keyring_find(address, &account, &s, &err), 1);
	ck_assert_str_eq(s.text, "pencil");
	free(account);
}
END_TEST

START_TEST(register_knows_what_the_server_wants)
{
	greet_registration("email-required");
	input_line(&t.state, "/register other a@b.c");
	ck_assert_ptr_null(t.state.current->ask);
	script_ck_says("/nick other first");
	input_line(&t.state, "/register");
	ck_assert_ptr_null(t.state.current->ask);
	script_ck_says("wants an e-mail address");
	input_line(&t.state, "/register me secret");
	ck_assert_ptr_null(t.state.current->ask);
	input_line(&t.state, "/register a@b.c");
	script_press("pencil\rpencil\r");
	ck_sent("REGISTER * a@b.c :pencil\r\n");
	hear(":irc REGISTER VERIFICATION_REQUIRED me :A code was sent");
	script_ck_says("/verify CODE");
	input_line(&t.state, "/verify 1234");
	ck_sent("VERIFY me 1234\r\n");
	hear(":irc FAIL VERIFY INVALID_CODE me :No such code");
	script_ck_says("No such code. /verify CODE tries another");
	input_line(&t.state, "/verify 1235");
	ck_sent("VERIFY me 1235\r\n");
	hear(":irc VERIFY SUCCESS me :Verified");
	ck_assert_str_eq(t.n->persona.logged_in, "me");
	ck_assert_str_eq(t.n->persona.password.text, "pencil");
}
END_TEST

START_TEST(an_invitation_stands_where_the_address_would)
{
	greet_registration("custom-account-name");
	input_line(&t.state, "/register ada invite:abc");
	script_press("pencil\rpencil\r");
	ck_sent("REGISTER ada invite:abc :pencil\r\n");
	hear(":irc FAIL REGISTER ACCOUNT_EXISTS ada :Somebody has it");
	script_ck_says("Somebody has it. Is it yours? /login logs in");
	ck_assert_str_eq(t.n->persona.new_password.text, "");
}
END_TEST

START_TEST(register_before_the_welcome_waits_for_the_answer)
{
	input_line(&t.state, "/register ada");
	script_press("pencil\rpencil\r");
	ck_assert(t.n->want);
	handle_connected(t.n);
	hear("CAP * LS :draft/account-registration=before-connect");
	talker_sent(&t);
	hear("CAP * ACK :draft/account-registration");
	ck_sent("REGISTER ada * :pencil\r\n");
	hear(":irc REGISTER SUCCESS ada :ok");
	ck_sent("CAP END\r\n");
}
END_TEST

START_TEST(a_code_is_told_to_no_server_that_does_not_know_verify)
{
	input_line(&t.state, "/verify 1234 ada");
	ck_assert(t.n->want);
	talker_welcome(&t, "");
	script_ck_says("does not know VERIFY");
	ck_assert_ptr_null(t.n->persona.code);
	handle_lost(&t.state, t.n, "gone");
	greet_registration("");
	input_line(&t.state, "/verify 1234 ada");
	ck_sent("VERIFY ada 1234\r\n");
}
END_TEST

START_TEST(without_the_capability_nickserv_registers)
{
	talker_welcome(&t, "");
	input_line(&t.state, "/register a@b.c");
	script_press("pencil\rpencil\r");
	ck_sent("PRIVMSG NickServ :REGISTER pencil a@b.c\r\n");
	input_line(&t.state, "/register");
	script_press("pen cil\rpen cil\r");
	ck_sent("");
	script_ck_says("no password with a space");
}
END_TEST

START_TEST(password_is_changed_as_the_server_understands_it)
{
	struct buf line = {0};

	talker_welcome(&t, "");
	input_line(&t.state, "/password");
	ck_assert_ptr_null(t.state.current->ask);
	hear(":irc 900 me me!u@h ada :ok");
	input_line(&t.state, "/password");
	script_press("new\rnew\r");
	ck_sent("PRIVMSG NickServ :SET PASSWORD new\r\n");
	hear(":irc 004 me irc tcpchat-0.1 i b");
	input_line(&t.state, "/password");
	script_press("old\rnew\rnew\r");
	ck_sent("PRIVMSG NickServ :PASSWORD old new\r\n");
	ck_assert_str_eq(t.n->persona.next.text, "new");
	script_ck_silent("old");
	settings_login_nick(&line);
	mem_replace(&t.n->persona.logged_in, line.data);
	t.n->local = true;
	input_line(&t.state, "/password");
	script_press("new\rnew\r");
	ck_sent("PRIVMSG NickServ :PASSWORD new\r\n");
	buf_free(&line);
	input_line(&t.state, "/devices");
	ck_sent("PRIVMSG NickServ DEVICES\r\n");
	hear(":irc 004 me irc ergo-2.14 i b");
	input_line(&t.state, "/devices");
	ck_sent("PRIVMSG NickServ :CLIENTS LIST\r\n");
	input_line(&t.state, "/devices end 2");
	ck_sent("PRIVMSG NickServ :CLIENTS LOGOUT 2\r\n");
}
END_TEST

START_TEST(who_is_not_let_in_is_told_how)
{
	static const char *const lines[] = {
	    ":irc FAIL * ACCOUNT_REQUIRED :You must log in",
	    "ERROR :Closing Link: SASL access only",
	    ":irc 465 me :You need to identify via SASL to use this server"};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		room_clear(t.n->room);
		handle_connected(t.n);
		hear(lines[i]);
		script_ck_says("/login ACCOUNT logs in");
		ck_assert(t.n->shut);
	}
	talker_welcome(&t, "");
	hear(":irc 477 me #c :Cannot join channel (+r)");
	script_ck_says("/login ACCOUNT logs in, /register makes one");
	hear(":irc FAIL JOIN ACCOUNT_REQUIRED #c :Log in first");
	script_ck_says("Log in first. /login ACCOUNT logs in");
}
END_TEST

START_TEST(an_escape_drops_the_question)
{
	talker_welcome(&t, "");
	input_line(&t.state, "/login ada");
	script_press("hunter2\003");
	ck_assert_ptr_null(t.state.current->ask);
	ck_sent("");
	ck_assert_str_eq(t.n->persona.password.text, "");
}
END_TEST

Suite *
suite_client_login(void)
{
	Suite *s = suite_create("client_login");
	TCase *tc = tcase_create("login");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, script_setup, script_teardown);
	tcase_add_test(
	    tc, login_asks_hidden_and_keeps_only_where_that_was_asked_for);
	tcase_add_test(
	    tc, a_certificate_is_enough_only_where_the_server_takes_it);
	tcase_add_test(tc, a_kept_password_logs_in_and_goes_by_address);
	tcase_add_test(tc, a_logout_lasts_and_f_forgets_what_is_kept);
	tcase_add_test(tc, a_logout_before_the_welcome_does_not_hold_it_up);
	tcase_add_test(tc, a_command_tells_the_password);
	tcase_add_test(tc, a_command_that_fails_is_told_and_the_welcome_comes);
	tcase_add_test(
	    tc, a_server_without_sasl_is_told_through_nickserv_unseen);
	tcase_add_test(tc, who_wants_no_sasl_is_logged_in_through_nickserv);
	tcase_add_test(
	    tc, echoes_of_what_the_client_says_by_itself_are_not_shown);
	tcase_add_test(
	    tc, what_nickserv_answers_stands_where_the_command_was_typed);
	tcase_add_test(
	    tc, another_login_takes_the_place_of_one_that_is_not_over);
	tcase_add_test(
	    tc, no_join_of_the_server_takes_the_window_from_a_question);
	tcase_add_test(tc,
	    a_question_goes_on_in_the_window_that_takes_the_place_of_its_own);
	tcase_add_test(tc, nickserv_gets_no_password_where_others_read);
	tcase_add_test(tc, nickserv_is_no_way_around_what_was_there_before);
	tcase_add_test(tc, what_one_tells_a_service_by_hand_is_masked);
	tcase_add_test(
	    tc, register_makes_an_account_with_a_password_typed_twice);
	tcase_add_test(tc, register_keeps_the_password_where_asked_to);
	tcase_add_test(tc, register_knows_what_the_server_wants);
	tcase_add_test(tc, an_invitation_stands_where_the_address_would);
	tcase_add_test(tc, register_before_the_welcome_waits_for_the_answer);
	tcase_add_test(
	    tc, a_code_is_told_to_no_server_that_does_not_know_verify);
	tcase_add_test(tc, without_the_capability_nickserv_registers);
	tcase_add_test(tc, password_is_changed_as_the_server_understands_it);
	tcase_add_test(tc, who_is_not_let_in_is_told_how);
	tcase_add_test(tc, an_escape_drops_the_question);
	suite_add_tcase(s, tc);
	return s;
}
