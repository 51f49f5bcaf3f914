/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/netmask.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum { V4_OFFSET = 12, BITS_V6 = 128, BITS_V4 = 32 };

/* How many bits a whole address of its kind has; 0: it is none. */
static unsigned
read_address(uint8_t out[16], const char *text)
{
	static const uint8_t mapped[V4_OFFSET] = {[10] = 0xff, [11] = 0xff};

	if (inet_pton(AF_INET6, text, out) == 1)
		return BITS_V6;
	memcpy(out, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, out + V4_OFFSET) == 1 ? BITS_V4 : 0;
}

/* The number behind the slash, up to most; -1 where it is none. */
static long
read_bits(const char *text, unsigned most)
{
	char *end;
	long bits;

	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	bits = strtol(text, &end, 10);
	return *end || errno || bits > (long)most ? -1 : bits;
}

int
netmask_parse(struct netmask *m, const char *text)
{
	char address[INET6_ADDRSTRLEN] = "";
	size_t len = strcspn(text, "/");
	unsigned whole;
	long bits;

	if (len >= sizeof(address))
		return -1;
	memcpy(address, text, len);
	whole = read_address(m->address, address);
	if (!whole)
		return -1;
	bits = text[len] ? read_bits(text + len + 1, whole) : (long)whole;
	if (bits < 0)
		return -1;
	m->bits = BITS_V6 - whole + (unsigned)bits;
	return 0;
}

/* An address of IPv4, or a block of nothing else. */
static bool
is_ipv4(const struct netmask *m)
{
	static const uint8_t mapped[V4_OFFSET] = {[10] = 0xff, [11] = 0xff};

	return m->bits >= BITS_V6 - BITS_V4 &&
	    !memcmp(m->address, mapped, sizeof(mapped));
}

void
netmask_format(struct buf *out, const struct netmask *m)
{
	bool v4 = is_ipv4(m);
	unsigned whole = v4 ? BITS_V4 : BITS_V6;
	unsigned bits = m->bits - (BITS_V6 - whole);
	char text[INET6_ADDRSTRLEN];
	uint8_t a[16];

	memcpy(a, m->address, sizeof(a));
	for (unsigned i = m->bits; i < BITS_V6; i++)
		a[i / 8] &= (uint8_t) ~(0x80U >> i % 8);
	inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a + V4_OFFSET : a, text,
	    sizeof(text));
	buf_addf(out, "%s%s", *text == ':' ? "0" : "", text);
	if (bits < whole)
		buf_addf(out, "/%u", bits);
}

bool
netmask_match(const struct netmask *m, const char *address)
{
	unsigned bytes = m->bits / 8, rest = m->bits % 8;
	uint8_t a[16];

	if (!read_address(a, address) || memcmp(a, m->address, bytes) != 0)
		return false;
	return !rest || (a[bytes] ^ m->address[bytes]) >> (8 - rest) == 0;
}
