/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/service_ask.h"

#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/fanout.h"
#include "server/hub.h"
#include "server/modes.h"
#include "server/policy.h"
#include "server/service_help.h"

/* A line taken apart; words over the bound stand in the last one's tail. */
struct words {
	char *line, *copy;
	size_t count;
	const char *words[SERVICE_WORDS_MAX];
	const char *tails[SERVICE_WORDS_MAX];
};

static void
words_of(struct words *w, const char *line)
{
	char *rest, *word;

	memset(w, 0, sizeof(*w));
	w->line = mem_strdup(line);
	w->copy = mem_strdup(line);
	rest = w->copy;
	while (w->count < SERVICE_WORDS_MAX && (word = strsep(&rest, " "))) {
		if (!*word)
			continue;
		w->words[w->count] = word;
		w->tails[w->count++] = w->line + (word - w->copy);
	}
}

static void
words_wipe(struct words *w)
{
	mem_wipe(&w->line);
	mem_wipe(&w->copy);
}

/* How many words of the line are the row's name; 0: it is not. */
static size_t
name_words(const struct service_command *row, const struct words *w)
{
	char *name = mem_strdup(row->name), *rest = name, *word;
	size_t n = 0;

	while ((word = strsep(&rest, " "))) {
		if (n == w->count || text_casecmp(word, w->words[n]) != 0) {
			n = 0;
			break;
		}
		n++;
	}
	mem_replace(&name, NULL);
	return n;
}

/* The row with the longest name that the line begins with; *n is how many
 * words that is. NULL: none. */
static const struct service_command *
find_row_of(const struct service *v, const struct words *w, size_t *n)
{
	const struct service_command *row = v->commands, *found = NULL;

	*n = 0;
	for (; row->name; row++) {
		size_t len = name_words(row, w);

		if (len > *n) {
			*n = len;
			found = row;
		}
	}
	if (found || !(*n = name_words(&service_help, w)))
		return found;
	return &service_help;
}

/* What stands in the way of the command, but for its words; NULL: nothing. */
static const char *
forbidden(const struct service_call *c)
{
	const struct standing who = session_standing(c->s);
	unsigned needs = c->command->needs;

	if (needs & SERVICE_OPER && !(c->s->user->modes & USER_OPER))
		return "This is for operators.";
	if (needs & SERVICE_SECRET && !policy_passwords(c->srv->settings, &who))
		return "Nothing secret is taken here, as others on the way "
		       "could read it: connect by TLS (ircs://), or on the "
		       "machine itself through its Unix socket. If that was "
		       "your password, choose another one then.";
	if (needs & SERVICE_ACCOUNT && !c->s->user->account)
		return "You are not logged in. /msg NickServ HELP says how.";
	return NULL;
}

static void
run(const struct service_call *c)
{
	const char *why = forbidden(c);

	allowance_take(c->s->allowance, c->command->cost);
	if (why)
		service_answer(c, "%s", why);
	else if (c->nwords < c->command->least)
		service_syntax(c);
	else
		c->command->run(c);
}

static void
unknown(const struct service_call *c, const struct words *w)
{
	const char *first = w->count > 0 ? w->words[0] : "";

	if (!service_help_syntax(c, first))
		service_help_unknown(c, first);
}

void
service_ask(struct server *srv, struct session *s, const struct service *v,
    const char *line)
{
	struct service_call c = {.srv = srv, .s = s, .service = v};
	struct words w;
	size_t n;

	words_of(&w, *line ? line : service_help.name);
	c.command = find_row_of(v, &w, &n);
	c.nwords = w.count - n;
	memcpy(c.words, w.words + n, c.nwords * sizeof(*c.words));
	memcpy(c.tails, w.tails + n, c.nwords * sizeof(*c.tails));
	if (c.command)
		run(&c);
	else if (*line != '\001')
		unknown(&c, &w);
	words_wipe(&w);
}

/* A word that is no command may be a password. */
static void
shown(struct buf *out, const struct service *v, const char *line)
{
	const struct service_command *row;
	struct words w;
	size_t n;

	words_of(&w, line);
	row = find_row_of(v, &w, &n);
	if (!row)
		buf_adds(out, "***");
	else if (!(row->needs & SERVICE_SECRET))
		buf_adds(out, line);
	else
		buf_addf(out, "%s%s", row->name, n < w.count ? " ***" : "");
	words_wipe(&w);
}

void
service_echo(struct server *srv, struct session *s, const struct service *v,
    enum event_kind kind, const char *line)
{
	struct event e = hub_event(srv, kind, s);
	struct buf text = {0};

	if (!session_has(s, CAP_ECHO_MESSAGE))
		return;
	shown(&text, v, line);
	e.target = v->name;
	e.body = text.data;
	fanout_one(srv, s, &e);
	buf_free(&text);
}
