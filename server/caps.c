/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/caps.h"

#include <string.h>

#include "server/metadata.h"
#include "server/multiline.h"
#include "server/sasl_offer.h"

/* There is neither an address that is needed, nor mail. */
static void
registration_value(
    struct buf *out, const struct settings *set, const struct standing *who)
{
	(void)set;
	(void)who;
	buf_adds(out, "before-connect,custom-account-name");
}

const struct cap_def caps[] = {
    {"account-notify", CAP_ACCOUNT_NOTIFY, 0, NULL,
	"ACCOUNT tells that somebody logged in or out", "IRCv3 account-notify"},
    {"account-tag", CAP_ACCOUNT_TAG, 0, NULL,
	"messages carry the account of their sender", "IRCv3 account-tag"},
    {"away-notify", CAP_AWAY_NOTIFY, 0, NULL,
	"AWAY tells that somebody left or is here again", "IRCv3 away-notify"},
    {"batch", CAP_BATCH, 0, NULL, "lines that belong together are marked",
	"IRCv3 batch"},
    {"cap-notify", CAP_CAP_NOTIFY, 0, NULL,
	"CAP NEW and CAP DEL tell what comes and goes",
	"IRCv3 capability negotiation"},
    {"chghost", CAP_CHGHOST, 0, NULL,
	"CHGHOST tells that somebody has another user name or host",
	"IRCv3 chghost"},
    {"draft/account-registration", CAP_ACCOUNT_REGISTRATION, 0,
	registration_value, "REGISTER makes an account",
	"IRCv3 draft/account-registration"},
    {"draft/channel-rename", CAP_CHANNEL_RENAME, 0, NULL,
	"RENAME tells that a channel has another name", "IRCv3 channel-rename"},
    {"draft/chathistory", CAP_CHATHISTORY, 0, NULL,
	"CHATHISTORY asks for what was said before; none of it comes unasked",
	"IRCv3 draft/chathistory"},
    {"draft/event-playback", CAP_EVENT_PLAYBACK, CAP_BATCH, NULL,
	"history holds more than messages: who came, went, changed what",
	"IRCv3 draft/chathistory"},
    {"draft/extended-isupport", CAP_EXTENDED_ISUPPORT, 0, NULL,
	"ISUPPORT before registration, and in a batch",
	"IRCv3 draft/extended-isupport"},
    {"draft/extended-monitor", CAP_DRAFT_EXTENDED_MONITOR, 0, NULL,
	"the name that extended-monitor had as a draft",
	"IRCv3 extended-monitor"},
    {"draft/metadata-2", CAP_METADATA, CAP_BATCH, metadata_value,
	"METADATA tells what people and channels say about themselves",
	"IRCv3 draft/metadata-2"},
    {"draft/message-redaction", CAP_REDACTION, CAP_MESSAGE_TAGS, NULL,
	"REDACT tells that a message was taken back",
	"IRCv3 draft/message-redaction"},
    {"draft/multiline", CAP_MULTILINE, CAP_BATCH, multiline_value,
	"messages of several lines, as batches of this type",
	"IRCv3 draft/multiline"},
    {"draft/no-implicit-names", CAP_DRAFT_NO_IMPLICIT_NAMES, 0, NULL,
	"the name that no-implicit-names had as a draft",
	"IRCv3 no-implicit-names"},
    {"draft/pre-away", CAP_PRE_AWAY, 0, NULL,
	"AWAY before registration; AWAY * tells that nobody is at the device",
	"IRCv3 pre-away"},
    {"draft/read-marker", CAP_READ_MARKER, 0, NULL,
	"MARKREAD tells until where one has read, also on other devices",
	"IRCv3 draft/read-marker"},
    {"echo-message", CAP_ECHO_MESSAGE, 0, NULL,
	"what one says comes back in its place", "IRCv3 echo-message"},
    {"extended-join", CAP_EXTENDED_JOIN, 0, NULL,
	"JOIN carries account and real name", "IRCv3 extended-join"},
    {"extended-monitor", CAP_EXTENDED_MONITOR, 0, NULL,
	"MONITOR tells more than who is here", "IRCv3 extended-monitor"},
    {"invite-notify", CAP_INVITE_NOTIFY, 0, NULL,
	"INVITE tells whom others invite", "IRCv3 invite-notify"},
    {"labeled-response", CAP_LABELED_RESPONSE, CAP_BATCH, NULL,
	"answers carry the label of what they answer",
	"IRCv3 labeled-response"},
    {"message-tags", CAP_MESSAGE_TAGS, 0, NULL, "tags, msgid and TAGMSG",
	"IRCv3 message-tags"},
    {"multi-prefix", CAP_MULTI_PREFIX, 0, NULL,
	"all prefixes of a member are shown", "IRCv3 multi-prefix"},
    {"no-implicit-names", CAP_NO_IMPLICIT_NAMES, 0, NULL,
	"no NAMES after a JOIN", "IRCv3 no-implicit-names"},
    {"sasl", CAP_SASL, 0, sasl_offer_names,
	"AUTHENTICATE logs in to an account, by one of these mechanisms",
	"IRCv3 sasl"},
    {"server-time", CAP_SERVER_TIME, 0, NULL, "everything carries its time",
	"IRCv3 server-time"},
    {"setname", CAP_SETNAME, 0, NULL, "SETNAME changes one's real name",
	"IRCv3 setname"},
    {"soju.im/search", CAP_SEARCH, 0, NULL,
	"SEARCH finds what was said by its words", "soju.im/search"},
    {"standard-replies", CAP_STANDARD_REPLIES, 0, NULL, "FAIL, WARN and NOTE",
	"IRCv3 standard-replies"},
    {"sts", CAP_STS, 0, NULL,
	"cannot be asked for; where TLS is, and for how long it must be used",
	"IRCv3 sts"},
    {"tcpchat/nonce", CAP_NONCE, 0, NULL,
	"a message with this tag that is sent once more is not said twice",
	"this page"},
    {"userhost-in-names", CAP_USERHOST_IN_NAMES, 0, NULL,
	"NAMES shows nick!user@host", "IRCv3 userhost-in-names"},
    {"znc.in/self-message", CAP_SELF_MESSAGE, 0, NULL,
	"what one says on another device comes too", "ZNC"},
    {NULL, 0, 0, NULL, NULL, NULL},
};

/* Clients ask for some standards by the names of their drafts. */
static const struct {
	uint64_t draft, standard;
} drafts[] = {
    {CAP_DRAFT_EXTENDED_MONITOR, CAP_EXTENDED_MONITOR},
    {CAP_DRAFT_NO_IMPLICIT_NAMES, CAP_NO_IMPLICIT_NAMES},
};

const struct cap_def *
cap_find(const char *name)
{
	for (const struct cap_def *c = caps; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

bool
cap_is_draft(const struct cap_def *c)
{
	return strchr(c->name, '/');
}

bool
cap_offered(const struct cap_def *c, const struct cap_offer *o)
{
	if (c->bit == CAP_SEARCH)
		return o->set->search;
	if (c->bit == CAP_ACCOUNT_REGISTRATION)
		return policy_register(o->set, &o->who) <=
		    POLICY_REGISTER_INVITED;
	return true;
}

uint64_t
caps_offered(uint64_t bits, const struct cap_offer *o)
{
	for (const struct cap_def *c = caps; c->name; c++)
		if (!cap_offered(c, o))
			bits &= ~c->bit;
	return bits;
}

uint64_t
caps_effective(uint64_t asked)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < sizeof(drafts) / sizeof(*drafts); i++)
		if (asked & drafts[i].draft)
			asked |= drafts[i].standard;
	for (const struct cap_def *c = caps; c->name; c++)
		if ((asked & c->bit) && (asked & c->needs) == c->needs)
			bits |= c->bit;
	return bits;
}

static void
add_offer(struct buf *out, const struct cap_def *c, const struct cap_offer *o)
{
	if (!cap_offered(c, o))
		return;
	buf_adds(out, c->name);
	if (!c->value || !o->values)
		return;
	buf_addc(out, '=');
	c->value(out, o->set, &o->who);
}

static void
add_word(struct buf *out, const char *word)
{
	buf_addf(out, "%s%s", out->len ? " " : "", word);
}

static void
add_change(struct buf *come, struct buf *gone, const struct cap_def *c,
    const char *before, const char *now)
{
	if (*before && !*now)
		add_word(gone, c->name);
	else if (strcmp(before, now) != 0)
		add_word(come, now);
}

void
caps_changes(struct buf *come, struct buf *gone, const struct cap_offer *before,
    const struct cap_offer *now)
{
	struct buf old = {0}, fresh = {0};

	for (const struct cap_def *c = caps; c->name; c++) {
		buf_reset(&old);
		buf_reset(&fresh);
		add_offer(&old, c, before);
		add_offer(&fresh, c, now);
		add_change(come, gone, c, old.data ? old.data : "",
		    fresh.data ? fresh.data : "");
	}
	buf_free(&old);
	buf_free(&fresh);
}
