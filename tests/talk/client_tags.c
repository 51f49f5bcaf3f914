/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"

/* Tags that clients of today send, and no server looks into. */
static const char *const known[] = {"+typing", "+reply", "+draft/reply",
    "+draft/react", "+draft/unreact", "+channel-context",
    "+draft/channel-context"};

START_TEST(every_tag_of_a_client_goes_to_holders_as_it_came)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		peer_send(a, "@%s=#c\\sv\\:1 TAGMSG #c", known[i]);
		peer_expect(b, ":alice!* TAGMSG #c");
		ck_assert_str_eq(peer_tag(b, known[i]), "#c\\sv\\:1");
		ck_assert_ptr_nonnull(peer_tag(b, "msgid"));
		peer_send(a, "@%s=#c NOTICE bob :see", known[i]);
		peer_expect(b, ":alice!* NOTICE bob :see");
		ck_assert_str_eq(peer_tag(b, known[i]), "#c");
	}
}
END_TEST

START_TEST(a_reply_keeps_its_tag_where_tags_are_kept_and_no_tagmsg_is_replayed)
{
	struct host *h = host_start("history-keep = {tags}\n");
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c"), *b;

	peer_send(a, "@+draft/reply=id PRIVMSG #c :yes");
	peer_send(a, "@+typing=active;+draft/react=x TAGMSG #c");
	peer_barrier(a);
	b = peer_new_caps(h, "bob", "message-tags server-time batch");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":alice!* PRIVMSG #c :yes");
	ck_assert_str_eq(peer_tag(b, "+draft/reply"), "id");
	peer_expect_none(b, "*TAGMSG*");
}
END_TEST

START_TEST(tags_that_are_denied_are_taken_away_and_said_to_be)
{
	struct host *h = host_start(
	    NO_FLOODS "client-tag-deny = {\"typing\", \"draft/react\"}\n");
	struct peer *a = peer_join_caps(
	    h, "alice", "message-tags labeled-response batch", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	peer_send(a, "VERSION");
	peer_expect(a, "* 005 *CLIENTTAGDENY=typing,draft/react *");
	peer_send(a, "@+typing=active;+reply=1;+draft/react=x PRIVMSG #c :hi");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tag(b, "+reply"), "1");
	ck_assert_ptr_null(peer_tag(b, "+typing"));
	ck_assert_ptr_null(peer_tag(b, "+draft/react"));
	peer_barrier(a);
	peer_send(a, "@label=t1;+typing=active TAGMSG #c");
	peer_next(a, ":* ACK");
	ck_assert_str_eq(peer_tag(a, "label"), "t1");
	peer_expect_none(b, "*TAGMSG*");
	peer_send(a, "@+Typing=active TAGMSG #c");
	peer_expect(b, ":alice!* TAGMSG #c");
}
END_TEST

START_TEST(all_tags_but_some_may_be_denied)
{
	struct host *h = host_start(
	    NO_FLOODS "client-tag-deny = {\"-reply\", \"*\", \"-a/b\"}\n");
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	peer_send(a, "VERSION");
	peer_expect(a, "* 005 *CLIENTTAGDENY=\\*,-reply,-a/b *");
	peer_send(a, "@+typing=active;+reply=1;+a/b;+c TAGMSG #c");
	peer_expect(b, ":alice!* TAGMSG #c");
	ck_assert_str_eq(peer_tag(b, "+reply"), "1");
	ck_assert_str_eq(peer_tag(b, "+a/b"), "");
	ck_assert_ptr_null(peer_tag(b, "+typing"));
	ck_assert_ptr_null(peer_tag(b, "+c"));
	host_reload(h, NO_FLOODS);
	peer_expect(a, "* 005 alice -CLIENTTAGDENY :*");
	peer_send(a, "@+typing=active TAGMSG #c");
	peer_expect(b, ":alice!* TAGMSG #c");
	ck_assert_str_eq(peer_tag(b, "+typing"), "active");
}
END_TEST

START_TEST(a_tagmsg_without_tags_goes_nowhere_and_is_no_error)
{
	struct host *h = host_start(NULL);
	struct peer *a =
	    peer_join_caps(h, "alice", "message-tags echo-message", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	peer_send(a, "TAGMSG #c");
	peer_send(a, "@plain=1 TAGMSG #c");
	peer_expect_none(a, "*TAGMSG*");
	peer_expect_none(b, "*TAGMSG*");
	peer_send(a, "@+x TAGMSG #nowhere");
	peer_next(a, ":* 403 alice #nowhere :*");
	peer_send(a, "@+x TAGMSG");
	peer_next(a, ":* 411 alice :*");
	peer_send(a, "@+x TAGMSG #c");
	peer_next(a, ":alice!* TAGMSG #c");
}
END_TEST

START_TEST(a_line_with_too_many_tags_is_refused_as_a_whole_with_its_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(
	    h, "alice", "message-tags labeled-response batch", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");
	struct buf line = {0};

	buf_adds(&line, "@label=t1");
	for (int i = 0; i < 200; i++)
		buf_addf(&line, ";+t%d", i);
	peer_barrier(a);
	peer_send(a, "%s PRIVMSG #c :many", line.data);
	peer_next(a, ":* 417 alice :*");
	ck_assert_str_eq(peer_tag(a, "label"), "t1");
	buf_reset(&line);
	buf_adds(&line, "@label=t2;+x=");
	while (line.len < 4096)
		buf_addc(&line, 'y');
	peer_send(a, "%s PRIVMSG #c :long", line.data);
	peer_next(a, ":* 417 alice :*");
	ck_assert_str_eq(peer_tag(a, "label"), "t2");
	peer_expect_none(b, "*PRIVMSG*");
	buf_free(&line);
}
END_TEST

START_TEST(the_tags_of_the_server_come_before_those_of_the_client)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "message-tags", "#c");
	struct peer *b = peer_join_caps(
	    h, "bob", "message-tags server-time account-tag", "#c");

	peer_send(a, "@+a=1 PRIVMSG #c :hi");
	peer_expect(b, ":alice!* PRIVMSG #c :hi");
	ck_assert_glob(peer_tags(b), "@time=*;msgid=*;+a=1");
}
END_TEST

TALK_SUITE(talk_client_tags, every_tag_of_a_client_goes_to_holders_as_it_came,
    a_reply_keeps_its_tag_where_tags_are_kept_and_no_tagmsg_is_replayed,
    tags_that_are_denied_are_taken_away_and_said_to_be,
    all_tags_but_some_may_be_denied,
    a_tagmsg_without_tags_goes_nowhere_and_is_no_error,
    a_line_with_too_many_tags_is_refused_as_a_whole_with_its_label,
    the_tags_of_the_server_come_before_those_of_the_client)
