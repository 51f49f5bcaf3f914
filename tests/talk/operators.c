/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

START_TEST(who_is_killed_is_told_by_whom_before_the_end)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_join(h, "visitor", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_barrier(v);
	peer_send(p, "KILL visitor :be gone");
	peer_next(v, ":boss!* KILL visitor :be gone");
	peer_next(v, "ERROR :Closing link: Killed (boss (be gone))");
	peer_expect_end(v);
	peer_expect(b, ":visitor!* QUIT :Killed (boss (be gone))");
	peer_expect_none(p, "*KILL*");
}
END_TEST

START_TEST(kill_of_nobody_says_so_and_needs_no_reason)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(p, "KILL nobody :be gone");
	peer_next(p, ":here 401 boss nobody :*");
	peer_send(p, "KILL");
	peer_next(p, ":here 461 boss KILL :*");
	peer_send(p, "KILL VISITOR");
	peer_expect(v, ":boss!* KILL visitor :No reason given");
	peer_expect_end(v);
}
END_TEST

START_TEST(a_server_is_not_killed)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	peer_send(p, "KILL HERE :be gone");
	peer_next(p, ":here 483 boss :*");
}
END_TEST

START_TEST(commands_of_operators_want_their_parameters_too)
{
	static const char *const lines[] = {"KILL", "WALLOPS", "SQUIT",
	    "CONNECT", "CHGHOST visitor", "CHGIDENT visitor"};
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		peer_send(p, "%s", lines[i]);
		peer_next(p, ":here 461 boss %.*s :*",
		    (int)strcspn(lines[i], " "), lines[i]);
	}
	peer_send(p, "LUSERS");
	peer_expect(p, ":here 252 boss 1 :*");
}
END_TEST

START_TEST(an_operator_may_end_its_own_connection_by_kill)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	peer_send(p, "KILL boss :enough");
	peer_next(p, ":boss!* KILL boss :enough");
	peer_expect_error(p, "Killed (boss (enough))");
}
END_TEST

START_TEST(nobody_can_pretend_to_have_been_killed)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "visitor", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(b, "QUIT :Killed (boss (be gone))");
	peer_expect(a, ":bob!* QUIT :Quit: Killed (boss (be gone))");
}
END_TEST

START_TEST(wallops_reach_those_with_mode_w_only)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *v = peer_new(h, "visitor"), *b = peer_new(h, "bob");

	peer_send(v, "MODE visitor +w");
	peer_next(v, ":visitor!* MODE visitor *+w");
	peer_send(p, "WALLOPS :hi everyone");
	peer_next(v, ":boss!%s@localhost WALLOPS :hi everyone", my_login());
	peer_expect_none(p, "*WALLOPS*");
	peer_expect_none(b, "*WALLOPS*");
	peer_send(v, "MODE visitor -w");
	peer_barrier(v);
	peer_send(p, "MODE boss +w");
	peer_send(p, "WALLOPS :again");
	peer_expect(p, ":boss!* WALLOPS :again");
	peer_expect_none(v, "*WALLOPS*");
}
END_TEST

START_TEST(wallops_without_a_text_or_that_are_too_long_are_refused)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	peer_send(p, "WALLOPS :");
	peer_next(p, ":here 461 boss WALLOPS :*");
	peer_send(p, "WALLOPS :%0490d", 1);
	peer_next(p, ":here 417 boss :*");
}
END_TEST

START_TEST(die_ends_the_server_and_everybody_is_told)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(p, "DIE there");
	peer_next(p, ":here 402 boss there :*");
	peer_send(p, "DIE here");
	peer_expect_error(v, "Server is shutting down");
	peer_expect_error(p, "Server is shutting down");
	child_expect_exit(h->child, 0);
}
END_TEST

START_TEST(restart_starts_the_same_server_again)
{
	struct host *h = host_of_operator("confine = no\n");
	struct peer *p = peer_operator(h), *v = peer_join(h, "visitor", "#c");
	pid_t pid = h->child->pid;

	peer_send(v, "TOPIC #c :still here");
	peer_expect(v, ":visitor!* TOPIC #c :*");
	peer_send(p, "RESTART");
	peer_expect_error(v, "Server is restarting");
	peer_expect_error(p, "Server is restarting");
	child_expect_log(h->child, "ready ");
	ck_assert_int_eq(kill(pid, 0), 0);
	p = peer_operator(h);
	peer_send(p, "JOIN #c");
	peer_expect(p, ":here 332 boss #c :still here");
	host_stop(h);
}
END_TEST

START_TEST(operators_are_told_why_a_configuration_was_not_taken)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	test_file(strrchr(h->config, '/') + 1, "nonsense = 4\n");
	peer_send(p, "REHASH");
	peer_next(p, ":here 382 boss *");
	peer_next(p, ":here NOTICE boss :Reload failed: *:1: there is no *");
	peer_expect_none(v, "*");
}
END_TEST

START_TEST(a_nick_does_not_name_the_server_that_ends)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	peer_new(h, "visitor");
	peer_send(p, "DIE visitor");
	peer_next(p, ":here 402 boss visitor :*");
	peer_send(p, "RESTART visitor");
	peer_next(p, ":here 402 boss visitor :*");
	peer_send(p, "RESTART :");
	peer_next(p, ":here 402 boss \\* :*");
	peer_barrier(p);
}
END_TEST

START_TEST(die_is_stronger_than_a_restart_beside_it)
{
	static const char *const both[] = {
	    "RESTART\r\nDIE\r\n", "DIE\r\nRESTART\r\n"};

	for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++) {
		struct host *h = host_of_operator("confine = no\n");
		struct peer *p = peer_operator(h);

		ck_assert_int_eq(peer_raw(p, both[i], strlen(both[i])), 0);
		peer_expect_error(p, "Server is shutting down");
		child_expect_exit(h->child, 0);
	}
}
END_TEST

START_TEST(a_server_that_would_not_come_back_is_not_restarted)
{
	struct host *h = host_of_operator("confine = no\n");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	test_file(
	    strrchr(h->config, '/') + 1, "nick-length = 9\nnonsense = 4\n");
	peer_send(p, "RESTART");
	peer_next(p, ":here NOTICE boss :*:2: there is no option 'nonsense'*");
	peer_caps(p, "standard-replies");
	peer_send(p, "RESTART");
	peer_expect(
	    p, ":here FAIL RESTART INVALID_CONFIGURATION :*:2: there *");
	peer_barrier(v);
}
END_TEST

START_TEST(without_its_certificate_it_would_not_come_back_either)
{
	struct host *h = host_of_operator("confine = no\n");
	struct peer *p = peer_operator(h);

	test_file(strrchr(h->config, '/') + 1,
	    "tls-certificate = \"/nowhere/certificate.pem\"\n");
	peer_send(p, "RESTART");
	peer_next(p, ":here NOTICE boss :*/certificate.pem: No such file *");
	peer_barrier(p);
}
END_TEST

/* Started by a link, in whose place something else is put. */
static void
restart_without_program(const char *instead)
{
	struct buf conf = {0}, link = {0};
	struct host *h;
	struct peer *p;

	buf_addf(&conf, "confine = no\noper boss { logins = {\"%s\"} }\n",
	    my_login());
	buf_addf(&link, "%s/program", test_dir());
	h = host_start_with(
	    &(struct host_options){.conf = conf.data, .link = link.data});
	p = peer_operator(h);
	ck_assert_int_eq(unlink(link.data), 0);
	if (instead) {
		test_file("program", instead);
		ck_assert_int_eq(chmod(link.data, 0700), 0);
	}
	peer_send(p, "RESTART");
	peer_expect_error(p, "Server is restarting");
	child_expect_log(h->child, "ready ");
	peer_operator(h);
	host_stop(h);
	buf_free(&conf);
	buf_free(&link);
}

START_TEST(a_program_that_was_removed_starts_again_all_the_same)
{
	restart_without_program(NULL);
}
END_TEST

START_TEST(a_program_that_is_half_written_starts_again_as_it_was)
{
	restart_without_program("exit 0\n");
}
END_TEST

START_TEST(the_configuration_may_keep_operators_from_stopping_the_server)
{
	struct host *h = host_of_operator("operators-stop = no\n");
	struct peer *p = peer_operator(h);

	peer_send(p, "DIE");
	peer_next(p, ":here 723 boss die :*");
	peer_send(p, "RESTART");
	peer_next(p, ":here 723 boss restart :*");
	peer_barrier(p);
}
END_TEST

TALK_SUITE_LOGIN(talk_operators, TESTS(nobody_can_pretend_to_have_been_killed),
    TESTS(who_is_killed_is_told_by_whom_before_the_end,
	kill_of_nobody_says_so_and_needs_no_reason, a_server_is_not_killed,
	commands_of_operators_want_their_parameters_too,
	an_operator_may_end_its_own_connection_by_kill,
	wallops_reach_those_with_mode_w_only,
	wallops_without_a_text_or_that_are_too_long_are_refused,
	die_ends_the_server_and_everybody_is_told,
	restart_starts_the_same_server_again,
	operators_are_told_why_a_configuration_was_not_taken,
	a_nick_does_not_name_the_server_that_ends,
	die_is_stronger_than_a_restart_beside_it,
	a_server_that_would_not_come_back_is_not_restarted,
	without_its_certificate_it_would_not_come_back_either,
	a_program_that_was_removed_starts_again_all_the_same,
	a_program_that_is_half_written_starts_again_as_it_was,
	the_configuration_may_keep_operators_from_stopping_the_server))
