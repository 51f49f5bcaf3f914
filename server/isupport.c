/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/isupport.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
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
	add_number(out, "MONITOR", set->monitor_entries);
	add_number(out, "NAMELEN", set->realname_length);
	add_text(out, "NETWORK", set->network);
	add_number(out, "NICKLEN", set->nick_length);
	add_prefix(out);
	add_statusmsg(out);
	add_targmax(out, set->targets);
	add_number(out, "TOPICLEN", set->topic_length);
	buf_adds(out, "UTF8ONLY WHOX ");
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

void
isupport_say(struct server *srv, struct session *s, const char *tokens)
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

void
isupport_send(struct server *srv, struct session *s)
{
	struct buf tokens = {0};

	isupport_tokens(&tokens, srv->settings);
	isupport_say(srv, s, tokens.data);
	buf_free(&tokens);
}
