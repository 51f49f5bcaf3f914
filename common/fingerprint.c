/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/fingerprint.h"

#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

#include "common/fingerprint_words.h"

enum { WORD_BITS = 11, WORD_MAX = 6 };

/* False where text is no 64 digits with separators between them. */
static bool
parse_hex(struct fingerprint *fp, const char *text)
{
	size_t count = 0;

	for (; *text; text++) {
		int value = OPENSSL_hexchar2int((unsigned char)*text);

		if (value < 0 && strchr(" :-", *text))
			continue;
		if (value < 0 || count == 2 * FINGERPRINT_BYTES)
			return false;
		fp->bytes[count / 2] =
		    (unsigned char)(fp->bytes[count / 2] << 4 | value);
		count++;
	}
	fp->known = FINGERPRINT_BYTES;
	return count == 2 * FINGERPRINT_BYTES;
}

/* -1 for a word that is not in the list. */
static int
word_index(const char *word, size_t len)
{
	size_t low = 0, high = FINGERPRINT_WORD_LIST;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *at = fingerprint_word_list[mid];
		int order = strncasecmp(word, at, len);

		if (!order && !at[len])
			return (int)mid;
		if (order > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

static void
set_word(struct fingerprint *fp, size_t i, unsigned value)
{
	for (size_t bit = 0; bit < WORD_BITS; bit++) {
		size_t at = i * WORD_BITS + bit;

		if (value >> (WORD_BITS - 1 - bit) & 1)
			fp->bytes[at / 8] |= (unsigned char)(0x80 >> at % 8);
	}
}

static bool
parse_words(struct fingerprint *fp, const char *text)
{
	size_t count = 0;

	fp->known = FINGERPRINT_WORD_BYTES;
	for (text += strspn(text, " -"); *text; text += strspn(text, " -")) {
		size_t len = strcspn(text, " -");
		int value = len <= WORD_MAX ? word_index(text, len) : -1;

		if (value < 0 || count == FINGERPRINT_WORDS)
			return false;
		set_word(fp, count++, (unsigned)value);
		text += len;
	}
	return count == FINGERPRINT_WORDS;
}

int
fingerprint_parse(struct fingerprint *fp, const char *text, const char **why)
{
	if (!strncasecmp(text, "sha256:", 7))
		text += 7;
	*fp = (struct fingerprint){0};
	if (parse_hex(fp, text))
		return 0;
	*fp = (struct fingerprint){0};
	if (parse_words(fp, text))
		return 0;
	*why = "a fingerprint is 64 hex digits, or the eight words that the "
	       "server shows at its start";
	return -1;
}

bool
fingerprint_matches(
    const struct fingerprint *told, const struct fingerprint *seen)
{
	return told->known && told->known <= seen->known &&
	    !memcmp(told->bytes, seen->bytes, told->known);
}

void
fingerprint_hex(const struct fingerprint *fp, char out[FINGERPRINT_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
		out[2 * i] = digits[fp->bytes[i] >> 4];
		out[2 * i + 1] = digits[fp->bytes[i] & 15];
	}
	out[FINGERPRINT_HEX_SIZE - 1] = '\0';
}

void
fingerprint_groups(
    const struct fingerprint *fp, size_t first, size_t count, struct buf *out)
{
	char hex[FINGERPRINT_HEX_SIZE];

	fingerprint_hex(fp, hex);
	for (size_t i = first; i < first + count && i < FINGERPRINT_GROUPS; i++)
		buf_addf(out, "%s%.4s", i > first ? " " : "", hex + 4 * i);
}

const char *
fingerprint_word(const struct fingerprint *fp, size_t i)
{
	unsigned value = 0;

	for (size_t at = i * WORD_BITS; at < (i + 1) * WORD_BITS; at++)
		value = value << 1 | (fp->bytes[at / 8] >> (7 - at % 8) & 1);
	return fingerprint_word_list[value];
}

void
fingerprint_words(const struct fingerprint *fp, char between, struct buf *out)
{
	for (size_t i = 0; i < FINGERPRINT_WORDS; i++) {
		if (i)
			buf_addc(out, between);
		buf_adds(out, fingerprint_word(fp, i));
	}
}

void
fingerprint_told(const struct fingerprint *fp, struct buf *out)
{
	char hex[FINGERPRINT_HEX_SIZE];

	if (fp->known < FINGERPRINT_BYTES) {
		fingerprint_words(fp, '-', out);
		return;
	}
	fingerprint_hex(fp, hex);
	buf_adds(out, hex);
}
