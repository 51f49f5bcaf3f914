/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/talk/talk.h"
#include "tests/talk/transfer_tool.h"

#define CAPS                                                           \
	"message-tags batch server-time echo-message draft/multiline " \
	"draft/message-redaction"

/* Channels, people and all sorts of things that happen. */
static void
have_a_day(const struct host *h)
{
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");
	struct peer *l = peer_connect_local(h, "local");

	peer_register(l, "lo");
	peer_joins(l, "#own");
	peer_send(l, "CS REGISTER #own");
	peer_send(l, "MODE #own +ibH *!*@evil 500:7d");
	peer_send(l, "PRIVMSG #own :mine \"quoted\" \\ \001x");
	peer_send(l, "TOPIC #own :the topic \360\237\230\200");
	peer_send(l, "RENAME #own #other :moved");
	peer_send(l, "PRIVMSG bob :between us");
	peer_barrier(l);
	peer_send(a, "@+x=1 PRIVMSG #c :tagged \002bold\017 \303\266");
	peer_send(a, "PRIVMSG #c :\001ACTION waves\001");
	peer_send(a, "BATCH +1 draft/multiline #c");
	peer_send(a, "@batch=1 PRIVMSG #c :one");
	peer_send(a, "@batch=1 PRIVMSG #c :two ");
	peer_send(a, "@batch=1;draft/multiline-concat PRIVMSG #c :joined");
	peer_send(a, "BATCH -1");
	peer_barrier(a);
	peer_send(a, "PRIVMSG #c :a mistake");
	peer_expect(a, "* PRIVMSG #c :a mistake");
	peer_send(a, "REDACT #c %s :oops", peer_tag(a, "msgid"));
	peer_send(a, "NOTICE #c :noticed");
	peer_send(a, "MODE #c +k key");
	peer_send(b, "NICK robert");
	peer_send(a, "KICK #c robert :out");
	peer_barrier(a);
	peer_barrier(b);
	peer_close(b);
	peer_send(a, "QUIT :done");
	peer_expect_end(a);
}

START_TEST(what_is_exported_and_imported_is_exported_as_the_same_bytes)
{
	struct host *h = host_start("history-keep = {tags}\n");
	char *first, *second;

	have_a_day(h);
	host_stop(h);
	tool_export(h->state, "a.jsonl", 0);
	tool_import_into(in_dir("new"), "a.jsonl", 0);
	tool_export(in_dir("new"), "b.jsonl", 0);
	first = read_file("a.jsonl");
	second = read_file("b.jsonl");
	ck_assert_ptr_nonnull(strstr(first, "one\\ntwo \\rjoined"));
	ck_assert_ptr_nonnull(strstr(first, "\"tags\":\"+x=1\""));
	ck_assert_ptr_nonnull(strstr(first, "\"kind\":\"redacted\""));
	ck_assert_ptr_nonnull(strstr(first, "between us"));
	ck_assert_ptr_nonnull(strstr(first, "\"formers\":[{\"name\":\"#own\""));
	ck_assert_ptr_nonnull(strstr(first, "\"history\":\"500:7d\""));
	ck_assert(!my_login() || strstr(first, "\"registered\":\"2"));
	ck_assert_ptr_null(strstr(first, "a mistake"));
	ck_assert_str_eq(first, second);
	tool_import_into(in_dir("new"), "a.jsonl", 0);
	tool_export(in_dir("new"), "c.jsonl", 0);
	free(second);
	second = read_file("c.jsonl");
	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}
END_TEST

START_TEST(an_export_is_for_its_owner_alone)
{
	struct host *h = host_start(NULL);
	struct stat st;

	have_a_day(h);
	tool_export(h->state, "a.jsonl", 0);
	ck_assert_int_eq(stat(in_dir("a.jsonl"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(an_export_replaces_no_device_pipe_or_link)
{
	struct host *h = host_start(NULL);
	struct stat st;
	char *text;

	have_a_day(h);
	test_file("a.txt", "");
	ck_assert_int_eq(symlink(in_dir("a.txt"), in_dir("link")), 0);
	tool_export(h->state, "link", 0);
	ck_assert_int_eq(lstat(in_dir("link"), &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	text = read_file("a.txt");
	ck_assert_ptr_nonnull(strstr(text, "noticed"));
	free(text);
	ck_assert_int_eq(symlink("/dev/null", in_dir("null")), 0);
	tool_export(h->state, "null", 0);
	ck_assert_int_eq(stat(in_dir("null"), &st), 0);
	ck_assert(S_ISCHR(st.st_mode));
}
END_TEST

START_TEST(an_export_follows_no_link_that_waits_for_it)
{
	struct host *h = host_start(NULL);
	char *text;

	have_a_day(h);
	test_file("precious", "mine");
	ck_assert_int_eq(
	    symlink(in_dir("precious"), in_dir("a.jsonl.part")), 0);
	tool_export(h->state, "a.jsonl", 0);
	text = read_file("precious");
	ck_assert_str_eq(text, "mine");
	free(text);
}
END_TEST

START_TEST(an_export_while_the_server_runs_holds_what_was_said_until_then)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	char *text;

	peer_send(a, "PRIVMSG #c :before");
	peer_barrier(a);
	tool_export(h->state, "a.jsonl", 0);
	text = read_file("a.jsonl");
	ck_assert_ptr_nonnull(strstr(text, "\"body\":\"before\""));
	free(text);
	peer_send(a, "PRIVMSG #c :after");
	peer_barrier(a);
	tool_export(h->state, "a.jsonl", 0);
	text = read_file("a.jsonl");
	ck_assert_ptr_nonnull(strstr(text, "\"body\":\"after\""));
	free(text);
}
END_TEST

START_TEST(an_export_is_of_one_channel_or_one_account_where_asked)
{
	struct host *h = host_start(NULL);
	const char *of_channel[] = {
	    "-s", h->state, "--export", "-", "--channel", "#C", NULL};
	const char *of_nobody[] = {"-s", h->state, "--export", "-", "--account",
	    "nobody-at-all", NULL};
	const char *of_none[] = {
	    "-s", h->state, "--export", "-", "--channel", "#none", NULL};
	const struct child *c;

	have_a_day(h);
	c = host_tool(of_channel, 0);
	ck_assert_ptr_nonnull(strstr(c->log.data, "tagged"));
	ck_assert_ptr_null(strstr(c->log.data, "between us"));
	ck_assert_ptr_null(strstr(c->log.data, "mine"));
	c = host_tool(of_nobody, 0);
	ck_assert_str_eq(c->log.data, "tcpchat-server: 0 events exported\n");
	c = host_tool(of_none, EX_NOINPUT);
	ck_assert_ptr_nonnull(strstr(c->log.data, "#none: no such channel"));
}
END_TEST

START_TEST(an_account_s_export_has_what_it_said_and_was_told)
{
	struct host *h = host_start(NULL);
	const char *args[] = {
	    "-s", h->state, "--export", "-", "--account", my_login(), NULL};
	const struct child *c;

	have_a_day(h);
	c = host_tool(args, 0);
	ck_assert_ptr_nonnull(strstr(c->log.data, "between us"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "mine"));
	ck_assert_ptr_null(strstr(c->log.data, "tagged"));
	ck_assert_ptr_null(strstr(c->log.data, "\"kind\":\"channel\""));
}
END_TEST

START_TEST(an_import_while_the_server_runs_is_refused)
{
	struct host *h = host_start(NULL);
	const struct child *c;

	test_file("a.jsonl", "");
	c = tool_import_into(h->state, "a.jsonl", EX_TEMPFAIL);
	ck_assert_ptr_nonnull(strstr(c->log.data, "a tcpchat-server runs"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "stop it"));
}
END_TEST

#define LINE(time, body)                                                   \
	"{\"id\":\"x-" body "\",\"time\":\"" time                          \
	"\",\"kind\":\"message\",\"channel\":\"#c\",\"nick\":\"old\","     \
	"\"user\":\"u\",\"host\":\"h\",\"target\":\"#c\",\"body\":\"" body \
	"\"}\n"

START_TEST(imported_messages_stand_where_their_time_is)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;

	peer_send(a, "PRIVMSG #c :new");
	peer_barrier(a);
	host_stop(h);
	test_file("a.jsonl",
	    LINE("2021-01-02T00:00:00.000Z", "second")
		LINE("2020-01-01T00:00:00.000Z", "first"));
	tool_import_into(h->state, "a.jsonl", 0);
	host_again(h, NULL, false);
	b = peer_new_caps(h, "bob", CAPS);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":old!u@h PRIVMSG #c :first");
	ck_assert_str_eq(peer_tag(b, "time"), "2020-01-01T00:00:00.000Z");
	peer_next(b, ":old!u@h PRIVMSG #c :second");
	peer_next(b, ":alice!* PRIVMSG #c :new");
}
END_TEST

START_TEST(imported_messages_count_for_what_is_kept)
{
	struct host *h = host_start(NULL);
	struct peer *b;

	peer_barrier(peer_join(h, "alice", "#c"));
	host_stop(h);
	test_file("a.jsonl",
	    LINE("2020-01-01T00:00:00.000Z", "one")
		LINE("2020-01-02T00:00:00.000Z", "two")
		    LINE("2020-01-03T00:00:00.000Z", "three"));
	tool_import_into(h->state, "a.jsonl", 0);
	host_again(h, "history-channel-lines = 2\n", false);
	b = peer_new_caps(h, "bob", CAPS);
	do {
		peer_send(b, "PART #c");
		peer_send(b, "JOIN #c");
	} while (peer_count(b, ":* PRIVMSG #c :one") > 0);
	peer_send(b, "PART #c");
	peer_send(b, "JOIN #c");
	ck_assert_uint_le(peer_count(b, ":old!* PRIVMSG #c :*"), 2);
}
END_TEST

START_TEST(a_bad_line_is_named_and_nothing_is_imported)
{
	const struct child *c;

	test_file("a.jsonl",
	    LINE("2020-01-01T00:00:00.000Z", "first")
		LINE("2020-01-01T00:00:00.000Z", "\xff"));
	c = tool_import_into(in_dir("new"), "a.jsonl", EX_DATAERR);
	ck_assert_ptr_nonnull(strstr(c->log.data, "a.jsonl:2: must be UTF-8"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "nothing is imported"));
	test_file("a.jsonl",
	    LINE("2020-01-01T00:00:00.000Z", "first") LINE("tomorrow", "x"));
	c = tool_import_into(in_dir("new"), "a.jsonl", EX_DATAERR);
	ck_assert_ptr_nonnull(strstr(c->log.data, "a.jsonl:2: \"time\""));
	tool_export(in_dir("new"), "b.jsonl", 0);
	ck_assert_ptr_null(read_file("b.jsonl"));
}
END_TEST

START_TEST(the_name_of_a_file_does_nothing_to_the_terminal)
{
	const struct child *c;

	test_file("a\033[7m.jsonl", "x\n");
	c = tool_import_into(in_dir("new"), "a\033[7m.jsonl", EX_DATAERR);
	ck_assert_ptr_nonnull(strstr(c->log.data, "[7m.jsonl:1: must be"));
	ck_assert_ptr_null(strchr(c->log.data, '\033'));
}
END_TEST

START_TEST(a_channel_of_an_invited_few_is_that_again_after_an_import)
{
	struct host *h = host_start(NULL);
	struct peer *p;

	have_a_day(h);
	host_stop(h);
	tool_export(h->state, "a.jsonl", 0);
	host_again(h, NULL, false);
	host_stop(h);
	tool_import_into(in_dir("new"), "a.jsonl", 0);
	{
		const char *args[] = {"-s", in_dir("new"), NULL};

		h = host_start_with(&(struct host_options){.args = args});
	}
	p = peer_new(h, "eve");
	peer_send(p, "JOIN #other");
	peer_expect(p, ":* 473 eve #other :*");
	p = peer_connect_local(h, "local");
	peer_register(p, "lo");
	peer_send(p, "JOIN #own");
	peer_expect(p, ":* 332 lo #other :the topic*");
	peer_expect(p, ":* PRIVMSG #other :*mine*");
}
END_TEST

START_TEST(a_history_of_nowhere_is_named)
{
	const struct child *c = tool_export(in_dir("none"), "a", EX_NOINPUT);

	ck_assert_ptr_nonnull(strstr(c->log.data, "none/history.db"));
}
END_TEST

START_TEST(options_that_do_not_go_together_are_refused)
{
	static const char *const wrong[][4] = {
	    {"--account", "a", NULL},
	    {"--channel", "#c", NULL},
	    {"--owner", "a", NULL},
	    {"--export", NULL},
	    {"-t", "--export=-", NULL},
	    {"-l", "irc://127.0.0.1:0", "--backup=x", NULL},
	    {"--export=x", "--import=y", NULL},
	    {"--import=x", "--channel=#c", NULL},
	    {"--import=x", "--format=irssi", NULL},
	    {"--import=x", "--format=icb", "--channel=#c", NULL},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		host_tool(wrong[i], EX_USAGE);
}
END_TEST

TALK_SUITE_LOGIN(transfer,
    TESTS(an_export_is_for_its_owner_alone,
	an_export_replaces_no_device_pipe_or_link,
	an_export_follows_no_link_that_waits_for_it,
	an_export_while_the_server_runs_holds_what_was_said_until_then,
	an_export_is_of_one_channel_or_one_account_where_asked,
	an_import_while_the_server_runs_is_refused,
	imported_messages_stand_where_their_time_is,
	imported_messages_count_for_what_is_kept,
	a_bad_line_is_named_and_nothing_is_imported,
	the_name_of_a_file_does_nothing_to_the_terminal,
	a_history_of_nowhere_is_named,
	options_that_do_not_go_together_are_refused),
    TESTS(what_is_exported_and_imported_is_exported_as_the_same_bytes,
	an_account_s_export_has_what_it_said_and_was_told,
	a_channel_of_an_invited_few_is_that_again_after_an_import))
