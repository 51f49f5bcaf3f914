/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mask.h"

#include <string.h>

#include "common/text.h"

enum { MASK_MAX = 200 };

struct extended {
	bool negated;
	char kind;        /* a, m or r; 0: none that there is */
	const char *rest; /* after the colon; NULL without one */
};

static const struct kind {
	const char *name;
	char letter;
} kinds[] = {{"a", 'a'}, {"account", 'a'}, {"m", 'm'}, {"mute", 'm'},
    {"quiet", 'm'}, {"r", 'r'}, {"realname", 'r'}};

static char
find_kind(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == len &&
		    !strncmp(kinds[i].name, name, len))
			return kinds[i].letter;
	return 0;
}

/* Without '$' it takes a known word and a colon, which no nick holds. */
static bool
take_apart(struct extended *e, const char *given)
{
	bool sure = *given == '$';
	size_t len;

	given += sure || *given == '~';
	e->negated = sure && *given == '~';
	given += e->negated;
	len = strcspn(given, ": ");
	e->kind = find_kind(given, len);
	e->rest = given[len] == ':' ? given + len + 1 : NULL;
	return sure || (e->kind && e->rest);
}

static void
add_word(struct buf *out, const char *text)
{
	buf_add(out, text, strcspn(text, " "));
}

static void
add_part(struct buf *out, const char *from, const char *to)
{
	if (from == to)
		buf_addc(out, '*');
	buf_add(out, from, (size_t)(to - from));
}

/* nick!user@host from whatever parts of it are given. */
static void
add_plain(struct buf *out, const char *given)
{
	const char *end = given + strcspn(given, " ");
	const char *bang = memchr(given, '!', (size_t)(end - given));
	const char *user = bang ? bang + 1 : given;
	const char *at = memchr(user, '@', (size_t)(end - user));

	if (!bang && !at)
		user = end;
	add_part(out, given, bang ? bang : at ? given : end);
	buf_addc(out, '!');
	add_part(out, user, at ? at : end);
	buf_addc(out, '@');
	add_part(out, at ? at + 1 : end, end);
}

static void
add_account(struct buf *out, const struct extended *e)
{
	const char *rest = e->rest ? e->rest : "";

	buf_adds(out, e->negated ? "$~a" : "$a");
	if (!*rest || *rest == ' ' || !strcmp(rest, "*"))
		return;
	buf_addc(out, ':');
	add_word(out, rest);
}

static void
add_realname(struct buf *out, const struct extended *e)
{
	const char *rest = e->rest && *e->rest ? e->rest : "*";

	buf_adds(out, e->negated ? "$~r:" : "$r:");
	for (; *rest; rest++)
		buf_addc(out, *rest == ' ' ? '?' : *rest);
}

static const char *add_extended(struct buf *out, const struct extended *e);

static const char *
add_mute(struct buf *out, const struct extended *e)
{
	const char *rest = e->rest ? e->rest : "";
	struct extended inner;

	if (e->negated)
		return "A mute is not turned round: turn round what is in it";
	if (!take_apart(&inner, rest)) {
		buf_adds(out, "$m:");
		add_plain(out, rest);
		return NULL;
	}
	if (inner.kind != 'm')
		buf_adds(out, "$m:");
	return add_extended(out, &inner);
}

static const char *
add_extended(struct buf *out, const struct extended *e)
{
	switch (e->kind) {
	case 'a':
		add_account(out, e);
		return NULL;
	case 'm':
		return add_mute(out, e);
	case 'r':
		add_realname(out, e);
		return NULL;
	default:
		return "Extended masks are $a, $a:account, $r:realname and "
		       "$m:mask";
	}
}

/* A mask goes to others as a word in the middle of a line: it must neither
 * begin with a colon nor hold a space. */
const char *
mask_normalise(struct buf *out, char list, const char *given)
{
	struct buf mask = {0};
	struct extended e;
	const char *wrong = NULL;

	given += strspn(given, ": ");
	if (!*given)
		return "A mask is not empty";
	if (!take_apart(&e, given))
		add_plain(&mask, given);
	else if (e.kind == 'm' && list == 'I')
		wrong = "A mute has no meaning in a list of invitations";
	else
		wrong = add_extended(&mask, &e);
	if (!wrong && mask.len > MASK_MAX)
		wrong = "A mask has at most 200 bytes";
	if (!wrong)
		buf_add(out, mask.data, mask.len);
	buf_free(&mask);
	return wrong;
}

bool
mask_matches(
    const char *mask, const struct user *u, const char *source, bool speaking)
{
	struct extended e;
	const char *all;

	if (*mask != '$')
		return text_match(mask, source);
	take_apart(&e, mask);
	all = e.rest ? e.rest : "*";
	switch (e.kind) {
	case 'a':
		return (u->account && text_match(all, u->account)) != e.negated;
	case 'm':
		return speaking && mask_matches(all, u, source, speaking);
	case 'r':
		return text_match(all, u->realname) != e.negated;
	default:
		return false;
	}
}
