/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(who_shows_the_members_of_a_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(b, "AWAY :gone");
	peer_expect(b, ":* 306 *");
	peer_barrier(a);
	peer_send(b, "WHO #c");
	for (int i = 0; i < 2; i++) {
		peer_next(b, ":* 352 bob #c * * * *");
		if (!strcmp(peer_word(b, 7), "alice"))
			ck_assert_glob(
			    peer_last(b), "* alice H@ :0 The real alice");
		else
			ck_assert_glob(peer_last(b), "* bob G :0 The real bob");
	}
	peer_next(b, ":* 315 bob #c :*");
}
END_TEST

START_TEST(who_is_asked_by_mask_and_by_nick_without_regard_to_case)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_new(h, "bob");
	peer_send(a, "WHO BOB");
	peer_next(a, ":* 352 alice * * * * bob H* :0 *");
	peer_next(a, ":* 315 alice BOB :*");
	peer_send(a, "WHO b?b");
	peer_next(a, ":* 352 alice * bob H* :0 *");
	peer_next(a, ":* 315 alice b?b :*");
	peer_send(a, "WHO nobody");
	peer_next(a, ":* 315 alice nobody :*");
}
END_TEST

START_TEST(the_invisible_are_hidden_from_masks_of_strangers)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE alice +i");
	peer_barrier(a);
	peer_send(x, "WHO *");
	peer_expect_none(x, "* 352 * alice *");
	peer_send(x, "WHO #c");
	peer_expect_none(x, "* 352 * alice *");
	peer_send(x, "NAMES #c");
	peer_expect_none(x, "* 353 *alice*");
	peer_send(b, "WHO *");
	peer_expect(b, ":* 352 * alice H*");
	peer_send(x, "WHO alice");
	peer_expect(x, ":* 352 * alice H*");
}
END_TEST

START_TEST(whox_gives_the_fields_in_its_own_order)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "WHO #c %%nuhctaf,42");
	peer_next(a, ":* 354 alice 42 #c ~alice 127.0.0.1 alice H@ :0");
	peer_next(a, ":* 315 alice #c :*");
	peer_send(a, "WHO alice %%na");
	peer_next(a, ":* 354 alice alice :0");
	peer_next(a, ":* 315 alice alice :*");
	peer_send(a, "WHO #c %%tcuihsnfdlaor,7");
	peer_next(a,
	    ":* 354 alice 7 #c ~alice * 127.0.0.1 * alice H@ 0 * 0 "
	    "* :The real alice");
}
END_TEST

START_TEST(a_whox_token_longer_than_three_digits_is_none)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "WHO #c %%tn,1234");
	peer_next(a, ":* 354 alice * :alice");
	ck_assert_ptr_null(strstr(peer_last(a), "1234"));
	peer_send(a, "WHO #c %%");
	peer_expect(a, ":* 315 alice #c :*");
}
END_TEST

START_TEST(whois_tells_what_there_is_to_know)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "AWAY :gone");
	peer_barrier(a);
	peer_send(b, "WHOIS ALICE");
	peer_next(b, ":* 311 bob alice ~alice 127.0.0.1 \\* :The real alice");
	peer_expect(b, ":* 319 bob alice :@#c*");
	peer_expect(b, ":* 312 bob alice * :*");
	peer_expect(b, ":* 301 bob alice :gone");
	peer_expect(b, ":* 317 bob alice * * :*");
	peer_expect(b, ":* 318 bob ALICE :*");
}
END_TEST

START_TEST(whois_of_nobody_says_so)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "WHOIS nobody");
	peer_next(a, ":* 401 alice nobody :*");
	peer_next(a, ":* 318 alice nobody :*");
	peer_send(a, "WHOIS");
	peer_next(a, ":* 4?1 alice *:*");
	peer_send(a, "WHOIS alice alice");
	peer_expect(a, ":* 3?? alice *");
}
END_TEST

START_TEST(whowas_remembers_who_left_and_who_changed_nick)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "NICK robert");
	peer_expect(b, "*NICK*");
	peer_send(b, "QUIT");
	peer_expect_end(b);
	peer_send(a, "WHOWAS BOB");
	peer_next(a, ":* 314 alice bob ~bob 127.0.0.1 \\* :The real bob");
	peer_expect(a, ":* 369 alice BOB :*");
	peer_send(a, "WHOWAS robert");
	peer_next(a, ":* 314 alice robert *");
	peer_expect(a, ":* 369 alice robert :*");
	peer_send(a, "WHOWAS nobody");
	peer_next(a, ":* 406 alice nobody :*");
	peer_expect(a, ":* 369 alice nobody :*");
}
END_TEST

START_TEST(ison_and_userhost_tell_who_is_here)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "AWAY :x");
	peer_barrier(b);
	peer_send(a, "ISON nobody BOB alice");
	peer_next(a, ":* 303 alice :bob alice*");
	peer_send(a, "ISON :bob alice");
	peer_next(a, ":* 303 alice :bob alice*");
	peer_send(a, "ISON nobody");
	peer_next(a, ":* 303 alice :");
	peer_send(a, "USERHOST bob alice nobody");
	peer_next(a, ":* 302 alice :bob=-~bob@127.0.0.1 alice=+~alice@*");
}
END_TEST

START_TEST(an_answer_about_many_nicks_ends_with_a_whole_one)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice-of-the-very-long-long-nick");
	const char *b = "bob-whose-nickname-is-as-long-too";

	b += strlen(b) - 31;
	peer_new(h, b);
	peer_send(a, "ISON %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s", b, b,
	    b, b, b, b, b, b, b, b, b, b, b, b, b);
	peer_next(a, ":* 303 alice-* :*");
	ck_assert_str_eq(strrchr(peer_last(a), ' ') + 1, b);
}
END_TEST

START_TEST(motd_lusers_version_time_admin_info_and_help_answer)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "MOTD");
	peer_next(a, ":* 422 alice :*");
	peer_send(a, "LUSERS");
	peer_next(a, ":* 251 alice :*1 user*");
	peer_expect(a, ":* 255 alice :*");
	peer_send(a, "VERSION");
	peer_expect(a, ":* 351 alice tcpchat* * :*");
	peer_send(a, "TIME");
	peer_expect(a, ":* 391 alice * :*");
	peer_send(a, "ADMIN");
	peer_expect(a, ":* 423 alice *:*");
	peer_send(a, "INFO");
	peer_expect(a, ":* 371 alice :*");
	peer_expect(a, ":* 374 alice :*");
	peer_send(a, "HELP");
	peer_expect(a, ":* 704 alice * :*");
	peer_expect(a, ":* 706 alice * :*");
	peer_send(a, "HELP PRIVMSG");
	peer_next(a, ":* 704 alice PRIVMSG :*");
	peer_next(a, ":* 705 alice PRIVMSG :");
	peer_next(a, ":* 705 alice PRIVMSG :?*");
	peer_expect(a, ":* 706 alice PRIVMSG :*");
	peer_send(a, "HELP frobnicate");
	peer_expect(a, ":* 524 alice frobnicate :*");
}
END_TEST

START_TEST(the_motd_file_is_shown_line_by_line)
{
	struct host *h;
	struct peer *p;
	char conf[256];

	test_file("motd", "Welcome!\n\nBe kind. \xe2\x98\xba\n");
	snprintf(conf, sizeof(conf), "motd-file = \"%s/motd\"\n", test_dir());
	h = host_start(conf);
	p = peer_connect(h, "p");
	peer_send(p, "NICK alice");
	peer_send(p, "USER a 0 * :A");
	peer_expect(p, ":* 375 alice :*");
	peer_next(p, ":* 372 alice :*Welcome!");
	peer_next(p, ":* 372 alice :*");
	peer_next(p, ":* 372 alice :*Be kind. \xe2\x98\xba");
	peer_next(p, ":* 376 alice :*");
}
END_TEST

START_TEST(the_server_says_its_configured_names)
{
	struct host *h = host_start("server-name = \"chat.test\"\n"
				    "network = \"TestNet\"\n"
				    "admin-name = \"Ada\"\n"
				    "admin-email = \"ada@chat.test\"\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER a 0 * :A");
	peer_next(p, ":chat.test 001 alice :*TestNet*");
	peer_expect(p, ":chat.test 005 alice *NETWORK=TestNet *");
	peer_send(p, "ADMIN");
	peer_expect(p, ":chat.test 25? alice :*Ada*");
	peer_expect(p, ":chat.test 259 alice :*ada@chat.test*");
}
END_TEST

TALK_SUITE(talk_who, who_shows_the_members_of_a_channel,
    who_is_asked_by_mask_and_by_nick_without_regard_to_case,
    the_invisible_are_hidden_from_masks_of_strangers,
    whox_gives_the_fields_in_its_own_order,
    a_whox_token_longer_than_three_digits_is_none,
    whois_tells_what_there_is_to_know, whois_of_nobody_says_so,
    whowas_remembers_who_left_and_who_changed_nick,
    ison_and_userhost_tell_who_is_here,
    an_answer_about_many_nicks_ends_with_a_whole_one,
    motd_lusers_version_time_admin_info_and_help_answer,
    the_motd_file_is_shown_line_by_line, the_server_says_its_configured_names)
