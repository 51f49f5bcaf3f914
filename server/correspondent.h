/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CORRESPONDENT_H
#define SERVER_CORRESPONDENT_H

#include "common/buf.h"
#include "server/user.h"

/*
 * What is said between two people is kept for each of both: for an account,
 * so that it outlives nicks, or for somebody without one as long as they are
 * here. Both functions replace what `out` holds.
 */

/* Who may read it: the folded account, or "~" and an id that nobody else ever
 * has. */
void correspondent_owner(const struct user *u, struct buf *out);
/* Whom one talks with, as one knows them: the folded account, or (NULL) "~"
 * and the folded nick. */
void correspondent_peer(const char *account, const char *nick, struct buf *out);

#endif
