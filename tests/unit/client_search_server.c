/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/search.h"

#include <stdio.h>
#include <string.h>

#include "client/handle.h"
#include "client/history.h"
#include "tests/suites.h"
#include "tests/unit/client_searcher.h"

#define SEARCH_CAPS \
	"batch labeled-response message-tags server-time soju.im/search"

static struct talker t;

static void
setup(void)
{
	searcher_setup(&t);
}

static void
teardown(void)
{
	searcher_teardown(&t);
}

#define hear(line)         talker_hear(&t, line)
#define assert_sent(str)   ck_assert_str_eq(talker_sent(&t), str)
#define type(line)         searcher_type(&t, line)
#define shown()            searcher_shown(&t)
#define assert_state(part) searcher_state(&t, part)
#define enter()            searcher_enter(&t)
#define select_first()     searcher_select_first(&t)

static void
answers(const char *what, unsigned part)
{
	struct buf line = {0};

	buf_addf(&line, "@label=s%u %s", part, what);
	hear(line.data);
	buf_free(&line);
}

static void
assert_asked(unsigned part, const char *attributes)
{
	struct buf line = {0};

	buf_addf(&line, "@label=s%u SEARCH %s\r\n", part, attributes);
	assert_sent(line.data);
	buf_free(&line);
}

static void
hit(const char *msgid, int second, const char *text)
{
	struct buf line = {0};

	buf_addf(&line,
	    "@batch=1;msgid=%s;time=2026-01-01T10:%02d:%02d.000Z "
	    ":bob!u@h PRIVMSG #a :%s",
	    msgid, second / 60, second % 60, text);
	hear(line.data);
	buf_free(&line);
}

START_TEST(a_server_that_can_is_asked)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	talker_sent(&t);
	type("/search cat \"the dog\" from:bob in:#a after:2026-01-01 "
	     "before:2026-01-02");
	assert_asked(1,
	    "text=cat\\s\"the\\sdog\";from=bob;in=#a;"
	    "after=2026-01-01T00:00:00.000Z;before=2026-01-01T23:59:59.999Z;"
	    "limit=50");
	assert_state("net is searching");
	answers(":irc BATCH +1 soju.im/search", 1);
	hit("a", 1, "cat and the dog");
	hear("@batch=1;msgid=b;time=2026-01-01T10:00:02.000Z "
	     ":me!u@h PRIVMSG carl :\001ACTION has a cat\001");
	hear("@batch=1;msgid=c;time=2026-01-01T10:00:03.000Z "
	     ":dora!u@h NOTICE me :Cat!");
	hear(":irc BATCH -1");
	ck_assert_str_eq(shown(),
	    ">bob (#a) \026cat\026 and \026the dog\026\n"
	    "me (carl) has a \026cat\026\ndora (dora) \026Cat\026!\n");
	assert_state("3 results");
}
END_TEST

START_TEST(what_a_service_was_told_is_found_without_the_password)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_sent(&t);
	type("/search identify");
	answers(":irc BATCH +1 soju.im/search", 1);
	hear("@batch=1;msgid=a;time=2026-01-01T10:00:01.000Z "
	     ":me!u@h PRIVMSG NickServ :IDENTIFY hunter2");
	hear("@batch=1;msgid=b;time=2026-01-01T10:00:02.000Z "
	     ":me!u@h PRIVMSG bob :identify hunter2");
	hear(":irc BATCH -1");
	ck_assert_str_eq(shown(),
	    "me (NickServ) \026IDENTIFY\026 ***\n"
	    ">me (bob) \026identify\026 hunter2\n");
}
END_TEST

static void
turn(void)
{
	history_turn(&t.state, 1000);
}

START_TEST(what_is_not_loaded_is_fetched_with_what_is_around)
{
	struct room *a;

	talker_welcome(&t, SEARCH_CAPS " draft/chathistory");
	a = talker_join(&t, "#a");
	turn();
	hear("@label=h1 :irc BATCH +9 chathistory #a");
	hear("@batch=9;msgid=n;time=2026-01-01T12:00:00.000Z "
	     ":bob!u@h PRIVMSG #a :news");
	hear(":irc BATCH -9");
	type("/search cat");
	answers(":irc BATCH +1 soju.im/search", 1);
	hit("old", 1, "a cat");
	hear(":irc BATCH -1");
	talker_sent(&t);
	enter();
	ck_assert_ptr_eq(t.state.current, a);
	turn();
	assert_sent("@label=h2 CHATHISTORY AROUND #a msgid=old 100\r\n");
	hear("@label=h2 :irc BATCH +8 chathistory #a");
	hear("@batch=8;msgid=b;time=2026-01-01T10:00:00.000Z "
	     ":eve!u@h PRIVMSG #a :before");
	hear("@batch=8;msgid=old;time=2026-01-01T10:00:01.000Z "
	     ":bob!u@h PRIVMSG #a :a cat");
	hear(":irc BATCH -8");
	ck_assert_str_eq(
	    room_line(a, room_index(a, a->selected))->text, "a cat");
	ck_assert_uint_eq(a->jump, a->selected);
}
END_TEST

START_TEST(a_result_of_somebody_without_a_window_opens_one)
{
	talker_welcome(&t, SEARCH_CAPS " draft/chathistory");
	talker_join(&t, "#a");
	type("/search cat");
	answers(":irc BATCH +1 soju.im/search", 1);
	hear("@batch=1;msgid=x;time=2026-01-01T10:00:00.000Z "
	     ":bob!u@h PRIVMSG me :cat");
	hear("@batch=1;msgid=y;time=2026-01-01T10:00:01.000Z "
	     ":bob!u@h PRIVMSG #gone :cat");
	hear(":irc BATCH -1");
	enter();
	assert_state("There is no window of #gone; /join it first");
	select_first();
	enter();
	ck_assert_str_eq(t.state.current->name, "bob");
	ck_assert_int_eq(t.state.current->kind, ROOM_QUERY);
}
END_TEST

START_TEST(what_is_found_does_not_appear_as_news)
{
	struct room *a;

	talker_welcome(&t, SEARCH_CAPS);
	a = talker_join(&t, "#a");
	type("/search cat");
	answers(":irc BATCH +1 soju.im/search", 1);
	hit("a", 1, "me: cat");
	hear(":irc BATCH -1");
	ck_assert_uint_eq(a->unread, 0);
	ck_assert_uint_eq(a->mentions, 0);
	ck_assert_str_ne(talker_last(a, 0)->text, "me: cat");
}
END_TEST

/* A page full of results at the seconds from..from + 49. */
static void
page(unsigned part, int from)
{
	char msgid[16];

	answers(":irc BATCH +1 soju.im/search", part);
	for (int i = from; i < from + FOUND_PAGE; i++) {
		snprintf(msgid, sizeof(msgid), "m%d", i);
		hit(msgid, i, msgid);
	}
	hear(":irc BATCH -1");
}

START_TEST(the_next_page_begins_where_the_last_one_ended_and_nothing_is_twice)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search from:bob");
	talker_sent(&t);
	page(1, 100);
	select_first();
	enter();
	assert_asked(2, "from=bob;before=2026-01-01T10:01:40.000Z;limit=50");
	page(2, 51);
	ck_assert_uint_eq(t.state.current->found->count, 99);
	ck_assert_ptr_nonnull(strstr(shown(), ">bob (#a) m99\n"));
	type("/search");
	assert_asked(3, "from=bob;before=2026-01-01T10:00:51.000Z;limit=50");
	answers(":irc BATCH +1 soju.im/search", 3);
	hit("m51", 51, "m51");
	hear(":irc BATCH -1");
	ck_assert_uint_eq(t.state.current->found->count, 99);
	type("/search");
	assert_state("no other page");
}
END_TEST

START_TEST(a_page_that_brings_nothing_new_is_gone_past)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search from:bob");
	page(1, 100);
	type("/search");
	talker_sent(&t);
	page(2, 100);
	assert_asked(3, "from=bob;before=2026-01-01T10:01:40.000Z;limit=1000");
	page(3, 100);
	assert_asked(4, "from=bob;before=2026-01-01T10:01:39.999Z;limit=50");
	answers(":irc BATCH +1 soju.im/search", 4);
	hear(":irc BATCH -1");
	assert_state("50 results");
	ck_assert_ptr_eq(strstr(shown(), ">bob (#a) m100\n"), shown());
}
END_TEST

START_TEST(only_the_last_search_is_answered)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search cat");
	type("/search dog");
	answers(":irc BATCH +1 soju.im/search", 1);
	hit("a", 1, "cat");
	hear(":irc BATCH -1");
	assert_state("net is searching");
	answers(":irc FAIL SEARCH INVALID_PARAMS text :Late", 1);
	assert_state("net is searching");
	answers(":irc BATCH +1 soju.im/search", 2);
	hit("b", 1, "dog");
	hear(":irc BATCH -1");
	ck_assert_str_eq(shown(), ">bob (#a) \026dog\026\n");
}
END_TEST

START_TEST(the_label_may_be_on_a_batch_around_the_answer)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search cat");
	type("/search dog");
	answers(":irc BATCH +2 labeled-response", 2);
	hear("@batch=2 :irc BATCH +1 soju.im/search");
	hear("@batch=1 :irc BATCH +3 draft/multiline #a");
	hear("@batch=3;time=2026-01-01T10:00:00.000Z :bob!u@h PRIVMSG #a :dog");
	hear(":irc BATCH -3");
	assert_state("net is searching");
	hear(":irc BATCH -1");
	hear(":irc BATCH -2");
	ck_assert_str_eq(shown(), ">bob (#a) \026dog\026\n");
}
END_TEST

START_TEST(without_labels_answers_are_counted)
{
	talker_welcome(&t, "batch message-tags server-time soju.im/search");
	talker_join(&t, "#a");
	talker_sent(&t);
	type("/search cat");
	type("/search dog");
	assert_sent("SEARCH text=cat;limit=50\r\nSEARCH text=dog;limit=50\r\n");
	hear(":irc BATCH +1 soju.im/search");
	hit("a", 1, "cat");
	hear(":irc BATCH -1");
	hear(":irc BATCH +1 soju.im/search");
	hit("b", 1, "dog");
	hear(":irc BATCH -1");
	ck_assert_str_eq(shown(), ">bob (#a) \026dog\026\n");
}
END_TEST

START_TEST(why_a_server_does_not_search_is_told)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search cat");
	answers(":irc FAIL SEARCH INTERNAL_ERROR :It is broken", 1);
	assert_state("net did not search: It is broken");
	type("/search cat");
	hear(":irc FAIL SEARCH INVALID_PARAMS before :Bad");
	assert_state("net did not search: Bad (before)");
	type("/search cat");
	handle_lost(&t.state, t.n, "gone");
	assert_state("net did not search: the connection was lost");
	ck_assert_str_eq(shown(), "");
}
END_TEST

START_TEST(a_server_that_could_not_search_all_goes_on_where_it_stopped)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	type("/search cat");
	talker_sent(&t);
	answers(":irc BATCH +2 labeled-response", 1);
	hear("@batch=2 :irc NOTE SEARCH INCOMPLETE 2026-01-01T09:00:00.000Z "
	     ":Only what was said after that time was searched");
	hear("@batch=2 :irc BATCH +1 soju.im/search");
	hear(":irc BATCH -1");
	hear(":irc BATCH -2");
	assert_state("Nothing was found");
	enter();
	assert_asked(2, "text=cat;before=2026-01-01T09:00:00.000Z;limit=50");
	answers(":irc BATCH +1 soju.im/search", 2);
	hit("a", 1, "cat");
	hear(":irc BATCH -1");
	ck_assert_str_eq(shown(), ">bob (#a) \026cat\026\n");
	type("/search");
	assert_state("no other page");
}
END_TEST

START_TEST(answers_that_nobody_asked_for_change_nothing)
{
	talker_welcome(&t, SEARCH_CAPS);
	talker_join(&t, "#a");
	hear(":irc BATCH +1 soju.im/search");
	hit("a", 1, "cat");
	hear(":irc BATCH -1");
	hear(":irc FAIL SEARCH X :y");
	type("/search cat");
	type("/close");
	hear(":irc BATCH +1 soju.im/search");
	hit("a", 1, "cat");
	hear(":irc BATCH -1");
	ck_assert_str_eq(t.state.current->name, "#a");
}
END_TEST

Suite *
suite_client_search_server(void)
{
	Suite *s = suite_create("client_search_server");
	TCase *tc = tcase_create("search");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_server_that_can_is_asked);
	tcase_add_test(
	    tc, what_a_service_was_told_is_found_without_the_password);
	tcase_add_test(tc, what_is_not_loaded_is_fetched_with_what_is_around);
	tcase_add_test(tc, a_result_of_somebody_without_a_window_opens_one);
	tcase_add_test(tc, what_is_found_does_not_appear_as_news);
	tcase_add_test(tc,
	    the_next_page_begins_where_the_last_one_ended_and_nothing_is_twice);
	tcase_add_test(tc, a_page_that_brings_nothing_new_is_gone_past);
	tcase_add_test(tc, only_the_last_search_is_answered);
	tcase_add_test(tc, the_label_may_be_on_a_batch_around_the_answer);
	tcase_add_test(tc, without_labels_answers_are_counted);
	tcase_add_test(tc, why_a_server_does_not_search_is_told);
	tcase_add_test(
	    tc, a_server_that_could_not_search_all_goes_on_where_it_stopped);
	tcase_add_test(tc, answers_that_nobody_asked_for_change_nothing);
	suite_add_tcase(s, tc);
	return s;
}
