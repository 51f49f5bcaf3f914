/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/mask.h"

#include <stddef.h>
#include <string.h>

#include "common/text.h"

enum { WORD_LEN = 32 };

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!text_casecmp(word, *list))
			return true;
	return false;
}

static void
first_word(char word[WORD_LEN], const char *s, const char *end)
{
	size_t len = strcspn(s, end);

	len = len < WORD_LEN ? len : WORD_LEN - 1;
	memcpy(word, s, len);
	word[len] = '\0';
}

bool
mask_is_service(const char *nick)
{
	static const char *const services[] = {"nickserv", "ns", "authserv",
	    "userserv", "accountserv", "q", "x", NULL};
	char name[WORD_LEN];

	first_word(name, nick, "@");
	return is_one_of(name, services);
}

bool
mask_is_verb(const char *word)
{
	static const char *const verbs[] = {"identify", "id", "sidentify",
	    "register", "ghost", "recover", "release", "regain", "reclaim",
	    "set", "saset", "login", "auth", "authme", "drop", "password",
	    "passwd", "setpass", "resetpass", "newpass", "group", "unregister",
	    NULL};

	return is_one_of(word, verbs);
}

static bool
line_tells(const char *line)
{
	char word[WORD_LEN];

	line += strspn(line, " ");
	first_word(word, line, " \n");
	if (!mask_is_verb(word))
		return false;
	line += strcspn(line, " \n");
	line += strspn(line, " ");
	return *line && *line != '\n';
}

bool
mask_tells(const char *target, const char *text)
{
	if (!mask_is_service(target))
		return false;
	for (; *text; text += *text == '\n') {
		if (line_tells(text))
			return true;
		text += strcspn(text, "\n");
	}
	return false;
}

void
mask_text(struct buf *out, const char *text)
{
	text += strspn(text, " ");
	buf_add(out, text, strcspn(text, " "));
	buf_adds(out, " ***");
}
