/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/chatlog.h"

#include <dirent.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "client/history.h"
#include "common/clock.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

/* 2026-01-02T10:00:00Z */
static const int64_t morning = 1767348000000;

static char dir[64];
static struct talker t;
static struct chatlog *l;
static struct buf file;

static void
tap(void *arg, const struct room *r, const struct said_line *said)
{
	(void)arg;
	chatlog_add(l, r, said);
}

static void
open_log(void)
{
	l = chatlog_open(&t.settings, dir);
	t.state.tap = tap;
}

static void
setup(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-log-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	talker_setup(&t);
	talker_welcome(&t, "message-tags server-time batch");
	open_log();
}

static int
drop(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void
teardown(void)
{
	chatlog_close(l);
	talker_teardown(&t);
	buf_free(&file);
	nftw(dir, drop, 8, FTW_DEPTH | FTW_PHYS);
	unsetenv("TZ");
	tzset();
}

#define hear(line) talker_hear(&t, line)

/* Until the thread has written what there is. */
static void
written(void)
{
	struct pollfd fd = {.events = POLLIN};

	chatlog_turn(l, &t.state);
	fd.fd = chatlog_fd(l);
	ck_assert_int_ge(fd.fd, 0);
	ck_assert_int_eq(poll(&fd, 1, 10000), 1);
	chatlog_reap(l);
	chatlog_turn(l, &t.state);
}

/* What a file below the directory of "net" holds; NULL where there is none. */
static const char *
text_of(const char *name)
{
	char path[256], bytes[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s%s", dir,
	    strncmp(name, "../", 3) ? "local/" : "",
	    strncmp(name, "../", 3) ? name : name + 3);
	f = fopen(path, "r");
	if (!f)
		return NULL;
	buf_reset(&file);
	buf_adds(&file, "");
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(&file, bytes, n);
	fclose(f);
	return file.len ? file.data : "";
}

static void
assert_log(const char *name, const char *text)
{
	const char *is = text_of(name);

	ck_assert_msg(is != NULL, "there is no %s", name);
	ck_assert_str_eq(is, text);
}

static unsigned
mode_of(const char *name)
{
	char path[256];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	ck_assert_msg(stat(path, &st) == 0, "%s", path);
	return st.st_mode & 0777;
}

static void
add(struct room *r, int64_t time_ms, unsigned flags, const char *text)
{
	state_add(&t.state, r,
	    &(struct said_line){.kind = SAID_MESSAGE,
		.nick = "bob",
		.time_ms = time_ms,
		.flags = flags,
		.text = text});
}

static struct room *
room(void)
{
	return state_open(&t.state, t.n, ROOM_CHANNEL, "#a");
}

START_TEST(what_is_said_stands_in_a_file_a_day)
{
	struct room *r = room();

	add(r, morning, 0, "hello");
	state_add(&t.state, r,
	    &(struct said_line){.kind = SAID_ACTION,
		.nick = "bob",
		.prefix = '@',
		.time_ms = morning + 1000,
		.text = "waves"});
	state_add(&t.state, r,
	    &(struct said_line){.kind = SAID_NOTICE,
		.nick = "irc",
		.time_ms = morning + 2000,
		.text = "psst"});
	state_add(&t.state, r,
	    &(struct said_line){.kind = SAID_EVENT,
		.nick = "carl",
		.time_ms = morning + 3000,
		.text = "carl joined"});
	add(r, morning + 86400000, 0, "next day");
	written();
	assert_log("#a/2026-01-02.log",
	    "10:00:00 <bob> hello\n10:00:01 * @bob waves\n"
	    "10:00:02 -irc- psst\n10:00:03 -- carl joined\n");
	assert_log("#a/2026-01-03.log", "10:00:00 <bob> next day\n");
	ck_assert_uint_eq(mode_of("local/#a/2026-01-02.log"), 0600);
	ck_assert_uint_eq(mode_of("local/#a"), 0700);
	ck_assert_uint_eq(mode_of("local"), 0700);
}
END_TEST

START_TEST(no_code_and_no_control_byte_is_in_it)
{
	struct room *r = room();

	state_add(&t.state, r,
	    &(struct said_line){.kind = SAID_MESSAGE,
		.nick = "b\033ob",
		.time_ms = morning,
		.text = "\002bold\002 \00304red\003 \033[2J\a \xe2\x80\xae x"});
	written();
	ck_assert_ptr_nonnull(text_of("#a/2026-01-02.log"));
	for (size_t i = 0; i + 1 < file.len; i++)
		ck_assert((unsigned char)file.data[i] >= ' ');
	ck_assert_ptr_nonnull(strstr(file.data, "bold red"));
	ck_assert_ptr_null(strstr(file.data, "\xe2\x80\xae"));
}
END_TEST

START_TEST(where_the_server_keeps_history_there_is_no_log_unless_wanted)
{
	ck_assert(chatlog_wanted(&t.settings, t.n));
	hear(":irc 005 me CHATHISTORY=100 :are supported");
	ck_assert(!chatlog_wanted(&t.settings, t.n));
	t.settings.log = LOG_YES;
	ck_assert(chatlog_wanted(&t.settings, t.n));
	t.settings.log = LOG_NO;
	network_reset(t.n);
	ck_assert(!chatlog_wanted(&t.settings, t.n));
}
END_TEST

START_TEST(that_there_is_a_log_is_told_once)
{
	struct room *r = room();

	add(r, morning, 0, "one");
	written();
	ck_assert_ptr_nonnull(
	    strstr(talker_last(t.n->room, 0)->text, "written to files in"));
	ck_assert_ptr_nonnull(strstr(talker_last(t.n->room, 0)->text, dir));
	ck_assert_ptr_nonnull(
	    strstr(talker_last(t.n->room, 0)->text, "/set log no ends that"));
	state_say(&t.state, t.n->room, SAID_CLIENT, "end");
	add(r, morning, 0, "two");
	written();
	ck_assert_str_eq(talker_last(t.n->room, 0)->text, "end");
}
END_TEST

START_TEST(who_has_it_from_a_section_is_told_to_look_there)
{
	struct settings_network sn = {
	    .title = (char *)"net", .server = (char *)"", .log = LOG_YES};
	const char *text;

	t.settings.networks = (struct conf_sections){&sn, 1};
	add(room(), morning, 0, "one");
	written();
	text = talker_last(t.n->room, 0)->text;
	ck_assert_ptr_nonnull(strstr(text, "written to files in"));
	ck_assert_ptr_nonnull(strstr(text, "as its section of"));
	ck_assert_ptr_null(strstr(text, "/set"));
	t.settings.networks = (struct conf_sections){0};
}
END_TEST

START_TEST(a_network_may_want_another_thing)
{
	struct settings_network sn = {
	    .title = (char *)"net", .server = (char *)"host", .log = LOG_YES};

	t.settings.networks = (struct conf_sections){&sn, 1};
	mem_replace(&t.n->server, "host");
	t.settings.log = LOG_NO;
	ck_assert(chatlog_wanted(&t.settings, t.n));
	sn.log = LOG_USUAL;
	ck_assert(!chatlog_wanted(&t.settings, t.n));
	sn.log = LOG_AUTO;
	ck_assert(chatlog_wanted(&t.settings, t.n));
	t.settings.networks = (struct conf_sections){0};
}
END_TEST

START_TEST(only_what_is_said_in_rooms_is_logged_and_once)
{
	talker_join(&t, "#b");
	state_say(&t.state, NULL, SAID_CLIENT, "help");
	state_say(&t.state, NULL, SAID_ERROR, "lost");
	state_say(&t.state, t.n->room, SAID_SERVER, "motd");
	hear("@time=2026-01-02T10:00:00.000Z :bob!u@h PRIVMSG me :hi");
	add(state_find(&t.state, t.n, "#b"), morning, LINE_COPY, "(to bob) x");
	written();
	assert_log("bob/2026-01-02.log", "10:00:00 <bob> hi\n");
	ck_assert_ptr_null(text_of("#b/2026-01-02.log"));
	ck_assert_ptr_null(text_of("net"));
}
END_TEST

START_TEST(servers_on_one_machine_have_directories_of_their_own)
{
	struct room *r = room();

	mem_replace(&t.n->server, "irc://host:7000");
	add(r, morning, 0, "one");
	mem_replace(&t.n->server, "host:6667");
	add(r, morning, 0, "two");
	mem_replace(&t.n->server, "unix:/run/x");
	add(r, morning, 0, "three");
	written();
	assert_log("../host+7000/#a/2026-01-02.log", "10:00:00 <bob> one\n");
	assert_log("../host/#a/2026-01-02.log", "10:00:00 <bob> two\n");
	ck_assert_uint_eq(mode_of("unix%3A%2Frun%2Fx/#a"), 0700);
}
END_TEST

START_TEST(no_name_of_a_peer_leads_out_of_the_directory)
{
	struct room *r =
	    state_open(&t.state, t.n, ROOM_QUERY, "../../../tmp/x");

	add(r, morning, 0, "hello");
	written();
	assert_log("%2E.%2F..%2F..%2Ftmp%2Fx/2026-01-02.log",
	    "10:00:00 <bob> hello\n");
}
END_TEST

START_TEST(what_is_replayed_is_not_logged_twice)
{
	struct room *r = room();

	add(r, morning, 0, "one");
	add(r, morning + 1000, 0, "two");
	add(r, morning, LINE_HISTORY, "one");
	written();
	chatlog_close(l);
	open_log();
	add(r, morning - 5000, LINE_HISTORY, "before all");
	add(r, morning, LINE_HISTORY, "one");
	add(r, morning + 1000, LINE_HISTORY, "two");
	add(r, morning + 1000, LINE_HISTORY, "the same second");
	add(r, morning + 2000, LINE_HISTORY, "missed");
	add(r, morning + 2000, 0, "missed");
	written();
	assert_log("#a/2026-01-02.log",
	    "10:00:00 <bob> one\n10:00:01 <bob> two\n"
	    "10:00:01 <bob> the same second\n10:00:02 <bob> missed\n"
	    "10:00:02 <bob> missed\n");
}
END_TEST

START_TEST(a_log_begins_with_the_first_page_and_older_ones_stay_out)
{
	struct room *r = room();

	add(r, morning, LINE_HISTORY, "first page");
	add(r, morning + 1000, LINE_HISTORY, "of it");
	add(r, morning - 1000, LINE_HISTORY, "page before");
	written();
	assert_log("#a/2026-01-02.log",
	    "10:00:00 <bob> first page\n10:00:01 <bob> of it\n");
}
END_TEST

/* The server's answer number `serial` to CHATHISTORY: two lines from that
 * minute on. */
static void
history_page(unsigned serial, int minute)
{
	struct buf line = {0};

	history_turn(&t.state, 1000);
	buf_addf(&line, "@label=h%u :irc BATCH +1 chathistory #b", serial);
	hear(line.data);
	for (int i = 0; i < 2; i++) {
		buf_reset(&line);
		buf_addf(&line,
		    "@batch=1;msgid=m%d;time=2026-01-02T10:%02d:00.000Z "
		    ":bob!u@h PRIVMSG #b :line %d",
		    minute + i, minute + i, minute + i);
		hear(line.data);
	}
	hear(":irc BATCH -1");
	buf_free(&line);
}

static const char *
talk_of_bob(void)
{
	static char said[256];
	const char *text = text_of("#b/2026-01-02.log");

	*said = '\0';
	for (; text && (text = strstr(text, "<bob> ")); text += 6)
		strncat(said, text + 6, 8);
	return said;
}

START_TEST(pages_of_history_are_logged_once_where_logs_are_wanted)
{
	t.settings.log = LOG_YES;
	t.n->caps |= CAP_CHATHISTORY | CAP_LABELED_RESPONSE;
	talker_join(&t, "#b");
	history_page(1, 30);
	room_scroll(t.state.current, room_line(t.state.current, 0)->id, 0);
	history_look(t.state.current, 0, 1, true);
	history_page(2, 10);
	written();
	ck_assert_uint_gt(t.state.current->count, 4);
	ck_assert_str_eq(talk_of_bob(), "line 30\nline 31\n");
	chatlog_close(l);
	open_log();
	state_close(&t.state, t.state.current);
	talker_join(&t, "#b");
	history_page(3, 31);
	written();
	ck_assert_str_eq(talk_of_bob(), "line 30\nline 31\n");
}
END_TEST

START_TEST(what_was_missed_while_away_is_logged_though_newer_lines_are_there)
{
	struct room *r = room();

	add(r, morning, 0, "one");
	r->left_ms = morning + 1000;
	add(r, morning + 400000, 0, "back");
	add(r, morning, LINE_HISTORY, "one");
	add(r, morning + 2000, LINE_HISTORY, "missed");
	add(r, morning - 400000, LINE_HISTORY, "long ago");
	written();
	assert_log("#a/2026-01-02.log",
	    "10:00:00 <bob> one\n10:06:40 <bob> back\n"
	    "10:00:02 <bob> missed\n");
}
END_TEST

static void
assert_told(const char *what)
{
	const struct line *line = talker_last(t.state.current, 0);

	ck_assert_msg(strstr(line->text, what) != NULL, "%s", line->text);
}

START_TEST(a_log_that_cannot_be_written_is_told_once_and_goes_on_later)
{
	struct room *r = room();
	char path[128];
	size_t lines;

	snprintf(path, sizeof(path), "%s/local", dir);
	fclose(fopen(path, "w"));
	add(r, morning, 0, "lost");
	written();
	assert_told("The log cannot be written");
	assert_told("2026-01-02.log: Not a directory");
	lines = t.state.current->count;
	add(r, morning, 0, "lost too");
	written();
	ck_assert_uint_eq(t.state.current->count, lines);
	unlink(path);
	add(r, morning, 0, "there");
	written();
	assert_told("written again; 2 lines are missing");
	assert_log("#a/2026-01-02.log", "10:00:00 <bob> there\n");
}
END_TEST

START_TEST(a_line_that_a_full_disk_cut_is_ended)
{
	struct rlimit was, small;
	struct room *r = room();

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 25;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	add(r, morning, 0, "one");
	add(r, morning, 0, "two");
	written();
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_told("The log cannot be written");
	add(r, morning, 0, "three");
	written();
	assert_log("#a/2026-01-02.log",
	    "10:00:00 <bob> one\n10:00:\n10:00:00 <bob> three\n");
}
END_TEST

START_TEST(what_waits_is_written_at_the_end)
{
	struct room *r = room();

	for (int i = 0; i < 100; i++)
		add(r, morning, 0, "x");
	chatlog_close(l);
	l = NULL;
	t.state.tap = NULL;
	ck_assert_ptr_nonnull(text_of("#a/2026-01-02.log"));
	ck_assert_uint_eq(file.len, 100 * strlen("10:00:00 <bob> x\n"));
}
END_TEST

START_TEST(a_link_in_the_place_of_a_log_is_not_followed)
{
	struct room *r = room();
	char path[160], target[128];

	add(r, morning, 0, "one");
	written();
	snprintf(path, sizeof(path), "%s/local/#a/2026-01-03.log", dir);
	snprintf(target, sizeof(target), "%s/target", dir);
	ck_assert_int_eq(symlink(target, path), 0);
	add(r, morning + 86400000, 0, "two");
	written();
	assert_told("The log cannot be written");
	ck_assert_int_ne(access(target, F_OK), 0);
}
END_TEST

START_TEST(a_time_from_far_ahead_is_now)
{
	char name[64];
	struct room *r = room();
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm tm;

	add(r, INT64_C(253402300000000), 0, "from the year 9999");
	written();
	gmtime_r(&now, &tm);
	strftime(name, sizeof(name), "#a/%Y-%m-%d.log", &tm);
	ck_assert_ptr_nonnull(text_of(name));
}
END_TEST

Suite *
suite_client_chatlog(void)
{
	Suite *s = suite_create("client_chatlog");
	TCase *tc = tcase_create("chatlog");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_said_stands_in_a_file_a_day);
	tcase_add_test(tc, no_code_and_no_control_byte_is_in_it);
	tcase_add_test(
	    tc, where_the_server_keeps_history_there_is_no_log_unless_wanted);
	tcase_add_test(tc, that_there_is_a_log_is_told_once);
	tcase_add_test(tc, who_has_it_from_a_section_is_told_to_look_there);
	tcase_add_test(tc, a_network_may_want_another_thing);
	tcase_add_test(tc, only_what_is_said_in_rooms_is_logged_and_once);
	tcase_add_test(
	    tc, servers_on_one_machine_have_directories_of_their_own);
	tcase_add_test(tc, no_name_of_a_peer_leads_out_of_the_directory);
	tcase_add_test(tc, what_is_replayed_is_not_logged_twice);
	tcase_add_test(
	    tc, a_log_begins_with_the_first_page_and_older_ones_stay_out);
	tcase_add_test(
	    tc, pages_of_history_are_logged_once_where_logs_are_wanted);
	tcase_add_test(tc,
	    what_was_missed_while_away_is_logged_though_newer_lines_are_there);
	tcase_add_test(
	    tc, a_log_that_cannot_be_written_is_told_once_and_goes_on_later);
	tcase_add_test(tc, a_line_that_a_full_disk_cut_is_ended);
	tcase_add_test(tc, what_waits_is_written_at_the_end);
	tcase_add_test(tc, a_link_in_the_place_of_a_log_is_not_followed);
	tcase_add_test(tc, a_time_from_far_ahead_is_now);
	suite_add_tcase(s, tc);
	return s;
}
