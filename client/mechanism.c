/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/mechanism.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = {"", "EXTERNAL", "SCRAM-SHA-256", "PLAIN"};

const char *
mechanism_wire_name(enum mechanism m)
{
	return names[m];
}

bool
mechanism_offered(const char *offered, enum mechanism m)
{
	size_t len = strlen(names[m]);

	if (!*offered)
		return true;
	for (; *offered; offered += strspn(offered, ",")) {
		size_t n = strcspn(offered, ",");

		if (n == len && !strncasecmp(offered, names[m], len))
			return true;
		offered += n;
	}
	return false;
}

static bool
is_wanted(const struct mechanism_wish *w, enum mechanism m)
{
	static const enum mechanism chosen[] = {
	    [SASL_EXTERNAL] = MECHANISM_EXTERNAL,
	    [SASL_SCRAM] = MECHANISM_SCRAM,
	    [SASL_PLAIN] = MECHANISM_PLAIN};

	return w->choice == SASL_AUTO || chosen[w->choice] == m;
}

/* Untried, offered, and the user wants it. */
static bool
is_open(const struct mechanism_wish *w, enum mechanism m)
{
	return !(w->tried & 1u << m) && mechanism_offered(w->offered, m) &&
	    is_wanted(w, m);
}

static const char *
why_not_plain(const struct mechanism_wish *w)
{
	if (w->scram_before && w->choice != SASL_PLAIN)
		return "this server offered SCRAM-SHA-256 before and now only "
		       "PLAIN, by which it would see your password. If you "
		       "know why that changed: /login -p";
	if (!w->private && !w->clear)
		return "it offers only PLAIN, by which everybody on the way "
		       "could read your password, as this connection is not "
		       "encrypted. Connect with ircs://HOST; if there is no "
		       "other way, password-in-clear = yes in tcpchat.conf "
		       "allows it";
	return NULL;
}

enum mechanism
mechanism_choose(const struct mechanism_wish *w, const char **why)
{
	*why = NULL;
	if (w->choice == SASL_NO)
		return MECHANISM_NONE;
	if (w->external && is_open(w, MECHANISM_EXTERNAL))
		return MECHANISM_EXTERNAL;
	if (!w->password)
		return MECHANISM_NONE;
	if (is_open(w, MECHANISM_SCRAM))
		return MECHANISM_SCRAM;
	*why = is_open(w, MECHANISM_PLAIN)
	    ? why_not_plain(w)
	    : "it offers no way to log in that this client knows and may use";
	return *why ? MECHANISM_NONE : MECHANISM_PLAIN;
}
