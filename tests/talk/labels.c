/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

#define CAPS "labeled-response batch message-tags"

START_TEST(one_line_of_answer_carries_the_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "@label=p1 PING x");
	peer_next(a, ":* PONG * *x");
	ck_assert_str_eq(peer_tag(a, "label"), "p1");
}
END_TEST

START_TEST(an_error_carries_the_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "@label=e1 PRIVMSG nobody :hi");
	peer_next(a, ":* 401 alice nobody :*");
	ck_assert_str_eq(peer_tag(a, "label"), "e1");
	peer_send(a, "@label=e2 FROB");
	peer_next(a, ":* 421 alice FROB :*");
	ck_assert_str_eq(peer_tag(a, "label"), "e2");
	peer_send(a, "@label=e4 FROB_9-X");
	peer_next(a, ":* 421 alice FROB_9-X :*");
	ck_assert_str_eq(peer_tag(a, "label"), "e4");
	peer_send(a, "@label=e3 JOIN");
	peer_next(a, ":* 461 alice JOIN :*");
	ck_assert_str_eq(peer_tag(a, "label"), "e3");
}
END_TEST

START_TEST(no_answer_is_acknowledged)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_barrier(a);
	peer_send(a, "@label=m1 PRIVMSG #c :hi");
	peer_next(a, ":* ACK");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_ptr_null(peer_tag(b, "label"));
	peer_send(a, "@label=m2 PONG x");
	peer_next(a, ":* ACK");
	ck_assert_str_eq(peer_tag(a, "label"), "m2");
}
END_TEST

START_TEST(an_echo_carries_the_label_and_nothing_else_does)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS " echo-message", "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS " echo-message", "#c");

	peer_barrier(a);
	peer_send(a, "@label=m1;+x=1 PRIVMSG #c :hi");
	peer_next(a, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_expect_none(a, "* ACK");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_ptr_null(peer_tag(b, "label"));
}
END_TEST

START_TEST(several_lines_are_a_batch_with_the_label_on_it_alone)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	char ref[128], *batch;
	size_t inside = 0;

	peer_send(a, "@label=w1 WHOIS alice");
	peer_next(a, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(a, "label"), "w1");
	ck_assert_ptr_null(peer_tag(a, "batch"));
	batch = mem_strdup(peer_word(a, 2) + 1);
	snprintf(ref, sizeof(ref), ":* BATCH -%s", batch);
	for (peer_next(a, "*"); !glob(ref, peer_last(a)); peer_next(a, "*")) {
		ck_assert_str_eq(peer_tag(a, "batch"), batch);
		ck_assert_ptr_null(peer_tag(a, "label"));
		inside++;
	}
	ck_assert_uint_gt(inside, 1);
	ck_assert_ptr_null(peer_tag(a, "batch"));
	free(batch);
}
END_TEST

START_TEST(a_join_with_a_label_is_one_answer)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "@label=j1 JOIN #c");
	peer_next(a, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(a, "label"), "j1");
	peer_next(a, ":alice!* JOIN *#c");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_expect(a, ":* 366 alice #c :*");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_expect(a, ":* BATCH -*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(without_the_cap_a_label_is_ignored)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", "message-tags");

	peer_send(a, "@label=p1 PING x");
	peer_next(a, ":* PONG * *x");
	ck_assert_ptr_null(peer_tag(a, "label"));
}
END_TEST

START_TEST(a_label_too_long_is_ignored)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	char label[66];

	memset(label, 'x', 65);
	label[65] = '\0';
	peer_send(a, "@label=%s PING x", label);
	peer_next(a, ":* PONG * *x");
	ck_assert_ptr_null(peer_tag(a, "label"));
	label[64] = '\0';
	peer_send(a, "@label=%s PING x", label);
	peer_next(a, ":* PONG * *x");
	ck_assert_str_eq(peer_tag(a, "label"), label);
}
END_TEST

START_TEST(a_labelled_message_to_oneself_has_one_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS " echo-message");
	int labelled = 0;

	peer_send(a, "@label=s1 PRIVMSG alice :note");
	for (int i = 0; i < 2; i++) {
		peer_next(a, ":alice!* PRIVMSG alice :note");
		labelled += peer_tag(a, "label") != NULL;
	}
	ck_assert_int_eq(labelled, 1);
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(a_new_nick_with_a_label_is_one_labelled_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_barrier(a);
	peer_send(a, "@label=n1 NICK alicia");
	peer_next(a, ":alice!* NICK *alicia");
	ck_assert_str_eq(peer_tag(a, "label"), "n1");
	peer_expect(b, ":alice!* NICK *alicia");
	ck_assert_ptr_null(peer_tag(b, "label"));
}
END_TEST

START_TEST(a_line_that_is_too_long_is_refused_with_its_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	char text[600];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	peer_send(a, "@label=l1 PRIVMSG alice :%s", text);
	peer_next(a, ":* 417 alice :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l1");
}
END_TEST

START_TEST(an_echo_with_a_label_has_its_time_and_id_too)
{
	struct host *h = host_start(NULL);
	struct peer *a =
	    peer_join_caps(h, "alice", CAPS " echo-message server-time", "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS " server-time", "#c");

	peer_barrier(a);
	peer_send(a, "@label=m1 PRIVMSG #c :hi");
	peer_next(a, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_glob(peer_tags(a), "@label=m1;time=*;msgid=*");
	ck_assert_str_eq(peer_tags(a) + strlen("@label=m1;"), peer_tags(b) + 1);
}
END_TEST

START_TEST(notices_and_tagmsgs_are_answered_as_messages_are)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS " echo-message", "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_barrier(a);
	peer_send(a, "@label=n1 NOTICE #c :hi");
	peer_next(a, ":alice!* NOTICE #c :hi");
	ck_assert_str_eq(peer_tag(a, "label"), "n1");
	peer_send(a, "@label=t1;+x=1 TAGMSG bob");
	peer_next(a, ":alice!* TAGMSG bob");
	ck_assert_str_eq(peer_tag(a, "label"), "t1");
	ck_assert_str_eq(peer_tag(a, "+x"), "1");
	peer_expect(b, ":alice!* TAGMSG bob");
	ck_assert_ptr_null(peer_tag(b, "label"));
	peer_send(b, "@label=n2 NOTICE #c :ho");
	peer_next(b, ":* ACK");
	ck_assert_str_eq(peer_tag(b, "label"), "n2");
	peer_send(b, "@label=t2;+x=1 TAGMSG #c");
	peer_next(b, ":* ACK");
	ck_assert_str_eq(peer_tag(b, "label"), "t2");
	peer_send(b, "@label=n3 NOTICE nobody :ho");
	peer_next(b, ":* ACK");
	ck_assert_str_eq(peer_tag(b, "label"), "n3");
}
END_TEST

/* The lines of the labelled batch that comes next. */
static size_t
batch_of(struct peer *p, const char *label, const char *first, const char *last)
{
	char end[64];
	size_t n = 0;

	peer_next(p, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), label);
	snprintf(end, sizeof(end), ":* BATCH -%s", peer_word(p, 2) + 1);
	for (peer_next(p, "*"); !glob(end, peer_last(p)); peer_next(p, "*")) {
		ck_assert_glob(peer_last(p), n == 0 ? first : last);
		ck_assert_ptr_nonnull(peer_tag(p, "batch"));
		ck_assert_ptr_null(peer_tag(p, "label"));
		n++;
	}
	return n;
}

START_TEST(several_echoes_and_what_comes_with_them_are_one_labelled_batch)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS " echo-message", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "AWAY :gone");
	peer_barrier(b);
	peer_barrier(a);
	peer_send(a, "@label=b1 PRIVMSG #c,nobody :hi");
	ck_assert_uint_eq(batch_of(a, "b1", ":alice!* PRIVMSG #c :hi",
			      ":* 401 alice nobody :*"),
	    2);
	peer_send(a, "@label=b2 PRIVMSG bob :hi");
	ck_assert_uint_eq(batch_of(a, "b2", ":alice!* PRIVMSG bob :hi",
			      ":* 301 alice bob :gone"),
	    2);
	peer_send(a, "@label=b3 PRIVMSG #c,bob :hi");
	ck_assert_uint_eq(batch_of(a, "b3", ":alice!* PRIVMSG #c :hi", "*"), 3);
}
END_TEST

START_TEST(each_batch_has_a_reference_of_its_own)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	char *first;

	peer_send(a, "@label=w1 WHOIS alice");
	peer_next(a, ":* BATCH +* labeled-response");
	first = mem_strdup(peer_word(a, 2));
	peer_send(a, "@label=w2 WHOIS alice");
	peer_expect(a, ":* BATCH +* labeled-response");
	ck_assert_str_ne(peer_word(a, 2), first);
	for (const char *c = first + 1; *c; c++)
		ck_assert(strchr("0123456789abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ-",
		    *c));
	free(first);
}
END_TEST

START_TEST(labels_end_with_the_batches_they_need)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "CAP REQ :-batch");
	peer_next(a, ":* CAP alice ACK :-batch");
	peer_send(a, "@label=p1 PING x");
	peer_next(a, ":* PONG * *x");
	ck_assert_str_eq(peer_tags(a), "");
	peer_send(a, "@label=w1 WHOIS alice");
	peer_next(a, ":* 311 *");
	peer_expect_none(a, "*BATCH*");
	peer_send(a, "@label=c1 CAP REQ batch");
	peer_next(a, ":* CAP alice ACK :batch");
	peer_send(a, "@label=p2 PING x");
	peer_next(a, ":* PONG * *x");
	ck_assert_str_eq(peer_tag(a, "label"), "p2");
}
END_TEST

TALK_SUITE(talk_labels, one_line_of_answer_carries_the_label,
    an_error_carries_the_label, no_answer_is_acknowledged,
    an_echo_carries_the_label_and_nothing_else_does,
    several_lines_are_a_batch_with_the_label_on_it_alone,
    a_join_with_a_label_is_one_answer, without_the_cap_a_label_is_ignored,
    a_label_too_long_is_ignored, a_labelled_message_to_oneself_has_one_label,
    a_new_nick_with_a_label_is_one_labelled_line,
    a_line_that_is_too_long_is_refused_with_its_label,
    an_echo_with_a_label_has_its_time_and_id_too,
    notices_and_tagmsgs_are_answered_as_messages_are,
    several_echoes_and_what_comes_with_them_are_one_labelled_batch,
    each_batch_has_a_reference_of_its_own,
    labels_end_with_the_batches_they_need)
