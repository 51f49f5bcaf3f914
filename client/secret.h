/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SECRET_H
#define CLIENT_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A password in memory: in one place of fixed size, so that no copy is left
 * behind where it grows. A zeroed one is empty. Who has one wipes it.
 */
enum { SECRET_MAX = 400 /* bytes; a line of IRC has room for it */ };

struct secret {
	char text[SECRET_MAX + 1];
};

/* False, and it is empty: more than SECRET_MAX, or a line end in it. */
bool secret_set(struct secret *s, const char *text, size_t len);
void secret_wipe(struct secret *s);

/* From now on the process leaves no core, and nobody else of this user may
 * look into it: call it before the first secret is there. */
void secret_guard(void);

#endif
