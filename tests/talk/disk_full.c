/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/resource.h>

#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

#define MODERN                                                          \
	"echo-message batch labeled-response message-tags server-time " \
	"standard-replies"

static struct host *h;
static struct peer *alice, *bob, *boss;

static void
begin(const char *conf)
{
	h = host_of_operator(conf);
	boss = peer_operator(h);
	alice = peer_join_caps(h, "alice", MODERN, "#c");
	bob = peer_join(h, "bob", "#c");
	peer_expect(alice, ":bob!* JOIN #c");
}

/* From now on no file of the server takes another byte; or it does again. */
static void
limit_files(rlim_t most)
{
	const struct rlimit size = {most, RLIM_INFINITY};

	ck_assert_int_eq(prlimit(h->child->pid, RLIMIT_FSIZE, &size, NULL), 0);
}

static void
fill_disk(void)
{
	limit_files(0);
}

static void
free_disk(void)
{
	limit_files(RLIM_INFINITY);
}

static void
expect_history(const char *text)
{
	struct peer *carol = peer_new_caps(h, "carol", MODERN);

	peer_send(carol, "JOIN #c");
	peer_expect(carol, ":* BATCH +* chathistory #c");
	peer_next(carol, ":* PRIVMSG #c :%s", text);
	peer_next(carol, ":* BATCH -*");
}

START_TEST(a_full_disk_ends_the_keeping_but_not_the_talk)
{
	begin("");
	fill_disk();
	peer_send(alice, "@label=1 PRIVMSG #c :not kept");
	peer_expect(alice, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(alice, "label"), "1");
	peer_next(alice, ":alice!* PRIVMSG #c :not kept");
	peer_next(alice, ":* FAIL PRIVMSG NOT_KEPT #c :*not kept*");
	peer_next(alice, ":* BATCH -*");
	peer_expect(bob, ":alice!* PRIVMSG #c :not kept");
	child_expect_log(h->child, "History cannot be written (");
	peer_expect(boss, ":* NOTICE boss :History cannot be written (*): *");
	peer_send(bob, "NOTICE #c :nor this");
	peer_next(bob, ":* NOTICE bob :Your message to #c was sent, but is *");
	peer_expect(alice, ":bob!* NOTICE #c :nor this");
	free_disk();
	peer_expect(boss, ":* NOTICE boss :History is written again.");
	peer_send(alice, "@label=2 PRIVMSG #c :kept");
	peer_next(alice, ":alice!* PRIVMSG #c :kept");
	ck_assert_str_eq(peer_tag(alice, "label"), "2");
	expect_history("kept");
	host_kill(h);
	host_again(h, NULL, false);
	expect_history("kept");
}
END_TEST

START_TEST(where_it_is_configured_nobody_is_shown_what_a_full_disk_does_not_take)
{
	begin("history-failure = refuse");
	fill_disk();
	peer_send(alice, "@label=1 PRIVMSG #c,bob :never seen");
	peer_next(alice, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(alice, "label"), "1");
	peer_next(alice, ":* FAIL PRIVMSG NOT_SENT #c :*not sent*");
	peer_next(alice, ":* FAIL PRIVMSG NOT_SENT bob :*not sent*");
	peer_next(alice, ":* BATCH -*");
	peer_expect(boss, ":* NOTICE boss :History cannot be written (*): *");
	peer_send(alice, "@label=2 PRIVMSG #c :nor this");
	peer_next(alice, ":* FAIL PRIVMSG NOT_SENT #c :*not sent*");
	ck_assert_str_eq(peer_tag(alice, "label"), "2");
	peer_expect_none(bob, ":alice!*");
	peer_send(alice, "TOPIC #c :goes on");
	peer_next(alice, ":alice!* TOPIC #c :goes on");
	peer_expect(bob, ":alice!* TOPIC #c :goes on");
	free_disk();
	peer_expect(boss, ":* NOTICE boss :History is written again.");
	peer_send(alice, "PRIVMSG #c :sent and kept");
	peer_next(alice, ":alice!* PRIVMSG #c :sent and kept");
	peer_expect(bob, ":alice!* PRIVMSG #c :sent and kept");
	host_kill(h);
	host_again(h, NULL, false);
	expect_history("sent and kept");
	bob = peer_join(h, "bob", "#c");
	peer_send(bob, "TOPIC #c");
	peer_expect(bob, ":* 332 bob #c :goes on");
}
END_TEST

/* More than the server takes in one turn, so that it is found out within. */
START_TEST(of_a_burst_into_a_full_disk_every_line_is_answered)
{
	enum { LINES = 200 };

	begin("history-failure = refuse");
	fill_disk();
	for (int i = 0; i < LINES; i++)
		peer_send(alice, "PRIVMSG #c :%d", i);
	ck_assert_uint_eq(
	    peer_count(alice, ":* FAIL PRIVMSG NOT_SENT #c *"), LINES);
	peer_expect_none(bob, ":alice!* PRIVMSG *");
	peer_send(alice, "PRIVMSG #c :\001PING 1\001");
	peer_expect(bob, ":alice!* PRIVMSG #c :\001PING 1\001");
}
END_TEST

START_TEST(a_disk_that_is_full_at_the_start_is_told_with_the_file)
{
	struct child *c =
	    host_try(&(struct host_options){.file_size = 1})->child;

	child_expect_log(c, "history.db: ");
	child_expect_exit(c, 73);
}
END_TEST

TALK_SUITE_LOGIN(talk_disk_full,
    TESTS(a_disk_that_is_full_at_the_start_is_told_with_the_file),
    TESTS(a_full_disk_ends_the_keeping_but_not_the_talk,
	where_it_is_configured_nobody_is_shown_what_a_full_disk_does_not_take,
	of_a_burst_into_a_full_disk_every_line_is_answered))
