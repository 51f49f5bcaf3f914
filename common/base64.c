/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base64.h"

#include <openssl/evp.h>
#include <string.h>

enum { QUANTUM = 3, CODED = 4 };

void
base64_add(struct buf *out, const void *data, size_t len)
{
	const uint8_t *in = data;

	while (len > 0) {
		size_t n = len < QUANTUM ? len : QUANTUM;
		unsigned char coded[CODED + 1];

		EVP_EncodeBlock(coded, in, (int)n);
		buf_add(out, coded, CODED);
		in += n;
		len -= n;
	}
}

/* The n bytes of which s is the one form; OpenSSL reads others too. */
static int
decode_quantum(uint8_t out[QUANTUM], const char *s, size_t n)
{
	unsigned char again[CODED + 1];

	if (EVP_DecodeBlock(out, (const unsigned char *)s, CODED) != QUANTUM)
		return -1;
	EVP_EncodeBlock(again, out, (int)n);
	return memcmp(again, s, CODED) ? -1 : 0;
}

ssize_t
base64_decode(uint8_t *out, size_t max, const char *s, size_t len)
{
	size_t at = 0;

	if (len % CODED)
		return -1;
	for (; len > 0; s += CODED, len -= CODED) {
		uint8_t bytes[QUANTUM];
		size_t pad = len > CODED || s[3] != '=' ? 0
		    : s[2] != '='                       ? 1
							: 2;
		size_t n = QUANTUM - pad;

		if (at + n > max || decode_quantum(bytes, s, n) < 0)
			return -1;
		memcpy(out + at, bytes, n);
		at += n;
	}
	return (ssize_t)at;
}
