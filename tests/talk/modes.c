/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(a_new_channel_has_the_configured_modes)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +nt");
	peer_next(a, ":* 329 alice #c *");
}
END_TEST

START_TEST(op_and_voice_are_given_and_taken)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(a, "MODE #c +ov-o+v bob carol bob bob");
	peer_expect(c, ":alice!* MODE #c *");
	peer_send(a, "NAMES #c");
	peer_expect(a, ":* 353 alice = #c :*");
	ck_assert_ptr_nonnull(strstr(peer_last(a), "+bob"));
	ck_assert_ptr_nonnull(strstr(peer_last(a), "+carol"));
	peer_send(a, "MODE #c +o BOB");
	peer_expect(b, ":alice!* MODE #c +o *bob");
	peer_send(a, "MODE #c -o alice");
	peer_expect(b, ":alice!* MODE #c -o *alice");
	peer_send(a, "MODE #c +o alice");
	peer_expect(a, ":* 482 alice #c :*");
	peer_send(b, "MODE #c +o nobody");
	peer_expect(b, ":* 4?? bob nobody *");
}
END_TEST

START_TEST(a_mode_already_set_is_not_told_again)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +n");
	peer_send(a, "MODE #c -i");
	peer_send(a, "MODE #c +o alice");
	peer_expect_none(a, "*MODE*");
	peer_send(a, "MODE #c +m-m+m");
	peer_expect(a, ":alice!* MODE #c *m*");
	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +*m*");
}
END_TEST

START_TEST(a_moderated_channel_hears_ops_and_the_voiced)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +m");
	peer_expect(b, "*MODE #c +m*");
	peer_send(b, "PRIVMSG #c :hi");
	peer_expect(b, ":* 404 bob #c :*(+m)*");
	peer_send(a, "MODE #c +v bob");
	peer_expect(b, "*MODE #c +v *bob");
	peer_send(b, "PRIVMSG #c :now");
	peer_expect(a, ":bob!* PRIVMSG #c :now");
}
END_TEST

START_TEST(outsiders_are_heard_only_without_n)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(x, "PRIVMSG #c :hi");
	peer_expect(x, ":* 404 xavier #c :*(+n)*");
	peer_send(a, "MODE #c -n");
	peer_expect(a, "*MODE #c -n*");
	peer_send(x, "PRIVMSG #c :hello in there");
	peer_expect(a, ":xavier!* PRIVMSG #c :hello in there");
}
END_TEST

START_TEST(a_key_keeps_out_and_is_hidden_from_outsiders)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #c +k sesame");
	peer_expect(a, ":alice!* MODE #c +k *sesame");
	peer_send(x, "JOIN #c");
	peer_expect(x, ":* 475 xavier #c :*");
	peer_send(x, "JOIN #c wrong");
	peer_expect(x, ":* 475 xavier #c :*");
	peer_send(x, "MODE #c");
	peer_expect_none(x, "*sesame*");
	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +*k* sesame");
	peer_send(x, "JOIN #c sesame");
	peer_expect(x, ":* 366 xavier #c :*");
	peer_send(a, "MODE #c -k whatever");
	peer_expect(x, ":alice!* MODE #c -k*");
}
END_TEST

START_TEST(a_bad_key_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +k");
	peer_next(a, ":* 461 alice MODE :*");
	peer_send(a, "MODE #c +k :two words");
	peer_next(a, ":* 696 alice #c k *:*");
	peer_send(a, "MODE #c +k a,b");
	peer_next(a, ":* 696 alice #c k *:*");
	peer_send(a, "MODE #c +k :");
	peer_next(a, ":* 696 alice #c k *:*");
}
END_TEST

START_TEST(a_limit_keeps_out_and_must_be_positive)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_barrier(a);
	peer_send(a, "MODE #c +l 0");
	peer_next(a, ":* 696 alice #c l *:*");
	peer_send(a, "MODE #c +l -5");
	peer_next(a, ":* 696 alice #c l *:*");
	peer_send(a, "MODE #c +l many");
	peer_next(a, ":* 696 alice #c l *:*");
	peer_send(a, "MODE #c +l 99999999999999999999999");
	peer_expect_none(a, ":* MODE #c +l *");
	peer_send(a, "MODE #c +l 1");
	peer_expect(a, ":alice!* MODE #c +l *1");
	peer_send(x, "JOIN #c");
	peer_expect(x, ":* 471 xavier #c :*");
	peer_send(a, "MODE #c -l");
	peer_expect(a, ":alice!* MODE #c -l");
	peer_joins(x, "#c");
}
END_TEST

START_TEST(a_ban_keeps_out_and_silences)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #c +b bob");
	peer_expect(b, ":alice!* MODE #c +b *bob!\\*@\\*");
	peer_send(b, "PRIVMSG #c :hi");
	peer_expect(b, ":* 404 bob #c :*(+b)*");
	peer_send(b, "PART #c");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 474 bob #c :*");
	peer_send(a, "MODE #c +b X*!*@*");
	peer_send(x, "JOIN #c");
	peer_barrier(a);
	peer_send(x, "JOIN #c");
	peer_expect(x, ":* 474 xavier #c :*");
	peer_send(a, "MODE #c -b BOB!*@*");
	peer_expect(a, ":alice!* MODE #c -b *");
	peer_joins(b, "#c");
}
END_TEST

START_TEST(an_exception_lets_the_banned_in)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE #c +b *!*@*");
	peer_send(a, "MODE #c +e bob!*@*");
	peer_expect(a, ":alice!* MODE #c +e *bob!\\*@\\*");
	peer_joins(b, "#c");
	peer_send(b, "PRIVMSG #c :hi");
	peer_expect(a, ":bob!* PRIVMSG #c :hi");
}
END_TEST

START_TEST(an_invitation_mask_opens_an_invite_only_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE #c +iI bob");
	peer_expect(a, ":alice!* MODE #c +iI *bob!\\*@\\*");
	peer_joins(b, "#c");
}
END_TEST

START_TEST(lists_are_shown_with_who_and_when)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +be x!*@* y!*@*");
	peer_expect(b, "*MODE #c +be *");
	peer_send(b, "MODE #c b");
	peer_next(b, ":* 367 bob #c x!\\*@\\* alice* *");
	peer_next(b, ":* 368 bob #c :*");
	peer_send(a, "MODE #c +b");
	peer_expect(a, ":* 367 alice #c x!\\*@\\* alice* *");
	peer_expect(a, ":* 368 alice #c :*");
	peer_send(a, "MODE #c e");
	peer_next(a, ":* 348 alice #c y!\\*@\\* alice* *");
	peer_next(a, ":* 349 alice #c :*");
	peer_send(a, "MODE #c I");
	peer_next(a, ":* 347 alice #c :*");
}
END_TEST

START_TEST(list_entries_are_bounded)
{
	struct host *h = host_start("list-entries = 3\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +b a");
	peer_send(a, "MODE #c +b b");
	peer_send(a, "MODE #c +e c");
	peer_barrier(a);
	peer_send(a, "MODE #c +b d");
	peer_next(a, ":* 478 alice #c *:*");
}
END_TEST

START_TEST(masks_stay_bounded_and_patterns_cheap)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bobaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
	struct buf mask = {0};

	while (mask.len < 400)
		buf_adds(&mask, "*a");
	peer_send(a, "MODE #c +b %s!*@*", mask.data);
	peer_expect(a, "*");
	ck_assert_uint_le(strlen(peer_last(a)), 510);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* ??? bob* #c *");
	ck_assert_int_lt(host_cpu_ms(h), 1000);
	buf_free(&mask);
}
END_TEST

START_TEST(modes_per_line_are_bounded)
{
	struct host *h = host_start("modes-per-line = 2\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +bbb a b d");
	peer_barrier(a);
	peer_send(a, "MODE #c b");
	ck_assert_uint_le(peer_count(a, ":* 367 alice #c *"), 2);
}
END_TEST

START_TEST(unknown_modes_are_refused_and_the_rest_is_done)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +XmY");
	peer_expect(a, ":* 472 alice X :*");
	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +*m*");
	peer_barrier(a);
	peer_send(a, "MODE alice +Xi");
	peer_next(a, ":alice!* MODE alice *+i");
	peer_next(a, ":* 501 alice :*");
	peer_send(a, "MODE #nowhere +m");
	peer_expect(a, ":* 403 alice #nowhere :*");
	peer_send(a, "MODE nobody");
	peer_expect(a, ":* 4?? alice *:*");
}
END_TEST

START_TEST(what_is_wrong_with_modes_is_said_once_a_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +XXYoovX");
	peer_next(a, ":* 472 alice X :*");
	peer_next(a, ":* 472 alice Y :*");
	peer_next(a, ":* 461 alice MODE :*");
	peer_expect_none(a, ":* 4?? *");
}
END_TEST

START_TEST(an_outsider_may_not_change_modes)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(x, "MODE #c +m");
	peer_expect(x, ":* 4?2 xavier #c :*");
	peer_send(x, "MODE #c +b x");
	peer_expect(x, ":* 4?2 xavier #c :*");
	peer_expect_none(a, "*MODE*");
}
END_TEST

START_TEST(user_modes_are_ones_own)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE alice +iB");
	peer_next(a, ":alice!* MODE alice *+Bi");
	peer_send(a, "MODE alice");
	peer_next(a, ":* 221 alice *+*i*");
	peer_send(b, "MODE alice +i");
	peer_next(b, ":* 502 bob :*");
	peer_send(a, "MODE alice +o");
	peer_expect_none(a, ":* MODE alice *o*");
	peer_send(a, "MODE alice -iB");
	peer_next(a, ":alice!* MODE alice *-Bi");
}
END_TEST

START_TEST(a_bot_is_marked_as_one)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join(h, "robot", "#c");

	peer_send(b, "MODE robot +B");
	peer_expect(b, "*MODE robot *+B");
	peer_send(a, "WHOIS robot");
	peer_expect(a, ":* 335 alice robot :*");
	peer_send(a, "WHO #c");
	peer_expect(a, ":* 352 alice #c * robot *B* :*");
	peer_send(b, "PRIVMSG #c :beep");
	peer_expect(a, ":robot!* PRIVMSG #c :beep");
	ck_assert_ptr_nonnull(peer_tag(a, "bot"));
}
END_TEST

START_TEST(an_oper_by_password_may_do_what_others_may_not)
{
	struct host *h = host_start(
	    "flood-rate = 0\n"
	    "oper boss { password-hash = \""
	    "$6$abcdefgh$Bk2D4uYVcw0FbFPsWa0iJZ1DNfy8v6OjKcRcuB"
	    "fMkWD1KdADPVnmQf5cr0O8HfAYpq1XrrjdgIRINkwgSKJ8/1\" }\n");
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "REHASH");
	peer_expect(a, ":* 481 alice :*");
	peer_send(a, "OPER boss wrong");
	peer_expect(a, ":* 464 alice :*");
	peer_send(a, "OPER nobody sesame");
	peer_expect(a, ":* 4?? alice :*");
	peer_send(a, "MODE alice +o");
	peer_expect_none(a, ":* MODE alice *o*");
	peer_send(a, "OPER boss sesame");
	peer_expect(a, ":* 381 alice :*");
	peer_send(a, "MODE alice");
	peer_expect(a, ":* 221 alice *+*o*");
	peer_send(a, "WHOIS alice");
	peer_expect(a, ":* 313 alice alice :*");
	peer_send(a, "REHASH");
	peer_expect(a, ":* 382 alice *:*");
	peer_send(a, "MODE alice -o");
	peer_expect(a, ":alice!* MODE alice *-o");
	peer_send(a, "REHASH");
	peer_expect(a, ":* 481 alice :*");
}
END_TEST

START_TEST(a_mode_letter_of_several_bytes_is_answered_by_whole_characters)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +\xc3\xa9i");
	peer_next(a, ":* 472 alice \\? :*");
	peer_next(a, ":alice!* MODE #c +i");
}
END_TEST

TALK_SUITE(talk_modes, a_new_channel_has_the_configured_modes,
    op_and_voice_are_given_and_taken, a_mode_already_set_is_not_told_again,
    a_moderated_channel_hears_ops_and_the_voiced,
    outsiders_are_heard_only_without_n,
    a_key_keeps_out_and_is_hidden_from_outsiders, a_bad_key_is_refused,
    a_limit_keeps_out_and_must_be_positive, a_ban_keeps_out_and_silences,
    an_exception_lets_the_banned_in,
    an_invitation_mask_opens_an_invite_only_channel,
    lists_are_shown_with_who_and_when, list_entries_are_bounded,
    masks_stay_bounded_and_patterns_cheap, modes_per_line_are_bounded,
    unknown_modes_are_refused_and_the_rest_is_done,
    what_is_wrong_with_modes_is_said_once_a_line,
    an_outsider_may_not_change_modes, user_modes_are_ones_own,
    a_bot_is_marked_as_one, an_oper_by_password_may_do_what_others_may_not,
    a_mode_letter_of_several_bytes_is_answered_by_whole_characters)
