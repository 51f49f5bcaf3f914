/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/logname.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <utf8proc.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"

enum { KEPT_MAX = 100 }; /* bytes of a name that is too long */

static void
fold(char *s, const char *casemapping)
{
	bool strict = !strcmp(casemapping, "strict-rfc1459");
	bool signs = strict || !strcmp(casemapping, "rfc1459");
	static const char upper[] = "[]\\~", lower[] = "{}|^";
	const char *at;

	text_fold(s, s);
	for (; signs && *s; s++)
		if ((at = strchr(upper, *s)) && (!strict || *s != '~'))
			*s = lower[at - upper];
}

/* Whether all of it is in the form that a file system might give it. */
static bool
is_normal(const char *s)
{
	utf8proc_uint8_t *normal;
	bool same;

	if (!utf8_valid(s, strlen(s)))
		return false;
	normal = utf8proc_NFC((const utf8proc_uint8_t *)s);
	same = normal && !strcmp((const char *)normal, s);
	free(normal);
	return same;
}

static bool
is_plain(int cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_SO:
		return utf8proc_tolower(cp) == cp;
	default:
		return false;
	}
}

static bool
is_plain_ascii(char c, bool first)
{
	if (isalnum((unsigned char)c))
		return true;
	return c && strchr(first ? "#&+!_^{}=@" : "#&+!_^{}=@.-~[]", c);
}

static void
add_escaped(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addf(out, "%%%02X", (unsigned)(unsigned char)s[i]);
}

static void
add_readable(struct buf *out, const char *s)
{
	bool normal = is_normal(s);
	size_t n, left = strlen(s), start = out->len;
	int cp;

	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &cp);
		if (cp < 0x80 ? n == 1 && cp >= 0 &&
			    is_plain_ascii(*s, out->len == start)
			      : normal && is_plain(cp))
			buf_add(out, s, n);
		else
			add_escaped(out, s, n);
	}
}

static void
add_hash(struct buf *out, const char *s)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (!EVP_Digest(s, strlen(s), hash, &len, EVP_sha256(), NULL))
		abort();
	buf_adds(out, "%-");
	for (unsigned i = 0; i < len; i++)
		buf_addf(out, "%02x", (unsigned)hash[i]);
}

/* Not inside of %XX or of a character. */
static size_t
cut(const char *s, size_t len)
{
	len = utf8_cut(s, len, KEPT_MAX);
	for (size_t back = 1; back <= 2 && back <= len; back++)
		if (s[len - back] == '%')
			return len - back;
	return len;
}

void
logname_add(struct buf *out, const char *name, const char *casemapping)
{
	char *folded = mem_strdup(name);
	size_t start = out->len;

	fold(folded, casemapping);
	add_readable(out, folded);
	if (out->len == start)
		buf_addc(out, '%');
	if (out->len - start > LOGNAME_MAX) {
		buf_cut(out, start + cut(out->data + start, out->len - start));
		add_hash(out, folded);
	}
	free(folded);
}
