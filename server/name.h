/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NAME_H
#define SERVER_NAME_H

#include <stddef.h>

#include "common/buf.h"

/* What names may look like. Each check gives NULL, or says what is wrong. */

/* Letters, digits and []\`_^{|}-, none of digits and '-' first; not the
 * name of a service or what looks like one (skeleton.h), for which people would
 * take its owner. */
const char *name_check_nick(const char *nick, size_t max);

/* '#' and more of visible UTF-8: no comma and no character that is a space, a
 * control, invisible (zero-width, variation selectors, tags), a bidi control,
 * of private use or not assigned. */
const char *name_check_channel(const char *name, size_t max);

/* What others may see as somebody's host: letters, digits, '.', '-', '_', ':'
 * and '/', not "localhost", which is for people of this machine; nor one that
 * begins or ends in '.', or begins with '-' or ':'. */
const char *name_check_host(const char *host);

/* A username as USER leaves it, with '~' in front or not. */
const char *name_check_user(const char *user);

/* Appends what of a text may stand in a username: letters, digits, '.', '_'
 * and '-', up to 20 of them. */
void name_words(struct buf *out, const char *given);
/* Appends a username from what USER said; "user" where nothing stays. */
void name_user(struct buf *out, const char *given);

#endif
