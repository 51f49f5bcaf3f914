/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *prefix;
	const char *port;
} schemes[] = {
    [URL_IRC] = {"irc://", "6667"},
    [URL_IRCS] = {"ircs://", "6697"},
    [URL_PLAIN] = {"plain://", "6023"},
    [URL_UNIX] = {"unix:", ""},
};

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

/* The scheme at *s, which is moved behind it; -1 where there is none. */
static int
take_scheme(const char **s)
{
	for (int i = 0; i <= URL_UNIX; i++) {
		size_t len = strlen(schemes[i].prefix);

		if (!strncasecmp(*s, schemes[i].prefix, len)) {
			*s += len;
			return i;
		}
	}
	return -1;
}

static int
set_path(struct url *u, const char *path, const char **why)
{
	u->scheme = URL_UNIX;
	if (!*path)
		return fail(why, "the path is missing; write unix:PATH");
	if (strlen(path) >= sizeof(u->path))
		return fail(
		    why, "the path of a Unix socket has at most 107 bytes");
	strcpy(u->path, path);
	return 0;
}

static int
set_port(struct url *u, const char *s, const char **why)
{
	size_t digits = strspn(s, "0123456789");

	if (!digits || digits > 5 || s[digits] || atol(s) > 65535)
		return fail(why, "a port is a number from 0 to 65535");
	snprintf(u->port, sizeof(u->port), "%u", (unsigned)atol(s) & 0xffff);
	return 0;
}

static int
set_host(struct url *u, const char *s, size_t len, const char **why)
{
	if (!len)
		return fail(why, "the host is missing; write irc://HOST:PORT");
	if (len >= sizeof(u->host))
		return fail(why, "a host has at most 255 bytes");
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("/@[]#?\\", s[i]))
			return fail(why,
			    "a host has letters, digits, dots and hyphens");
	memcpy(u->host, s, len);
	u->host[len] = '\0';
	return 0;
}

static bool
is_ipv6(const char *s)
{
	struct in6_addr address;

	return inet_pton(AF_INET6, s, &address) == 1;
}

/* After '[': an IPv6 address and its end, then nothing or a port. */
static int
set_bracketed(struct url *u, const char *s, const char **why)
{
	size_t len = strcspn(s, "]");

	if (!s[len])
		return fail(why, "the ']' after the IPv6 address is missing");
	if (set_host(u, s, len, why) < 0)
		return -1;
	if (!is_ipv6(u->host))
		return fail(why, "an IPv6 address belongs between [ and ]");
	s += len + 1;
	if (!*s)
		return 0;
	if (*s != ':')
		return fail(why, "after ']' comes nothing or :PORT");
	return set_port(u, s + 1, why);
}

static int
set_address(struct url *u, const char *s, const char **why)
{
	size_t len = strcspn(s, ":");

	strcpy(u->port, schemes[u->scheme].port);
	if (*s == '[')
		return set_bracketed(u, s + 1, why);
	if (strchr(s + len + (s[len] != '\0'), ':'))
		return fail(why,
		    "an IPv6 address stands in brackets, as in [::1]:6667");
	if (set_host(u, s, len, why) < 0)
		return -1;
	return s[len] ? set_port(u, s + len + 1, why) : 0;
}

/* As set_address, where one '/' may stand at the end. */
static int
set_authority(struct url *u, const char *s, const char **why)
{
	char copy[sizeof(u->host) + sizeof(u->port) + 4];
	size_t len = strlen(s);

	if (len && s[len - 1] == '/')
		len--;
	if (len >= sizeof(copy))
		return fail(why, "a host has at most 255 bytes");
	memcpy(copy, s, len);
	copy[len] = '\0';
	return set_address(u, copy, why);
}

int
url_parse(struct url *u, const char *s, const char **why)
{
	int scheme = take_scheme(&s);

	*u = (struct url){0};
	if (scheme < 0)
		return fail(why, "write irc://HOST:PORT or unix:PATH");
	u->scheme = (enum url_scheme)scheme;
	if (u->scheme == URL_UNIX)
		return set_path(u, s, why);
	return set_authority(u, s, why);
}

int
url_parse_loose(struct url *u, const char *s, const char **why)
{
	const char *rest = s;

	if (take_scheme(&rest) >= 0 || strstr(s, "://"))
		return url_parse(u, s, why);
	*u = (struct url){.scheme = URL_IRC};
	if (*s == '/')
		return set_path(u, s, why);
	if (!is_ipv6(s))
		return set_authority(u, s, why);
	strcpy(u->port, schemes[u->scheme].port);
	return set_host(u, s, strlen(s), why);
}

void
url_format(struct buf *out, const struct url *u)
{
	if (u->scheme == URL_UNIX)
		buf_addf(out, "unix:%s", u->path);
	else if (strchr(u->host, ':'))
		buf_addf(out, "%s[%s]:%s", schemes[u->scheme].prefix, u->host,
		    u->port);
	else
		buf_addf(out, "%s%s:%s", schemes[u->scheme].prefix, u->host,
		    u->port);
}
