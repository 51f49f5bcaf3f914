/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/concern.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"

enum { WORDS_MAX = 40, NAME_MAX_LEN = 200 };

bool
concern_is_service(const char *nick)
{
	static const char *const names[] = {"BotServ", "ChanServ", "GroupServ",
	    "HostServ", "MemoServ", "NickServ", "OperServ", "SaslServ"};
	char *name = mem_strndup(nick, strcspn(nick, "@"));
	bool found = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		found |= !text_casecmp(name, names[i]);
	free(name);
	return found;
}

void
concern_asked(struct network *n, const char *target)
{
	if (n->reply_room && concern_is_service(target))
		n->concern_room = n->reply_room;
}

/* Without the formatting, quotes and stops around it. */
static char *
bare(const char *word, size_t len)
{
	static const char around[] = "\002\017\026\035\037\"'`()[]<>.,:;!?";

	while (len && strchr(around, *word)) {
		word++;
		len--;
	}
	while (len && strchr(around, word[len - 1]))
		len--;
	return mem_strndup(word, len);
}

static struct room *
channel_in(const struct state *s, const struct network *n, const char *text)
{
	struct room *r = NULL;

	for (size_t i = 0; *text && i < WORDS_MAX && !r; i++) {
		size_t len = strcspn(text, " ");
		char *word = bare(text, len < NAME_MAX_LEN ? len : 0);

		if (network_is_channel(n, word))
			r = state_find(s, n, word);
		free(word);
		text += len;
		text += strspn(text, " ");
	}
	return r;
}

struct room *
concern_room(
    struct state *s, struct network *n, const char *text, struct room *asked)
{
	struct room *r = channel_in(s, n, text);

	if (!r)
		r = asked;
	if (!r)
		r = state_by_id(s, n->concern_room);
	return r ? r : state_here(s, n);
}
