/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/nc.h"

#include <stdio.h>

#include "tests/talk/somebody.h"

static void
expect_greeting(struct peer *p)
{
	peer_next(p, "-- Welcome to *");
	peer_next(p, "-- @help *");
}

struct peer *
nc_connect(const struct host *h, const char *name)
{
	struct peer *p = peer_connect_plain(h, name);

	expect_greeting(p);
	return p;
}

struct peer *
nc_connect_as(const struct host *h, const char *name, uid_t uid)
{
	struct peer *p = peer_as(h, name, uid, peer_connect_plain);

	expect_greeting(p);
	return p;
}

struct peer *
nc_new(const struct host *h, const char *nick)
{
	struct peer *p = nc_connect(h, nick);

	peer_send(p, "@nick %s", nick);
	peer_expect(p, "-- You are %s*", nick);
	peer_expect(p, "-- You are in #lobby*");
	nc_barrier(p);
	return p;
}

/* A command that there is none of is answered in its turn. */
size_t
nc_count(struct peer *p, const char *pattern)
{
	size_t found = 0;
	char end[64];

	snprintf(end, sizeof(end), "! There is no command @barrier%u,*",
	    ++p->barriers);
	peer_send(p, "@barrier%u", p->barriers);
	while (peer_line(p) && !glob(end, peer_last(p)))
		found += pattern && glob(pattern, peer_last(p));
	return found;
}

void
nc_barrier(struct peer *p)
{
	nc_count(p, NULL);
}

void
nc_expect_none(struct peer *p, const char *pattern)
{
	if (nc_count(p, pattern) > 0)
		give_up("%s got what it must not: %s", p->name, pattern);
}
