/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_takeout.h"

#include <errno.h>
#include <string.h>

#include "client/takeout.h"
#include "common/mem.h"

void
handle_takeout(const struct incoming *in)
{
	if (in->n->takeout && !strcmp(in_param(in, 0), "EXPORT"))
		takeout_add(in->n->takeout, in_param(in, 3),
		    !strcmp(in_param(in, 2), "."));
}

static void
finish(const struct incoming *in)
{
	struct takeout *t = in->n->takeout;
	char *path = mem_strdup(takeout_path(t));

	in->n->takeout = NULL;
	if (takeout_end(t) == 0)
		in_say(in, in_reply_room(in), SAID_SERVER, "%s is complete: %s",
		    path, in_param(in, 3));
	else
		in_say(in, in_reply_room(in), SAID_ERROR,
		    "%s cannot be written: %s", path, strerror(errno));
	mem_replace(&path, NULL);
}

/* Those of FORGET do not concern it. */
static bool
fails(const struct incoming *in)
{
	static const char *const codes[] = {
	    "ACCOUNT_REQUIRED", "INTERNAL_ERROR", "INVALID_TARGET"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (!strcmp(in_param(in, 1), codes[i]))
			return true;
	return false;
}

bool
handle_takeout_end(const struct incoming *in)
{
	struct network *n = in->n;
	bool unknown = !strcmp(in->m->command, "421");

	if (!n->takeout ||
	    strcmp(in_param(in, unknown ? 1 : 0), "HISTORY") != 0)
		return false;
	if (!strcmp(in_param(in, 1), "EXPORTED")) {
		finish(in);
		return true;
	}
	if (unknown || fails(in)) {
		takeout_drop(n->takeout);
		n->takeout = NULL;
	}
	return false;
}
