/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/chatter.h"
#include "client/crew.h"
#include "client/exec_env.h"
#include "client/exec_words.h"
#include "common/clock.h"
#include "tests/suites.h"

enum { TURN_MS = 10, SECONDS = 1000 };

static struct crew crew;
static struct buf seen;
static const char *command;
static size_t most;
static int64_t limit_ms;

static struct tailed
message(const char *text)
{
	return (struct tailed){.time_ms = 1795645023456,
	    .id = "id1",
	    .channel = "#c",
	    .nick = "bob",
	    .account = "robert",
	    .kind = "message",
	    .text = text};
}

static int
on_begin(void *arg, struct crew_run *c)
{
	const char *const argv[] = {"sh", "-c", command, NULL};
	struct spawn how = {.path = "sh", .argv = argv};
	const char *text = c->message->text;

	(void)arg;
	ck_assert_int_eq(c->mood, 0);
	c->mood = 1;
	if (!strcmp(text, "no"))
		return ENOENT;
	return run_start(
	    &c->run, &how, text, strlen(text), clock_mono_ms() + limit_ms);
}

static void
on_said(void *arg, struct crew_run *c, const char *line)
{
	(void)arg;
	ck_assert_int_eq(c->mood, 1);
	buf_addf(&seen, "%s|", line);
}

static void
on_error(void *arg, struct crew_run *c, const char *line)
{
	(void)arg;
	buf_addf(&seen, "%s!%s|", c->message->nick, line);
}

static void
on_ended(void *arg, struct crew_run *c, int rc)
{
	(void)arg;
	if (rc)
		buf_addf(&seen, "%s: %d|", c->message->text, rc);
	else if (c->run.status)
		buf_adds(&seen, "failed|");
}

static const struct crew_ops ops = {
    .begin = on_begin, .said = on_said, .error = on_error, .ended = on_ended};

static void
setup(void)
{
	signal(SIGPIPE, SIG_IGN);
	crew_open(&crew, 2, &ops, NULL);
	buf_adds(&seen, "");
	command = "cat";
	limit_ms = 60 * SECONDS;
	most = 0;
}

static void
teardown(void)
{
	crew_close(&crew);
	buf_free(&seen);
}

static void
take(const char *text)
{
	struct tailed m = message(text);

	ck_assert(crew_take(&crew, &m));
}

static void
turn(bool held)
{
	struct pollfd fds[RUN_FDS * CREW_RUNS_MAX];
	size_t count = crew_poll(&crew, fds);

	poll(fds, count, count ? TURN_MS : 0);
	crew_act(&crew, fds, count);
	crew_turn(&crew, clock_mono_ms(), held);
	if (crew_running(&crew) > most)
		most = crew_running(&crew);
}

static void
finish(void)
{
	do
		turn(false);
	while (crew_running(&crew) || crew.nwaiting);
}

START_TEST(so_many_run_at_a_time_and_all_are_run)
{
	char text[16];

	command = "read x; sleep 0.02; echo $x; echo e >&2; exit 1";
	for (int i = 0; i < 10; i++) {
		snprintf(text, sizeof(text), "m%d\n", i);
		take(text);
	}
	finish();
	ck_assert_uint_eq(most, 2);
	for (int i = 0; i < 10; i++) {
		snprintf(text, sizeof(text), "m%d|", i);
		ck_assert_ptr_nonnull(strstr(seen.data, text));
	}
	ck_assert_ptr_nonnull(strstr(seen.data, "bob!e|"));
	ck_assert_ptr_nonnull(strstr(seen.data, "failed|"));
}
END_TEST

START_TEST(one_at_a_time_keeps_the_order)
{
	crew.max = 1;
	take("a");
	take("b");
	take("c");
	finish();
	ck_assert_str_eq(seen.data, "a|b|c|");
}
END_TEST

START_TEST(what_cannot_be_started_is_told_and_the_next_is)
{
	take("no");
	take("yes");
	finish();
	ck_assert_str_eq(seen.data, "no: 2|yes|");
}
END_TEST

START_TEST(nothing_begins_while_answers_wait)
{
	take("a");
	turn(true);
	turn(true);
	ck_assert_uint_eq(crew_running(&crew), 0);
	ck_assert_uint_eq(crew.nwaiting, 1);
	finish();
	ck_assert_str_eq(seen.data, "a|");
}
END_TEST

START_TEST(what_waits_is_bounded_and_there_is_room_again_at_half)
{
	struct tailed m = message("x");

	for (int i = 0; i < CREW_WAITING; i++)
		take(i < CREW_WAITING / 2 - 2 ? "no" : "x");
	ck_assert(!crew_take(&crew, &m));
	ck_assert(!crew_hungry(&crew));
	crew.max = 1;
	turn(false);
	ck_assert_uint_eq(crew.nwaiting, CREW_WAITING / 2 + 1);
	ck_assert(!crew_hungry(&crew));
	while (crew.nwaiting > CREW_WAITING / 2)
		turn(false);
	ck_assert(crew_hungry(&crew));
	ck_assert(crew_take(&crew, &m));
}
END_TEST

START_TEST(bytes_that_wait_are_bounded_too)
{
	char *text = malloc(CREW_WAITING_BYTES);
	struct tailed m = message(text);

	memset(text, 'x', CREW_WAITING_BYTES - 1);
	text[CREW_WAITING_BYTES - 1] = '\0';
	ck_assert(crew_take(&crew, &m));
	m.text = "y";
	ck_assert(!crew_take(&crew, &m));
	free(text);
}
END_TEST

START_TEST(at_the_end_those_that_run_are_asked_and_the_others_dropped)
{
	struct tailed m = message("x");

	command = "trap 'echo bye; exit 0' TERM; echo ready; sleep 300 & wait";
	take("1");
	take("2");
	take("3");
	while (strcmp(seen.data, "ready|ready|"))
		turn(false);
	ck_assert_uint_eq(crew_stop(&crew, clock_mono_ms()), 1);
	ck_assert(!crew_take(&crew, &m));
	finish();
	ck_assert_str_eq(seen.data, "ready|ready|bye|bye|");
	ck_assert_int_eq((int)crew_deadline(&crew), -1);
}
END_TEST

/* Frees env. */
static void
expect(char **env, const char *variable, bool there)
{
	size_t found = 0;

	for (char **v = env; *v; v++)
		found += !strcmp(*v, variable);
	if (found != there)
		ck_abort_msg("%s is there %zu times", variable, found);
}

START_TEST(a_message_is_in_the_environment_once_beside_ours)
{
	static const struct exec_place place = {
	    .server = "ircs://h:6697", .me = "bot"};
	static const struct irc_tag tags[] = {{"+a", "1"}};
	struct tailed m = message("secret text");
	char **env;

	m.ntags = 1;
	m.tags = tags;
	setenv("TCPCHAT_NICK", "old", 1);
	setenv("TCPCHAT_NICKS", "kept", 1);
	env = exec_env(&m, &place);
	expect(env, "TCPCHAT_TIME=2026-11-25T22:17:03.456Z", true);
	expect(env, "TCPCHAT_ID=id1", true);
	expect(env, "TCPCHAT_CHANNEL=#c", true);
	expect(env, "TCPCHAT_NICK=bob", true);
	expect(env, "TCPCHAT_NICK=old", false);
	expect(env, "TCPCHAT_NICKS=kept", true);
	expect(env, "TCPCHAT_ACCOUNT=robert", true);
	expect(env, "TCPCHAT_KIND=message", true);
	expect(env, "TCPCHAT_TAGS={\"+a\":\"1\"}", true);
	expect(env, "TCPCHAT_SERVER=ircs://h:6697", true);
	expect(env, "TCPCHAT_ME=bot", true);
	for (char **v = env; *v; v++)
		ck_assert_ptr_null(strstr(*v, "secret text"));
	free(env);
}
END_TEST

START_TEST(no_control_character_is_in_the_environment)
{
	static const struct exec_place place = {.server = "", .me = ""};
	struct tailed m = message("");
	char **env;

	m.nick = "b\033[31mo\nb\177";
	m.account = "";
	env = exec_env(&m, &place);
	expect(env, "TCPCHAT_NICK=b[31mob", true);
	expect(env, "TCPCHAT_ACCOUNT=", true);
	expect(env, "TCPCHAT_TAGS={}", true);
	free(env);
}
END_TEST

static const char *
words(int rc, bool asked)
{
	static struct crew_run c;
	struct tailed m = message("");

	c.run = crew.runs[0].run;
	c.message = &m;
	buf_reset(&seen);
	exec_words_end(&seen, &c, rc, 30 * SECONDS, asked);
	return seen.data ? seen.data : "";
}

START_TEST(what_fails_is_told_with_its_message)
{
	struct run *r = &crew.runs[0].run;

	ck_assert_str_eq(words(0, false), "");
	r->status = 3 << 8;
	ck_assert_str_eq(words(0, false),
	    "failed with exit status 3 (for what bob said in #c, id id1)");
	ck_assert_str_eq(words(0, true), "");
	r->status = SIGKILL;
	ck_assert_str_eq(words(0, false),
	    "was ended by signal 9 (Killed) (for what bob said in #c, id id1)");
	r->late = true;
	ck_assert_str_eq(words(0, false),
	    "took longer than 30 seconds and was ended (for what bob said in "
	    "#c, id id1)");
	ck_assert_str_eq(words(ENOENT, false),
	    "could not be started: No such file or directory (for what bob "
	    "said in #c, id id1)");
	*r = (struct run){.said.left_out = 2, .errors.left_out = 1};
	ck_assert_str_eq(words(0, true),
	    "printed more than is said of one run: 2 lines were left out, and "
	    "complained more than is shown of one run: 1 line was left out "
	    "(for what bob said in #c, id id1)");
}
END_TEST

static struct buf found;

static int
find(const char *name)
{
	buf_reset(&found);
	return spawn_find(name, &found);
}

START_TEST(a_program_is_looked_for_as_a_shell_would)
{
	char dir[] = "/tmp/tcpchat-test.XXXXXX", path[64], paths[128];
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/prog", dir);
	snprintf(paths, sizeof(paths), "/nonexistent:%s:/bin:/usr/bin", dir);
	setenv("PATH", paths, 1);
	f = fopen(path, "w");
	fclose(f);
	ck_assert_int_eq(find("prog"), EACCES);
	ck_assert_int_eq(chmod(path, 0700), 0);
	ck_assert_int_eq(find("prog"), 0);
	ck_assert_str_eq(found.data, path);
	ck_assert_int_eq(find("sh"), 0);
	ck_assert_int_eq(find("no-such-program"), ENOENT);
	ck_assert_int_eq(find(dir), EACCES);
	ck_assert_int_eq(find(path), 0);
	ck_assert_int_eq(find("/nonexistent/x"), ENOENT);
	ck_assert_int_eq(chdir(dir), 0);
	setenv("PATH", ":/bin", 1);
	ck_assert_int_eq(find("prog"), 0);
	ck_assert_str_eq(found.data, "./prog");
	unlink(path);
	rmdir(dir);
	buf_free(&found);
}
END_TEST

static struct chatter chatter;

static enum chatter_result
answer(const char *nick, int64_t now_ms)
{
	return chatter_count(&chatter, nick, "#c", now_ms);
}

START_TEST(two_that_answer_each_other_come_to_an_end)
{
	for (int i = 0; i < CHATTER_MAX; i++)
		ck_assert_int_eq(answer("bob", i), CHATTER_OK);
	ck_assert_int_eq(answer("BOB", CHATTER_MAX), CHATTER_FULL);
	ck_assert_int_eq(answer("bob", CHATTER_MAX), CHATTER_STILL);
	ck_assert_int_eq(answer("eve", CHATTER_MAX), CHATTER_OK);
	ck_assert_int_eq(chatter_count(&chatter, "bob", "#d", 0), CHATTER_OK);
	ck_assert_int_eq(answer("bob", CHATTER_PERIOD_MS - 1), CHATTER_STILL);
	ck_assert_int_eq(answer("bob", CHATTER_PERIOD_MS), CHATTER_OK);
	chatter_free(&chatter);
}
END_TEST

START_TEST(who_was_answered_is_known_of_so_many)
{
	char nick[16];

	for (int i = 0; i <= CHATTER_MAX; i++)
		answer("bob", 1);
	for (int i = 0; i < CHATTER_PAIRS - 1; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		ck_assert_int_eq(answer(nick, 2), CHATTER_OK);
	}
	ck_assert_int_eq(answer("bob", 2), CHATTER_STILL);
	ck_assert_int_eq(answer("more", 2), CHATTER_OK);
	ck_assert_int_eq(answer("bob", 2), CHATTER_OK);
	chatter_free(&chatter);
}
END_TEST

static void
add_tests(TCase *tc)
{
	tcase_add_test(tc, so_many_run_at_a_time_and_all_are_run);
	tcase_add_test(tc, one_at_a_time_keeps_the_order);
	tcase_add_test(tc, what_cannot_be_started_is_told_and_the_next_is);
	tcase_add_test(tc, nothing_begins_while_answers_wait);
	tcase_add_test(
	    tc, what_waits_is_bounded_and_there_is_room_again_at_half);
	tcase_add_test(tc, bytes_that_wait_are_bounded_too);
	tcase_add_test(
	    tc, at_the_end_those_that_run_are_asked_and_the_others_dropped);
	tcase_add_test(tc, a_message_is_in_the_environment_once_beside_ours);
	tcase_add_test(tc, no_control_character_is_in_the_environment);
	tcase_add_test(tc, what_fails_is_told_with_its_message);
	tcase_add_test(tc, a_program_is_looked_for_as_a_shell_would);
	tcase_add_test(tc, two_that_answer_each_other_come_to_an_end);
	tcase_add_test(tc, who_was_answered_is_known_of_so_many);
}

Suite *
suite_client_exec(void)
{
	Suite *s = suite_create("client_exec");
	TCase *tc = tcase_create("exec");

	tcase_add_checked_fixture(tc, setup, teardown);
	add_tests(tc);
	suite_add_tcase(s, tc);
	return s;
}
