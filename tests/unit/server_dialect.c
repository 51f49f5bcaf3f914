/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/caps.h"
#include "server/dialect.h"
#include "tests/suites.h"

static const int64_t then_ms = 1795228803123; /* 2026-11-21T02:40:03.123Z */

static struct event
make(enum event_kind kind)
{
	struct event e = {.kind = kind, .time_ms = then_ms, .id = "abc123"};

	e.source.nick = "alice";
	e.source.user = "al";
	e.source.host = "localhost";
	e.source.realname = "Alice A";
	e.source.account = "al";
	e.target = "#lobby";
	return e;
}

static void
shows(const struct event *e, uint64_t caps_on, const char *want)
{
	struct view v = {.caps = caps_on};
	struct buf out = {0};

	dialect_irc.encode(&out, e, &v);
	ck_assert_str_eq(out.data ? out.data : "", want);
	buf_free(&out);
}

static enum decode_result
decodes(struct irc_msg *m, const char *line)
{
	static char copy[8192];

	ck_assert_uint_lt(strlen(line), sizeof(copy));
	strcpy(copy, line);
	return dialect_irc.decode(m, copy, strlen(copy));
}

START_TEST(each_kind_has_its_form_for_a_bare_client)
{
	static const struct {
		enum event_kind kind;
		const char *body, *arg, *want;
	} forms[] = {
	    {EVENT_MESSAGE, "hi", NULL, "PRIVMSG #lobby :hi"},
	    {EVENT_NOTICE, ":)", NULL, "NOTICE #lobby ::)"},
	    {EVENT_JOIN, NULL, NULL, "JOIN #lobby"},
	    {EVENT_PART, NULL, NULL, "PART #lobby"},
	    {EVENT_PART, "bye", NULL, "PART #lobby :bye"},
	    {EVENT_QUIT, "gone home", NULL, "QUIT :gone home"},
	    {EVENT_KICK, "spam", "bob", "KICK #lobby bob :spam"},
	    {EVENT_NICK, NULL, "al2", "NICK al2"},
	    {EVENT_TOPIC, "", NULL, "TOPIC #lobby :"},
	    {EVENT_MODE, "+o-v bob carol", NULL, "MODE #lobby +o-v bob carol"},
	    {EVENT_UMODE, "+i", NULL, "MODE alice +i"},
	    {EVENT_INVITE, NULL, "#x", "INVITE #lobby #x"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct event e = make(forms[i].kind);
		struct buf want = {0};

		e.body = forms[i].body;
		e.arg = forms[i].arg;
		buf_addf(&want, ":alice!al@localhost %s\r\n", forms[i].want);
		shows(&e, 0, want.data);
		buf_free(&want);
	}
}
END_TEST

START_TEST(kinds_that_need_a_capability_are_silent_without_it)
{
	static const struct {
		enum event_kind kind;
		uint64_t cap;
		const char *want;
	} forms[] = {
	    {EVENT_AWAY, CAP_AWAY_NOTIFY, "AWAY :x"},
	    {EVENT_ACCOUNT, CAP_ACCOUNT_NOTIFY, "ACCOUNT al"},
	    {EVENT_SETNAME, CAP_SETNAME, "SETNAME :x"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct event e = make(forms[i].kind);
		struct buf want = {0};

		e.body = "x";
		shows(&e, 0, "");
		buf_addf(&want, ":alice!al@localhost %s\r\n", forms[i].want);
		shows(&e, forms[i].cap, want.data);
		buf_free(&want);
	}
}
END_TEST

START_TEST(somebody_coming_to_the_network_is_shown_to_nobody)
{
	struct event e = make(EVENT_CONNECT);

	shows(&e, dialect_irc.views, "");
}
END_TEST

START_TEST(a_tagmsg_is_for_those_with_message_tags)
{
	struct event e = make(EVENT_TAGMSG);

	e.tags = "+typing=active";
	shows(&e, dialect_irc.views & ~(uint64_t)CAP_MESSAGE_TAGS, "");
	shows(&e, CAP_MESSAGE_TAGS,
	    "@msgid=abc123;+typing=active :alice!al@localhost TAGMSG "
	    "#lobby\r\n");
}
END_TEST

START_TEST(each_tag_goes_only_to_views_with_its_capability)
{
	struct event e = make(EVENT_MESSAGE);

	e.body = "hi";
	e.tags = "+x=\\s";
	e.source.bot = true;
	shows(&e, CAP_SERVER_TIME,
	    "@time=2026-11-21T02:40:03.123Z :alice!al@localhost PRIVMSG "
	    "#lobby :hi\r\n");
	shows(&e, CAP_ACCOUNT_TAG,
	    "@account=al :alice!al@localhost PRIVMSG #lobby :hi\r\n");
	shows(&e, CAP_MESSAGE_TAGS,
	    "@msgid=abc123;bot;+x=\\s :alice!al@localhost PRIVMSG #lobby "
	    ":hi\r\n");
}
END_TEST

START_TEST(an_extended_join_tells_account_and_name)
{
	struct event e = make(EVENT_JOIN);

	shows(&e, CAP_EXTENDED_JOIN,
	    ":alice!al@localhost JOIN #lobby al :Alice A\r\n");
	e.source.account = NULL;
	shows(&e, CAP_EXTENDED_JOIN,
	    ":alice!al@localhost JOIN #lobby * :Alice A\r\n");
}
END_TEST

START_TEST(a_message_to_the_operators_keeps_its_prefix)
{
	struct event e = make(EVENT_MESSAGE);

	e.status = '@';
	e.body = "psst";
	shows(&e, 0, ":alice!al@localhost PRIVMSG @#lobby :psst\r\n");
}
END_TEST

START_TEST(the_server_itself_speaks_without_user_and_host)
{
	struct event e = make(EVENT_MODE);

	e.source = (struct event_actor){.nick = "irc.example"};
	e.body = "+o alice";
	shows(&e, CAP_ACCOUNT_TAG, ":irc.example MODE #lobby +o alice\r\n");
}
END_TEST

START_TEST(a_relayed_line_never_exceeds_512_bytes)
{
	struct event e = make(EVENT_MESSAGE);
	char body[600];
	struct view v = {0};
	struct buf out = {0};

	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	e.body = body;
	dialect_irc.encode(&out, &e, &v);
	ck_assert_uint_eq(out.len, 512);
	ck_assert_uint_eq(dialect_irc_room(&e.source, "PRIVMSG", "#lobby"),
	    512 - strlen(":alice!al@localhost PRIVMSG #lobby :\r\n"));
	buf_free(&out);
}
END_TEST

START_TEST(a_line_that_is_cut_ends_between_two_characters)
{
	struct event e = make(EVENT_TOPIC);
	struct buf body = {0}, out = {0};
	struct view v = {0};

	for (int i = 0; i < 200; i++)
		buf_adds(&body, "\xe2\x82\xac");
	e.body = body.data;
	dialect_irc.encode(&out, &e, &v);
	ck_assert_uint_le(out.len, 512);
	ck_assert_str_eq(out.data + out.len - 5, "\xe2\x82\xac\r\n");
	buf_free(&out);
	buf_free(&body);
}
END_TEST

static void
replies(const struct reply *r, const struct view *v, const char *want)
{
	struct buf out = {0};

	dialect_irc.reply(&out, "irc.example", r, v, then_ms);
	ck_assert_str_eq(out.data, want);
	buf_free(&out);
}

START_TEST(a_reply_carries_the_time_where_it_is_wanted)
{
	struct reply r = {"433", {"*", "bob"}, 2, "Nickname is in use"};
	struct view v = {0};

	replies(&r, &v, ":irc.example 433 * bob :Nickname is in use\r\n");
	v.caps = CAP_SERVER_TIME;
	replies(&r, &v,
	    "@time=2026-11-21T02:40:03.123Z :irc.example 433 * bob :Nickname "
	    "is in use\r\n");
}
END_TEST

START_TEST(a_batch_is_shown_only_where_there_are_batches)
{
	struct view v = {0};
	struct buf out = {0};

	dialect_irc.batch(&out, "srv", "1", "chathistory", "#a", &v);
	ck_assert_uint_eq(out.len, 0);
	v.caps = CAP_BATCH;
	dialect_irc.batch(&out, "srv", "1", "chathistory", "#a", &v);
	dialect_irc.batch(&out, "srv", "1", NULL, NULL, &v);
	ck_assert_str_eq(
	    out.data, ":srv BATCH +1 chathistory #a\r\n:srv BATCH -1\r\n");
	buf_free(&out);
}
END_TEST

START_TEST(what_belongs_to_a_batch_carries_its_reference)
{
	struct event e = make(EVENT_JOIN);
	struct view v = {.caps = CAP_BATCH, .batch = "7"};
	struct buf out = {0};

	dialect_irc.encode(&out, &e, &v);
	ck_assert_str_eq(
	    out.data, "@batch=7 :alice!al@localhost JOIN #lobby\r\n");
	buf_free(&out);
}
END_TEST

START_TEST(retagging_adds_a_tag_to_each_line_that_lacks_it)
{
	const char *lines = ":a B\r\n@time=1 :a C\r\n@x;batch=2;y :a D\r\n";
	struct buf out = {0};

	dialect_irc.retag(&out, lines, strlen(lines), "batch", "1");
	ck_assert_str_eq(out.data,
	    "@batch=1 :a B\r\n@batch=1;time=1 :a C\r\n@x;batch=2;y :a D\r\n");
	buf_free(&out);
}
END_TEST

START_TEST(a_tag_that_only_contains_the_key_is_no_such_tag)
{
	const char *line = "@mybatch=2;x=batch :a D\r\n";
	struct buf out = {0};

	dialect_irc.retag(&out, line, strlen(line), "batch", "a;b");
	ck_assert_str_eq(out.data, "@batch=a\\:b;mybatch=2;x=batch :a D\r\n");
	buf_free(&out);
}
END_TEST

START_TEST(a_line_is_decoded_with_its_tags)
{
	struct irc_msg m;

	ck_assert_int_eq(decodes(&m, "@label=x PRIVMSG #a :b c"), DECODE_OK);
	ck_assert_str_eq(irc_tag(&m, "label"), "x");
	ck_assert_str_eq(irc_param(&m, 1), "b c");
	ck_assert_int_eq(decodes(&m, ""), DECODE_EMPTY);
	ck_assert_int_eq(decodes(&m, "   "), DECODE_EMPTY);
	ck_assert_int_eq(decodes(&m, "\x01\x02 x"), DECODE_MALFORMED);
}
END_TEST

START_TEST(a_body_of_510_bytes_passes_and_one_more_is_too_long)
{
	struct irc_msg m;
	char line[600];

	memset(line, 'x', sizeof(line));
	memcpy(line, "PRIVMSG #a :", 12);
	line[510] = '\0';
	ck_assert_int_eq(decodes(&m, line), DECODE_OK);
	line[510] = 'x';
	line[511] = '\0';
	ck_assert_int_eq(decodes(&m, line), DECODE_TOO_LONG);
}
END_TEST

START_TEST(tags_of_4094_bytes_pass_and_one_more_is_too_long)
{
	struct irc_msg m;
	struct buf line = {0};
	char tags[4096];

	memset(tags, 'x', sizeof(tags));
	memcpy(tags, "+a=", 3);
	tags[4094] = '\0';
	buf_addf(&line, "@%s PING x", tags);
	ck_assert_int_eq(decodes(&m, line.data), DECODE_OK);
	buf_reset(&line);
	buf_addf(&line, "@%sx PING x", tags);
	ck_assert_int_eq(decodes(&m, line.data), DECODE_TOO_LONG);
	buf_free(&line);
}
END_TEST

START_TEST(too_many_tags_count_as_too_long)
{
	struct irc_msg m;
	struct buf line = {0};

	for (int i = 0; i < 200; i++)
		buf_addf(&line, "%c%s%d", i ? ';' : '@', "+t", i);
	buf_adds(&line, " PING x");
	ck_assert_int_eq(decodes(&m, line.data), DECODE_TOO_LONG);
	buf_free(&line);
}
END_TEST

START_TEST(invalid_utf8_leaves_command_and_label_readable)
{
	struct irc_msg m;

	ck_assert_int_eq(
	    decodes(&m, "@label=q PRIVMSG #a :\xff\xfe"), DECODE_INVALID_UTF8);
	ck_assert_str_eq(m.command, "PRIVMSG");
	ck_assert_str_eq(irc_tag(&m, "label"), "q");
}
END_TEST

Suite *
suite_server_dialect(void)
{
	Suite *s = suite_create("server_dialect");
	TCase *tc = tcase_create("encode");

	tcase_add_test(tc, each_kind_has_its_form_for_a_bare_client);
	tcase_add_test(tc, kinds_that_need_a_capability_are_silent_without_it);
	tcase_add_test(tc, somebody_coming_to_the_network_is_shown_to_nobody);
	tcase_add_test(tc, a_tagmsg_is_for_those_with_message_tags);
	tcase_add_test(tc, each_tag_goes_only_to_views_with_its_capability);
	tcase_add_test(tc, an_extended_join_tells_account_and_name);
	tcase_add_test(tc, a_message_to_the_operators_keeps_its_prefix);
	tcase_add_test(tc, the_server_itself_speaks_without_user_and_host);
	tcase_add_test(tc, a_relayed_line_never_exceeds_512_bytes);
	tcase_add_test(tc, a_line_that_is_cut_ends_between_two_characters);
	tcase_add_test(tc, a_reply_carries_the_time_where_it_is_wanted);
	tcase_add_test(tc, a_batch_is_shown_only_where_there_are_batches);
	tcase_add_test(tc, what_belongs_to_a_batch_carries_its_reference);
	tcase_add_test(tc, retagging_adds_a_tag_to_each_line_that_lacks_it);
	tcase_add_test(tc, a_tag_that_only_contains_the_key_is_no_such_tag);
	suite_add_tcase(s, tc);
	tc = tcase_create("decode");
	tcase_add_test(tc, a_line_is_decoded_with_its_tags);
	tcase_add_test(tc, a_body_of_510_bytes_passes_and_one_more_is_too_long);
	tcase_add_test(tc, tags_of_4094_bytes_pass_and_one_more_is_too_long);
	tcase_add_test(tc, too_many_tags_count_as_too_long);
	tcase_add_test(tc, invalid_utf8_leaves_command_and_label_readable);
	suite_add_tcase(s, tc);
	return s;
}
