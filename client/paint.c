/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/paint.h"

#include <limits.h>
#include <stdlib.h>

/* Colours 16 to 98 of mIRC (modern.ircdocs.horse/formatting). */
static const int rgb_of[] = {0x470000, 0x472100, 0x474700, 0x324700, 0x004700,
    0x00472c, 0x004747, 0x002747, 0x000047, 0x2e0047, 0x470047, 0x47002a,
    0x740000, 0x743a00, 0x747400, 0x517400, 0x007400, 0x007449, 0x007474,
    0x004074, 0x000074, 0x4b0074, 0x740074, 0x740045, 0xb50000, 0xb56300,
    0xb5b500, 0x7db500, 0x00b500, 0x00b571, 0x00b5b5, 0x0063b5, 0x0000b5,
    0x7500b5, 0xb500b5, 0xb5006b, 0xff0000, 0xff8c00, 0xffff00, 0xb2ff00,
    0x00ff00, 0x00ffa0, 0x00ffff, 0x008cff, 0x0000ff, 0xa500ff, 0xff00ff,
    0xff0098, 0xff5959, 0xffb459, 0xffff71, 0xcfff60, 0x6fff6f, 0x65ffc9,
    0x6dffff, 0x59b4ff, 0x5959ff, 0xc459ff, 0xff66ff, 0xff59bc, 0xff9c9c,
    0xffd39c, 0xffff9c, 0xe2ff9c, 0x9cff9c, 0x9cffdb, 0x9cffff, 0x9cd3ff,
    0x9c9cff, 0xdc9cff, 0xff9cff, 0xff94d3, 0x000000, 0x131313, 0x282828,
    0x363636, 0x4d4d4d, 0x656565, 0x818181, 0x9f9f9f, 0xbcbcbc, 0xe2e2e2,
    0xffffff};

/* Colours 0 to 15 of mIRC as the terminal's own 16. */
static const int basic_of[] = {
    15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12, 13, 8, 7};

/* The terminal's own 16, as they usually look. */
static const int basic_rgb[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00,
    0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
    0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};

/* Readable on black and on white. */
static const int nicks_256[] = {31, 32, 35, 36, 62, 64, 67, 69, 71, 72, 97, 98,
    99, 130, 131, 132, 133, 134, 136, 138, 161, 163, 166, 168, 170, 172};
static const int nicks_8[] = {1, 2, 3, 4, 5, 6};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

void
paint_init(struct paint *p)
{
	const char *no_color = getenv("NO_COLOR");

	p->colors = 0;
	if ((no_color && *no_color) || !has_colors() || start_color() == ERR)
		return;
	if (use_default_colors() == ERR)
		return;
	p->colors = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

static long
distance(int a, int b)
{
	long r = (a >> 16) - (b >> 16);
	long g = (a >> 8 & 255) - (b >> 8 & 255);
	long bl = (a & 255) - (b & 255);

	return 3 * r * r + 4 * g * g + 2 * bl * bl;
}

static int
level(int value)
{
	return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}

/* 16 to 231 are a cube of 6 levels, 232 to 255 greys. */
static int
nearest_256(int rgb)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	int r = level(rgb >> 16), g = level(rgb >> 8 & 255);
	int b = level(rgb & 255);
	int cube = levels[r] << 16 | levels[g] << 8 | levels[b];
	int mean = ((rgb >> 16) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
	int step = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
	int grey = (8 + step * 10) * 0x010101;

	return distance(rgb, grey) < distance(rgb, cube)
	    ? 232 + step
	    : 16 + r * 36 + g * 6 + b;
}

int
paint_nearest(int rgb, int colors)
{
	int best = 0;

	if (colors >= 256)
		return nearest_256(rgb);
	for (int i = 1; i < colors; i++)
		if (distance(rgb, basic_rgb[i]) <
		    distance(rgb, basic_rgb[best]))
			best = i;
	return best;
}

static int
color_of(const struct paint *p, int color, attr_t *bold)
{
	if (color < 0)
		return -1;
	if (color & STYLE_RGB)
		return paint_nearest(color & 0xffffff, p->colors);
	if (color >= (int)COUNT(basic_of))
		return paint_nearest(
		    rgb_of[color - (int)COUNT(basic_of)], p->colors);
	if (basic_of[color] < p->colors)
		return basic_of[color];
	*bold = A_BOLD; /* the bright ones, where there are 8 */
	return basic_of[color] - 8;
}

static attr_t
attrs_of(unsigned attrs)
{
	attr_t a = A_NORMAL;

	if (attrs & STYLE_BOLD)
		a |= A_BOLD;
	if (attrs & STYLE_ITALIC)
		a |= A_ITALIC;
	if (attrs & (STYLE_UNDERLINE | STYLE_LINK))
		a |= A_UNDERLINE;
	/* curses knows no struck text */
	if (attrs & (STYLE_DIM | STYLE_STRIKE))
		a |= A_DIM;
	if (attrs & STYLE_REVERSE)
		a |= A_REVERSE;
	return a;
}

struct paint_cell
paint_style(const struct paint *p, const struct style *style, bool colors)
{
	struct paint_cell c = {.attrs = attrs_of(style->attrs)};
	attr_t bold = 0, none = 0;
	int fg, bg;

	if (!p->colors || !colors || (style->fg < 0 && style->bg < 0))
		return c;
	fg = color_of(p, style->fg, &bold);
	bg = color_of(p, style->bg, &none);
	c.pair = alloc_pair(fg, bg);
	if (c.pair < 0 || c.pair > SHRT_MAX)
		c.pair = 0;
	c.attrs |= bold;
	return c;
}

/* Colour i of the terminal's 16 as one of mIRC. */
static int
mirc_of(int basic)
{
	for (int i = 0; i < (int)COUNT(basic_of); i++)
		if (basic_of[i] == basic)
			return i;
	return STYLE_NONE;
}

static int
rgb_of_256(int color)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	int n = color - 16;

	return levels[n / 36] << 16 | levels[n / 6 % 6] << 8 | levels[n % 6];
}

struct style
paint_nick(const struct paint *p, const char *nick)
{
	struct style style = style_plain;
	unsigned hash = style_hash(nick);

	if (!p->colors)
		style.attrs = STYLE_BOLD;
	else if (p->colors < 256)
		style.fg = mirc_of(nicks_8[hash % COUNT(nicks_8)]);
	else
		style.fg =
		    STYLE_RGB | rgb_of_256(nicks_256[hash % COUNT(nicks_256)]);
	return style;
}
