/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/client_tags.h"

#include <string.h>

enum { TOKEN_BYTES = 300 };

static bool
listed(const struct conf_list *l, const char *lead, const char *name)
{
	size_t len = strlen(lead);

	for (size_t i = 0; i < l->count; i++)
		if (!strncmp(l->items[i], lead, len) &&
		    !strcmp(l->items[i] + len, name))
			return true;
	return false;
}

bool
client_tag_denied(const struct settings *set, const char *name)
{
	const struct conf_list *deny = &set->client_tag_deny;

	if (listed(deny, "", "*"))
		return !listed(deny, "-", name);
	return listed(deny, "", name);
}

bool
client_tags_token(struct buf *out, const struct settings *set)
{
	const struct conf_list *deny = &set->client_tag_deny;
	bool all = listed(deny, "", "*"), any = all;
	size_t start = out->len;

	if (all)
		buf_addc(out, '*');
	for (size_t i = 0; i < deny->count; i++) {
		const char *item = deny->items[i];

		if ((*item == '-') != all || !strcmp(item, "*") ||
		    out->len - start + strlen(item) > TOKEN_BYTES)
			continue;
		buf_addf(out, "%s%s", any ? "," : "", item);
		any = true;
	}
	return any;
}

void
client_tags_keep(
    struct buf *out, const struct settings *set, const struct irc_msg *m)
{
	for (size_t i = 0; i < m->ntags; i++) {
		const struct irc_tag *tag = &m->tags[i];

		if (*tag->key != '+' || client_tag_denied(set, tag->key + 1))
			continue;
		buf_addf(out, "%s%s", out->len ? ";" : "", tag->key);
		if (!*tag->value)
			continue;
		buf_addc(out, '=');
		irc_escape_tag(out, tag->value);
	}
}
