/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/caps.h"

#include <string.h>

const struct cap_def caps[] = {
    {"account-notify", CAP_ACCOUNT_NOTIFY, 0, NULL},
    {"account-tag", CAP_ACCOUNT_TAG, 0, NULL},
    {"away-notify", CAP_AWAY_NOTIFY, 0, NULL},
    {"batch", CAP_BATCH, 0, NULL},
    {"cap-notify", CAP_CAP_NOTIFY, 0, NULL},
    {"echo-message", CAP_ECHO_MESSAGE, 0, NULL},
    {"extended-join", CAP_EXTENDED_JOIN, 0, NULL},
    {"labeled-response", CAP_LABELED_RESPONSE, CAP_BATCH, NULL},
    {"message-tags", CAP_MESSAGE_TAGS, 0, NULL},
    {"multi-prefix", CAP_MULTI_PREFIX, 0, NULL},
    {"server-time", CAP_SERVER_TIME, 0, NULL},
    {"setname", CAP_SETNAME, 0, NULL},
    {"standard-replies", CAP_STANDARD_REPLIES, 0, NULL},
    {"userhost-in-names", CAP_USERHOST_IN_NAMES, 0, NULL},
    {NULL, 0, 0, NULL},
};

const struct cap_def *
cap_find(const char *name)
{
	for (const struct cap_def *c = caps; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

uint64_t
caps_effective(uint64_t asked)
{
	uint64_t bits = 0;

	for (const struct cap_def *c = caps; c->name; c++)
		if ((asked & c->bit) && (asked & c->needs) == c->needs)
			bits |= c->bit;
	return bits;
}
