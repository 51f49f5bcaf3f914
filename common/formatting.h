/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_FORMATTING_H
#define COMMON_FORMATTING_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * mIRC formatting codes (modern.ircdocs.horse/formatting): single bytes, of
 * which two are followed by colours.
 */
enum formatting_code {
	FORMATTING_BOLD = 0x02,
	FORMATTING_COLOR = 0x03,
	FORMATTING_HEX = 0x04,
	FORMATTING_RESET = 0x0f,
	FORMATTING_MONO = 0x11,
	FORMATTING_REVERSE = 0x16,
	FORMATTING_ITALIC = 0x1d,
	FORMATTING_STRIKE = 0x1e,
	FORMATTING_UNDERLINE = 0x1f
};

/* A colour is one of 100 of mIRC, FORMATTING_RGB | 0xrrggbb, or
 * FORMATTING_NONE where none is given. */
enum { FORMATTING_NONE = -1, FORMATTING_RGB = 1 << 24 };

struct formatting {
	enum formatting_code code;
	int fg, bg;
};

bool formatting_is_code(char c);
/* Reads the code at s and its colours; its length, at least 1. */
size_t formatting_read(struct formatting *f, const char *s, size_t len);
/* Appends s without its codes. */
void formatting_strip(struct buf *out, const char *s, size_t len);

#endif
