/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_FIND_H
#define SERVER_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "server/rights.h"
#include "server/server.h"

/* Whom and what the parameters of a command mean; each answers with the
 * numeric that says why where the result is NULL. */

/* Whether a parameter that names a server (or a mask of one, or somebody on
 * it) means this one; answers with 402 otherwise. NULL means this one. */
bool find_server(struct server *srv, struct session *s, const char *name);
struct user *find_user(struct server *srv, struct session *s, const char *nick);
/* Who gets what is said to that name: who is here under that nick, else with
 * the account of that name. NULL, without an answer: nobody. */
struct user *find_recipient(struct server *srv, const char *name);
/* One that is there, as far as the asker may know. */
struct channel *find_channel(
    struct server *srv, struct session *s, const char *name);
/* The asker's membership in it (442). */
struct member *find_own(
    struct server *srv, struct session *s, const struct channel *c);
/* Whether the asker may; answers otherwise. */
bool find_may(struct server *srv, struct session *s, enum act act,
    const struct channel *c, const char *argument);

/* The row of a table (of `count`, each of `size` bytes) whose name, which is
 * its first member, is this one in whatever case; NULL: none. */
const void *find_row(
    const void *rows, size_t count, size_t size, const char *name);
#define FIND_ROW(rows, name) \
	find_row(rows, sizeof(rows) / sizeof(*(rows)), sizeof(*(rows)), name)

/* The next word of a comma list, which is taken apart for it; NULL at its
 * end. */
char *find_word(char **rest);
/* How many words a comma list has. */
size_t find_count(const char *list);

/* A copy of text that has at most max bytes (cut between characters) and
 * fits in a relayed line of this command; the caller frees it. */
char *find_cut(const struct session *s, const char *command, const char *target,
    const char *text, size_t max);

#endif
