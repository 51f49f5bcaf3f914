/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/json.h"

#include <string.h>

#include "common/utf8.h"

static void
add_ascii(struct buf *out, char c)
{
	static const char special[] = "\"\\\b\f\n\r\t";
	static const char names[] = "\"\\bfnrt";
	const char *at = c ? strchr(special, c) : NULL;

	if (at)
		buf_addf(out, "\\%c", names[at - special]);
	else if ((unsigned char)c < ' ' || c == 0x7F)
		buf_addf(out, "\\u%04x", (unsigned)c);
	else
		buf_addc(out, c);
}

void
json_add_string(struct buf *out, const char *s, size_t len)
{
	buf_addc(out, '"');
	while (len) {
		int cp;
		size_t n = utf8_next(s, len, &cp);

		if (cp < 0)
			buf_adds(out, "\xEF\xBF\xBD");
		else if (n == 1)
			add_ascii(out, *s);
		else
			buf_add(out, s, n);
		s += n;
		len -= n;
	}
	buf_addc(out, '"');
}
