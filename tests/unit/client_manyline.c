/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

static struct talker t;

static void
setup(void)
{
	talker_setup(&t);
}

static void
teardown(void)
{
	talker_teardown(&t);
}

#define hear(line)       talker_hear(&t, line)
#define assert_sent(str) ck_assert_str_eq(talker_sent(&t), str)

START_TEST(messages_of_several_lines_are_asked_for_where_they_are_understood)
{
	static const char offer[] =
	    "CAP * LS :batch draft/multiline=max-bytes=4096,max-lines=24";

	handle_connected(t.n);
	talker_sent(&t);
	hear(offer);
	assert_sent("CAP REQ batch\r\n");
	handle_connected(t.n);
	t.n->multiline = true;
	talker_sent(&t);
	hear(offer);
	assert_sent("CAP REQ :batch draft/multiline\r\n");
	ck_assert_uint_eq(t.n->multiline_bytes, 4096);
	ck_assert_uint_eq(t.n->multiline_lines, 24);
	handle_connected(t.n);
	talker_sent(&t);
	hear("CAP * LS :draft/multiline=max-bytes=4096");
	assert_sent("CAP END\r\n");
	ck_assert_uint_eq(t.n->multiline_lines, 0);
}
END_TEST

Suite *
suite_client_manyline(void)
{
	Suite *s = suite_create("client_manyline");
	TCase *tc = tcase_create("client_manyline");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	    messages_of_several_lines_are_asked_for_where_they_are_understood);
	suite_add_tcase(s, tc);
	return s;
}
