/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_URL_H
#define COMMON_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * Where a server listens or a client connects:
 * irc://HOST:PORT  ircs://HOST:PORT  plain://HOST:PORT  unix:PATH
 * IPv6 addresses stand in brackets. HOST:PORT without a scheme is allowed
 * by url_parse_loose (the client's argument), as is HOST alone.
 */
enum url_scheme { URL_IRC, URL_IRCS, URL_PLAIN, URL_UNIX };

struct url {
	enum url_scheme scheme;
	char host[256]; /* without brackets; "" for unix */
	char port[6];   /* decimal; the scheme's default where none is given:
			 * 6667, 6697, 6023 */
	char path[108]; /* unix only; fits sun_path */
};

/* 0, or -1 with *why saying what is wrong and what would be right. */
int url_parse(struct url *u, const char *s, const char **why);
int url_parse_loose(struct url *u, const char *s, const char **why);
void url_format(struct buf *out, const struct url *u);

#endif
