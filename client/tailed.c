/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tailed.h"

#include <string.h>

#include "common/mem.h"

static size_t
text_size(const struct tailed *m)
{
	size_t size = strlen(m->id) + strlen(m->channel) + strlen(m->nick) +
	    strlen(m->account) + strlen(m->kind) + strlen(m->text) + 6;

	for (size_t i = 0; i < m->ntags; i++)
		size += strlen(m->tags[i].key) + strlen(m->tags[i].value) + 2;
	return size;
}

size_t
tailed_size(const struct tailed *m)
{
	return sizeof(*m) + m->ntags * sizeof(*m->tags) + text_size(m);
}

static const char *
put(char **at, const char *s)
{
	size_t size = strlen(s) + 1;
	char *to = *at;

	memcpy(to, s, size);
	*at += size;
	return to;
}

struct tailed *
tailed_copy(const struct tailed *m)
{
	struct tailed *copy = mem_alloc(tailed_size(m));
	struct irc_tag *tags = (struct irc_tag *)(copy + 1);
	char *at = (char *)(tags + m->ntags);

	*copy = *m;
	copy->id = put(&at, m->id);
	copy->channel = put(&at, m->channel);
	copy->nick = put(&at, m->nick);
	copy->account = put(&at, m->account);
	copy->kind = put(&at, m->kind);
	copy->text = put(&at, m->text);
	for (size_t i = 0; i < m->ntags; i++) {
		tags[i].key = put(&at, m->tags[i].key);
		tags[i].value = put(&at, m->tags[i].value);
	}
	copy->tags = tags;
	return copy;
}

bool
tailed_hungry(const struct tailed_sink *sink)
{
	return !sink->hungry || sink->hungry(sink->arg);
}
