/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CAPS_H
#define SERVER_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/settings.h"

/* IRCv3 capabilities. One table for CAP LS, REQ, LIST and the man page. */
enum cap {
	CAP_MESSAGE_TAGS = 1 << 0,
	CAP_SERVER_TIME = 1 << 1,
	CAP_ECHO_MESSAGE = 1 << 2,
	CAP_BATCH = 1 << 3,
	CAP_LABELED_RESPONSE = 1 << 4,
	CAP_MULTI_PREFIX = 1 << 5,
	CAP_USERHOST_IN_NAMES = 1 << 6,
	CAP_EXTENDED_JOIN = 1 << 7,
	CAP_AWAY_NOTIFY = 1 << 8,
	CAP_ACCOUNT_NOTIFY = 1 << 9,
	CAP_ACCOUNT_TAG = 1 << 10,
	CAP_SETNAME = 1 << 11,
	CAP_CAP_NOTIFY = 1 << 12,
	CAP_STANDARD_REPLIES = 1 << 13,
	CAP_READ_MARKER = 1 << 18,
	CAP_SEARCH = 1 << 19,
	CAP_EXTENDED_MONITOR = 1 << 20,
	CAP_DRAFT_EXTENDED_MONITOR = 1 << 21,
	CAP_INVITE_NOTIFY = 1 << 22,
	CAP_PRE_AWAY = 1 << 23,
	CAP_EXTENDED_ISUPPORT = 1 << 14,
	CAP_SELF_MESSAGE = 1 << 15,
	CAP_CHATHISTORY = 1 << 16,
	CAP_EVENT_PLAYBACK = 1 << 17,
	CAP_NO_IMPLICIT_NAMES = 1 << 24,
	CAP_DRAFT_NO_IMPLICIT_NAMES = 1 << 25,
	CAP_CHANNEL_RENAME = 1 << 26,
	CAP_MULTILINE = 1 << 27,
	CAP_REDACTION = 1 << 28,
	CAP_METADATA = 1 << 29,
	CAP_CHGHOST = 1 << 30,

	/* not offered to who cannot be told their value */
	CAPS_ONLY_302 = CAP_MULTILINE
};

struct cap_def {
	const char *name;
	uint64_t bit;
	uint64_t needs; /* others without which it has no effect */
	/* Appends its value in CAP LS 302; NULL: it has none. */
	void (*value)(struct buf *out, const struct settings *set);
	const char *help; /* for tcpchat-protocol(7) */
	const char *spec;
};

extern const struct cap_def caps[]; /* ends in a NULL name */

const struct cap_def *cap_find(const char *name);
/* Whether its name is a vendor's or that of a draft. */
bool cap_is_draft(const struct cap_def *c);
/* Appends "name=value" for each whose value is not what it was before, with
 * a space between two. */
void caps_changes(
    struct buf *out, const struct settings *before, const struct settings *now);
/* Whether there is such a thing with these settings. */
bool cap_offered(const struct cap_def *c, const struct settings *set);
/* The bits that have an effect now: those whose `needs` are all there. What
 * was asked for by the name of a draft has its effect under the standard's
 * bit too. */
uint64_t caps_effective(uint64_t asked);

#endif
