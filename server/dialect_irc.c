/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <string.h>

#include "common/clock.h"
#include "common/utf8.h"
#include "server/caps.h"
#include "server/dialect.h"
#include "server/dialect_lines.h"

static enum decode_result
irc_decode(struct irc_msg *m, char *line, size_t len)
{
	bool utf8 = utf8_valid(line, len);

	m->command = NULL;
	m->ntags = m->nparams = 0;
	switch (irc_parse(m, line, len)) {
	case IRC_EMPTY:
		return DECODE_EMPTY;
	case IRC_TOO_MANY_TAGS:
		return DECODE_TOO_LONG;
	case IRC_MALFORMED:
		return len > IRC_BODY_MAX ? DECODE_TOO_LONG : DECODE_MALFORMED;
	case IRC_OK:
		break;
	}
	if (m->tags_len > IRC_CLIENT_TAGS_MAX || m->body_len > IRC_BODY_MAX)
		return DECODE_TOO_LONG;
	return utf8 ? DECODE_OK : DECODE_INVALID_UTF8;
}

static bool
has(const struct view *v, uint64_t cap)
{
	return (v->caps & cap) == cap;
}

static void
add_time(struct irc_writer *w, const struct view *v, int64_t time_ms)
{
	char iso[CLOCK_ISO_LEN];

	if (!has(v, CAP_SERVER_TIME))
		return;
	clock_iso(time_ms, iso);
	irc_add_tag(w, "time", iso);
}

static void
add_batch(struct irc_writer *w, const struct view *v)
{
	if (v->batch && has(v, CAP_BATCH))
		irc_add_tag(w, "batch", v->batch);
}

/* Client-only tags come as they were on the wire, already escaped. */
static void
add_client_tags(
    struct irc_writer *w, const struct event *e, const struct view *v)
{
	if (!e->tags || !*e->tags || !has(v, CAP_MESSAGE_TAGS))
		return;
	buf_addc(w->out, w->tagged ? ';' : '@');
	buf_adds(w->out, e->tags);
	w->tagged = true;
}

static void
add_tags(struct irc_writer *w, const struct event *e, const struct view *v)
{
	add_batch(w, v);
	add_time(w, v, e->time_ms);
	if (e->id[0] && has(v, CAP_MESSAGE_TAGS))
		irc_add_tag(w, "msgid", e->id);
	if (e->source.user && e->source.account && has(v, CAP_ACCOUNT_TAG))
		irc_add_tag(w, "account", e->source.account);
	if (e->source.bot && has(v, CAP_MESSAGE_TAGS))
		irc_add_tag(w, "bot", "");
	add_client_tags(w, e, v);
}

static void
format_source(struct buf *out, const struct event_actor *a)
{
	buf_adds(out, a->nick);
	if (a->user)
		buf_addf(
		    out, "!%s@%s", a->user, a->host ? a->host : "localhost");
}

static void
begin(struct irc_writer *w, const struct event *e, const char *command)
{
	struct buf source = {0};

	format_source(&source, &e->source);
	irc_begin(w, source.data, command);
	buf_free(&source);
}

/* What does not fit on the line is cut between two characters; handlers
 * refuse or cut before, so this is for the rare sum of long names. */
static void
add_text(struct irc_writer *w, const char *text)
{
	size_t len = strlen(text), used = irc_body_len(w) + 2;
	size_t room = used < IRC_BODY_MAX ? IRC_BODY_MAX - used : 0;
	struct buf cut = {0};

	if (len <= room) {
		irc_add_text(w, text);
		return;
	}
	buf_add(&cut, text, utf8_cut(text, len, room));
	irc_add_text(w, cut.data ? cut.data : "");
	buf_free(&cut);
}

static void
add_optional_text(struct irc_writer *w, const char *text)
{
	if (text)
		add_text(w, text);
}

static void
add_target(struct irc_writer *w, const struct event *e)
{
	struct buf target = {0};

	if (e->status)
		buf_addc(&target, e->status);
	buf_adds(&target, e->target);
	irc_add_param(w, target.data);
	buf_free(&target);
}

static void
put_message(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, e->kind == EVENT_NOTICE ? "NOTICE" : "PRIVMSG");
	add_target(w, e);
	add_text(w, e->body ? e->body : "");
}

static void
put_tagmsg(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "TAGMSG");
	add_target(w, e);
}

static void
put_join(struct irc_writer *w, const struct event *e, const struct view *v)
{
	begin(w, e, "JOIN");
	irc_add_param(w, e->target);
	if (!has(v, CAP_EXTENDED_JOIN))
		return;
	irc_add_param(w, e->source.account ? e->source.account : "*");
	add_text(w, e->source.realname ? e->source.realname : "");
}

static void
put_part(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "PART");
	irc_add_param(w, e->target);
	add_optional_text(w, e->body);
}

static void
put_quit(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "QUIT");
	add_optional_text(w, e->body);
}

static void
put_kick(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "KICK");
	irc_add_param(w, e->target);
	irc_add_param(w, e->arg);
	add_optional_text(w, e->body);
}

static void
put_nick(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "NICK");
	irc_add_param(w, e->arg);
}

static void
put_topic(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "TOPIC");
	irc_add_param(w, e->target);
	add_text(w, e->body ? e->body : "");
}

static void
add_words(struct irc_writer *w, const char *words)
{
	struct buf word = {0};

	while (*words) {
		size_t len = strcspn(words, " ");

		buf_reset(&word);
		buf_add(&word, words, len);
		if (len > 0)
			irc_add_param(w, word.data);
		words += len + (words[len] == ' ');
	}
	buf_free(&word);
}

static void
put_mode(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "MODE");
	irc_add_param(w, e->kind == EVENT_UMODE ? e->source.nick : e->target);
	add_words(w, e->body ? e->body : "");
}

static void
put_invite(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "INVITE");
	irc_add_param(w, e->target);
	irc_add_param(w, e->arg);
}

static void
put_away(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "AWAY");
	add_optional_text(w, e->body);
}

static void
put_account(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "ACCOUNT");
	irc_add_param(w, e->source.account ? e->source.account : "*");
}

static void
put_setname(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "SETNAME");
	add_text(w, e->body ? e->body : "");
}

static void
put_rename(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "RENAME");
	irc_add_param(w, e->target);
	irc_add_param(w, e->arg);
	add_text(w, e->body ? e->body : "");
}

static void
put_redact(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "REDACT");
	irc_add_param(w, e->target);
	irc_add_param(w, e->arg);
	add_optional_text(w, e->body);
}

/* Without a value: the key is not set any more. */
static void
put_metadata(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "METADATA");
	irc_add_param(w, e->target);
	irc_add_param(w, e->arg);
	irc_add_param(w, "*");
	add_optional_text(w, e->body);
}

/* 710 (Solanum): its target is the channel, not who gets it. */
static void
put_knock(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "710");
	irc_add_param(w, e->target);
	irc_add_param(w, e->target);
	irc_add_param(w, e->body);
	add_text(w, "has asked for an invite.");
}

static void
put_kill(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "KILL");
	irc_add_param(w, e->target);
	add_text(w, e->body);
}

static void
put_wallops(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "WALLOPS");
	add_text(w, e->body);
}

static void
put_chghost(struct irc_writer *w, const struct event *e, const struct view *v)
{
	(void)v;
	begin(w, e, "CHGHOST");
	irc_add_param(w, e->arg);
	irc_add_param(w, e->body);
}

/* How each kind is written, and the capability without which it is not. */
static const struct form {
	void (*put)(
	    struct irc_writer *w, const struct event *e, const struct view *v);
	uint64_t needs;
} forms[EVENT_KINDS] = {
    [EVENT_MESSAGE] = {put_message, 0},
    [EVENT_NOTICE] = {put_message, 0},
    [EVENT_TAGMSG] = {put_tagmsg, CAP_MESSAGE_TAGS},
    [EVENT_CONNECT] = {NULL, 0},
    [EVENT_JOIN] = {put_join, 0},
    [EVENT_PART] = {put_part, 0},
    [EVENT_QUIT] = {put_quit, 0},
    [EVENT_KICK] = {put_kick, 0},
    [EVENT_NICK] = {put_nick, 0},
    [EVENT_TOPIC] = {put_topic, 0},
    [EVENT_MODE] = {put_mode, 0},
    [EVENT_UMODE] = {put_mode, 0},
    [EVENT_INVITE] = {put_invite, 0},
    [EVENT_AWAY] = {put_away, CAP_AWAY_NOTIFY},
    [EVENT_ACCOUNT] = {put_account, CAP_ACCOUNT_NOTIFY},
    [EVENT_KNOCK] = {put_knock, 0},
    [EVENT_KILL] = {put_kill, 0},
    [EVENT_WALLOPS] = {put_wallops, 0},
    [EVENT_SETNAME] = {put_setname, CAP_SETNAME},
    [EVENT_METADATA] = {put_metadata, CAP_METADATA},
    [EVENT_REDACT] = {put_redact, CAP_REDACTION},
    [EVENT_CHGHOST] = {put_chghost, CAP_CHGHOST},
    [EVENT_RENAME] = {put_rename, CAP_CHANNEL_RENAME},
};

static void
encode_line(struct buf *out, const struct event *e, const struct view *v)
{
	const struct form *f = &forms[e->kind];
	struct irc_writer w;

	if (!f->put || !has(v, f->needs))
		return;
	irc_write(&w, out);
	add_tags(&w, e, v);
	f->put(&w, e, v);
	irc_end(&w);
}

/* The message's id, which no other batch can have, is its reference. */
static void
encode_batch(
    struct buf *out, const struct event *e, const struct view *v, bool start)
{
	struct irc_writer w;
	struct buf ref = {0};

	irc_write(&w, out);
	if (start)
		add_tags(&w, e, v);
	else
		add_batch(&w, v);
	begin(&w, e, "BATCH");
	buf_addf(&ref, "%c%s", start ? '+' : '-', e->id);
	irc_add_param(&w, ref.data);
	if (start) {
		irc_add_param(&w, "draft/multiline");
		add_target(&w, e);
	}
	irc_end(&w);
	buf_free(&ref);
}

static void
irc_encode(struct buf *out, const struct event *e, const struct view *v)
{
	static const struct lines_form form = {encode_line, encode_batch};

	if (event_has_lines(e))
		lines_encode(out, e, v, &form);
	else
		encode_line(out, e, v);
}

static void
irc_reply(struct buf *out, const char *server, const struct reply *r,
    const struct view *v, int64_t time_ms)
{
	struct irc_writer w;

	irc_write(&w, out);
	add_batch(&w, v);
	add_time(&w, v, time_ms);
	irc_begin(&w, server, r->command);
	for (size_t i = 0; i < r->nparams; i++)
		irc_add_param(&w, r->params[i]);
	add_optional_text(&w, r->text);
	irc_end(&w);
}

static void
irc_batch(struct buf *out, const char *server, const char *ref,
    const char *type, const char *param, const struct view *v)
{
	struct irc_writer w;
	struct buf signed_ref = {0};

	if (!has(v, CAP_BATCH))
		return;
	irc_write(&w, out);
	add_batch(&w, v);
	irc_begin(&w, server, "BATCH");
	buf_addf(&signed_ref, "%c%s", type ? '+' : '-', ref);
	irc_add_param(&w, signed_ref.data);
	if (type)
		irc_add_param(&w, type);
	if (type && param)
		irc_add_param(&w, param);
	irc_end(&w);
	buf_free(&signed_ref);
}

/* Whether a line ("@a=b;c :source …") has a tag of this key. */
static bool
line_has_tag(const char *line, size_t len, const char *key)
{
	size_t klen = strlen(key), i = 0;

	if (len == 0 || line[0] != '@')
		return false;
	while (i < len && line[i] != ' ') {
		size_t end = ++i;

		while (end < len && line[end] != ';' && line[end] != ' ' &&
		    line[end] != '=')
			end++;
		if (end - i == klen && !memcmp(line + i, key, klen))
			return true;
		for (i = end; i < len && line[i] != ';' && line[i] != ' ';)
			i++;
	}
	return false;
}

static void
retag_line(struct buf *out, const char *line, size_t len, const char *key,
    const char *value)
{
	bool tagged = len > 0 && line[0] == '@';

	if (line_has_tag(line, len, key)) {
		buf_add(out, line, len);
		return;
	}
	buf_addc(out, '@');
	buf_adds(out, key);
	if (*value)
		buf_addc(out, '=');
	irc_escape_tag(out, value);
	buf_addc(out, tagged ? ';' : ' ');
	buf_add(out, line + tagged, len - tagged);
}

static void
irc_retag(struct buf *out, const char *lines, size_t len, const char *key,
    const char *value)
{
	while (len > 0) {
		const char *end = memchr(lines, '\n', len);
		size_t line = end ? (size_t)(end - lines) + 1 : len;

		retag_line(out, lines, line, key, value);
		lines += line;
		len -= line;
	}
}

static size_t
skip_word(const char *line, size_t len, size_t at, char first)
{
	if (at >= len || line[at] != first)
		return at;
	while (at < len && line[at] != ' ')
		at++;
	return at < len ? at + 1 : at;
}

static bool
irc_batched(const char *lines, size_t len)
{
	static const char start[] = "BATCH +";
	size_t at = skip_word(lines, len, 0, '@');

	at = skip_word(lines, len, at, ':');
	return len - at >= strlen(start) &&
	    !memcmp(lines + at, start, strlen(start));
}

size_t
dialect_irc_room(
    const struct event_actor *source, const char *command, const char *target)
{
	struct buf line = {0};
	size_t len;

	format_source(&line, source);
	len = line.len + strlen(command) + strlen(target) + strlen(":   :");
	buf_free(&line);
	return len < IRC_BODY_MAX ? IRC_BODY_MAX - len : 0;
}

const struct dialect dialect_irc = {
    .name = "irc",
    .line_max = IRC_FROM_CLIENT_MAX,
    .pings = true,
    .views = CAP_MESSAGE_TAGS | CAP_SERVER_TIME | CAP_BATCH |
	CAP_EXTENDED_JOIN | CAP_AWAY_NOTIFY | CAP_ACCOUNT_NOTIFY |
	CAP_ACCOUNT_TAG | CAP_SETNAME | CAP_CHANNEL_RENAME | CAP_MULTILINE |
	CAP_REDACTION | CAP_CHGHOST | CAP_METADATA,
    .decode = irc_decode,
    .encode = irc_encode,
    .reply = irc_reply,
    .batch = irc_batch,
    .batched = irc_batched,
    .retag = irc_retag,
};
