/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_URL_H
#define COMMON_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * Where a server listens or a client connects:
 * irc://HOST:PORT  ircs://HOST:PORT  plain://HOST:PORT  unix:PATH
 * ircs://sha256:HEX@HOST:PORT: the server's key has that fingerprint
 * ssh://[USER@]HOST[:PORT][/PATH]: the Unix socket PATH of a machine that
 * ssh reaches
 * plain:// without a host is both loopback addresses.
 * IPv6 addresses stand in brackets. url_parse reads where a server listens:
 * none with ssh or a fingerprint. url_parse_loose reads where a client
 * connects, which may be HOST:PORT, HOST or /PATH without a scheme: that is
 * ircs, but irc for a host that is this machine.
 */
enum url_scheme { URL_IRC, URL_IRCS, URL_PLAIN, URL_UNIX, URL_SSH };

struct url {
	enum url_scheme scheme;
	char host[256]; /* without brackets; "" for unix, or not given */
	char port[6];   /* decimal; the scheme's default where none is given:
			 * 6667, 6697, 6023, "" for ssh */
	char path[108]; /* unix and ssh only, where "" = not given; fits
			 * sun_path */
	char user[65];  /* ssh only; "" = not given */
	char fingerprint[65]; /* ircs only: 64 lower-case hex digits, or "" */
};

/* 0, or -1 with *why saying what is wrong and what would be right. */
int url_parse(struct url *u, const char *s, const char **why);
int url_parse_loose(struct url *u, const char *s, const char **why);
/* "localhost", and names below it, a last dot or not (RFC 6761 §6.3). */
bool url_names_this_machine(const char *host);
/* Whether what is said to it stays on this machine: the same, or a loopback
 * address. */
bool url_is_loopback(const struct url *u);
void url_format(struct buf *out, const struct url *u);

#endif
