/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(who_is_watched_is_told_of_at_once_and_when_they_come_and_go)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob"), *c;

	peer_send(a, "MONITOR + BOB,Carol");
	peer_next(a, ":* 730 alice :bob!~bob@*");
	peer_next(a, ":* 731 alice :Carol");
	c = peer_new(h, "carol");
	peer_next(a, ":* 730 alice :carol!~carol@*");
	peer_send(b, "QUIT :bye");
	peer_next(a, ":* 731 alice :bob");
	peer_close(c);
	peer_next(a, ":* 731 alice :carol");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(a_new_nick_is_a_departure_and_an_arrival)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_send(a, "MONITOR + bob,robert");
	peer_expect(a, ":* 731 alice :robert");
	peer_send(b, "NICK robert");
	peer_next(a, ":* 731 alice :bob");
	peer_next(a, ":* 730 alice :robert!~bob@*");
	peer_send(b, "NICK other");
	peer_next(a, ":* 731 alice :robert");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(another_spelling_of_a_nick_is_no_change)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_send(a, "MONITOR + bob");
	peer_expect(a, ":* 730 alice :bob!*");
	peer_send(b, "NICK BoB");
	peer_expect(b, ":bob!* NICK BoB");
	peer_expect_none(a, "* 73? *");
	peer_send(b, "QUIT");
	peer_expect(a, ":* 731 alice :BoB");
}
END_TEST

START_TEST(who_is_no_longer_watched_is_not_told_of)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b;

	peer_send(a, "MONITOR + bob,carol");
	peer_expect(a, ":* 731 alice :bob,carol");
	peer_send(a, "MONITOR - BOB,nobody");
	peer_send(a, "MONITOR L");
	peer_next(a, ":* 732 alice :carol");
	peer_next(a, ":* 733 alice :*");
	b = peer_new(h, "bob");
	peer_expect_none(a, "*");
	peer_send(a, "MONITOR C");
	peer_send(a, "MONITOR L");
	peer_next(a, ":* 733 alice :*");
	peer_send(b, "NICK carol");
	peer_expect(b, ":bob!* NICK carol");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(each_nick_stands_on_the_list_once)
{
	struct host *h = host_start("monitor-entries = 2\nflood-rate = 0\n");
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "MONITOR + bob,BOB,Bob");
	peer_expect(a, ":* 731 alice :bob,BOB,Bob");
	peer_send(a, "MONITOR + carol,bob");
	peer_next(a, ":* 731 alice :carol,bob");
	peer_send(a, "MONITOR L");
	peer_next(a, ":* 732 alice :bob,carol");
	peer_next(a, ":* 733 alice :*");
}
END_TEST

START_TEST(a_status_tells_of_the_whole_list)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_send(a, "MONITOR S");
	peer_send(a, "MONITOR + bob,nobody,alice");
	peer_next(a, ":* 730 alice :bob!*,alice!*");
	peer_next(a, ":* 731 alice :nobody");
	peer_send(a, "MONITOR s");
	peer_next(a, ":* 730 alice :bob!*,alice!*");
	peer_next(a, ":* 731 alice :nobody");
	peer_barrier(b);
}
END_TEST

START_TEST(over_the_limit_all_that_is_left_is_named)
{
	struct host *h = host_start("monitor-entries = 3\nflood-rate = 0\n");
	struct peer *a = peer_new_caps(h, "alice", "server-time"), *d;

	peer_send(a, "VERSION");
	peer_expect(a, ":* 005 * MONITOR=3 *");
	peer_send(a, "MONITOR + a,b,c,d,E,f");
	peer_expect(a, ":* 731 alice :a,b,c");
	peer_next(a, ":* 734 alice 3 d,E,f :*");
	d = peer_new(h, "d");
	peer_expect_none(a, "* 730 *");
	peer_send(a, "MONITOR - c");
	peer_send(a, "MONITOR + d,e");
	peer_next(a, ":* 730 alice :d!*");
	peer_next(a, ":* 734 alice 3 e :*");
	peer_barrier(d);
}
END_TEST

START_TEST(over_the_limit_a_word_without_end_is_one_line)
{
	struct host *h = host_start("monitor-entries = 1\nflood-rate = 0\n");
	struct peer *a = peer_new(h, "alice");
	char word[420];

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	peer_send(a, "MONITOR + a,b,,%s,,c", word);
	peer_next(a, ":* 731 alice :a");
	peer_next(a, ":* 734 alice 1 b, :*");
	peer_next(a, ":* 734 alice 1 xxx* :*");
	peer_next(a, ":* 734 alice 1 c :*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(long_lists_come_on_several_lines_and_none_is_cut)
{
	struct host *h = host_start("monitor-entries = 30\nflood-rate = 0\n");
	struct peer *a = peer_new(h, "alice");
	struct buf add = {0}, list = {0};
	size_t lines = 0;

	for (int line = 0; line < 2; line++) {
		buf_reset(&add);
		for (int i = 0; i < 15; i++)
			buf_addf(&add, "%sa-rather-long-nickname-no-%d%02d",
			    i ? "," : "", line, i);
		buf_addf(&list, "%s%s", line ? "," : "", add.data);
		peer_send(a, "MONITOR + %s", add.data);
		peer_barrier(a);
	}
	peer_send(a, "MONITOR L");
	buf_reset(&add);
	for (peer_next(a, "*"); glob(":* 732 alice :*", peer_last(a));
	     peer_next(a, "*")) {
		ck_assert_uint_le(strlen(peer_last(a)), 510);
		buf_addf(&add, "%s%s", lines++ ? "," : "",
		    strrchr(peer_last(a), ':') + 1);
	}
	ck_assert_str_eq(add.data, list.data);
	ck_assert_uint_gt(lines, 1);
	ck_assert_glob(peer_last(a), ":* 733 alice :*");
	buf_reset(&add);
	buf_addf(&add, "MONITOR + ");
	while (add.len < 500)
		buf_addf(&add, "x%03zu,", add.len);
	peer_send(a, "%s", add.data);
	buf_reset(&list);
	for (int i = 0; i < 2; i++) {
		peer_next(a, ":* 734 alice 30 * :*");
		buf_addf(&list, "%s%s", i ? "," : "", peer_word(a, 4));
	}
	ck_assert_int_eq(
	    strncmp(list.data, add.data + strlen("MONITOR + "), list.len), 0);
	peer_expect_none(a, "*");
	buf_free(&add);
	buf_free(&list);
}
END_TEST

START_TEST(what_is_no_nick_is_not_watched)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "MONITOR + *!*@127.0.0.1,b*,#c,bob");
	peer_next(a, ":* 432 alice \\*!\\*@127.0.0.1 :*");
	peer_next(a, ":* 432 alice b\\* :*");
	peer_next(a, ":* 432 alice #c :*");
	peer_next(a, ":* 731 alice :bob");
	peer_send(a, "MONITOR L");
	peer_next(a, ":* 732 alice :bob");
}
END_TEST

START_TEST(wrong_uses_are_told)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *p = peer_connect(h, "p");

	peer_send(a, "MONITOR");
	peer_next(a, ":* 461 alice MONITOR :*");
	peer_send(a, "MONITOR +");
	peer_next(a, ":* 461 alice MONITOR :*");
	peer_send(a, "MONITOR -");
	peer_next(a, ":* 461 alice MONITOR :*");
	peer_send(a, "MONITOR ? bob");
	peer_next(a, ":* 400 alice MONITOR :*");
	peer_send(a, "MONITOR + ,,");
	peer_expect_none(a, "*");
	peer_send(p, "MONITOR + bob");
	peer_next(p, ":* 451 \\* :*");
}
END_TEST

START_TEST(a_notification_is_no_part_of_a_labelled_answer)
{
	struct host *h = host_start(NULL);
	struct peer *a =
	    peer_new_caps(h, "alice", "labeled-response batch message-tags");

	peer_send(a, "@label=m1 MONITOR + alicia,bob");
	peer_next(a, ":* 731 alice :alicia,bob");
	ck_assert_str_eq(peer_tag(a, "label"), "m1");
	peer_send(a, "@label=n1 NICK alicia");
	peer_next(a, ":* 730 alice :alicia!*");
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_next(a, ":alice!* NICK alicia");
	ck_assert_str_eq(peer_tag(a, "label"), "n1");
}
END_TEST

TALK_SUITE(talk_monitor,
    who_is_watched_is_told_of_at_once_and_when_they_come_and_go,
    a_new_nick_is_a_departure_and_an_arrival,
    another_spelling_of_a_nick_is_no_change,
    who_is_no_longer_watched_is_not_told_of, each_nick_stands_on_the_list_once,
    a_status_tells_of_the_whole_list, over_the_limit_all_that_is_left_is_named,
    over_the_limit_a_word_without_end_is_one_line,
    long_lists_come_on_several_lines_and_none_is_cut,
    what_is_no_nick_is_not_watched, wrong_uses_are_told,
    a_notification_is_no_part_of_a_labelled_answer)
