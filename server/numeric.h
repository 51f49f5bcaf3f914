/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NUMERIC_H
#define SERVER_NUMERIC_H

/*
 * Numerics are one table, numerics.def (name, number, fixed text, spec), from
 * which these, and the test against the man page, are derived.
 */
enum numeric {
#define NUMERIC(name, number, text, spec) name = number,
#include "server/numerics.def"
#undef NUMERIC
};

struct numeric_def {
	enum numeric number;
	const char *name;
	const char *text; /* NULL: the sender gives one, or words alone */
	const char *spec;
};
extern const struct numeric_def numerics[]; /* by number; ends in a NULL
					     * name */

/* NULL for a number that is not in the table. */
const struct numeric_def *numeric_find(int number);

#endif
