/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MASK_H
#define CLIENT_MASK_H

#include <stdbool.h>

#include "common/buf.h"

/*
 * Passwords told to services in words (/msg NickServ IDENTIFY …): they are
 * shown and written as ***, wherever the line comes from.
 */

/* NickServ and its like, with or without the @host of theirs. */
bool mask_is_service(const char *nick);
/* A word after which a service is told a password. */
bool mask_is_verb(const char *word);
/* Whether text, said to target, holds one. */
bool mask_tells(const char *target, const char *text);
/* Appends such a text with *** for all that follows its command. */
void mask_text(struct buf *out, const char *text);

#endif
