/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_cap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/registration.h"
#include "server/reply.h"

enum { LS_BYTES = 350, VERSION_NOTIFY = 302 };

static void
cap_answer(struct server *srv, struct session *s, const char *subcommand,
    bool more, const char *text)
{
	const char *star = more ? "*" : NULL;

	reply_command(srv, s, "CAP", WORDS(session_name(s), subcommand, star),
	    text ? text : "");
}

/* Only those who know version 302 understand several lines and values. */
static void
cap_list(struct server *srv, struct session *s, const char *subcommand,
    uint64_t which, bool values)
{
	struct buf line = {0};

	for (const struct cap_def *c = caps; c->name; c++) {
		if (!(which & c->bit))
			continue;
		if (s->cap_302 && line.len > LS_BYTES) {
			cap_answer(srv, s, subcommand, true, line.data);
			buf_reset(&line);
		}
		buf_addf(&line, "%s%s", line.len ? " " : "", c->name);
		if (values && c->value)
			buf_addf(&line, "=%s", c->value);
	}
	cap_answer(srv, s, subcommand, false, line.len ? line.data : "");
	buf_free(&line);
}

static void
hold(struct session *s)
{
	if (!s->user)
		s->needs |= NEED_CAP_END;
}

static void
cap_ls(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *version = irc_param(m, 1);

	hold(s);
	if (version && strtol(version, NULL, 10) >= VERSION_NOTIFY) {
		s->cap_302 = true;
		s->caps |= CAP_CAP_NOTIFY;
	}
	cap_list(srv, s, "LS", ~(uint64_t)0, s->cap_302);
}

static void
cap_show(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	cap_list(srv, s, "LIST", s->caps, false);
}

/* One word of a request onto the bits; false where it cannot be met. */
static bool
cap_want(const struct session *s, const char *word, uint64_t *bits)
{
	bool off = *word == '-';
	const struct cap_def *c = cap_find(word + off);

	if (!c || (off && c->bit == CAP_CAP_NOTIFY && s->cap_302))
		return false;
	if (off)
		*bits &= ~c->bit;
	else
		*bits |= c->bit;
	return true;
}

static bool
cap_want_all(const struct session *s, const char *asked, uint64_t *bits)
{
	char *copy = mem_strdup(asked), *rest = copy, *word;
	bool met = true;

	while (met && (word = strsep(&rest, " ")))
		met = !*word || cap_want(s, word, bits);
	free(copy);
	return met;
}

/* An answer must fit in a line to be exact. */
static bool
cap_fits(const struct server *srv, const struct session *s, const char *asked)
{
	size_t len = strlen(":  CAP  ACK :") + strlen(asked);

	len += strlen(srv->settings->server_name) + strlen(session_name(s));
	return len <= IRC_BODY_MAX;
}

static void
cap_req(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *asked = m->nparams > 1 ? m->params[1] : "";
	uint64_t bits = s->caps;

	hold(s);
	if (!cap_fits(srv, s, asked) || !cap_want_all(s, asked, &bits)) {
		cap_answer(srv, s, "NAK", false, asked);
		return;
	}
	cap_answer(srv, s, "ACK", false, asked);
	s->caps = bits;
}

static void
cap_end(struct server *srv, struct session *s, const struct irc_msg *m)
{
	(void)m;
	s->needs &= ~NEED_CAP_END;
	registration_try(srv, s);
}

static const struct subcommand {
	const char *name;
	void (*run)(
	    struct server *srv, struct session *s, const struct irc_msg *m);
} subcommands[] = {
    {"END", cap_end},
    {"LIST", cap_show},
    {"LS", cap_ls},
    {"REQ", cap_req},
};

void
cmd_cap(struct server *srv, struct session *s, const struct irc_msg *m)
{
	size_t n = sizeof(subcommands) / sizeof(*subcommands);

	for (size_t i = 0; i < n; i++)
		if (!text_casecmp(subcommands[i].name, m->params[0])) {
			subcommands[i].run(srv, s, m);
			return;
		}
	reply(srv, s, ERR_INVALIDCAPCMD, m->params[0], NULL);
}
