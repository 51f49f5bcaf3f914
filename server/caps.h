/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CAPS_H
#define SERVER_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/policy.h"
#include "server/settings.h"

/* IRCv3 capabilities. One table for CAP LS, REQ, LIST and the man page. */
/* Bits of struct session.caps. No enum, which has no more than 31. */
#define CAP_MESSAGE_TAGS            (UINT64_C(1) << 0)
#define CAP_SERVER_TIME             (UINT64_C(1) << 1)
#define CAP_ECHO_MESSAGE            (UINT64_C(1) << 2)
#define CAP_BATCH                   (UINT64_C(1) << 3)
#define CAP_LABELED_RESPONSE        (UINT64_C(1) << 4)
#define CAP_MULTI_PREFIX            (UINT64_C(1) << 5)
#define CAP_USERHOST_IN_NAMES       (UINT64_C(1) << 6)
#define CAP_EXTENDED_JOIN           (UINT64_C(1) << 7)
#define CAP_AWAY_NOTIFY             (UINT64_C(1) << 8)
#define CAP_ACCOUNT_NOTIFY          (UINT64_C(1) << 9)
#define CAP_ACCOUNT_TAG             (UINT64_C(1) << 10)
#define CAP_SETNAME                 (UINT64_C(1) << 11)
#define CAP_CAP_NOTIFY              (UINT64_C(1) << 12)
#define CAP_STANDARD_REPLIES        (UINT64_C(1) << 13)
#define CAP_EXTENDED_ISUPPORT       (UINT64_C(1) << 14)
#define CAP_SELF_MESSAGE            (UINT64_C(1) << 15)
#define CAP_CHATHISTORY             (UINT64_C(1) << 16)
#define CAP_EVENT_PLAYBACK          (UINT64_C(1) << 17)
#define CAP_READ_MARKER             (UINT64_C(1) << 18)
#define CAP_SEARCH                  (UINT64_C(1) << 19)
#define CAP_EXTENDED_MONITOR        (UINT64_C(1) << 20)
#define CAP_DRAFT_EXTENDED_MONITOR  (UINT64_C(1) << 21)
#define CAP_INVITE_NOTIFY           (UINT64_C(1) << 22)
#define CAP_PRE_AWAY                (UINT64_C(1) << 23)
#define CAP_NO_IMPLICIT_NAMES       (UINT64_C(1) << 24)
#define CAP_DRAFT_NO_IMPLICIT_NAMES (UINT64_C(1) << 25)
#define CAP_CHANNEL_RENAME          (UINT64_C(1) << 26)
#define CAP_MULTILINE               (UINT64_C(1) << 27)
#define CAP_REDACTION               (UINT64_C(1) << 28)
#define CAP_METADATA                (UINT64_C(1) << 29)
#define CAP_STS                     (UINT64_C(1) << 45)
#define CAP_CHGHOST                 (UINT64_C(1) << 30)
#define CAP_SASL                    (UINT64_C(1) << 31)
#define CAP_ACCOUNT_REGISTRATION    (UINT64_C(1) << 32)
#define CAP_NONCE                   (UINT64_C(1) << 33)

/* Not offered to who cannot be told their value. */
#define CAPS_ONLY_302 (CAP_MULTILINE | CAP_STS)

struct cap_def {
	const char *name;
	uint64_t bit;
	uint64_t needs; /* others without which it has no effect */
	/* Appends its value in CAP LS 302 of a session; NULL: it has none. */
	void (*value)(struct buf *out, const struct settings *set,
	    const struct standing *who);
	const char *help; /* for tcpchat-protocol(7) */
	const char *spec;
};

extern const struct cap_def caps[]; /* ends in a NULL name */

const struct cap_def *cap_find(const char *name);
/* Whether its name is a vendor's or that of a draft. */
bool cap_is_draft(const struct cap_def *c);
/* What a session with these settings is offered. */
struct cap_offer {
	const struct settings *set;
	struct standing who;
	bool values; /* it knows version 302 */
};
/* Appends what is not as it was before, with a space between two: "name=value"
 * (the name alone to who knows no values) of what is new or has another value,
 * and the names of what is gone. */
void caps_changes(struct buf *come, struct buf *gone,
    const struct cap_offer *before, const struct cap_offer *now);
/* Whether there is such a thing. */
bool cap_offered(const struct cap_def *c, const struct cap_offer *o);
/* Those of these bits of which there is such a thing. */
uint64_t caps_offered(uint64_t bits, const struct cap_offer *o);
/* The bits that have an effect now: those whose `needs` are all there. What
 * was asked for by the name of a draft has its effect under the standard's
 * bit too. */
uint64_t caps_effective(uint64_t asked);

#endif
