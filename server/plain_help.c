/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_help.h"

#include <string.h>

#include "common/utf8.h"

enum { COLUMN = 24, NAME_SHOWN = 32 };

static void
add_usage(struct buf *out, const struct plain_command *c)
{
	buf_addf(out, "@%s%s%s", c->name, *c->syntax ? " " : "", c->syntax);
}

static void
tell_all(struct speech *sp, const struct plain_command *table)
{
	struct buf usage = {0};

	for (const struct plain_command *c = table; c->name; c++) {
		buf_reset(&usage);
		add_usage(&usage, c);
		mind_tell(sp, "%-*s %s", COLUMN, usage.data, c->help);
	}
	mind_tell(sp, "%-*s %s", COLUMN, "@@TEXT",
	    "Says a line that begins with an @.");
	buf_free(&usage);
}

static void
tell_one(struct speech *sp, const struct plain_command *c)
{
	struct buf usage = {0};

	add_usage(&usage, c);
	mind_tell(sp, "%s", usage.data);
	mind_tell(sp, "%s", c->help);
	if (c->alias)
		mind_tell(sp, "It is @%s as well.", c->alias);
	buf_free(&usage);
}

void
plain_help(
    struct speech *sp, const struct plain_command *table, const char *name)
{
	const struct plain_command *c;

	if (*name == '@')
		name++;
	c = plain_command_find(table, name, strlen(name));
	if (!*name)
		tell_all(sp, table);
	else if (c)
		tell_one(sp, c);
	else
		plain_help_unknown(sp, table, name);
}

void
plain_help_syntax(struct speech *sp, const struct plain_command *c)
{
	struct buf usage = {0};

	add_usage(&usage, c);
	mind_complain(sp, "Nothing was done. It is typed: %s", usage.data);
	buf_free(&usage);
}

void
plain_help_unknown(
    struct speech *sp, const struct plain_command *table, const char *name)
{
	const char *near = plain_command_nearest(table, name);
	int len = (int)utf8_cut(name, strlen(name), NAME_SHOWN);

	if (near)
		mind_complain(sp,
		    "There is no command @%.*s, so nothing was said. Did you "
		    "mean @%s?",
		    len, name, near);
	else
		mind_complain(sp,
		    "There is no command @%.*s, so nothing was said: @help "
		    "shows which there are, and @@ begins a line with an @.",
		    len, name);
}
