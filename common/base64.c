/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base64.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_add(struct buf *out, const void *data, size_t len)
{
	const uint8_t *in = data;

	for (; len > 0; in += 3) {
		size_t n = len < 3 ? len : 3;
		unsigned bits = (unsigned)in[0] << 16;

		bits |= n > 1 ? (unsigned)in[1] << 8 : 0;
		bits |= n > 2 ? in[2] : 0;
		buf_addc(out, digits[bits >> 18]);
		buf_addc(out, digits[bits >> 12 & 63]);
		buf_addc(out, n > 1 ? digits[bits >> 6 & 63] : '=');
		buf_addc(out, n > 2 ? digits[bits & 63] : '=');
		len -= n;
	}
}

static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters, of which `pad` at the end are '='. */
static int
decode_quantum(uint8_t out[3], const char *s, size_t pad)
{
	unsigned bits = 0;

	for (size_t i = 0; i < 4; i++) {
		int value = i < 4 - pad ? value_of(s[i]) : 0;

		if (value < 0)
			return -1;
		bits = bits << 6 | (unsigned)value;
	}
	out[0] = (uint8_t)(bits >> 16);
	out[1] = (uint8_t)(bits >> 8);
	out[2] = (uint8_t)bits;
	return bits & ((1u << 8 * pad) - 1) ? -1 : 0;
}

ssize_t
base64_decode(uint8_t *out, size_t max, const char *s, size_t len)
{
	size_t at = 0;

	if (len % 4)
		return -1;
	for (; len > 0; s += 4, len -= 4) {
		uint8_t bytes[3];
		size_t pad = len > 4 || s[3] != '=' ? 0 : s[2] != '=' ? 1 : 2;

		if (at + 3 - pad > max || decode_quantum(bytes, s, pad) < 0)
			return -1;
		for (size_t i = 0; i < 3 - pad; i++)
			out[at++] = bytes[i];
	}
	return (ssize_t)at;
}
