/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PAINT_H
#define CLIENT_PAINT_H

#include <stdbool.h>

#include <curses.h>

#include "client/style.h"

/*
 * Styles in what this terminal can do: 256, 16, 8 or no colours.
 */
struct paint {
	int colors; /* 0 = monochrome: NO_COLOR is set, or it has none */
};

/* After newterm. */
void paint_init(struct paint *p);

struct paint_cell {
	attr_t attrs;
	int pair;
};

/* `colors` false leaves the colours out (settings, bars). */
struct paint_cell paint_style(
    const struct paint *p, const struct style *style, bool colors);

/* The style of a nick, the same for the same nick. */
struct style paint_nick(const struct paint *p, const char *nick);

/* 0xrrggbb as the nearest of the 256 colours of xterm, or of the first 16 or
 * 8 of them. */
int paint_nearest(int rgb, int colors);

#endif
