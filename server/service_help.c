/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/service_help.h"

#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/modes.h"

enum { NAME_WIDTH = 12, NAMES_MAX = 64 };

static bool
is_for(const struct service_call *c, const struct service_command *row)
{
	return !(row->needs & SERVICE_OPER) || c->s->user->modes & USER_OPER;
}

/* Whether it is called `name`, or its first word is. */
static bool
is_called(const struct service_command *row, const char *name)
{
	size_t len = strcspn(row->name, " ");
	char *first = mem_strndup(row->name, len);
	bool is = !text_casecmp(row->name, name) || !text_casecmp(first, name);

	mem_replace(&first, NULL);
	return is;
}

size_t
service_help_syntax(const struct service_call *c, const char *word)
{
	const struct service_command *row = c->service->commands;
	size_t n = 0;

	for (; row->name; row++) {
		if (!is_called(row, word))
			continue;
		service_answer(c, "%s /msg %s %s",
		    n ? " or:" : "Say:", c->service->name, row->syntax);
		n++;
	}
	return n;
}

/* The names are compared as they begin, since what follows may be anything. */
void
service_help_unknown(const struct service_call *c, const char *name)
{
	const struct service_command *row = c->service->commands;
	const char *names[NAMES_MAX + 2], *near;
	size_t n = 0;

	for (; row->name && n < NAMES_MAX; row++)
		if (is_for(c, row))
			names[n++] = row->name;
	names[n++] = service_help.name;
	names[n] = NULL;
	near = text_nearest(name, names);
	if (near)
		service_answer(c,
		    "There is no such command. Did you mean %s? HELP lists "
		    "them all.",
		    near);
	else
		service_answer(
		    c, "There is no such command. HELP lists them all.");
}

static void
line(const struct service_call *c, const struct service_command *row)
{
	service_answer(c, "  %-*s %s", NAME_WIDTH, row->name, row->help);
}

static void
list(const struct service_call *c)
{
	const struct service_command *row = c->service->commands;

	service_answer(c, "%s: %s", c->service->name, c->service->description);
	for (; row->name; row++)
		if (is_for(c, row))
			line(c, row);
	line(c, &service_help);
	service_answer(c, "HELP command says more, as in /msg %s HELP %s",
	    c->service->name, c->service->commands->name);
}

static void
more(const struct service_call *c, const char *text)
{
	char *copy = mem_strdup(text), *rest = copy, *each;

	while ((each = strsep(&rest, "\n")))
		service_answer(c, "%s", each);
	mem_replace(&copy, NULL);
}

static void
explain(const struct service_call *c, const struct service_command *row)
{
	service_answer(c, "Say: /msg %s %s", c->service->name, row->syntax);
	service_answer(c, "%s", row->help);
	if (row->more)
		more(c, row->more);
}

static void
help(const struct service_call *c)
{
	const struct service_command *row = c->service->commands;
	size_t n = 0;

	if (c->nwords == 0) {
		list(c);
		return;
	}
	for (; row->name; row++)
		if (is_called(row, c->tails[0])) {
			explain(c, row);
			n++;
		}
	if (n == 0 && !text_casecmp(c->tails[0], service_help.name))
		explain(c, &service_help);
	else if (n == 0)
		service_help_unknown(c, c->tails[0]);
}

const struct service_command service_help = {"HELP", 0, 0, 1, help,
    "HELP [command]", "Lists the commands, or explains one.", NULL};
