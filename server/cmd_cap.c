/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_cap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/registration.h"
#include "server/reply.h"
#include "server/sts.h"

enum { VERSION_NOTIFY = 302 };

struct cap_offer
cap_offer(const struct settings *set, const struct session *s)
{
	return (struct cap_offer){set, session_standing(s), s->cap_302};
}

static void
cap_answer(struct server *srv, struct session *s, const char *subcommand,
    bool more, const char *text)
{
	const char *star = more ? "*" : NULL;

	reply_command(srv, s, "CAP", WORDS(session_name(s), subcommand, star),
	    text ? text : "");
}

/* A list on its way. Only those who know version 302 understand several
 * lines, and values; in the one line of others the standards come first and
 * drafts (vendors' names) where there is room left. */
struct listing {
	struct server *srv;
	struct session *s;
	const char *subcommand;
	bool modern;
	bool values;
	struct cap_offer offer;
	struct buf line;
};

/* What a line has left for names. */
static size_t
listing_room(const struct listing *l)
{
	return IRC_BODY_MAX - strlen(":  CAP   * :") - strlen(l->subcommand) -
	    strlen(l->srv->settings->server_name) - strlen(session_name(l->s));
}

static void
listing_add(struct listing *l, const struct cap_def *c)
{
	struct buf word = {0};

	buf_adds(&word, c->name);
	if (c->bit == CAP_STS)
		buf_addf(&word, "=%s", l->s->sts);
	if (l->values && c->value) {
		buf_addc(&word, '=');
		c->value(&word, l->offer.set, &l->offer.who);
	}
	if (l->line.len + 1 + word.len > listing_room(l) && l->modern) {
		cap_answer(l->srv, l->s, l->subcommand, true, l->line.data);
		buf_reset(&l->line);
	}
	if (l->line.len + 1 + word.len <= listing_room(l))
		buf_addf(&l->line, "%s%s", l->line.len ? " " : "", word.data);
	buf_free(&word);
}

/* Whether it is told to this session at all. */
static bool
listing_has(const struct listing *l, const struct cap_def *c)
{
	if (!cap_offered(c, &l->offer))
		return false;
	return c->bit != CAP_STS || l->s->sts;
}

static void
listing_send(struct listing *l, uint64_t which)
{
	for (int draft = 0; draft <= 1; draft++)
		for (const struct cap_def *c = caps; c->name; c++)
			if (which & c->bit && cap_is_draft(c) == draft &&
			    listing_has(l, c))
				listing_add(l, c);
	cap_answer(l->srv, l->s, l->subcommand, false,
	    l->line.len ? l->line.data : "");
	buf_free(&l->line);
}

static void
hold(struct session *s)
{
	if (!s->user)
		s->needs |= NEED_CAP_END;
}

/* It is told again when that changes. */
static void
learn_sts(struct server *srv, struct session *s)
{
	struct buf value = {0};
	bool offered = sts_value(srv, s, &value);

	mem_replace(&s->sts, offered ? value.data : NULL);
	buf_free(&value);
}

static void
cap_ls(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *version = irc_param(m, 1);
	bool modern = version && strtol(version, NULL, 10) >= VERSION_NOTIFY;
	struct listing l = {
	    srv, s, "LS", modern, modern, cap_offer(srv->settings, s), {0}};

	hold(s);
	if (modern) {
		s->cap_302 = true;
		s->caps |= CAP_CAP_NOTIFY;
	}
	if (s->cap_302)
		learn_sts(srv, s);
	listing_send(&l, s->cap_302 ? ~(uint64_t)0 : ~(uint64_t)CAPS_ONLY_302);
}

static void
cap_show(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct listing l = {srv, s, "LIST", s->cap_302, false,
	    cap_offer(srv->settings, s), {0}};

	(void)m;
	listing_send(&l, s->caps);
}

/* One word of a request onto the bits; false where it cannot be met. */
static bool
cap_want(const struct server *srv, const struct session *s, const char *word,
    uint64_t *bits)
{
	bool off = *word == '-';
	const struct cap_def *c = cap_find(word + off);
	const struct cap_offer o = cap_offer(srv->settings, s);

	if (!c || c->bit == CAP_STS || !cap_offered(c, &o) ||
	    (off && c->bit == CAP_CAP_NOTIFY && s->cap_302))
		return false;
	if (off)
		*bits &= ~c->bit;
	else
		*bits |= c->bit;
	return true;
}

static bool
cap_want_all(const struct server *srv, const struct session *s,
    const char *asked, uint64_t *bits)
{
	char *copy = mem_strdup(asked), *rest = copy, *word;
	bool met = true;

	while (met && (word = strsep(&rest, " ")))
		met = !*word || cap_want(srv, s, word, bits);
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
	if (!cap_fits(srv, s, asked) || !cap_want_all(srv, s, asked, &bits)) {
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

static void
cap_say(struct server *srv, struct session *s, const char *subcommand,
    const struct buf *names)
{
	if (names->len > 0)
		cap_answer(srv, s, subcommand, false, names->data);
}

static void
cap_lose(struct session *s, const char *names)
{
	char *copy = mem_strdup(names ? names : ""), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word)
			s->caps &= ~cap_find(word)->bit;
	free(copy);
}

/* No part of what it may be waiting for under a label. */
void
cap_tell(struct server *srv, struct session *s, const struct cap_offer *before)
{
	const struct cap_offer now = cap_offer(srv->settings, s);
	struct buf come = {0}, gone = {0};
	bool was = session_label_pause(s);

	caps_changes(&come, &gone, before, &now);
	if (session_has(s, CAP_CAP_NOTIFY)) {
		cap_say(srv, s, "DEL", &gone);
		cap_say(srv, s, "NEW", &come);
	}
	cap_lose(s, gone.data);
	session_label_resume(s, was);
	buf_free(&come);
	buf_free(&gone);
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
	const struct subcommand *c = FIND_ROW(subcommands, m->params[0]);

	if (c)
		c->run(srv, s, m);
	else
		reply(srv, s, ERR_INVALIDCAPCMD, m->params[0], NULL);
}
