/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"
#define NAME_32   "nickname_of_thirty-two_bytes_abc"
#define OTHER_32  "rickname_of_thirty-two_bytes_abc"
#define CHANNEL_64 \
	"#a-channel-whose-name-has-as-many-bytes-as-it-may-have-sixtyfour"

enum { LINE_MAX_BYTES = 510 };

static const char *
letters(char *out, size_t n)
{
	memset(out, 'x', n);
	out[n] = '\0';
	return out;
}

START_TEST(a_reason_of_a_kick_is_cut_between_two_characters)
{
	struct host *h = host_start("kick-length = 11\n" NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "VERSION");
	peer_expect(a, ":* 005 * KICKLEN=11 *");
	peer_send(a, "KICK #c bob :ääääääää");
	peer_expect(b, ":alice!* KICK #c bob :äääää");
}
END_TEST

START_TEST(an_away_text_is_cut_to_what_isupport_says)
{
	struct host *h = host_start("away-length = 5\n" NO_FLOODS);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_send(a, "VERSION");
	peer_expect(a, ":* 005 * AWAYLEN=5 *");
	peer_send(a, "AWAY :gone fishing");
	peer_barrier(a);
	peer_send(b, "PRIVMSG alice :hi");
	peer_next(b, ":* 301 bob alice :gone ");
}
END_TEST

/* With the longest nick and the longest name of a channel. */
START_TEST(what_is_as_long_as_isupport_says_arrives_whole)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, NAME_32, CHANNEL_64);
	struct peer *b =
	    peer_join_caps(h, OTHER_32, "away-notify setname", CHANNEL_64);
	char text[400];

	peer_barrier(a);
	peer_send(a, "TOPIC " CHANNEL_64 " :%s", letters(text, 307));
	peer_expect(b, ":*TOPIC " CHANNEL_64 " :%s", text);
	peer_send(a, "AWAY :%s", letters(text, 255));
	peer_expect(b, ":*AWAY :%s", text);
	peer_send(a, "SETNAME :%s", letters(text, 128));
	peer_expect(b, ":*SETNAME :%s", text);
	peer_send(
	    a, "KICK " CHANNEL_64 " " OTHER_32 " :%s", letters(text, 255));
	peer_expect(b, ":*KICK " CHANNEL_64 " * :%s", text);
}
END_TEST

START_TEST(reasons_of_part_and_quit_are_cut_to_a_line)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	char text[500];

	peer_send(a, "PART #c :%s", letters(text, 495));
	peer_expect(b, ":alice!* PART #c :xxx*");
	ck_assert_uint_eq(strlen(peer_last(b)), LINE_MAX_BYTES);
	peer_send(a, "JOIN #c");
	peer_barrier(a);
	peer_send(a, "QUIT :%s", letters(text, 500 - 1));
	peer_expect(b, ":alice!* QUIT :*xxx*");
	ck_assert_uint_le(strlen(peer_last(b)), LINE_MAX_BYTES);
}
END_TEST

START_TEST(members_see_by_the_sign_of_names_that_a_channel_is_secret)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "NAMES #c");
	peer_next(a, ":* 353 alice = #c :@alice");
	peer_send(a, "MODE #c +s");
	peer_send(a, "NAMES #c");
	peer_expect(a, ":* 353 alice @ #c :@alice");
}
END_TEST

TALK_SUITE(talk_lengths, a_reason_of_a_kick_is_cut_between_two_characters,
    an_away_text_is_cut_to_what_isupport_says,
    what_is_as_long_as_isupport_says_arrives_whole,
    reasons_of_part_and_quit_are_cut_to_a_line,
    members_see_by_the_sign_of_names_that_a_channel_is_secret)
