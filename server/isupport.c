/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/isupport.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/client_tags.h"
#include "server/modes.h"
#include "server/reply.h"

enum { TOKENS_A_LINE = 13, LINE_BYTES = 330 };

static void
add_escaped(struct buf *out, const char *value)
{
	for (; *value; value++)
		if (isgraph((unsigned char)*value) && !strchr("\\=", *value))
			buf_addc(out, *value);
		else if ((unsigned char)*value >= 0x80)
			buf_addc(out, *value);
		else
			buf_addf(out, "\\x%02X", (unsigned char)*value);
}

/* A number, which stands after what is there already; false where the limit
 * is off. */
static bool
add_number(struct buf *out, int64_t n)
{
	if (n > 0)
		buf_addf(out, "%" PRId64, n);
	return n > 0;
}

static void
add_modes(struct buf *out, enum mode_type type)
{
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == type)
			buf_addc(out, m->letter);
}

static bool
value_accountrequired(struct buf *out, const struct settings *set)
{
	(void)out;
	return set->require_account == SETTINGS_REQUIRE_ALL;
}

static bool
value_awaylen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->away_length);
}

static bool
value_chanlimit(struct buf *out, const struct settings *set)
{
	buf_adds(out, "#:");
	add_number(out, set->channels_per_user);
	return true;
}

static bool
value_chanmodes(struct buf *out, const struct settings *set)
{
	static const enum mode_type types[] = {
	    MODE_LIST, MODE_ALWAYS, MODE_TO_SET, MODE_FLAG};

	(void)set;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		buf_adds(out, i > 0 ? "," : "");
		add_modes(out, types[i]);
	}
	return true;
}

static bool
value_channellen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->channel_length);
}

static bool
value_chathistory(struct buf *out, const struct settings *set)
{
	return add_number(out, set->history_page);
}

static bool
value_clienttagdeny(struct buf *out, const struct settings *set)
{
	return client_tags_token(out, set);
}

static bool
value_kicklen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->kick_length);
}

static bool
value_lobby(struct buf *out, const struct settings *set)
{
	add_escaped(out, set->lobby);
	return *set->lobby;
}

static bool
value_maxlist(struct buf *out, const struct settings *set)
{
	add_modes(out, MODE_LIST);
	buf_addc(out, ':');
	return add_number(out, set->list_entries);
}

static bool
value_modes(struct buf *out, const struct settings *set)
{
	add_number(out, set->modes_per_line);
	return true;
}

static bool
value_monitor(struct buf *out, const struct settings *set)
{
	add_number(out, set->monitor_entries);
	return true;
}

static bool
value_namelen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->realname_length);
}

static bool
value_network(struct buf *out, const struct settings *set)
{
	add_escaped(out, set->network);
	return *set->network;
}

static bool
value_nicklen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->nick_length);
}

static bool
value_statusmsg(struct buf *out, const struct settings *set)
{
	(void)set;
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == MODE_PREFIX)
			buf_addc(out, m->prefix);
	return true;
}

static bool
value_prefix(struct buf *out, const struct settings *set)
{
	buf_addc(out, '(');
	add_modes(out, MODE_PREFIX);
	buf_addc(out, ')');
	return value_statusmsg(out, set);
}

static bool
value_targmax(struct buf *out, const struct settings *set)
{
	static const struct {
		const char *command;
		bool limited;
	} many[] = {{"JOIN", false}, {"KICK", true}, {"NAMES", false},
	    {"NOTICE", true}, {"PART", false}, {"PRIVMSG", true},
	    {"TAGMSG", true}, {"WHOIS", true}, {"WHOWAS", true}};

	for (size_t i = 0; i < sizeof(many) / sizeof(*many); i++) {
		buf_addf(out, "%s%s:", i ? "," : "", many[i].command);
		if (many[i].limited)
			add_number(out, set->targets);
	}
	return true;
}

static bool
value_topiclen(struct buf *out, const struct settings *set)
{
	return add_number(out, set->topic_length);
}

#define MODERN "Modern IRC, RPL_ISUPPORT parameters"

const struct isupport_def isupport_defs[] = {
    {"ACCOUNTEXTBAN", NULL, "a", "the extended ban that names an account",
	"IRCv3 account-extban"},
    {"AWAYLEN", value_awaylen, NULL, "longest away message, in bytes", MODERN},
    {"BOT", NULL, "B", "the user mode that marks a bot", "IRCv3 bot-mode"},
    {"CASEMAPPING", NULL, "ascii", "only A to Z have two cases", MODERN},
    {"CHANLIMIT", value_chanlimit, NULL, "channels that one user may be in",
	MODERN},
    {"CHANMODES", value_chanmodes, NULL, "channel modes by type", MODERN},
    {"CHANNELLEN", value_channellen, NULL, "longest channel name, in bytes",
	MODERN},
    {"CHANTYPES", NULL, "#", "how names of channels begin", MODERN},
    {"CHATHISTORY", value_chathistory, NULL,
	"messages that one CHATHISTORY may ask for", "IRCv3 draft/chathistory"},
    {"CLIENTTAGDENY", value_clienttagdeny, NULL,
	"tags of clients that are not passed on", "IRCv3 message-tags"},
    {"ELIST", NULL, "CMNTU", "conditions that LIST takes", MODERN},
    {"EXCEPTS", NULL, "e", "the list of exceptions from bans", MODERN},
    {"EXTBAN", NULL, "$,amr",
	"prefix of extended bans; account, mute, real name", MODERN},
    {"INVEX", NULL, "I", "the list of who needs no invitation", MODERN},
    {"KICKLEN", value_kicklen, NULL, "longest reason of a KICK, in bytes",
	MODERN},
    {"KNOCK", NULL, NULL, "KNOCK asks to be let into a channel", "Solanum"},
    {"LOBBY", value_lobby, NULL,
	"channel that tcpchat joins when told no other", "tcpchat"},
    {"MAXLIST", value_maxlist, NULL, "entries of the lists of a channel",
	MODERN},
    {"MODES", value_modes, NULL,
	"modes with a parameter that one MODE may change", MODERN},
    {"MONITOR", value_monitor, NULL, "nicks that MONITOR watches",
	"IRCv3 monitor"},
    {"MSGREFTYPES", NULL, "msgid,timestamp",
	"how CHATHISTORY refers to a message", "IRCv3 draft/chathistory"},
    {"NAMELEN", value_namelen, NULL, "longest real name, in bytes",
	"IRCv3 setname"},
    {"NETWORK", value_network, NULL, "name of the network", MODERN},
    {"NICKLEN", value_nicklen, NULL, "longest nickname, in bytes", MODERN},
    {"PREFIX", value_prefix, NULL, "modes of members and their prefixes",
	MODERN},
    {"SAFELIST", NULL, NULL, "a LIST of everything ends nobody", MODERN},
    {"STATUSMSG", value_statusmsg, NULL,
	"prefixes that send to a part of a channel", MODERN},
    {"TARGMAX", value_targmax, NULL, "targets of one command", MODERN},
    {"TOPICLEN", value_topiclen, NULL, "longest topic, in bytes", MODERN},
    {"UTF8ONLY", NULL, NULL, "everything is UTF-8", "IRCv3 utf8-only"},
    {"WHOX", NULL, NULL, "WHO takes fields", "IRCv3 whox"},
    {"draft/ACCOUNTREQUIRED", value_accountrequired, NULL,
	"nobody comes in without an account",
	"IRCv3 draft/account-registration"},
    {NULL, NULL, NULL, NULL, NULL},
};

static void
add_token(
    struct buf *out, const struct isupport_def *d, const struct settings *set)
{
	struct buf value = {0};
	bool there = true;

	if (d->value)
		there = d->value(&value, set);
	else if (d->fixed)
		buf_adds(&value, d->fixed);
	if (there && value.len > 0)
		buf_addf(out, "%s=%s ", d->name, value.data);
	else if (there)
		buf_addf(out, "%s ", d->name);
	buf_free(&value);
}

void
isupport_tokens(struct buf *out, const struct settings *set)
{
	for (const struct isupport_def *d = isupport_defs; d->name; d++)
		add_token(out, d, set);
}

/* Whether a word (up to its space) stands in a list of them. */
static bool
listed(const char *words, const char *word, size_t len)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		if (n == len && !strncmp(words, word, len))
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

static bool
named(const char *words, const char *name, size_t len)
{
	while (*words) {
		if (strcspn(words, "= ") == len && !strncmp(words, name, len))
			return true;
		words += strcspn(words, " ");
		words += *words == ' ';
	}
	return false;
}

/* What `now` has anew, and "-NAME" for each name it has no more. */
static void
compare(struct buf *out, const char *before, const char *now)
{
	for (const char *p = now; *p; p += strcspn(p, " ") + 1)
		if (!listed(before, p, strcspn(p, " ")))
			buf_add(out, p, strcspn(p, " ") + 1);
	for (const char *p = before; *p; p += strcspn(p, " ") + 1)
		if (!named(now, p, strcspn(p, "= ")))
			buf_addf(out, "-%.*s ", (int)strcspn(p, "= "), p);
}

void
isupport_changes(
    struct buf *out, const struct settings *before, const struct settings *now)
{
	struct buf a = {0}, b = {0};

	isupport_tokens(&a, before);
	isupport_tokens(&b, now);
	compare(out, a.data, b.data);
	buf_free(&a);
	buf_free(&b);
}

static void
say_tokens(struct server *srv, struct session *s, const char *tokens)
{
	const char *words[TOKENS_A_LINE + 1];
	char *copy = mem_strdup(tokens), *rest = copy, *word;
	size_t n = 0, len = 0;

	while ((word = strsep(&rest, " "))) {
		bool full =
		    n == TOKENS_A_LINE || len + strlen(word) > LINE_BYTES;

		if (n > 0 && (full || !*word)) {
			words[n] = NULL;
			reply_text(srv, s, RPL_ISUPPORT, words,
			    "are supported by this server");
			n = len = 0;
		}
		if (*word) {
			words[n++] = word;
			len += strlen(word) + 1;
		}
	}
	free(copy);
}

/* draft/extended-isupport: in a batch of its own, always. */
void
isupport_say(struct server *srv, struct session *s, const char *tokens)
{
	bool batched = session_has(s, CAP_EXTENDED_ISUPPORT);

	if (batched)
		reply_batch_begin(srv, s, "draft/isupport", NULL);
	say_tokens(srv, s, tokens);
	if (batched)
		reply_batch_end(srv, s);
}

void
isupport_send(struct server *srv, struct session *s)
{
	struct buf tokens = {0};

	isupport_tokens(&tokens, srv->settings);
	isupport_say(srv, s, tokens.data);
	buf_free(&tokens);
}
