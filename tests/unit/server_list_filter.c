/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/list_filter.h"

#include <stdlib.h>
#include <string.h>

#include "common/irc.h"
#include "common/mem.h"
#include "tests/suites.h"

enum { NOW_MS = 100 * 60000 };

static char name[] = "#builds", topic[] = "green";
/* Made 60 minutes ago, its topic set 10 minutes ago. */
static struct channel channel = {.name = name,
    .topic = topic,
    .nmembers = 5,
    .created_ms = 40 * 60000,
    .topic_ms = 90 * 60000};

static bool
matches(const char *words)
{
	struct list_filter f = {0};
	char *copy = mem_strdup(words);
	bool match;

	list_filter_parse(&f, copy, NOW_MS);
	match = list_filter_match(&f, &channel);
	free(copy);
	return match;
}

START_TEST(nothing_asked_matches_all)
{
	ck_assert(matches(""));
	ck_assert(matches(",,"));
}
END_TEST

START_TEST(members_are_compared_without_the_number_itself)
{
	ck_assert(matches(">4"));
	ck_assert(!matches(">5"));
	ck_assert(matches("<6"));
	ck_assert(!matches("<5"));
	ck_assert(!matches(">4,<5"));
}
END_TEST

START_TEST(age_is_counted_in_minutes)
{
	ck_assert(matches("C>59"));
	ck_assert(!matches("C>61"));
	ck_assert(matches("C<61"));
	ck_assert(!matches("c<59"));
}
END_TEST

START_TEST(the_age_of_a_topic_is_counted_in_minutes)
{
	ck_assert(matches("T<11"));
	ck_assert(!matches("T<9"));
	ck_assert(matches("T>9"));
	ck_assert(!matches("T>11"));
}
END_TEST

START_TEST(one_of_the_masks_has_to_fit)
{
	ck_assert(matches("#builds"));
	ck_assert(matches("#BUILDS"));
	ck_assert(matches("#b*"));
	ck_assert(matches("#x,#b*"));
	ck_assert(!matches("#x,#y"));
}
END_TEST

START_TEST(what_is_not_wanted_is_left_out_wherever_it_stands)
{
	ck_assert(!matches("!#b*"));
	ck_assert(matches("!#x"));
	ck_assert(!matches("#b*,!*s"));
	ck_assert(!matches("!*s,#b*"));
}
END_TEST

START_TEST(conditions_of_one_kind_must_all_be_met)
{
	ck_assert(!matches(">5,>3"));
	ck_assert(!matches("<5,<9"));
	ck_assert(!matches("C>61,C>3"));
	ck_assert(!matches("C<59,C<90"));
	ck_assert(matches(">3,>4,<6,<7,C>59,C>3,T<11,T<20"));
}
END_TEST

START_TEST(nobody_is_less_than_none)
{
	ck_assert(!matches("<0"));
	ck_assert(matches(">0"));
}
END_TEST

START_TEST(without_a_topic_no_time_of_it_fits)
{
	channel.topic = NULL;
	ck_assert(!matches("T>0"));
	ck_assert(!matches("T<1000"));
	ck_assert(matches("C>0"));
	channel.topic = topic;
}
END_TEST

START_TEST(as_many_masks_as_fit_on_a_line_count)
{
	char many[IRC_BODY_MAX] = "";

	while (strlen(many) + strlen("x,#builds") < sizeof(many))
		strcat(many, "x,");
	strcat(many, "#builds");
	ck_assert(matches(many));
}
END_TEST

Suite *
suite_server_list_filter(void)
{
	Suite *s = suite_create("server_list_filter");
	TCase *tc = tcase_create("filter");

	tcase_add_test(tc, nothing_asked_matches_all);
	tcase_add_test(tc, members_are_compared_without_the_number_itself);
	tcase_add_test(tc, age_is_counted_in_minutes);
	tcase_add_test(tc, the_age_of_a_topic_is_counted_in_minutes);
	tcase_add_test(tc, one_of_the_masks_has_to_fit);
	tcase_add_test(tc, what_is_not_wanted_is_left_out_wherever_it_stands);
	tcase_add_test(tc, conditions_of_one_kind_must_all_be_met);
	tcase_add_test(tc, nobody_is_less_than_none);
	tcase_add_test(tc, without_a_topic_no_time_of_it_fits);
	tcase_add_test(tc, as_many_masks_as_fit_on_a_line_count);
	suite_add_tcase(s, tc);
	return s;
}
