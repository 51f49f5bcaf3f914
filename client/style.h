/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_STYLE_H
#define CLIENT_STYLE_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/formatting.h"

/*
 * mIRC formatting codes (modern.ircdocs.horse/formatting) become runs of
 * styles over text that is safe to show (text_visible). Pure.
 */
enum style_attr {
	STYLE_BOLD = 1,
	STYLE_ITALIC = 2,
	STYLE_UNDERLINE = 4,
	STYLE_STRIKE = 8,
	STYLE_MONO = 16,
	STYLE_REVERSE = 32,
	STYLE_LINK = 64, /* part of a URL */
	STYLE_DIM = 128  /* not from a code: what the view thinks secondary */
};

/* A colour is one of the 99 of mIRC (0 to 98), STYLE_RGB | 0xrrggbb, or
 * STYLE_NONE for the terminal's own. */
enum {
	STYLE_NONE = FORMATTING_NONE,
	STYLE_COLORS = 99,
	STYLE_RGB = FORMATTING_RGB
};

/* At most so many runs; text after that keeps the last one's style. */
enum { STYLE_RUNS_MAX = 4096 };

struct style {
	unsigned attrs;
	int fg, bg;
};

struct style_run {
	size_t start; /* in the text; it ends where the next one starts */
	struct style style;
};

/* A zeroed one is ready for style_parse; style_free returns it to that. */
struct styled {
	struct buf text;
	struct style_run *runs; /* the first starts at 0 */
	size_t count;
	size_t cap;
};

extern const struct style style_plain;

/* Replaces what out holds by text without its codes and the runs of it. */
void style_parse(struct styled *out, const char *text, size_t len);
void style_free(struct styled *out);

/* The run that byte at belongs to, searched from run number *from on, which
 * it moves: for readers that go from left to right. */
const struct style *style_at(const struct styled *s, size_t at, size_t *from);

/* What a nick is coloured with: the same on every day and machine. */
unsigned style_hash(const char *nick);

#endif
