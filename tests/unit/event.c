/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/event.h"

#include <string.h>

#include "tests/suites.h"

START_TEST(ids_are_26_lowercase_characters)
{
	struct event_clock clock = {0};
	struct event e = {0};

	event_stamp(&clock, &e);
	ck_assert_uint_eq(strlen(e.id), 26);
	ck_assert_uint_eq(strspn(e.id, "0123456789abcdefghjkmnpqrstvwxyz"), 26);
	ck_assert_int_gt(e.time_ms, 1600000000000);
}
END_TEST

START_TEST(ids_of_one_run_sort_as_they_were_made)
{
	struct event_clock clock = {0};
	struct event before = {0}, after = {0};

	event_stamp(&clock, &before);
	for (int i = 0; i < 20000; i++) {
		event_stamp(&clock, &after);
		ck_assert_int_lt(strcmp(before.id, after.id), 0);
		before = after;
	}
}
END_TEST

START_TEST(a_clock_that_steps_back_makes_neither_time_nor_ids_go_back)
{
	struct event_clock clock = {0};
	struct event first = {0}, second = {0};

	event_stamp(&clock, &first);
	clock.last_ms += 3600000;
	event_stamp(&clock, &first);
	event_stamp(&clock, &second);
	ck_assert_int_ge(second.time_ms, first.time_ms);
	ck_assert_int_lt(strcmp(first.id, second.id), 0);
}
END_TEST

START_TEST(a_clock_that_was_set_back_by_hours_goes_on_behind_the_last_run)
{
	struct event_clock clock = {0}, again = {0};
	struct event e = {0}, other = {0};
	int64_t now_ms = event_now(&clock);

	event_follow(&clock, now_ms + 7200000);
	event_stamp(&clock, &e);
	ck_assert_int_ge(e.time_ms, now_ms + 7200000);
	event_follow(&again, now_ms + 7200000);
	event_stamp(&again, &other);
	ck_assert_str_ne(e.id, other.id);
}
END_TEST

START_TEST(a_clock_that_was_wrong_by_more_than_a_day_is_not_followed)
{
	struct event_clock clock = {0};
	struct event e = {0};
	int64_t now_ms = event_now(&clock);

	event_follow(&clock, now_ms + 100000000);
	event_stamp(&clock, &e);
	ck_assert_int_lt(e.time_ms, now_ms + 7200000);
}
END_TEST

START_TEST(two_runs_that_share_a_millisecond_make_different_ids)
{
	struct event_clock one = {.last_ms = INT64_C(1) << 42};
	struct event_clock two = one;
	struct event a = {0}, b = {0};

	one.counter = two.counter = UINT32_MAX;
	event_stamp(&one, &a);
	event_stamp(&two, &b);
	ck_assert_int_eq(a.time_ms, b.time_ms);
	ck_assert_str_ne(a.id, b.id);
}
END_TEST

START_TEST(each_kind_is_found_by_its_name)
{
	for (int kind = 0; kind < EVENT_KINDS; kind++)
		ck_assert_int_eq(event_by_name(event_defs[kind].name), kind);
	ck_assert_int_eq(event_by_name("nonsense"), EVENT_KINDS);
}
END_TEST

static bool
kept(enum event_kind kind, const char *target, char status, const char *body)
{
	struct event e = {
	    .kind = kind, .target = target, .status = status, .body = body};

	return event_kept(&e);
}

START_TEST(messages_to_a_whole_channel_and_to_a_person_are_kept)
{
	ck_assert(kept(EVENT_MESSAGE, "#a", 0, "hi"));
	ck_assert(kept(EVENT_NOTICE, "#a", 0, "hi"));
	ck_assert(kept(EVENT_MESSAGE, "bob", 0, "hi"));
	ck_assert(kept(EVENT_MESSAGE, "#a", 0, "\001ACTION waves\001"));
	ck_assert(kept(EVENT_TOPIC, "#a", 0, ""));
}
END_TEST

START_TEST(partial_and_ctcp_messages_are_not_kept)
{
	ck_assert(!kept(EVENT_MESSAGE, "#a", '@', "hi"));
	ck_assert(!kept(EVENT_MESSAGE, "#a", 0, "\001VERSION\001"));
	ck_assert(!kept(EVENT_MESSAGE, "#a", 0, "hi\n\001VERSION\001"));
	ck_assert(kept(EVENT_MESSAGE, "#a", 0, "hi\n\001ACTION sings\001"));
	ck_assert(!kept(EVENT_TAGMSG, "#a", 0, NULL));
}
END_TEST

START_TEST(ctcp_partial_messages_and_tags_are_kept_where_asked_for)
{
	struct event e = {.kind = EVENT_NOTICE,
	    .target = "#a",
	    .status = '@',
	    .body = "\001PING 1\001"};

	ck_assert(!event_kept_with(&e, EVENT_KEEP_CTCP));
	ck_assert(!event_kept_with(&e, EVENT_KEEP_STATUS));
	ck_assert(event_kept_with(&e, EVENT_KEEP_CTCP | EVENT_KEEP_STATUS));
	e = (struct event){.kind = EVENT_TAGMSG, .target = "#a"};
	e.tags = "+typing=active";
	ck_assert(!event_kept_with(&e, EVENT_KEEP_TAGS));
	e.tags = "+typing=active;+draft/typing=done;+typings";
	ck_assert(event_kept_with(&e, EVENT_KEEP_TAGS));
	ck_assert(!event_kept_with(&e, EVENT_KEEP_CTCP));
}
END_TEST

Suite *
suite_event(void)
{
	Suite *s = suite_create("event");
	TCase *tc = tcase_create("event");

	tcase_add_test(tc, ids_are_26_lowercase_characters);
	tcase_add_test(tc, ids_of_one_run_sort_as_they_were_made);
	tcase_add_test(
	    tc, a_clock_that_steps_back_makes_neither_time_nor_ids_go_back);
	tcase_add_test(
	    tc, a_clock_that_was_set_back_by_hours_goes_on_behind_the_last_run);
	tcase_add_test(
	    tc, a_clock_that_was_wrong_by_more_than_a_day_is_not_followed);
	tcase_add_test(
	    tc, two_runs_that_share_a_millisecond_make_different_ids);
	tcase_add_test(tc, each_kind_is_found_by_its_name);
	tcase_add_test(
	    tc, messages_to_a_whole_channel_and_to_a_person_are_kept);
	tcase_add_test(tc, partial_and_ctcp_messages_are_not_kept);
	tcase_add_test(
	    tc, ctcp_partial_messages_and_tags_are_kept_where_asked_for);
	suite_add_tcase(s, tc);
	return s;
}
