/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/numeric.h"

#include <stddef.h>

const struct numeric_def numerics[] = {
#define NUMERIC(name, number, text, spec) {name, #name, text, spec},
#include "server/numerics.def"
#undef NUMERIC
    {0, NULL, NULL, NULL}};

const struct numeric_def *
numeric_find(int number)
{
	for (const struct numeric_def *d = numerics; d->name; d++)
		if ((int)d->number == number)
			return d;
	return NULL;
}
