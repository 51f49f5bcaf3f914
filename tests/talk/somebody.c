/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/somebody.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What login.defs has where it says nothing else. */
enum { FIRST_PERSON = 1000, LAST_PERSON = 60000 };

static bool
is_person(const struct passwd *pw)
{
	return pw->pw_uid >= FIRST_PERSON && pw->pw_uid <= LAST_PERSON;
}

const struct passwd *
somebody(void)
{
	const struct passwd *pw;

	if (geteuid() != 0) {
		pw = getpwuid(geteuid());
		return pw && is_person(pw) ? pw : NULL;
	}
	setpwent();
	do
		pw = getpwent();
	while (pw && !is_person(pw));
	endpwent();
	return pw;
}

static void
be(uid_t uid)
{
	if (seteuid(uid) < 0)
		give_up("seteuid: %s", strerror(errno));
}

struct peer *
peer_as(const struct host *h, const char *name, uid_t uid, peer_way *way)
{
	uid_t before = geteuid();
	struct peer *p;

	be(uid);
	p = way(h, name);
	be(before);
	return p;
}

struct peer *
peer_connect_as(const struct host *h, const char *name, uid_t uid)
{
	return peer_as(h, name, uid, peer_connect_local);
}
