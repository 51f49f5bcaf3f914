/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/multiline_peers.h"

/* A refused batch reaches nobody. */
static void
ck_nothing_said(void)
{
	peer_barrier(a);
	peer_expect_none(b, "*PRIVMSG*");
	peer_expect_none(d, "*PRIVMSG*");
}

START_TEST(more_bytes_than_allowed_are_refused)
{
	char text[401];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	gather("multiline-bytes = 801\n");
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c %s", text);
	peer_send(a, "@batch=1 PRIVMSG #c %s", text);
	peer_send(a, "BATCH -1");
	peer_next(a, ":alice!* BATCH +*");
	peer_expect(a, ":alice!* BATCH -*");
	peer_expect(b, ":alice!* BATCH -*");
	peer_expect(d, ":alice!* PRIVMSG #c :x*");
	peer_next(d, ":alice!* PRIVMSG #c :x*");
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c %s", text);
	peer_send(a, "@batch=1;draft/multiline-concat PRIVMSG #c %s", text);
	peer_send(a, "@batch=1;draft/multiline-concat PRIVMSG #c xx");
	peer_next(a, ":* FAIL BATCH MULTILINE_MAX_BYTES 801 :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	ck_nothing_said();
}
END_TEST

START_TEST(more_lines_than_allowed_are_refused_and_the_rest_is_ignored)
{
	gather("multiline-lines = 3\n");
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	for (int i = 0; i < 6; i++)
		peer_send(a, "@batch=1 PRIVMSG #c %d", i);
	peer_send(a, "BATCH -1");
	peer_next(a, ":* FAIL BATCH MULTILINE_MAX_LINES 3 :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_expect_none(a, "*");
	ck_nothing_said();
	send_three("#c");
	peer_next(a, ":alice!* BATCH +*");
}
END_TEST

START_TEST(another_target_inside_is_refused)
{
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #bar hello");
	peer_send(a, "@batch=1 PRIVMSG #c hello");
	peer_send(a, "BATCH -1");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID_TARGET #c #bar :*");
	peer_expect_none(a, "*");
	ck_nothing_said();
}
END_TEST

START_TEST(what_no_batch_may_hold_is_invalid)
{
	static const char *const lines[] = {
	    "@batch=1;draft/multiline-concat PRIVMSG #c :",
	    "@batch=1 NOTICE #c :other kind",
	    "@batch=1 PRIVMSG #c :\001ACTION waves\001",
	    "@batch=1 TOPIC #c :set",
	    "@batch=1 PRIVMSG",
	    "@batch=1;+x=1 PRIVMSG #c :tagged",
	    "@batch=1;label=x PRIVMSG #c :labelled",
	    "@batch=1 PRIVMSG #c :not \xff UTF-8",
	    "@batch=1 BATCH +2 " TYPE " #c",
	    "@batch=2 PRIVMSG #c :of another batch",
	};

	gather("flood-rate = 0\n");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		peer_send(a, "@label=l%zu BATCH +1 " TYPE " #c", i);
		peer_send(a, "@batch=1 PRIVMSG #c first");
		peer_send(a, "%s", lines[i]);
		peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
		ck_assert_int_eq(peer_tag(a, "label")[0], 'l');
		peer_send(a, "@batch=1 PRIVMSG #c last");
		peer_send(a, "BATCH -1");
		peer_expect_none(a, "*");
	}
	ck_nothing_said();
	peer_expect_none(c, "*");
}
END_TEST

START_TEST(a_message_of_blank_lines_is_invalid)
{
	gather(NULL);
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c :");
	peer_send(a, "@batch=1 PRIVMSG #c :");
	peer_send(a, "BATCH -1");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*blank*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "BATCH -1");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_expect_none(a, "*");
	ck_nothing_said();
}
END_TEST

START_TEST(a_batch_has_one_target)
{
	gather(NULL);
	peer_send(a, "@label=l BATCH +1 " TYPE " #c,bob");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_send(a, "@batch=1 PRIVMSG #c,bob hi");
	peer_send(a, "BATCH -1");
	peer_send(a, "BATCH +2 " TYPE);
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_expect_none(a, "*");
	ck_nothing_said();
}
END_TEST

START_TEST(another_type_is_unknown_and_its_lines_are_ignored)
{
	gather(NULL);
	peer_send(a, "@label=l BATCH +1 example.com/foo #c");
	peer_next(a, ":* FAIL BATCH UNKNOWN_TYPE 1 example.com/foo :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "BATCH -1");
	peer_expect_none(a, "*");
	peer_send(d, "BATCH +1 " TYPE " #c");
	peer_next(d, ":* FAIL BATCH UNKNOWN_TYPE 1 " TYPE " :*");
	peer_send(d, "@batch=1 PRIVMSG #c hi");
	peer_send(d, "BATCH -1");
	peer_expect_none(d, "*");
	ck_nothing_said();
	peer_send(d, "BATCH +1");
	peer_next(d, ":* 461 dave BATCH :*");
}
END_TEST

START_TEST(a_reference_has_letters_digits_and_hyphens)
{
	gather(NULL);
	peer_send(a, "BATCH +a_b " TYPE " #c");
	peer_next(a, ":* FAIL BATCH INVALID_REFTAG a_b :*");
	peer_send(a, "@batch=a_b PRIVMSG #c hi");
	peer_send(a, "BATCH -a_b");
	peer_expect_none(a, "*");
	peer_send(a, "BATCH abc");
	peer_next(a, ":* FAIL BATCH INVALID_REFTAG abc :*");
	peer_send(a, "BATCH +");
	peer_next(a, ":* FAIL BATCH INVALID_REFTAG \\* :*");
	ck_nothing_said();
}
END_TEST

START_TEST(a_batch_that_was_not_begun_is_invalid)
{
	gather(NULL);
	peer_send(a, "BATCH -7");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_send(a, "@batch=7 PRIVMSG #c hi");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	ck_nothing_said();
}
END_TEST

START_TEST(a_batch_left_open_times_out)
{
	gather("multiline-timeout = 1s\n");
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_next(a, ":* FAIL BATCH TIMEOUT 1 :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "BATCH -1");
	peer_expect_none(a, "*");
	ck_nothing_said();
}
END_TEST

START_TEST(another_command_ends_the_batch_and_is_done)
{
	gather(NULL);
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "@label=p PING x");
	peer_next(a, ":* PONG *x");
	peer_send(a, "@label=t TOPIC #c :leaves");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_next(a, ":alice!* TOPIC #c :leaves");
	ck_assert_str_eq(peer_tag(a, "label"), "t");
	peer_send(a, "BATCH +2 " TYPE " #c");
	peer_send(a, "BATCH +3 " TYPE " #c");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_send(a, "@batch=3 PRIVMSG #c third");
	peer_send(a, "BATCH -3");
	peer_expect(b, ":alice!* PRIVMSG #c :third");
}
END_TEST

START_TEST(a_line_too_long_to_be_read_or_relayed_ends_the_batch)
{
	char text[501];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c %s", text);
	peer_next(a, ":* 417 alice :*");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_send(a, "BATCH -1");
	text[480] = '\0';
	peer_send(a, "@label=l BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "@batch=1 PRIVMSG #c %s", text);
	peer_send(a, "BATCH -1");
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*#c*too long*");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	ck_nothing_said();
}
END_TEST

START_TEST(who_may_not_speak_may_not_send_many_lines)
{
	gather(NULL);
	peer_send(a, "MODE #c +b bob!*@*");
	peer_expect(b, ":alice!* MODE #c +b *");
	peer_send(b, "@label=l BATCH +1 " TYPE " #c");
	peer_send(b, "@batch=1 PRIVMSG #c one");
	peer_send(b, "@batch=1 PRIVMSG #c two");
	peer_send(b, "BATCH -1");
	peer_next(b, ":* 404 bob #c :*");
	ck_assert_str_eq(peer_tag(b, "label"), "l");
	peer_expect_none(a, "*PRIVMSG*");
	peer_send(a, "MODE #c -b+m bob!*@*");
	peer_expect(b, ":alice!* MODE #c -b+m *");
	peer_send(b, "BATCH +1 " TYPE " #c");
	peer_send(b, "@batch=1 PRIVMSG #c one");
	peer_send(a, "MODE #c +v bob");
	peer_expect(b, ":alice!* MODE #c +v bob");
	peer_send(b, "@batch=1 PRIVMSG #c two");
	peer_send(b, "BATCH -1");
	peer_expect(a, ":bob!* PRIVMSG #c :two");
	peer_send(b, "BATCH +1 " TYPE " nobody");
	peer_send(b, "@batch=1 PRIVMSG nobody one");
	peer_send(b, "BATCH -1");
	peer_expect(b, ":* 401 bob nobody :*");
}
END_TEST

START_TEST(it_may_be_switched_off_in_the_middle)
{
	gather(NULL);
	peer_send(a, "BATCH +1 " TYPE " #c");
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "CAP REQ -" TYPE);
	peer_next(a, ":* FAIL BATCH MULTILINE_INVALID :*");
	peer_next(a, ":* CAP alice ACK :-" TYPE);
	peer_send(a, "@batch=1 PRIVMSG #c hi");
	peer_send(a, "BATCH -1");
	peer_expect_none(a, "*");
	ck_nothing_said();
}
END_TEST

TALK_SUITE(talk_multiline_refused, more_bytes_than_allowed_are_refused,
    more_lines_than_allowed_are_refused_and_the_rest_is_ignored,
    another_target_inside_is_refused, what_no_batch_may_hold_is_invalid,
    a_message_of_blank_lines_is_invalid, a_batch_has_one_target,
    another_type_is_unknown_and_its_lines_are_ignored,
    a_reference_has_letters_digits_and_hyphens,
    a_batch_that_was_not_begun_is_invalid, a_batch_left_open_times_out,
    another_command_ends_the_batch_and_is_done,
    a_line_too_long_to_be_read_or_relayed_ends_the_batch,
    who_may_not_speak_may_not_send_many_lines,
    it_may_be_switched_off_in_the_middle)
