/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/multiline_peers.h"

START_TEST(who_knows_302_is_told_the_limits_and_others_are_offered_nothing)
{
	struct peer *p, *q;

	h = host_start("multiline-bytes = 4096\nmultiline-lines = 32\n");
	p = peer_connect(h, "p");
	q = peer_connect(h, "q");
	peer_send(p, "CAP LS 302");
	peer_expect(p, "*draft/multiline=max-bytes=4096,max-lines=32*");
	peer_send(q, "CAP LS");
	peer_next(q, ":* CAP \\* LS :*");
	ck_assert_ptr_null(strstr(peer_last(q), "multiline"));
}
END_TEST

START_TEST(what_waits_for_a_session_bounds_what_is_told)
{
	struct peer *p;

	h = host_start("output-max = 64K\nmultiline-bytes = 1M\n");
	p = peer_connect(h, "p");
	peer_send(p, "CAP LS 302");
	peer_expect(p, "*draft/multiline=max-bytes=16384,max-lines=17*");
}
END_TEST

START_TEST(it_comes_as_one_batch_to_who_has_multiline)
{
	char *ref, *id;

	gather(NULL);
	send_three("#c");
	peer_next(b, ":alice!* BATCH +* " TYPE " #c");
	ck_assert_ptr_nonnull(peer_tag(b, "time"));
	ck_assert_str_eq(peer_tag(b, "+x"), "1");
	ck_assert_ptr_null(peer_tag(b, "label"));
	id = mem_strdup(peer_tag(b, "msgid"));
	ref = mem_strdup(peer_word(b, 2) + 1);
	peer_next(b, ":alice!* PRIVMSG #c :hello");
	ck_assert_str_eq(peer_tag(b, "batch"), ref);
	ck_assert_ptr_null(peer_tag(b, "msgid"));
	ck_assert_ptr_null(peer_tag(b, "+x"));
	ck_assert_ptr_null(peer_tag(b, "draft/multiline-concat"));
	peer_next(b, ":alice!* PRIVMSG #c :how is ");
	peer_next(b, ":alice!* PRIVMSG #c :everyone\\?");
	ck_assert_ptr_nonnull(peer_tag(b, "draft/multiline-concat"));
	ck_assert_str_eq(peer_tag(b, "batch"), ref);
	peer_next(b, ":alice!* BATCH -%s", ref);
	peer_next(a, ":alice!* BATCH +%s " TYPE " #c", ref);
	ck_assert_str_eq(peer_tag(a, "msgid"), id);
	free(ref);
	free(id);
}
END_TEST

START_TEST(the_echo_has_the_label_on_its_start_alone)
{
	gather(NULL);
	send_three("#c");
	peer_next(a, ":alice!* BATCH +* " TYPE " #c");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	ck_assert_ptr_null(peer_tag(a, "batch"));
	for (int i = 0; i < 3; i++) {
		peer_next(a, ":alice!* PRIVMSG #c :*");
		ck_assert_ptr_null(peer_tag(a, "label"));
	}
	peer_next(a, ":alice!* BATCH -*");
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(without_echo_message_a_labelled_batch_is_acknowledged_once)
{
	h = host_start(NULL);
	a = peer_join_caps(
	    h, "alice", "batch labeled-response draft/multiline", "#c");
	peer_barrier(a);
	send_three("#c");
	peer_next(a, ":* ACK");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(others_get_its_lines_with_one_id)
{
	gather(NULL);
	send_three("#c");
	peer_next(c, ":alice!* PRIVMSG #c :hello");
	ck_assert_ptr_nonnull(peer_tag(c, "msgid"));
	ck_assert_str_eq(peer_tag(c, "+x"), "1");
	peer_next(c, ":alice!* PRIVMSG #c :how is ");
	ck_assert_ptr_null(peer_tag(c, "msgid"));
	ck_assert_str_eq(peer_tag(c, "+x"), "1");
	ck_assert_ptr_nonnull(peer_tag(c, "time"));
	peer_next(c, ":alice!* PRIVMSG #c :everyone\\?");
	ck_assert_ptr_null(peer_tag(c, "msgid"));
	ck_assert_ptr_null(peer_tag(c, "batch"));
	ck_assert_ptr_null(peer_tag(c, "draft/multiline-concat"));
	peer_next(d, ":alice!* PRIVMSG #c :hello");
	ck_assert_str_eq(peer_tags(d), "");
	peer_next(d, ":alice!* PRIVMSG #c :how is ");
	peer_next(d, ":alice!* PRIVMSG #c :everyone\\?");
	peer_expect_none(d, "*");
}
END_TEST

START_TEST(long_client_tags_are_on_the_first_line_alone)
{
	char value[300];

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	gather(NULL);
	peer_send(a, "@+long=%s BATCH +1 " TYPE " #c", value);
	peer_send(a, "@batch=1 PRIVMSG #c one");
	peer_send(a, "@batch=1 PRIVMSG #c two");
	peer_send(a, "BATCH -1");
	peer_next(c, ":alice!* PRIVMSG #c :one");
	ck_assert_str_eq(peer_tag(c, "+long"), value);
	peer_next(c, ":alice!* PRIVMSG #c :two");
	ck_assert_ptr_null(peer_tag(c, "+long"));
}
END_TEST

START_TEST(blank_lines_stay_in_the_batch_and_go_to_nobody_else)
{
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 NOTICE #c :");
	peer_send(a, "@batch=1 NOTICE #c one");
	peer_send(a, "@batch=1 NOTICE #c");
	peer_send(a, "@batch=1 NOTICE #c two");
	peer_send(a, "BATCH -1");
	peer_next(b, ":alice!* BATCH +*");
	peer_next(b, ":alice!* NOTICE #c :");
	peer_next(b, ":alice!* NOTICE #c :one");
	peer_next(b, ":alice!* NOTICE #c :");
	peer_next(b, ":alice!* NOTICE #c :two");
	peer_next(b, ":alice!* BATCH -*");
	peer_next(c, ":alice!* NOTICE #c :one");
	ck_assert_ptr_nonnull(peer_tag(c, "msgid"));
	peer_next(c, ":alice!* NOTICE #c :two");
	peer_expect_none(c, "*");
}
END_TEST

START_TEST(a_batch_of_one_line_is_a_line)
{
	gather(NULL);
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c :alone");
	peer_send(a, "BATCH -1");
	peer_next(b, ":alice!* PRIVMSG #c :alone");
	peer_next(a, ":alice!* PRIVMSG #c :alone");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	ck_assert_ptr_nonnull(peer_tag(a, "msgid"));
}
END_TEST

START_TEST(targets_are_compared_without_case)
{
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #C");
	peer_send(a, "@batch=1 PRIVMSG #c one");
	peer_send(a, "@batch=1 PRIVMSG #C two");
	peer_send(a, "BATCH -1");
	peer_next(b, ":alice!* BATCH +* " TYPE " #c");
	peer_next(b, ":alice!* PRIVMSG #c :one");
	peer_next(b, ":alice!* PRIVMSG #c :two");
}
END_TEST

START_TEST(to_a_person_it_comes_once_and_away_is_said_once)
{
	gather(NULL);
	peer_send(b, "AWAY :lunch");
	peer_expect(b, ":* 306 *");
	send_three("BOB");
	peer_next(b, ":alice!* BATCH +* " TYPE " bob");
	for (int i = 0; i < 3; i++)
		peer_next(b, ":alice!* PRIVMSG bob :*");
	peer_next(b, ":alice!* BATCH -*");
	peer_next(a, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_next(a, ":alice!* BATCH +* " TYPE " bob");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_expect(a, ":alice!* BATCH -*");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":* 301 alice bob :lunch");
	peer_next(a, ":* BATCH -*");
	peer_expect_none(a, "*");
	peer_expect_none(c, "*");
}
END_TEST

START_TEST(to_oneself_the_echo_has_the_label_and_the_copy_has_not)
{
	gather(NULL);
	send_three("alice");
	peer_expect(a, ":alice!* BATCH +* " TYPE " alice");
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_expect(a, ":alice!* BATCH -*");
	peer_next(a, ":alice!* BATCH +* " TYPE " alice");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_expect(a, ":alice!* BATCH -*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(to_a_status_only_those_hear_it)
{
	gather(NULL);
	peer_send(a, "MODE #c +o bob");
	peer_expect(b, ":alice!* MODE #c +o bob");
	peer_barrier(d);
	send_three("@#c");
	peer_next(b, ":alice!* BATCH +* " TYPE " @#c");
	peer_next(b, ":alice!* PRIVMSG @#c :hello");
	peer_expect_none(d, "*PRIVMSG*");
}
END_TEST

START_TEST(joiners_are_shown_it_as_a_batch_or_as_lines)
{
	struct peer *e, *f, *g;
	char *id;

	gather("history-keep = {tags}\n");
	send_three("#c");
	peer_next(b, ":alice!* BATCH +* " TYPE " #c");
	id = mem_strdup(peer_tag(b, "msgid"));
	e = peer_new_caps(h, "erin", multiline_caps);
	peer_send(e, "JOIN #c");
	peer_expect(e, ":* BATCH +* chathistory #c");
	peer_next(e, ":alice!* BATCH +* " TYPE " #c");
	ck_assert_str_eq(peer_tag(e, "msgid"), id);
	ck_assert_str_eq(peer_tag(e, "+x"), "1");
	ck_assert_ptr_nonnull(peer_tag(e, "batch"));
	peer_next(e, ":alice!* PRIVMSG #c :hello");
	peer_next(e, ":alice!* PRIVMSG #c :how is ");
	peer_next(e, ":alice!* PRIVMSG #c :everyone\\?");
	ck_assert_ptr_nonnull(peer_tag(e, "draft/multiline-concat"));
	peer_next(e, ":alice!* BATCH -*");
	ck_assert_ptr_nonnull(peer_tag(e, "batch"));
	peer_next(e, ":* BATCH -*");
	ck_assert_ptr_null(peer_tag(e, "batch"));
	f = peer_new_caps(h, "fred", "server-time batch");
	peer_send(f, "JOIN #c");
	peer_expect(f, ":* BATCH +* chathistory #c");
	peer_next(f, ":alice!* PRIVMSG #c :hello");
	peer_next(f, ":alice!* PRIVMSG #c :how is ");
	peer_next(f, ":alice!* PRIVMSG #c :everyone\\?");
	peer_next(f, ":* BATCH -*");
	g = peer_new(h, "gus");
	peer_send(g, "JOIN #c");
	peer_expect(g, ":alice!* PRIVMSG #c :[*:*] hello");
	peer_next(g, ":alice!* PRIVMSG #c :how is ");
	free(id);
}
END_TEST

START_TEST(nothing_is_said_of_a_batch_whose_sender_goes)
{
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_barrier(a);
	peer_reset(a);
	peer_expect(b, ":alice!* QUIT *");
	peer_expect_none(d, "*PRIVMSG*");
}
END_TEST

START_TEST(its_lines_count_against_the_flood)
{
	gather("flood-burst = 8\nflood-rate = 1000\nmultiline-lines = 100\n");
	peer_send(a, "BATCH +1 " TYPE " #c");
	for (int i = 0; i < 100; i++)
		peer_send(a, "@batch=1 PRIVMSG #c %d", i);
	peer_send(a, "BATCH -1");
	for (int i = 0; i < 100; i++)
		peer_expect(d, ":alice!* PRIVMSG #c :%d", i);
	peer_next(a, ":alice!* BATCH +*");
	peer_expect(a, ":alice!* BATCH -*");
}
END_TEST

START_TEST(new_limits_are_told_to_who_knows_302)
{
	struct peer *p, *q;

	h = host_start("multiline-lines = 20\n");
	p = peer_connect(h, "p");
	peer_send(p, "CAP LS 302");
	peer_expect(p, "*draft/multiline=max-bytes=16384,max-lines=20*");
	q = peer_new(h, "quinn");
	host_reload(h, "multiline-lines = 30\n");
	peer_expect(
	    p, ":* CAP \\* NEW :draft/multiline=max-bytes=16384,max-lines=30");
	peer_expect_none(q, "*CAP*");
}
END_TEST

TALK_SUITE(talk_multiline,
    who_knows_302_is_told_the_limits_and_others_are_offered_nothing,
    what_waits_for_a_session_bounds_what_is_told,
    it_comes_as_one_batch_to_who_has_multiline,
    the_echo_has_the_label_on_its_start_alone,
    without_echo_message_a_labelled_batch_is_acknowledged_once,
    others_get_its_lines_with_one_id,
    long_client_tags_are_on_the_first_line_alone,
    blank_lines_stay_in_the_batch_and_go_to_nobody_else,
    a_batch_of_one_line_is_a_line, targets_are_compared_without_case,
    to_a_person_it_comes_once_and_away_is_said_once,
    to_oneself_the_echo_has_the_label_and_the_copy_has_not,
    to_a_status_only_those_hear_it, joiners_are_shown_it_as_a_batch_or_as_lines,
    nothing_is_said_of_a_batch_whose_sender_goes,
    its_lines_count_against_the_flood, new_limits_are_told_to_who_knows_302)
