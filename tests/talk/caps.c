/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

/* So that little room is left on a line. */
#define LONG_NAMES                                   \
	"flood-rate = 0\nnick-length = 64\n"         \
	"server-name = a.server.with.a.name.as.long" \
	".as.it.may.be.1234567890.1234567890\n"
#define NICK_START \
	"a-nick-that-is-as-long-as-it-may-be-but-not-longer-than-that-"

static const char *const all_caps[] = {"account-notify", "account-tag",
    "away-notify", "batch", "cap-notify", "draft/channel-rename",
    "draft/extended-isupport", "draft/extended-monitor",
    "draft/message-redaction", "draft/multiline", "draft/no-implicit-names",
    "draft/pre-away", "echo-message", "extended-join", "extended-monitor",
    "invite-notify", "labeled-response", "message-tags", "multi-prefix",
    "no-implicit-names", "server-time", "setname", "standard-replies",
    "userhost-in-names", "znc.in/self-message"};

/* Appends the names of one line of LS or LIST; whether more lines come. */
static bool
add_names(struct peer *p, struct buf *names)
{
	bool more = !strcmp(peer_word(p, 4), "*");
	const char *list = strstr(peer_last(p), " :");

	ck_assert_ptr_nonnull(list);
	buf_addf(names, " %s ", list + 2);
	ck_assert_uint_le(strlen(peer_last(p)), 510);
	return more;
}

static void
ck_listed(const struct buf *names, const char *name, bool wanted)
{
	char word[64];
	bool there;

	snprintf(word, sizeof(word), " %s ", name);
	there = strstr(names->data, word);
	snprintf(word, sizeof(word), " %s=", name);
	there = there || strstr(names->data, word);
	ck_assert_msg(there == wanted, "%s in %s", name, names->data);
}

START_TEST(ls_302_lists_every_capability_on_as_many_lines_as_it_takes)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");
	struct buf names = {0};

	peer_send(p, "CAP LS 302");
	do
		peer_next(p, ":* CAP \\* LS *:*");
	while (add_names(p, &names));
	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++)
		ck_listed(&names, all_caps[i], true);
	peer_expect_none(p, "*");
	buf_free(&names);
}
END_TEST

START_TEST(others_get_one_line_with_all_standards_and_no_values)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");
	struct buf names = {0};

	peer_send(p, "CAP LS 301");
	peer_next(p, ":* CAP \\* LS :*");
	ck_assert(!add_names(p, &names));
	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++)
		if (!strchr(all_caps[i], '/'))
			ck_listed(&names, all_caps[i], true);
	ck_assert_ptr_null(strchr(names.data, '='));
	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LS");
	peer_next(p, ":* CAP \\* LS :*");
	buf_reset(&names);
	ck_assert(!add_names(p, &names));
	ck_assert_ptr_null(strchr(names.data, '='));
	buf_free(&names);
}
END_TEST

/* Switches all on, one by one, and reads the LIST. */
static void
list_all(struct peer *p, struct buf *names, int *lines)
{
	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++) {
		peer_send(p, "CAP REQ %s", all_caps[i]);
		peer_expect(p, ":* CAP * ACK :%s", all_caps[i]);
	}
	peer_send(p, "CAP LIST");
	*lines = 0;
	do
		peer_next(p, ":* CAP * LIST *:*");
	while (++*lines && add_names(p, names));
	peer_expect_none(p, "*CAP*");
}

START_TEST(a_long_list_of_what_is_on_is_whole_for_302_and_one_line_for_others)
{
	struct host *h = host_start(LONG_NAMES);
	struct peer *old = peer_new(h, NICK_START "old");
	struct peer *p = peer_new(h, NICK_START "new");
	struct buf names = {0};
	int lines;

	list_all(old, &names, &lines);
	ck_assert_int_eq(lines, 1);
	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++)
		if (!strchr(all_caps[i], '/'))
			ck_listed(&names, all_caps[i], true);
	buf_reset(&names);
	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP * LS :*");
	list_all(p, &names, &lines);
	ck_assert_int_gt(lines, 1);
	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++)
		ck_listed(&names, all_caps[i], true);
	buf_free(&names);
}
END_TEST

START_TEST(each_capability_can_be_asked_for_and_given_back)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	for (size_t i = 0; i < sizeof(all_caps) / sizeof(*all_caps); i++) {
		if (!strcmp(all_caps[i], "cap-notify"))
			continue;
		peer_send(p, "CAP REQ %s", all_caps[i]);
		peer_expect(p, ":* CAP alice ACK :%s*", all_caps[i]);
		peer_send(p, "CAP REQ :-%s", all_caps[i]);
		peer_expect(p, ":* CAP alice ACK :-%s*", all_caps[i]);
	}
	peer_send(p, "CAP LIST");
	peer_expect(p, ":* CAP alice LIST :*");
}
END_TEST

START_TEST(a_refused_request_changes_nothing_and_is_repeated_exactly)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ :server-time  no-such-cap echo-message");
	peer_next(p, ":* CAP \\* NAK :server-time  no-such-cap echo-message");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP \\* LIST :");
}
END_TEST

START_TEST(a_list_says_what_is_on)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ :multi-prefix setname");
	peer_next(p, ":* CAP \\* ACK :multi-prefix setname*");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP \\* LIST :*");
	ck_assert_ptr_nonnull(strstr(peer_last(p), "multi-prefix"));
	ck_assert_ptr_nonnull(strstr(peer_last(p), "setname"));
	ck_assert_ptr_null(strstr(peer_last(p), "server-time"));
}
END_TEST

START_TEST(ls_302_switches_cap_notify_on)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LS");
	peer_next(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP \\* LIST :*cap-notify*");
}
END_TEST

START_TEST(a_version_of_ls_may_be_absent_or_junk)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS");
	peer_next(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LS lots");
	peer_next(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LS -1");
	peer_next(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP LS 99999999999999999999");
	peer_expect(p, ":* CAP \\* LS :*");
}
END_TEST

START_TEST(an_unknown_subcommand_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP FROB");
	peer_next(p, ":* 410 \\* FROB :*");
	peer_send(p, "CAP");
	peer_next(p, ":* 461 \\* CAP :*");
}
END_TEST

START_TEST(end_without_anything_is_harmless)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP END");
	peer_register(p, "alice");
	peer_send(p, "CAP END");
	peer_expect_none(p, "*451*");
}
END_TEST

START_TEST(ls_after_registration_holds_nothing)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP alice LS :*");
	peer_joins(p, "#c");
}
END_TEST

START_TEST(a_request_too_long_to_repeat_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");
	struct buf req = {0};

	while (req.len < 480)
		buf_adds(&req, "server-time ");
	peer_send(p, "CAP REQ :%s", req.data);
	peer_next(p, ":* CAP \\* *K :*");
	ck_assert_uint_le(strlen(peer_last(p)), 510);
	buf_free(&req);
}
END_TEST

START_TEST(times_go_to_holders_only_and_never_before_the_ack)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect(h, "alice");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "CAP REQ server-time");
	peer_next(a, ":* CAP * ACK *");
	peer_send(a, "CAP END");
	peer_register(a, "alice");
	peer_joins(a, "#c");
	peer_send(b, "PRIVMSG #c :hi");
	peer_expect(a, ":bob!* PRIVMSG #c :hi");
	ck_assert_glob(peer_tags(a), "@time=20*-*-*T*:*:*.*Z");
	peer_send(a, "PRIVMSG #c :ho");
	peer_expect(b, ":alice!* PRIVMSG #c :ho");
	ck_assert_str_eq(peer_tags(b), "");
	peer_send(a, "CAP REQ :-server-time");
	peer_expect(a, ":* CAP * ACK *");
	peer_send(b, "PRIVMSG #c :again");
	peer_expect(a, ":bob!* PRIVMSG #c :again");
	ck_assert_str_eq(peer_tags(a), "");
}
END_TEST

START_TEST(giving_message_tags_back_stops_every_tag_that_needs_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	peer_send(b, "@+x=1 PRIVMSG #c :one");
	peer_expect(a, ":bob!* PRIVMSG #c :one");
	ck_assert_str_eq(peer_tag(a, "+x"), "1");
	ck_assert_ptr_nonnull(peer_tag(a, "msgid"));
	peer_send(a, "CAP REQ :-message-tags");
	peer_expect(a, ":* CAP * ACK *");
	peer_send(b, "@+x=1 PRIVMSG #c :two");
	peer_expect(a, ":bob!* PRIVMSG #c :two");
	ck_assert_str_eq(peer_tags(a), "");
}
END_TEST

START_TEST(account_tag_and_setname_work_by_their_caps)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "setname", "#c");
	struct peer *b = peer_join_caps(h, "bob", "setname", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(a, "SETNAME :A new name");
	peer_expect(a, ":alice!* SETNAME :A new name");
	peer_expect(b, ":alice!* SETNAME :A new name");
	peer_expect_none(c, "*SETNAME*");
	peer_send(c, "WHOIS alice");
	peer_expect(c, ":* 311 carol alice * :A new name");
}
END_TEST

START_TEST(an_over_long_realname_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", "setname standard-replies");
	char name[401];

	memset(name, 'x', sizeof(name) - 1);
	name[400] = '\0';
	peer_send(a, "SETNAME :%s", name);
	peer_expect(a, "*FAIL SETNAME INVALID_REALNAME *");
}
END_TEST

START_TEST(away_is_told_to_holders_who_share_a_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join_caps(h, "bob", "away-notify", "#c");
	struct peer *c = peer_join(h, "carol", "#c");
	struct peer *d = peer_new_caps(h, "dave", "away-notify");

	peer_joins(a, "#d");
	peer_joins(b, "#d");
	peer_send(a, "AWAY :at lunch");
	peer_expect(a, ":* 306 alice :*");
	ck_assert_uint_eq(peer_count(b, ":alice!* AWAY :at lunch"), 1);
	peer_expect_none(c, "*AWAY*");
	peer_expect_none(d, "*AWAY*");
	peer_joins(d, "#c");
	peer_expect_none(b, "*AWAY*");
	peer_send(a, "AWAY");
	peer_expect(a, ":* 305 alice :*");
	peer_expect(d, ":alice!* AWAY");
	peer_send(a, "AWAY :");
	peer_expect(a, ":* 305 alice :*");
}
END_TEST

START_TEST(somebody_away_who_joins_is_shown_as_away_to_holders)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "away-notify", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "AWAY :gone");
	peer_joins(b, "#c");
	peer_expect(a, ":bob!* JOIN *#c");
	peer_next(a, ":bob!* AWAY :gone");
}
END_TEST

START_TEST(extended_join_shows_account_and_realname)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "extended-join", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_expect(a, ":bob!* JOIN #c \\* :The real bob");
	peer_expect(a, ":carol!* JOIN #c \\* :The real carol");
	peer_expect(b, ":carol!* JOIN *#c");
	ck_assert_ptr_null(strstr(peer_last(b), "real"));
	peer_barrier(c);
}
END_TEST

START_TEST(invalid_utf8_is_refused_with_the_command_and_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice",
	    "standard-replies labeled-response batch message-tags", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "@label=L1 PRIVMSG #c :caf\xe9");
	peer_expect(a, "*FAIL PRIVMSG INVALID_UTF8 *");
	ck_assert_str_eq(peer_tag(a, "label"), "L1");
	peer_send(a, "TOPIC #c :\xc3\x28");
	peer_expect(a, "*FAIL TOPIC INVALID_UTF8 *");
	peer_send(a, "PRIVMSG #c :\xed\xa0\x80");
	peer_expect(a, "*FAIL PRIVMSG INVALID_UTF8 *");
	peer_send(a, "PRIVMSG #c :caf\xc3\xa9");
	peer_expect(b, ":alice!* PRIVMSG #c :caf\xc3\xa9");
}
END_TEST

START_TEST(what_is_on_may_be_asked_for_again_and_what_is_off_given_back)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new_caps(h, "alice", "setname");

	peer_send(p, "CAP REQ setname");
	peer_next(p, ":* CAP alice ACK :setname");
	peer_send(p, "CAP REQ :-batch");
	peer_next(p, ":* CAP alice ACK :-batch");
	peer_send(p, "CAP REQ :batch -batch ");
	peer_next(p, ":* CAP alice ACK :batch -batch ");
	peer_send(p, "CAP REQ :-setname setname");
	peer_next(p, ":* CAP alice ACK :-setname setname");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP alice LIST :setname");
}
END_TEST

START_TEST(cap_notify_stays_with_version_302)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p"), *old = peer_connect(h, "old");

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS :*");
	peer_send(p, "CAP REQ :-cap-notify");
	peer_next(p, ":* CAP \\* NAK :-cap-notify");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP \\* LIST :cap-notify");
	peer_send(old, "CAP REQ cap-notify");
	peer_next(old, ":* CAP \\* ACK :cap-notify");
	peer_send(old, "CAP REQ :-cap-notify");
	peer_next(old, ":* CAP \\* ACK :-cap-notify");
	peer_send(old, "CAP LIST");
	peer_next(old, ":* CAP \\* LIST :");
}
END_TEST

START_TEST(a_capability_is_asked_for_by_its_exact_name)
{
	static const char *const wrong[] = {
	    "Batch", "batch=1", "--batch", "batch,setname", "-", "draft/batch"};
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		peer_send(p, "CAP REQ :%s", wrong[i]);
		peer_next(p, ":* CAP alice NAK :%s", wrong[i]);
	}
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP alice LIST :");
}
END_TEST

TALK_SUITE(talk_caps,
    ls_302_lists_every_capability_on_as_many_lines_as_it_takes,
    others_get_one_line_with_all_standards_and_no_values,
    a_long_list_of_what_is_on_is_whole_for_302_and_one_line_for_others,
    each_capability_can_be_asked_for_and_given_back,
    a_refused_request_changes_nothing_and_is_repeated_exactly,
    a_list_says_what_is_on, ls_302_switches_cap_notify_on,
    a_version_of_ls_may_be_absent_or_junk, an_unknown_subcommand_is_refused,
    end_without_anything_is_harmless, ls_after_registration_holds_nothing,
    a_request_too_long_to_repeat_is_refused,
    times_go_to_holders_only_and_never_before_the_ack,
    giving_message_tags_back_stops_every_tag_that_needs_it,
    account_tag_and_setname_work_by_their_caps,
    an_over_long_realname_is_refused,
    away_is_told_to_holders_who_share_a_channel,
    somebody_away_who_joins_is_shown_as_away_to_holders,
    extended_join_shows_account_and_realname,
    invalid_utf8_is_refused_with_the_command_and_label,
    what_is_on_may_be_asked_for_again_and_what_is_off_given_back,
    cap_notify_stays_with_version_302,
    a_capability_is_asked_for_by_its_exact_name)
