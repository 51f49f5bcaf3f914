/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/name.h"

#include <stdbool.h>
#include <string.h>

#include <utf8proc.h>

#include "common/text.h"
#include "common/utf8.h"
#include "server/skeleton.h"

enum { USER_MAX = 20, HOST_MAX = 63, BRAILLE_BLANK = 0x2800 };

/* An i and an I have no skeleton in common. */
static const char *const services[] = {"BotServ", "ChanServ", "HistServ",
    "HISTSERV", "HostServ", "MemoServ", "NickServ", "NICKSERV", "OperServ",
    "SaslServ", NULL};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_service(const char *nick)
{
	for (const char *const *s = services; *s; s++)
		if (skeleton_same(*s, nick))
			return true;
	return false;
}

const char *
name_check_nick(const char *nick, size_t max)
{
	if (!*nick)
		return "A nickname needs at least one character";
	if (strlen(nick) > max)
		return "This nickname is too long";
	if (is_digit(*nick) || *nick == '-')
		return "A nickname must not begin with a digit or '-'";
	for (const char *c = nick; *c; c++)
		if (!is_letter(*c) && !is_digit(*c) &&
		    !strchr("[]\\`_^{|}-", *c))
			return "A nickname may hold letters, digits and "
			       "[]\\`_^{|}- only";
	if (is_service(nick))
		return "This nickname is reserved for a service";
	return NULL;
}

static bool
is_visible(const char *s)
{
	struct buf shown = {0};
	bool same;

	text_visible(&shown, s, strlen(s), NULL);
	same = shown.data && !strcmp(shown.data, s);
	buf_free(&shown);
	return same;
}

/* What is no letter or sign that everybody sees in the same way: also what
 * text_visible lets pass for its effect on its neighbours, as by it two names
 * would look alike. */
static bool
is_obscure(int cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return cp == BRAILLE_BLANK ||
		    utf8proc_get_property(cp)->ignorable;
	}
}

static bool
has_obscure(const char *s)
{
	size_t len = strlen(s);
	int cp;

	for (size_t i = 0; i < len;) {
		i += utf8_next(s + i, len - i, &cp);
		if (cp < 0 || is_obscure(cp))
			return true;
	}
	return false;
}

const char *
name_check_channel(const char *name, size_t max)
{
	if (*name != '#')
		return "A channel's name begins with #";
	if (!name[1])
		return "A channel's name is more than #";
	if (strlen(name) > max)
		return "This channel name is too long";
	if (strpbrk(name, " ,\a") || has_obscure(name) || !is_visible(name))
		return "A channel's name holds no spaces, commas, control or "
		       "invisible characters";
	return NULL;
}

const char *
name_check_host(const char *host)
{
	size_t len = strlen(host);

	if (len == 0 || len > HOST_MAX)
		return "A host has 1 to 63 characters";
	for (const char *c = host; *c; c++)
		if (!is_letter(*c) && !is_digit(*c) && !strchr(".-_:/", *c))
			return "A host may hold letters, digits and .-_:/ only";
	if (strchr(".-:", *host) || host[len - 1] == '.')
		return "A host must not begin with '.', '-' or ':', nor end "
		       "in '.'";
	if (!text_casecmp(host, "localhost"))
		return "localhost is the host of people of this machine";
	return NULL;
}

const char *
name_check_user(const char *user)
{
	const char *rest = user + (*user == '~');

	if (!*rest || strlen(rest) > USER_MAX)
		return "A username has 1 to 20 characters";
	for (; *rest; rest++)
		if (!is_letter(*rest) && !is_digit(*rest) &&
		    !strchr("._-", *rest))
			return "A username may hold letters, digits and ._- "
			       "only, and '~' in front";
	return NULL;
}

void
name_words(struct buf *out, const char *given)
{
	size_t before = out->len;

	for (; *given && out->len - before < USER_MAX; given++)
		if (is_letter(*given) || is_digit(*given) ||
		    strchr("._-", *given))
			buf_addc(out, *given);
}

void
name_user(struct buf *out, const char *given)
{
	size_t before = out->len;

	name_words(out, given);
	if (out->len == before)
		buf_adds(out, "user");
}
