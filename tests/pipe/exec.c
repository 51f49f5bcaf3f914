/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "tests/pipe/piped.h"
#include "tests/screen/script.h"

/* Longer than any test waits; it ends even where a test fails and nobody kills
 * it any more. */
#define SLEEP "sleep 300"

enum { MANY = 12, LOOP = 30, FLOOD = 1600 };

static const char tags[] = "message-tags server-time echo-message";

/* alice, and a bot that is in #c when this returns. */
static struct peer *alice;
static struct piped *bot;

static void
start(const struct host *h, const char *const *args)
{
	alice = peer_join_caps(h, "alice", tags, "#c");
	bot = piped_at(h, "bot", args);
	peer_expect(alice, ":bot!* JOIN *#c*");
}

/* Runs it for #c. */
static void
start_for(const char *command)
{
	start(host_start(NULL), ARGS("--tail", "#c", "--exec", command));
}

static void
say(const char *text)
{
	peer_send(alice, "PRIVMSG #c :%s", text);
}

static void
expect_answer(const char *pattern)
{
	peer_expect(alice, ":bot!* NOTICE #c *");
	ck_assert_glob(strstr(peer_last(alice), " #c ") + 4, pattern);
}

/* All that was said before has been answered with that, and nothing else. */
static void
expect_only(const char *answer)
{
	expect_answer(answer);
	peer_expect_none(alice, ":bot!*");
}

START_TEST(a_bot_is_one_line)
{
	start_for("cat");
	say("hello");
	expect_answer(":hello");
	say("one  two");
	expect_answer(":one  two");
	piped_signal(bot, SIGINT);
	piped_expect_exit(bot, EX_OK);
	ck_assert(!piped_line(bot));
	ck_assert_str_eq(piped_errors(bot), "");
	peer_expect(alice, ":bot!* QUIT *");
}
END_TEST

START_TEST(in_private_the_one_who_asks_is_answered)
{
	struct host *h = host_start(NULL);

	start(
	    h, ARGS("--tail", "#c", "--tail", "alice", "--exec", "tr a-z A-Z"));
	peer_send(alice, "PRIVMSG bot :psst");
	peer_expect(alice, ":bot!* NOTICE alice :PSST");
	say("aloud");
	expect_answer(":ALOUD");
}
END_TEST

START_TEST(a_message_is_in_the_environment_and_on_standard_input)
{
	char id[200], time[64], file[256];

	test_file("bot.sh",
	    "for v in TIME ID CHANNEL NICK ACCOUNT KIND TAGS SERVER ME; do\n"
	    "	eval echo \\\"$v=\\$TCPCHAT_$v.\\\"\n"
	    "done\n"
	    "echo \"args=$#.\"\n"
	    "echo \"text=$(cat; echo .)\"\n");
	snprintf(file, sizeof(file), "sh %s/bot.sh", test_dir());
	start_for(file);
	peer_send(alice, "@+x=1 PRIVMSG #c :\001ACTION a ' \" b\001");
	peer_expect(alice, ":alice!* PRIVMSG #c *");
	snprintf(id, sizeof(id), ":ID=%s.", peer_tag(alice, "msgid"));
	snprintf(time, sizeof(time), ":TIME=%s.", peer_tag(alice, "time"));
	expect_answer(time);
	expect_answer(id);
	expect_answer(":CHANNEL=#c.");
	expect_answer(":NICK=alice.");
	expect_answer(":ACCOUNT=.");
	expect_answer(":KIND=action.");
	expect_answer(":TAGS={*\"+x\":\"1\"*}.");
	expect_answer(":SERVER=irc://127.0.0.1:*.");
	expect_answer(":ME=bot.");
	expect_answer(":args=0.");
	expect_answer(":text=a ' \" b");
	expect_answer(":.");
}
END_TEST

START_TEST(hostile_text_is_never_run)
{
	static const char *const texts[] = {"$(touch evil)", "`touch evil`",
	    "'; touch evil; '", "\"; touch evil; \"", "| touch evil", "> evil",
	    "$(kill $PPID) && touch evil #", "-n", "%s%n", "\\"};

	ck_assert_int_eq(chdir(test_dir()), 0);
	start_for("sh -c 'read -r x; printf \"%s\\n\" \"$x\"'");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		say(texts[i]);
		peer_expect(alice, ":bot!* NOTICE #c *");
		ck_assert_str_eq(strstr(peer_last(alice), " :") + 2, texts[i]);
	}
	ck_assert_int_ne(access("evil", F_OK), 0);
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(nothing_a_command_prints_steers_anything)
{
	start_for(
	    "sh -c 'read x; case $x in "
	    "1) printf \"\\033[31mred\\007 \\033]0;t\\007x\\001A\\n\\n\";; "
	    "2) printf \"a\\033[2Jb\\233c\" >&2;; esac'");
	say("1");
	expect_only(":red xA");
	say("2");
	piped_expect_error(bot, "tcpchat: sh: a");
	ck_assert_ptr_null(strchr(piped_errors(bot), '\033'));
	ck_assert_ptr_null(strchr(piped_errors(bot), '\233'));
}
END_TEST

START_TEST(a_long_line_is_split_and_many_are_cut_off)
{
	struct buf whole = {0};

	start_for("sh -c 'read x; if [ $x = long ]; then seq -s, 1 300; "
		  "else seq 1 60; fi'");
	say("long");
	do {
		peer_expect(alice, ":bot!* NOTICE #c *");
		buf_adds(&whole, strstr(peer_last(alice), " :") + 2);
	} while (!strstr(whole.data, ",300"));
	ck_assert_uint_eq(whole.len, 9 * 2 + 90 * 3 + 201 * 4 - 1);
	buf_free(&whole);
	say("many");
	for (int i = 1; i <= 50; i++)
		peer_expect(alice, ":bot!* NOTICE #c *%d", i);
	piped_expect_error(bot, "10 lines were left out (for what alice said");
	peer_expect_none(alice, ":bot!*");
}
END_TEST

START_TEST(a_run_that_fails_is_reported_and_the_next_goes_on)
{
	start_for("sh -c 'read x; echo said $x; [ $x = good ] || exit 3; '");
	say("bad");
	expect_answer(":said bad");
	piped_expect_error(bot,
	    "sh failed with exit status 3 (for what alice said in #c, id ");
	say("good");
	expect_answer(":said good");
}
END_TEST

START_TEST(a_run_has_so_much_time)
{
	start(host_start(NULL),
	    ARGS("--tail", "#c", "--limit", "1s", "--runs", "1", "--exec",
		"sh -c 'read x; [ $x = wait ] && " SLEEP "; echo $x'"));
	say("wait");
	say("next");
	piped_expect_error(bot,
	    "sh took longer than 1 second and was ended (for what alice said "
	    "in #c, id ");
	expect_only(":next");
}
END_TEST

START_TEST(what_a_run_leaves_behind_holds_nothing_up)
{
	start(host_start(NULL),
	    ARGS("--tail", "#c", "--runs", "1", "--exec",
		"sh -c '" SLEEP " & read x; echo $x'"));
	say("1");
	say("2");
	expect_answer(":1");
	expect_answer(":2");
	piped_signal(bot, SIGTERM);
	piped_expect_exit(bot, EX_OK);
}
END_TEST

START_TEST(several_run_at_a_time)
{
	start_for("sh -c 'echo here; exec " SLEEP "'");
	say("1");
	say("2");
	expect_answer(":here");
	expect_answer(":here");
	piped_signal(bot, SIGTERM);
	piped_expect_exit(bot, EX_OK);
	ck_assert_str_eq(piped_errors(bot), "");
}
END_TEST

START_TEST(no_more_than_so_many_run_at_a_time)
{
	char command[400], text[16];

	snprintf(command, sizeof(command),
	    "sh -c 'cd %s; mkdir run.$$; set run.*; echo $#; sleep 0.05; "
	    "rmdir run.$$'",
	    test_dir());
	start(host_start(NULL),
	    ARGS("--tail", "#c", "--runs", "2", "--exec", command));
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "%d", i);
		say(text);
	}
	for (int i = 0; i < MANY; i++) {
		expect_answer(":?");
		ck_assert_int_le(strchr(peer_last(alice), '\0')[-1], '2');
	}
}
END_TEST

START_TEST(it_answers_neither_notices_nor_bots)
{
	struct host *h = host_start(NULL);
	struct peer *robot;

	start(h,
	    ARGS("--tail", "#c", "--privmsg", "--runs", "1", "--exec", "cat"));
	robot = peer_join_caps(h, "robot", tags, "#c");
	peer_send(robot, "MODE robot +B");
	peer_send(robot, "PRIVMSG #c :beep");
	peer_barrier(robot);
	peer_send(alice, "NOTICE #c :noted");
	say("asked");
	peer_expect(alice, ":bot!*");
	ck_assert_glob(peer_last(alice), "* PRIVMSG #c :asked");
	ck_assert_ptr_nonnull(peer_tag(alice, "bot"));
}
END_TEST

/* Where no tag would tell who it is. */
START_TEST(it_does_not_answer_itself)
{
	struct host *h = host_start(NULL);
	char url[64];

	alice = peer_join_caps(h, "alice", tags, "#c");
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	bot = piped_start(&(struct piped_options){.name = "bot",
	    .conf = "nick = bot\n",
	    .args = ARGS("--tail", "#c", "--privmsg", "--runs", "1", "--exec",
		"cat", url)});
	peer_expect(alice, ":bot!* JOIN *#c*");
	say("1");
	peer_expect(alice, ":bot!* PRIVMSG #c :1");
	ck_assert_ptr_null(peer_tag(alice, "bot"));
	say("2");
	peer_expect(alice, ":bot!*");
	ck_assert_glob(peer_last(alice), "* PRIVMSG #c :2");
}
END_TEST

START_TEST(two_of_them_do_not_talk_to_each_other)
{
	struct host *h = host_start(NULL);

	start(h, ARGS("--tail", "#c", "--runs", "1", "--exec", "cat"));
	piped_at(
	    h, "bot2", ARGS("--tail", "#c", "--runs", "1", "--exec", "cat"));
	peer_expect(alice, ":bot2!* JOIN *#c*");
	say("hello");
	peer_expect(alice, ":bot*!* NOTICE #c :hello");
	peer_expect(alice, ":bot*!* NOTICE #c :hello");
	say("more");
	peer_expect(alice, ":bot*!*");
	ck_assert_glob(peer_last(alice), "* NOTICE #c :more");
}
END_TEST

START_TEST(who_answers_it_without_end_is_answered_no_more)
{
	start_for("cat");
	for (int i = 0; i < LOOP; i++) {
		say("again");
		expect_answer(":again");
	}
	say("again");
	piped_expect_error(
	    bot, "alice was answered 30 times within 60 s in #c");
	peer_expect_none(alice, ":bot!*");
}
END_TEST

START_TEST(a_command_that_is_not_there_is_told_at_the_start)
{
	struct host *h = host_start(NULL);
	struct piped *p;

	p = piped_at(h, "b1", ARGS("--tail", "#c", "--exec", "/no/such x"));
	piped_expect_error(
	    p, "tcpchat: --exec: /no/such: No such file or directory");
	piped_expect_exit(p, EX_UNAVAILABLE);
	p = piped_at(h, "b2", ARGS("--tail", "#c", "--exec", "cat | rev"));
	piped_expect_error(p, "tcpchat: --exec: no shell runs the command");
	piped_expect_exit(p, EX_USAGE);
	p = piped_at(h, "b3", ARGS("--tail", "#c", "--exec", "sh 'x"));
	piped_expect_error(p, "tcpchat: --exec: nothing closes the '");
	piped_expect_exit(p, EX_USAGE);
}
END_TEST

START_TEST(a_script_without_its_program_is_told)
{
	char path[256];

	test_file("script", "echo from a shell\n");
	snprintf(path, sizeof(path), "%s/script", test_dir());
	ck_assert_int_eq(chmod(path, 0700), 0);
	start_for(path);
	say("x");
	piped_expect_error(
	    bot, "/script could not be started: Exec format error (for what");
	peer_expect_none(alice, ":bot!*");
}
END_TEST

START_TEST(no_socket_of_ours_is_open_in_a_run)
{
	start_for(
	    "sh -c 'for i in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do "
	    "[ -S /dev/fd/$i ] && echo $i; done; tty; echo done'");
	say("x");
	expect_answer(":not a tty");
	expect_only(":done");
}
END_TEST

START_TEST(at_the_end_what_runs_is_asked_to_end_and_may_say_so)
{
	start_for("sh -c 'trap \"echo bye; exit 0\" TERM; echo ready; " SLEEP
		  " & wait'");
	say("x");
	expect_answer(":ready");
	piped_signal(bot, SIGTERM);
	expect_answer(":bye");
	peer_expect(alice, ":bot!* QUIT *");
	piped_expect_exit(bot, EX_OK);
	ck_assert_str_eq(piped_errors(bot), "");
}
END_TEST

START_TEST(what_does_not_end_is_killed)
{
	pid_t pid;

	start_for("sh -c 'trap \"\" TERM; echo $$; exec " SLEEP "'");
	say("x");
	expect_answer(":*");
	pid = atoi(strstr(peer_last(alice), " :") + 2);
	ck_assert_int_gt(pid, 1);
	piped_signal(bot, SIGINT);
	piped_expect_exit(bot, EX_OK);
	ck_assert_int_eq(kill(pid, 0), -1);
}
END_TEST

START_TEST(a_server_that_restarts_is_no_end_and_nothing_runs_twice)
{
	struct host *h = host_start(NULL);

	start(h, ARGS("--tail", "#c", "--exec", "cat"));
	say("before");
	expect_answer(":before");
	host_kill(h);
	host_again(h, NULL, true);
	alice = peer_join_caps(h, "alice", tags, "#c");
	say("missed or not");
	expect_answer(":missed or not");
	say("after");
	expect_only(":after");
}
END_TEST

START_TEST(more_than_can_wait_is_run_once_each_and_in_order)
{
	char command[256], text[16];

	snprintf(command, sizeof(command),
	    "sh -c 'read x; echo $x >>%s/all; [ $x = %d ] && echo last; true'",
	    test_dir(), FLOOD);
	start(host_start(NULL),
	    ARGS("--tail", "#c", "--runs", "1", "--exec", command));
	for (int i = 1; i <= FLOOD; i++) {
		snprintf(text, sizeof(text), "%d", i);
		say(text);
	}
	expect_answer(":last");
	snprintf(command, sizeof(command), "seq 1 %d | diff - %s/all", FLOOD,
	    test_dir());
	ck_assert_int_eq(system(command), 0);
}
END_TEST

/* The bot, in #c of a server that keeps no history; its peer. */
static struct peer *
start_without_history(const char *command)
{
	static struct script s;
	struct peer *server;

	script_listen(&s);
	bot = piped_at_port(s.port, "bot",
	    ARGS("--tail", "#c", "--runs", "1", "--exec", command));
	server = peer_over(accept(s.listener, NULL, NULL), "server");
	peer_expect(server, "NICK *");
	peer_send(server, ":s CAP * LS :");
	peer_send(server, ":s 001 bot :Welcome");
	peer_send(server, ":s 422 bot :no motd");
	peer_expect(server, "JOIN *#c*");
	peer_send(server, ":bot!a@b JOIN #c");
	peer_send(server, ":s 366 bot #c :end");
	return server;
}

static void
expect_heard_all(struct peer *server)
{
	peer_send(server, "PING :there");
	peer_expect(server, "PONG *there");
}

START_TEST(what_still_waits_at_the_end_is_counted)
{
	struct peer *server =
	    start_without_history("sh -c 'read x; echo $x; exec " SLEEP "'");

	for (int i = 1; i <= 3; i++)
		peer_send(server, ":eve!a@b PRIVMSG #c :%d", i);
	peer_expect(server, "NOTICE #c *1");
	peer_expect(server, "PING said1");
	peer_send(server, ":s PONG s :said1");
	expect_heard_all(server);
	piped_signal(bot, SIGTERM);
	piped_expect_error(bot, "sh was not run for 2 more that waited");
	peer_expect(server, "QUIT*");
	peer_close(server);
	piped_expect_exit(bot, EX_OK);
}
END_TEST

START_TEST(without_history_what_cannot_wait_is_left_out_and_told)
{
	struct peer *server;
	char command[256];

	snprintf(command, sizeof(command),
	    "sh -c 'read x; [ $x = 0 ] || exit 0; echo here; "
	    "for i in $(seq 6000); do [ -e %s/go ] && break; sleep 0.01; done; "
	    "echo gone'",
	    test_dir());
	server = start_without_history(command);
	peer_send(server, ":eve!a@b PRIVMSG #c :0");
	peer_expect(server, "NOTICE #c *here");
	for (int i = 1; i < FLOOD; i++)
		peer_send(server, ":eve!a@b PRIVMSG #c :%d", i);
	piped_expect_error(bot, "keeps no history: some of it is left out");
	expect_heard_all(server);
	test_file("go", "");
	peer_expect(server, "NOTICE #c *gone");
	piped_expect_error(bot, "sh was not run for 599 messages that were");
}
END_TEST

START_TEST(a_message_of_several_lines_is_one_run)
{
	struct host *h = host_start(NULL);
	struct peer *poet;

	start(h, ARGS("--tail", "#c", "--exec", "sh -c 'wc -l; echo end'"));
	poet = peer_join_caps(
	    h, "poet", "message-tags batch draft/multiline", "#c");
	peer_send(poet, "BATCH +1 draft/multiline #c");
	peer_send(poet, "@batch=1 PRIVMSG #c :one");
	peer_send(poet, "@batch=1 PRIVMSG #c :two");
	peer_send(poet, "BATCH -1");
	expect_answer(":2");
	expect_only(":end");
}
END_TEST

START_TEST(what_was_said_before_is_run_where_that_is_wished)
{
	struct host *h = host_start(NULL);

	alice = peer_join_caps(h, "alice", tags, "#c");
	say("old");
	peer_expect(alice, ":alice!* PRIVMSG #c :old");
	bot = piped_at(
	    h, "bot", ARGS("--tail", "#c", "--since", "1h", "--exec", "cat"));
	expect_answer(":old");
	piped_signal(bot, SIGTERM);
	piped_expect_exit(bot, EX_OK);
	bot = piped_at(h, "bot", ARGS("--tail", "#c", "--exec", "cat"));
	peer_expect(alice, ":bot!* JOIN *#c*");
	say("new");
	expect_only(":new");
}
END_TEST

TALK_SUITE(pipe_exec, a_bot_is_one_line,
    in_private_the_one_who_asks_is_answered,
    a_message_is_in_the_environment_and_on_standard_input,
    hostile_text_is_never_run, nothing_a_command_prints_steers_anything,
    a_long_line_is_split_and_many_are_cut_off,
    a_run_that_fails_is_reported_and_the_next_goes_on, a_run_has_so_much_time,
    what_a_run_leaves_behind_holds_nothing_up, several_run_at_a_time,
    no_more_than_so_many_run_at_a_time, it_answers_neither_notices_nor_bots,
    it_does_not_answer_itself, two_of_them_do_not_talk_to_each_other,
    who_answers_it_without_end_is_answered_no_more,
    a_command_that_is_not_there_is_told_at_the_start,
    no_socket_of_ours_is_open_in_a_run,
    at_the_end_what_runs_is_asked_to_end_and_may_say_so,
    what_does_not_end_is_killed, what_still_waits_at_the_end_is_counted,
    a_server_that_restarts_is_no_end_and_nothing_runs_twice,
    more_than_can_wait_is_run_once_each_and_in_order,
    without_history_what_cannot_wait_is_left_out_and_told,
    a_message_of_several_lines_is_one_run, a_script_without_its_program_is_told,
    what_was_said_before_is_run_where_that_is_wished)
