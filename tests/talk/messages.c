/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

START_TEST(a_message_reaches_everybody_in_the_channel_once)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "PRIVMSG #c :hi there");
	peer_barrier(a);
	ck_assert_uint_eq(peer_count(b, ":alice!* PRIVMSG #c :hi there"), 1);
	peer_expect_none(x, "*PRIVMSG*");
	peer_send(a, "NOTICE #c :noted");
	peer_expect(b, ":alice!* NOTICE #c :noted");
}
END_TEST

START_TEST(without_echo_message_the_sender_hears_nothing)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "PRIVMSG #c :hi");
	peer_expect_none(a, "*PRIVMSG*");
}
END_TEST

START_TEST(channel_names_have_no_case)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#Chan");
	struct peer *b = peer_join(h, "bob", "#cHAN");

	peer_send(a, "PRIVMSG #CHAN :hi");
	peer_expect(b, ":alice!* PRIVMSG #Chan :hi");
}
END_TEST

START_TEST(one_word_and_a_trailing_word_are_equal)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "PRIVMSG #c word");
	peer_expect(b, ":alice!* PRIVMSG #c :word");
	peer_send(a, "PRIVMSG #c ::colon first");
	peer_expect(b, ":alice!* PRIVMSG #c ::colon first");
	peer_send(a, "PRIVMSG #c : spaces  kept ");
	peer_expect(b, ":alice!* PRIVMSG #c : spaces  kept ");
}
END_TEST

START_TEST(a_message_without_text_or_target_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "PRIVMSG");
	peer_next(a, ":* 411 alice :*");
	peer_send(a, "PRIVMSG #c");
	peer_next(a, ":* 412 alice :*");
	peer_send(a, "PRIVMSG #c :");
	peer_next(a, ":* 412 alice :*");
	peer_send(a, "PRIVMSG nobody :hi");
	peer_next(a, ":* 401 alice nobody :*");
	peer_send(a, "PRIVMSG #nowhere :hi");
	peer_next(a, ":* 40? alice #nowhere :*");
}
END_TEST

START_TEST(a_notice_is_never_answered_with_an_error)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "AWAY :gone");
	peer_barrier(b);
	peer_send(a, "NOTICE nobody :hi");
	peer_send(a, "NOTICE #nowhere :hi");
	peer_send(a, "NOTICE");
	peer_send(a, "NOTICE bob");
	peer_send(a, "NOTICE bob :hi");
	peer_expect_none(a, "*");
	peer_expect(b, ":alice!* NOTICE bob :hi");
}
END_TEST

START_TEST(everybody_sees_the_same_order)
{
	enum { SENDERS = 4, LINES = 50 };
	struct host *h = host_start(NULL);
	struct peer *p[SENDERS + 1];
	struct buf seen[SENDERS + 1];
	char nick[8];

	memset(seen, 0, sizeof(seen));
	for (size_t i = 0; i <= SENDERS; i++) {
		snprintf(nick, sizeof(nick), "n%zu", i);
		p[i] = peer_join_caps(h, nick, "echo-message", "#c");
	}
	for (int n = 0; n < LINES; n++)
		for (size_t i = 0; i < SENDERS; i++)
			peer_send(p[i], "PRIVMSG #c :%d", n);
	for (size_t i = 0; i <= SENDERS; i++)
		for (int n = 0; n < LINES * SENDERS; n++) {
			peer_expect(p[i], ":n* PRIVMSG #c :*");
			buf_adds(&seen[i], peer_last(p[i]));
		}
	for (size_t i = 0; i < SENDERS; i++)
		ck_assert_str_eq(seen[i].data, seen[SENDERS].data);
	for (size_t i = 0; i <= SENDERS; i++)
		buf_free(&seen[i]);
}
END_TEST

START_TEST(an_echo_is_what_the_others_get)
{
	struct host *h = host_start(NULL);
	const char *caps = "echo-message message-tags server-time";
	struct peer *a = peer_join_caps(h, "alice", caps, "#c");
	struct peer *b = peer_join_caps(h, "bob", caps, "#c");

	peer_send(a, "@+draft/reply=x PRIVMSG #c :hi");
	peer_expect(a, ":alice!* PRIVMSG #c :hi");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(a->last, b->last);
	ck_assert_ptr_nonnull(peer_tag(a, "msgid"));
	ck_assert_ptr_nonnull(peer_tag(a, "time"));
	peer_send(a, "PRIVMSG bob :psst");
	peer_expect(a, ":alice!* PRIVMSG bob :psst");
	peer_expect(b, ":alice!* PRIVMSG bob :psst");
	ck_assert_str_eq(a->last, b->last);
}
END_TEST

START_TEST(message_ids_are_never_the_same_even_after_a_restart)
{
	enum { N = 20 };
	struct host *h = host_start(NULL);
	char *ids[2 * N];

	for (size_t i = 0; i < 2 * N; i++) {
		static struct peer *a;
		if (i % N == 0) {
			if (i) {
				host_stop(h);
				host_again(h, NULL, false);
			}
			a = peer_join_caps(
			    h, "alice", "echo-message message-tags", "#c");
		}
		peer_send(a, "PRIVMSG #c :hi");
		peer_expect(a, ":alice!* PRIVMSG #c :hi");
		ids[i] = mem_strdup(peer_tag(a, "msgid"));
		ck_assert_ptr_nonnull(ids[i]);
		ck_assert_int_ne(*ids[i], ':');
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(ids[i], ids[j]);
	}
	for (size_t i = 0; i < 2 * N; i++)
		free(ids[i]);
}
END_TEST

START_TEST(client_tags_go_through_and_others_do_not)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(a,
	    "@+a=1;plain=2;+b;time=1999;msgid=x;account=root;"
	    "+e=\\s\\:\\\\ PRIVMSG #c :hi");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tag(b, "+a"), "1");
	ck_assert_str_eq(peer_tag(b, "+b"), "");
	ck_assert_str_eq(peer_tag(b, "+e"), "\\s\\:\\\\");
	ck_assert_ptr_null(peer_tag(b, "plain"));
	ck_assert_ptr_null(peer_tag(b, "account"));
	ck_assert_ptr_null(peer_tag(b, "time"));
	ck_assert_str_ne(peer_tag(b, "msgid"), "x");
	peer_expect(c, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tags(c), "");
}
END_TEST

START_TEST(a_tagmsg_reaches_holders_only)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(a, "@+typing=active TAGMSG #c");
	peer_expect(b, ":alice!* TAGMSG #c");
	ck_assert_str_eq(peer_tag(b, "+typing"), "active");
	peer_expect_none(c, "*TAGMSG*");
	peer_send(a, "@+typing=done TAGMSG bob");
	peer_expect(b, ":alice!* TAGMSG bob");
	peer_send(a, "@+typing=done TAGMSG carol");
	peer_expect_none(a, "* 4?? *");
	peer_expect_none(c, "*TAGMSG*");
}
END_TEST

START_TEST(a_statusmsg_reaches_ops_or_the_voiced_only)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join(h, "op", "#c");
	struct peer *voiced = peer_join(h, "voiced", "#c");
	struct peer *plain = peer_join(h, "plain", "#c");

	peer_send(op, "MODE #c +v voiced");
	peer_expect(plain, "*MODE #c +v *voiced");
	peer_send(plain, "PRIVMSG @#c :to the ops");
	peer_expect(op, ":plain!* PRIVMSG @#c :to the ops");
	peer_expect_none(voiced, "*to the ops");
	peer_send(plain, "PRIVMSG +#c :to the voiced");
	peer_expect(op, ":plain!* PRIVMSG +#c :to the voiced");
	peer_expect(voiced, ":plain!* PRIVMSG +#c :to the voiced");
	peer_send(plain, "PRIVMSG @+#c :to both");
	peer_expect(op, ":plain!* PRIVMSG +#c :to both");
	peer_next(voiced, ":plain!* PRIVMSG +#c :to both");
	peer_expect_none(plain, "*to the*");
}
END_TEST

START_TEST(several_targets_each_get_it_and_each_error_is_told)
{
	struct host *h = host_start("targets = 4\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_new(h, "carol");

	peer_barrier(a);
	peer_send(a, "PRIVMSG #c,carol,nobody :hi");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	peer_expect(c, ":alice!* PRIVMSG carol :hi");
	peer_next(a, ":* 401 alice nobody :*");
	peer_send(a, "PRIVMSG a,b,c,d,e :too many");
	peer_expect(a, ":* 407 alice *:*");
}
END_TEST

START_TEST(what_would_be_cut_on_its_way_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "echo-message", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct buf text = {0};
	size_t fits = 0;

	while (text.len < 495)
		buf_addc(&text, 'x');
	peer_barrier(a);
	for (size_t n = text.len; n > 380 && !fits; n--) {
		peer_send(a, "PRIVMSG #c :%.*s", (int)n, text.data);
		peer_next(a, "*");
		if (!glob(":* 417 alice :*", peer_last(a)))
			fits = strlen(peer_last(a));
	}
	ck_assert_uint_eq(fits, 510);
	peer_expect(b, ":alice!* PRIVMSG #c :xx*");
	ck_assert_uint_eq(strlen(peer_last(b)), 510);
	peer_expect_none(b, "*PRIVMSG*");
	buf_free(&text);
}
END_TEST

START_TEST(a_body_of_512_bytes_is_taken_and_one_more_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct buf line = {0};

	buf_adds(&line, "PING ");
	while (line.len < 510)
		buf_addc(&line, 'x');
	peer_send(a, "%s", line.data);
	peer_next(a, ":* PONG * *xx*");
	peer_send(a, "%sx", line.data);
	peer_next(a, ":* 417 alice :*");
	buf_free(&line);
}
END_TEST

START_TEST(tags_of_4094_bytes_are_taken_and_more_are_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");
	struct buf tags = {0};

	buf_adds(&tags, "+x=");
	while (tags.len < 4094)
		buf_addc(&tags, 'y');
	peer_barrier(a);
	peer_send(a, "@%s PRIVMSG #c :full", tags.data);
	peer_expect(b, ":alice!* PRIVMSG #c :full");
	ck_assert_uint_eq(strlen(peer_tag(b, "+x")), 4091);
	peer_send(a, "@%sy PRIVMSG #c :over", tags.data);
	peer_next(a, ":* 417 alice :*");
	peer_expect_none(b, "*over");
	buf_free(&tags);
}
END_TEST

START_TEST(somebody_away_answers_messages_but_not_notices)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "AWAY :gone fishing");
	peer_expect(b, ":* 306 bob :*");
	peer_send(a, "PRIVMSG bob :hi");
	peer_next(a, ":* 301 alice bob :gone fishing");
	peer_expect(b, ":alice!* PRIVMSG bob :hi");
}
END_TEST

START_TEST(a_message_to_oneself_arrives)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *e = peer_new_caps(h, "eve", "echo-message");

	peer_send(a, "PRIVMSG alice :note");
	peer_next(a, ":alice!* PRIVMSG alice :note");
	peer_send(e, "PRIVMSG eve :note");
	ck_assert_uint_eq(peer_count(e, ":eve!* PRIVMSG eve :note"), 2);
}
END_TEST

START_TEST(formatting_and_ctcp_pass_unchanged)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a,
	    "PRIVMSG #c :\x01"
	    "ACTION waves\x01");
	peer_expect(b,
	    ":alice!* PRIVMSG #c :\x01"
	    "ACTION waves\x01");
	peer_send(a,
	    "PRIVMSG #c :\x02"
	    "bold\x0f \x03"
	    "04red\x1d");
	peer_expect(b,
	    ":alice!* PRIVMSG #c :\x02"
	    "bold\x0f \x03"
	    "04red\x1d");
}
END_TEST

TALK_SUITE(talk_messages, a_message_reaches_everybody_in_the_channel_once,
    without_echo_message_the_sender_hears_nothing, channel_names_have_no_case,
    one_word_and_a_trailing_word_are_equal,
    a_message_without_text_or_target_is_refused,
    a_notice_is_never_answered_with_an_error, everybody_sees_the_same_order,
    an_echo_is_what_the_others_get,
    message_ids_are_never_the_same_even_after_a_restart,
    client_tags_go_through_and_others_do_not, a_tagmsg_reaches_holders_only,
    a_statusmsg_reaches_ops_or_the_voiced_only,
    several_targets_each_get_it_and_each_error_is_told,
    what_would_be_cut_on_its_way_is_refused,
    a_body_of_512_bytes_is_taken_and_one_more_is_refused,
    tags_of_4094_bytes_are_taken_and_more_are_refused,
    somebody_away_answers_messages_but_not_notices,
    a_message_to_oneself_arrives, formatting_and_ctcp_pass_unchanged)
