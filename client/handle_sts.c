/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_sts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/sts.h"

/* The value of sts in a list; NULL where it is not in it. */
static const char *
find_value(const char *list, size_t *len)
{
	static const char name[] = "sts=";

	for (; *list; list += strspn(list, " ")) {
		size_t word = strcspn(list, " ");

		if (!strncmp(list, name, strlen(name))) {
			*len = word - strlen(name);
			return list + strlen(name);
		}
		list += word;
	}
	return NULL;
}

static void
keep(const struct incoming *in, int64_t duration_s)
{
	struct network *n = in->n;
	struct buf err = {0};

	n->sts_duration_s = duration_s;
	if (sts_keep(n->place.host, n->place.port, duration_s, &err) < 0)
		in_say(in, n->room, SAID_ERROR,
		    "Cannot keep in mind that %s is to be reached with TLS "
		    "only: %s",
		    n->place.host, err.data);
	buf_free(&err);
}

static void
upgrade(const struct incoming *in, int64_t port)
{
	struct network *n = in->n;

	snprintf(n->upgrade_port, sizeof(n->upgrade_port), "%" PRId64, port);
	in_say(in, n->room, SAID_CLIENT,
	    "%s is to be reached with TLS: connecting anew to port %s",
	    n->place.host, n->upgrade_port);
	n->again = true;
}

bool
handle_sts(const struct incoming *in, const char *list)
{
	int64_t port, duration_s;
	const char *value;
	size_t len;

	value = find_value(list, &len);
	if (!value)
		return false;
	sts_parse(value, len, &port, &duration_s);
	if (in->n->guard == GUARD_VOUCHED && duration_s >= 0)
		keep(in, duration_s);
	if (in->n->guard != GUARD_NONE || port < 0)
		return false;
	upgrade(in, port);
	return true;
}
