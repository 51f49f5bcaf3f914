/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MENU_H
#define CLIENT_MENU_H

#include <stddef.h>

#include "client/complete.h"

/*
 * The candidates of a completion while TAB goes through them. A zeroed one
 * is closed.
 */
struct menu {
	char **items; /* owned */
	size_t count;
	size_t start; /* of the word in the line */
};

/* Takes the candidates out of c, and returns them in readline's form: what
 * all share first, then each with the suffix; a single one alone. The caller
 * owns it; NULL when there are none. */
char **menu_open(struct menu *m, struct completion *c);
void menu_close(struct menu *m);

/* The number of the candidate that stands in the line now; m->count when
 * that is none of them. */
size_t menu_chosen(const struct menu *m, const char *line, size_t point);

#endif
