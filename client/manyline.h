/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MANYLINE_H
#define CLIENT_MANYLINE_H

#include "client/network.h"

/* Messages of several lines (IRCv3 draft/multiline). */
#define MANYLINE_CAP    "draft/multiline"
#define MANYLINE_CONCAT "draft/multiline-concat"

/* From a list of capabilities that is offered: how much one message holds. */
void manyline_caps(struct network *n, const char *list);

#endif
