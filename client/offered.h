/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_OFFERED_H
#define CLIENT_OFFERED_H

/* A list of capabilities as a server offers it: the value of a word
 * "NAME=VALUE", "" for one without, which the caller frees; NULL: no such
 * word (IRCv3 capability-negotiation). */
char *offered_value(const char *list, const char *name);

#endif
