/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/isupport.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "common/text.h"
#include "server/modes.h"
#include "server/reply.h"

enum { TOKENS_A_LINE = 13, LINE_BYTES = 380 };

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

static void
add_number(struct buf *out, const char *name, int64_t n)
{
	if (n > 0)
		buf_addf(out, "%s=%" PRId64 " ", name, n);
}

/* A limit within a token; nothing where it is off. */
static void
add_limit(struct buf *out, const char *name, int64_t n)
{
	buf_adds(out, name);
	if (n > 0)
		buf_addf(out, "%" PRId64, n);
}

static void
add_modes(struct buf *out, enum mode_type type)
{
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == type)
			buf_addc(out, m->letter);
}

static void
add_prefixes(struct buf *out)
{
	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == MODE_PREFIX)
			buf_addc(out, m->prefix);
}

static void
add_chanmodes(struct buf *out)
{
	buf_adds(out, "CHANMODES=");
	add_modes(out, MODE_LIST);
	buf_addc(out, ',');
	add_modes(out, MODE_ALWAYS);
	buf_addc(out, ',');
	add_modes(out, MODE_TO_SET);
	buf_addc(out, ',');
	add_modes(out, MODE_FLAG);
	buf_addc(out, ' ');
}

static void
add_prefix(struct buf *out)
{
	buf_adds(out, "PREFIX=(");
	add_modes(out, MODE_PREFIX);
	buf_addc(out, ')');
	add_prefixes(out);
	buf_adds(out, " ");
}

static void
add_maxlist(struct buf *out, int64_t entries)
{
	if (entries <= 0)
		return;
	buf_adds(out, "MAXLIST=");
	add_modes(out, MODE_LIST);
	add_limit(out, ":", entries);
	buf_addc(out, ' ');
}

static void
add_statusmsg(struct buf *out)
{
	buf_adds(out, "STATUSMSG=");
	add_prefixes(out);
	buf_addc(out, ' ');
}

static void
add_targmax(struct buf *out, int64_t targets)
{
	static const char *const many[] = {
	    "KICK:", ",NOTICE:", ",PRIVMSG:", ",TAGMSG:"};

	buf_adds(out, "TARGMAX=JOIN:,");
	for (size_t i = 0; i < sizeof(many) / sizeof(*many); i++)
		add_limit(out, many[i], targets);
	buf_adds(out, ",NAMES:1,PART:,WHOIS:1 ");
}

static void
add_text(struct buf *out, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_addf(out, "%s=", name);
	add_escaped(out, value);
	buf_addc(out, ' ');
}

void
isupport_tokens(struct buf *out, const struct settings *set)
{
	buf_adds(out, "ACCOUNTEXTBAN=a ");
	add_number(out, "AWAYLEN", set->away_length);
	buf_addf(out, "BOT=%c CASEMAPPING=ascii ", 'B');
	add_limit(out, "CHANLIMIT=#:", set->channels_per_user);
	buf_addc(out, ' ');
	add_chanmodes(out);
	add_number(out, "CHANNELLEN", set->channel_length);
	buf_adds(out, "CHANTYPES=# ELIST=CMNTU EXCEPTS=e EXTBAN=$,a INVEX=I ");
	add_number(out, "KICKLEN", set->kick_length);
	add_text(out, "LOBBY", set->lobby);
	add_maxlist(out, set->list_entries);
	add_limit(out, set->modes_per_line > 0 ? "MODES=" : "MODES",
	    set->modes_per_line);
	buf_addc(out, ' ');
	add_number(out, "NAMELEN", set->realname_length);
	add_text(out, "NETWORK", set->network);
	add_number(out, "NICKLEN", set->nick_length);
	add_prefix(out);
	add_statusmsg(out);
	add_targmax(out, set->targets);
	add_number(out, "TOPICLEN", set->topic_length);
	buf_adds(out, "UTF8ONLY WHOX ");
}

void
isupport_send(struct server *srv, struct session *s)
{
	const char *words[TOKENS_A_LINE + 1];
	struct buf tokens = {0};
	char *rest, *word;
	size_t n = 0, len = 0;

	isupport_tokens(&tokens, srv->settings);
	rest = tokens.data;
	while ((word = strsep(&rest, " "))) {
		bool full = n == TOKENS_A_LINE || len > LINE_BYTES;

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
	buf_free(&tokens);
}
