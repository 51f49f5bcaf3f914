/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_history.h"

#include <errno.h>
#include <string.h>

#include "client/takeout.h"
#include "common/text.h"

static void
start_export(struct call *c, const char *path, const char *target)
{
	/* What comes does not say to which question. */
	if (c->n->takeout) {
		call_fail(c, "%s is still coming", takeout_path(c->n->takeout));
		return;
	}
	c->n->takeout = takeout_begin(path);
	if (!c->n->takeout) {
		call_fail(c, "%s: %s", path, strerror(errno));
		return;
	}
	network_send(c->n, "HISTORY", "EXPORT", *target ? target : "*", NULL);
	call_say(c, "What you said is coming to %s", path);
}

static void
run_export(struct call *c)
{
	const char *path = call_word(c), *target = call_word(c);

	if (*path)
		start_export(c, path, target);
	else
		call_fail(c, "/history export FILE: which file is it to be?");
}

/* The server asks for the word, so that nobody does it by mistake. */
static void
run_forget(struct call *c)
{
	const char *target = call_word(c), *word = call_word(c);

	if (!*target)
		call_fail(c, "/history forget #CHANNEL, NICK, or * for all");
	else if (*word)
		network_send(c->n, "HISTORY", "FORGET", target, word, NULL);
	else
		network_send(c->n, "HISTORY", "FORGET", target, NULL);
}

void
command_history(struct call *c)
{
	const char *what = call_word(c);

	if (!text_casecmp(what, "export"))
		run_export(c);
	else if (!text_casecmp(what, "forget"))
		run_forget(c);
	else
		call_fail(c, "It is /history export or /history forget");
}
