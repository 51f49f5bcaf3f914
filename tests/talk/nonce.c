/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "common/buf.h"
#include "tests/harness/database.h"
#include "tests/talk/account_peers.h"
#include "tests/talk/talk.h"

#define NONCE "tcpchat/nonce"
#define ECHOES                                                          \
	"message-tags server-time echo-message batch labeled-response " \
	"draft/multiline draft/message-redaction draft/channel-rename "
#define CAPS ECHOES NONCE

/* alice, who has tcpchat/nonce, and bob, who has all else, in #c. */
static struct host *h;
static struct peer *a, *b;
static char id[64], when[64]; /* of what was said first */

static void
come(const char *channel)
{
	a = peer_join_caps(h, "alice", CAPS, channel);
	b = peer_join_caps(h, "bob", ECHOES, channel);
	peer_barrier(a);
	peer_barrier(b);
}

static void
gather(const char *conf)
{
	h = host_start(conf);
	come("#c");
}

static void
kill_and_come_again(const char *conf)
{
	host_kill(h);
	host_again(h, conf, false);
	come("#c");
}

static void
note(struct peer *p)
{
	snprintf(id, sizeof(id), "%s", peer_tag(p, "msgid"));
	snprintf(when, sizeof(when), "%s", peer_tag(p, "time"));
}

/* Said, and heard by bob where he is told. */
static void
says(const char *nonce, const char *target, const char *text)
{
	peer_send(a, "@" NONCE "=%s PRIVMSG %s :%s", nonce, target, text);
	peer_expect(a, ":alice!* PRIVMSG %s :%s", target, text);
	note(a);
	peer_barrier(a);
}

/* The line that matched last is the first one's echo. */
static void
ck_first(struct peer *p)
{
	ck_assert_str_eq(peer_tag(p, "msgid"), id);
	ck_assert_str_eq(peer_tag(p, "time"), when);
}

static void
ck_resent_as(
    const char *nonce, const char *target, const char *text, const char *spelt)
{
	peer_send(
	    a, "@label=r;" NONCE "=%s PRIVMSG %s :%s", nonce, target, text);
	peer_next(a, ":alice!* PRIVMSG %s :%s", spelt, text);
	ck_first(a);
	ck_assert_str_eq(peer_tag(a, "label"), "r");
	peer_expect_none(a, "*");
	peer_expect_none(b, "*");
}

static void
ck_resent(const char *nonce, const char *target, const char *text)
{
	ck_resent_as(nonce, target, text, target);
}

START_TEST(what_is_sent_again_is_echoed_as_it_was_and_heard_by_nobody_else)
{
	struct peer *other;

	gather(NULL);
	other = peer_new_caps(h, "alice2", CAPS);
	says("n1", "#c", "hello");
	peer_next(b, ":alice!* PRIVMSG #c :hello");
	ck_assert_str_eq(peer_tag(b, "msgid"), id);
	ck_assert_ptr_null(peer_tag(b, NONCE));
	ck_resent_as("n1", "#C", "hello", "#c");
	ck_resent("n1", "#c", "hello");
	peer_expect_none(other, "*PRIVMSG*");
	says("n2", "#c", "hello");
	peer_next(b, ":alice!* PRIVMSG #c :hello");
}
END_TEST

START_TEST(it_holds_over_a_kill)
{
	gather(NULL);
	says("n2", "bob", "psst");
	says("n1", "#c", "hello");
	kill_and_come_again(NULL);
	ck_resent("n1", "#c", "hello");
	says("n1", "bob", "another target");
	peer_next(b, ":alice!* PRIVMSG bob :another target");
	peer_send(a, "@" NONCE "=n2 PRIVMSG bob :psst");
	peer_expect(a, ":alice!* PRIVMSG bob :psst");
	peer_expect_none(b, "*");
	peer_send(a, "@" NONCE "=n1 NOTICE #c :hello");
	peer_next(a, ":alice!* NOTICE #c :hello");
	peer_expect_none(b, "*");
}
END_TEST

/* What has no text in the store is echoed as it is sent now. */
START_TEST(what_is_not_kept_is_known_again_too)
{
	gather(NULL);
	peer_send(a, "MODE #c +H 0");
	peer_expect(a, ":alice!* MODE #c +H 0");
	says("v", "bob", "\001VERSION\001");
	says("s", "@#c", "ops");
	says("h", "#c", "off the record");
	peer_barrier(b);
	ck_resent("h", "#c", "off the record");
	kill_and_come_again(NULL);
	ck_resent("h", "#c", "off the record");
	peer_send(a, "@" NONCE "=s PRIVMSG @#c :ops");
	peer_next(a, ":alice!* PRIVMSG @#c :ops");
	peer_send(a, "@" NONCE "=v PRIVMSG bob :\001VERSION\001");
	peer_next(a, ":alice!* PRIVMSG bob :\001VERSION\001");
	peer_expect_none(b, "*PRIVMSG*");
	ck_assert_int_eq(database_number(h->state, "history.db",
			     "SELECT count(*) FROM events WHERE kind ="
			     " 'message' AND body = 'off the record'"),
	    0);
}
END_TEST

START_TEST(each_of_several_targets_is_known_for_itself)
{
	gather(NULL);
	peer_joins(a, "#d");
	peer_send(a, "@" NONCE "=n PRIVMSG #c,#nowhere :hello");
	peer_expect(a, ":alice!* PRIVMSG #c :hello");
	note(a);
	peer_next(a, ":* 403 alice #nowhere :*");
	peer_expect(b, ":alice!* PRIVMSG #c :hello");
	peer_send(a, "@" NONCE "=n PRIVMSG #c,#d :hello");
	peer_next(a, ":alice!* PRIVMSG #c :hello");
	ck_first(a);
	peer_next(a, ":alice!* PRIVMSG #d :hello");
	ck_assert_str_ne(peer_tag(a, "msgid"), id);
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(what_was_refused_is_not_remembered)
{
	gather(NULL);
	peer_send(a, "@" NONCE "=n PRIVMSG carol :hello");
	peer_next(a, ":* 401 alice carol :*");
	b = peer_new_caps(h, "carol", ECHOES);
	says("n", "carol", "hello");
	peer_expect(b, ":alice!* PRIVMSG carol :hello");
}
END_TEST

START_TEST(what_was_taken_back_is_not_shown_again)
{
	gather(NULL);
	says("n", "#c", "oops");
	peer_send(a, "REDACT #c %s", id);
	peer_expect(a, ":alice!* REDACT #c %s", id);
	peer_barrier(b);
	peer_send(a, "@label=r;" NONCE "=n PRIVMSG #c :oops");
	peer_next(
	    a, ":* FAIL PRIVMSG MESSAGE_REDACTED #c %s :*taken back*", id);
	ck_assert_str_eq(peer_tag(a, "label"), "r");
	peer_expect_none(a, "*");
	peer_expect_none(b, "*");
	kill_and_come_again(NULL);
	peer_send(a, "@" NONCE "=n NOTICE #c :oops");
	peer_next(a, ":* FAIL NOTICE MESSAGE_REDACTED #c %s :*", id);
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_nonce_that_is_none_is_refused_with_what_it_came_with)
{
	static const char *const wrong[] = {"", "=", "=a\\sb", "=\303\244",
	    "=\x7f",
	    "=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	    "0"};

	gather(NULL);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		peer_send(
		    a, "@label=r;" NONCE "%s PRIVMSG #c :hello", wrong[i]);
		peer_next(a, ":* FAIL PRIVMSG INVALID_NONCE :*1 to 64*");
		ck_assert_str_eq(peer_tag(a, "label"), "r");
	}
	peer_send(a, "@" NONCE "= NOTICE #c :hello");
	peer_next(a, ":* FAIL NOTICE INVALID_NONCE :*");
	peer_send(a, "@" NONCE "= BATCH +1 draft/multiline #c");
	peer_next(a, ":* FAIL BATCH INVALID_NONCE :*");
	peer_send(a, "@batch=1 PRIVMSG #c :hello");
	peer_send(a, "BATCH -1");
	peer_send(a, "@" NONCE "=%064d PRIVMSG #c :at last", 1);
	peer_next(a, ":alice!* PRIVMSG #c :at last");
	peer_next(b, ":alice!* PRIVMSG #c :at last");
}
END_TEST

static void
send_lines(void)
{
	peer_send(a, "@label=m;" NONCE "=m BATCH +1 draft/multiline #c");
	peer_send(a, "@batch=1 PRIVMSG #c :one");
	peer_send(a, "@batch=1 PRIVMSG #c :two");
	peer_send(a, "BATCH -1");
	peer_expect(a, ":alice!* BATCH +* draft/multiline #c");
	ck_assert_str_eq(peer_tag(a, "label"), "m");
	if (!*id)
		note(a);
	ck_first(a);
	ck_assert_ptr_null(peer_tag(a, NONCE));
	peer_next(a, ":alice!* PRIVMSG #c :one");
	peer_next(a, ":alice!* PRIVMSG #c :two");
	peer_next(a, ":* BATCH -*");
}

START_TEST(a_message_of_several_lines_is_known_again)
{
	*id = '\0';
	gather(NULL);
	send_lines();
	peer_expect(b, ":alice!* PRIVMSG #c :two");
	send_lines();
	kill_and_come_again(NULL);
	send_lines();
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(without_the_capability_the_tag_means_nothing)
{
	gather(NULL);
	for (int i = 0; i < 2; i++) {
		peer_send(b, "@" NONCE "=n PRIVMSG #c :hello");
		peer_next(b, ":bob!* PRIVMSG #c :hello");
		peer_next(a, ":bob!* PRIVMSG #c :hello");
		ck_assert_ptr_null(peer_tag(a, NONCE));
	}
}
END_TEST

START_TEST(who_asks_for_no_echo_gets_none_of_a_resend_but_an_answer_to_its_label)
{
	h = host_start(NULL);
	a = peer_join_caps(h, "alice", "batch labeled-response " NONCE, "#c");
	b = peer_join(h, "bob", "#c");
	peer_barrier(a);
	for (int i = 0; i < 2; i++) {
		peer_send(a, "@label=x;" NONCE "=n PRIVMSG #c :hello");
		peer_next(a, ":* ACK");
		ck_assert_str_eq(peer_tag(a, "label"), "x");
	}
	peer_expect_none(a, "*");
	ck_assert_uint_eq(peer_count(b, ":alice!* PRIVMSG *"), 1);
}
END_TEST

START_TEST(the_account_knows_its_nonces_under_any_nick_and_no_other_does)
{
	h = accounts_host(NULL);
	a = accounts_new(h, "alice");
	peer_caps(a, CAPS);
	peer_joins(a, "#c");
	b = peer_join_caps(h, "bob", CAPS, "#c");
	peer_barrier(a);
	says("n", "#c", "hello");
	peer_expect(b, ":alice!* PRIVMSG #c :hello");
	peer_send(b, "@" NONCE "=n PRIVMSG #c :mine");
	peer_expect(b, ":bob!* PRIVMSG #c :mine");
	peer_send(a, "NICK malice");
	peer_expect(a, ":alice!* NICK *malice");
	peer_send(a, "@" NONCE "=n PRIVMSG #c :with another text");
	peer_expect(a, ":malice!* PRIVMSG #c :hello");
	ck_first(a);
	peer_expect_none(b, "*PRIVMSG*");
}
END_TEST

/* Another may come by the nick of who had no account. */
START_TEST(somebody_without_an_account_is_shown_no_text_that_they_do_not_know)
{
	gather(NULL);
	says("n", "bob", "a secret");
	peer_expect(b, ":alice!* PRIVMSG bob :a secret");
	peer_send(a, "@" NONCE "=n PRIVMSG bob :a guess");
	peer_next(a, ":* FAIL PRIVMSG NONCE_USED bob :*");
	peer_expect_none(a, "*secret*");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_channel_that_has_another_name_now_is_the_same_target)
{
	gather(NULL);
	says("n", "#c", "hello");
	peer_send(a, "RENAME #c #d");
	peer_expect(a, ":alice!* RENAME #c #d :");
	peer_barrier(b);
	ck_resent("n", "#d", "hello");
	peer_send(a, "@" NONCE "=n PRIVMSG #c :hello");
	peer_next(a, ":alice!* PRIVMSG #c :hello");
	ck_first(a);
	peer_expect_none(b, "*");
}
END_TEST

/* Also in one turn, and where one may not speak any more. */
START_TEST(two_at_once_are_one_and_a_resend_is_answered_wherever_one_is)
{
	gather(NULL);
	peer_send(a,
	    "@" NONCE "=n PRIVMSG #c :hello\r\n"
	    "@" NONCE "=n PRIVMSG #c :hello\r\n"
	    "PART #c");
	peer_expect(a, ":alice!* PRIVMSG #c :hello");
	note(a);
	peer_next(a, ":alice!* PRIVMSG #c :hello");
	ck_first(a);
	peer_expect(a, ":alice!* PART #c*");
	ck_assert_uint_eq(peer_count(b, ":alice!* PRIVMSG *"), 1);
	ck_resent("n", "#c", "hello");
}
END_TEST

TALK_SUITE(talk_nonce,
    what_is_sent_again_is_echoed_as_it_was_and_heard_by_nobody_else,
    it_holds_over_a_kill, what_is_not_kept_is_known_again_too,
    each_of_several_targets_is_known_for_itself,
    what_was_refused_is_not_remembered, what_was_taken_back_is_not_shown_again,
    a_nonce_that_is_none_is_refused_with_what_it_came_with,
    a_message_of_several_lines_is_known_again,
    without_the_capability_the_tag_means_nothing,
    who_asks_for_no_echo_gets_none_of_a_resend_but_an_answer_to_its_label,
    the_account_knows_its_nonces_under_any_nick_and_no_other_does,
    somebody_without_an_account_is_shown_no_text_that_they_do_not_know,
    a_channel_that_has_another_name_now_is_the_same_target,
    two_at_once_are_one_and_a_resend_is_answered_wherever_one_is)
