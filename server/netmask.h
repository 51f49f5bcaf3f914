/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NETMASK_H
#define SERVER_NETMASK_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

/* A range of addresses: "192.0.2.7", "192.0.2.0/24", "2001:db8::/32". IPv4
 * stands as IPv6 does for it (::ffff:a.b.c.d). */
struct netmask {
	uint8_t address[16];
	unsigned bits;
};

/* -1 where it is none. */
int netmask_parse(struct netmask *m, const char *text);
/* Appends its one form: no bits behind the block, no "/…" for one address; one
 * that begins with ':' gets a leading 0, to be a word in a line. */
void netmask_format(struct buf *out, const struct netmask *m);
/* Whether a numeric address is in it; not one that is no address. */
bool netmask_match(const struct netmask *m, const char *address);

#endif
