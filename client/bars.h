/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_BARS_H
#define CLIENT_BARS_H

#include <stdint.h>

#include "client/cells.h"
#include "client/editor.h"
#include "client/state.h"

/* The two bars: what this window is about, and how things stand. Each fills
 * its row. */
void bars_title(const struct state *s, struct cells cells);
void bars_status(const struct state *s, struct cells cells, int64_t now_ms);
/* The candidates of a completion, in place of the status. */
void bars_choices(const struct editor_look *look, struct cells cells);

#endif
