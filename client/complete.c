/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/complete.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/command.h"
#include "common/mem.h"
#include "common/text.h"

enum { PLACES_MAX = 8 };

/* What may stand at the cursor. */
enum what {
	WANT_NICK = 1,
	WANT_CHANNEL = 2,
	WANT_COMMAND = 4,
	WANT_SETTING = 8,
	WANT_WINDOW = 16,
	WANT_SERVER = 32
};

struct candidate {
	const char *name;
	uint64_t spoke; /* the last speaker comes first */
};

struct search {
	const struct state *s;
	const char *word;
	size_t len;
	char *lead;  /* of the word, in front of each candidate */
	char *words; /* that are candidates */
	struct candidate found[COMPLETE_MAX];
	size_t count;
};

static bool
fits(const struct search *q, const char *name)
{
	for (size_t i = 0; i < q->len; i++)
		if (text_fold_char(name[i]) != text_fold_char(q->word[i]))
			return false;
	return true;
}

static void
offer(struct search *q, const char *name, uint64_t spoke)
{
	if (q->count == COMPLETE_MAX || !fits(q, name))
		return;
	for (size_t i = 0; i < q->count; i++)
		if (!strcmp(q->found[i].name, name))
			return;
	q->found[q->count++] = (struct candidate){name, spoke};
}

static int
compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->spoke != y->spoke)
		return x->spoke > y->spoke ? -1 : 1;
	return text_casecmp(x->name, y->name);
}

static void
offer_nicks(struct search *q)
{
	const struct state *s = q->s;
	const struct room *here = s->current;
	struct member *m, *next;
	struct room *r;

	HASH_ITER (hh, here->members, m, next)
		if (!network_is_me(here->network, m->nick))
			offer(q, m->nick, m->spoke);
	DL_FOREACH (s->rooms, r)
		if (r->network == here->network && r->kind == ROOM_QUERY)
			offer(q, r->name, r == here);
	if (here->kind == ROOM_CHANNEL || here->network->nick[0] == '\0')
		return;
	DL_FOREACH (s->rooms, r)
		if (r->network == here->network)
			HASH_ITER (hh, r->members, m, next)
				offer(q, m->nick, 0);
}

static void
offer_rooms(struct search *q, unsigned want)
{
	const struct network *n = q->s->current->network;
	struct room *r;

	DL_FOREACH (q->s->rooms, r)
		if ((want & WANT_WINDOW) ||
		    (r->network == n && r->kind == ROOM_CHANNEL))
			offer(q, r->name, r == q->s->current);
	if ((want & WANT_CHANNEL) && *n->lobby)
		offer(q, n->lobby, 0);
	if (want & WANT_WINDOW) {
		offer(q, "next", 0);
		offer(q, "previous", 0);
	}
}

static void
offer_servers(struct search *q)
{
	const struct conf_sections *list = &q->s->settings->networks;
	const struct settings_network *sn = list->items;
	struct network *n;

	for (size_t i = 0; i < list->count; i++)
		offer(q, sn[i].title, 0);
	DL_FOREACH (q->s->networks, n)
		offer(q, n->name, 0);
}

static void
offer_all(struct search *q, unsigned want)
{
	if (want & WANT_NICK)
		offer_nicks(q);
	if (want & (WANT_CHANNEL | WANT_WINDOW))
		offer_rooms(q, want);
	if (want & WANT_SERVER)
		offer_servers(q);
	if (want & WANT_COMMAND)
		for (const struct command *k = commands; k->name; k++)
			offer(q, k->name, 0);
	if (want & WANT_SETTING)
		for (const struct conf_opt *o = client_spec.opts; o->name; o++)
			offer(q, o->name, 0);
}

/* The places of a command's arguments, as its table line describes them. */
struct place {
	unsigned want;
	const char *words; /* "add|del" of such a place, not ended; or NULL */
	bool optional_channel; /* "[#CHANNEL]": may be left out */
	bool repeats;
};

static unsigned
want_of(const char *word, size_t len)
{
	static const struct {
		const char *name;
		unsigned want;
	} kinds[] = {{"#CHANNEL", WANT_CHANNEL}, {"NICK", WANT_NICK},
	    {"TARGET", WANT_NICK | WANT_CHANNEL}, {"COMMAND", WANT_COMMAND},
	    {"SETTING", WANT_SETTING}, {"SERVER", WANT_SERVER},
	    {"NAME", WANT_WINDOW}, {"TEXT", WANT_NICK | WANT_CHANNEL},
	    {"REASON", WANT_NICK}, {"ACCOUNT", WANT_NICK}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == len &&
		    !memcmp(kinds[i].name, word, len))
			return kinds[i].want;
	return 0;
}

static size_t
places_of(const char *args, struct place places[PLACES_MAX])
{
	size_t count = 0;
	bool joined = false;

	for (; *args && count < PLACES_MAX; args += strspn(args, " ")) {
		size_t len = strcspn(args, " ");
		bool bracket = *args == '[';
		const char *word = args + bracket;
		size_t name = strcspn(word, " ].");

		args += len;
		if (name == 2 && !strncmp(word, "or", 2)) {
			joined = true;
			continue;
		}
		if (joined && count)
			count--;
		else
			places[count] = (struct place){0};
		joined = false;
		places[count].want |= want_of(word, name);
		if (memchr(word, '|', name))
			places[count].words = word;
		places[count].repeats = word[name] == '.';
		places[count].optional_channel =
		    bracket && !strncmp(word, "#CHANNEL]", 9);
		count++;
	}
	return count;
}

/* A word that is no channel where one may be left out belongs to the next
 * place. */
static bool
skips(const struct state *s, const struct place *p, const char *word)
{
	return p->optional_channel &&
	    !network_is_channel(s->current->network, word);
}

/* What the argument at `word` may be; `args` is where the first begins. */
static struct place
place_at(const struct state *s, const struct command *k, const char *args,
    const char *word)
{
	struct place places[PLACES_MAX];
	size_t count = places_of(k->args, places), at = 0;

	for (; args < word && at < count; args += strspn(args, " ")) {
		if (skips(s, &places[at], args) && at + 1 < count)
			at++;
		if (!places[at].repeats)
			at++;
		args += strcspn(args, " ");
	}
	if (at >= count)
		return count ? places[count - 1] : (struct place){0};
	if (places[at].optional_channel && at + 1 < count) {
		places[at + 1].want |= places[at].want;
		at++;
	}
	return places[at];
}

/* The words that may stand there themselves. */
static void
offer_words(struct search *q, const char *words)
{
	size_t len = words ? strcspn(words, " ]") : 0;

	q->words = mem_strndup(words ? words : "", len);
	for (char *rest = q->words, *word; (word = strsep(&rest, "|"));)
		if (*word)
			offer(q, word, 0);
}

/* What may follow "from:" where a command's arguments have "[from:NICK]". */
static unsigned
want_in(struct search *q, const struct command *k)
{
	size_t lead = strcspn(q->word, ":") + 1;

	for (const char *at = k->args; (at = strchr(at, '['));) {
		at++;
		if (q->len < lead || strncmp(at, q->word, lead) != 0)
			continue;
		q->lead = mem_strndup(q->word, lead);
		q->word += lead;
		q->len -= lead;
		return want_of(at + lead, strcspn(at + lead, "]"));
	}
	return 0;
}

static void
search_argument(struct search *q, const char *line)
{
	size_t len = strcspn(line, " ");
	char *name = mem_strndup(line + 1, len - 1);
	const struct command *k = command_find(name);
	struct place p = {0};

	line += len;
	line += strspn(line, " ");
	if (k)
		p.want = want_in(q, k);
	if (k && !p.want)
		p = place_at(q->s, k, line, q->word);
	offer_all(q, p.want);
	offer_words(q, p.words);
	free(name);
}

static void
fill(struct completion *c, struct search *q, const char *lead)
{
	if (q->lead)
		lead = q->lead;
	qsort(q->found, q->count, sizeof(*q->found), compare);
	c->items = mem_alloc((q->count + 1) * sizeof(char *));
	c->count = q->count;
	for (size_t i = 0; i < q->count; i++) {
		struct buf item = {0};

		buf_addf(&item, "%s%s", lead, q->found[i].name);
		c->items[i] = item.data;
	}
}

void
complete(
    struct completion *c, const struct state *s, const char *line, size_t point)
{
	struct search *q = mem_alloc(sizeof(*q));
	char *head = mem_strndup(line, point);
	bool command = *head == '/' && head[1] != '/';
	const char *lead = "";

	*c = (struct completion){.suffix = " "};
	for (c->start = strlen(head);
	     c->start && !strchr(" \n", head[c->start - 1]); c->start--)
		;
	q->s = s;
	q->word = head + c->start;
	if (command && !c->start) {
		q->word++;
		lead = "/";
	}
	q->len = strlen(q->word);
	if (command && !c->start)
		offer_all(q, WANT_COMMAND);
	else if (command)
		search_argument(q, head);
	else
		offer_all(q,
		    network_is_channel(s->current->network, q->word)
			? WANT_CHANNEL
			: WANT_NICK);
	if (!command && !c->start &&
	    !network_is_channel(s->current->network, q->word))
		c->suffix = ": ";
	fill(c, q, lead);
	free(head);
	free(q->lead);
	free(q->words);
	free(q);
}

void
complete_free(struct completion *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->items[i]);
	free(c->items);
	*c = (struct completion){.suffix = ""};
}
