/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MASK_H
#define SERVER_MASK_H

#include <stdbool.h>

#include "common/buf.h"
#include "server/user.h"

/*
 * What stands in the lists b, e and I: nick!user@host, or an extended one
 * (IRCv3 account-extban; the rest as peers have it):
 *   $a         whoever has an account
 *   $a:mask    whose account matches
 *   $r:mask    whose real name matches ('?' for a space)
 *   $m:…       whom that matches, but for speaking only: a mute
 * and "$~" in place of "$" for everybody else; not of a mute.
 */

/*
 * Appends the one form of a mask, at most 200 bytes; a part that is not given
 * is "*": "alice" → "alice!*@*", "a@b" → "*!a@b", "@b" → "*!*@b";
 * "account:x", "a:x", "~a:x" → "$a:x", and so for "realname:", "mute:" and
 * "quiet:". NULL, or what is wrong with it: nothing
 * is appended then. list is the letter of the list it is for.
 */
const char *mask_normalise(struct buf *out, char list, const char *given);

/* Whether a mask in that form means the user. source is their
 * nick!user@host; mutes match only who is speaking. */
bool mask_matches(
    const char *mask, const struct user *u, const char *source, bool speaking);

#endif
