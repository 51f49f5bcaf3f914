/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/talk/talk.h"

#define RENAME "draft/channel-rename"
#define LABELS "labeled-response batch message-tags"

START_TEST(who_knows_rename_is_told_the_new_name_and_nothing_else)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", RENAME, "#old");
	struct peer *b = peer_join_caps(h, "bob", RENAME, "#old");

	peer_barrier(a);
	peer_barrier(b);
	peer_send(a, "RENAME #old #new :typo fix");
	peer_next(a, ":alice!* RENAME #old #new :typo fix");
	peer_next(b, ":alice!* RENAME #old #new :typo fix");
	peer_expect_none(a, "*");
	peer_expect_none(b, "*");
	peer_send(b, "PRIVMSG #new :hi");
	peer_expect(a, ":bob!* PRIVMSG #new :hi");
	peer_send(b, "PRIVMSG #old :hi");
	peer_expect(b, ":* 403 bob #old :*");
}
END_TEST

START_TEST(without_a_reason_the_last_parameter_is_empty)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", RENAME, "#old");

	peer_send(a, "RENAME #old #new");
	peer_expect(a, ":alice!* RENAME #old #new :");
}
END_TEST

START_TEST(others_leave_and_come_as_far_as_they_can_tell)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", RENAME, "#old");
	struct peer *b = peer_join(h, "bob", "#old");
	struct peer *c = peer_join_caps(h, "carol", "extended-join", "#old");

	peer_send(a, "TOPIC #old :leaves");
	peer_barrier(a);
	peer_barrier(b);
	peer_barrier(c);
	peer_send(a, "RENAME #old #new :typo fix");
	peer_next(b, ":bob!* PART #old :typo fix");
	peer_next(b, ":bob!* JOIN #new");
	peer_next(b, ":* 332 bob #new :leaves");
	peer_next(b, ":* 333 bob #new alice!*");
	peer_next(b, ":* 353 bob = #new :@alice bob carol");
	peer_next(b, ":* 366 bob #new :*");
	peer_expect_none(b, "*");
	peer_next(c, ":carol!* PART #old :typo fix");
	peer_next(c, ":carol!* JOIN #new \\* :*");
	peer_expect(c, ":* 366 carol #new :*");
	peer_send(a, "RENAME #new #newer");
	peer_next(b, ":bob!* PART #new");
}
END_TEST

START_TEST(with_no_implicit_names_the_fallback_lists_nobody)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", "no-implicit-names");

	peer_send(a, "JOIN #old");
	peer_send(a, "RENAME #old #new");
	peer_expect(a, ":alice!* JOIN #new");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(who_renames_without_the_capability_sees_the_same)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#old");

	peer_barrier(a);
	peer_send(a, "RENAME #old #new :why");
	peer_next(a, ":alice!* PART #old :why");
	peer_next(a, ":alice!* JOIN #new");
	peer_next(a, ":* 353 alice = #new :@alice");
	peer_next(a, ":* 366 alice #new :*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(a_change_of_case_alone_needs_no_fallback)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", RENAME, "#tea");
	struct peer *b = peer_join(h, "bob", "#tea");

	peer_barrier(b);
	peer_send(a, "RENAME #TEA #Tea");
	peer_expect(a, ":alice!* RENAME #tea #Tea :");
	peer_expect_none(b, "*");
	peer_send(b, "NAMES #tea");
	peer_expect(b, ":* 366 bob #Tea :*");
}
END_TEST

START_TEST(the_answer_carries_the_label_and_others_see_none)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", LABELS " " RENAME, "#old");
	struct peer *b = peer_join_caps(h, "bob", LABELS, "#old");

	peer_barrier(a);
	peer_barrier(b);
	peer_send(a, "@label=r1 RENAME #old #new");
	peer_next(a, ":alice!* RENAME #old #new :");
	ck_assert_str_eq(peer_tag(a, "label"), "r1");
	peer_next(b, ":bob!* PART #old");
	ck_assert_ptr_null(peer_tag(b, "label"));
	peer_expect(b, ":* 366 bob #new :*");
	peer_send(a, "MODE #new +o bob");
	peer_expect(b, "* MODE #new +o bob");
	peer_send(b, "@label=r2 RENAME #new #newer");
	peer_next(b, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(b, "label"), "r2");
	peer_next(b, ":bob!* PART #new");
	ck_assert_ptr_nonnull(peer_tag(b, "batch"));
	peer_expect(b, ":* BATCH -*");
}
END_TEST

START_TEST(only_operators_of_the_channel_rename_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_new(h, "carol");

	peer_send(b, "RENAME #c #d");
	peer_expect(b, ":* 482 bob #c :*");
	peer_send(c, "RENAME #c #d");
	peer_expect(c, ":* 442 carol #c :*");
	peer_send(c, "RENAME #nowhere #d");
	peer_expect(c, ":* 403 carol #nowhere :*");
	peer_send(c, "RENAME #c");
	peer_expect(c, ":* 461 carol RENAME :*");
	peer_send(a, "MODE #c +s");
	peer_barrier(a);
	peer_send(c, "RENAME #c #d");
	peer_expect(c, ":* 403 carol #c :*");
	peer_expect_none(a, "*PART*");
}
END_TEST

START_TEST(a_name_that_is_taken_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#evil");
	struct peer *b = peer_join(h, "bob", "#good");

	peer_barrier(b);
	peer_send(a, "RENAME #evil #Good");
	peer_expect(a, ":* FAIL RENAME CHANNEL_NAME_IN_USE #evil #Good :*");
	peer_send(b, "RENAME #good #better");
	peer_expect(b, ":bob!* JOIN #better");
	peer_send(a, "RENAME #evil #good");
	peer_expect(a, ":* FAIL RENAME CHANNEL_NAME_IN_USE #evil #good :*");
	peer_send(b, "RENAME #better #good");
	peer_expect(b, ":bob!* JOIN #good");
}
END_TEST

START_TEST(a_name_that_cannot_be_one_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	char name[102];

	peer_send(a, "RENAME #c c");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c c :*begins with #");
	peer_send(a, "RENAME #c :#a b");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c \\* :*no spaces*");
	peer_send(a, "RENAME #c #a,b");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c #a,b :*");
	peer_send(a, "RENAME #c :");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c \\* :*");
	memset(name, 'x', sizeof(name) - 1);
	name[0] = '#';
	name[sizeof(name) - 1] = '\0';
	peer_send(a, "RENAME #c %s", name);
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c #x*x :*too long");
	peer_send(a, "RENAME #c #c");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c #c :*has that name");
	peer_expect_none(a, "*PART*");
}
END_TEST

START_TEST(the_lobby_keeps_its_name_and_nobody_takes_it)
{
	struct host *h = host_start("lobby = \"#hall\"\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b;

	peer_send(a, "RENAME #c #Hall");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c #Hall :*lobby");
	b = peer_join(h, "bob", "#hall");
	peer_send(b, "RENAME #hall #mine");
	peer_expect(b, ":* 482 bob #hall :*");
}
END_TEST

START_TEST(the_lobby_keeps_its_name_for_operators_of_the_server_too)
{
	struct buf conf = {0};
	struct host *h;
	struct peer *a;

	buf_addf(&conf, "oper root { logins = {\"%s\"} }\n", my_login());
	h = host_start(conf.data);
	a = peer_connect_local(h, "alice");
	peer_register(a, "alice");
	peer_send(a, "OPER root");
	peer_expect(a, ":* 381 alice :*");
	peer_joins(a, "#lobby");
	peer_send(a, "RENAME #lobby #mine");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #lobby #mine :*");
	buf_free(&conf);
}
END_TEST

START_TEST(a_channel_is_not_renamed_without_end)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", RENAME, "#c");

	for (int i = 0; i < 4; i++) {
		peer_send(
		    a, "RENAME #%s #%s", i % 2 ? "d" : "c", i % 2 ? "c" : "d");
		peer_expect(a, ":alice!* RENAME #? #? :");
	}
	peer_send(a, "RENAME #c #d");
	peer_expect(a, ":* FAIL RENAME CANNOT_RENAME #c #d :*too often*");
}
END_TEST

START_TEST(the_old_name_leads_to_the_new_one)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#old");
	struct peer *b = peer_new(h, "bob");
	struct peer *c = peer_new_caps(h, "carol", RENAME);

	peer_send(a, "RENAME #old #new");
	peer_expect(a, ":* 366 alice #new :*");
	peer_barrier(b);
	peer_send(b, "JOIN #OLD");
	peer_next(b, ":* 470 bob #OLD #new :*renamed");
	peer_next(b, ":bob!* JOIN #new");
	peer_expect(b, ":* 366 bob #new :*");
	peer_barrier(c);
	peer_send(c, "JOIN #old");
	peer_next(c, ":* FAIL JOIN CHANNEL_RENAMED #old #new :*");
	peer_expect_none(c, "*");
	peer_send(a, "MODE #new +k pot");
	peer_barrier(a);
	peer_send(b, "PART #new");
	peer_send(b, "JOIN #old");
	peer_expect(b, ":* 475 bob #new :*");
	peer_send(b, "JOIN #old pot");
	peer_expect(b, ":bob!* JOIN #new");
}
END_TEST

START_TEST(the_old_name_of_a_secret_channel_leads_nobody_to_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#old");
	struct peer *b = peer_new_caps(h, "bob", RENAME);
	struct peer *c = peer_new(h, "carol");

	peer_send(a, "MODE #old +s");
	peer_send(a, "RENAME #old #new");
	peer_send(a, "INVITE carol #new");
	peer_expect(a, ":* 341 alice carol #new");
	peer_send(c, "JOIN #old");
	peer_expect(c, ":carol!* JOIN #new");
	peer_send(b, "JOIN #old");
	peer_expect(b, ":bob!* JOIN #old");
	peer_expect(b, ":* 353 bob = #old :@bob");
	peer_send(c, "PART #new");
	peer_barrier(c);
	peer_send(a, "INVITE carol #new");
	peer_expect(a, ":* 341 alice carol #new");
	peer_send(c, "JOIN #old");
	peer_expect(c, ":carol!* JOIN #old");
}
END_TEST

START_TEST(history_modes_and_the_old_name_survive_a_restart)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#old");
	struct peer *b;

	peer_send(a, "MODE #old +k pot");
	peer_send(a, "PRIVMSG #old :said before");
	peer_send(a, "RENAME #old #new");
	peer_expect(a, ":* 366 alice #new :*");
	host_stop(h);
	host_again(h, NULL, true);
	b = peer_new_caps(h, "bob", "server-time batch");
	peer_send(b, "JOIN #old pot");
	peer_expect(b, ":* 470 bob #old #new :*");
	peer_expect(b, ":bob!* JOIN #new");
	peer_expect(b, ":* BATCH +* chathistory #new");
	peer_next(b, ":alice!* PRIVMSG #new :said before");
	peer_next(b, ":* BATCH -*");
}
END_TEST

TALK_SUITE_LOGIN(talk_rename,
    TESTS(who_knows_rename_is_told_the_new_name_and_nothing_else,
	without_a_reason_the_last_parameter_is_empty,
	others_leave_and_come_as_far_as_they_can_tell,
	with_no_implicit_names_the_fallback_lists_nobody,
	who_renames_without_the_capability_sees_the_same,
	a_change_of_case_alone_needs_no_fallback,
	the_answer_carries_the_label_and_others_see_none,
	only_operators_of_the_channel_rename_it,
	a_name_that_is_taken_is_refused, a_name_that_cannot_be_one_is_refused,
	the_lobby_keeps_its_name_and_nobody_takes_it,
	a_channel_is_not_renamed_without_end, the_old_name_leads_to_the_new_one,
	the_old_name_of_a_secret_channel_leads_nobody_to_it,
	history_modes_and_the_old_name_survive_a_restart),
    TESTS(the_lobby_keeps_its_name_for_operators_of_the_server_too))
