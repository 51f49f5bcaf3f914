/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SCAN_H
#define CLIENT_SCAN_H

#include "client/found.h"
#include "client/state.h"

/* Looking through the scrollback for what somebody said. */

/* Adds to f what its query takes of all windows of the network. */
void scan(const struct state *s, const struct network *n, struct found *f);

/* The line of a result in the scrollback of its room, or NULL. */
const struct line *scan_line(const struct room *r, const struct result *res);

/* Whether a line's text has it; clean is for use by the function. */
bool scan_has(const struct line *l, const struct pattern *p, struct buf *clean);

/* Appends a line's text without codes, as it is searched and kept. */
void scan_text(struct buf *out, const char *text, size_t len);

#endif
