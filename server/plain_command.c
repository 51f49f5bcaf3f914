/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_command.h"

#include "common/text.h"

enum { NAMES_MAX = 64 };

bool
plain_command_is(const char *name, const char *typed, size_t len)
{
	size_t i = 0;

	while (name && name[i] && i < len &&
	    text_fold_char(name[i]) == text_fold_char(typed[i]))
		i++;
	return name && !name[i] && i == len;
}

const struct plain_command *
plain_command_find(
    const struct plain_command *table, const char *name, size_t len)
{
	const struct plain_command *c = table;

	while (c->name && !plain_command_is(c->name, name, len) &&
	    !plain_command_is(c->alias, name, len))
		c++;
	return c->name ? c : NULL;
}

const char *
plain_command_nearest(const struct plain_command *table, const char *name)
{
	const char *names[NAMES_MAX + 1];
	const struct plain_command *c = table;
	size_t n = 0;

	for (; c->name && n + 2 <= NAMES_MAX; c++) {
		names[n++] = c->name;
		if (c->alias)
			names[n++] = c->alias;
	}
	names[n] = NULL;
	return text_nearest(name, names);
}
