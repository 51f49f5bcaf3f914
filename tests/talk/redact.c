/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

#define PLAIN "message-tags server-time batch labeled-response"
#define CAPS  PLAIN " echo-message draft/message-redaction"

/* alice, who is operator of #c, bob and carol; dave has no capability. */
static struct host *h;
static struct peer *a, *b, *c, *d;
static char id[64]; /* of what was said last */

static void
gather(const char *config)
{
	h = host_start(config);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	b = peer_join_caps(h, "bob", CAPS, "#c");
	c = peer_join_caps(h, "carol", CAPS, "#c");
	d = peer_join(h, "dave", "#c");
	peer_barrier(a);
	peer_barrier(b);
	peer_barrier(c);
	peer_barrier(d);
}

/* The others have heard it. */
static void
says(struct peer *p, const char *target, const char *text)
{
	peer_send(p, "PRIVMSG %s :%s", target, text);
	peer_expect(p, ":%s!* PRIVMSG %s :%s", p->name, target, text);
	snprintf(id, sizeof(id), "%s", peer_tag(p, "msgid"));
	peer_barrier(a);
	peer_barrier(b);
	peer_barrier(c);
	peer_barrier(d);
}

static void
ck_fails(struct peer *p, const char *target, const char *code)
{
	peer_send(p, "REDACT %s %s :why", target, id);
	peer_next(p, ":* FAIL REDACT %s %s %s*:*", code, target, id);
	peer_expect_none(p, "*");
}

START_TEST(what_one_said_is_taken_back_for_those_who_know_how)
{
	gather(NULL);
	says(b, "#c", "oops");
	peer_send(b, "@label=r REDACT #C %s", id);
	peer_next(b, ":bob!* REDACT #c %s", id);
	ck_assert_str_eq(peer_tag(b, "label"), "r");
	peer_next(a, ":bob!* REDACT #c %s", id);
	ck_assert_ptr_null(peer_tag(a, "label"));
	ck_assert_ptr_nonnull(peer_tag(a, "time"));
	peer_expect_none(b, "*");
	peer_expect_none(d, "*");
}
END_TEST

START_TEST(a_reason_is_passed_on_and_cut_to_fit)
{
	char text[401];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	gather(NULL);
	says(b, "#c", "oops");
	peer_send(b, "REDACT #c %s :wrong channel", id);
	peer_next(a, ":bob!* REDACT #c %s :wrong channel", id);
	says(b, "#c", "oops");
	peer_send(b, "REDACT #c %s :%s%.60s", id, text, text);
	peer_next(a, ":bob!* REDACT #c %s :%s*", id, text);
	ck_assert_uint_eq(strlen(peer_last(a)), 510);
}
END_TEST

START_TEST(without_the_capability_there_is_no_such_command)
{
	struct peer *e;

	gather(NULL);
	says(b, "#c", "oops");
	peer_send(d, "REDACT #c %s", id);
	peer_next(d, ":* 421 dave REDACT :*");
	e = peer_join_caps(h, "erin", "draft/message-redaction", "#c");
	peer_send(e, "REDACT #c %s", id);
	peer_expect(e, ":* 421 erin REDACT :*");
	peer_send(b, "REDACT #c");
	peer_expect(b, ":* 461 bob REDACT :*");
}
END_TEST

START_TEST(those_with_a_rank_take_back_what_others_said_and_nobody_else_does)
{
	gather(NULL);
	peer_send(a, "MODE #c +v carol");
	peer_expect(c, "* MODE #c +v carol");
	says(b, "#c", "spam");
	ck_fails(c, "#c", "REDACT_FORBIDDEN");
	peer_send(a, "REDACT #c %s :spam", id);
	peer_next(b, ":alice!* REDACT #c %s :spam", id);
	peer_send(a, "MODE #c +h carol");
	peer_expect(c, "* MODE #c +h carol");
	says(a, "#c", "hm");
	peer_send(c, "REDACT #c %s", id);
	peer_next(a, ":carol!* REDACT #c %s", id);
}
END_TEST

START_TEST(what_is_not_there_has_one_answer)
{
	gather(NULL);
	snprintf(id, sizeof(id), "nonexistent");
	ck_fails(a, "#c", "UNKNOWN_MSGID");
	peer_joins(a, "#other");
	peer_send(a, "PRIVMSG #other :elsewhere");
	peer_expect(a, "* PRIVMSG #other :elsewhere");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	ck_fails(a, "#c", "UNKNOWN_MSGID");
	ck_fails(a, "bob", "UNKNOWN_MSGID");
	says(a, "#c", "oops");
	peer_send(a, "REDACT #c %s", id);
	peer_next(a, ":alice!* REDACT #c %s", id);
	ck_fails(a, "#c", "UNKNOWN_MSGID");
	peer_send(a, "@+x=1 TAGMSG #c");
	peer_expect(a, "* TAGMSG #c");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	ck_fails(a, "#c", "UNKNOWN_MSGID");
	says(b, "@#c", "for ops");
	ck_fails(b, "#c", "UNKNOWN_MSGID");
}
END_TEST

START_TEST(a_channel_one_is_not_in_is_no_target_be_it_there_or_not)
{
	struct peer *e;

	gather(NULL);
	says(b, "#c", "oops");
	e = peer_new_caps(h, "erin", CAPS);
	peer_send(e, "REDACT #c %s", id);
	peer_next(e, ":* FAIL REDACT INVALID_TARGET #c :*");
	peer_send(e, "REDACT #nowhere %s", id);
	peer_next(e, ":* FAIL REDACT INVALID_TARGET #nowhere :*");
	peer_send(b, "PART #c");
	peer_expect(b, ":bob!* PART #c");
	peer_send(b, "REDACT #c %s", id);
	peer_next(b, ":* FAIL REDACT INVALID_TARGET #c :*");
}
END_TEST

START_TEST(who_may_not_speak_may_not_give_reasons)
{
	gather(NULL);
	says(b, "#c", "oops");
	peer_send(a, "MODE #c +m");
	peer_expect(b, "* MODE #c +m");
	ck_fails(b, "#c", "REDACT_FORBIDDEN");
	peer_send(a, "MODE #c -m+b bob!*@*");
	peer_expect(b, "* MODE #c -m+b *");
	ck_fails(b, "#c", "REDACT_FORBIDDEN");
	peer_send(a, "MODE #c -b bob!*@*");
	peer_expect(b, "* MODE #c -b *");
	peer_send(b, "REDACT #c %s", id);
	peer_next(b, ":bob!* REDACT #c %s", id);
}
END_TEST

START_TEST(between_people_only_the_author_takes_back)
{
	gather(NULL);
	says(a, "bob", "psst");
	ck_fails(b, "alice", "REDACT_FORBIDDEN");
	ck_fails(b, "bob", "UNKNOWN_MSGID");
	ck_fails(c, "bob", "UNKNOWN_MSGID");
	ck_fails(c, "alice", "UNKNOWN_MSGID");
	ck_fails(a, "carol", "UNKNOWN_MSGID");
	ck_fails(a, "#c", "UNKNOWN_MSGID");
	peer_send(a, "@label=r REDACT BOB %s :no", id);
	peer_next(a, ":alice!* REDACT bob %s :no", id);
	ck_assert_str_eq(peer_tag(a, "label"), "r");
	peer_next(b, ":alice!* REDACT bob %s :no", id);
	peer_expect_none(c, "*");
	ck_fails(a, "bob", "UNKNOWN_MSGID");
}
END_TEST

START_TEST(a_note_to_oneself_is_taken_back_once)
{
	gather(NULL);
	peer_send(a, "PRIVMSG alice :note");
	peer_next(a, ":alice!* PRIVMSG alice :note");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	peer_next(a, ":alice!* PRIVMSG alice :note");
	peer_send(a, "REDACT alice %s", id);
	peer_next(a, ":alice!* REDACT alice %s", id);
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(who_takes_a_nick_over_takes_no_messages_over)
{
	gather(NULL);
	says(a, "bob", "psst");
	peer_send(b, "NICK bobby");
	peer_expect(c, ":bob!* NICK *bobby");
	peer_send(c, "NICK bob");
	peer_expect(a, ":carol!* NICK *bob");
	ck_fails(a, "bob", "UNKNOWN_MSGID");
	peer_barrier(c);
	peer_send(a, "REDACT bobby %s", id);
	peer_expect(b, ":alice!* REDACT bobby %s", id);
	peer_expect_none(c, "*REDACT*");
	peer_barrier(a);
	peer_send(b, "PRIVMSG #c :mine");
	peer_expect(b, ":bobby!* PRIVMSG #c :mine");
	snprintf(id, sizeof(id), "%s", peer_tag(b, "msgid"));
	peer_send(b, "QUIT");
	peer_expect(c, ":bobby!* QUIT *");
	peer_send(c, "NICK bobby");
	peer_expect(c, ":bob!* NICK *bobby");
	ck_fails(c, "#c", "REDACT_FORBIDDEN");
}
END_TEST

START_TEST(of_somebody_who_is_gone_it_is_taken_back_too)
{
	gather(NULL);
	says(a, "bob", "psst");
	peer_send(b, "QUIT");
	peer_expect(a, ":bob!* QUIT *");
	peer_send(a, "REDACT bob %s", id);
	peer_next(a, ":alice!* REDACT bob %s", id);
	ck_fails(a, "bob", "UNKNOWN_MSGID");
}
END_TEST

START_TEST(after_the_window_only_those_with_a_rank_take_back)
{
	char said[64];

	gather("redact-window = 1s\nflood-rate = 0\n");
	says(b, "#c", "oops");
	snprintf(said, sizeof(said), "%s", peer_tag(b, "time"));
	do {
		peer_send(b, "PING x");
		peer_expect(b, "* PONG *");
	} while (strncmp(peer_tag(b, "time"), said, 19) == 0 ||
	    strcmp(peer_tag(b, "time") + 20, said + 20) <= 0);
	peer_send(b, "REDACT #c %s", id);
	peer_next(b, ":* FAIL REDACT REDACT_WINDOW_EXPIRED #c %s 1 :*", id);
	peer_send(a, "REDACT #c %s", id);
	peer_next(b, ":alice!* REDACT #c %s", id);
}
END_TEST

START_TEST(a_message_of_several_lines_is_taken_back_as_one)
{
	gather(NULL);
	peer_send(b, "CAP REQ draft/multiline");
	peer_next(b, "* ACK *");
	peer_send(b, "BATCH +1 draft/multiline #c");
	peer_send(b, "@batch=1 PRIVMSG #c one");
	peer_send(b, "@batch=1 PRIVMSG #c two");
	peer_send(b, "BATCH -1");
	peer_next(b, ":bob!* BATCH +*");
	snprintf(id, sizeof(id), "%s", peer_tag(b, "msgid"));
	peer_expect(b, ":bob!* BATCH -*");
	peer_send(b, "REDACT #c %s", id);
	peer_next(b, ":bob!* REDACT #c %s", id);
	peer_expect(a, ":bob!* REDACT #c %s", id);
	ck_fails(b, "#c", "UNKNOWN_MSGID");
}
END_TEST

START_TEST(joiners_are_not_shown_what_was_taken_back_nor_after_a_restart)
{
	struct peer *e;

	gather(NULL);
	says(b, "#c", "first");
	says(b, "#c", "oops");
	peer_send(b, "REDACT #c %s", id);
	peer_expect(a, ":bob!* REDACT *");
	e = peer_new_caps(h, "erin", CAPS);
	peer_send(e, "JOIN #c");
	peer_expect(e, ":* BATCH +* chathistory #c");
	peer_next(e, ":bob!* PRIVMSG #c :first");
	peer_next(e, ":* BATCH -*");
	host_stop(h);
	host_again(h, NULL, false);
	e = peer_new_caps(h, "erin", CAPS);
	peer_send(e, "JOIN #c");
	peer_expect(e, ":* BATCH +* chathistory #c");
	peer_next(e, ":bob!* PRIVMSG #c :first");
	peer_next(e, ":* BATCH -*");
}
END_TEST

START_TEST(a_login_takes_back_what_it_said_before_a_restart)
{
	struct peer *e, *f;

	h = host_start(NULL);
	e = peer_connect_local(h, "erin");
	peer_caps(e, CAPS);
	peer_send(e, "CAP END");
	peer_register(e, "erin");
	f = peer_join_caps(h, "fred", CAPS, "#d");
	peer_joins(e, "#d");
	peer_send(e, "PRIVMSG #d :oops");
	peer_expect(e, "* PRIVMSG #d :oops");
	snprintf(id, sizeof(id), "%s", peer_tag(e, "msgid"));
	host_stop(h);
	host_again(h, NULL, false);
	peer_join(h, "gus", "#d");
	f = peer_join_caps(h, "erin", CAPS, "#d");
	peer_barrier(f);
	ck_fails(f, "#d", "REDACT_FORBIDDEN");
	e = peer_connect_local(h, "erin2");
	peer_caps(e, CAPS);
	peer_send(e, "CAP END");
	peer_register(e, "erin2");
	peer_joins(e, "#d");
	peer_send(e, "REDACT #d %s", id);
	peer_expect(e, ":erin2!* REDACT #d %s", id);
	peer_expect(f, ":erin2!* REDACT #d %s", id);
}
END_TEST

TALK_SUITE_LOGIN(talk_redact,
    TESTS(what_one_said_is_taken_back_for_those_who_know_how,
	a_reason_is_passed_on_and_cut_to_fit,
	without_the_capability_there_is_no_such_command,
	those_with_a_rank_take_back_what_others_said_and_nobody_else_does,
	what_is_not_there_has_one_answer,
	a_channel_one_is_not_in_is_no_target_be_it_there_or_not,
	who_may_not_speak_may_not_give_reasons,
	between_people_only_the_author_takes_back,
	a_note_to_oneself_is_taken_back_once,
	who_takes_a_nick_over_takes_no_messages_over,
	of_somebody_who_is_gone_it_is_taken_back_too,
	after_the_window_only_those_with_a_rank_take_back,
	a_message_of_several_lines_is_taken_back_as_one,
	joiners_are_not_shown_what_was_taken_back_nor_after_a_restart),
    TESTS(a_login_takes_back_what_it_said_before_a_restart))
