/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/account_peers.h"

#include "common/buf.h"

struct host *
accounts_host(const char *more)
{
	struct buf conf = {0};
	struct host *h;

	buf_addf(
	    &conf, ACCOUNTS_CONF "%s", more ? more : "register = anybody\n");
	h = host_start(conf.data);
	buf_free(&conf);
	return h;
}

struct peer *
accounts_new(const struct host *h, const char *nick)
{
	struct peer *p = peer_new(h, nick);

	peer_send(p, "PRIVMSG NickServ :REGISTER " SECRET);
	peer_expect(p, NOTED "%s :The account %s is yours*", nick, nick);
	return p;
}

struct peer *
accounts_login(const struct host *h, const char *nick, const char *account)
{
	struct peer *p = peer_new(h, nick);

	peer_send(p, "PRIVMSG NickServ :IDENTIFY %s " SECRET, account);
	peer_expect(p, NOTED "* :You are logged in as %s.", account);
	return p;
}
