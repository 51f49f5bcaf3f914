/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "tests/talk/account_peers.h"
#include "tests/talk/oper.h"

/* People who come through a gateway are from elsewhere. Its password is
 * "letmein". */
#define GATE                                                        \
	"webirc kiwi { password-hash = "                            \
	"\"$6$saltsalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/"           \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8.\"\n" \
	"hosts = {\"127.0.0.0/8\"} }\n"
#define REFUSED "This invitation is none, or is over."

static struct peer *
stranger(const struct host *h, const char *nick)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_register(p, nick);
	return p;
}

/* What --invite prints first. */
static const char *
invite(const struct host *h, const char *uses, const char *time)
{
	const char *args[] = {
	    "-s", h->state, "--invite", "--uses", uses, "--for", time, NULL};
	static char token[64];
	struct child *c = host_tool(args, EX_OK);
	const char *at;

	at = strstr(c->log.data, "invite:");
	ck_assert_ptr_nonnull(at);
	snprintf(token, sizeof(token), "%.44s", at + strlen("invite:"));
	return token;
}

static void
try_with(const struct host *h, const char *nick, const char *token,
    const char *answer)
{
	struct peer *p = stranger(h, nick);

	peer_send(p, "NS REGISTER " SECRET " %s", token);
	peer_expect(p, NOTED "%s :%s", nick, answer);
}

static void
try_token(const struct host *h, const char *nick, const char *token,
    const char *answer)
{
	char word[80];

	snprintf(word, sizeof(word), "invite:%s", token);
	try_with(h, nick, word, answer);
}

START_TEST(who_comes_from_elsewhere_needs_an_invitation_unless_all_may)
{
	struct host *h = accounts_host(GATE);

	try_with(h, "alice", "", "Accounts are for who is invited*");
	try_token(
	    h, "alice2", invite(h, "1", "1h"), "The account alice2 is yours*");
}
END_TEST

START_TEST(an_invitation_counts_once_or_as_often_as_it_says)
{
	struct host *h = accounts_host(GATE);
	char once[64], twice[64];

	snprintf(once, sizeof(once), "%s", invite(h, "1", "1h"));
	snprintf(twice, sizeof(twice), "%s", invite(h, "2", "1h"));
	try_token(h, "alice", once, "The account alice is yours*");
	try_token(h, "bob", once, REFUSED);
	try_token(h, "bob1", twice, "The account bob1 is yours*");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF GATE, false);
	try_token(h, "carol", once, REFUSED);
	try_token(h, "carol1", twice, "The account carol1 is yours*");
	host_kill(h);
	host_again(h, ACCOUNTS_CONF GATE, false);
	try_token(h, "dave", twice, REFUSED);
}
END_TEST

START_TEST(one_that_is_forged_or_over_is_refused_with_the_same_words)
{
	struct host *h = accounts_host(GATE);
	char token[64];

	snprintf(token, sizeof(token), "%s", invite(h, "1", "1s"));
	token[20] = token[20] == 'A' ? 'B' : 'A';
	try_token(h, "alice", token, REFUSED);
	try_token(h, "bob", "nonsense", REFUSED);
	try_token(h, "carol", "", REFUSED);
}
END_TEST

START_TEST(where_all_may_register_no_invitation_is_used_up)
{
	struct host *h = accounts_host("register = anybody\n" GATE);
	const char *token = invite(h, "1", "1h");

	try_token(h, "alice", token, "The account alice is yours*");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF GATE, false);
	try_token(h, "bob", token, "The account bob is yours*");
}
END_TEST

START_TEST(wrong_numbers_and_times_of_invite_are_refused)
{
	static const char *const wrong[][2] = {{"--uses", "0"},
	    {"--uses", "1001"}, {"--uses", "-1"}, {"--uses", "two"},
	    {"--for", "0s"}, {"--for", "soon"}, {"--for", "-1h"}};
	struct host *h = accounts_host(NULL);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *args[] = {
		    "-s", h->state, "--invite", wrong[i][0], wrong[i][1], NULL};
		struct child *c = host_tool(args, EX_USAGE);

		ck_assert_ptr_nonnull(strstr(c->log.data, wrong[i][0]));
		ck_assert_ptr_nonnull(strstr(c->log.data, "must be"));
	}
	host_tool((const char *[]){"--uses", "2", NULL}, EX_USAGE);
	host_tool((const char *[]){"--invite", "-t", NULL}, EX_USAGE);
	host_tool((const char *[]){"--invite", "-u", "nobody", NULL}, EX_USAGE);
}
END_TEST

START_TEST(an_operator_makes_one_while_chatting)
{
	struct host *h = host_of_operator(
	    "insecure-passwords = yes\npassword-iterations = 4096\n" GATE);
	struct peer *p = peer_operator(h);
	char token[64];

	peer_send(p, "NS INVITE many");
	peer_expect(p, NOTED "boss :many: must be a number of 1 to 1000");
	peer_send(p, "NS INVITE 2 1h");
	peer_expect(p, NOTED "boss :For 2 accounts within 1 hour:");
	peer_next(p, NOTED "boss :  /msg NickServ REGISTER password invite:*");
	snprintf(
	    token, sizeof(token), "%.44s", strstr(peer_last(p), "invite:") + 7);
	child_expect_log(h->child, "audit INVITE by boss!");
	try_token(h, "alice", token, "The account alice is yours*");
}
END_TEST

TALK_SUITE_LOGIN(talk_invitations,
    TESTS(who_comes_from_elsewhere_needs_an_invitation_unless_all_may,
	an_invitation_counts_once_or_as_often_as_it_says,
	one_that_is_forged_or_over_is_refused_with_the_same_words,
	where_all_may_register_no_invitation_is_used_up,
	wrong_numbers_and_times_of_invite_are_refused),
    TESTS(an_operator_makes_one_while_chatting))
