/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ISUPPORT_H
#define SERVER_ISUPPORT_H

#include <stdbool.h>

#include "common/buf.h"
#include "server/server.h"
#include "server/settings.h"

/* What the server can do, as tokens (Modern IRC, "RPL_ISUPPORT Parameters"),
 * derived from the settings and the mode tables: what they say is true. */

struct isupport_def {
	const char *name;
	/* Appends the value as it is on the wire (nothing: the token has
	 * none); false where there is no such token with these settings. */
	bool (*value)(struct buf *out, const struct settings *set);
	const char *fixed; /* where `value` is NULL; NULL: a token alone */
	const char *help;  /* for tcpchat-protocol(7) */
	const char *spec;
};
extern const struct isupport_def isupport_defs[]; /* sorted; ends in a NULL
						   * name */

/* Appends all of them, each followed by a space. */
void isupport_tokens(struct buf *out, const struct settings *set);

/* Sends them as 005, at most 13 a line; in a batch draft/isupport where the
 * session has draft/extended-isupport and batch. */
void isupport_send(struct server *srv, struct session *s);

/* What is different with other settings: tokens that are new or not the same,
 * and "-NAME" for each that is gone; nothing where all is as it was. */
void isupport_changes(
    struct buf *out, const struct settings *before, const struct settings *now);
/* Sends such a list in the same way. */
void isupport_say(struct server *srv, struct session *s, const char *tokens);

#endif
