/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/row.h"

#include <openssl/sha.h>
#include <string.h>

#include "common/irc.h"
#include "server/name.h"

static bool
has_control(const char *s, const char *but)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' && !strchr(but, *s))
			return true;
	return false;
}

static int
wrong(struct buf *err, const char *key, const char *what)
{
	buf_addf(err, "\"%s\" %s", key, what);
	return -1;
}

/* What stands on the wire between spaces. */
static int
check_word(struct buf *err, const char *key, const char *s, const char * not )
{
	if (!s)
		return 0;
	if (!*s || strlen(s) > ROW_WORD_MAX)
		return wrong(err, key, "must have 1 to 255 bytes");
	if (*s == ':' || strpbrk(s, not ) || has_control(s, ""))
		return wrong(err, key,
		    "must be one word, without the characters that IRC gives "
		    "a meaning");
	return 0;
}

static int
check_text(struct buf *err, const char *key, const char *s, const char *lines)
{
	if (!s)
		return 0;
	if (strlen(s) > ROW_BODY_MAX)
		return wrong(err, key, "must be at most 1 MiB long");
	if (strpbrk(s, "\r\n") && !*lines)
		return wrong(err, key,
		    "must be one line: only messages and notices have more");
	return 0;
}

static bool
is_said(const struct row *r)
{
	return !strcmp(r->kind, "message") || !strcmp(r->kind, "notice");
}

static int
check_kind(const struct row *r, struct buf *err)
{
	enum event_kind kind;

	if (!r->kind)
		return wrong(err, "kind", "is missing");
	kind = event_by_name(r->kind);
	if (strcmp(r->kind, "redacted") != 0 &&
	    (kind == EVENT_KINDS || !event_defs[kind].kept))
		return wrong(err, "kind",
		    "must be message, notice, join, part, quit, kick, nick, "
		    "topic, mode, rename, redact or redacted");
	if ((kind == EVENT_KICK || kind == EVENT_NICK || kind == EVENT_RENAME ||
		kind == EVENT_REDACT) &&
	    !r->arg)
		return wrong(err, "arg", "is missing: this kind needs it");
	if ((is_said(r) || kind == EVENT_MODE) && !r->body)
		return wrong(err, "body", "is missing");
	if (is_said(r) && event_has_ctcp(r->body))
		return wrong(
		    err, "body", "must have no CTCP but ACTION: none is kept");
	return 0;
}

static int
check_time(const struct row *r, int64_t now_ms, struct buf *err)
{
	if (r->time_ms < 0)
		return wrong(
		    err, "time", "must be as in 2026-11-21T02:20:03.123Z");
	if (r->time_ms > now_ms)
		return wrong(err, "time", "is in the future");
	return 0;
}

/* A channel that was renamed has had another name then. */
static int
check_place(const struct row *r, struct buf *err)
{
	const char *why = NULL;
	bool needs_target = strcmp(r->kind, "quit") && strcmp(r->kind, "nick");

	if (needs_target && !r->target)
		return wrong(err, "target", "is missing");
	if (r->channel)
		why = name_check_channel(r->channel, ROW_WORD_MAX);
	if (why)
		return wrong(err, "channel", "must be the name of a channel");
	if (r->channel && r->target &&
	    name_check_channel(r->target, ROW_WORD_MAX))
		return wrong(err, "target", "must be the name of a channel");
	if (!r->channel && !is_said(r) && strcmp(r->kind, "redacted") != 0 &&
	    strcmp(r->kind, "redact") != 0)
		return wrong(err, "channel", "is missing: this kind needs one");
	if (!r->channel && r->target && *r->target == '#')
		return wrong(err, "channel", "is missing: the target is one");
	return check_word(err, "target", r->target, " ,");
}

static size_t
length(const char *s)
{
	return s ? strlen(s) : 0;
}

/* '*' is nobody's, and with '~' begin those who have none
 * (correspondent.h). */
static int
check_account(struct buf *err, const char *key, const char *s)
{
	if (s && (*s == '~' || !strcmp(s, "*")))
		return wrong(err, key, "must be the name of an account");
	return check_word(err, key, s, " ,");
}

static int
check_source(const struct row *r, struct buf *err)
{
	if (!r->nick)
		return wrong(err, "nick", "is missing");
	if (check_word(err, "nick", r->nick, " !@,#&") < 0 ||
	    check_word(err, "user", r->user, " !@") < 0 ||
	    check_word(err, "host", r->host, " !@") < 0 ||
	    check_account(err, "account", r->account) < 0 ||
	    check_text(err, "realname", r->realname, "") < 0)
		return -1;
	if (length(r->nick) + length(r->user) + length(r->host) +
		length(r->target) >
	    ROW_NAMES_MAX)
		return wrong(err, "nick",
		    "must have at most 400 bytes together with user, host and "
		    "target");
	return 0;
}

/* Only those of clients: the others are the server's to say. */
static int
check_tags(const struct row *r, struct buf *err)
{
	bool good = !r->tags || strlen(r->tags) <= IRC_CLIENT_TAGS_MAX;

	for (const char *tag = r->tags; good && tag; tag++) {
		good =
		    *tag == '+' && !strpbrk(tag, " ") && !has_control(tag, "");
		tag = strchr(tag, ';');
		if (!tag)
			break;
	}
	return good
	    ? 0
	    : wrong(err, "tags", "must be as on the wire: +key=value;…");
}

static int
check_rest(const struct row *r, struct buf *err)
{
	if (r->status &&
	    (strlen(r->status) != 1 || !strchr("~&@%+", *r->status)))
		return wrong(err, "status", "must be one of ~ & @ % +");
	/* the account of whom it is for, the one kicked, a name, an id */
	if ((!r->channel && is_said(r) &&
		check_account(err, "arg", r->arg) < 0) ||
	    check_word(err, "arg", r->arg, " ") < 0 ||
	    check_text(err, "body", r->body, is_said(r) ? "\r\n" : "") < 0)
		return -1;
	return check_tags(r, err);
}

int
row_check(const struct row *r, int64_t now_ms, struct buf *err)
{
	if (check_kind(r, err) < 0 || check_time(r, now_ms, err) < 0 ||
	    check_place(r, err) < 0 || check_source(r, err) < 0)
		return -1;
	return check_rest(r, err);
}

/* With its NUL, and a text that is not there unlike any that is. */
static void
add_part(struct buf *out, const char *s)
{
	buf_add(out, s ? s : "\001", s ? strlen(s) + 1 : 1);
}

void
row_id(const struct row *r, uint64_t same, char id[EVENT_ID_LEN])
{
	const char *const parts[] = {
	    r->id, r->kind, r->channel, r->nick, r->target, r->arg, r->body};
	unsigned char sum[SHA256_DIGEST_LENGTH];
	struct buf all = {0};

	if (r->id && event_id_time(r->id) == r->time_ms) {
		memcpy(id, r->id, strlen(r->id) + 1);
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		add_part(&all, parts[i]);
	buf_add(&all, &same, sizeof(same));
	SHA256((const unsigned char *)all.data, all.len, sum);
	event_id_at(id, r->time_ms, sum);
	buf_free(&all);
}
