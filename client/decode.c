/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/decode.h"

#include "common/utf8.h"

/* 0x80 to 0x9F; the rest of Windows-1252 equals ISO 8859-1. */
static const unsigned cp1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E,
    0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
    0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static void
add_char(struct buf *out, unsigned cp)
{
	if (cp >= 0x800) {
		buf_addc(out, (char)(0xE0 | cp >> 12));
		buf_addc(out, (char)(0x80 | (cp >> 6 & 0x3F)));
	} else {
		buf_addc(out, (char)(0xC0 | cp >> 6));
	}
	buf_addc(out, (char)(0x80 | (cp & 0x3F)));
}

void
decode(struct buf *out, const char *s, size_t len)
{
	while (len) {
		int cp;
		size_t n = utf8_next(s, len, &cp);
		unsigned char c = (unsigned char)*s;

		if (cp >= 0)
			buf_add(out, s, n);
		else
			add_char(out, c < 0xA0 ? cp1252[c - 0x80] : c);
		s += n;
		len -= n;
	}
}
