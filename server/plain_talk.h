/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_TALK_H
#define SERVER_PLAIN_TALK_H

#include "server/dialect.h"

/*
 * What is typed in plain lines: text is said in the channel that one talks
 * in, "@command" is done, "@@" begins a text with an @. Who has no nick yet
 * gets one with the first text: that of the login, or of a guest.
 */
extern const struct speech_ops plain_talk;

#endif
