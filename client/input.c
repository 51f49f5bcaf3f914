/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/input.h"

#include <string.h>
#include <utlist.h>

#include "client/command.h"
#include "client/decode.h"
#include "client/talk.h"

static size_t
count_words(const char *s)
{
	size_t count = 0;

	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		s += strcspn(s, " ");
		count++;
	}
	return count;
}

static bool
refused(struct call *c)
{
	const struct command *k = c->command;

	if (count_words(c->args) < k->least) {
		call_fail(
		    c, "/%s needs more: /%s %s", k->name, k->name, k->args);
		return true;
	}
	if (k->needs != NEEDS_NOTHING && c->n->status != NETWORK_ONLINE) {
		call_fail(c,
		    "Not connected to %s: /%s was not done. "
		    "/reconnect tries at once",
		    c->n->name, k->name);
		return true;
	}
	return false;
}

static void
unknown(struct call *c, const char *name)
{
	const char *nearest = command_nearest(name);

	if (nearest)
		call_fail(c, "There is no command /%s; did you mean /%s?", name,
		    nearest);
	else
		call_fail(c,
		    "There is no command /%s; /help shows all. To send a line "
		    "that begins with a slash, type two: //%s",
		    name, name);
}

static enum input_result
run(struct state *s, char *text)
{
	struct call c = {.s = s,
	    .n = s->current->network,
	    .room = s->current,
	    .args = text,
	    .commands = commands};
	struct network *n = c.n;
	const char *name = call_word(&c);

	c.command = command_find(name);
	if (!c.command) {
		unknown(&c, name);
	} else if (!refused(&c)) {
		n->reply_room = c.room->id;
		c.command->run(&c);
		n->reply_room = 0;
	}
	return c.failed ? INPUT_REFUSED : INPUT_TAKEN;
}

/* Text typed into the server's window has nowhere to go. */
static void
say_where_to_go(struct state *s, struct room *here)
{
	const char *lobby =
	    *here->network->lobby ? here->network->lobby : "#lobby";
	struct buf open = {0};
	size_t shown = 0;
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == here->network && r->joined && shown++ < 3)
			buf_addf(&open, "%s%s (window %zu)",
			    open.len ? ", " : "", r->name, state_number(s, r));
	if (open.len)
		state_say(s, here, SAID_ERROR,
		    "This is the server's window: nothing was sent. "
		    "You are in %s",
		    open.data);
	else
		state_say(s, here, SAID_ERROR,
		    "This is the server's window: nothing was sent. "
		    "/join %s goes where people talk",
		    lobby);
	buf_free(&open);
}

static void
say_what_results_are(struct state *s, struct room *here)
{
	state_say(s, here, SAID_ERROR,
	    "This window shows what was found: nothing was sent. Up and Down "
	    "choose a line, Enter goes to its place, /close closes this");
}

/* Whether it may be more than can wait, with what stands around each line. */
static bool
is_too_much(const struct room *r, const char *text)
{
	size_t lines = 1, line = 64 + strlen(r->name);

	for (const char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	return r->network->out.len + 2 * strlen(text) + lines * line >
	    NETWORK_OUT_MAX;
}

static enum input_result
say(struct state *s, const char *text)
{
	struct room *r = s->current;
	struct network *n = r->network;
	int rc;

	if (r->kind == ROOM_SERVER) {
		say_where_to_go(s, r);
		return INPUT_REFUSED;
	}
	if (r->kind == ROOM_RESULTS) {
		say_what_results_are(s, r);
		return INPUT_REFUSED;
	}
	if (n->status != NETWORK_ONLINE) {
		state_say(s, r, SAID_ERROR,
		    "Not connected to %s: nothing was sent, your text is "
		    "still in the input",
		    n->name);
		return INPUT_REFUSED;
	}
	if (r->kind == ROOM_CHANNEL && !r->joined) {
		state_say(s, r, SAID_ERROR,
		    "You are not in %s: nothing was sent. /join %s goes in",
		    r->name, r->name);
		return INPUT_REFUSED;
	}
	if (is_too_much(r, text)) {
		state_say(s, r, SAID_ERROR,
		    "Too much at once: nothing was sent, your text is still "
		    "in the input");
		return INPUT_REFUSED;
	}
	n->reply_room = r->id;
	rc = talk_send(s, n, r->name, SAID_MESSAGE, text);
	n->reply_room = 0;
	if (rc < 0)
		state_say(s, r, SAID_ERROR,
		    "Too much at once: the rest was not sent");
	return INPUT_TAKEN;
}

enum input_result
input_line(struct state *s, const char *line)
{
	enum input_result result;
	struct buf text = {0};

	decode(&text, line, strlen(line));
	if (!text.len)
		return INPUT_TAKEN;
	if (text.data[0] != '/')
		result = say(s, text.data);
	else if (text.data[1] == '/')
		result = say(s, text.data + 1);
	else
		result = run(s, text.data + 1);
	buf_free(&text);
	return result;
}
