/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

START_TEST(nick_and_user_make_a_user)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_next(p, ":* 001 alice :*alice*");
	peer_next(p, ":* 002 alice :*");
	peer_next(p, ":* 003 alice :*");
	peer_next(p, ":* 004 alice *");
	peer_next(p, ":* 005 alice *:are supported by this server");
	peer_expect(p, ":* 42? alice :*");
}
END_TEST

TALK_SUITE(talk_register, nick_and_user_make_a_user)
