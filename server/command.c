/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/utf8.h"
#include "server/cmd_batch.h"
#include "server/reply.h"

enum { NAME_SHOWN = 64 }; /* of a command's name, in answers */

const struct command *
command_lookup(const struct command *table, const char *name)
{
	for (; table->name; table++)
		if (text_casecmp(table->name, name) == 0)
			return table;
	return NULL;
}

static void
refuse_unknown(struct server *srv, struct session *s, const char *name)
{
	char shown[NAME_SHOWN + 1];

	snprintf(shown, sizeof(shown), "%s", name);
	reply(srv, s, ERR_UNKNOWNCOMMAND, shown, NULL);
}

/* Says what stands in the way; false where nothing does. */
static bool
refused(struct server *srv, struct session *s, const struct command *c,
    const struct irc_msg *m)
{
	bool here = s->user;

	if (!here && (c->who == COMMAND_REGISTERED || c->who == COMMAND_OPER))
		reply(srv, s, ERR_NOTREGISTERED, NULL);
	else if (here && c->who == COMMAND_BEFORE)
		reply(srv, s, ERR_ALREADYREGISTERED, NULL);
	else if (c->who == COMMAND_OPER && !(s->user->modes & USER_OPER))
		reply(srv, s, ERR_NOPRIVILEGES, NULL);
	else if (m->nparams < c->least)
		reply(srv, s, ERR_NEEDMOREPARAMS, c->name, NULL);
	else
		return false;
	return true;
}

static void
refuse_invalid_utf8(struct server *srv, struct session *s,
    const struct command *c, const struct irc_msg *m)
{
	char shown[NAME_SHOWN + 1];

	snprintf(shown, sizeof(shown), "%s", c ? c->name : m->command);
	reply_standard(srv, s, "FAIL", shown, "INVALID_UTF8", NULL,
	    "Message rejected, your IRC software MUST use UTF-8 encoding on "
	    "this network");
}

/* A label is shown again, so it must be sound by itself. */
static const char *
message_label(const struct irc_msg *m)
{
	const char *label = irc_tag(m, "label");

	return label && utf8_valid(label, strlen(label)) ? label : NULL;
}

/* Of tags that were too many the first ones are there. */
static void
refuse_too_long(struct server *srv, struct session *s, const struct irc_msg *m)
{
	allowance_take(s->allowance, 1);
	session_label_begin(s, message_label(m));
	reply(srv, s, ERR_INPUTTOOLONG, NULL);
	session_label_end(s, srv->settings->server_name);
	batch_spoil(srv, s);
}

static void
count_use(struct server *srv, const struct command *c, const struct irc_msg *m)
{
	struct command_use *use = &srv->uses[c - srv->commands];

	use->count++;
	use->bytes += m->tags_len + m->body_len;
}

static void
run_message(struct server *srv, struct session *s, const struct irc_msg *m,
    enum decode_result decoded)
{
	const struct command *c = command_lookup(srv->commands, m->command);

	allowance_take(s->allowance, c ? c->cost : 1);
	s->heard++;
	if (c)
		count_use(srv, c, m);
	if (decoded == DECODE_INVALID_UTF8)
		refuse_invalid_utf8(srv, s, c, m);
	else if (!c)
		refuse_unknown(srv, s, m->command);
	else if (!refused(srv, s, c, m))
		c->run(srv, s, m);
}

void
command_dispatch(struct server *srv, struct session *s, const struct irc_msg *m,
    enum decode_result decoded)
{
	switch (decoded) {
	case DECODE_EMPTY:
		return;
	case DECODE_MALFORMED:
		allowance_take(s->allowance, 1);
		return;
	case DECODE_TOO_LONG:
		refuse_too_long(srv, s, m);
		return;
	case DECODE_OK:
	case DECODE_INVALID_UTF8:
		break;
	}
	if (batch_takes(srv, s, m, decoded)) {
		allowance_take(s->allowance, 1);
		return;
	}
	session_label_begin(s, message_label(m));
	run_message(srv, s, m, decoded);
	if (!s->waiting && !s->answer)
		session_label_end(s, srv->settings->server_name);
}
