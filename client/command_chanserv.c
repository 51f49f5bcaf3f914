/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_chanserv.h"

#include <string.h>

#include "client/talk.h"
#include "common/buf.h"
#include "common/text.h"

static void
tell(struct call *c, const char *line)
{
	if (talk_send(c->s, c->n, "ChanServ", SAID_MESSAGE, line) < 0)
		call_fail(c, "Nothing could be sent; try again later");
}

static void
say_how(struct call *c)
{
	call_fail(c, "/%s %s", c->command->name, c->command->args);
}

void
command_chanserv(struct call *c)
{
	tell(c, *c->args ? c->args : "HELP");
}

/* "/access #c list" or "/access list #c", and alone it lists. */
void
command_access(struct call *c)
{
	static const char *const verbs[] = {"LIST", "ADD", "DEL"};
	bool early = network_is_channel(c->n, c->args);
	const char *channel = early ? call_word(c) : NULL;
	const char *word = call_word(c), *verb = NULL;
	struct buf line = {0};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!text_casecmp(*word ? word : "list", verbs[i]))
			verb = verbs[i];
	if (!verb || (strcmp(verb, "LIST") != 0 && !*c->args)) {
		say_how(c);
		return;
	}
	if (!channel)
		channel = call_channel(c);
	if (!channel)
		return;
	buf_addf(&line, "ACCESS %s %s%s%s", channel, verb, *c->args ? " " : "",
	    c->args);
	tell(c, line.data);
	buf_free(&line);
}

/* What it is called here, and what ChanServ is told in front of the channel. */
static const struct errand {
	const char *name, *before;
	bool wants_more; /* a word behind the channel */
} errands[] = {
    {"accept", "TRANSFER ACCEPT", false},
    {"cancel", "TRANSFER CANCEL", false},
    {"drop", "DROP", false},
    {"info", "INFO", false},
    {"register", "REGISTER", false},
    {"transfer", "TRANSFER", true},
    {"up", "UP", false},
};

static const struct errand *
find_errand(const char *name)
{
	for (size_t i = 0; i < sizeof(errands) / sizeof(*errands); i++)
		if (!text_casecmp(errands[i].name, name))
			return &errands[i];
	return NULL;
}

void
command_channel(struct call *c)
{
	const struct errand *e = find_errand(call_word(c));
	const char *channel = e ? call_channel(c) : NULL;
	struct buf line = {0};

	if (!e || (channel && e->wants_more && !*c->args)) {
		say_how(c);
		return;
	}
	if (!channel)
		return;
	buf_addf(&line, "%s %s%s%s", e->before, channel, *c->args ? " " : "",
	    c->args);
	tell(c, line.data);
	buf_free(&line);
}
