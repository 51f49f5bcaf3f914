/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/fingerprint.h"
#include "common/text.h"

static const struct {
	const char *prefix;
	const char *port;
} schemes[] = {
    [URL_IRC] = {"irc://", "6667"},
    [URL_IRCS] = {"ircs://", "6697"},
    [URL_PLAIN] = {"plain://", "6023"},
    [URL_UNIX] = {"unix:", ""},
    [URL_SSH] = {"ssh://", ""},
};

enum { SCHEMES = sizeof(schemes) / sizeof(*schemes) };

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
	for (int i = 0; i < SCHEMES; i++) {
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

static void
set_default_port(struct url *u)
{
	if (!*u->port)
		snprintf(
		    u->port, sizeof(u->port), "%s", schemes[u->scheme].port);
}

static int
set_host(struct url *u, const char *s, size_t len, const char **why)
{
	if (!len && u->scheme != URL_PLAIN)
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

	if (*s == '[')
		return set_bracketed(u, s + 1, why);
	if (strchr(s + len + (s[len] != '\0'), ':'))
		return fail(why,
		    "an IPv6 address stands in brackets, as in [::1]:6667");
	if (set_host(u, s, len, why) < 0)
		return -1;
	return s[len] ? set_port(u, s + len + 1, why) : 0;
}

/* What stands before '@' in an ircs address. */
static int
set_fingerprint(struct url *u, const char *s, size_t len, const char **why)
{
	static const char prefix[] = "sha256:";
	char copy[2 * FINGERPRINT_HEX_SIZE];
	struct fingerprint fp;

	if (len >= sizeof(copy) || strncasecmp(s, prefix, strlen(prefix)) != 0)
		return fail(why,
		    "before '@' stands the fingerprint of the server's key, "
		    "as in ircs://sha256:HEX@HOST");
	memcpy(copy, s, len);
	copy[len] = '\0';
	if (fingerprint_parse(&fp, copy, why) < 0 ||
	    fp.known != FINGERPRINT_BYTES)
		return fail(
		    why, "after sha256: stand 64 hex digits and then @HOST");
	fingerprint_hex(&fp, u->fingerprint);
	return 0;
}

/* A login that is an option to no program. */
static int
set_user(struct url *u, const char *s, size_t len, const char **why)
{
	if (!len || len >= sizeof(u->user))
		return fail(why, "before '@' stands a login of 1 to 64 bytes");
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && !strchr("._-+", s[i]))
			return fail(why,
			    "a login has letters, digits and the signs . _ - "
			    "+");
	if (*s == '-')
		return fail(why, "a login does not begin with -");
	memcpy(u->user, s, len);
	u->user[len] = '\0';
	return 0;
}

/* What stands before '@', if anything; *s is moved behind it. */
static int
take_before_at(struct url *u, const char **s, const char **why)
{
	const char *at = strrchr(*s, '@'), *start = *s;

	/* Of ssh a path may follow, which may have one too. */
	if (u->scheme == URL_SSH)
		at = memchr(start, '@', strcspn(start, "/"));
	if (!at)
		return 0;
	*s = at + 1;
	if (u->scheme == URL_IRCS)
		return set_fingerprint(u, start, (size_t)(at - start), why);
	if (u->scheme == URL_SSH)
		return set_user(u, start, (size_t)(at - start), why);
	return fail(
	    why, "only ircs://sha256:HEX@HOST and ssh://USER@HOST have an @");
}

/* Who has the host's name as an argument must not take it for an option. */
static int
check_ssh_host(const struct url *u, const char **why)
{
	if (*u->host == '-')
		return fail(why, "a host does not begin with -");
	return 0;
}

/* As set_address, with what may stand before the host; one '/' may stand at
 * the end, for ssh a path. */
static int
set_authority(struct url *u, const char *s, const char **why)
{
	char copy[sizeof(u->host) + sizeof(u->port) + 4];
	const char *slash;
	size_t len;

	if (take_before_at(u, &s, why) < 0)
		return -1;
	len = strlen(s);
	slash = u->scheme == URL_SSH ? strchr(s, '/') : NULL;
	if (slash)
		len = (size_t)(slash - s);
	else if (len && s[len - 1] == '/')
		len--;
	if (len >= sizeof(copy))
		return fail(why, "a host has at most 255 bytes");
	memcpy(copy, s, len);
	copy[len] = '\0';
	if (set_address(u, copy, why) < 0 ||
	    (u->scheme == URL_SSH && check_ssh_host(u, why) < 0))
		return -1;
	return slash && slash[1] ? set_path(u, slash, why) : 0;
}

static int
parse(struct url *u, const char *s, const char *known, const char **why)
{
	int scheme = take_scheme(&s);

	*u = (struct url){0};
	if (scheme < 0)
		return fail(why, known);
	u->scheme = (enum url_scheme)scheme;
	if (u->scheme == URL_UNIX)
		return set_path(u, s, why);
	if (set_authority(u, s, why) < 0)
		return -1;
	set_default_port(u);
	return 0;
}

int
url_parse(struct url *u, const char *s, const char **why)
{
	static const char known[] =
	    "write irc://HOST:PORT, ircs://HOST:PORT, plain:// or unix:PATH";

	if (parse(u, s, known, why) < 0)
		return -1;
	if (u->scheme == URL_SSH)
		return fail(why, "ssh:// is where a client connects");
	if (*u->fingerprint)
		return fail(why,
		    "a fingerprint is for clients; a server writes "
		    "ircs://HOST:PORT");
	return 0;
}

bool
url_names_this_machine(const char *host)
{
	static const char name[] = "localhost";
	size_t len = strlen(host), n = strlen(name);

	len -= len > 0 && host[len - 1] == '.';
	if (len < n || (len > n && host[len - n - 1] != '.'))
		return false;
	while (n > 0 && text_fold_char(host[--len]) == name[n - 1])
		n--;
	return n == 0;
}

bool
url_is_loopback(const struct url *u)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, u->host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, u->host, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six) ||
		    (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
	return url_names_this_machine(u->host);
}

/* HOST or HOST:PORT of which no scheme is known yet. */
static int
set_bare(struct url *u, const char *s, const char **why)
{
	int rc = 0;

	if (is_ipv6(s))
		rc = set_host(u, s, strlen(s), why);
	else
		rc = set_authority(u, s, why);
	if (rc == 0 && url_is_loopback(u))
		u->scheme = URL_IRC;
	if (rc == 0)
		set_default_port(u);
	return rc;
}

int
url_parse_loose(struct url *u, const char *s, const char **why)
{
	static const char known[] =
	    "write irc://HOST:PORT, ircs://HOST:PORT, ssh://HOST or unix:PATH";
	const char *rest = s;

	if (take_scheme(&rest) >= 0 || strstr(s, "://"))
		return parse(u, s, known, why);
	*u = (struct url){.scheme = URL_IRCS};
	if (*s == '/') {
		u->scheme = URL_UNIX;
		return set_path(u, s, why);
	}
	return set_bare(u, s, why);
}

void
url_format(struct buf *out, const struct url *u)
{
	bool ipv6 = strchr(u->host, ':');

	buf_adds(out, schemes[u->scheme].prefix);
	if (u->scheme == URL_UNIX) {
		buf_adds(out, u->path);
		return;
	}
	if (*u->fingerprint)
		buf_addf(out, "sha256:%s@", u->fingerprint);
	if (*u->user)
		buf_addf(out, "%s@", u->user);
	buf_addf(out, ipv6 ? "[%s]" : "%s", u->host);
	if (*u->port)
		buf_addf(out, ":%s", u->port);
	buf_adds(out, u->path);
}
