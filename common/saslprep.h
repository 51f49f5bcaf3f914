/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SASLPREP_H
#define COMMON_SASLPREP_H

/*
 * SASLprep (RFC 4013): one form for a name or a password that can be typed in
 * several (é as one character or two, other spaces, wide letters). NULL where
 * no form is allowed: invalid UTF-8, control characters and others that stand
 * for nothing one can type, both directions of writing mixed. The caller
 * owns it and ends it with mem_wipe.
 */
char *saslprep(const char *s);

#endif
