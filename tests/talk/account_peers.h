/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_ACCOUNT_PEERS_H
#define TESTS_TALK_ACCOUNT_PEERS_H

#include "tests/talk/talk.h"

/* For conversations with NickServ over loopback, where tests have no TLS:
 * passwords are taken there, and are quick to derive. */
#define ACCOUNTS_CONF                               \
	"server-name = \"here\"\nflood-burst = 0\n" \
	"insecure-passwords = yes\npassword-iterations = 4096\n"
#define NOTED  ":NickServ!NickServ@here NOTICE "
#define SECRET "correct-horse"

struct host *accounts_host(const char *more);
/* Somebody new who registers the account of their nick, with SECRET. */
struct peer *accounts_new(const struct host *h, const char *nick);
/* Somebody new under a nick, who then logs in to an account. */
struct peer *accounts_login(
    const struct host *h, const char *nick, const char *account);

#endif
