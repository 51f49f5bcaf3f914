/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_batch.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/client_tags.h"
#include "server/cmd_message.h"
#include "server/multiline.h"
#include "server/nonce.h"
#include "server/reply.h"
#include "server/resend.h"

#define TYPE   "draft/multiline"
#define CONCAT "draft/multiline-concat"

#define REFERENCE \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

static void
fail(struct server *srv, struct session *s, const char *code,
    const char *const *context, const char *text)
{
	reply_fail(srv, s, "BATCH", code, context, "%s", text);
}

static void
fail_invalid(struct server *srv, struct session *s, const char *why)
{
	fail(srv, s, "MULTILINE_INVALID", NULL, why);
}

static bool
is_open(const struct session *s)
{
	return s->multiline && !s->multiline->refused;
}

static void
forget(struct session *s)
{
	multiline_free(s->multiline);
	s->multiline = NULL;
}

/* The answer to the batch's label is why it is refused. Not while a command
 * with a label of its own runs. */
static void
refuse(struct server *srv, struct session *s, const char *code,
    const char *const *context, const char *why)
{
	session_label_begin(s, s->multiline->label);
	fail(srv, s, code, context, why);
	session_label_end(s, srv->settings->server_name);
	multiline_refuse(s->multiline);
}

static void
refuse_invalid(struct server *srv, struct session *s, const char *why)
{
	refuse(srv, s, "MULTILINE_INVALID", NULL, why);
}

static void
refuse_over(struct server *srv, struct session *s, const char *code,
    size_t most, const char *why)
{
	struct buf limit = {0};

	buf_addf(&limit, "%zu", most);
	refuse(srv, s, code, WORDS(limit.data), why);
	buf_free(&limit);
}

static void
refuse_by(struct server *srv, struct session *s, enum multiline_result result)
{
	struct multiline_limits most = multiline_limits(srv->settings);

	switch (result) {
	case MULTILINE_OK:
		break;
	case MULTILINE_MAX_BYTES:
		refuse_over(srv, s, "MULTILINE_MAX_BYTES", most.bytes,
		    "Multiline batch max-bytes exceeded");
		break;
	case MULTILINE_MAX_LINES:
		refuse_over(srv, s, "MULTILINE_MAX_LINES", most.lines,
		    "Multiline batch max-lines exceeded");
		break;
	case MULTILINE_MIXED:
		refuse_invalid(srv, s,
		    "Invalid multiline batch with both PRIVMSG and NOTICE");
		break;
	case MULTILINE_BLANK:
		refuse_invalid(srv, s,
		    "Invalid multiline batch with concatenated blank line");
		break;
	case MULTILINE_CTCP:
		refuse_invalid(
		    srv, s, "Invalid multiline batch: a CTCP has one line");
		break;
	}
}

/* EVENT_KINDS for what is no line of a message. */
static enum event_kind
kind_of(const struct irc_msg *m)
{
	if (text_casecmp(m->command, "PRIVMSG") == 0)
		return EVENT_MESSAGE;
	return text_casecmp(m->command, "NOTICE") == 0 ? EVENT_NOTICE
						       : EVENT_KINDS;
}

/* Others would be lost: they belong on the BATCH. */
static bool
has_other_tags(const struct irc_msg *m)
{
	for (size_t i = 0; i < m->ntags; i++)
		if (strcmp(m->tags[i].key, "batch") != 0 &&
		    strcmp(m->tags[i].key, CONCAT) != 0)
			return true;
	return false;
}

static const char *
what_is_wrong(const struct irc_msg *m, enum decode_result decoded)
{
	if (decoded == DECODE_INVALID_UTF8)
		return "Invalid multiline batch: a line is not UTF-8";
	if (kind_of(m) == EVENT_KINDS)
		return "Invalid multiline batch: only PRIVMSG or NOTICE may be "
		       "in it";
	if (has_other_tags(m))
		return "Invalid multiline batch: tags belong on its BATCH";
	return m->nparams > 0 ? NULL : "Invalid multiline batch: no target";
}

static void
take(struct server *srv, struct session *s, const struct irc_msg *m,
    enum decode_result decoded)
{
	struct multiline *b = s->multiline;
	struct multiline_limits most = multiline_limits(srv->settings);
	const char *wrong = what_is_wrong(m, decoded);

	if (wrong)
		refuse_invalid(srv, s, wrong);
	else if (text_casecmp(m->params[0], b->target) != 0)
		refuse(srv, s, "MULTILINE_INVALID_TARGET",
		    WORDS(b->target, m->params[0]), "Invalid multiline target");
	else
		refuse_by(srv, s,
		    multiline_add(b, &most, kind_of(m),
			m->nparams > 1 ? m->params[1] : "",
			irc_tag(m, CONCAT) != NULL));
	b->heard_ms = srv->now_ms;
}

/* What may come between the lines of a batch: that a client lives, or ends;
 * and the batch's own end. */
static bool
may_come_between(const struct session *s, const struct irc_msg *m)
{
	static const char *const apart[] = {"PING", "PONG", "QUIT"};

	for (size_t i = 0; i < sizeof(apart) / sizeof(*apart); i++)
		if (!text_casecmp(m->command, apart[i]))
			return true;
	return !text_casecmp(m->command, "BATCH") && m->nparams > 0 &&
	    m->params[0][0] == '-' &&
	    !strcmp(m->params[0] + 1, s->multiline->ref);
}

bool
batch_takes(struct server *srv, struct session *s, const struct irc_msg *m,
    enum decode_result decoded)
{
	const char *ref = irc_tag(m, "batch");

	if (ref && s->multiline && !strcmp(ref, s->multiline->ref)) {
		if (is_open(s))
			take(srv, s, m, decoded);
		return true;
	}
	if (ref && !session_has(s, CAP_MULTILINE))
		return false;
	if (is_open(s) && (ref || !may_come_between(s, m)))
		refuse_invalid(srv, s,
		    "Invalid multiline batch: something else came before its "
		    "end");
	else if (ref)
		fail_invalid(srv, s, "There is no such batch");
	return ref != NULL;
}

void
batch_spoil(struct server *srv, struct session *s)
{
	if (is_open(s))
		refuse_invalid(
		    srv, s, "Invalid multiline batch: a line was too long");
}

/* Opened, but for the FAIL that was sent. */
static void
ignore_rest(struct session *s)
{
	multiline_refuse(s->multiline);
}

static bool
is_reference(const char *ref)
{
	return *ref && !ref[strspn(ref, REFERENCE)];
}

static void
open_multiline(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct multiline *b = s->multiline;
	const char *target = irc_param(m, 2), *nonce = resend_nonce(s, m);
	struct buf tags = {0};

	if (!target || !*target || strchr(target, ',')) {
		fail_invalid(srv, s, "A multiline batch has one target");
		ignore_rest(s);
		return;
	}
	if (nonce && !nonce_valid(nonce)) {
		resend_refuse(srv, s, "BATCH");
		ignore_rest(s);
		return;
	}
	if (session_has(s, CAP_MESSAGE_TAGS))
		client_tags_keep(&tags, srv->settings, m);
	mem_replace(&b->target, target);
	mem_replace(&b->tags, tags.data);
	mem_replace(&b->nonce, nonce);
	buf_free(&tags);
	b->label = session_label_take(s);
}

static void
begin(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *ref = m->params[0] + 1, *type = irc_param(m, 1);

	forget(s);
	s->multiline = multiline_new(ref, srv->now_ms);
	if (!is_reference(ref)) {
		fail(srv, s, "INVALID_REFTAG", WORDS(ref),
		    "A reference tag has letters, digits and '-'");
		ignore_rest(s);
	} else if (!type) {
		reply(srv, s, ERR_NEEDMOREPARAMS, "BATCH", NULL);
		ignore_rest(s);
	} else if (strcmp(type, TYPE) != 0 || !session_has(s, CAP_MULTILINE)) {
		fail(srv, s, "UNKNOWN_TYPE", WORDS(ref, type),
		    "No such type of batch");
		ignore_rest(s);
	} else {
		open_multiline(srv, s, m);
	}
}

/* What the message is answered with has the label of the batch's start. */
static void
finish(struct server *srv, struct session *s)
{
	struct multiline *b = s->multiline;

	s->multiline = NULL;
	if (b->label) {
		free(session_label_take(s));
		session_label_begin(s, b->label);
	}
	if (multiline_is_blank(b))
		fail_invalid(
		    srv, s, "Invalid multiline batch with blank lines only");
	else
		message_say(srv, s, b);
	multiline_free(b);
}

static void
end(struct server *srv, struct session *s, const char *ref)
{
	if (!s->multiline || strcmp(ref, s->multiline->ref) != 0)
		fail_invalid(srv, s, "There is no such batch");
	else if (s->multiline->refused)
		forget(s);
	else
		finish(srv, s);
}

void
cmd_batch(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *ref = m->params[0];

	if (*ref == '+' && irc_tag(m, "batch"))
		fail_invalid(srv, s, "Batches are not nested");
	else if (*ref == '+')
		begin(srv, s, m);
	else if (*ref == '-')
		end(srv, s, ref + 1);
	else
		fail(srv, s, "INVALID_REFTAG", WORDS(ref),
		    "A batch begins with +reference and ends with -reference");
}

int64_t
batch_timeout_at(const struct server *srv, const struct session *s)
{
	return is_open(s) ? s->multiline->heard_ms + srv->settings->multiline_ms
			  : -1;
}

void
batch_time_out(struct server *srv, struct session *s)
{
	refuse(srv, s, "TIMEOUT", WORDS(s->multiline->ref),
	    "The batch was left open for too long");
}
