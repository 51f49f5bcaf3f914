/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/split.h"

#include "common/utf8.h"

size_t
split_length(const char *text, size_t len, size_t max)
{
	size_t cut;

	if (len <= max)
		return len;
	for (cut = max; cut > max / 2; cut--)
		if (text[cut] == ' ')
			return cut;
	cut = utf8_cut(text, len, max);
	return cut ? cut : max ? max : 1;
}
