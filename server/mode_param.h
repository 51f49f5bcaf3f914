/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MODE_PARAM_H
#define SERVER_MODE_PARAM_H

#include "common/buf.h"

/* Appends the one form of the parameter of a channel mode (k, l, f, j or H):
 * "007" → "7". NULL, or what is wrong with it. Whether the channel that f
 * names is there is not asked here. */
const char *mode_param(struct buf *out, char letter, const char *given);

#endif
