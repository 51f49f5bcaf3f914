/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_room.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

/* Names written out after a join or a /names; more are a number. */
enum { NAMES_SHOWN = 30 };

void
handle_topic(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 0));
	const char *topic = in_param(in, 1);

	if (!r)
		return;
	if (!in_replay(in))
		mem_replace(&r->topic, topic);
	if (*topic)
		in_event(
		    in, r, 0, "%s set the topic: %s", in->from.nick, topic);
	else
		in_event(in, r, 0, "%s removed the topic", in->from.nick);
}

/* How a mode letter of CHANMODES or PREFIX takes a parameter. */
static bool
takes_param(const struct network *n, char mode, bool on)
{
	const char *type = n->chanmodes;

	if (strchr(n->prefix_modes, mode))
		return true;
	for (int kind = 0; *type && kind < 3; kind++) {
		size_t len = strcspn(type, ",");

		if (memchr(type, mode, len))
			return kind < 2 || on;
		type += len + (type[len] == ',');
	}
	return false;
}

static void
remember_key(struct room *r, char mode, bool on, const char *param)
{
	if (mode == 'k')
		mem_replace(&r->key, on ? param : "");
}

/* Applies what concerns members and the key; the number of changes. */
static size_t
apply(const struct incoming *in, struct room *r, const char *modes)
{
	struct network *n = in->n;
	size_t param = 2, changes = 0;
	bool on = true;

	for (; *modes; modes++) {
		const char *at = strchr(n->prefix_modes, *modes), *arg = "";

		if (*modes == '+' || *modes == '-') {
			on = *modes == '+';
			continue;
		}
		changes++;
		if (takes_param(n, *modes, on))
			arg = in_param(in, param++);
		remember_key(r, *modes, on, arg);
		if (at && *arg)
			room_prefix(
			    r, arg, n->prefixes[at - n->prefix_modes], on);
	}
	return changes;
}

/* NULL where it has no name of its own. */
static const char *
rank_name(char mode)
{
	switch (mode) {
	case 'q':
		return "a founder";
	case 'a':
		return "an admin";
	case 'o':
		return "an operator";
	case 'h':
		return "a halfop";
	default:
		return NULL;
	}
}

/* "+o bob" in words; false where it is another change. */
static bool
say_rank(const struct incoming *in, struct room *r, const char *modes)
{
	const char *who = in_param(in, 2);
	const char *whom = network_is_me(in->n, who) ? "you" : who, *name;
	bool on = *modes == '+';

	if (strlen(modes) != 2 || !*who ||
	    !strchr(in->n->prefix_modes, modes[1]))
		return false;
	if (modes[1] == 'v')
		in_event(in, r, 0, "%s %s %s a voice", in->from.nick,
		    on ? "gave" : "no longer gives", whom);
	else if ((name = rank_name(modes[1])))
		in_event(in, r, 0, "%s made %s %s%s", in->from.nick, whom,
		    on ? "" : "no longer ", on ? name : strchr(name, ' ') + 1);
	else
		return false;
	return true;
}

static void
say_modes(const struct incoming *in, struct room *r, size_t first)
{
	struct buf rest = {0};

	in_rest(in, first, &rest);
	in_event(in, r, 0, "%s set the mode %s", in->from.nick,
	    rest.data ? rest.data : "");
	buf_free(&rest);
}

void
handle_mode(const struct incoming *in)
{
	const char *target = in_param(in, 0), *modes = in_param(in, 1);
	struct room *r = in_room(in, target);

	if (!r) {
		say_modes(in, in->n->room, 1);
		return;
	}
	if (!in_replay(in))
		apply(in, r, modes);
	if (!say_rank(in, r, modes))
		say_modes(in, r, 1);
}

void
handle_my_modes(const struct incoming *in)
{
	in_say(in, in_reply_room(in), SAID_SERVER, "Your modes: %s",
	    in_param(in, 1));
}

void
handle_modes_are(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));
	struct buf rest = {0};

	in_rest(in, 2, &rest);
	if (r)
		mem_replace(&r->modes, rest.data);
	in_say(in, r ? r : in_reply_room(in), SAID_SERVER,
	    "The modes of %s: %s", in_param(in, 1), rest.data);
	buf_free(&rest);
}

void
handle_created(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));
	struct buf date = {0};

	in_add_date(&date, strtoll(in_param(in, 2), NULL, 10));
	if (date.data)
		in_say(in, r ? r : in_reply_room(in), SAID_SERVER,
		    "%s was made on %s", in_param(in, 1), date.data);
	buf_free(&date);
}

void
handle_no_topic(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));

	if (r)
		mem_replace(&r->topic, "");
	in_say(in, r ? r : in_reply_room(in), SAID_SERVER, "%s has no topic",
	    in_param(in, 1));
}

void
handle_topic_is(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));

	if (r)
		mem_replace(&r->topic, in_param(in, 2));
	in_say(in, r ? r : in_reply_room(in), SAID_SERVER, "The topic: %s",
	    in_param(in, 2));
}

void
handle_topic_who(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));
	const char *who = in_param(in, 2);
	struct buf date = {0};

	in_add_date(&date, strtoll(in_param(in, 3), NULL, 10));
	in_say(in, r ? r : in_reply_room(in), SAID_SERVER, "Set by %.*s on %s",
	    (int)strcspn(who, "!"), who,
	    date.data ? date.data : "an unknown day");
	buf_free(&date);
}

/* "@+nick!user@host": prefixes, then the nick. */
static void
add_name(struct room *r, const char *prefixes, char *word)
{
	size_t ranks = strspn(word, prefixes);
	char *nick = word + ranks;
	struct member *m;

	nick[strcspn(nick, "!")] = '\0';
	m = *nick ? room_join(r, nick) : NULL;
	for (size_t i = 0; m && i < ranks; i++)
		room_prefix(r, nick, word[i], true);
}

void
handle_names(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 2));
	char *list = mem_strdup(in_param(in, 3)), *save = NULL;

	if (r && r->joined)
		for (char *word = strtok_r(list, " ", &save); word;
		     word = strtok_r(NULL, " ", &save))
			add_name(r, in->n->prefixes, word);
	else
		in_say(in, in_reply_room(in), SAID_SERVER, "In %s: %s",
		    in_param(in, 2), list);
	free(list);
	in->s->dirty = true;
}

static void
say_names(const struct incoming *in, struct room *r, size_t most)
{
	struct member *const *sorted = room_sorted(r);
	struct buf names = {0};

	for (size_t i = 0; i < r->nmembers && i < most; i++)
		buf_addf(&names, "%s%.1s%s", i ? ", " : "", sorted[i]->prefixes,
		    sorted[i]->nick);
	in_say(in, r, SAID_SERVER, "%zu %s here: %s%s", r->nmembers,
	    r->nmembers == 1 ? "person" : "people",
	    names.data ? names.data : "", r->nmembers > most ? ", …" : "");
	buf_free(&names);
}

void
handle_names_end(const struct incoming *in)
{
	struct room *r = in_room(in, in_param(in, 1));

	if (!r || !r->joined)
		return;
	if (r->names_asked)
		say_names(in, r, NAMES_SHOWN * 10);
	else if (r->names_fresh)
		say_names(in, r, NAMES_SHOWN);
	r->names_asked = false;
	r->names_fresh = false;
}
