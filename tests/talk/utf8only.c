/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/talk/talk.h"

#define CAPS "labeled-response batch message-tags echo-message"

/* Everything that would be shown to somebody, and what would become of it. */
START_TEST(whatever_is_not_utf8_is_refused_with_its_label_and_does_nothing)
{
	static const char *const lines[] = {"PRIVMSG #c :\xe9t\xe9",
	    "NOTICE #c :\xe9t\xe9", "TOPIC #c :\xe9t\xe9", "NICK \xe9ric",
	    "SETNAME :\xc9ric", "AWAY :\xe9t\xe9", "PART #c :\xe9t\xe9",
	    "KICK #c bob :\xe9t\xe9", "QUIT :\xe9t\xe9", "JOIN #caf\xe9",
	    "MODE #c +k caf\xe9", "INVITE bob #caf\xe9", "WHO caf\xe9",
	    "MONITOR + caf\xe9", "FROB \xff", "PRIVMSG #c :\xed\xa0\x80",
	    "PRIVMSG #c :\xc0\x80", "PRIVMSG #c :\xf4\x90\x80\x80"};
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_barrier(a);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		int word = (int)strcspn(lines[i], " ");

		peer_send(a, "@label=u%zu %s", i, lines[i]);
		peer_next(a, ":* FAIL %.*s INVALID_UTF8 :*", word, lines[i]);
		ck_assert_uint_eq((size_t)atoi(peer_tag(a, "label") + 1), i);
		peer_expect_none(a, "*");
	}
	peer_expect_none(b, ":alice!*");
	peer_send(a, "PRIVMSG #c :\xc3\xa9t\xc3\xa9");
	peer_expect(b, ":alice!* PRIVMSG #c :\xc3\xa9t\xc3\xa9");
}
END_TEST

START_TEST(what_is_not_utf8_is_refused_before_registration_too)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p"), *a = peer_new(h, "alice");

	peer_send(p, "NICK \xe9ric");
	peer_next(p, ":* FAIL NICK INVALID_UTF8 :*");
	peer_send(p, "NICK eric");
	peer_send(p, "USER \xe9ric 0 * :Eric");
	peer_next(p, ":* FAIL USER INVALID_UTF8 :*");
	peer_send(p, "USER eric 0 * :\xc9ric");
	peer_next(p, ":* FAIL USER INVALID_UTF8 :*");
	peer_send(p, "USER eric 0 * :\xc3\x89ric");
	peer_next(p, ":* 001 eric *");
	peer_send(a, "WHOIS eric");
	peer_expect(a, ":* 311 alice eric * :\xc3\x89ric");
}
END_TEST

START_TEST(a_tag_that_is_not_utf8_refuses_the_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");

	peer_barrier(a);
	peer_send(a, "@+x=\xe9;label=t1 PRIVMSG #c :hi");
	peer_next(a, ":* FAIL PRIVMSG INVALID_UTF8 :*");
	ck_assert_str_eq(peer_tag(a, "label"), "t1");
	peer_send(a, "@label=\xe9 PRIVMSG #c :hi");
	peer_next(a, ":* FAIL PRIVMSG INVALID_UTF8 :*");
	ck_assert_ptr_null(peer_tag(a, "label"));
	peer_expect_none(b, "*PRIVMSG*");
}
END_TEST

TALK_SUITE(talk_utf8only,
    whatever_is_not_utf8_is_refused_with_its_label_and_does_nothing,
    what_is_not_utf8_is_refused_before_registration_too,
    a_tag_that_is_not_utf8_refuses_the_line)
